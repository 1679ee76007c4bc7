"""Appraise: one assessment as screens for an assessor's phone. It asks the same services as the panel, which has all the rest."""

from dataclasses import dataclass

from bot.domain.assessment import State
from bot.domain.errors import ChoiceGone, FileGone, StateMoved
from bot.domain.instrument import Item, in_language
from bot.domain.people import Channel, Language
from bot.domain.screens import Action, Button, Enclosed, Screen
from bot.domain.staff import Staff
from bot.services import appraisal
from bot.services.review import Case, Review
from bot.services.staffing import STAFF
from bot.texts import say


@dataclass(frozen=True, slots=True)
class Appraise:
    """Draws an assessment, and does what its buttons say. Each screen is a look that the owner can ask about.

    Buttons name items and options by their places in the questionnaire, and the revision that they were shown of: where the owner
    has sent another one since, what is decided would not be of what was seen (`StateMoved`). Everything raises `AssessmentGone` for
    what is not in the actor's areas, and `PanelOnly` for an owner who does not use Telegram.
    """

    review: Review

    async def case(self, actor: Staff, assessment_id: int, _value: str, language: Language) -> Screen:
        """Return where it stands, and the ways into it."""
        return appraisal.whole(await self._case(actor, assessment_id), language)

    async def begin(self, actor: Staff, assessment_id: int, value: str, language: Language) -> Screen:
        """Take it in hand. Raises `StateMoved`."""
        await self._case(actor, assessment_id)
        await self.review.begin(actor, assessment_id)
        return await self.case(actor, assessment_id, value, language)

    async def part(self, actor: Staff, assessment_id: int, value: str, language: Language) -> Screen:
        """Return the answers of one part: `value` is 0 for the must-haves, else the place of an aspect, from 1."""
        return appraisal.part(await self._case(actor, assessment_id), _number(value), language)

    async def item(self, actor: Staff, assessment_id: int, value: str, language: Language) -> Screen:
        """Return one answer, with what can be said of it: `value` is the place of the item."""
        case = await self._case(actor, assessment_id)
        return appraisal.one(case, actor, _item(case, _number(value)), language)

    async def proof(self, actor: Staff, assessment_id: int, value: str, language: Language) -> Screen:
        """Return a piece of evidence, which is a look of its own. Raises `FileGone`."""
        case = await self._case(actor, assessment_id)
        row = next((one for one in case.evidence if str(one.id) == value), None)
        item = case.instrument.item(row.item) if row else None
        if row is None or item is None:
            raise FileGone
        media_type = await self.review.shown(actor, assessment_id, row.digest)
        name = f"{case.handed.code}-{row.id}.{'jpg' if media_type.startswith('image/') else 'pdf'}"
        words = f"{case.handed.code}: {in_language(item.short, language)}"
        return Screen(language, words, files=(Enclosed(row.digest, media_type, name),))

    async def pick(self, actor: Staff, assessment_id: int, value: str, language: Language) -> Screen:
        """Keep the actor's own view: `value` is revision, item and option. Raises `StateMoved` and `ItemSettled`."""
        case, item = await self._of_revision(actor, assessment_id, value)
        number = _number(value, 2)
        if item is None or number >= len(item.options):
            raise ChoiceGone
        mine = next((one for one in case.opinions if (one.item, one.staff_id) == (item.id, actor.id)), None)
        await self.review.opine(actor, assessment_id, item.id, item.options[number].id, mine.comment if mine else "")
        return appraisal.one(await self._case(actor, assessment_id), actor, item, language)

    async def asks(self, actor: Staff, assessment_id: int, value: str, language: Language) -> str:
        """Return what asks for the words to an owner: about one item, or to close the review. Its first line says of what."""
        case, item = await self._of_revision(actor, assessment_id, value, State.IN_REVIEW)
        first, key = ("desk.accepts", "desk.accept_why") if item is None else ("desk.returns", "desk.return_why")
        short = in_language(item.short, language) if item else ""
        return "\n\n".join(
            [
                say(language, first, code=case.handed.code, number=f"{assessment_id}.{value}"),
                say(language, key, business=case.handed.business, item=short),
            ]
        )

    async def sure(self, actor: Staff, assessment_id: int, value: str, language: Language) -> Screen:
        """Return the question whether the words go to the owner."""
        case, item = await self._of_revision(actor, assessment_id, value, State.IN_REVIEW)
        key, verb = ("desk.sure_accept", "accept") if item is None else ("desk.sure_return", "return")
        short = in_language(item.short, language) if item else ""
        words = say(language, key, business=case.handed.business, item=short)
        return Screen(language, words, ((Button(Action(assessment_id, STAFF, verb, value), say(language, "desk.send")),),))

    async def send_back(self, actor: Staff, assessment_id: int, value: str, words: str) -> None:
        """Send one item back. Raises `StateMoved` and `WordsWanted`."""
        _, item = await self._of_revision(actor, assessment_id, value)
        if item is None:
            raise ChoiceGone
        await self.review.give_back(actor, assessment_id, item.id, words)

    async def accept(self, actor: Staff, assessment_id: int, value: str, words: str) -> None:
        """Close the review. Raises `StateMoved`, `ViewsDiffer` and `WordsWanted`."""
        await self._of_revision(actor, assessment_id, value)
        await self.review.accept(actor, assessment_id, words)

    async def _case(self, actor: Staff, assessment_id: int) -> Case:
        return await self.review.look(actor, assessment_id, Channel.TELEGRAM)

    async def _of_revision(self, actor: Staff, assessment_id: int, value: str, state: State | None = None) -> tuple[Case, Item | None]:
        case = await self._case(actor, assessment_id)
        if case.handed.revision != _number(value) or state not in {None, case.handed.state}:
            raise StateMoved
        return case, _item(case, _number(value, 1)) if "." in value else None


def _item(case: Case, number: int) -> Item:
    """Return the item at a place of the questionnaire. Raises `ChoiceGone` where there is none."""
    if number >= len(case.instrument.items):
        raise ChoiceGone
    return case.instrument.items[number]


def _number(value: str, place: int = 0) -> int:
    """Return one of the numbers that a button has. Raises `ChoiceGone` where it has none there."""
    numbers = value.split(".")
    if place >= len(numbers) or not numbers[place].isdecimal():
        raise ChoiceGone
    return int(numbers[place])
