"""What is to go out. One sender reads it for each source (see `bot.delivery.sender`)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import RowMapping, Table, bindparam, delete, func, or_, select, text, update

from bot.db.database import ReadSession, WriteSession
from bot.db.models import OutboxRow
from bot.db.upsert import for_each_database
from bot.domain.delivery import TOO_LATE, Kind, Letter, OutboxState, Outgoing

_OUTBOX = cast("Table", OutboxRow.__table__)
WAITING = text("'waiting'")
"""Written out, as in `bot.db.inbox`."""

# The first waiting reply of each chat, by one look into the index for each chat: a chat with 10,000 replies costs no more
# than one with one.
_HEADS = text(
    """
    WITH RECURSIVE chats(chat) AS (
        SELECT min(chat) FROM outbox WHERE source = :source AND kind = 'reply' AND state = 'waiting'
        UNION ALL
        SELECT (
            SELECT min(o.chat) FROM outbox o
            WHERE o.source = :source AND o.kind = 'reply' AND o.state = 'waiting' AND o.chat > chats.chat
        )
        FROM chats WHERE chats.chat IS NOT NULL
    )
    SELECT o.id, o.chat, o.kind, o.method, o.payload, o.attempts, o.made_at, o.not_before, o.not_after
    FROM chats JOIN outbox o ON o.id = (
        SELECT i.id FROM outbox i
        WHERE i.source = :source AND i.kind = 'reply' AND i.state = 'waiting' AND i.chat = chats.chat ORDER BY i.id LIMIT 1
    )
    WHERE o.not_before <= :now ORDER BY o.id LIMIT :most
    """
)

# Made once, see `bot.db.leases`.
_ADD = for_each_database(_OUTBOX, lambda inserting: inserting.on_conflict_do_nothing(index_elements=["key"]))
_AMONG = _OUTBOX.c.id.in_(bindparam("ids", expanding=True))
_CLAIM = update(_OUTBOX).where(_AMONG, _OUTBOX.c.state == WAITING).values(state=OutboxState.CLAIMED).returning(_OUTBOX.c.id)
_OF_A_CHANGE = ("state", "not_before", "attempts", "reason", "message_id", "sent_at")
# What was recorded for good stays: a sender that lost its office may hear of its last call after another one has made it again.
_IS_OPEN = or_(_OUTBOX.c.state == WAITING, _OUTBOX.c.state == text("'claimed'"))
_RECORD = update(_OUTBOX).where(_OUTBOX.c.id == bindparam("row_id"), _IS_OPEN).values({name: bindparam(name) for name in _OF_A_CHANGE})
_EMPTY = update(_OUTBOX).where(_AMONG).values(payload="")


async def added(session: WriteSession, outgoing: Sequence[tuple[str, Outgoing]], now: float) -> None:
    """Add what is to go out, each under the key of its effect: what was added before stays as it is."""
    if not outgoing:
        return
    rows = [
        {
            "source": one.source,
            "key": key,
            "chat": one.chat,
            "kind": one.kind,
            "method": one.method,
            "payload": json.dumps({"parameters": one.parameters, "plain": one.plain}),
            "state": OutboxState.WAITING,
            "not_before": 0.0,
            "not_after": one.not_after,
            "attempts": 0,
            "reason": "",
            "made_at": now,
        }
        for key, one in outgoing
    ]
    connection = await session.core()
    await connection.execute(_ADD[connection.dialect.name], rows)


async def replies(session: ReadSession, source: str, now: float, most: int) -> list[Letter]:
    """Return for each chat the first waiting reply, if it may go now; the oldest first."""
    connection = await session.core()
    found = await connection.execute(_HEADS, {"source": source, "now": now, "most": most})
    return [_letter(row) for row in found.mappings()]


async def bulk(session: ReadSession, source: str, now: float, most: int) -> list[Letter]:
    """Return waiting bulk that may go now; the oldest first."""
    found = await session.execute(
        select(
            OutboxRow.id, OutboxRow.chat, OutboxRow.kind, OutboxRow.method, OutboxRow.payload, OutboxRow.attempts, OutboxRow.made_at,
            OutboxRow.not_after,
        )
        .where(
            OutboxRow.source == source,
            OutboxRow.kind == Kind.BULK,
            OutboxRow.state == WAITING,
            OutboxRow.not_before <= now,
        )
        .order_by(OutboxRow.id)
        .limit(most)
    )
    return [_letter(row) for row in found.mappings()]


async def claimed(session: WriteSession, ids: Sequence[int]) -> set[int]:
    """Claim waiting rows right before their calls, and return those that were still waiting."""
    connection = await session.core()
    return set((await connection.execute(_CLAIM, {"ids": sorted(ids)})).scalars())


async def recorded(session: WriteSession, changes: Sequence[Mapping[str, Any]]) -> None:
    """Record what became of rows: each change has `row_id`, `state`, `not_before`, `attempts`, `reason`, `message_id`, `sent_at`."""
    connection = await session.core()
    await connection.execute(_RECORD, list(changes))
    over = [change["row_id"] for change in changes if change["state"] not in {OutboxState.WAITING, OutboxState.CLAIMED}]
    if over:
        await connection.execute(_EMPTY, {"ids": over})


async def moved(session: WriteSession, source: str, old: str, new: str) -> None:
    """Let everything that waits for a chat go to the one that it became."""
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.source == source, OutboxRow.chat == old, OutboxRow.state.in_((OutboxState.WAITING, OutboxState.CLAIMED)))
        .values(chat=new)
    )


async def abandoned(session: WriteSession, source: str) -> int:
    """Say of what a dead sender had claimed that nobody knows whether it arrived; return how many there were."""
    done = await session.scalars(
        update(OutboxRow)
        .where(OutboxRow.source == source, OutboxRow.state == OutboxState.CLAIMED)
        .values(state=OutboxState.UNKNOWN, reason="the sender ended", payload="")
        .returning(OutboxRow.id)
    )
    return len(done.all())


async def missed(session: WriteSession, prefix: str) -> list[str]:
    """Forget what was too late to be sent under keys that begin so; return the keys, which may be used anew."""
    late = (OutboxRow.key.startswith(prefix, autoescape=True), OutboxRow.state == OutboxState.FAILED, OutboxRow.reason == TOO_LATE)
    return list(await session.scalars(delete(OutboxRow).where(*late).returning(OutboxRow.key)))


async def oldest_waiting(session: ReadSession) -> float | None:
    """Return when the oldest waiting row was made, as seconds since 1970."""
    return await session.scalar(select(func.min(OutboxRow.made_at)).where(OutboxRow.state == WAITING))


async def collected(session: WriteSession, before: float) -> int:
    """Forget rows of which everything was said before then; return how many."""
    final = (OutboxState.SENT, OutboxState.FAILED, OutboxState.BLOCKED, OutboxState.UNKNOWN)
    done = await session.scalars(delete(OutboxRow).where(OutboxRow.state.in_(final), OutboxRow.made_at < before).returning(OutboxRow.id))
    return len(done.all())


def _letter(row: RowMapping) -> Letter:
    payload = json.loads(row["payload"])
    names = ("id", "chat", "method", "attempts", "made_at", "not_after")
    return Letter(kind=Kind(row["kind"]), parameters=payload["parameters"], plain=payload["plain"], **{name: row[name] for name in names})
