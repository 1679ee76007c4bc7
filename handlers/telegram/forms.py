"""The self-assessment on Telegram: its command, its buttons, what is typed and sent while it goes on."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial

from telegram import CallbackQuery, Message, Update

from bot.db.database import WriteSession
from bot.delivery.reaction import Reaction
from bot.domain.delivery import Kind, Outgoing
from bot.domain.people import Address, Channel
from bot.domain.screens import Action, Screen
from bot.services.assess import Assess
from bot.services.attach import Attach
from bot.services.fill import Fill, Typed
from bot.services.form.showing import Showing
from handlers.telegram import screens
from handlers.telegram.addressing import Place, hint_of, is_private, key_of, place_of, place_of_press, sender_of
from handlers.telegram.busy import Busy
from handlers.telegram.fetching import attachment_of, fetched
from handlers.telegram.sending import Sending


@dataclass(frozen=True, slots=True)
class Forms:
    """Takes owners through the form."""

    assess: Assess
    fill: Fill
    attach: Attach
    send: Sending
    busy: Busy

    async def begin(self, update: Update, _: object) -> Reaction:
        """Show where the person left off, or what it is about."""
        message = update.message
        if message is None:
            return Reaction()
        sender, hint = sender_of(update), hint_of(update)
        return self.showing(place_of(message), lambda session: self.assess.begin(session, sender, hint))

    async def typed(self, update: Update, message: Message, text: str) -> Typed | None:
        """Return what was typed into a form; None where no form is being filled in."""
        return await self.fill.read(sender_of(update), text, hint_of(update)) if is_private(message) else None

    async def still(self, update: Update, message: Message, key: str, once: str | None = None) -> Reaction | None:
        """Say something, and show again what a form waits for; None where no form is being filled in."""
        show = await self.fill.still(sender_of(update), hint_of(update), key) if is_private(message) else None
        return show and self.showing(place_of(message), show, once)

    async def pressed(self, query: CallbackQuery, action: Action, sender: Address) -> Reaction:
        """Do what a button says, and show what comes next where it was pressed."""
        place = place_of_press(query)
        async with self.busy.at(place) if action.verb == "finish" else nullcontext():
            show = await self.assess.press(sender, action, query.from_user.language_code)

        async def record(session: WriteSession) -> Sequence[Outgoing]:
            return self.send.in_place(query, await show(session))

        return Reaction(record)

    async def sent(self, update: Update) -> Reaction | None:
        """Take a photo or document as evidence; None where no form asks for any. Raises `Told` for a file that is refused."""
        message = update.message
        if message is None or not is_private(message):
            return None
        attachment = attachment_of(message)
        if attachment is None:
            return None
        album = message.media_group_id or ""
        async with self.busy.at(place_of(message)):
            show = await self.attach(sender_of(update), key_of(message), partial(fetched, attachment), hint_of(update), album)
        if show is None:
            return None
        once = f"{self.send.source}:{message.chat.id}:evidence:{album}" if album else None
        return self.showing(place_of(message), show, once)

    def showing(self, place: Place, show: Showing, key: str | None = None) -> Reaction:
        """Return what keeps and shows a screen as new messages; under a `key` once, whatever brings it."""

        async def record(session: WriteSession) -> Sequence[Outgoing]:
            return self.send.screen(place, await show(session), key)

        return Reaction(record)


@dataclass(frozen=True, slots=True)
class Carrying:
    """Writes to people who did not just write, in their private chats: after all replies and at most once, unless `kind` is a reply."""

    send: Sending
    kind: Kind = Kind.BULK

    def __call__(self, address: Address, screen: Screen, key: str) -> Sequence[Outgoing]:
        """Return a screen for the person at `address`; nothing where they are elsewhere."""
        if address.channel is not Channel.TELEGRAM:
            return ()
        return self.send.screen(Place(int(address.id)), screen, key, self.kind)


@dataclass(frozen=True, slots=True)
class Retelling:
    """Changes a message in somebody's private chat into another screen."""

    send: Sending

    def __call__(self, address: Address, number: int, screen: Screen, key: str) -> Sequence[Outgoing]:
        """Return the change of the message of that number."""
        change = self.send.change(int(address.id), number, screens.screen(screen)[0])
        return (replace(change, key=key),)
