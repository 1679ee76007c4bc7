"""What holds of an answer on which assessors differ, and who settled it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '846cb2f86d0c'
down_revision: str | None = '3ac7c330708d'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table('settlements',
    sa.Column('assessment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('item', sa.String(length=128), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('option', sa.String(length=128), nullable=False),
    sa.Column('how', sa.String(length=128), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessments.id'], name=op.f('fk_settlements_assessment_id_assessments'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('assessment_id', 'revision', 'item', name=op.f('pk_settlements'))
    )


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_table('settlements')
