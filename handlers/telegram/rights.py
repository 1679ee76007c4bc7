"""One's own data on Telegram: what is kept, a copy, corrections, stopping, erasing. In private chats only."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from telegram import CallbackQuery, Update

from bot.db.database import WriteSession
from bot.delivery.reaction import Reaction
from bot.domain.errors import PrivateOnly
from bot.domain.people import Address
from bot.domain.screens import Action, Screen
from bot.services.own import Own
from handlers.telegram.addressing import hint_of, place_of, place_of_press, sender_of
from handlers.telegram.errands import Errands
from handlers.telegram.forms import Forms

_log = logging.getLogger(__name__)

Act = Callable[[WriteSession, Address, str | None], Awaitable[Screen]]


@dataclass(frozen=True, slots=True)
class Rights:
    """What people may do with their data."""

    own: Own
    forms: Forms
    errands: Errands

    async def privacy(self, update: Update, _: object) -> Reaction:
        """Say what is kept, why, how long, and what can be done about it."""
        return self._doing(update, self.own.rights)

    async def data(self, update: Update, _: object) -> Reaction:
        """Give a person everything that is kept of them."""
        if update.message is None:
            return Reaction()
        return self.forms.showing(place_of(update.message), await self.own.export(sender_of(update), hint_of(update)))

    async def correct(self, update: Update, _: object) -> Reaction:
        """Show what can be corrected."""
        return self._doing(update, self.own.correct)

    async def stop(self, update: Update, _: object) -> Reaction:
        """Withdraw every consent at once."""
        return replace(self._doing(update, self.own.stop), after=self.clear)

    async def erase(self, update: Update, _: object) -> Reaction:
        """Ask whether everything is to be erased."""
        return self._doing(update, self.own.asks_to_erase)

    async def elsewhere(self, update: Update, _: object) -> Reaction:
        """Point to the private chat. Raises `PrivateOnly`."""
        raise PrivateOnly(bot=update.get_bot().username)

    async def pressed(self, query: CallbackQuery, action: Action, sender: Address) -> Reaction:
        """Do what a button of one's data says."""
        return self.forms.showing(place_of_press(query), await self.own.press(sender, action, query.from_user.language_code))

    def clear(self) -> None:
        """Begin to remove what no row names any more, where something was left so."""
        if self.own.leftover.is_logged:
            self.errands.run(self._clear())

    async def _clear(self) -> None:
        try:
            await self.own.clear()
        except Exception as error:  # noqa: BLE001 - nobody waits for it, and the night's sweep does the same
            _log.warning("what was erased is left to the night's sweep (%s)", type(error).__name__)

    def _doing(self, update: Update, act: Act) -> Reaction:
        message = update.message
        if message is None:
            return Reaction()
        sender, hint = sender_of(update), hint_of(update)
        return self.forms.showing(place_of(message), lambda session: act(session, sender, hint))
