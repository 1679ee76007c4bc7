"""What holds where assessors differ on an answer, and who settled it."""

from collections.abc import Collection, Mapping, Sequence
from typing import cast

from sqlalchemy import Table, bindparam, delete, select
from sqlalchemy.sql.dml import Insert as AnyInsert

from bot.db.assessment_models import AssessmentRow, SecondOpinionRow, SettlementRow
from bot.db.database import ReadSession, WriteSession
from bot.db.upsert import for_each_database
from bot.domain.assessment import State
from bot.domain.reviewing import View

_NAMES = ("assessment_id", "revision", "item", "staff_id", "option", "how", "settled_at")
_SETTLED = for_each_database(
    cast("Table", SettlementRow.__table__),
    lambda inserting: inserting.on_conflict_do_update(
        index_elements=["assessment_id", "revision", "item"], set_={name: inserting.excluded[name] for name in _NAMES[3:]}
    ),
)


def _repeat(table: Table) -> Mapping[str, AnyInsert]:
    columns = {column.name: column for column in table.columns} | {"revision": bindparam("now", type_=table.c.revision.type)}
    still = (
        table.c.assessment_id == bindparam("of_assessment"), table.c.revision == bindparam("before"),
        table.c.item.not_in(bindparam("without", expanding=True)),
    )  # fmt: skip
    rows = select(*columns.values()).where(*still)
    return for_each_database(table, lambda inserting: inserting.from_select(list(columns), rows).on_conflict_do_nothing())


_REPEATED = [_repeat(cast("Table", kind.__table__)) for kind in (SecondOpinionRow, SettlementRow)]


async def locked(session: WriteSession, assessment_id: int) -> State | None:
    """Return the state of an assessment, which stays as it is until the transaction ends."""
    return await session.scalar(select(AssessmentRow.state).where(AssessmentRow.id == assessment_id).with_for_update())


async def views(session: ReadSession, assessment_id: int, revision: int, item: str) -> list[View]:
    """Return the views of all assessors on one answer."""
    of = (SecondOpinionRow.assessment_id == assessment_id, SecondOpinionRow.revision == revision, SecondOpinionRow.item == item)
    found = await session.execute(select(SecondOpinionRow.staff_id, SecondOpinionRow.option).where(*of))
    return [View(*row) for row in found]


async def of(session: ReadSession, assessment_id: int, revision: int) -> Sequence[SettlementRow]:
    """Return what was settled of a revision."""
    mine = (SettlementRow.assessment_id == assessment_id, SettlementRow.revision == revision)
    return (await session.scalars(select(SettlementRow).where(*mine))).all()


async def one(session: ReadSession, assessment_id: int, revision: int, item: str) -> SettlementRow | None:
    """Return what was settled of one answer."""
    return await session.get(SettlementRow, (assessment_id, revision, item))


async def kept(session: WriteSession, row: SettlementRow) -> None:
    """Keep what was settled of an answer; it replaces what was before."""
    connection = await session.core()
    await connection.execute(_SETTLED[connection.dialect.name], {name: getattr(row, name) for name in _NAMES})


async def repeated(session: WriteSession, assessment_id: int, before: int, now: int, without: Collection[str]) -> None:
    """Let views on the answers of one revision, and what was settled of them, be such of a later one, but for some items.

    What was said of the later one already stays.
    """
    connection = await session.core()
    for statements in _REPEATED:
        given = {"of_assessment": assessment_id, "before": before, "now": now, "without": list(without)}
        await connection.execute(statements[connection.dialect.name], given)


async def dropped(session: WriteSession, assessment_id: int, revision: int, item: str) -> None:
    """Forget what was settled of an answer: its assessors agree now."""
    mine = (SettlementRow.assessment_id == assessment_id, SettlementRow.revision == revision, SettlementRow.item == item)
    await session.execute(delete(SettlementRow).where(*mine))
