"""Real databases for tests: each test gets its own, copied from one that was migrated once."""

import os
import shutil
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import make_url

from bot.db.migrating import upgrade

MEMORY = Path("/dev/shm")  # noqa: S108 - only folders with names of their own are made there
ENOUGH = 6 * 1024**3


def in_memory() -> Path | None:
    """Return where files lie in memory, or `None` where there is too little room: databases are made and deleted by the hundred."""
    return MEMORY if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH else None


class Home(Protocol):
    """Where databases of one kind live."""

    async def empty(self) -> str:
        """Return the address of a new database without tables."""

    async def migrated(self) -> str:
        """Return the address of a new database with the tables of this version."""

    async def drop(self, url: str) -> None:
        """Delete a database."""


@dataclass
class SqliteHome:
    """Databases as files in a folder."""

    folder: Path
    _number: Any = field(default_factory=count)

    async def empty(self) -> str:
        return f"sqlite:///{self.folder / f'{next(self._number)}.db'}"

    async def migrated(self) -> str:
        template = self.folder / "template.db"
        if not template.exists():
            await upgrade(f"sqlite:///{template}")
        url = await self.empty()
        shutil.copy(template, str(make_url(url).database))
        return url

    async def drop(self, url: str) -> None:
        Path(str(make_url(url).database)).unlink()  # noqa: ASYNC240 - a file in memory


@dataclass
class PostgresHome:
    """Databases on one server. `url` leads to its maintenance database."""

    url: str
    _number: Any = field(default_factory=count)
    _template: str | None = None

    async def empty(self) -> str:
        return await self._create("")

    async def migrated(self) -> str:
        if self._template is None:
            url = await self.empty()
            await upgrade(url)
            self._template = str(make_url(url).database)
        return await self._create(f"TEMPLATE {self._template} STRATEGY FILE_COPY")

    async def drop(self, url: str) -> None:
        await self._execute(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self.url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    async def _create(self, how: str) -> str:
        name = f"test_{next(self._number)}"
        await self._execute(f"CREATE DATABASE {name} {how}")
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)
