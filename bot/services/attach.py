"""Attach: a photo or document that is sent while a form asks for evidence is checked, locked away and bound to the item."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.db import consents, evidence
from bot.db.database import Database, ReadSession, WriteSession
from bot.domain.assessment import Attachment, Purpose
from bot.domain.instrument import Item, in_language
from bot.domain.people import Address
from bot.domain.ports import Clock
from bot.domain.screens import Button, Screen
from bot.services.fill import is_open
from bot.services.form import drawing
from bot.services.form.form import RESULT, REVIEW
from bot.services.form.opening import Opened, Opening
from bot.services.form.showing import Showing, Shows, always
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

        At an item that wants none it is held for the last one before it that does, until they say whether it belongs there; so it is,
        too, where they did not say yet whether evidence may be kept. Raises `Told` for a file that is refused.
        """
        async with self.database.glancing() as session:
            opened = await self.opening.of(session, sender, hint)
            if opened is None or not is_open(opened, self.clock.now()):
                return None
            item = opened.form.proved
            hindrance = await self._hindrance(session, sender, opened, item)
        if hindrance is not None:
            return hindrance
        assert item is not None  # noqa: S101 - for the types: without one it is hindered
        checked = await self.check(await fetch())
        digest = await self.vault.put(checked.content)
        attachment = Attachment(digest, checked.media_type, checked.size, self.clock.now(), album)

        async def show(session: WriteSession) -> Screen:
            return await self._bound(session, sender, opened, item, key, attachment)

        return show

    async def _hindrance(self, session: ReadSession, sender: Address, opened: Opened, item: Item | None) -> Showing | None:
        form = opened.form
        if form.place in {REVIEW, RESULT}:
            edit = Button(form.action("edit", place=RESULT), say(form.language, "form.result.edit"))
            return always(Screen(form.language, say(form.language, "form.proof.after_all"), ((edit,),)))
        if item is None:
            return self._saying(sender, opened, "form.proof.not_wanted")
        if await evidence.count(session, form.id, item.id) >= MOST:
            return self._saying(sender, opened, "form.proof.many", most=MOST)
        return None

    def _saying(self, sender: Address, opened: Opened, key: str, **values: str | int) -> Showing:
        async def show(session: WriteSession) -> Screen:
            return await self.shows.here(session, opened, sender, say(opened.form.language, key, **values))

        return show

    async def _bound(  # noqa: PLR0913, PLR0917 - what is bound, to what, for whom
        self, session: WriteSession, sender: Address, opened: Opened, item: Item, key: str, attachment: Attachment
    ) -> Screen:
        form = opened.form
        fresh = await self.opening.of(session, sender, form.language)
        if fresh is None:
            return drawing.intro(self.opening.questionnaires.present, form.language)
        fresh.touch(self.clock.now())
        name = in_language(item.short, form.language)
        if Purpose.EVIDENCE not in await consents.given(session, fresh.row.person_id):
            await evidence.hold(session, form.id, item.id, key, attachment)
            said = "form.proof.held" if item is form.item else "form.proof.held_for"
            return drawing.asks_for_evidence(form, item, say(form.language, said, item=name))
        if item is not form.item:
            await evidence.hold(session, form.id, item.id, key, attachment)
            return drawing.asks_whose(form, item)
        await evidence.attached(session, form.id, item.id, key, attachment)
        await session.flush()
        return await self.shows.here(session, fresh, sender, say(form.language, "form.proof.kept", item=name))
