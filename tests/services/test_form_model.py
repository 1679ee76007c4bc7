"""Whatever an owner does with a form, in whatever order: the database holds what a plain model of it says, and nothing raises.

CI runs `ci`; by hand `HYPOTHESIS_PROFILE=long pytest tests/services/test_form_model.py` runs 5,000 times 50 steps.
"""

import asyncio
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import Table, select

from bot.db import assessments, consents
from bot.db.base import Base
from bot.db.database import Database, ReadSession
from bot.domain.assessment import Change, State
from bot.domain.errors import FileGone
from bot.domain.people import Address, Channel
from bot.domain.screens import Action, Button, Screen
from bot.services.form.showing import Showing
from bot.vault.checking import Checked
from handlers.telegram import screens
from tests.databases import SqliteHome
from tests.fakes import FixedClock
from tests.filling import Forms
from tests.form_model import PROFILE, Paper

ME = Address(Channel.TELEGRAM, "7")
PHOTOS = 12
PURPOSES = ("assessment", "sharing", "evidence", "announcements")
OF_PEOPLE = {"people", "profiles", "consents", "assessments", "given_answers", "revisions", "state_changes", "evidence", "held_files"}
WHATEVER = st.randoms(use_true_random=False)
PROFILES = {"ci": (200, 12), "short": (40, 30), "long": (5000, 50)}
EXAMPLES, STEPS = PROFILES[os.environ.get("HYPOTHESIS_PROFILE", "ci")]
WORDS = {
    "@name": ("  Bu   Siti ", "Bu Siti"),
    "@business": ("Keripik Mbok Siti", "Keripik Mbok Siti"),
    "@area": ("kab malang", "35.07"),
    "@since": ("2015", "2015"),
    "@sentra": ("Tidak", "no"),
}
"""What is typed at a place of the profile, and what it means."""

T = TypeVar("T")


async def clean(content: bytes) -> Checked:
    return Checked(content, "image/jpeg", len(content))


@dataclass(frozen=True)
class Tap:
    """A button as it was shown once."""

    action: Action
    is_chosen: bool


