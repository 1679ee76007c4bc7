"""Chats that fill in forms while bots are killed, and what the database must hold of them then: shared like `harness`."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select

from bot.db.assessment_models import AssessmentRow, EvidenceRow, GivenRow, RevisionRow
from bot.db.database import Database
from bot.db.models import PersonRow
from bot.domain.instrument import Item
from bot.domain.people import Language
from bot.instruments import SHIPPED, parse
from tests.botapi import BotApi, Json
from tests.pictures import photo

ITEMS = parse(SHIPPED.read_text(encoding="utf-8")).items_for("pangan")
PROVED = next(item.id for item in ITEMS if item.proof)


@dataclass
class Wanted:
    """What a chat said, in its order: option and typed words by item, how often it finished, how many photos it sent."""

    given: dict[str, tuple[str, str]] = field(default_factory=dict)
    finished: int = 0
    photos: int = 0


@dataclass(frozen=True, slots=True)
class Misfiled:
    """What went wrong, over all chats."""

    lost_answers: int
    wrong_answers: int
    doubled_rows: int
    """Forms, revisions or evidence beyond what was wanted."""
    lost_rows: int


class Owners:
    """Owners who fill in forms. `round` returns what they do next; `replies` counts the messages that this must bring."""

    def __init__(self, api: BotApi, people: Sequence[int], chance: random.Random) -> None:
        self._api, self._chance = api, chance
        self._numbers = iter(range(1000, 10**9))
        self.replies = 0
        self.wanted = {person: Wanted() for person in people}

    def agree(self) -> list[Json]:
        """Return the presses by which all begin."""
        profile = [("@start", "agree", ""), ("@commodity", "pick", "pangan"), (PROVED, "attach", "yes"), ("@review", "edit", "")]
        return [self._press(person, *press) for press in profile for person in self.wanted]

    def round(self, answers: int, finishing: int = 0) -> list[Json]:
        """Have everybody press or type so many answers; the first `finishing` of them send a photo and finish, too."""
        updates = [update for _ in range(answers) for person in self.wanted for update in self._answered(person)]
        return updates + [update for person in list(self.wanted)[:finishing] for update in self._finished(person)]

    def _answered(self, person: int) -> list[Json]:
        item: Item = self._chance.choice(ITEMS)
        option = self._chance.choice(item.options)
        if self._chance.random() < 0.5:
            self.wanted[person].given[item.id] = (option.id, "")
            return [self._press(person, item.id, "pick", option.id)]
        words = option.label[Language.INDONESIAN]
        self.wanted[person].given[item.id] = (option.id, words)
        return [self._press(person, item.id, "go"), self._update(message=self._api.message(words, person=person))]

    def _finished(self, person: int) -> list[Json]:
        self.wanted[person].finished += 1
        self.wanted[person].photos += 1
        self.replies += 1  # the chart comes with the result
        sent = self._api.message(person=person, **self._api.upload(photo(size=(64, 48))))
        return [
            self._press(person, PROVED, "go"), self._update(message=sent), self._press(person, "@result", "edit"),
            self._press(person, "@review", "finish"),
        ]  # fmt: skip

    def _press(self, person: int, place: str, verb: str, value: str = "") -> Json:
        """Press a button under a message that cannot be changed, so that each press brings a new one."""
        message = self._api.message(person=person)
        data = f"f:0.{place}.{verb}" + (f".{value}" if value else "")
        query = {"id": str(message["message_id"]), "from": message["from"], "chat_instance": "1", "data": data, "message": message}
        return self._update(callback_query=query)

    def _update(self, **content: Any) -> Json:
        self.replies += 1
        return {"update_id": next(self._numbers), **content}


async def misfiled(database: Database, wanted: dict[int, Wanted]) -> Misfiled:
    """Judge the database after all of it was done."""
    found = await _given(database)
    lost = sum(len(one.given.keys() - found.get(person, {}).keys()) for person, one in wanted.items())
    wrong = sum(found.get(person, {}).get(item, said) != said for person, one in wanted.items() for item, said in one.given.items())
    extra = sum(len(answers.keys() - wanted[person].given.keys()) for person, answers in found.items())
    counted = [
        await _count(database, table, {person: number(one) for person, one in wanted.items()})
        for table, number in ((AssessmentRow, lambda _: 1), (RevisionRow, lambda one: one.finished), (EvidenceRow, lambda one: one.photos))
    ]
    return Misfiled(lost, wrong, extra + sum(more for more, _ in counted), sum(less for _, less in counted))


async def _given(database: Database) -> dict[int, dict[str, tuple[str, str]]]:
    answers = select(PersonRow.external_id, GivenRow).join_from(GivenRow, AssessmentRow, GivenRow.assessment_id == AssessmentRow.id)
    rows = await _rows(database, answers.join(PersonRow))
    found: dict[int, dict[str, tuple[str, str]]] = {}
    for person, row in rows:
        found.setdefault(int(person), {})[row.item] = (row.option, row.words)
    return found


async def _count(database: Database, table: Any, wanted: dict[int, int]) -> tuple[int, int]:
    """Return how many rows of people there are too many, and how many too few."""
    query = select(PersonRow.external_id).select_from(AssessmentRow).join(PersonRow)
    if table is not AssessmentRow:
        query = query.join(table, table.assessment_id == AssessmentRow.id)
    found = Counter(int(person) for (person,) in await _rows(database, query))
    apart = [found[person] - number for person, number in wanted.items()]
    return sum(one for one in apart if one > 0), -sum(one for one in apart if one < 0)


async def _rows(database: Database, query: Any) -> Sequence[Row[Any]]:
    async with database.reading() as session:
        return (await session.execute(query)).all()
