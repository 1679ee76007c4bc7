"""What the bot could not answer: who waits for an officer, what is alike, what officers said, what becomes a passage."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '3ac7c330708d'
down_revision: str | None = '94381d8ea3c1'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table('question_groups',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('area', sa.String(length=128), nullable=False),
    sa.Column('topic', sa.String(length=128), nullable=False),
    sa.Column('assigned_to', sa.Integer(), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('touched_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_groups'))
    )
    with op.batch_alter_table('question_groups', schema=None) as batch_op:
        batch_op.create_index('ix_question_groups_area_topic', ['area', 'topic'], unique=False)

    op.create_table('officer_answers',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['question_groups.id'], name=op.f('fk_officer_answers_group_id_question_groups'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_officer_answers'))
    )
    with op.batch_alter_table('officer_answers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_officer_answers_group_id'), ['group_id'], unique=False)

    op.create_table('officer_passages',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('answer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('asked', sa.Text(), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('area', sa.String(length=128), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('author', sa.Integer(), nullable=False),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('publisher', sa.Integer(), nullable=True),
    sa.Column('progress', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['answer_id'], ['officer_answers.id'], name=op.f('fk_officer_passages_answer_id_officer_answers'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_officer_passages')),
    sa.UniqueConstraint('answer_id', name=op.f('uq_officer_passages_answer_id'))
    )
    with op.batch_alter_table('officer_passages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_officer_passages_state'), ['state'], unique=False)

    op.create_table('waiting_questions',
    sa.Column('question_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reason', sa.String(length=16), nullable=False),
    sa.Column('came_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('answer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('heard_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['answer_id'], ['officer_answers.id'], name=op.f('fk_waiting_questions_answer_id_officer_answers'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['group_id'], ['question_groups.id'], name=op.f('fk_waiting_questions_group_id_question_groups'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['question_id'], ['questions.id'], name=op.f('fk_waiting_questions_question_id_questions'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('question_id', name=op.f('pk_waiting_questions'))
    )
    with op.batch_alter_table('waiting_questions', schema=None) as batch_op:
        batch_op.create_index('ix_waiting_questions_group_id_answer_id', ['group_id', 'answer_id'], unique=False)



def downgrade() -> None:
    """Go back to the one before."""
    with op.batch_alter_table('waiting_questions', schema=None) as batch_op:
        batch_op.drop_index('ix_waiting_questions_group_id_answer_id')

    op.drop_table('waiting_questions')
    with op.batch_alter_table('officer_passages', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_officer_passages_state'))

    op.drop_table('officer_passages')
    with op.batch_alter_table('officer_answers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_officer_answers_group_id'))

    op.drop_table('officer_answers')
    with op.batch_alter_table('question_groups', schema=None) as batch_op:
        batch_op.drop_index('ix_question_groups_area_topic')

    op.drop_table('question_groups')
