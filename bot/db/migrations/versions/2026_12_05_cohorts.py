"""Owners are counted together: what cohorts add to the figures of their region, and what of each owner is in it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0a3810e80103'
down_revision: str | None = '5f0c27d1a9be'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table('cohorts',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('area', sa.String(length=128), nullable=False),
    sa.Column('commodity', sa.String(length=128), nullable=False),
    sa.Column('amounts', sa.Text(), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohorts'))
    )
    op.create_index('ix_cohorts_area_commodity', 'cohorts', ['area', 'commodity'])
    op.create_table('counted_results',
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('area', sa.String(length=128), nullable=False),
    sa.Column('commodity', sa.String(length=128), nullable=False),
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('amounts', sa.Text(), nullable=False),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_counted_results_person_id_people'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_counted_results'))
    )


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_table('counted_results')
    op.drop_table('cohorts')
