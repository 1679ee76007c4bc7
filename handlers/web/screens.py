"""Draws a screen of a form as a page: its heading, where it leads back to, and what stands above it."""

from contextlib import suppress
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.db.database import Conflict, Database
from bot.domain.answer import Turn
from bot.domain.errors import ChoiceGone
from bot.domain.screens import Screen
from bot.services.form.showing import Showing
from bot.texts import say
from handlers.web.render import Renderer
from handlers.web.returning import Done, is_said, said_before, sent_on
from handlers.web.visit import remember

FORM, RIGHTS = "/penilaian", "/privacy"
NAMES = {FORM: "web.form", RIGHTS: "own.title"}
"""What a page without a heading of its own is called, by its address."""
LONGEST_HEADING = 60


@dataclass(frozen=True, slots=True)
class Screens:
    """Draws screens."""

    database: Database
    renderer: Renderer

    async def screen(self, show: Showing) -> Screen:
        """Keep what was done. Two taps at one moment may begin the same thing twice: then the second looks again."""
        for _ in range(2):
            with suppress(Conflict):
                async with self.database.writing() as session:
                    return await show(session)
        raise ChoiceGone

    async def page(self, request: Request, show: Showing, turn: Turn | None = None, here: str = FORM) -> Response:
        """Return the page of what to show; `turn` stands above it, and what was done before is said."""
        screen = await self.screen(show)
        headed = _headed(screen, say(screen.language, NAMES[here]))
        page = self.renderer.page("form.html", screen.language, screen=headed, turn=turn, here=here, extra=said_before(request))
        return is_said(request, remember(request, HTMLResponse(page)))

    async def sent_on(self, request: Request, show: Showing, done: Done, here: str = FORM) -> Response:
        """Keep what was done, and send the browser to the page of what to show."""
        return sent_on(request, here, await self.screen(show), done)


def _headed(screen: Screen, name: str) -> Screen:
    """Give a page its heading: a short first line of the words, where the screen names none."""
    first, gap, rest = screen.text.partition("\n\n")
    if screen.heading or not gap or "\n" in first or len(first) > LONGEST_HEADING:
        return replace(screen, heading=screen.heading or name)
    return replace(screen, heading=first, text=rest)
