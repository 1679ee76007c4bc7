"""Files that wait for their owner to say whether evidence may be kept."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '94381d8ea3c1'
down_revision: str | None = 'ceb23addb89b'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table('held_files',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('assessment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('item', sa.String(length=128), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('media_type', sa.Text(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('album', sa.String(length=128), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessments.id'], name=op.f('fk_held_files_assessment_id_assessments'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_held_files')),
    sa.UniqueConstraint('assessment_id', 'key', name=op.f('uq_held_files_assessment_id_key'))
    )
    with op.batch_alter_table('held_files', schema=None) as batch_op:
        batch_op.create_index('ix_held_files_digest', ['digest'], unique=False)


def downgrade() -> None:
    """Go back to the one before."""
    with op.batch_alter_table('held_files', schema=None) as batch_op:
        batch_op.drop_index('ix_held_files_digest')

    op.drop_table('held_files')
