"""A press on a button of an open form, and what it takes to do it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.db import consents
from bot.db.database import WriteSession
from bot.domain.assessment import Purpose
from bot.domain.people import Address
from bot.domain.screens import Action, Button, Screen
from bot.services.form.consenting import decision
from bot.services.form.finishing import Finish, Prepared
from bot.services.form.form import Form
from bot.services.form.opening import Opened
from bot.services.form.showing import Shows
from bot.services.leftover import Leftover
from bot.texts import say


@dataclass(slots=True)
class Act:
    """A press on a button of an open form, and what it takes to do it."""

    session: WriteSession
    sender: Address
    hint: str | None
    opened: Opened
    action: Action
    now: datetime
    shows: Shows
    finish: Finish
    leftover: Leftover
    prepared: Prepared | None = None

    @property
    def form(self) -> Form:
        """Return the form as it is by now."""
        return self.opened.form

    @property
    def is_here(self) -> bool:
        """Tell whether the button is of the place that the form is at."""
        return self.action.place == self.form.place

    def say(self, key: str, **values: str | int) -> str:
        """Return words of the form in the owner's language."""
        return say(self.form.language, f"form.{key}", **values)

    def decide(self, purpose: Purpose, *, is_given: bool) -> None:
        """Keep a decision on a purpose."""
        made = decision(purpose, self.form.language, "button", is_given=is_given)
        consents.decided(self.session, self.opened.row.person_id, made, self.now)

    async def agreed(self, purpose: Purpose) -> bool:
        """Tell whether the owner agrees to a purpose."""
        return purpose in await consents.given(self.session, self.opened.row.person_id)

    async def here(self, notice: str = "") -> Screen:
        """Return the screen that the form is at."""
        return await self.shows.here(self.session, self.opened, self.sender, notice)

    async def moved(self) -> Screen:
        """Return the same for a button of another place."""
        return await self.here(self.say("moved"))

    def told(self, key: str, **values: str | int) -> Screen:
        """Return a short word, with the way back to the result."""
        back = Button(self.form.action("here"), self.say("to_question" if self.form.item else "result.title"))
        return Screen(self.form.language, self.say(key, **values), ((back,),))


Doing = Callable[[Act], Awaitable[Screen]]
