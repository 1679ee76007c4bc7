"""How many stars a business holds, as the staff recorded it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = 'da1b430918d7'
down_revision: str | None = '846cb2f86d0c'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table('stars',
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('stars', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_stars_person_id_people'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_stars'))
    )


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_table('stars')
