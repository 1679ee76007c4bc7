"""Reads a part of a long list: ordered by a column that is known, counted, and cut in the database."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select, SQLColumnExpression, func, select

from bot.db.database import ReadSession
from bot.domain.listing import Found, Listing

Columns = Mapping[str, SQLColumnExpression[Any]]
"""What a list can be ordered by, by the names of its columns: no other name reaches the database."""


async def listed(
    session: ReadSession, wanted: Select[*tuple[Any, ...]], listing: Listing, columns: Columns, usual: Sequence[SQLColumnExpression[Any]]
) -> Found[Row[*tuple[Any, ...]]]:
    """Return a part of what `wanted` selects. `usual` is its order where none is asked for, and decides between equal rows."""
    order = list(usual)
    if listing.sort in columns:
        column = columns[listing.sort]
        order.insert(0, (column.desc() if listing.is_falling else column.asc()).nulls_last())
    total = await session.scalar(select(func.count()).select_from(wanted.order_by(None).subquery())) or 0
    found = await session.execute(wanted.order_by(None).order_by(*order).offset(listing.start).limit(listing.most))
    return Found(found.all(), total)
