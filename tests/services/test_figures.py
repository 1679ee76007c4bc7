"""Figures are counted by week and month, within areas, and no small count is told in one."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.db.database import Database
from bot.domain.answer import Outcome, Rating
from bot.domain.people import Address, Channel, Language
from bot.domain.staff import Grant, Role, Staff
from bot.services.figures import FEWEST, Figures, Span, hidden
from tests.fakes import FakeThought, FixedClock
from tests.services.test_reply import JEMBER, MALANG, REFUSAL, SITI, VISITOR, Scene

NATION = Staff(3, "Ayu", "Kementerian Perindustrian", (Grant(Role.ASSESSOR),))
TOPICS = {"pp-29-2018.jumlah-unit": "sentra"}


@pytest.fixture
def scene(database: Database, clock: FixedClock) -> Scene:
    return Scene(database, clock)


@pytest.fixture
def figures(scene: Scene) -> Figures:
    return Figures(scene.database, scene.clock, TOPICS.get)


async def test_nothing_asked_is_said_so(figures: Figures) -> None:
    summary = await figures(NATION, Span.WEEK)

    assert summary.is_empty
    assert len(summary.periods) == 12
    assert (summary.hours, summary.waiting) == (None, 0)


async def test_outcomes_topics_languages_and_thumbs_are_counted(scene: Scene, figures: Figures) -> None:
    scene.thinker.thought = FakeThought()
    answers = [await scene.asks(VISITOR, f"sentra {number}") for number in range(3)]
    scene.thinker.thought = FakeThought(language=Language.ENGLISH, citations=())
    await scene.asks(VISITOR, "clusters")
    scene.thinker.thought = REFUSAL
    await scene.asks(VISITOR, "biaya ikut berapa")
    await scene.rate(VISITOR, answers[0].token, Rating.UP)
    await scene.rate(VISITOR, answers[1].token, Rating.DOWN)
    await scene.sort()

    summary = await figures(NATION, Span.WEEK)

    last = summary.periods[-1]
    assert (last.total, dict(zip(Outcome, last.outcomes, strict=True))[Outcome.ANSWERED], last.outcomes[1]) == (5, 4, 1)
    assert list(last.ratings) == [1, 1]
    assert dict(summary.topics) == {"sentra": 3, "lintas": 1}
    assert dict(summary.languages) == {"id": 4, "en": 1}
    assert (summary.total, summary.waiting, summary.hides) == (5, 2, False)


async def test_the_median_is_of_all_who_waited(scene: Scene, figures: Figures, clock: FixedClock) -> None:
    for who, hours in ((SITI, 1), (VISITOR, 5), (Address(Channel.TELEGRAM, "77"), 0)):
        await scene.asks(who, "biaya ikut berapa")
        clock.pass_by(timedelta(hours=hours))
    await scene.reply.answer(NATION, (await scene.matter(NATION)).alike.id, "Tidak ada biaya.")

    summary = await figures(NATION, Span.MONTH)

    assert summary.hours == 5
    assert [one.hours for one in summary.periods[-2:]] == [None, 5]


async def test_a_week_begins_on_monday_and_a_day_at_midnight_in_western_time(scene: Scene, figures: Figures, clock: FixedClock) -> None:
    clock.moment = datetime(2026, 11, 22, 16, 59, tzinfo=UTC)  # Sunday 23:59 in Jakarta
    await scene.asks(VISITOR, "biaya satu")
    clock.pass_by(timedelta(minutes=2))
    await scene.asks(VISITOR, "biaya dua")

    weeks, months = await figures(NATION, Span.WEEK), await figures(NATION, Span.MONTH)

    assert [(one.begins, one.total) for one in weeks.periods[-2:]] == [(date(2026, 11, 16), 1), (date(2026, 11, 23), 1)]
    assert [(one.begins, one.total) for one in months.periods[-2:]] == [(date(2026, 10, 1), 0), (date(2026, 11, 1), 2)]


async def test_an_officer_sees_their_areas_only_and_no_small_count(scene: Scene, figures: Figures) -> None:
    for number in range(6):
        await scene.asks(SITI, f"biaya {number}", "35.07")
    for number in range(4):
        await scene.asks(VISITOR, f"biaya {number}", "35.09")

    near, far, one = await figures(MALANG, Span.WEEK), await figures(JEMBER, Span.WEEK), await figures(NATION, Span.WEEK, "35.09")

    assert (near.total, near.periods[-1].outcomes[1], near.hides) == (6, 6, True)
    assert (far.total, far.periods[-1].outcomes[1], far.waiting) == (None, None, 0)
    assert (one.total, one.hides) == (None, True)
    assert (await figures(MALANG, Span.WEEK, "35.09")).is_empty
    assert (await figures(NATION, Span.WEEK)).total == 10


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([], []),
        ([0, FEWEST], [0, FEWEST]),
        ([1, 2, 90], [None, None, 90]),
        ([1, 90, 7], [None, 90, None]),
        ([4], [None]),
    ],
)
def test_a_single_hidden_count_cannot_be_worked_out_of_the_sum(counts: list[int], told: list[int | None]) -> None:
    assert hidden(counts) == told
