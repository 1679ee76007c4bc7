"""Makes a report out of an assessment: looks up every word, in the owner's language."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.assessment import Profile
from bot.domain.instrument import Instrument, Item, Standing, in_language
from bot.domain.people import Language
from bot.domain.scoring import Answers, Gap, Score, lowest
from bot.reporting.changing import changes
from bot.reporting.lettering import TOGETHER
from bot.reporting.picturing import axes, earlier, name_of
from bot.reporting.report import Backing, Bar, Gate, NextStep, Report, Row
from bot.texts import say

Cite = Callable[[str], Backing | None]
"""Returns what backs the passage of that id."""

NO_POINTS = "\N{EN DASH}"
NOT = ("official", "star", "decision", "weights")


@dataclass(frozen=True, slots=True)
class Made:
    """An assessment that was handed in. `submitted_at` is aware, and shown in `zone` ("Asia/Jakarta"); `area` is a name."""

    instrument: Instrument
    profile: Profile
    area: str
    answers: Answers
    score: Score
    code: str
    revision: int
    submitted_at: datetime
    zone: str
    language: Language
    previous: Score | None = None


def compose(made: Made, cite: Cite) -> Report:
    """Return the report of an assessment."""
    language, instrument, score = made.language, made.instrument, made.score
    sources = _sources(made, cite)
    return Report(
        language=language,
        title=in_language(instrument.title, language),
        code=made.code,
        revision=made.revision,
        made_at=made.submitted_at,
        date=_date(made),
        profile=tuple(_profile(made)),
        percent=score.percent,
        band=in_language(score.band.label, language),
        meaning=_meaning(made),
        aspects=tuple(_aspects(made)),
        axes=axes(instrument, score, language),
        earlier=earlier(score, made.previous),
        directions=tuple(Bar(name_of(instrument, share.id, language), share.percent) for share in score.directions),
        gates=tuple(_gate(made, item, standing) for item, standing in score.gates),
        items=tuple(_row(made, item, sources) for item in _gates_first(made)),
        steps=tuple(_step(number, gap, language, cite) for number, gap in enumerate(score.steps, 1)),
        sources=tuple(dict.fromkeys(sources.values())),
        status=in_language(instrument.status, language),
        is_not=_is_not(made),
        changes=changes(instrument, score, made.previous, language),
    )


def _meaning(made: Made) -> str:
    """Return what the band means, and beside it what no number makes up for."""
    meaning = in_language(made.score.band.meaning, made.language)
    met, of_all = sum(standing is Standing.MET for _, standing in made.score.gates), len(made.score.gates)
    return meaning if met == of_all else f"{meaning}\n\n{say(made.language, 'form.result.lacking', met=met, all=of_all)}"


def _is_not(made: Made) -> tuple[str, ...]:
    """Return what the number is not, and from where it counts where that is not 0: a low one looks higher than it is."""
    *others, last = (say(made.language, f"report.not.{name}") for name in NOT)
    least = round(lowest(made.instrument, made.profile.commodity))
    return (*others, f"{last} {say(made.language, 'report.not.zero', least=least)}" if least else last)


def _date(made: Made) -> str:
    at = made.submitted_at.astimezone(ZoneInfo(made.zone))
    month = say(made.language, "report.months").split()[at.month - 1]
    hour, minute, zone = f"{at:%H}", f"{at:%M}", at.tzname() or made.zone
    return say(made.language, "report.date", day=at.day, month=month, year=at.year, hour=hour, minute=minute, zone=zone)


def _profile(made: Made) -> Iterator[tuple[str, str]]:
    profile, language = made.profile, made.language
    products = {one.id: in_language(one.label, language) for one in made.instrument.commodities}
    values = {
        "business": profile.business_name,
        "owner": profile.owner_name,
        "commodity": products.get(profile.commodity, profile.commodity),
        "area": made.area,
        "sentra": say(language, f"report.sentra.{profile.sentra}") if profile.sentra else "",
        "since": str(profile.since or ""),
    }
    for name, value in values.items():
        yield say(language, f"report.profile.{name}"), " ".join(value.split()) or say(language, "report.profile.missing")


def _aspects(made: Made) -> Iterator[Bar]:
    for share in made.score.aspects:
        band = in_language(made.instrument.band(share.percent).label, made.language)
        yield Bar(name_of(made.instrument, share.id, made.language), share.percent, band)


def _gate(made: Made, item: Item, standing: Standing | None) -> Gate:
    answer = item.option(made.answers.get(item.id))
    words = say(made.language, f"report.gate.{standing or 'open'}")
    said = f"{words}: {in_language(answer.label, made.language)}" if answer else words
    return Gate(in_language(item.short, made.language), standing, said)


def _gates_first(made: Made) -> list[Item]:
    return sorted(made.instrument.items_for(made.profile.commodity), key=lambda item: not item.is_gate)


def _row(made: Made, item: Item, sources: Mapping[str, Backing]) -> Row:
    language = made.language
    answer = item.option(made.answers.get(item.id))
    gap = next((gap for gap in made.score.gaps if gap.item.id == item.id), None)
    return Row(
        aspect=say(language, "report.must") if item.is_gate else name_of(made.instrument, item.aspect, language),
        label=_referring(in_language(item.short, language), item.passage, sources),
        answer=in_language(answer.label, language) if answer else say(language, "report.unanswered"),
        points=NO_POINTS if item.is_gate else f"{answer.points if answer else 0}/{item.most}",
        raises=_raises(item, gap, language, sources),
    )


def _raises(item: Item, gap: Gap | None, language: Language, sources: Mapping[str, Backing]) -> str:
    """Say the step of a gap, else the answer that would be best, else that nothing is missing."""
    if gap is None:
        return say(language, "report.met" if item.is_gate else "report.full")
    if gap.step is not None:
        return _referring(in_language(gap.step.text, language), gap.step.passage, sources)
    best = max(item.options, key=lambda option: (option.standing is Standing.MET, option.points))
    return say(language, "report.best", answer=in_language(best.label, language))


def _referring(text: str, passage: str, sources: Mapping[str, Backing]) -> str:
    """Add the number of the source, as it stands in the list of sources."""
    if passage not in sources:
        return text
    return f"{text}{TOGETHER}[{list(dict.fromkeys(sources.values())).index(sources[passage]) + 1}]"


def _step(number: int, gap: Gap, language: Language, cite: Cite) -> NextStep:
    text = in_language(gap.step.text, language) if gap.step else ""
    backing = cite(gap.step.passage) if gap.step and gap.step.passage else None
    return NextStep(number, text, backing.label, backing.url) if backing else NextStep(number, text)


def _sources(made: Made, cite: Cite) -> dict[str, Backing]:
    """Return what backs each passage, those of the next steps first."""
    steps = [gap.step.passage for gap in (*made.score.steps, *made.score.gaps) if gap.step]
    passages = dict.fromkeys([*steps, *(item.passage for item in _gates_first(made))])
    found = {passage: cite(passage) for passage in passages if passage}
    return {passage: backing for passage, backing in found.items() if backing is not None}
