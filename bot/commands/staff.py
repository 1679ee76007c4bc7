"""`staff`: invite somebody, see who is staff, and let somebody in without Telegram; `audit`: see that nothing was changed."""

from typing import Annotated, NoReturn

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
def verify(
    head: Annotated[str, typer.Option(help="A head that was written down earlier: its row must still be there.")] = "",
) -> None:
    """Tell whether every row follows from the one before it, and print the head: none was changed, none is missing in between.

    Rows that were cut off at the end leave a whole trail behind. They show against a head that is kept elsewhere: on paper, in a log of
    another machine, or in the chats of the country's admins, who are sent it each month.
    """

    async def look(database: Database) -> tuple[int | None, int, str, bool]:
        async with database.reading() as session:
            return await rows.broken(session), *await rows.head(session), not head or await rows.holds(session, head.strip().lower())

    broken, count, last, holds = with_database(look)
    if broken is not None:
        _fail(f"Row {broken} does not follow from the one before it.")
    if not holds:
        _fail("No row has that head: rows were cut off at the end, or it is of another trail.")
    out.print(f"The audit is whole: {count} rows, head {last}", highlight=False, soft_wrap=True)


def _fail(words: str) -> NoReturn:
    out.print(words, highlight=False)
    raise typer.Exit(1)
