"""After a post: the address where what came of it can be seen again, by reload and the browser's Back, and the words said there once."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.domain.screens import Action, Screen
from bot.services.assess import is_look
from bot.services.form.form import RESULT, REVIEW
from bot.services.own import DATA, is_look_at_data
from handlers.guarding import host_cookie, is_https
from handlers.web.visit import remember

LOOK, ANSWER, TYPED = "lihat", "jawaban", "tulisan"
"""What an address carries: the button whose screen it shows, the answer above it, the area that was typed."""
COOKIE = "ovop-said"
SECONDS = 60
MOST_BYTES = 2_700
"""Of words in a cookie: in base64 they stay below the 4096 bytes that browsers take."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a post did: the button that was `pressed`, `words` to say of it, the token of an `answer`, what was `typed`."""

    pressed: Action | None = None
    words: str = ""
    answer: str = ""
    typed: str = ""


def way_to(screen: Screen, pressed: Action | None) -> Action | None:
    """Return the button that shows a screen again; None where it stands at the plain address, or only says something."""
    if pressed is not None and pressed.place == DATA:
        return pressed if is_look_at_data(pressed) and (screen.rows or screen.files) else None
    if pressed is not None and pressed.verb != "here" and is_look(pressed) and not screen.notice:
        return pressed
    buttons = [button.action for row in screen.rows for button in row]
    if not buttons:
        return None
    first, last = buttons[0], buttons[-1]
    takes_files = screen.progress is None and (screen.takes_files or first.verb == "attach")
    if takes_files or screen.hint:
        return Action(last.form, last.place, "proof" if takes_files else "here")
    is_whole = bool(screen.heading) and first.place in {REVIEW, RESULT}
    return Action(first.form, first.place, "here") if is_whole else None


def sent_on(request: Request, path: str, screen: Screen, done: Done) -> Response:
    """Send the browser to where a screen can be seen; what it says of what was done is said there, and `done.words`."""
    way = way_to(screen, done.pressed)
    is_all_said = way is None and not screen.heading and not _is_intro(screen)
    said = [screen.notice, screen.text if is_all_said else "", done.words]
    carried = {LOOK: str(way or ""), ANSWER: done.answer, TYPED: done.typed if _asks_which(screen) else ""}
    query = urlencode({name: value for name, value in carried.items() if value}, safe="@")
    response = RedirectResponse(f"{path}?{query}" if query else path, 303)
    _keep(request, response, "\n\n".join(each for each in said if each))
    return remember(request, response)


def said_before(request: Request) -> str:
    """Return what is to be said on this page of what was done before it."""
    with suppress(ValueError):
        return urlsafe_b64decode(request.cookies.get(host_cookie(request, COOKIE), "")).decode()
    return ""


def is_said(request: Request, response: Response) -> Response:
    """Say it no second time."""
    if host_cookie(request, COOKIE) in request.cookies:
        _keep(request, response, "")
    return response


def _is_intro(screen: Screen) -> bool:
    return any(button.action.verb == "agree" for row in screen.rows for button in row)


def _asks_which(screen: Screen) -> bool:
    """Tell the question which of several areas is meant: of all that can be typed into, it alone is no step of its own."""
    return bool(screen.hint) and screen.progress is None and not screen.takes_files


def _keep(request: Request, response: Response, words: str) -> None:
    """Give the words to the browser, for a moment: no other visitor can read or write them there."""
    value = urlsafe_b64encode(words.encode()[:MOST_BYTES].decode(errors="ignore").encode()).decode()
    response.set_cookie(
        host_cookie(request, COOKIE), value, max_age=SECONDS if value else 0, path="/", secure=is_https(request), httponly=True,
        samesite="lax",
    )  # fmt: skip
