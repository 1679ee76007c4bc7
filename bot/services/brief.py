"""Brief: what waits for an officer, as screens for their phone. It asks the same services as the panel."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.areas import named, zone_of
from bot.db.asked_alike import Alike, Wanted
from bot.db.intake import Handed, Sought
from bot.db.words import cut
from bot.domain.assessment import State
from bot.domain.errors import NothingWaits
from bot.domain.listing import Listing
from bot.domain.people import Channel, Language
from bot.domain.screens import Action, Button, Screen
from bot.domain.staff import Deed, Staff
from bot.services.authorize import authorize
from bot.services.reply import Matter, Reply
from bot.services.review import Review
from bot.services.staffing import STAFF
from bot.texts import say

MOST, WORDINGS, LONGEST = 6, 5, 200
"""Questions and assessments that one message tells of; wordings of a question; signs of each."""


@dataclass(frozen=True, slots=True)
class Brief:
    """Draws for officers in their chat."""

    reply: Reply
    review: Review

    async def queue(self, actor: Staff, language: Language) -> Screen:
        """Return what waits in the actor's areas, a button for each of the first assessments and questions. Raises `NotAllowed`."""
        authorize(actor, Deed.REVIEW)
        handed, begun = [await self.review.queue(actor, Sought(state=one), Listing()) for one in (State.SUBMITTED, State.IN_REVIEW)]
        asked = (await self.reply.queue(actor, Wanted(), Listing())).found
        if not handed.total + begun.total + asked.total:
            return Screen(language, say(language, "desk.nothing"))
        shown = [*handed.rows[:MOST], *begun.rows[:MOST]]
        words = say(language, "desk.waits", assessments=handed.total, questions=asked.total)
        rows = (*_to_assessments(shown), *((_button(one, language),) for one in asked.rows[:MOST]))
        parts = [words, *_assessments(shown, language), *([say(language, "desk.tap")] if rows else [])]
        return Screen(language, "\n\n".join(parts), rows, heading=say(language, "desk.heading"))

    async def matter(self, actor: Staff, group_id: int, language: Language) -> str:
        """Return one group of questions in words, its number on top. Raises `NotAllowed`, `GroupGone` and `NothingWaits`."""
        matter = await self._waiting(actor, group_id)
        return "\n\n".join([say(language, "desk.question", number=group_id), *_told(matter, actor, language)])

    async def sure(self, actor: Staff, group_id: int, language: Language) -> Screen:
        """Return the question whether an answer goes out. Raises `NotAllowed`, `GroupGone` and `NothingWaits`."""
        matter = await self._waiting(actor, group_id)
        words = say(
            language, "desk.sure", count=matter.alike.waiting, office=actor.office, question=cut(matter.wordings[0].text, LONGEST)
        )
        return Screen(language, words, ((Button(Action(group_id, STAFF, "send"), say(language, "desk.send")),),))

    async def _waiting(self, actor: Staff, group_id: int) -> Matter:
        authorize(actor, Deed.ANSWER_QUESTIONS)
        matter = await self.reply.look(actor, group_id)
        if not matter.alike.waiting:
            raise NothingWaits
        return matter


def _assessments(rows: Sequence[Handed], language: Language) -> Iterator[str]:
    if rows:
        yield "\n".join(_line(one, language) for one in rows)
        yield say(language, "desk.in_panel")


def _line(one: Handed, language: Language) -> str:
    """Return what is told of one; an owner who does not use Telegram was told that nothing of theirs goes through it."""
    business = one.business if one.channel is Channel.TELEGRAM else say(language, "desk.on_page")
    key = "desk.begun" if one.state is State.IN_REVIEW else "desk.assessment"
    return say(language, key, code=one.code, business=business, since=_day(one))


def _to_assessments(rows: Sequence[Handed]) -> Iterator[tuple[Button, ...]]:
    for one in rows:
        if one.channel is Channel.TELEGRAM:
            yield (Button(Action(one.id, STAFF, "case"), f"{one.code} {one.business}"),)


def _day(one: Handed) -> str:
    return f"{one.touched_at.astimezone(ZoneInfo(zone_of(one.area))):%d-%m-%Y}"


def _button(one: Alike, language: Language) -> Button:
    return Button(Action(one.id, STAFF, "look"), say(language, "desk.times", count=one.asked, lead=cut(one.lead, LONGEST)))


def _told(matter: Matter, actor: Staff, language: Language) -> Iterator[str]:
    place = named(matter.alike.area) or say(language, "panel.questions.unknown_area")
    yield say(language, "desk.asked", place=place[:1].upper() + place[1:], count=matter.alike.asked)
    yield "\n".join(f"“{cut(one.text, LONGEST)}”" for one in matter.wordings if one.answer_id is None)
    yield say(language, "desk.reply", office=actor.office, count=matter.alike.waiting)
