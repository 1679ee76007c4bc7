"""The self-assessment and one's own data on the page: one screen a page, with or without JavaScript."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.db import evidence
from bot.db.database import Conflict, Database
from bot.domain.answer import Turn
from bot.domain.errors import ChoiceGone, FileGone, FileTooBig, Told
from bot.domain.messages import Message
from bot.domain.people import Address
from bot.domain.screens import Action, Screen
from bot.personal import mask
from bot.services.fill import Showing
from bot.services.filling import Filling
from bot.services.own import DATA, Own
from bot.services.recall import Recall
from bot.texts import say
from handlers.pace import Pace
from handlers.web.asks import Asks
from handlers.web.form import key_of, read_form
from handlers.web.render import Renderer
from handlers.web.visit import Tongue, hint_of, remember, visitor_of

HERE = "/penilaian"
MOST_FILES = 10
MOST_BODY = 64 * 1024 * 1024
"""Bytes of an upload: a few photos of a phone at once."""


@dataclass(frozen=True, slots=True)
class FormPages:
    """Draws the screens of a form as pages."""

    database: Database
    filling: Filling
    own: Own
    ask: Asks
    recall: Recall
    tongue: Tongue
    renderer: Renderer
    tapping: Pace
    pace: Pace

    async def show(self, request: Request) -> Response:
        """Show where the visitor left off, or what it is about."""
        sender, hint = visitor_of(request).sender, hint_of(request)
        return await self._shown(request, lambda session: self.filling.assess.begin(session, sender, hint))

    async def press(self, request: Request) -> Response:
        """Do what a button says. Raises `ChoiceGone`."""
        sender, form = await self._receive(request, self.tapping)
        action = Action.parse(form.get("action", ""))
        if action is None:
            raise ChoiceGone
        presses = self.own.press if action.place == DATA else self.filling.assess.press
        response = await self._shown(request, await presses(sender, action, hint_of(request)))
        if action.place == DATA:
            await self.own.clear()
        return response

    async def write(self, request: Request) -> Response:
        """Take what is typed as an answer; where it asks something, answer that first."""
        sender, form = await self._receive(request, self.pace)
        text, hint = mask(form.get("text", "")).text, hint_of(request)
        typed = await self.filling.fill.read(sender, text, hint)
        if typed is not None and not typed.is_question:
            return await self._shown(request, typed.show)
        key = key_of(form, text)
        await self.ask(Message(sender, text, key))
        turns = await self.recall(sender, limit=1)
        show: Showing = typed.show if typed else lambda session: self.filling.assess.begin(session, sender, hint)
        return await self._shown(request, show, turns[-1] if turns else None)

    async def upload(self, request: Request) -> Response:
        """Take photos and documents as evidence, each on its own: one that is refused keeps no other out."""
        visitor = visitor_of(request)
        self.pace.take(visitor.session, request.client.host if request.client else "")
        if int(request.headers.get("content-length") or MOST_BODY + 1) > MOST_BODY:
            raise FileTooBig(limit=MOST_BODY >> 20)
        refused: list[str] = []
        show: Showing | None = None
        async with request.form(max_files=MOST_FILES, max_fields=4) as form:
            for number, file in enumerate(_files(form)):
                try:
                    key = key_of({"key": str(form.get("key", ""))}, f"{number}:{file.filename}:{file.size}")
                    show = await self.filling.attach(visitor.sender, key, file.read, hint_of(request))
                except Told as told:
                    language = await self.tongue.of(request)
                    refused.append(say(language, told.text_key, **told.values))
                else:
                    await self._done(show)
        return await self._after_upload(request, refused)

    async def rights(self, request: Request) -> Response:
        """Show what is kept of a visitor, and what they can do about it."""
        sender, hint = visitor_of(request).sender, hint_of(request)
        return await self._shown(request, lambda session: self.own.rights(session, sender, hint), here="/privacy")

    async def file(self, request: Request) -> Response:
        """Give a visitor a file of their own. Raises `FileGone`."""
        digest = request.path_params["digest"]
        async with self.database.reading() as session:
            kind = await evidence.mine(session, visitor_of(request).sender, digest)
        if kind is None:
            raise FileGone
        try:
            content = await self.filling.vault.get(digest)
        except LookupError:
            raise FileGone from None
        place = "inline" if kind.startswith("image/") else "attachment"
        name = {"application/pdf": "ovop.pdf", "application/json": "ovop.json"}.get(kind, "ovop.jpg")
        return Response(content, media_type=kind, headers={"Content-Disposition": f'{place}; filename="{name}"'})

    async def _after_upload(self, request: Request, refused: list[str]) -> Response:
        sender, hint = visitor_of(request).sender, hint_of(request)
        response = await self._shown(request, lambda session: self.filling.assess.begin(session, sender, hint), notice=" ".join(refused))
        response.status_code = 400 if refused else 200
        return response

    async def _done(self, show: Showing | None) -> None:
        if show is not None:
            async with self.database.writing() as session:
                await show(session)

    async def _shown(
        self, request: Request, show: Showing, turn: Turn | None = None, here: str = HERE, notice: str = ""
    ) -> Response:
        screen = await self._screen(show)
        page = self.renderer.page("form.html", screen.language, screen=screen, turn=turn, here=here, extra=notice)
        return remember(request, HTMLResponse(page))

    async def _screen(self, show: Showing) -> Screen:
        """Two taps at one moment may begin the same thing twice: then the second looks again."""
        for _ in range(2):
            with suppress(Conflict):
                async with self.database.writing() as session:
                    return await show(session)
        raise ChoiceGone

    async def _receive(self, request: Request, pace: Pace) -> tuple[Address, Mapping[str, str]]:
        visitor = visitor_of(request)
        form = await read_form(request)
        pace.take(visitor.session, request.client.host if request.client else "")
        return visitor.sender, form


def _files(form: FormData) -> list[UploadFile]:
    return [one for one in form.getlist("file") if not isinstance(one, str) and one.size]
