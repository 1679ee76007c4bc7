"""What is different from the assessment before."""

from collections.abc import Iterator

from bot.domain.instrument import Instrument, Standing, in_language
from bot.domain.people import Language
from bot.domain.scoring import Score
from bot.reporting.picturing import name_of
from bot.texts import say


def changes(instrument: Instrument, score: Score, previous: Score | None, language: Language) -> tuple[str, ...]:
    """Return a line on each that changed, the whole first; a line that says so where nothing did; none without a time before."""
    if previous is None:
        return ()
    told = (*_figures(instrument, score, previous, language), *_gates(score, previous, language))
    return told or (say(language, "report.unchanged"),)


def _figures(instrument: Instrument, score: Score, previous: Score, language: Language) -> Iterator[str]:
    before = {share.id: share.percent for share in previous.aspects}
    now = [(say(language, "report.whole"), previous.percent, score.percent)]
    now += [(name_of(instrument, share.id, language), before[share.id], share.percent) for share in score.aspects if share.id in before]
    for label, old, new in now:
        if gain := round(new) - round(old):
            key = "report.risen" if gain > 0 else "report.fallen"
            yield say(language, key, label=label, old=round(old), new=round(new), by=abs(gain))


def _gates(score: Score, previous: Score, language: Language) -> Iterator[str]:
    before = {item.id: standing for item, standing in previous.gates}
    for item, standing in score.gates:
        if item.id in before and (standing is Standing.MET) != (before[item.id] is Standing.MET):
            yield say(language, "report.gained" if standing is Standing.MET else "report.lost", gate=in_language(item.short, language))
