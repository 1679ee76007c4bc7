"""The table of what the bot could not answer: its columns, and the words for areas and topics."""

from dataclasses import dataclass

from bot.areas import named
from bot.db.asked_alike import Alike
from bot.db.words import cut
from bot.domain.people import Language
from bot.texts import say
from handlers.panel.tables import Column, Table

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A group, and the name of whoever takes care of it."""

    id: int
    alike: Alike
    member: str


def topic_named(topic: str, language: Language) -> str:
    """Return a topic in words; one of another corpus as it is."""
    try:
        return say(language, f"topic.{topic}")
    except KeyError:
        return topic


def place_named(area: str, language: Language) -> str:
    """Return the words for the area of a question."""
    return named(area) if area else say(language, "panel.questions.unknown_area")


def _member(row: Row, language: Language) -> str:
    return row.member or say(language, "panel.questions.nobody")


TABLE: Table[Row] = Table(
    "pertanyaan",
    "panel.questions.title",
    (
        Column("lead", "panel.questions.lead", lambda row, _: cut(row.alike.lead, LONGEST), sorts=False),
        Column("asked", "panel.questions.asked", lambda row, _: row.alike.asked),
        Column("waiting", "panel.questions.still", lambda row, _: row.alike.waiting),
        Column("wanted", "panel.questions.wanted", lambda row, _: row.alike.wanted or None),
        Column("area", "panel.area", lambda row, language: place_named(row.alike.area, language)),
        Column("topic", "panel.questions.topic", lambda row, language: topic_named(row.alike.topic, language)),
        Column("member", "panel.questions.assigned", _member, sorts=False),
        Column("last", "panel.questions.last", lambda row, _: row.alike.touched_at),
    ),
)
