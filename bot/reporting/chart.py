"""The chart of a score, drawn for a phone: a radar, or bars where a radar would have too few axes or too many."""

from collections.abc import Sequence

from bot.domain.people import Language
from bot.reporting.picturing import FEWEST, MOST
from bot.reporting.report import Axis


def radar(axes: Sequence[Axis], *, earlier: Sequence[float] | None, language: Language) -> bytes:
    """Return a PNG of 1080 by 1080 pixels; `earlier` are the percents of the time before, one an axis."""
    from bot.reporting.bars import draw_bars  # noqa: PLC0415 - loads matplotlib: two seconds that no start should wait for
    from bot.reporting.web import draw_web  # noqa: PLC0415 - see above

    draw = draw_web if FEWEST <= len(axes) <= MOST else draw_bars
    return draw(axes, earlier, language)
