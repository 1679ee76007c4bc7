"""The composition root: the only module that knows every part."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from bot.clock import SystemClock
from bot.db import shelving
from bot.db.database import Database
from bot.db.migrating import upgrade
from bot.db.sync import libpq_address
from bot.delivery.office import Office
from bot.domain.people import Language
from bot.instruments import SHIPPED as INSTRUMENT
from bot.instruments import parse
from bot.services.announcing.announcing import Announce, announcing
from bot.services.announcing.drafting import Rules
from bot.services.announcing.noticing import Notices
from bot.services.ask import Ask
from bot.services.ask_in_line import AskInLine
from bot.services.figures import Figures
from bot.services.filling import Filling, filling
from bot.services.form.questionnaires import Questionnaires
from bot.services.introduce import Introduce
from bot.services.librarian import Librarian
from bot.services.officers_words import as_passage
from bot.services.own import Own
from bot.services.rate import Rate
from bot.services.reach import Reach
from bot.services.recall import Recall
from bot.services.shelve import Shelve
from bot.services.sort import Sort
from bot.services.speak import Speak
from bot.services.staffing import Staffing
from bot.services.wait import Wait
from bot.settings import Settings
from bot.texts import say
from bot.vault.keys import open_key
from bot.vault.vault import Vault
from knowledge.answering import Answerer
from knowledge.opening import SHIPPED, open_library
from knowledge.passages import Passage
from knowledge.store import Progress


@dataclass(frozen=True, slots=True)
class Services:
    """What every channel calls."""

    ask: Ask
    rate: Rate
    recall: Recall
    speak: Speak
    introduce: Introduce
    reach: Reach
    office: Office
    ask_in_line: AskInLine
    filling: Filling
    own: Own
    staffing: Staffing
    wait: Wait
    sort: Sort
    shelve: Shelve
    figures: Figures
    announce: Announce
    notices: Notices


def words(language: str, key: str, /, **values: str | int) -> str:
    """Give the knowledge library the product's words."""
    return say(Language(language), key, **values)


@contextmanager
def answerer(settings: Settings, progress: Progress = lambda _done, _all: None) -> Iterator[Answerer]:
    """Open the library that the settings name, building its index where needed."""
    corpus = settings.knowledge.corpus or SHIPPED
    database = libpq_address(settings.database_url) if settings.database_url.startswith("postgres") else ""
    opened = open_library(corpus, settings.index_dir, words, progress, database, published(settings))
    try:
        yield Answerer(opened.library, extend=opened.extend)
    finally:
        opened.close()


def published(settings: Settings) -> tuple[Passage, ...]:
    """Return the passages of officers that are answered from besides the corpus."""
    return tuple(map(as_passage, shelving.live_at(settings.database_url)))


def questionnaires(settings: Settings) -> Questionnaires:
    """Read the instrument that the settings name. Raises `InstrumentFaulty`."""
    return Questionnaires((settings.assessment.instrument or INSTRUMENT).read_text(encoding="utf-8"), parse)


def vault(settings: Settings) -> Vault:
    """Return the vault in the data directory; its key is made where there is none."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return Vault(settings.data_dir / "vault", open_key(settings.data_dir / "vault.key"))


@asynccontextmanager
async def services(settings: Settings, thinking: Answerer) -> AsyncIterator[Services]:
    """Bring the database up to date and put the services together over it."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    await upgrade(settings.database_url)
    database, clock, librarian = Database(settings.database_url), SystemClock(), Librarian(thinking)
    shelve = Shelve(database, clock, thinking)
    try:
        speak = Speak(database, clock)
        ask, office = Ask(database, librarian, clock), Office(database)
        forms = filling(database, clock, questionnaires(settings), vault(settings), librarian.cite)
        yield Services(
            ask,
            Rate(database, clock),
            Recall(database),
            speak,
            Introduce(speak, librarian),
            Reach(database, clock),
            office,
            AskInLine(ask, office.inbox),
            forms,
            Own(
                database, clock, forms.opening, forms.assess.shows, forms.vault, forms.leftover,
                settings.keeping.days, settings.privacy.officer,
            ),
            Staffing(database, clock),
            Wait(database, clock),
            Sort(database, clock, librarian.place),
            shelve,
            Figures(database, clock, librarian.topic),
            announcing(
                database=database, clock=clock, questionnaires=forms.opening.questionnaires, vault=forms.vault, owner=office.owner,
                rules=Rules(settings.announcing.hosts, settings.announcing.second_person), wake=office.wake, limits=office.limits,
            ),
            Notices(database, clock, forms.vault),
        )
    finally:
        await shelve.stop()
        await asyncio.to_thread(librarian.close)
        await database.dispose()
