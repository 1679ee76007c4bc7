"""Who can be reached: a person blocks the bot, or takes it back."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import ChatMember, Update
from telegram.constants import ChatType

from bot.db.database import WriteSession
from bot.delivery.reaction import Reaction
from bot.domain.delivery import Outgoing
from bot.domain.people import Address, Channel
from bot.services.reach import Reach

GONE = frozenset({ChatMember.BANNED, ChatMember.LEFT})


@dataclass(frozen=True, slots=True)
class Members:
    """Keeps whether people can be written to. Groups are no people."""

    reach: Reach

    async def changed(self, update: Update, _: object) -> Reaction:
        """Note that a person blocked or unblocked the bot; there is nothing to say."""
        change = update.my_chat_member
        if change is None or change.chat.type != ChatType.PRIVATE:
            return Reaction()
        address = Address(Channel.TELEGRAM, str(change.chat.id))
        is_gone = change.new_chat_member.status in GONE

        async def record(session: WriteSession) -> Sequence[Outgoing]:
            await self.reach.note(session, address, is_reachable=not is_gone)
            return ()

        return Reaction(record)

    async def blocked(self, chat: str) -> None:
        """Note that Telegram refused a message since the person blocked the bot."""
        await self.reach(Address(Channel.TELEGRAM, chat), is_reachable=False)
