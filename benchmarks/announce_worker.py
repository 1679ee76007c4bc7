"""One worker that sends announcements, for `benchmarks.announce`: `python -m benchmarks.announce_worker DATABASE API TOKEN`."""

import asyncio
import sys
from pathlib import Path

from bot import loop
from bot.app import questionnaires
from bot.clock import SystemClock
from bot.db.database import Database
from bot.delivery.office import Office
from bot.services.announcing.announcing import Announcing, Channels, announcing
from bot.services.reach import Reach
from bot.settings import Settings
from bot.vault.vault import Vault
from handlers.telegram.application import create_application
from handlers.telegram.bearing import Bearing
from handlers.telegram.members import Members
from handlers.telegram.posting import Posting
from handlers.telegram.request import create_request


def put_together(database: Database, channels: Channels, office: Office) -> Announcing:
    """Return the services of announcements, without files."""
    announce = announcing(
        database=database, clock=SystemClock(), questionnaires=questionnaires(Settings()), vault=Vault(Path("unused"), bytes(32)),
        owner=office.owner, wake=office.wake, limits=office.limits,
    )  # fmt: skip
    return announce(channels)


async def main(url: str, base_url: str, token: str) -> None:
    """Send until killed."""
    database = Database(url)
    office, source = Office(database), f"telegram:{token.partition(':')[0]}"
    application = create_application(token, base_url, create_request())
    await application.bot.initialize()
    await office.send(source, Posting(application.bot), Members(Reach(database, SystemClock())).blocked, asyncio.sleep)
    put_together(database, Channels(bear=Bearing(source)), office).dispatch.start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    loop.run(main(*sys.argv[1:]))
