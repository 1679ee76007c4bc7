"""Fill: what is typed while a form is open counts as its answer, unless it asks something."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.areas import is_sure, search
from bot.db.database import Database, WriteSession
from bot.domain.instrument import Item
from bot.domain.people import Address
from bot.domain.ports import Clock
from bot.domain.screens import Action, Screen
from bot.instruments import reading
from bot.instruments.reading.clauses import is_question
from bot.services.assess import Assess, seen_at
from bot.services.form import drawing
from bot.services.form.filling import filled, keep_answers, recorded, recorded_of
from bot.services.form.form import RESULT, REVIEW, Form
from bot.services.form.opening import Opened, Opening
from bot.services.form.showing import Showing, Shows
from bot.texts import say

ACTIVE = timedelta(hours=12)
"""So long after the last touch, what is typed is taken for an answer; later it is an ordinary question again."""
LONGEST_NAME = 100
LONGEST_WORDS = 500


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into a form. A question is to be answered first; `show` keeps an answer and returns what to show."""

    is_question: bool
    show: Showing


@dataclass(frozen=True, slots=True)
class Fill:
    """Takes typed answers. `assess` does what a button would, where that is what the words say."""

    database: Database
    clock: Clock
    opening: Opening
    shows: Shows
    assess: Assess

    async def read(self, sender: Address, text: str, hint: str | None, place: str = "") -> Typed | None:
        """Return what `text` means for the sender's form; None where none is being filled in.

        `place` is that of the page it was typed on, where a channel has pages: it counts there, whenever that was and wherever the form is.
        """
        async with self.database.glancing() as session:
            opened = await self.opening.of(session, sender, hint)
        if opened is None or not (place or is_active(opened, self.clock.now())):
            return self._corrected(sender, opened, text, hint)
        is_question = _asks(opened.form, text)

        async def show(session: WriteSession) -> Screen:
            fresh = await self.opening.of(session, sender, hint)
            if fresh is None:
                return drawing.intro(self.opening.questionnaires.present, await self.opening.language(session, sender, hint))
            if await self.opening.renewed(session, fresh):
                return await self.shows.here(session, fresh, sender, say(fresh.form.language, "form.version.new"))
            fresh.touch(self.clock.now())
            if is_question:
                return await self.shows.here(session, fresh, sender)
            if (not place and fresh.form.place != opened.form.place) or not fresh.form.is_editable:
                return await self.shows.here(session, fresh, sender, say(fresh.form.language, "form.present"))
            if (way := reading.steering(text)) is not None:
                return await self._pressed(session, sender, fresh.form.action(way, place=place), hint)
            return await self._filled(session, sender, fresh, text, place)

        return Typed(is_question, show)

    def which(self, sender: Address, typed: str, hint: str | None) -> Showing:
        """Return what asks once more which area was meant with what was typed."""

        async def show(session: WriteSession) -> Screen:
            opened = await self.opening.of(session, sender, hint)
            if opened is None or not opened.form.is_editable or not (found := search(typed)):
                return await self.assess.begin(session, sender, hint)
            return drawing.which_area(seen_at(opened, "@area").form, found)

        return show

    async def still(self, sender: Address, hint: str | None, key: str) -> Showing | None:
        """Return what says the words of a key, and shows again what waits for an answer; None where no form is being filled in."""
        async with self.database.glancing() as session:
            opened = await self.opening.of(session, sender, hint)
        if opened is None or not is_active(opened, self.clock.now()):
            return None

        async def show(session: WriteSession) -> Screen:
            return await self.shows.here(session, opened, sender, say(opened.form.language, key))

        return show

    def _corrected(self, sender: Address, opened: Opened | None, text: str, hint: str | None) -> Typed | None:
        """Return what is done at the summary: a number leads to its question, a named answer changes. None where it is neither."""
        if opened is None or opened.form.place != REVIEW or not is_open(opened, self.clock.now()) or is_question(text):
            return None
        form, number = opened.form, reading.numbered(text)
        item = form.items[number - 1] if number and number <= len(form.items) else None
        chosen = () if item else reading.read(text, None, form.items).chosen
        if not (item or chosen):
            return None

        async def show(session: WriteSession) -> Screen:
            fresh = await self.opening.of(session, sender, hint)
            if item is not None or fresh is None or fresh.form.place != REVIEW:
                return await self._pressed(session, sender, form.action("go", place=item.id if item else REVIEW), hint)
            fresh.touch(self.clock.now())
            await keep_answers(session, fresh, dict(chosen), text[:LONGEST_WORDS], self.clock.now())
            return await self.shows.here(session, fresh, sender, recorded_of(fresh, *(one for one, _ in chosen)))

        return Typed(is_question=False, show=show)

    async def _pressed(self, session: WriteSession, sender: Address, action: Action, hint: str | None) -> Screen:
        return await (await self.assess.press(sender, action, hint))(session)

    async def _filled(self, session: WriteSession, sender: Address, opened: Opened, text: str, place: str) -> Screen:
        """Keep what is typed; where it is not clear, ask the same again."""
        seen, now = seen_at(opened, place), self.clock.now()
        if seen.form.place == "@area":
            return await self._area(session, sender, opened, seen, text)
        if (item := seen.form.item) is not None:
            return await self._items(session, sender, opened, seen, item, text)
        if (value := _value(seen.form, text, now)) is None or len(value) > LONGEST_NAME:
            return await self.shows.here(session, seen, sender, _misunderstood(seen.form, value))
        return await self.shows.here(session, opened, sender, await filled(session, opened, seen.form.place, value, now) or "")

    async def _items(  # noqa: PLR0913, PLR0917 - what was typed, by whom, of which item, where
        self, session: WriteSession, sender: Address, opened: Opened, seen: Opened, item: Item, text: str
    ) -> Screen:
        read = reading.read(text, item, [one for one in seen.form.items if one is not item])
        if not read.chosen or read.unclear:
            return await self.shows.here(session, seen, sender, say(seen.form.language, "form.unclear"))
        await keep_answers(session, opened, dict(read.chosen), text[:LONGEST_WORDS], self.clock.now())
        said = recorded(opened, *(one for one, _ in read.chosen))
        form = opened.form
        if form.place == RESULT:
            opened.goes(REVIEW)
        elif form.place == item.id and form.answers.get(item.id):
            opened.goes(_next_open(form) if len(read.chosen) > 1 and not form.back_to else form.after(item.id))
        return await self.shows.here(session, opened, sender, said)

    async def _area(self, session: WriteSession, sender: Address, opened: Opened, seen: Opened, text: str) -> Screen:
        found = search(text)
        if not found:
            return await self.shows.here(session, seen, sender, say(seen.form.language, "form.ask.area_none"))
        if not is_sure(text, found):
            return drawing.which_area(seen.form, found)
        return await self.shows.here(session, opened, sender, await filled(session, opened, "@area", found[0].code, self.clock.now()) or "")


