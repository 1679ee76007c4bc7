"""Notices: announcements that wait for people on the web page."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Table, select, update

from bot.db.announcement_models import AnnouncementRow, NoticeRow
from bot.db.announcements import key_of
from bot.db.database import ReadSession, WriteSession
from bot.db.staff_models import StaffRow
from bot.db.upsert import for_each_database

_NOTICE = for_each_database(
    cast("Table", NoticeRow.__table__), lambda inserting: inserting.on_conflict_do_nothing(index_elements=["key"])
)


async def noticed(session: WriteSession, announcement_id: int, people: Sequence[tuple[int, int]], now: datetime) -> None:
    """Leave it on the web page for people (id and round)."""
    connection = await session.core()
    rows = [
        {"person_id": person, "key": key_of(announcement_id, person, number), "announcement_id": announcement_id, "made_at": now}
        for person, number in people
    ]
    if rows:
        await connection.execute(_NOTICE[connection.dialect.name], rows)


async def of(
    session: ReadSession, person_id: int, since: datetime | None, most: int, announcement_id: int | None = None
) -> list[tuple[NoticeRow, AnnouncementRow, str]]:
    """Return what waits for a person on the page, with its announcement and its office; the newest first."""
    wanted = (
        select(NoticeRow, AnnouncementRow, StaffRow.office)
        .join(AnnouncementRow, AnnouncementRow.id == NoticeRow.announcement_id)
        .join(StaffRow, StaffRow.id == AnnouncementRow.author)
        .where(NoticeRow.person_id == person_id)
        .order_by(NoticeRow.id.desc())
        .limit(most)
    )
    wanted = wanted if since is None else wanted.where(NoticeRow.made_at > since)
    wanted = wanted if announcement_id is None else wanted.where(AnnouncementRow.id == announcement_id)
    return [(row[0], row[1], row[2]) for row in await session.execute(wanted)]


async def seen(session: WriteSession, ids: Sequence[int], now: datetime) -> None:
    """Keep that notices were seen."""
    await session.execute(update(NoticeRow).where(NoticeRow.id.in_(ids), NoticeRow.seen_at.is_(None)).values(seen_at=now))
