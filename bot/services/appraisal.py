"""An assessment as screens for an assessor's phone: the whole, a part with its answers in short, one answer. Pure functions."""

from collections.abc import Iterator, Sequence

from bot.areas import named
from bot.db.assessment_models import EvidenceRow
from bot.domain.assessment import State
from bot.domain.errors import ChoiceGone
from bot.domain.instrument import Item, in_language
from bot.domain.people import Language
from bot.domain.scoring import score
from bot.domain.screens import Action, Button, Screen
from bot.domain.staff import Staff
from bot.services.review import Case
from bot.services.staffing import STAFF
from bot.texts import say

IN_A_ROW, MOST_CHANGED = 2, 6
"""Buttons side by side; answers that changed since the revision before and have a button at once."""

Row = tuple[Button, ...]


def whole(case: Case, language: Language) -> Screen:
    """Return where it stands, what can be done with it, and the ways to its answers."""
    changed = [item for item in _asked(case) if case.before and case.before.get(item.id) != case.answers.get(item.id)]
    lines = [*_standing(case, language), say(language, "desk.rest_in_panel")]
    if changed:
        lines.insert(-1, say(language, "desk.changed", items=", ".join(_short(item, language) for item in changed)))
    to_changed = [(_to(case, item, language),) for item in changed[:MOST_CHANGED]]
    rows = (*_acts(case, language), *to_changed, *_to_parts(case, language))
    return Screen(language, "\n\n".join(lines), rows, heading=f"{case.handed.code}: {case.handed.business}")


def part(case: Case, number: int, language: Language) -> Screen:
    """Return the answers of the must-haves (0) or of an aspect (from 1), a line each. Raises `ChoiceGone` where there are none."""
    items = _items(case, number)
    if not items:
        raise ChoiceGone
    lines = "\n".join(_line(case, item, language) for item in items)
    rows = (*_beside([_to(case, item, language) for item in items]), (_button(case, "case", "", say(language, "desk.to_whole")),))
    return Screen(language, lines, rows, heading=f"{case.handed.code}: {_name(case, number, language)}")


def one(case: Case, actor: Staff, item: Item, language: Language) -> Screen:
    """Return one answer: what the owner says, their evidence, what assessors say, and what the actor can do about it."""
    proofs = [
        _button(case, "proof", str(row.id), f"📎 {say(language, 'panel.evidence')} {number}")
        for number, row in enumerate(_files(case, item), 1)
    ]
    back = _button(case, "part", str(_part_of(case, item)), say(language, "desk.to_part"))
    choices = list(_choices(case, actor, item, language))
    words = "\n\n".join([*_told(case, item, language), *([say(language, "desk.pick")] if choices else [])])
    rows = (*_beside(proofs), *choices, (back,))
    return Screen(language, words, rows, heading=f"{case.handed.code}: {_short(item, language)}")


def said(item: Item, option: str | None, language: Language) -> str:
    """Return an answer in words, with its points of how many where it has any; "" where there is none."""
    found = item.option(option)
    if found is None:
        return ""
    words = in_language(found.label, language)
    return words if item.is_gate else f"{words} ({found.points}/{item.most})"


def _standing(case: Case, language: Language) -> Iterator[str]:
    handed, given = case.handed, score(case.instrument, case.handed.commodity, case.answers)
    state, revision = say(language, f"intake_state.{handed.state}"), say(language, "panel.revision")
    yield f"{named(handed.area)} · {state} · {revision} {handed.revision}"
    band = in_language(given.band.label, language)
    yield f"{say(language, 'panel.own_score')}: {round(given.percent)} ({band}). {say(language, 'panel.score_decides_nothing')}"
    if case.assessed is not None:
        yield say(language, "panel_review.assessed", percent=case.assessed)
    if case.open:
        yield say(language, "panel_review.views_differ", count=len(case.open))


