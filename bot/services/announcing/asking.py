"""Asking: a second person is shown an announcement, with all that they approve; its author hears what they said."""

from dataclasses import dataclass
from time import time

from bot.db import outbox, staff
from bot.db.database import ReadSession, WriteSession
from bot.domain.delivery import Kind
from bot.domain.people import Language
from bot.domain.ports import Clock
from bot.domain.screens import Action, Button, Screen
from bot.domain.staff import Deed, Staff, covers
from bot.services.announcing import describing
from bot.services.announcing.content import framed
from bot.services.announcing.drafting import NEWS, Bear, Draft
from bot.services.announcing.seeking import Seek
from bot.services.authorize import areas
from bot.services.carrying import Carry, carried
from bot.services.speak import language_at
from bot.texts import say


@dataclass(frozen=True, slots=True)
class Asks:
    """Asks those who may approve, by the channel that they are on."""

    clock: Clock
    seek: Seek
    tell: Carry
    bear: Bear

    async def approvers(self, session: ReadSession, draft: Draft) -> list[Staff]:
        """Return who else may approve it."""
        others = [one for one in await staff.members(session) if one.id != draft.row.author]
        return [one for one in others if any(covers(area, draft.row.area) for area in areas(one, Deed.APPROVE))]

    async def __call__(self, session: WriteSession, other: Staff, draft: Draft, key: str) -> None:
        """Show it to somebody, and ask."""
        address = await staff.address_of(session, other.id)
        if address is None:
            return  # the panel shows it to them
        language = await language_at(session, address)
        shown = self.bear(address, framed(draft.id, draft.content, draft.office, language), key, Kind.REPLY)
        await outbox.added(session, [(f"{key}:shown:{place}", one) for place, one in enumerate(shown)], time())
        words = await self._words(session, draft, language)
        yes = Button(Action(draft.id, NEWS, "approve", draft.version), say(language, "news.button.approve"))
        no = Button(Action(draft.id, NEWS, "reject"), say(language, "news.button.reject"))
        await carried(session, self.tell, address, Screen(language, words, ((yes, no),)), f"{key}:asked")

    async def answer(self, session: WriteSession, draft: Draft, how: str, **values: str) -> None:
        """Tell the author what became of it."""
        address = await staff.address_of(session, draft.row.author)
        if address is not None:
            language, key = await language_at(session, address), f"news-{how}:{draft.id}:{self.clock.now().timestamp():.3f}"
            words = say(language, f"news.told.{how}", title=draft.row.title, **values)
            await carried(session, self.tell, address, Screen(language, words), key)

    async def _words(self, session: ReadSession, draft: Draft, language: Language) -> str:
        reckoned = await self.seek.reckon_within(session, draft.audience, draft.row.area)
        return say(
            language, "news.told.asks", name=draft.author, title=draft.row.title, count=describing.count(reckoned, language),
            whom=await describing.whom(session, self.seek, draft, language), when=describing.when(draft, language),
        )  # fmt: skip
