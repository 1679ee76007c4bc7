"""The table of announcements: its columns, and what it can be narrowed by."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request

from bot.areas import codes, named
from bot.db.announcement_models import AnnouncementRow
from bot.db.announcements import Sought
from bot.domain.announcement import Stage
from bot.domain.people import Language
from bot.texts import say
from handlers.panel.tables import Column, Table

LONGEST_AREA = 80


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for, as it was typed or picked."""

    state: str
    area: str

    @classmethod
    def of(cls, request: Request) -> "Filters":
        """Read them from an address."""
        return cls(request.query_params.get("state", ""), request.query_params.get("daerah", "")[:LONGEST_AREA].strip())

    @property
    def narrows(self) -> bool:
        """Tell whether anything was asked for."""
        return bool(self.state or self.area)

    @property
    def sought(self) -> Sought:
        """Return what to look for. An area that nobody knows finds nothing; a stage that is none narrows nothing."""
        return Sought(Stage(self.state) if self.state in set(Stage) else None, codes(self.area) if self.area else None)

    @staticmethod
    def stages(language: Language) -> Sequence[tuple[str, str]]:
        """Return the stages that can be picked, each with its words."""
        return [(stage.value, say(language, f"news_stage.{stage}")) for stage in Stage if stage is not Stage.DROPPED]


def _title(row: AnnouncementRow, language: Language) -> str:
    return row.title or say(language, "news_stage.draft")


ANNOUNCEMENTS: Table[AnnouncementRow] = Table(
    "pengumuman",
    "news.panel.title",
    (
        Column("title", "news.panel.title", _title),
        Column("number", "news.panel.number", lambda row, _: row.id),
        Column("area", "news.panel.area", lambda row, language: named(row.area) or say(language, "panel.national")),
        Column("stage", "news.panel.stage", lambda row, language: say(language, f"news_stage.{row.stage}")),
        Column("when", "news.panel.when", lambda row, _: row.ended_at or row.began_at or row.due_at or row.changed_at),
    ),
)
