"""The staff on Telegram: taking an invitation, and picking the digits that the panel shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import CallbackQuery, Message, Update

from bot.db import staff
from bot.db.database import WriteSession
from bot.delivery.reaction import Reaction
from bot.domain.delivery import Outgoing
from bot.domain.people import Address
from bot.domain.screens import Action
from bot.domain.staff import Role
from bot.services.speak import Speak
from bot.services.staffing import Staffing
from bot.texts import say
from handlers.telegram import render
from handlers.telegram.addressing import command_of, hint_of, place_of, place_of_press, question_of, sender_of
from handlers.telegram.assessors import AssessorsDesk
from handlers.telegram.deciding import DecisionsDesk
from handlers.telegram.officers import VERBS, OfficersDesk
from handlers.telegram.replying import ACCEPT, QUESTION, RETURN, replied
from handlers.telegram.sending import Sending


@dataclass(frozen=True, slots=True)
class StaffDesk:
    """What members of the staff do in their private chat."""

    staffing: Staffing
    officers: OfficersDesk
    assessors: AssessorsDesk
    decisions: DecisionsDesk
    speak: Speak
    send: Sending

    async def redeem(self, update: Update, _: object) -> Reaction:
        """Take an invitation: `/staf CODE`; without one, tell members who they are here. Raises `CodeGone`."""
        message = update.message
        if message is None or not command_of(message):
            return Reaction()
        sender, hint, code = sender_of(update), hint_of(update), question_of(message, message.get_bot().bot)

        async def record(session: WriteSession) -> Sequence[Outgoing]:
            language = await self.speak.language_within(session, sender, hint)
            known = None if code else await staff.member_at(session, sender)
            if not code and known is None:
                return self.send(place_of(message), render.words(say(language, "panel.write_code")))
            member = known or await self.staffing.redeem(session, sender, code)
            words = say(language, "panel.known" if known else "panel.redeemed", name=member.name, number=member.id)
            can = [say(language, f"desk_can.{role}") for role in Role if any(grant.role is role for grant in member.grants)]
            return self.send(place_of(message), render.words("\n\n".join([words, *can])))

        return Reaction(record)

    async def pressed(self, query: CallbackQuery, action: Action, sender: Address) -> Reaction:
        """Let a browser in, or keep it out, or do what else an officer wants. Raises `CodeGone` where nobody asks any more."""
        if action.verb != "digits":
            desk = self.officers if action.verb in VERBS else self.assessors
            return await desk.pressed(query, action, sender)
        hint = query.from_user.language_code

        async def record(session: WriteSession) -> Sequence[Outgoing]:
            is_right = await self.staffing.choose(session, sender, action.value)
            language = await self.speak.language_within(session, sender, hint)
            words = say(language, "panel.let_in" if is_right else "panel.kept_out")
            return self.send(place_of_press(query), render.words(words))

        return Reaction(record)

    async def replied(self, update: Update, message: Message) -> Reaction | None:
        """Ask whether words that reply to a message of the bot go out; None where they do not. Raises `Told`."""
        said = replied(message)
        if said is None:
            return None
        asks = {QUESTION: self.officers.replied, RETURN: self.assessors.replied, ACCEPT: self.assessors.replied}
        return await asks.get(said.sign, self.decisions.replied)(said, sender_of(update), hint_of(update))
