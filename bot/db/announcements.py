"""Announcements and their recipients: what the staff sees, and the steps by which one is sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, String, and_, bindparam, delete, exists, func, literal, select, update
from sqlalchemy import cast as as_type

from bot.db.announcement_models import AnnouncementRow, NoticeRow, RecipientRow, SavedListRow
from bot.db.assessment_models import ProfileRow
from bot.db.audience import agrees
from bot.db.database import ReadSession, WriteSession
from bot.db.listing import Columns, listed
from bot.db.models import OutboxRow, PersonRow
from bot.db.staff import within
from bot.db.staff_models import StaffRow
from bot.domain.announcement import OPEN_FATES, UNDER_WAY, Fate, Stage, Tally
from bot.domain.delivery import Kind, OutboxState
from bot.domain.listing import Found, Listing
from bot.domain.people import Address, Channel, Language

FINAL = (OutboxState.SENT, OutboxState.FAILED, OutboxState.BLOCKED, OutboxState.UNKNOWN)
STOPPED, WITHDREW, GONE, NO_CHANNEL = "stopped", "withdrew", "gone", "no_channel"
"""Why somebody got nothing."""

_LISTENS = (
    select(StaffRow.id, AnnouncementRow.listens)
    .join(AnnouncementRow, AnnouncementRow.author == StaffRow.id)
    .where(StaffRow.chat == bindparam("its_chat"), StaffRow.ended_at.is_(None), AnnouncementRow.listens != "")
    .order_by(AnnouncementRow.id.desc())
    .limit(1)
)


_SORTED: Columns = {
    "number": AnnouncementRow.id, "title": func.lower(AnnouncementRow.title), "area": AnnouncementRow.area, "stage": AnnouncementRow.stage,
    "when": func.coalesce(AnnouncementRow.ended_at, AnnouncementRow.began_at, AnnouncementRow.due_at, AnnouncementRow.changed_at),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sought:
    """What of the list is wanted. `areas` are codes, of which any will do."""

    stage: Stage | None = None
    areas: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A recipient whose turn it is. `wants` tells whether they still agree and can be reached."""

    person_id: int
    address: Address
    language: Language | None
    round: int
    wants: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """A fate and its reason; `ended_at` where it is final."""

    fate: Fate
    reason: str = ""
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """What became of it for one recipient, as a report says it."""

    number: int
    channel: Channel
    area: str
    commodity: str
    fate: Fate
    reason: str
    ended_at: datetime | None


def key_of(announcement_id: int, person_id: int, number: int) -> str:
    """Return the key under which it goes to one person for the `number`th time: whatever happens, it goes under it once."""
    return f"news:{announcement_id}:{person_id}:{number}"


# What the staff sees


async def seen_by(session: ReadSession, areas: Iterable[str], sought: Sought, listing: Listing) -> Found[AnnouncementRow]:
    """Return announcements within `areas`, the newest first where no other order is asked for."""
    wanted = select(AnnouncementRow).where(within(AnnouncementRow.area, areas), AnnouncementRow.stage != Stage.DROPPED)
    wanted = wanted if sought.stage is None else wanted.where(AnnouncementRow.stage == sought.stage)
    wanted = wanted if sought.areas is None else wanted.where(within(AnnouncementRow.area, sought.areas))
    found = await listed(session, wanted, listing, _SORTED, (AnnouncementRow.id.desc(),))
    return Found([row[0] for row in found.rows], found.total)


async def one(session: ReadSession, areas: Iterable[str], announcement_id: int) -> AnnouncementRow | None:
    """Return one within `areas`; None for any other, as if it were not there."""
    is_there = (AnnouncementRow.id == announcement_id, AnnouncementRow.stage != Stage.DROPPED)
    return await session.scalar(select(AnnouncementRow).where(*is_there, within(AnnouncementRow.area, areas)))


async def listening(session: ReadSession, chat: str) -> tuple[int, str] | None:
    """Return the draft that the next message in a chat belongs to (its author and what it listens for): asked with every message."""
    connection = await session.core()
    found = (await connection.execute(_LISTENS, {"its_chat": chat})).first()
    return (found[0], found[1]) if found else None


async def draft_that_listens(session: ReadSession, author: int) -> AnnouncementRow | None:
    """Return the draft that the author's next message belongs to."""
    wanted = (AnnouncementRow.author == author, AnnouncementRow.listens != "", AnnouncementRow.stage == Stage.DRAFT)
    return await session.scalar(select(AnnouncementRow).where(*wanted).order_by(AnnouncementRow.id.desc()).limit(1))


async def deaf(session: WriteSession, author: int) -> None:
    """Let no draft of the author take their next message."""
    await session.execute(update(AnnouncementRow).where(AnnouncementRow.author == author, AnnouncementRow.listens != "").values(listens=""))


