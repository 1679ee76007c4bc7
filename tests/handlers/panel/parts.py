"""All parts of the panel, as the product puts them together."""

from bot.db.database import Database
from handlers.panel.pages import Part
from tests.fakes import FixedClock


def all_parts(database: Database, clock: FixedClock) -> tuple[Part, ...]:
    """Return every part besides the members."""
    return ()
