"""Where errors become words on the page: what a person can be told is told (all else see `handlers.bordering`)."""

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from bot.domain.errors import AnswerGone, ChoiceGone, FileGone, FileTooBig, FormMoved, Later, Told, TooMany
from bot.domain.people import Language
from bot.texts import say
from handlers.web.form import is_fragment
from handlers.web.render import Renderer
from handlers.web.visit import Tongue

STATUS = {AnswerGone: 404, FileGone: 404, FormMoved: 409, ChoiceGone: 410, FileTooBig: 413, TooMany: 429, Later: 503}
SAID = {403: "forbidden", 404: "not_found", 405: "wrong_method", 413: "too_long"}
WORTH_A_RETRY = frozenset({409, 429, 500, 503})


@dataclass(frozen=True, slots=True)
class Words:
    """Says an error in the person's language: a page, or plain words where the page's script asked."""

    tongue: Tongue
    renderer: Renderer

    async def told(self, request: Request, error: Exception) -> Response:
        """Answer with what the error itself says."""
        if not isinstance(error, Told):
            raise error
        language = await self.tongue.of(request)
        status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 400)
        response = self._response(request, language, status, say(language, error.text_key, **error.values))
        if isinstance(error, TooMany):
            response.headers["Retry-After"] = str(error.values["seconds"])
        return response

    async def refused(self, request: Request, error: Exception) -> Response:
        """Answer for a page that is not there, a method that does not fit, a body that is too long."""
        if not isinstance(error, HTTPException):
            raise error
        language = await self.tongue.of(request)
        words = say(language, f"web.error.{SAID.get(error.status_code, 'bad_request')}")
        response = self._response(request, language, error.status_code, words)
        response.headers.update(error.headers or {})
        return response

    async def stranger(self, request: Request) -> Response:
        """Answer for a form that another site sent. Reads nothing of it, not even the cookie."""
        language = self.tongue.guess(request)
        return self._response(request, language, 403, say(language, "web.error.forbidden"))

    def unforeseen(self, request: Request, incident: str) -> Response:
        """Answer for a fault of ours; asks the database nothing, since that may be what failed."""
        language = self.tongue.guess(request)
        return self._response(request, language, 500, say(language, "error.unknown", incident=incident))

    def _response(self, request: Request, language: Language, status: int, words: str) -> Response:
        if is_fragment(request):
            return PlainTextResponse(words, status)
        form = getattr(request.state, "form", None) if status in WORTH_A_RETRY else None
        path = request.url.path
        back = ("/penilaian", "form.see") if path.startswith("/penilaian") else ("/", "web.back")
        page = self.renderer.page("error.html", language, words=words, form=form, retry=path, back=back, here="")
        return HTMLResponse(page, status)
