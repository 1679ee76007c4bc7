"""All parts of the panel, as the product puts them together."""

from bot.db.database import Database
from bot.delivery.office import Office
from bot.services.announcing.announcing import Channels
from bot.services.figures import Figures
from bot.services.hear import Hear
from bot.services.region import Region
from bot.services.reply import Reply
from bot.services.review import Review
from bot.services.sort import Sort
from handlers.panel.announcements import News
from handlers.panel.figures import FigurePages
from handlers.panel.intake import Intake
from handlers.panel.pages import Part
from handlers.panel.passages import Passages
from handlers.panel.questions import Questions
from handlers.panel.region import RegionPages
from tests.fakes import FixedClock
from tests.filling import Forms
from tests.waiting import a_shelf, by_words


def all_parts(database: Database, clock: FixedClock) -> tuple[Part, ...]:
    """Return every part besides the members."""
    forms = Forms(database, clock)
    hear = Hear(database, clock, forms.filling.opening, lambda _address, _screen, _key: ())
    announcing = forms.announce(Office(database))(Channels())
    figures = Figures(database, clock, {}.get)
    shelve = a_shelf(database, clock)
    reply = Reply(database, clock, Sort(database, clock, by_words), lambda _address, _screen, _key: ())
    intake = Intake(Review(database, clock, forms.filling.opening, forms.vault, hear))
    regions = RegionPages(Region(database, clock, forms.filling.opening.questionnaires))
    return (News(announcing), intake, Questions(reply, shelve), Passages(shelve), FigurePages(figures), regions)
