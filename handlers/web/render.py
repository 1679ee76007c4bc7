"""Draws pages and pieces of pages: the only place that knows the templates."""

import secrets
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from jinja2 import Environment

from bot.domain.answer import Answer, by_passage
from bot.domain.people import Language
from bot.personal import is_masked
from bot.texts import say
from handlers.assets import Assets
from handlers.templates import templates
from handlers.web.prose import blocks, shown

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Renderer:
    """Templates that escape whatever is put into them."""

    environment: Environment

    @classmethod
    def load(cls, assets: Assets) -> "Renderer":
        """Read the templates."""
        environment = templates(TEMPLATES, assets)
        environment.globals["new_key"] = _key
        environment.filters |= {"blocks": blocks, "by_passage": by_passage, "shown": shown, "web_address": web_address}
        environment.tests["covered"] = is_masked
        return cls(environment)

    def page(self, name: str, language: Language, **values: object) -> str:
        """Return a whole page in `language`."""
        return self.environment.get_template(name).render(language=language, t=partial(say, language), **values)

    def turn(self, question: str, answer: Answer) -> str:
        """Return one question with its answer, as the page's log holds it."""
        cards = self.environment.get_template("cards.html").module
        return str(cards.turn(question, answer))  # type: ignore[attr-defined] # a macro of the template


def web_address(url: str) -> str:
    """Return the address if a browser may be sent there, else nothing."""
    return url if url.startswith(("https://", "http://")) else ""


def _key() -> str:
    return secrets.token_urlsafe(12)
