"""What each address of the chat page does: translate, call one service, draw."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from bot.domain.answer import Answer, Rating
from bot.domain.errors import AnswerGone, ChoiceGone
from bot.domain.messages import Message
from bot.domain.people import Address, Language
from bot.personal import mask
from bot.services.announcing.noticing import Notices
from bot.services.introduce import Introduce
from bot.services.rate import Rate
from bot.services.recall import Recall
from bot.services.speak import Speak
from bot.services.wait import Wait
from bot.texts import say
from handlers.pace import Pace
from handlers.sealing import sealed
from handlers.web.asks import Asks
from handlers.web.form import TOKEN, is_fragment, key_of, read_form
from handlers.web.render import Renderer
from handlers.web.visit import Tongue, hint_of, remember, visitor_of

RECENT = 12  # keeps a whole visit, files and all, under 60 KB
ALL = 200
PLACES = frozenset({"/", "/help", "/privacy", "/penilaian"})


@dataclass(frozen=True, slots=True)
class Web:
    """The handlers of the chat page."""

    ask: Asks
    rate: Rate
    wait: Wait
    recall: Recall
    speak: Speak
    introduce: Introduce
    tongue: Tongue
    renderer: Renderer
    pace: Pace
    notices: Notices

    async def home(self, request: Request) -> Response:
        """Show the conversation, or the welcome where there is none yet."""
        sender = visitor_of(request).sender
        language = await self.tongue.of(request)
        limit = ALL if "all" in request.query_params else RECENT
        turns = await self.recall(sender, limit=limit + 1)
        welcome = None if turns else await self.introduce.welcome(sender, hint_of(request))
        notices = await self.notices(sender, language)
        page = self.renderer.page(
            "chat.html", language, turns=turns[-limit:], has_more=len(turns) > limit, welcome=welcome, notices=notices, here="/",
            heard=await self.wait.unheard(sender),
        )  # fmt: skip
        return remember(request, HTMLResponse(page))

    async def help(self, request: Request) -> Response:
        """Say what can be asked and how."""
        language = await self.tongue.of(request)
        prompt = await self.introduce.help(visitor_of(request).sender, hint_of(request))
        return HTMLResponse(self.renderer.page("text.html", language, prompt=prompt, title="web.help", here="/help"))

    async def file(self, request: Request) -> Response:
        """Give a file of an announcement that waits for the visitor. Raises `FileGone`."""
        number = request.path_params["id"]
        content, kind = await self.notices.file(visitor_of(request).sender, number, request.path_params["digest"])
        return sealed(content, kind, **{"Cache-Control": "private, max-age=86400"})

    async def health(self, _request: Request) -> Response:
        """Say that the process answers."""
        return PlainTextResponse("ok")

    async def message(self, request: Request) -> Response:
        """Answer a question."""
        sender, form = await self._receive(request)
        text = mask(form.get("text", "")).text
        answer = await self.ask(Message(sender, text, key_of(form, text)))
        return self._turn(request, text, answer)

    async def choice(self, request: Request) -> Response:
        """Answer what a tapped choice stands for."""
        sender, form = await self._receive(request)
        token = request.path_params["token"]
        if not TOKEN.fullmatch(token):
            raise ChoiceGone
        turn = await self.ask.follow(sender, token, key_of(form, token), hint_of(request))
        return self._turn(request, turn.question, turn.answer)

    async def rating(self, request: Request) -> Response:
        """Keep a thumb."""
        sender, form = await self._receive(request)
        token = request.path_params["token"]
        if not TOKEN.fullmatch(token):
            raise AnswerGone
        try:
            rating = Rating(form.get("rating", ""))
        except ValueError:
            raise HTTPException(400) from None
        await self.rate(sender, token, rating)
        if is_fragment(request):
            return PlainTextResponse(say(await self.tongue.of(request), "web.rated"))
        return _see(request, f"/#t-{token}")

    async def officer(self, request: Request) -> Response:
        """Let a question wait for an officer. Raises `AnswerGone`."""
        sender, _ = await self._receive(request)
        token = request.path_params["token"]
        if not TOKEN.fullmatch(token):
            raise AnswerGone
        await self.wait(sender, token)
        if is_fragment(request):
            return PlainTextResponse(say(await self.tongue.of(request), "officer.passed_on"))
        return _see(request, f"/#t-{token}")

    async def language(self, request: Request) -> Response:
        """Speak another language from now on."""
        sender, form = await self._receive(request)
        try:
            language = Language(form.get("language", ""))
        except ValueError:
            raise HTTPException(400) from None
        await self.speak.choose(sender, language)
        here = form.get("here", "/")
        return _see(request, here if here in PLACES else "/")

    async def _receive(self, request: Request) -> tuple[Address, Mapping[str, str]]:
        """Return who sends a form, and its fields. Raises `TooMany` after reading them: they can be handed back."""
        visitor = visitor_of(request)
        form = await read_form(request)
        self.pace.take(visitor.session, request.client.host if request.client else "")
        return visitor.sender, form

    def _turn(self, request: Request, question: str, answer: Answer) -> Response:
        if not is_fragment(request):
            return _see(request, "/#last")
        return _greeted(request, HTMLResponse(self.renderer.turn(question, answer)))


def _see(request: Request, where: str) -> Response:
    return _greeted(request, RedirectResponse(where, 303))


def _greeted(request: Request, response: Response) -> Response:
    """Give a cookie to a browser that came without: its conversation begins with this very form."""
    return remember(request, response) if visitor_of(request).is_new else response
