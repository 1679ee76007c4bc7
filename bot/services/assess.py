"""Assess: take an owner through a self-assessment, one screen at a time, over days if need be."""

from dataclasses import dataclass, replace

from bot.db import consents
from bot.db.database import Database, WriteSession
from bot.domain.assessment import Purpose
from bot.domain.people import Address
from bot.domain.ports import Clock
from bot.domain.screens import Action, Screen
from bot.services.form import drawing
from bot.services.form.act import Act
from bot.services.form.acts import DOING
from bot.services.form.consenting import decision
from bot.services.form.finishing import Finish, Prepared
from bot.services.form.form import RESULT
from bot.services.form.opening import Opened, Opening, is_withdrawn
from bot.services.form.showing import Showing, Shows
from bot.services.leftover import Leftover
from bot.texts import say

LOOKS = frozenset({"here", "why", "proof", "show", "report", "history", "save", "later"})
ASKS = frozenset({"send", "again", "news"})
"""Buttons that only show something: `LOOKS` always, `ASKS` as long as they say neither yes nor no."""


@dataclass(frozen=True, slots=True)
class Assess:
    """The self-assessment of whoever taps. What is typed or sent: see `Fill` and `Attach`."""

    database: Database
    clock: Clock
    opening: Opening
    shows: Shows
    finish: Finish
    leftover: Leftover

    async def begin(self, session: WriteSession, sender: Address, hint: str | None) -> Screen:
        """Return the first screen, or the one where the sender left off."""
        opened = await self.opening.of(session, sender, hint)
        if opened is None or await is_withdrawn(session, opened):
            return drawing.intro(self.opening.questionnaires.present, await self.opening.language(session, sender, hint))
        is_new = await self.opening.renewed(session, opened)
        opened.touch(self.clock.now())
        return await self.shows.here(session, opened, sender, say(opened.form.language, "form.version.new") if is_new else "")

    async def look(self, session: WriteSession, sender: Address, action: Action, hint: str | None) -> Screen:
        """Return the screen that a button led to, once more: nothing is answered by it, and the form stays where it is."""
        opened = await self.opening.of(session, sender, hint)
        if opened is None or await is_withdrawn(session, opened):
            return await self._stranger(session, sender, opened, replace(action, verb="later" if action.verb == "later" else ""), hint)
        if not is_look(action) or action.form not in {0, opened.form.id}:
            return await self.begin(session, sender, hint)
        if action.verb != "here":
            return await self._pressed(session, sender, seen_at(opened, action.place), action, hint, None)
        if await self.opening.renewed(session, opened):
            return await self.shows.here(session, opened, sender, say(opened.form.language, "form.version.new"))
        opened.touch(self.clock.now())
        return await self.shows.here(session, seen_at(opened, action.place), sender)

    async def press(self, sender: Address, action: Action, hint: str | None) -> Showing:
        """Return what does what a button says; what takes time is done before."""
        prepared = await self.finish.prepare(sender, hint) if action.verb == "finish" else None

        async def record(session: WriteSession) -> Screen:
            opened = await self.opening.of(session, sender, hint)
            if opened is None or await is_withdrawn(session, opened):
                return await self._stranger(session, sender, opened, action, hint)
            return await self._pressed(session, sender, opened, action, hint, prepared)

        return record

    async def _pressed(  # noqa: PLR0913, PLR0917 - what an act is made of
        self, session: WriteSession, sender: Address, opened: Opened, action: Action, hint: str | None, prepared: Prepared | None
    ) -> Screen:
        if action.form not in {0, opened.form.id}:
            return await self.shows.here(session, opened, sender, say(opened.form.language, "form.closed_notice"))
        now = self.clock.now()
        if await self.opening.renewed(session, opened):
            return await self.shows.here(session, opened, sender, say(opened.form.language, "form.version.new"))
        opened.touch(now)
        act = Act(session, sender, hint, opened, action, now, self.shows, self.finish, self.leftover, prepared)
        doing = DOING.get(action.verb)
        return await (act.here() if doing is None else doing(act))

    async def _stranger(
        self, session: WriteSession, sender: Address, opened: Opened | None, action: Action, hint: str | None
    ) -> Screen:
        """Begin, or go on, where that was agreed to; else say what it is about."""
        language = await self.opening.language(session, sender, hint)
        if action.verb == "agree":
            now = self.clock.now()
            opened = opened or await self.opening.new(session, sender, hint, now)
            made = decision(Purpose.ASSESSMENT, language, "button", is_given=True)
            consents.decided(session, opened.row.person_id, made, now)
            opened.touch(now)
            return await self.shows.here(session, opened, sender)
        if action.verb == "later":
            return Screen(language, say(language, "form.not_now_said"))
        return drawing.intro(self.opening.questionnaires.present, language)


def is_look(action: Action) -> bool:
    """Tell whether a button only shows something, so that it may be looked at again."""
    return action.verb in LOOKS or (action.verb in ASKS and not action.value)


def seen_at(opened: Opened, place: str) -> Opened:
    """Return the form as if it stood at another place, where that can be shown: what is kept of it stays where it is."""
    form = opened.form
    can_be_shown = form.is_editable and (place in form.places or (place == RESULT and form.revision > 0))
    return Opened(opened.row, replace(form, place=place)) if can_be_shown else opened