async def tally(session: ReadSession, announcement_id: int) -> Tally:
    """Return how many recipients have which fate."""
    wanted = select(RecipientRow.fate, func.count()).where(RecipientRow.announcement_id == announcement_id)
    return Tally({row[0]: row[1] for row in await session.execute(wanted.group_by(RecipientRow.fate))})


async def recipients(session: ReadSession, announcement_id: int, after: int, limit: int) -> list[Recipient]:
    """Return recipients after the person of that number, in their order."""
    columns = (PersonRow.id, PersonRow.channel, ProfileRow.area, ProfileRow.commodity)
    found = await session.execute(
        select(*columns, RecipientRow.fate, RecipientRow.reason, RecipientRow.ended_at)
        .join(PersonRow, PersonRow.id == RecipientRow.person_id)
        .outerjoin(ProfileRow, ProfileRow.person_id == RecipientRow.person_id)
        .where(RecipientRow.announcement_id == announcement_id, RecipientRow.person_id > after)
        .order_by(RecipientRow.person_id)
        .limit(limit)
    )
    return [Recipient(row[0], row[1], row[2] or "", row[3] or "", row[4], row[5], row[6]) for row in found]


async def saved_lists(session: ReadSession, areas: Iterable[str]) -> Sequence[SavedListRow]:
    """Return the saved lists within `areas`, by name."""
    return (await session.scalars(select(SavedListRow).where(within(SavedListRow.area, areas)).order_by(SavedListRow.name))).all()


async def names_of_lists(session: ReadSession, ids: Sequence[int]) -> dict[int, str]:
    """Return the names of saved lists by their ids."""
    found = await session.execute(select(SavedListRow.id, SavedListRow.name).where(SavedListRow.id.in_(ids))) if ids else ()
    return {row[0]: row[1] for row in found}


async def moved(session: WriteSession, announcement_id: int, before: Sequence[Stage], after: Stage, **values: Any) -> bool:  # noqa: ANN401
    """Go from one stage to the next with other columns; False where it is no longer in `before`: two clicks do one thing."""
    found = await session.execute(
        update(AnnouncementRow)
        .where(AnnouncementRow.id == announcement_id, AnnouncementRow.stage.in_(before))
        .values(stage=after, **values)
        .returning(AnnouncementRow.id)
    )
    return found.scalar() is not None


# How one is sent


async def due(session: ReadSession, now: datetime) -> Sequence[AnnouncementRow]:
    """Return what is to begin."""
    wanted = (AnnouncementRow.stage == Stage.SCHEDULED, AnnouncementRow.due_at <= now)
    return (await session.scalars(select(AnnouncementRow).where(*wanted).order_by(AnnouncementRow.due_at))).all()


async def under_way(session: ReadSession) -> Sequence[AnnouncementRow]:
    """Return what was begun and has not ended."""
    return (await session.scalars(select(AnnouncementRow).where(AnnouncementRow.stage.in_(UNDER_WAY)).order_by(AnnouncementRow.id))).all()


async def queued(session: ReadSession) -> dict[int, int]:
    """Return by announcement how many of its recipients are in the outbox."""
    wanted = select(RecipientRow.announcement_id, func.count()).join(
        AnnouncementRow, and_(AnnouncementRow.id == RecipientRow.announcement_id, AnnouncementRow.stage.in_(UNDER_WAY))
    )
    found = await session.execute(wanted.where(RecipientRow.fate == Fate.QUEUED).group_by(RecipientRow.announcement_id))
    return {row[0]: row[1] for row in found}


async def next_ones(session: ReadSession, announcement_id: int, most: int) -> list[Due]:
    """Return the next recipients, as they are now."""
    wants = and_(PersonRow.unreachable_since.is_(None), agrees())
    found = await session.execute(
        select(PersonRow.id, PersonRow.channel, PersonRow.external_id, PersonRow.language, RecipientRow.round, wants)
        .join(RecipientRow, RecipientRow.person_id == PersonRow.id)
        .where(RecipientRow.announcement_id == announcement_id, RecipientRow.fate == Fate.WAITING)
        .order_by(RecipientRow.person_id)
        .limit(most)
    )
    return [Due(row[0], Address(row[1], row[2]), row[3], row[4], bool(row[5])) for row in found]


async def settled(session: WriteSession, announcement_id: int, people: Sequence[int], ending: Ending) -> None:
    """Give people a fate."""
    if people:
        which = (RecipientRow.announcement_id == announcement_id, RecipientRow.person_id.in_(people))
        await session.execute(update(RecipientRow).where(*which).values(fate=ending.fate, reason=ending.reason, ended_at=ending.ended_at))


