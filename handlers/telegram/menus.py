"""The menu of a member of the staff: in their chat the commands of the staff stand beside those of everybody."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.delivery import Outgoing
from bot.domain.people import Address, Language
from bot.domain.staff import Deed, Staff
from bot.services.authorize import areas
from handlers.telegram import commands

NEEDS = {Deed.REVIEW: commands.QUEUE[0], Deed.COMPOSE: commands.ANNOUNCE[0]}
"""The command that is listed for whoever may do a deed."""


@dataclass(frozen=True, slots=True)
class Menus:
    """Puts menus of single chats into the shape of the outbox; `source` is the bot's name there.

    As everybody's menu it is in Indonesian, and in English where Telegram is (see `handlers.telegram.commands.register`).
    """

    source: str

    def __call__(self, address: Address, member: Staff | None) -> Sequence[Outgoing]:
        """Return what lists what a member may use now; nothing of the staff where they are none, or may use none of it."""
        names = [name for deed, name in NEEDS.items() if member is not None and areas(member, deed)]
        return [self._menu(address, names, language) for language in (None, Language.ENGLISH)]

    def _menu(self, address: Address, names: Sequence[str], language: Language | None) -> Outgoing:
        parameters: dict[str, object] = {"scope": {"type": "chat", "chat_id": int(address.id)}}
        if language is not None:
            parameters["language_code"] = language.value
        if not names:
            return Outgoing(self.source, address.id, "deleteMyCommands", parameters)
        listed = [command.to_dict() for command in commands.menu(language or Language.INDONESIAN, names)]
        return Outgoing(self.source, address.id, "setMyCommands", parameters | {"commands": listed})
