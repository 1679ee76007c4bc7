"""Own: what a person may do with their data (UU 27/2022, articles 5 to 13): see, take along, correct, stop, erase."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.areas import zone_of
from bot.db import announcements, assessments, consents, evidence, owned
from bot.db.assessment_models import ExportRow
from bot.db.database import Database, ReadSession, WriteSession
from bot.domain.assessment import Change, Purpose, State
from bot.domain.people import Address, Language
from bot.domain.ports import Clock
from bot.domain.screens import Action, Button, Enclosed, Screen
from bot.reporting.ledger import Rows, ledger
from bot.services.form.consenting import decision
from bot.services.form.form import REVIEW
from bot.services.form.opening import Opening
from bot.services.form.showing import Showing, Shows, always
from bot.services.leftover import Leftover
from bot.services.legible import legible
from bot.texts import say
from bot.vault.vault import Vault

DATA = "@data"
"""The place of buttons that are of a person's data, not of a form."""
YEAR = 365
COPIES = {"application/pdf": "data-saya.pdf", "application/json": "data-saya.json"}
"""The copies by their kind: first the one to read."""


@dataclass(frozen=True, slots=True)
class Own:
    """A person's own data. `days` says how long each kind is kept (see `bot.services.retain`), `officer` who answers for it.

    `leftover` is what an act left to be done, here or in a form.
    """

    database: Database
    clock: Clock
    opening: Opening
    shows: Shows
    vault: Vault
    leftover: Leftover
    days: Mapping[str, int]
    officer: str = ""

    async def rights(self, session: ReadSession, sender: Address, hint: str | None) -> Screen:
        """Return what is kept and why, and what can be done about it."""
        language = await self.opening.language(session, sender, hint)
        person = await owned.person_id(session, sender)
        agreed = await consents.given(session, person) if person is not None else frozenset()
        given = [purpose for purpose in Purpose if purpose in agreed]
        rows: list[tuple[Button, ...]] = [(_button("deny", say(language, f"own.deny.{one}"), one.value),) for one in given]
        rows += [(_button("export", say(language, "own.export")), _button("erase", say(language, "own.erase")))]
        spans = {kind: _span(language, days) for kind, days in self.days.items()}
        officer = self.officer or say(language, "own.officer_unknown")
        title, _, words = say(language, "privacy", officer=officer, **spans).partition("\n\n")
        return Screen(language, words, tuple(rows), title)

    async def press(self, sender: Address, action: Action, hint: str | None) -> Showing:
        """Return what does what a button of one's data says."""
        match action.verb, action.value:
            case "export", _:
                return await self.export(sender, hint)
            case "erase", "yes":
                return self._doing(self._erased, sender, hint)
            case "erase", "no":
                return self._doing(self._kept, sender, hint)
            case "erase", _:
                return self._doing(self.asks_to_erase, sender, hint)
            case "deny", purpose if purpose in set(Purpose):
                return self._denying(sender, Purpose(purpose), hint)
            case _:
                return self._doing(self.rights, sender, hint)

    async def look(self, session: ReadSession, sender: Address, action: Action, hint: str | None) -> Screen:
        """Return the screen that a button led to, once more: the question before erasing, or the copies that were made last."""
        person = await owned.person_id(session, sender)
        if person is not None and is_look_at_data(action):
            language = await self.opening.language(session, sender, hint)
            if action.verb == "erase":
                return _asks_to_erase(language)
            if rows := await owned.copies(session, person):
                files = tuple(Enclosed(row.digest, row.media_type, COPIES[row.media_type], COPIES[row.media_type]) for row in rows)
                return _exported(language, files, await owned.looks(session, person))
        return await self.rights(session, sender, hint)

    async def export(self, sender: Address, hint: str | None) -> Showing:
        """Return what gives a person all that is kept of them, to read and to take along."""
        async with self.database.reading() as session:
            language = await self.opening.language(session, sender, hint)
            person = await owned.person_id(session, sender)
            found = await owned.everything(session, person) if person is not None else {}
            instruments = {
                row["id"]: await self.opening.questionnaires.of(session, row["instrument"]) for row in found.get("assessments", [])
            }
        if not found or person is None:
            return always(Screen(language, say(language, "own.nothing")))
        made = self.clock.now()
        in_words = legible(found, instruments, self.opening.questionnaires.present, language)
        files = await self._files(found, in_words, language)

        async def show(session: WriteSession) -> Screen:
            session.add_all(ExportRow(person_id=person, digest=one.digest, media_type=one.media_type, made_at=made) for one in files)
            return _exported(language, files, len(found.get("looks", [])))

        return show

    async def correct(self, session: WriteSession, sender: Address, hint: str | None) -> Screen:
        """Return the summary of the open form, where all can be changed."""
        opened = await self.opening.of(session, sender, hint)
        language = await self.opening.language(session, sender, hint)
        if opened is None:
            return Screen(language, say(language, "own.nothing_to_correct"))
        if not opened.form.is_editable:
            return await self.shows.here(session, opened, sender)
        opened.goes(REVIEW)
        return await self.shows.here(session, opened, sender, say(language, "own.correct"))

    async def stop(self, session: WriteSession, sender: Address, hint: str | None) -> Screen:
        """Withdraw every consent at once: no announcement, no reminder, no review from now on."""
        language = await self.opening.language(session, sender, hint)
        person = await owned.person_id(session, sender)
        given = await consents.given(session, person) if person is not None else frozenset()
        for purpose in given:
            await self._withdraw(session, sender, purpose, language, "/berhenti")
        said = ["own.stopped" if given else "own.nothing_to_stop", *(["own.stopped_evidence"] if Purpose.EVIDENCE in given else [])]
        return Screen(language, " ".join(say(language, key) for key in said))

    async def asks_to_erase(self, session: WriteSession, sender: Address, hint: str | None) -> Screen:
        """Return the question whether all is to be erased; of who is not known only what could not be handled goes, unasked."""
        if await owned.person_id(session, sender) is None:
            return await self._erased(session, sender, hint)
        return _asks_to_erase(await self.opening.language(session, sender, hint))

    async def clear(self) -> None:
        """Remove the files that rows named that are gone, and what the database's log still holds of those rows."""
        left = self.leftover.taken()
        if left.files:
            async with self.database.reading() as session:
                left.files -= await evidence.named(session, left.files)  # another's too, or still theirs, had the commit failed
        for digest in left.files:
            await self.vault.remove(digest)
        if left.is_logged:
            await self.database.scrub()

    async def _erased(self, session: WriteSession, sender: Address, hint: str | None) -> Screen:
        language = await self.opening.language(session, sender, hint)
        person = await owned.person_id(session, sender)
        digests = await evidence.digests_of(session, person) if person is not None else ()
        known = await owned.erased(session, sender)
        if known:
            self.leftover.add(digests)
        return Screen(language, say(language, "own.erased" if known else "own.nothing"))

    async def _kept(self, session: ReadSession, sender: Address, hint: str | None) -> Screen:
        language = await self.opening.language(session, sender, hint)
        return Screen(language, say(language, "own.kept"), ((_button("rights", say(language, "own.title")),),))

    def _denying(self, sender: Address, purpose: Purpose, hint: str | None) -> Showing:
        async def show(session: WriteSession) -> Screen:
            language = await self.opening.language(session, sender, hint)
            await self._withdraw(session, sender, purpose, language, "button")
            return Screen(language, say(language, f"own.denied.{purpose}"))

        return show

    async def _withdraw(self, session: WriteSession, sender: Address, purpose: Purpose, language: Language, how: str) -> None:
        person = await owned.person_id(session, sender)
        if person is None or purpose not in await consents.given(session, person):
            return  # an old button: nothing is withdrawn twice
        now = self.clock.now()
        consents.decided(session, person, decision(purpose, language, how, is_given=False), now)
        match purpose:
            case Purpose.SHARING:
                for row in await assessments.handed_in(session, person):
                    assessments.changed(session, row, Change(State.DRAFT, "owner", how), now)
            case Purpose.EVIDENCE:
                self.leftover.add(await evidence.all_removed(session, person, now))
            case Purpose.ANNOUNCEMENTS:
                await announcements.withdrawn(session, person, now)
            case Purpose.ASSESSMENT if (draft := await assessments.open_one(session, sender)) is not None:
                draft.is_paused, draft.wants_reminders = True, False
            case _:
                pass

    async def _files(self, found: Rows, in_words: Rows, language: Language) -> tuple[Enclosed, ...]:
        words = json.dumps(found, ensure_ascii=False, indent=1).encode()
        zone = zone_of("".join(row["area"] for row in found.get("profiles", [])))
        paper = await asyncio.to_thread(ledger, in_words, say(language, "own.title"), language, zone)
        made = zip((paper, words), COPIES.items(), strict=True)
        return tuple([Enclosed(await self.vault.put(content), kind, name, name) for content, (kind, name) in made])

    def _doing(self, act: Any, sender: Address, hint: str | None) -> Showing:  # noqa: ANN401 - reading or writing alike
        async def show(session: WriteSession) -> Screen:
            screen: Screen = await act(session, sender, hint)
            return screen

        return show


def is_look_at_data(action: Action) -> bool:
    """Tell whether what a button shows can be looked at again without doing anything."""
    return action.place == DATA and action.verb in {"erase", "export"} and not action.value


def _asks_to_erase(language: Language) -> Screen:
    yes, no = _button("erase", say(language, "own.erase_yes"), "yes"), _button("erase", say(language, "own.erase_no"), "no")
    return Screen(language, say(language, "own.erase_ask"), ((yes,), (no,)))


def _exported(language: Language, files: tuple[Enclosed, ...], looked: int) -> Screen:
    seen = say(language, "own.looked", count=looked) if looked else say(language, "own.unseen")
    return Screen(language, say(language, "own.exported", looked=seen), files=files)


def _span(language: Language, days: int) -> str:
    """Return how long something is kept, in years where it is whole years."""
    years, rest = divmod(days, YEAR)
    if rest or not years:
        return say(language, "own.days", count=days)
    return say(language, "own.year" if years == 1 else "own.years", count=years)


def _button(verb: str, label: str, value: str = "") -> Button:
    return Button(Action(0, DATA, verb, value), label)
