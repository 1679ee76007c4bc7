"""What alembic runs: the migrations, on the connection that `bot.db.migrating` hands over."""

from typing import Literal

from alembic import context
from sqlalchemy import Connection, Enum, String
from sqlalchemy.types import TypeDecorator

from bot.db import models
from bot.db.ours import is_ours


def _in_plain_types(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Draft with the types of the database: a migration must still run when a type of ours is renamed or gone."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.{String(item.length)!r}"
    return False


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=models.PersonRow.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=_in_plain_types,
        include_name=is_ours,
    )
    with context.begin_transaction():
        context.run_migrations()


_migrate(context.config.attributes["connection"])
