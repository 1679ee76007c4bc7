"""Files on the page: photos and documents come in as evidence, and what is one's own comes back."""

from dataclasses import dataclass

from python_multipart.exceptions import FormParserError
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.db import evidence
from bot.domain.errors import FileGone, FileTooBig, Told
from bot.domain.people import Address
from bot.domain.screens import Action, Screen
from bot.services.assess import Assess
from bot.services.attach import Attach
from bot.texts import say
from bot.vault.limits import MOST_BYTES
from bot.vault.vault import Vault
from handlers.pace import Pace
from handlers.sealing import sealed
from handlers.web.form import key_of
from handlers.web.prose import shown
from handlers.web.returning import Done, sent_on
from handlers.web.screens import FORM, Screens
from handlers.web.visit import Tongue, hint_of, visitor_of

MOST_FILES = 50
"""Files of one upload; how many an item takes is not ours to say."""
MOST_BODY = 64 * 2**20
"""Bytes of an upload: a few photos of a phone at once."""
DRAINED = 4 * MOST_BODY  # read and dropped, since a browser hears an answer only after it has sent all
LONGEST_NAME = 40


class TooMuchAtOnce(FileTooBig):
    """More than `all` megabytes in one upload; a single file may have `limit`."""

    text_key = "web.error.too_much"


@dataclass(frozen=True, slots=True)
class FilePages:
    """What the addresses of files do."""

    assess: Assess
    attach: Attach
    vault: Vault
    tongue: Tongue
    screens: Screens
    pace: Pace

    async def upload(self, request: Request) -> Response:
        """Take files as evidence for the item whose page they come from. Raises `FileTooBig`."""
        visitor = visitor_of(request)
        self.pace.take(visitor.session, request.client.host if request.client else "")
        await _measured(request)
        try:
            async with request.form(max_files=MOST_FILES, max_fields=4) as form:
                return await self._taken(request, visitor.sender, form)
        except FormParserError:
            raise HTTPException(400) from None

    async def file(self, request: Request) -> Response:
        """Give a visitor a file of their own; nothing in it can run. Raises `FileGone`."""
        digest = request.path_params["digest"]
        async with self.screens.database.reading() as session:
            kind = await evidence.mine(session, visitor_of(request).sender, digest)
        if kind is None:
            raise FileGone
        return sealed(await self.vault.give(digest), kind)

    async def _taken(self, request: Request, sender: Address, form: FormData) -> Response:
        """Go to the item first: by now the form may stand elsewhere. Where it asks whether files may be kept, these wait for that."""
        action = Action.parse(str(form.get("action", "")))
        if action is None or action.verb != "proof":
            raise HTTPException(400)
        screen = await self.screens.screen(await self.assess.press(sender, action, hint_of(request)))
        language = await self.tongue.of(request)
        if not (screen.takes_files or _asks_to_keep(screen)):
            return sent_on(request, FORM, screen, Done(words=say(language, "form.proof.not_kept")))
        said, refused = await self._kept(request, sender, form)
        if not said and not refused:
            refused = [say(language, "web.no_file")]
        show = await self.assess.press(sender, action, hint_of(request))
        return await self.screens.sent_on(request, show, Done(action, "\n".join([*dict.fromkeys(said), *refused])))

    async def _kept(self, request: Request, sender: Address, form: FormData) -> tuple[list[str], list[str]]:
        """Return what is said of the files, and of those that were refused: one that is keeps no other out."""
        said: list[str] = []
        refused: list[str] = []
        files, upload = _files(form), key_of({"key": str(form.get("key", ""))}, "album")
        album = upload if len(files) > 1 else ""
        for number, file in enumerate(files):
            key = key_of({"key": str(form.get("key", ""))}, f"{number}:{file.filename}:{file.size}")
            try:
                show = await self.attach(sender, key, file.read, hint_of(request), album)
            except Told as told:
                words = say(await self.tongue.of(request), told.text_key, **told.values)
                refused.append(f"{shown(file.filename or '')[:LONGEST_NAME]}: {words}")
                continue
            if show is not None:
                said.append((await self.screens.screen(show)).notice)
        return said, refused


async def _measured(request: Request) -> None:
    """Let a body through that says how long it is, and is not too long. Raises `TooMuchAtOnce`."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) <= MOST_BODY:
        return
    seen = 0
    async for chunk in request.stream():
        seen += len(chunk)
        if seen > DRAINED:
            break
    raise TooMuchAtOnce(limit=MOST_BYTES >> 20, all=MOST_BODY >> 20)


def _asks_to_keep(screen: Screen) -> bool:
    return any(button.action.verb == "attach" for row in screen.rows for button in row)


def _files(form: FormData) -> list[UploadFile]:
    """Return the files; a field that was left empty comes as a file without a name."""
    return [one for one in form.getlist("file") if not isinstance(one, str) and one.filename]
