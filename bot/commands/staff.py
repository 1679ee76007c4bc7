"""`staff`: invite somebody, see who is staff, and let somebody in without Telegram; `audit`: see that nothing was changed."""

from typing import Annotated

import typer

from bot.areas import codes
from bot.clock import SystemClock
from bot.commands.storing import with_database
from bot.commands.terminal import out
from bot.db import audit as rows
from bot.db import staff as members
from bot.db.database import Database
from bot.domain.errors import NotAllowed
from bot.domain.staff import NATIONAL, Grant, Role
from bot.services.staffing import Staffing

app = typer.Typer(help="The staff of the ministry or dinas: invite, list, code NUMBER.", no_args_is_help=True)
audit = typer.Typer(help="What the staff did.", no_args_is_help=True)

Area = Annotated[str, typer.Option(help='Name or code of a kabupaten/kota ("35.07") or province ("35"); "" is the whole country.')]


@app.command()
def invite(
    role: Annotated[Role, typer.Option(help="What they are there for.")],
    name: Annotated[str, typer.Option(help="Their name.")] = "Petugas",
    office: Annotated[str, typer.Option(help="Their office, as owners are to read it.")] = "Dinas",
    area: Area = NATIONAL,
) -> None:
    """Print a one-time code; whoever sends `/staf CODE` to the bot within seven days has the role.

    Without Telegram it is brought to the panel's sign-in page.
    """
    found = codes(area) if area else (NATIONAL,)
    if len(found) != 1:
        out.print(f"{area} is no area: wants a name, or a code such as 35.07 or 35.", highlight=False)
        raise typer.Exit(1)

    async def make(database: Database) -> str:
        return await Staffing(database, SystemClock()).invite(None, name, office, Grant(role, found[0]))

    out.print(f"/staf {with_database(make)}", highlight=False, markup=False)


@app.command(name="list")
def everybody() -> None:
    """List the members with their numbers and roles."""

    async def look(database: Database) -> None:
        async with database.reading() as session:
            found = await members.members(session)
        for one in found:
            roles = ", ".join(f"{grant.role} of {grant.area or 'the country'}" for grant in one.grants)
            out.print(f"{one.id}  {one.name}  {one.office}  {roles}", highlight=False, markup=False)
        if not found:
            out.print("Nobody yet: `ovop-bot staff invite --role admin`.", highlight=False)

    with_database(look)


@app.command()
def code(number: Annotated[int, typer.Argument(help="The number that `staff list` shows.")]) -> None:
    """Print a one-time code that lets a member into the panel within five minutes, where there is no Telegram."""

    async def make(database: Database) -> str | None:
        try:
            return await Staffing(database, SystemClock()).code(number)
        except NotAllowed:
            return None

    made = with_database(make)
    out.print(made or f"{number} is nobody: `ovop-bot staff list` shows who is.", highlight=False, markup=False)
    if made is None:
        raise typer.Exit(1)


@audit.callback()
def _audit() -> None:
    """Keep `verify` a word of its own; a group of one command would lose it."""


@audit.command()
def verify() -> None:
    """Tell whether every row follows from the one before it: none was changed, none is missing in between."""

    async def look(database: Database) -> int | None:
        async with database.reading() as session:
            return await rows.broken(session)

    broken = with_database(look)
    out.print("The audit is whole." if broken is None else f"Row {broken} does not follow from the one before it.", highlight=False)
    if broken is not None:
        raise typer.Exit(1)