def is_active(opened: Opened, now: datetime) -> bool:
    """Tell whether the owner is filling in the form just now."""
    return opened.form.place not in {REVIEW, RESULT} and is_open(opened, now)


def is_open(opened: Opened, now: datetime) -> bool:
    """Tell whether the owner is at the form just now, be it at its summary or its result."""
    return opened.form.is_editable and not opened.row.is_paused and now - opened.row.touched_at <= ACTIVE


def _asks(form: Form, text: str) -> bool:
    return is_question(text) and not (form.place == "@area" and search(text))


def _value(form: Form, text: str, now: datetime) -> str | None:
    """Return what a typed part of the profile says; None where that is not clear."""
    match form.place:
        case "@name":
            return reading.person(text) or None
        case "@business":
            return reading.business(text) or None
        case "@commodity":
            return reading.commodity(text, form.instrument.commodities)
        case "@sentra":
            return reading.sentra(text)
        case "@since":
            year = reading.year(text, now.year)
            return None if year is None else str(year)
        case _:
            return None


def _misunderstood(form: Form, value: str | None) -> str:
    if value is not None:
        return say(form.language, "form.ask.too_long", limit=LONGEST_NAME)
    return say(form.language, "form.ask.since_unclear" if form.place == "@since" else "form.unclear")


def _next_open(form: Form) -> str:
    """Return the next place without an answer: one sentence may have answered several."""
    places = form.places[form.places.index(form.place) + 1 :]
    return next((place for place in places if place not in form.answers), REVIEW)
