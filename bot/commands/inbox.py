"""`inbox`: what could not be handled was parked; look at it, try it again, or give it up."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.commands.storing import with_database
from bot.commands.terminal import out
from bot.db import inbox as rows
from bot.db.database import Database, WriteSession

app = typer.Typer(help="What came in and could not be handled: parked, retry ID, drop ID.", no_args_is_help=True)

Number = Annotated[int, typer.Argument(help="The number that `inbox parked` shows.")]


@app.command()
def parked() -> None:
    """List what was parked, the newest first. What people wrote is not shown."""

    async def look(database: Database) -> None:
        async with database.reading() as session:
            found = await rows.parked(session)
        for row in found:
            came = datetime.fromtimestamp(row.received_at, UTC)
            out.print(f"{row.id}  {came:%Y-%m-%d %H:%M} UTC  {row.source}  update {row.key}  {row.reason}", highlight=False, markup=False)
        out.print(f"{len(found)} parked" if found else "Nothing is parked.", highlight=False)

    with_database(look)


@app.command()
def retry(number: Number) -> None:
    """Try a parked one again; a running bot finds it within a second."""
    _decide(number, rows.retried, "is back in line")


@app.command()
def drop(number: Number) -> None:
    """Give a parked one up: its content is deleted, its number is kept so that it does not come again."""
    _decide(number, rows.left_out, "is dropped")


def _decide(number: int, decide: Callable[[WriteSession, int], Awaitable[bool]], what: str) -> None:
    async def decided(database: Database) -> bool:
        async with database.writing() as session:
            return await decide(session, number)

    is_done = with_database(decided)
    out.print(f"{number} {what}." if is_done else f"{number} is not parked: `ovop-bot inbox parked` lists what is.", highlight=False)
    if not is_done:
        raise typer.Exit(1)
