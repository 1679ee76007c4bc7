"""Which tables of the database are ours: on SQLite, the engine of jobs keeps its own beside them."""

OF_JOBS = frozenset(
    "application_versions dbos_migrations notifications operation_outputs queues streams workflow_events workflow_events_history "
    "workflow_input workflow_output workflow_schedules workflow_status".split()
)
"""Tables of DBOS. No table of ours may take one of these names. (On PostgreSQL they lie in a schema of their own.)"""


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Tell alembic whether a thing it found is its business."""
    return kind != "table" or name not in OF_JOBS
