"""The vector index that several workers share: pgvector through LangChain's `PGVectorStore`, in a schema of its own.

`knowledge.indexes` has a row for each finished index (and its tuning), `knowledge.current` points to the one opened last, the
vectors of each lie in a table named by its digest. Workers read them once (`knowledge.neighbours`); its own search is an exact scan.
"""

import io
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from langchain_core.vectorstores import VectorStore
from langchain_postgres import Column, PGEngine, PGVectorStore
from psycopg import Connection, Error, connect
from psycopg.sql import SQL, Identifier

from knowledge.embedding import DIMENSIONS, NAME
from knowledge.entries import CENTRE, Entry
from knowledge.neighbours import Row
from knowledge.store import IndexFailed, Model, Progress, TunedEmbeddings, digest_of, tuned
from knowledge.tuning import Tuning
from knowledge.vectors import VectorCache

SCHEMA = "knowledge"
BUILDING, IN_USE = 0x0705, 0x0706
"""First halves of advisory locks: one worker builds, the others wait; an index that somebody searches is not swept."""

_TABLES = """
CREATE SCHEMA IF NOT EXISTS knowledge;
CREATE TABLE IF NOT EXISTS knowledge.indexes (
    digest text PRIMARY KEY, size integer NOT NULL, tuning bytea NOT NULL, built_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE IF NOT EXISTS knowledge.current (
    one boolean PRIMARY KEY DEFAULT true CHECK (one), digest text NOT NULL REFERENCES knowledge.indexes);
"""
_POINT = "INSERT INTO knowledge.current (digest) VALUES (%s) ON CONFLICT (one) DO UPDATE SET digest = excluded.digest"
_HINT = "the database needs `CREATE EXTENSION vector` by a superuser (pgvector), and the bot's role the right to create a schema"


class IndexDatabase:
    """Indexes in the PostgreSQL database at `url` (as libpq reads it); `cache` is the file of embeddings already made."""

    def __init__(self, url: str, cache: Path) -> None:
        """Prepare; connections are made when an index is opened."""
        self._address = re.sub(r"^postgres(ql)?(\+\w+)?:", "postgresql:", url)
        self._cache = VectorCache(cache, NAME)
        self._engine: PGEngine | None = None
        self._held: Connection | None = None
        self._digest: str | None = None

    def rest(self) -> None:
        """Keep all: it is little, and what is held keeps the index from being swept."""

    def close(self) -> None:
        """Let go of the index that was opened, and of all connections."""
        if self._held is not None:
            self._held.close()
        if self._engine is not None:
            self._engine._run_as_sync(self._engine._pool.dispose())  # noqa: SLF001 - its own `close` wants a loop
        self._held = self._engine = self._digest = None

    def current(self) -> str | None:
        """Return the digest of the index opened last, if it is there."""
        with connect(self._address, autocommit=True) as connection:
            there = connection.execute("SELECT to_regclass('knowledge.current') IS NOT NULL").fetchone()
            found = connection.execute("SELECT digest FROM knowledge.current").fetchone() if there and there[0] else None
        return None if found is None else str(found[0])

    def open(self, entries: Sequence[Entry], model: Model, progress: Progress) -> VectorStore:
        """Return the index of exactly these entries. One worker builds it where it is missing, the others wait for that.

        Raises `IndexFailed` with what to do when the database refuses.
        """
        digest = digest_of(entries)
        try:
            with self._alone() as connection:
                tuning = self._there(connection, digest, len(entries)) or self._build(connection, digest, entries, model, progress)
                self._hold(digest)
                _sweep(connection, digest)
            self._digest = digest
            return self._store(digest, TunedEmbeddings(model, tuning))
        except Error as error:
            self.close()
            msg = f"{type(error).__name__}: {_HINT}"
            raise IndexFailed(msg) from error

    def rows(self) -> Iterator[Row]:
        """Yield all that the opened index holds, in any order. Raises `IndexFailed` like `open`."""
        if self._digest is None:
            return
        try:
            with connect(self._address, autocommit=True) as connection:
                yield from _rows(connection, self._digest)
        except Error as error:
            raise IndexFailed(type(error).__name__) from error

    @contextmanager
    def _alone(self) -> Iterator[Connection]:
        """Yield a connection that no other worker has meanwhile; a killed one loses it with its connection."""
        with connect(self._address, autocommit=True) as connection:
            connection.execute("SELECT pg_advisory_lock(%s, 0)", (BUILDING,))
            connection.execute(_TABLES)
            yield connection

    def _there(self, connection: Connection, digest: str, size: int) -> Tuning | None:
        """Return the tuning of the finished index of that digest and point to it; None where it is not whole."""
        row = connection.execute("SELECT tuning FROM knowledge.indexes WHERE digest = %s AND size = %s", (digest, size)).fetchone()
        exists = connection.execute("SELECT to_regclass(%s) IS NOT NULL", (f"{SCHEMA}.{_table(digest)}",)).fetchone()
        if row is None or exists != (True,) or _count(connection, digest) != size:
            return None
        connection.execute(_POINT, (digest,))
        return Tuning.load(io.BytesIO(row[0]))

    def _build(self, connection: Connection, digest: str, entries: Sequence[Entry], model: Model, progress: Progress) -> Tuning:
        """Fill a new table and point to it in one transaction; what a broken-off building left is taken away first."""
        raw = self._cache.of([entry.text for entry in entries if entry.part != CENTRE], model.embed_many, progress)
        tuning, made = tuned(entries, raw)
        _drop(connection, digest)
        columns: list[Column] = [Column("passage", "TEXT", nullable=False), Column("part", "TEXT", nullable=False)]
        self._pool().init_vectorstore_table(
            _table(digest), DIMENSIONS, schema_name=SCHEMA, id_column=Column("id", "TEXT", nullable=False),
            metadata_columns=[*columns], store_metadata=False,
        )  # fmt: skip
        with connection.transaction():
            _fill(connection, digest, entries, made)
            connection.execute(
                "INSERT INTO knowledge.indexes (digest, size, tuning) VALUES (%s, %s, %s)", (digest, len(entries), _bytes(tuning))
            )
            connection.execute(_POINT, (digest,))
        return tuning

    def _store(self, digest: str, embeddings: TunedEmbeddings) -> VectorStore:
        return PGVectorStore.create_sync(
            self._pool(), embeddings, _table(digest), schema_name=SCHEMA, id_column="id", metadata_columns=["passage", "part"]
        )

    def _pool(self) -> PGEngine:
        if self._engine is None:
            address = self._address.replace("postgresql:", "postgresql+psycopg:", 1)
            self._engine = PGEngine.from_connection_string(address, pool_pre_ping=True, pool_size=2, hide_parameters=True)
        return self._engine

    def _hold(self, digest: str) -> None:
        """Say for as long as this process lives that it searches this index."""
        if self._held is not None:
            self._held.close()
        self._held = connect(self._address, autocommit=True)
        self._held.execute("SELECT pg_advisory_lock_shared(%s, hashtext(%s))", (IN_USE, digest))