async def harvested(session: WriteSession, announcement_id: int, now: datetime) -> None:
    """Take over what became of the messages; what is no longer in the outbox was taken back."""
    which = (RecipientRow.announcement_id == announcement_id, RecipientRow.fate == Fate.QUEUED)
    key = _key(announcement_id)
    ended = {"fate": OutboxRow.state, "reason": OutboxRow.reason, "ended_at": now}
    await session.execute(
        update(RecipientRow).where(*which, OutboxRow.key == key, OutboxRow.state.in_(FINAL)).values(ended),
        execution_options={"synchronize_session": False},
    )
    lost = ~exists().where(OutboxRow.key == key)
    await session.execute(
        update(RecipientRow).where(*which, lost).values(fate=Fate.LEFT_OUT, reason=GONE, ended_at=now),
        execution_options={"synchronize_session": False},
    )


async def taken_back(session: WriteSession, announcement_id: int) -> None:
    """Take back what waits in the outbox: its recipients wait here again."""
    mine = (OutboxRow.kind == Kind.BULK, OutboxRow.state == OutboxState.WAITING, OutboxRow.key.startswith(f"news:{announcement_id}:"))
    keys = (await session.scalars(delete(OutboxRow).where(*mine).returning(OutboxRow.key))).all()
    people = sorted({int(key.split(":")[2]) for key in keys})
    await settled(session, announcement_id, people, Ending(Fate.WAITING))


async def left_out(session: WriteSession, announcement_id: int, most: int, now: datetime) -> int:
    """Leave out those whose turn will not come, so many at a time; return how many there were."""
    waiting = select(RecipientRow.person_id).where(RecipientRow.announcement_id == announcement_id, RecipientRow.fate == Fate.WAITING)
    people = (await session.scalars(waiting.order_by(RecipientRow.person_id).limit(most))).all()
    if people:
        which = (RecipientRow.announcement_id == announcement_id, RecipientRow.fate == Fate.WAITING, RecipientRow.person_id <= people[-1])
        await session.execute(update(RecipientRow).where(*which).values(fate=Fate.LEFT_OUT, reason=STOPPED, ended_at=now))
    return len(people)


async def again(session: WriteSession, announcement_id: int, fates: Sequence[Fate]) -> int:
    """Let it go once more to those with these fates; return how many there are."""
    which = (RecipientRow.announcement_id == announcement_id, RecipientRow.fate.in_(fates))
    done = await session.execute(
        update(RecipientRow).where(*which).values(fate=Fate.WAITING, round=RecipientRow.round + 1, reason="", ended_at=None)
    )
    return cast("Any", done).rowcount or 0


async def withdrawn(session: WriteSession, person_id: int, now: datetime) -> None:
    """Let nothing more go to somebody who does not want announcements any more."""
    address = await session.get(PersonRow, person_id)
    if address is None:
        return
    mine = (OutboxRow.kind == Kind.BULK, OutboxRow.state == OutboxState.WAITING, OutboxRow.chat == address.external_id)
    await session.execute(delete(OutboxRow).where(*mine, OutboxRow.key.startswith("news:")))
    which = (RecipientRow.person_id == person_id, RecipientRow.fate == Fate.WAITING)
    await session.execute(update(RecipientRow).where(*which).values(fate=Fate.LEFT_OUT, reason=WITHDREW, ended_at=now))
    await session.execute(delete(NoticeRow).where(NoticeRow.person_id == person_id, NoticeRow.seen_at.is_(None)))


async def is_unfinished(session: ReadSession, announcement_id: int) -> bool:
    """Tell whether a recipient has no final fate yet."""
    open_one = (RecipientRow.announcement_id == announcement_id, RecipientRow.fate.in_(OPEN_FATES))
    return (await session.execute(select(RecipientRow.person_id).where(*open_one).limit(1))).first() is not None


async def held(session: WriteSession, announcement_id: int, stage: Stage) -> AnnouncementRow | None:
    """Return it where it is at that stage, and keep it there until the session ends: a pause waits for what is being queued."""
    wanted = select(AnnouncementRow).where(AnnouncementRow.id == announcement_id, AnnouncementRow.stage == stage)
    return await session.scalar(wanted.with_for_update())


async def message_of(session: ReadSession, key: str) -> int | None:
    """Return the number that the channel gave to the message of that key."""
    return await session.scalar(select(OutboxRow.message_id).where(OutboxRow.key == key))


def _key(announcement_id: int) -> ColumnElement[str]:
    """Return what `key_of` makes, made by the database."""
    person, number = as_type(RecipientRow.person_id, String), as_type(RecipientRow.round, String)
    return literal(f"news:{announcement_id}:") + person + literal(":") + number