def _acts(case: Case, language: Language) -> Iterator[Row]:
    if case.handed.state is State.SUBMITTED:
        yield (_button(case, "begin", "", say(language, "panel.begin_review")),)
    if case.handed.state is State.IN_REVIEW and not case.open:
        yield (_button(case, "words", str(case.handed.revision), say(language, "panel.accept")),)


def _to_parts(case: Case, language: Language) -> Iterator[Row]:
    for number in range(len(case.instrument.aspects) + 1):
        if _items(case, number):
            yield (_button(case, "part", str(number), _name(case, number, language)),)


def _line(case: Case, item: Item, language: Language) -> str:
    """Return an answer in a line, with how many pieces of evidence there are, and whether an assessor sees it otherwise."""
    chosen, files = case.answers.get(item.id), len(_files(case, item))
    answer = said(item, chosen, language) or say(language, "panel.unanswered")
    differs = any(view.item == item.id and view.option != chosen for view in case.opinions)
    return f"{_short(item, language)}: {answer}{f' 📎{files}' if files else ''}{' ≠' if differs else ''}"


def _told(case: Case, item: Item, language: Language) -> Iterator[str]:
    chosen, before = case.answers.get(item.id), case.before.get(item.id)
    yield in_language(item.question, language)
    yield f"{say(language, 'panel.owner_says')}: {said(item, chosen, language) or say(language, 'panel.unanswered')}"
    if before not in {None, chosen}:
        yield say(language, "panel_review.was", answer=said(item, before, language))
    for view in case.opinions:
        if view.item == item.id:
            comment = f": {view.comment}" if view.comment else ""
            yield f"{say(language, 'panel_review.assessor', number=view.staff_id)}: {said(item, view.option, language)}{comment}"
    if (settled := case.settlements.get(item.id)) is not None:
        yield f"{say(language, 'panel_review.holds')}: {said(item, settled.option, language)}"
    elif item.id in case.open:
        yield f"{say(language, 'panel_review.differ')}: {say(language, 'panel_review.open')}"


def _choices(case: Case, actor: Staff, item: Item, language: Language) -> Iterator[Row]:
    """Yield the options to set one's own points by, and the way back to the owner, while a review goes on."""
    settled = case.settlements.get(item.id)
    if case.handed.state is not State.IN_REVIEW or (settled is not None and settled.staff_id != actor.id):
        return
    mine = next((view.option for view in case.opinions if (view.item, view.staff_id) == (item.id, actor.id)), None)
    value = f"{case.handed.revision}.{case.instrument.items.index(item)}"
    for number, option in enumerate(item.options):
        label = said(item, option.id, language)
        yield (Button(Action(case.handed.id, STAFF, "pick", f"{value}.{number}"), label, is_chosen=option.id == mine),)
    yield (_button(case, "words", value, say(language, "panel.give_back")),)


def _asked(case: Case) -> Sequence[Item]:
    return case.instrument.items_for(case.handed.commodity)


def _items(case: Case, number: int) -> list[Item]:
    return [item for item in _asked(case) if _part_of(case, item) == number]


def _part_of(case: Case, item: Item) -> int:
    """Return 0 for a must-have, else the place of its aspect, from 1."""
    return 0 if item.is_gate else 1 + [aspect.id for aspect in case.instrument.aspects].index(item.aspect)


def _name(case: Case, number: int, language: Language) -> str:
    return in_language(case.instrument.aspects[number - 1].label, language) if number else say(language, "form.result.gates")


def _files(case: Case, item: Item) -> list[EvidenceRow]:
    return [file for file in case.evidence if file.item == item.id]


def _short(item: Item, language: Language) -> str:
    return in_language(item.short, language)


def _to(case: Case, item: Item, language: Language) -> Button:
    return _button(case, "item", str(case.instrument.items.index(item)), _short(item, language))


def _button(case: Case, verb: str, value: str, label: str) -> Button:
    return Button(Action(case.handed.id, STAFF, verb, value), label)


def _beside(buttons: Sequence[Button]) -> Iterator[Row]:
    for start in range(0, len(buttons), IN_A_ROW):
        yield tuple(buttons[start : start + IN_A_ROW])
