"""The inbox, the outbox, leases; and whether a person can be reached."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "6b1f0c7d9a41"
down_revision: str | None = "2c577dfcf2e2"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("people", sa.Column("unreachable_since", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "inbox",
        sa.Column("id", _ID, nullable=False),
        sa.Column("source", sa.String(length=128), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("lane", sa.String(length=128), nullable=False),
        sa.Column("position", _ID, nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due", sa.Float(53), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("received_at", sa.Float(53), nullable=False),
        sa.Column("done_at", sa.Float(53), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("source", "key", name=op.f("uq_inbox_source_key")),
    )
    waiting = sa.text("state = 'waiting'")
    op.create_index("ix_inbox_waiting", "inbox", ["lane", "position"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_index("ix_inbox_state_received_at", "inbox", ["state", "received_at"])
    op.create_table(
        "outbox",
        sa.Column("id", _ID, nullable=False),
        sa.Column("source", sa.String(length=128), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("chat", sa.String(length=128), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("method", sa.String(length=128), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("not_before", sa.Float(53), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("message_id", _ID, nullable=True),
        sa.Column("made_at", sa.Float(53), nullable=False),
        sa.Column("sent_at", sa.Float(53), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    op.create_index(
        "ix_outbox_waiting", "outbox", ["source", "kind", "chat", "id"], sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_index("ix_outbox_state_made_at", "outbox", ["state", "made_at"])
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("owner", sa.String(length=128), nullable=False),
        sa.Column("until", sa.Float(53), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_index(op.f("ix_leases_owner"), "leases", ["owner"])


def downgrade() -> None:
    """Go back to the one before."""
    for table in ("leases", "outbox", "inbox"):
        op.drop_table(table)
    with op.batch_alter_table("people") as people:
        people.drop_column("unreachable_since")