class Owner(RuleBasedStateMachine):
    """An owner with a form, on a database of their own."""

    def __init__(self, home: SqliteHome) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.folder = Path(mkdtemp(prefix="ovop-model-"))
        self.clock = FixedClock()
        self.database = Database(self.run(home.migrated()))
        self.screen: Screen | None = None
        self.taps: list[Action] = []
        self.frozen: dict[Any, Any] = {}
        self.keys = 0
        self.starts()
        self.paper = Paper(self.forms.text)

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        return self.loop.run(doing)

    def starts(self) -> None:
        """Build the services anew, as after a restart."""
        self.forms = Forms(self.database, self.clock, self.folder)
        filling = self.forms.filling
        self.assess, self.fill = filling.assess, filling.fill
        self.attach, self.own = replace(filling.attach, check=clean), self.forms.own

    def teardown(self) -> None:
        assert self.run(self.filled_tables()) <= OF_PEOPLE | {"instruments"}
        self.run(self.database.dispose())
        self.loop.close()
        shutil.rmtree(self.folder)
        Path(str(self.database.engine.url.database)).unlink()

    # What is done to both

    def shows(self, showing: Showing | None) -> None:
        """Keep what was done, clear what it left as the channels do, and look at the screen that comes back."""
        if showing is None:
            return

        async def shown(show: Showing = showing) -> Screen:
            async with self.database.writing() as session:
                return await show(session)

        screen = self.run(shown())
        self.run(self.own.clear())
        self.looks(screen)

    def looks(self, screen: Screen) -> None:
        buttons = [button for row in screen.rows for button in row]
        assert screen.text.strip()
        assert screens.screen(screen)
        assert all(button.label.strip() and len(f"{screens.FORM}{button.action}".encode()) <= 64 for button in buttons)
        assert all(Action.parse(str(button.action)) == button.action for button in buttons)
        assert screen.progress is None or 0 <= screen.progress[0] <= screen.progress[1]
        self.marks(buttons)
        self.screen = screen
        self.taps = (self.taps + [button.action for button in buttons])[-400:]

    def marks(self, buttons: list[Button]) -> None:
        """The answer that is known is marked, and no other is."""
        form, known = self.paper.form, self.paper.profile or {}
        for button in buttons:
            act = button.action
            if act.verb == "pick" and form and act.form == form["id"]:
                of_profile = {"@commodity": known.get("commodity"), "@sentra": known.get("sentra")}
                present = of_profile.get(act.place) if act.place in PROFILE else form["given"].get(act.place, ("",))[0]
                assert button.is_chosen == (act.value == present), act

    def press(self, action: Action) -> None:
        self.clock.pass_by(timedelta(seconds=1))
        now = self.clock.now()
        kept = self.paper.form["evidence"] if self.paper.form else []
        is_there = any(str(one.get("id")) == action.value and not one["removed"] for one in kept)
        if action.place == "@data":
            self.presses_data(action)
            return
        before = {name: self.paper.form[name] for name in ("is_paused", "touched_at")} if self.paper.form else {}
        self.paper.press(action.form, action.place, action.verb, action.value, now)
        try:
            self.shows(self.run(self.assess.press(ME, action, "id")))
        except FileGone:
            assert action.verb == "show"
            assert not is_there
            assert self.paper.form
            self.paper.form |= before

    def presses_data(self, action: Action) -> None:
        if action.verb == "deny":
            self.paper.deny(action.value, "button")
        if (action.verb, action.value) == ("erase", "yes"):
            self.paper.erase()
            self.frozen.clear()
        if action.verb != "export":
            self.shows(self.run(self.own.press(ME, action, "id")))
        if (action.verb, action.value) == ("erase", "yes"):
            assert self.run(self.forms.vault.digests()) == set()

    def pick(self, place: str, value: str) -> None:
        self.press(Action(self.paper.form["id"] if self.paper.form else 0, place, "pick", value))

    def types(self, words: str, value: str | None) -> None:
        self.clock.pass_by(timedelta(seconds=1))
        is_taken = self.paper.is_active(self.clock.now())
        self.paper.typed(value, self.clock.now())
        typed = self.run(self.fill.read(ME, words, "id"))
        assert (typed is not None) == is_taken
        if typed is not None:
            self.shows(typed.show)

    def sends(self, key: str, album: str) -> None:
        self.clock.pass_by(timedelta(seconds=1))
        is_fetched = []

        async def fetch() -> bytes:
            is_fetched.append(True)
            return f"photo {key}".encode()

        is_taken = self.paper.photo(key, album, self.clock.now())
        self.shows(self.run(self.attach(ME, key, fetch, "id", album)))
        assert bool(is_fetched) == is_taken

    def data(self, act: Callable[..., Coroutine[Any, Any, Screen]]) -> None:
        self.shows(lambda session: act(session, ME, "id"))

    @property
    def place(self) -> str:
        return self.paper.at(self.paper.form) if self.paper.form else ""

    # The rules

    @initialize(chance=WHATEVER, commodity=st.sampled_from(["pangan", "tenun", ""]), is_at_the_end=st.booleans())
    def agrees(self, chance: Any, commodity: str, is_at_the_end: bool) -> None:  # noqa: FBT001 - hypothesis calls it by name
        """Most owners agree, and some have told something."""
        self.press(Action(0, "@start", "agree"))
        self.compared()
        if commodity:
            self.pick("@commodity", commodity)
            self.compared()
            self.pick(chance.choice(self.paper.items)["id"], "belum")
        if is_at_the_end:
            self.paper.correct()
            self.data(self.own.correct)

    @rule()
    def looks_where_it_is(self) -> None:
        self.clock.pass_by(timedelta(seconds=1))
        self.paper.begin(self.clock.now())
        self.shows(lambda session: self.assess.begin(session, ME, "id"))

    @rule(chance=WHATEVER)
    def taps_what_is_shown(self, chance: Any) -> None:
        shown = [button.action for row in self.screen.rows for button in row] if self.screen else []
        if shown:
            self.press(chance.choice(shown))

    @rule(chance=WHATEVER)
    def taps_every_kind_of_button_twice(self, chance: Any) -> None:
        shown = [button.action for row in self.screen.rows for button in row] if self.screen else []
        if shown:
            by_verb = {action.verb: action for action in chance.sample(shown, len(shown))}
            action = by_verb[chance.choice(sorted(by_verb))]
            self.press(action)
            self.compared()
            self.press(action)

    @rule(chance=WHATEVER)
    def taps_an_old_button(self, chance: Any) -> None:
        if self.taps:
            self.press(chance.choice(self.taps))

    @rule(chance=WHATEVER)
    def answers_where_it_is(self, chance: Any) -> None:
        item = self.paper.item(self.place)
        if item is not None:
            self.pick(item["id"], chance.choice(item["options"])["id"])
        elif self.place in WORDS:
            self.types(*WORDS[self.place])

    @rule(chance=WHATEVER)
    def answers_another_item(self, chance: Any) -> None:
        item = chance.choice(self.paper.all_items)
        self.pick(item["id"], chance.choice(item["options"])["id"])

    @rule(chance=WHATEVER)
    def types_the_words_of_an_option(self, chance: Any) -> None:
        item = self.paper.item(self.place)
        if item is not None:
            option = chance.choice(item["options"])
            self.types_label(item["id"], option["label"]["id"], option["id"])
        elif self.place == "@commodity":
            self.types(*chance.choice([(label, id_) for id_, label in self.paper.commodities.items()]))

    def types_label(self, item: str, label: str, option: str) -> None:
        form = self.paper.form
        assert form is not None
        self.types(label, option)
        if form["given"].get(item, ("", "", None))[2] == self.clock.now():
            form["given"][item] = (option, label, self.clock.now())

    @rule(words=st.sampled_from(["wkwkwk asik", "zzz qqq", "x" * 300]))
    def types_nonsense(self, words: str) -> None:
        is_name = self.place in {"@name", "@business"} and len(words) <= 100
        self.types(words, words if is_name else None)

    @rule()
    def asks_something(self) -> None:
        self.types("sentra itu minimal berapa usaha ya?", None)

    @rule(commodity=st.sampled_from(["pangan", "tenun", "batik", "lain"]))
    def makes_something_else(self, commodity: str) -> None:
        self.pick("@commodity", commodity)

    @precondition(lambda self: self.paper.form)
    @rule(chance=WHATEVER, verb=st.sampled_from(["go", "why", "proof"]))
    def goes_to_an_item(self, chance: Any, verb: str) -> None:
        self.press(Action(self.paper.form["id"], chance.choice(self.paper.places[2:-1]), verb))  # type: ignore[index]

    @precondition(lambda self: self.paper.form)
    @rule()
    def agrees_that_evidence_is_kept(self) -> None:
        item = next(item for item in self.paper.items if "proof" in item)
        self.press(Action(self.paper.form["id"], item["id"], "attach", "yes"))  # type: ignore[index]

    @precondition(lambda self: self.paper.form)
    @rule()
    def refuses_that_evidence_is_kept(self) -> None:
        item = next(item for item in self.paper.items if "proof" in item)
        self.press(Action(self.paper.form["id"], item["id"], "attach", "no"))  # type: ignore[index]

    @rule(is_again=st.booleans(), files=st.integers(1, 4))
    def sends_photos(self, is_again: bool, files: int) -> None:  # noqa: FBT001 - hypothesis calls it by name
        album = f"album-{self.keys}" if files > 1 else ""
        for _ in range(files):
            self.keys += not is_again
            self.sends(f"photo-{self.keys}", album)
            self.compared()

    @rule()
    def goes_to_the_summary(self) -> None:
        self.paper.correct()
        self.data(self.own.correct)

    @precondition(lambda self: self.paper.form)
    @rule(verb=st.sampled_from(["finish", "finish", "send", "edit", "result", "history", "report", "quiet", "save", "here"]))
    def uses_a_door(self, verb: str) -> None:
        place = "@review" if verb == "finish" else self.place
        self.press(Action(self.paper.form["id"], place, verb, "yes" if verb == "send" else ""))  # type: ignore[index]

    @precondition(lambda self: self.paper.form and self.paper.form["state"] in {"submitted", "in_review"})
    @rule(state=st.sampled_from([State.IN_REVIEW, State.RETURNED, State.REVIEWED, State.REVIEWED]))
    def is_reviewed(self, state: State) -> None:
        async def review() -> None:
            async with self.database.writing() as session:
                row = await assessments.open_one(session, ME)
                assert row is not None
                assessments.changed(session, row, Change(state, "3", "Catatan"), self.clock.now())

        self.run(review())
        self.paper.reviewed(state.value)

    @precondition(lambda self: self.paper.form and self.paper.form["state"] == "reviewed")
    @rule()
    def starts_again(self) -> None:
        self.press(Action(self.paper.form["id"], "@result", "again", "yes"))  # type: ignore[index]

    @rule(span=st.sampled_from([timedelta(hours=13), timedelta(days=1), timedelta(days=8)]))
    def lets_time_pass(self, span: timedelta) -> None:
        self.clock.pass_by(span)

    @rule()
    def restarts(self) -> None:
        self.starts()

    @rule(purpose=st.sampled_from(PURPOSES))
    def withdraws(self, purpose: str) -> None:
        self.press(Action(0, "@data", "deny", purpose))

    @rule(is_all=st.booleans())
    def looks_at_their_rights(self, is_all: bool) -> None:  # noqa: FBT001 - hypothesis calls it by name
        if is_all:
            self.paper.stop()
        self.data(self.own.stop if is_all else self.own.rights)

    @rule(is_sure=st.sampled_from([False, False, True]))
    def erases(self, is_sure: bool) -> None:  # noqa: FBT001 - hypothesis calls it by name
        self.press(Action(0, "@data", "erase", "yes" if is_sure else ""))

    # What must be so after each of them

    @invariant()
    def compared(self) -> None:
        """All tables hold what the model says; what was finished never changes."""
        found = self.run(self.looked_up())
        self.learn(found)
        wanted = self.paper.rows()
        assert len(found["people"]) == wanted["people"]
        assert [without(row, "person_id") for row in found["profiles"]] == wanted["profiles"]
        assert Counter((row["purpose"], row["is_given"], row["how"]) for row in found["consents"]) == wanted["consents"]
        assert set(found["agreed"]) == wanted["agreed"]
        assert [without(row, "person_id", "code", "instrument") for row in found["assessments"]] == wanted["assessments"]
        given = {(row["assessment_id"], row["item"]): (row["option"], row["given_at"]) for row in found["given_answers"]}
        assert given == wanted["given_answers"]
        self.compared_further(found, wanted)

    def compared_further(self, found: dict[str, list[Any]], wanted: dict[str, Any]) -> None:
        words = {(row["assessment_id"], row["item"]): row["words"] for row in found["given_answers"]}
        assert words == {(form["id"], item): said[1] for form in self.paper.forms for item, said in form["given"].items()}
        made = {(row["assessment_id"], row["number"]): row for row in found["revisions"]}
        assert {
            key: {"profile": json.loads(row["profile"]), "answers": json.loads(row["answers"]), "made_at": row["made_at"]}
            for key, row in made.items()
        } == wanted["revisions"]  # fmt: skip
        assert self.frozen.items() <= made.items(), "what was finished is never overwritten"
        self.frozen = made
        changes = [(row["assessment_id"], row["state"], row["actor"], row["note"]) for row in found["state_changes"]]
        assert sorted(changes) == sorted(wanted["state_changes"])
        evidence = [
            ((row["assessment_id"], row["key"]), (row["item"], row["album"], row["removed_at"] is not None)) for row in found["evidence"]
        ]
        assert len(evidence) == len(dict(evidence))
        assert dict(evidence) == wanted["evidence"]
        held = [((row["assessment_id"], row["key"]), (row["item"], row["album"])) for row in found["held_files"]]
        assert sorted(held) == sorted(wanted["held_files"].items())

    async def looked_up(self) -> dict[str, list[Any]]:
        async with self.database.glancing() as session:
            found = {name: await rows(session, Base.metadata.tables[name]) for name in OF_PEOPLE}
            people = found["people"]
            found["agreed"] = [one.value for one in await consents.given(session, people[0]["id"])] if people else []
        return found

    async def filled_tables(self) -> set[str]:
        async with self.database.glancing() as session:
            return {table.name for table in Base.metadata.sorted_tables if await rows(session, table)}

    def learn(self, found: dict[str, list[Any]]) -> None:
        """Take over the ids that only a database gives."""
        for form, row in zip(self.paper.forms, found["assessments"], strict=True):
            form["id"] = form["id"] or row["id"]
            ids = {one["key"]: one["id"] for one in found["evidence"] if one["assessment_id"] == row["id"]}
            for one in form["evidence"]:
                one["id"] = ids.get(one["key"])


async def rows(session: ReadSession, table: Table) -> list[dict[str, Any]]:
    connection = await session.core()
    found = await connection.execute(select(table).order_by(*table.primary_key.columns))
    return [dict(row) for row in found.mappings()]


def without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def test_whatever_an_owner_does_the_database_holds_what_the_model_says(sqlite_home: SqliteHome) -> None:
    chosen = settings(
        max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck), database=None,
    )  # fmt: skip
    run_state_machine_as_test(lambda: Owner(sqlite_home), settings=chosen)
