"""The audit is only ever added to: the database itself refuses to change a row or to take one away."""

from collections.abc import Sequence

from alembic import op

revision: str = '5f0c27d1a9be'
down_revision: str | None = 'da1b430918d7'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NAMES = {'audit_is_not_changed': 'UPDATE', 'audit_is_not_shortened': 'DELETE'}
REFUSES = "CREATE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$"


def upgrade() -> None:
    """Go to this revision."""
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(REFUSES)
        for name, act in NAMES.items():
            op.execute(f'CREATE TRIGGER {name} BEFORE {act} ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuses()')
        return
    for name, act in NAMES.items():
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END")


def downgrade() -> None:
    """Go back to the one before."""
    is_postgresql = op.get_bind().dialect.name == 'postgresql'
    for name in NAMES:
        op.execute(f"DROP TRIGGER {name}{' ON audit' if is_postgresql else ''}")
    if is_postgresql:
        op.execute('DROP FUNCTION audit_refuses()')
