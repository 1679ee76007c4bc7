"""Attach: a photo or document that is sent while a form asks for evidence is checked, locked away and bound to the item."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.db import consents, evidence
from bot.db.database import Database, ReadSession, WriteSession
from bot.domain.assessment import Attachment, Purpose
from bot.domain.instrument import in_language
from bot.domain.people import Address
from bot.domain.ports import Clock
from bot.domain.screens import Screen
from bot.services.fill import is_active
from bot.services.form import drawing
from bot.services.form.opening import Opened, Opening
from bot.services.form.showing import Showing, Shows
from bot.texts import say
from bot.vault.checking import Checked, check
from bot.vault.vault import Vault

MOST = 10
"""How many files one item takes."""

Fetch = Callable[[], Awaitable[bytes]]
Check = Callable[[bytes], Awaitable[Checked]]


@dataclass(frozen=True, slots=True)
class Attach:
    """Takes evidence. `check` gives back a clean file, or raises `Told`."""

    database: Database
    clock: Clock
    opening: Opening
    shows: Shows
    vault: Vault
    check: Check = check

    async def __call__(self, sender: Address, key: str, fetch: Fetch, hint: str | None, album: str = "") -> Showing | None:
        """Return what binds a file to the item that the sender is at; None where no form is being filled in.

        Where they did not say yet whether evidence may be kept, it is held until they do. Raises `Told` for a file that is refused.
        """
        async with self.database.glancing() as session:
            opened = await self.opening.of(session, sender, hint)
            if opened is None or not is_active(opened, self.clock.now()):
                return None
            hindrance = await self._hindrance(session, sender, opened)
        if hindrance is not None:
            return hindrance
        checked = await self.check(await fetch())
        digest = await self.vault.put(checked.content)
        attachment = Attachment(digest, checked.media_type, checked.size, self.clock.now(), album)

        async def show(session: WriteSession) -> Screen:
            return await self._bound(session, sender, opened, key, attachment)

        return show

    async def _hindrance(self, session: ReadSession, sender: Address, opened: Opened) -> Showing | None:
        form, item = opened.form, opened.form.item
        if item is None or item.proof is None:
            return self._saying(sender, opened, "form.proof.not_wanted")
        if await evidence.count(session, form.id, item.id) >= MOST:
            return self._saying(sender, opened, "form.proof.many", most=MOST)
        return None

    def _saying(self, sender: Address, opened: Opened, key: str, **values: str | int) -> Showing:
        async def show(session: WriteSession) -> Screen:
            return await self.shows.here(session, opened, sender, say(opened.form.language, key, **values))

        return show

    async def _bound(self, session: WriteSession, sender: Address, opened: Opened, key: str, attachment: Attachment) -> Screen:
        form, item = opened.form, opened.form.item
        fresh = await self.opening.of(session, sender, form.language)
        if fresh is None or item is None:
            return drawing.intro(self.opening.questionnaires.present, form.language)
        fresh.touch(self.clock.now())
        if Purpose.EVIDENCE not in await consents.given(session, fresh.row.person_id):
            await evidence.hold(session, form.id, item.id, key, attachment)
            return drawing.asks_for_evidence(form, item, say(form.language, "form.proof.held"))
        await evidence.attached(session, form.id, item.id, key, attachment)
        await session.flush()
        notice = say(form.language, "form.proof.kept", item=in_language(item.short, form.language))
        return await self.shows.here(session, fresh, sender, notice)
