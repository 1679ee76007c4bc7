"""Words that are of use until a moment only: what waits in the outbox may be too late to be sent."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '8ee1a162b29c'
down_revision: str | None = 'fb5c52914adc'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.add_column(sa.Column('not_after', sa.Float(precision=53), nullable=True))


def downgrade() -> None:
    """Go back to the one before."""
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_column('not_after')
