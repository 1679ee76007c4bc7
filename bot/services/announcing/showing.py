"""Shows a draft in a chat: for whom it is, how many that are, when it goes, and what can be done."""

from dataclasses import dataclass

from bot.db.database import ReadSession
from bot.domain.instrument import in_language
from bot.domain.people import Language
from bot.domain.screens import Action, Button, Screen
from bot.services.announcing import describing
from bot.services.announcing.drafting import NEWS, Draft, Rules
from bot.services.announcing.seeking import Seek
from bot.texts import say

WHYS, OWN = ("text", "whom", "time", "talk"), "own"
"""Why an announcement may be given back, to choose from, and what asks for other words."""


@dataclass(frozen=True, slots=True)
class Shows:
    """Makes screens."""

    seek: Seek
    rules: Rules

    async def draft(self, session: ReadSession, draft: Draft, language: Language) -> Screen:
        """Return a draft with its recipients and what can be done."""
        reckoned = await self.seek.reckon_within(session, draft.audience, draft.row.area)
        words = say(
            language, "news.chat.got", whom=await describing.whom(session, self.seek, draft, language),
            count=describing.count(reckoned, language), when=describing.when(draft, language),
            links=", ".join(link.label for link in draft.content.links) or say(language, "news.chat.no_links"),
        )  # fmt: skip
        submit = "news.button.submit" if self.rules.wants_second else "news.button.send"
        turn = ("news.button.now", "when", "now") if draft.row.due_at else ("news.button.tomorrow", "when", "tomorrow")
        rows = (
            (("news.button.test", "test"), ("news.button.links", "links")),
            (("news.button.area", "area"), ("news.button.commodity", "product")),
            (turn, (submit, "submit")),
            (("news.button.redo", "redo"), ("news.button.drop", "drop")),
        )
        buttons = tuple(tuple(button(draft.id, verb, say(language, key), *value) for key, verb, *value in row) for row in rows)
        return Screen(language, words, buttons, heading=draft.row.title)

    def reasons(self, draft: Draft, language: Language) -> Screen:
        """Return why an announcement may be given back, to choose from."""
        rows = tuple((button(draft.id, "reject", say(language, f"news_why.{why}"), why),) for why in (*WHYS, OWN))
        return Screen(language, say(language, "news.chat.why"), rows)

    async def products(self, _session: ReadSession, draft: Draft, language: Language) -> Screen:
        """Return the products to choose from: a tap adds one or takes it away."""
        chosen = draft.audience.commodities
        rows = [
            (button(draft.id, "product", in_language(one.label, language), str(number), is_chosen=one.id in chosen),)
            for number, one in enumerate(self.seek.instrument.commodities)
        ]
        rows.append((button(draft.id, "product", say(language, "news.button.everybody"), "all", is_chosen=not chosen),))
        rows.append((button(draft.id, "here", say(language, "news.panel.back")),))
        return Screen(language, say(language, "news.chat.which_commodity"), tuple(rows))


def button(announcement_id: int, verb: str, label: str, value: str = "", *, is_chosen: bool = False) -> Button:
    """Return a button of an announcement."""
    return Button(Action(announcement_id, NEWS, verb, value), label, is_chosen)