def _sweep(connection: Connection, keep: str) -> None:
    """Drop the indexes that nobody searches any more; during an upgrade old workers still search the old one."""
    for (digest,) in connection.execute("SELECT digest FROM knowledge.indexes WHERE digest <> %s", (keep,)).fetchall():
        free = connection.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", (IN_USE, digest)).fetchone()
        if free == (True,):
            _drop(connection, digest)
            connection.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", (IN_USE, digest))


def _drop(connection: Connection, digest: str) -> None:
    with connection.transaction():
        connection.execute("DELETE FROM knowledge.current WHERE digest = %s", (digest,))
        connection.execute("DELETE FROM knowledge.indexes WHERE digest = %s", (digest,))
        connection.execute(SQL("DROP TABLE IF EXISTS {}").format(Identifier(SCHEMA, _table(digest))))


def _fill(connection: Connection, digest: str, entries: Sequence[Entry], made: dict[str, list[float]]) -> None:
    """Copy the rows in: `PGVectorStore.add_documents` commits each one by itself, which takes minutes on a real disk."""
    copying = SQL("COPY {} (id, content, embedding, passage, part) FROM STDIN").format(Identifier(SCHEMA, _table(digest)))
    with connection.cursor() as cursor, cursor.copy(copying) as copy:
        for entry in entries:
            copy.write_row((entry.id, entry.text, str(made[entry.text]), entry.passage, entry.part))


def _count(connection: Connection, digest: str) -> int:
    found = connection.execute(SQL("SELECT count(*) FROM {}").format(Identifier(SCHEMA, _table(digest)))).fetchone()
    return 0 if found is None else int(found[0])


def _rows(connection: Connection, digest: str) -> Iterator[Row]:
    """Yield each row. The text of a vector is that of a JSON list, and names each 32-bit float exactly."""
    reading = SQL("SELECT id, embedding::text, passage, part FROM {}").format(Identifier(SCHEMA, _table(digest)))
    with connection.cursor() as cursor:
        for name, vector, passage, part in cursor.stream(reading):
            yield Row(name, np.array(json.loads(vector), dtype=np.float32), passage, part)


def _table(digest: str) -> str:
    return f"passages_{digest}"


def _bytes(tuning: Tuning) -> bytes:
    file = io.BytesIO()
    tuning.save(file)
    return file.getvalue()
