"""Shelve: an officer's answer becomes a passage that everybody is answered from, if a second person agrees and nothing else suffers."""

import asyncio
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event

from bot.db import audit, shelving, staff
from bot.db.audit import Entry
from bot.db.database import Conflict, Database, ReadSession, WriteSession
from bot.db.waiting_models import OfficerPassageRow
from bot.db.words import cut
from bot.delivery.trouble import story
from bot.domain.errors import Flaw, GroupGone, PassageMoved, PassageWrong, SecondPerson
from bot.domain.listing import Found, Listing
from bot.domain.ports import Clock
from bot.domain.screens import Screen
from bot.domain.staff import Deed, Staff
from bot.domain.waiting import Shelved, Shelving
from bot.services.authorize import areas
from bot.services.browse import Browse
from bot.services.carrying import Carry, carried, nobody
from bot.services.officers_words import TOPIC, as_passage
from bot.services.speak import language_at
from bot.services.staffing import by
from bot.texts import say
from knowledge.answering import Answerer
from knowledge.evaluation.golden import Golden, read_golden
from knowledge.evaluation.standing import Standing, standing
from knowledge.passages import Passage

TITLE, TEXT, ASKED = range(10, 161), range(40, 1_001), 600
NAMES_AN_ARTICLE = re.compile(r"\b(?:pasal|ayat|article)\s*\d", re.IGNORECASE)
PROMISES = re.compile(r"\b(?:pasti|dijamin|guaranteed)\b[^.]*\b(?:bintang|star)", re.IGNORECASE)
OPEN = frozenset({Shelving.DRAFT, Shelving.FELL, Shelving.UNFOUND, Shelving.FAILED, Shelving.WITHDRAWN})
GIVEN_UP = timedelta(minutes=10)
"""A check that did not move for so long died with its process, and may be begun anew."""
FELL, MOST_WORSE, MOST_DEEDS = "passage fell", 5, 50
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shelve:
    """Drafts, publishes and withdraws passages. `golden` is asked before one goes live; checks run one after the other."""

    database: Database
    clock: Clock
    answerer: Answerer
    golden: Sequence[Golden] = field(default_factory=read_golden)
    checks: set["asyncio.Task[None]"] = field(default_factory=set)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    stopping: Event = field(default_factory=Event)
    carry: Carry = nobody

    async def stop(self) -> None:
        """Break off what is being checked: it can be begun anew."""
        self.stopping.set()
        await asyncio.gather(*self.checks, return_exceptions=True)

    async def listed(self, actor: Staff, listing: Listing) -> Found[Shelved]:
        """Return a part of the passages within the actor's areas."""
        mine, browse = areas(actor, Deed.SEE_QUESTIONS), Browse(self.database, self.clock)
        return await browse(actor, "passages", listing, lambda session: shelving.some(session, mine, listing))

    async def of_answers(self, answer_ids: Sequence[int]) -> dict[int, int]:
        """Return the number of the passage that was drafted from each answer."""
        async with self.database.reading() as session:
            return await shelving.of_answers(session, answer_ids)

    async def look(self, actor: Staff, passage_id: int) -> Shelved:
        """Return one passage. Raises `GroupGone`."""
        async with self.database.reading() as session:
            return await self._there(session, actor, Deed.SEE_QUESTIONS, passage_id)

    def is_given_up(self, one: Shelved) -> bool:
        """Tell whether the check of a passage died with its process, such that it may be begun anew."""
        return one.state is Shelving.CHECKING and self.clock.now() - one.changed_at > GIVEN_UP

    async def worse(self, one: Shelved) -> list[str]:
        """Return the test questions that would have been answered worse with a passage that fell."""
        async with self.database.reading() as session:
            rows = await audit.latest(session, MOST_DEEDS, f"passage:{one.id}") if one.state is Shelving.FELL else ()
        return next((row.why.splitlines() for row in rows if row.deed == FELL), [])

    async def draft(self, actor: Staff, answer_id: int, title: str, text: str, asked: str = "") -> int:
        """Draft a passage of an officer's answer, and return its number. Raises `GroupGone`, `PassageWrong` and `PassageMoved`."""
        words, now = _checked(title, text, asked), self.clock.now()
        try:
            async with self.database.writing() as session:
                found = await shelving.answer_within(session, areas(actor, Deed.ANSWER_QUESTIONS), answer_id)
                if found is None:
                    raise GroupGone
                row = OfficerPassageRow(
                    answer_id=answer_id, office=found[0].office, area=found[1], state=Shelving.DRAFT, author=actor.id, drafted_at=now,
                    publisher=None, progress=0, changed_at=now, **words,
                )  # fmt: skip
                number = await shelving.drafted(session, row)
                await audit.noted(session, Entry(by(actor), "draft a passage", f"passage:{number}", words["title"]), now)
        except Conflict:
            raise PassageMoved from None
        return number

    async def rewrite(self, actor: Staff, passage_id: int, title: str, text: str, asked: str = "") -> None:
        """Change a passage that is not live. Raises `GroupGone`, `PassageWrong` and `PassageMoved`."""
        words, now = _checked(title, text, asked), self.clock.now()
        async with self.database.writing() as session:
            found = await self._there(session, actor, Deed.ANSWER_QUESTIONS, passage_id)
            if found.state not in OPEN:
                raise PassageMoved
            await shelving.rewritten(session, passage_id, words, actor.id, now)
            await audit.noted(session, Entry(by(actor), "rewrite a passage", f"passage:{passage_id}", words["title"]), now)

    async def publish(self, actor: Staff, passage_id: int) -> None:
        """Begin to check a passage; it goes live where nothing falls. Raises `GroupGone`, `SecondPerson` and `PassageMoved`."""
        now = self.clock.now()
        async with self.database.writing() as session:
            found = await self._there(session, actor, Deed.PUBLISH_PASSAGE, passage_id)
            if found.author == actor.id:
                raise SecondPerson
            before = OPEN | ({Shelving.CHECKING} if self.is_given_up(found) else set())
            if not await shelving.moved(session, passage_id, before, Shelving.CHECKING, now, publisher=actor.id):
                raise PassageMoved
            await audit.noted(session, Entry(by(actor), "publish a passage", f"passage:{passage_id}", found.title), now)
        check = asyncio.create_task(self._check(found, actor), name=f"check of passage {passage_id}")
        self.checks.add(check)
        check.add_done_callback(self.checks.discard)

    async def withdraw(self, actor: Staff, passage_id: int) -> None:
        """Answer from a passage no longer. Raises `GroupGone` and `PassageMoved`."""
        now = self.clock.now()
        async with self.database.writing() as session:
            await self._there(session, actor, Deed.PUBLISH_PASSAGE, passage_id)
            if not await shelving.moved(session, passage_id, {Shelving.LIVE}, Shelving.WITHDRAWN, now):
                raise PassageMoved
            await audit.noted(session, Entry(by(actor), "withdraw a passage", f"passage:{passage_id}"), now)
        await self.refresh()

    async def refresh(self) -> bool:
        """Answer from what is live by now, whichever worker made it so; return whether that was something else."""
        async with self.turn:
            passages = await self._live()
            if passages == [passage for passage in self.answerer.library.corpus.passages if passage.topic == TOPIC]:
                return False
            self.answerer.becomes(await asyncio.to_thread(self.answerer.with_more, passages))
            return True

    async def _live(self, besides: Shelved | None = None) -> list[Passage]:
        async with self.database.reading() as session:
            found = {one.id: one for one in [*await shelving.live(session), *([besides] if besides else [])]}
        return [as_passage(found[number]) for number in sorted(found)]

    async def _check(self, found: Shelved, actor: Staff) -> None:
        """Measure the library with the passage beside the one in use, and let it take its place where nothing falls."""
        try:
            async with self.turn:
                larger = await asyncio.to_thread(self.answerer.with_more, await self._live(found))
                measured = await self._measured(larger, found)
                state = _verdict(measured)
                if await self._ended(found, actor, state, measured.worse) and state is Shelving.LIVE:
                    self.answerer.becomes(larger)
        except Exception as error:  # noqa: BLE001 - the border of a check: its failure is a state of the passage
            _log.error("the check of passage %d failed\n%s", found.id, story(error))
            await self._ended(found, actor, Shelving.FAILED)

    async def _measured(self, larger: Answerer, found: Shelved) -> Standing:
        loop, told = asyncio.get_running_loop(), [0]

        def step(done: int, of_all: int) -> None:
            if self.stopping.is_set():
                raise InterruptedError
            percent = 99 * done // of_all
            if percent >= told[0] + 5:
                told[0] = percent
                asyncio.run_coroutine_threadsafe(self._advanced(found.id, percent), loop).result()

        return await asyncio.to_thread(standing, self.answerer, larger, as_passage(found), self.golden, step)

    async def _advanced(self, passage_id: int, percent: int) -> None:
        async with self.database.writing() as session:
            await shelving.advanced(session, passage_id, percent, self.clock.now())

    async def _ended(self, found: Shelved, actor: Staff, state: Shelving, worse: Sequence[str] = ()) -> bool:
        """Keep what came of a check, and tell its author and whoever began it; return whether it was still being checked."""
        now = self.clock.now()
        async with self.database.writing() as session:
            if not await shelving.moved(session, found.id, {Shelving.CHECKING}, state, now):
                return False
            if state is Shelving.FELL:
                why = "\n".join(worse[:MOST_WORSE])
                await audit.noted(session, Entry(by(actor), FELL, f"passage:{found.id}", why), now)
            for number in {found.author, actor.id}:
                await self._tell(session, found, number, state, f"passage:{found.id}:{now.timestamp()}:{number}")
        return True

    async def _tell(self, session: WriteSession, found: Shelved, staff_id: int, state: Shelving, key: str) -> None:
        if (address := await staff.address_of(session, staff_id)) is None:
            return
        language = await language_at(session, address)
        title = say(language, "panel.passages.told", title=found.title, state=say(language, f"shelving.{state}"))
        await carried(session, self.carry, address, Screen(language, f"{title}\n\n{say(language, f'shelving_means.{state}')}"), key)

    async def _there(self, session: ReadSession, actor: Staff, deed: Deed, passage_id: int) -> Shelved:
        found = await shelving.one(session, areas(actor, deed), passage_id)
        if found is None:
            raise GroupGone
        return found


def _verdict(measured: Standing) -> Shelving:
    if not measured.holds:
        return Shelving.FELL
    return Shelving.LIVE if measured.is_found else Shelving.UNFOUND


def _checked(title: str, text: str, asked: str) -> dict[str, str]:
    """Return the words of a passage as they are kept. Raises `PassageWrong`."""
    words = {"title": " ".join(title.split()), "text": text.strip().replace("\r\n", "\n"), "asked": cut(asked.strip(), ASKED)}
    everything = "\n".join(words.values())
    if len(words["title"]) not in TITLE or len(words["text"]) not in TEXT:
        raise PassageWrong(Flaw.LENGTH, title=_spoken(TITLE), text=_spoken(TEXT))
    if NAMES_AN_ARTICLE.search(everything):
        raise PassageWrong(Flaw.ARTICLE)
    if PROMISES.search(everything):
        raise PassageWrong(Flaw.PROMISE)
    return words


def _spoken(span: range) -> str:
    return f"{span.start}-{span.stop - 1}"
