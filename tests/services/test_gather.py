"""Owners are counted together: whatever is seen, at whatever moment, and however it is subtracted, tells of no few of them."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.db import owned
from bot.db.assessment_models import AssessmentRow, CohortRow, ConsentRow, CountedRow, RevisionRow
from bot.db.database import Database
from bot.domain.assessment import Purpose
from bot.domain.cohorts import ALL, FEWEST, PATIENCE, Place, Waiting, amounts, difference, named, ripe, summed
from bot.domain.people import Address, Channel
from bot.domain.region import Span
from bot.services.region import Region
from tests.fakes import FixedClock
from tests.filling import Forms
from tests.handing import Handing
from tests.services.attacker import isolates_few

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
HOMES = (Place("35.07", "batik"), Place("35.07", "pangan"), Place("35.09", "batik"), Place("32.04", "batik"))
COUNTRY = Place()
SEEN = tuple(dict.fromkeys(way for home in HOMES for way in home.ways()))
Result = tuple[int, int]
"""An owner, and the number of a result of theirs."""


@dataclass
class Intake:
    """What comes in over time, and which results each cohort adds (1) or takes the place of (-1)."""

    now: datetime = BEGIN
    homes: dict[int, Place] = field(default_factory=dict)
    latest: dict[int, int] = field(default_factory=dict)
    since: dict[int, datetime] = field(default_factory=dict)
    counted: dict[int, tuple[int, Place]] = field(default_factory=dict)
    cohorts: list[tuple[Place, Counter[Result]]] = field(default_factory=list)
    seen: list[Mapping[Result, int]] = field(default_factory=list)

    def comes(self, home: Place, many: int = 1) -> None:
        for _ in range(many):
            owner = len(self.homes)
            self.homes[owner], self.latest[owner], self.since[owner] = home, 0, self.now

    def again(self, owner: int) -> None:
        if owner in self.latest:
            self.latest[owner] += 1
            self.since[owner] = self.now

    def leaves(self, owner: int) -> None:
        self.latest.pop(owner, None)
        self.counted.pop(owner, None)

    def looks(self) -> None:
        """Count what can be counted, and look at every place there is."""
        for place, ones in ripe(self._waiting(), self.now):
            delta = Counter[Result]()
            for one in ones:
                if one.owner in self.counted:
                    delta[one.owner, self.counted[one.owner][0]] -= 1
                delta[one.owner, self.latest[one.owner]] += 1
                self.counted[one.owner] = self.latest[one.owner], place
            self.cohorts.append((place, delta))
        self.seen += [self.total(place) for place in SEEN]

    def total(self, place: Place) -> Counter[Result]:
        found = Counter[Result]()
        for at, delta in self.cohorts:
            if place in at.ways():
                found.update(delta)
        return found

    def rows(self) -> list[list[float]]:
        """Return all that was seen as rows of factors, a column for each result."""
        columns = sorted({result for row in self.seen for result in row})
        return [[float(row.get(result, 0)) for result in columns] for row in self.seen]

    def _waiting(self) -> Iterator[Waiting]:
        for owner, number in self.latest.items():
            before = self.counted.get(owner)
            if before is None or before[0] != number:
                yield Waiting(owner, self.homes[owner], "1", self.since[owner], before[1] if before else None)


EVENTS = st.one_of(
    st.tuples(st.just("comes"), st.sampled_from(HOMES), st.integers(1, 4)),
    st.tuples(st.just("again"), st.integers(0, 12)),
    st.tuples(st.just("leaves"), st.integers(0, 12)),
    st.tuples(st.just("days"), st.integers(1, 10)),
)


def lived(events: list[tuple[Any, ...]]) -> Intake:
    intake = Intake()
    for what, *given_ in events:
        if what == "days":
            intake.now += timedelta(days=given_[0])
        elif what != "comes" or len(intake.homes) < 24:
            getattr(intake, what)(*given_)
        intake.looks()
    return intake


@given(st.lists(EVENTS, min_size=12, max_size=40))
def test_no_sum_or_difference_of_all_that_was_ever_seen_tells_of_fewer_than_five(events: list[tuple[Any, ...]]) -> None:
    intake = lived(events)

    assert {count for row in intake.seen for count in row.values()} <= {0, 1}
    assert not isolates_few(intake.rows())


@pytest.mark.parametrize(
    "seen",
    [
        [[1, 1, 1, 1, 1, 0], [1, 1, 1, 1, 1, 1]],
        [[1] * 12, [1] * 5 + [0] * 7, [0] * 5 + [1] * 5 + [0] * 2],
        [[1, 1, 1, 1, 1, 0, 0], [0, 0, 1, 1, 1, 1, 1]],
    ],
    ids=["five today and six tomorrow", "a whole without its parts", "two that overlap"],
)
def test_the_attacker_finds_what_figures_over_everybody_would_give_away(seen: list[list[float]]) -> None:
    assert isolates_few(seen)


def test_the_attacker_finds_nothing_in_whole_groups() -> None:
    assert not isolates_few([[1] * 10, [1] * 5 + [0] * 5])


def test_owners_wait_for_their_product_then_for_ever_wider_places() -> None:
    intake = Intake()
    for home in HOMES[:2]:
        intake.comes(home, 3)
    intake.comes(HOMES[2], 4)
    intake.comes(HOMES[3], 5)
    told = []
    for _ in range(4):
        intake.looks()
        told.append([sum(intake.total(place).values()) for place in (Place(), Place("35"), Place("35.07"), HOMES[0], HOMES[3])])
        intake.now += PATIENCE

    assert told == [[5, 0, 0, 0, 5], [11, 6, 6, 0, 5], [11, 6, 6, 0, 5], [11, 6, 6, 0, 5]]
    intake.comes(HOMES[3], 1)
    intake.looks()
    assert sum(intake.total(Place()).values()) == 16


def test_what_not_all_products_are_asked_is_counted_of_one_product_only(forms: Forms) -> None:
    instrument = forms.filling.opening.questionnaires.present

    narrow = amounts(instrument, HOMES[0], "batik", {})
    wide, other = [amounts(instrument, Place("35.07"), commodity, {}) for commodity in ("batik", "pangan")]

    assert set(wide) == set(other) < set(narrow)
    assert narrow[ALL] == (1, 0.0)
    assert named(narrow, "gaps")
    assert all(owners == 1 and lacks == 1.0 for _, owners, lacks in named(wide, "gaps"))


def test_what_is_asked_no_longer_stays_as_it_was_counted() -> None:
    assert difference({"a": (1, 3.0)}, {"a": (1, 1.0), "b": (1, 9.0)}) == {"a": (0, 2.0)}
    assert summed([{"a": (1, 3.0)}, {"a": (1, 1.0), "b": (1, 9.0)}]) == {"a": (2, 4.0), "b": (1, 9.0)}


@pytest.fixture
def forms(database: Database, clock: FixedClock) -> Forms:
    return Forms(database, clock)


@dataclass
class Offices:
    """Owners in the database, and the region as it is told of them."""

    database: Database
    clock: FixedClock

    def __post_init__(self) -> None:
        questionnaires = Forms(self.database, self.clock).filling.opening.questionnaires
        self.region, self.hand = Region(self.database, self.clock, questionnaires), Handing(self.database, questionnaires)

    async def comes(self, home: Place = HOMES[0], many: int = 1, **given_: Any) -> None:
        for _ in range(many):
            await self.hand(self.clock.now(), area=home.area, commodity=home.commodity, **given_)

    async def again(self, owner: int, answers: Mapping[str, str]) -> None:
        """Hand in once more what the owner of that number corrected."""
        async with self.database.writing() as session:
            row = await session.get(AssessmentRow, owner)
            assert row is not None
            row.revision += 1
            session.add(
                RevisionRow(
                    assessment_id=owner, number=row.revision, made_at=self.clock.now(), percent=0, profile="{}",
                    answers=json.dumps(answers), chart=f"c{owner}.{row.revision}", report=f"r{owner}.{row.revision}",
                )
            )  # fmt: skip

    async def told(self, place: Place = COUNTRY) -> tuple[int, float] | None:
        await self.region.gather()
        look = await self.region.seen(COUNTRY, place, Span.MONTH, self.region.today())
        return None if look.summary is None else (look.summary.count, round(look.summary.percent, 6))


@pytest.fixture
def offices(database: Database, clock: FixedClock) -> Offices:
    return Offices(database, clock)


STRONG = {"pasokan": "lama", "jangkauan": "dunia", "standar": "tertulis"}


async def test_a_sixth_owner_changes_nothing_until_five_new_ones_are_there(offices: Offices) -> None:
    await offices.comes(many=4)
    assert await offices.told() is None
    await offices.comes()
    five = await offices.told()
    await offices.comes(many=4, answers=STRONG)

    assert five is not None
    assert await offices.told() == five
    assert await offices.told(HOMES[0]) == five
    await offices.comes(answers=STRONG)
    ten = await offices.told()
    assert ten is not None
    assert ten[0] == 10
    assert ten[1] > five[1]


async def test_who_leaves_or_takes_back_their_consent_changes_no_figure(offices: Offices) -> None:
    await offices.comes(many=5, answers=STRONG)
    before = await offices.told()
    await offices.comes(many=4)
    async with offices.database.writing() as session:
        await owned.erased(session, Address(Channel.TELEGRAM, "800001"))
        await session.execute(update(ConsentRow).where(ConsentRow.purpose == Purpose.SHARING).values(is_given=False))

    assert await offices.told() == before
    await offices.comes(many=4)
    assert await offices.told() == before
    async with offices.database.reading() as session:
        assert len((await session.scalars(select(CountedRow))).all()) == 4


async def test_a_corrected_result_is_counted_with_the_next_group_in_place_of_the_old_one(offices: Offices) -> None:
    await offices.comes(many=5)
    before = await offices.told()
    await offices.again(1, STRONG)
    assert await offices.told() == before
    await offices.comes(many=4)

    after = await offices.told()
    async with offices.database.reading() as session:
        parts = [json.loads(row.amounts)[ALL] for row in await session.scalars(select(CohortRow).order_by(CohortRow.id))]

    assert before is not None
    assert after is not None
    assert (before[0], after[0]) == (5, 9)
    assert after[1] > before[1]
    assert [owners for owners, _ in parts] == [5, 4]
    assert await offices.told() == after


async def test_two_workers_count_nobody_twice(offices: Offices) -> None:
    await offices.comes(many=6)
    async with offices.database.reading() as session:
        assert (await session.scalars(select(CohortRow))).all() == []

    assert [await offices.region.gather() for _ in range(3)] == [1, 0, 0]
    assert await offices.told() == (6, 0.0)


async def test_what_changed_is_told_against_the_end_of_the_month_before(offices: Offices) -> None:
    await offices.comes(many=5)
    await offices.told()
    offices.clock.moment += timedelta(days=31)
    await offices.comes(many=5, answers=STRONG)
    await offices.told()

    day = offices.region.today()
    look, earlier = [await offices.region.seen(Place(), Place(), Span.MONTH, one) for one in (day, day - timedelta(days=20))]

    assert look.summary is not None
    assert earlier.summary is not None
    assert look.summary.change == pytest.approx(look.summary.percent - earlier.summary.percent)
    assert look.summary.count == 2 * FEWEST
