"""Draws the summary before the end, the result, the history. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from bot.domain.answer import Citation
from bot.domain.assessment import Purpose, State
from bot.domain.instrument import Standing, in_language
from bot.domain.scoring import Gap, Score, lowest
from bot.domain.screens import Button, Enclosed, Screen
from bot.services.form.drawing import Rows, short, shown
from bot.services.form.form import PROFILE, RESULT, REVIEW, Form
from bot.texts import say

A_ROW, PROFILE_ROW = 6, 3


@dataclass(frozen=True, slots=True)
class Changes:
    """The short names of what went up or down between two results, and of must-haves that were gained or lost."""

    up: tuple[str, ...]
    down: tuple[str, ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """A result of earlier: its score, and what changed against the one before it."""

    made_at: datetime
    percent: float
    band: str
    changes: Changes | None = None


def review(form: Form, notice: str = "") -> Screen:
    """Return all answers in short; a number leads to the one that is to be changed."""
    lines = [f"{short(form, place)}: {shown(form, place) or _say(form, 'review.open')}" for place in PROFILE]
    numbered = [
        f"{number}. {short(form, item.id)}: {shown(form, item.id) or _say(form, 'review.open')}" + _clips(form, item.id)
        for number, item in enumerate(form.items, 1)
    ]
    open_ones = len(form.items) - len(form.chosen)
    parts = [_say(form, "review.intro"), "\n".join(lines), "\n".join(numbered)]
    if open_ones:
        parts.append(_say(form, "review.open_count", count=open_ones))
    finish = (Button(form.action("finish", place=REVIEW), _say(form, "review.finish")),)
    return Screen(form.language, "\n\n".join(parts), (finish, *_doors(form)), _say(form, "review.title"), notice)


def result(  # noqa: PLR0913, PLR0917 - what a result is drawn from
    form: Form, score: Score, sources: Sequence[Citation], consents: frozenset[Purpose], chart: Enclosed, notice: str = ""
) -> Screen:
    """Return where the business stands, in words, and what to do first."""
    parts = [
        f"{_overall(form, score)}\n{in_language(score.band.meaning, form.language)}",
        _must_haves(form, score),
        "\n".join(_aspects(form, score)),
        "\n".join(_gates(form, score)),
        "\n\n".join(_steps(form, score.steps)),
        _say(form, "result.open", count=score.open) if score.open else "",
        _lowest(form),
        f"{_say(form, 'result.code', code=form.code)}\n{_say(form, 'state.' + form.state)}\n{_say(form, 'result.not_decision')}",
    ]
    words = "\n\n".join(part for part in parts if part)
    title = _say(form, "result.title")
    return Screen(form.language, words, _onward(form, consents), title, notice, citations=tuple(sources), files=(chart,))


def history(form: Form, past: Sequence[Past]) -> Screen:
    """Return the results so far, newest first, with what changed from one to the next."""
    back = ((Button(form.action("result", place=RESULT), _say(form, "result.title")),),) if form.revision else ()
    words = "\n\n".join(_past(form, one) for one in past) or _say(form, "history.none")
    return Screen(form.language, words, back, _say(form, "history.title"))


def _past(form: Form, one: Past) -> str:
    lines = [_say(form, "history.line", date=f"{one.made_at:%d-%m-%Y}", band=one.band, percent=round(one.percent))]
    changed = asdict(one.changes) if one.changes else {}
    told = [_say(form, f"history.{way}", items=", ".join(items)) for way, items in changed.items() if items]
    return "\n".join((*lines, *(told or [_say(form, "history.same")] if one.changes else ())))


def _doors(form: Form) -> Rows:
    profile = [_door(form, place, short(form, place)) for place in PROFILE]
    numbers = [_door(form, item.id, str(number)) for number, item in enumerate(form.items, 1)]
    return (*_parted(profile, PROFILE_ROW), *_parted(numbers, A_ROW))


def _door(form: Form, place: str, label: str) -> Button:
    return Button(form.action("go", place=place), label)


def _parted(buttons: Sequence[Button], size: int) -> Rows:
    return tuple(tuple(buttons[start : start + size]) for start in range(0, len(buttons), size))


def _clips(form: Form, item_id: str) -> str:
    count = form.evidence.get(item_id, 0)
    return f" 📎{count}" if count else ""


def _overall(form: Form, score: Score) -> str:
    return _say(form, "result.overall", band=in_language(score.band.label, form.language), percent=round(score.percent))


def _lowest(form: Form) -> str:
    """Say from where the number counts, where that is not 0: a low one looks higher than it is."""
    least = round(lowest(form.instrument, form.profile.commodity))
    return _say(form, "result.lowest", least=least) if least else ""


def _must_haves(form: Form, score: Score) -> str:
    """Say beside the number what no number makes up for."""
    met = sum(standing is Standing.MET for _, standing in score.gates)
    return _say(form, "result.lacking", met=met, all=len(score.gates)) if met < len(score.gates) else ""


def _aspects(form: Form, score: Score) -> Iterator[str]:
    for share in score.aspects:
        aspect = next(one for one in form.instrument.aspects if one.id == share.id)
        band = form.instrument.band(share.percent)
        label, word = in_language(aspect.label, form.language), in_language(band.label, form.language)
        yield _say(form, "result.aspect", aspect=label, band=word, percent=round(share.percent))


def _gates(form: Form, score: Score) -> Iterator[str]:
    if score.gates:
        yield _say(form, "result.gates")
    for item, standing in score.gates:
        yield _say(form, f"result.{standing or Standing.UNKNOWN}", item=in_language(item.short, form.language))


def _steps(form: Form, steps: Sequence[Gap]) -> Iterator[str]:
    if not steps:
        yield _say(form, "result.no_steps")
        return
    yield _say(form, "result.steps")
    for number, gap in enumerate(steps, 1):
        if gap.step is not None:
            yield f"{number}. {in_language(gap.step.text, form.language)}"


def _onward(form: Form, consents: frozenset[Purpose]) -> Rows:
    def button(verb: str, key: str) -> tuple[Button, ...]:
        return (Button(form.action(verb, place=RESULT), _say(form, f"result.{key}")),)

    is_with_owner = form.state in {State.DRAFT, State.RETURNED}
    rows = [button("report", "report")]
    rows += [button("send", "send")] if is_with_owner else []
    rows += [button("edit", "edit")] if form.is_editable else [button("again", "again")]
    rows += [button("history", "history")]
    rows += [] if Purpose.ANNOUNCEMENTS in consents else [button("news", "news")]
    return tuple(rows)


def _say(form: Form, key: str, **values: str | int) -> str:
    return say(form.language, f"form.{key}", **values)
