"""What a self-assessment is, once more and without the product: plain dicts, and the rules of the form read from its file.

`press`, `typed`, `photo` and the rest change the model as a person would expect it of the form; `rows` says what a database then holds.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import yaml

PROFILE = ("@name", "@business", "@commodity", "@area", "@sentra", "@since")
COLUMN = dict(zip(PROFILE, ("owner_name", "business_name", "commodity", "area", "sentra", "since"), strict=True))
EMPTY = {"owner_name": "", "business_name": "", "commodity": "", "area": "", "sentra": None, "since": None}
ACTIVE = timedelta(hours=12)
Row = dict[str, Any]


@cache
def rules(text: str) -> Row:
    """Return what an instrument's file says."""
    found: Row = yaml.safe_load(text)
    return found


@dataclass
class Paper:
    """One person's form on paper."""

    text: str
    is_known: bool = False
    profile: Row | None = None
    forms: list[Row] = field(default_factory=list)
    consents: list[tuple[str, bool, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        read = rules(self.text)
        self.all_items: list[Row] = read["items"]
        self.commodities: dict[str, str] = {one["id"]: one["label"]["id"] for one in read["commodities"]}

    # What is known

    @property
    def form(self) -> Row | None:
        return next((form for form in self.forms if form["closed_at"] is None), None)

    @property
    def items(self) -> list[Row]:
        commodity = (self.profile or EMPTY)["commodity"]
        return [item for item in self.all_items if commodity in item.get("commodities", [commodity])]

    @property
    def places(self) -> list[str]:
        return [*PROFILE, *(item["id"] for item in self.items), "@review"]

    def at(self, form: Row) -> str:
        return "@result" if form["state"] == "reviewed" else str(form["place"])

    def item(self, place: str) -> Row | None:
        return next((item for item in self.items if item["id"] == place), None)

    def agrees(self, purpose: str) -> bool:
        return next((given for one, given, _ in reversed(self.consents) if one == purpose), False)

    def chosen(self, form: Row) -> dict[str, str]:
        return {item["id"]: form["given"][item["id"]][0] for item in self.items if form["given"].get(item["id"], ("",))[0]}

    def is_active(self, now: datetime) -> bool:
        form = self.form
        if form is None or self.at(form) in {"@review", "@result"}:
            return False
        return not form["is_paused"] and now - form["touched_at"] <= ACTIVE

    # What happens

    def press(self, form_id: int, place: str, verb: str, value: str, now: datetime) -> None:
        form = self.form
        if form is None or (form["is_paused"] and not self.agrees("assessment")):
            if verb == "agree":
                self._agreed(form, now)
            return
        if form_id not in {0, form["id"]}:
            return
        form |= {"is_paused": False, "touched_at": now}
        act = getattr(self, f"_{verb}", None)
        if act is not None:
            act(form, place, value, now)

    def begin(self, now: datetime) -> None:
        form = self.form
        if form is not None and not (form["is_paused"] and not self.agrees("assessment")):
            form |= {"is_paused": False, "touched_at": now}

    def typed(self, value: str | None, now: datetime) -> None:
        """`value` is what the words mean at the present place; None where they mean nothing."""
        if not self.is_active(now):
            return
        form = self.form
        assert form is not None
        form["touched_at"] = now
        if value is not None:
            self._answered(form, form["place"], value, now)

    def photo(self, key: str, album: str, now: datetime) -> bool:
        """Return whether the file is taken."""
        if not self.is_active(now):
            return False
        form = self.form
        assert form is not None
        reached = self.places[: self.places.index(form["place"]) + 1] if form["place"] in self.places else []
        proved = [item for item in self.items if item["id"] in reached and "proof" in item]
        item = proved[-1] if proved else None
        if item is None:
            return False
        here = [one for one in form["evidence"] if one["item"] == item["id"] and not one["removed"]]
        held = [one for one in form["held"] if one["item"] == item["id"]]
        if len(here) + len(held) >= 10:
            return False
        form["touched_at"] = now
        if not self.agrees("evidence") or item["id"] != form["place"]:
            if key not in {one["key"] for one in form["held"]}:
                form["held"].append({"item": item["id"], "key": key, "album": album, "removed": False})
        elif key not in {one["key"] for one in form["evidence"]}:
            form["evidence"].append({"item": item["id"], "key": key, "album": album, "removed": False})
        return True

    def correct(self) -> None:
        form = self.form
        if form is not None and form["state"] != "reviewed":
            self._goes(form, "@review")

    def deny(self, purpose: str, how: str) -> None:
        if not self.is_known or not self.agrees(purpose):
            return
        self.consents.append((purpose, False, how))
        for form in self.forms:
            if purpose == "evidence":
                form["held"].clear()
                for one in form["evidence"]:
                    one["removed"] = True
            if purpose == "sharing" and form["state"] not in {"draft", "reviewed"}:
                self._changed(form, "draft", "owner", how)
        form = self.form
        if form is not None and purpose == "assessment":
            form |= {"is_paused": True, "wants_reminders": False}

    def stop(self) -> None:
        for purpose in {one for one, _, _ in self.consents if self.agrees(one)}:
            self.deny(purpose, "/berhenti")

    def erase(self) -> None:
        self.is_known, self.profile, self.forms, self.consents = False, None, [], []

    def reviewed(self, state: str) -> None:
        assert self.form is not None
        self._changed(self.form, state, "3", "Catatan")

    # The buttons

    def _pick(self, form: Row, place: str, value: str, now: datetime) -> None:
        if form["state"] == "reviewed":
            return
        item = self.item(place)
        is_option = item is not None and value in {option["id"] for option in item["options"]}
        is_known = {"@commodity": value in self.commodities, "@sentra": value in {"yes", "no", "unknown"}, "@area": "." in value}
        if is_option or is_known.get(place):
            self._answered(form, place, value, now)

    def _keep(self, form: Row, place: str, *_: object) -> None:
        if place == self.at(form):
            self._goes(form, self._after(form))

    def _back(self, form: Row, place: str, *_: object) -> None:
        if place == self.at(form) and place != "@result":
            self._goes(form, self.places[max(0, self.places.index(place) - 1)])

    def _skip(self, form: Row, place: str, _: str, now: datetime) -> None:
        if place != self.at(form) or place in {"@review", "@result"}:
            return
        if self.item(place):
            form["given"].setdefault(place, ("", "", now))
        self._goes(form, self._after(form))

    def _save(self, form: Row, *_: object) -> None:
        form["is_paused"] = True

    def _here(self, form: Row, place: str, *_: object) -> None:
        if place == form["back_to"] == "@review":
            self._goes(form, "@review")

    def _go(self, form: Row, place: str, *_: object) -> None:
        if form["state"] != "reviewed" and place in self.places:
            self._goes(form, place, "@review")

    def _proof(self, form: Row, place: str, *_: object) -> None:
        item = self.item(place)
        if item and "proof" in item:
            self._shows_proof(form, place)

    def _attach(self, form: Row, place: str, value: str, _: datetime) -> None:
        self.consents.append(("evidence", value == "yes", "button"))
        known = {one["key"] for one in form["evidence"]}
        form["evidence"] += [one for one in form["held"] if value == "yes" and one["key"] not in known]
        form["held"] = []
        is_late = "proof" not in (self.item(self.at(form)) or {"proof": ""})
        if value == "yes" and self.item(place) and not is_late:
            self._shows_proof(form, place)

    def _bind(self, form: Row, place: str, value: str, _: datetime) -> None:
        if value == "yes" and self.item(place) and not self.agrees("evidence"):
            return
        known = {one["key"] for one in form["evidence"]}
        form["evidence"] += [one for one in form["held"] if value == "yes" and one["key"] not in known]
        form["held"] = []

    def _discard(self, form: Row, place: str, value: str, _: datetime) -> None:
        one = next((one for one in form["evidence"] if str(one.get("id")) == value and one["album"]), None)
        together = [other for other in form["evidence"] if one and not other["removed"] and same_album(one, other)]
        for other in together:
            other["removed"] = True
        if self.item(one["item"] if one and together else place):
            self._shows_proof(form, one["item"] if one and together else place)

    def _drop(self, form: Row, place: str, value: str, _: datetime) -> None:
        row = next((one for one in form["evidence"] if str(one.get("id")) == value and not one["removed"]), None)
        if row:
            row["removed"] = True
        if self.item(row["item"] if row else place):
            self._shows_proof(form, place)

    def _finish(self, form: Row, place: str, _: str, now: datetime) -> None:
        if form["state"] == "reviewed" or self.at(form) != place:
            return
        profile = json.loads(json.dumps(self.profile or EMPTY))
        form["made"].append({"profile": profile, "answers": self.chosen(form), "made_at": now})
        if form["state"] == "returned":
            self._changed(form, "submitted", "owner", "")
        self._goes(form, "@result")

    def _result(self, form: Row, *_: object) -> None:
        if form["made"]:
            self._goes(form, "@result")

    def _send(self, form: Row, _: str, value: str, __: datetime) -> None:
        if not form["made"]:
            return
        if not (self.profile or EMPTY)["area"]:
            if form["state"] != "reviewed":
                self._goes(form, "@area", "@review")
            return
        if value:
            self.consents.append(("sharing", value == "yes", "button"))
        if value == "yes" and form["state"] in {"draft", "returned"}:
            self._changed(form, "submitted", "owner", "")

    def _edit(self, form: Row, *_: object) -> None:
        if form["state"] != "reviewed":
            self._goes(form, "@review")

    def _again(self, form: Row, _: str, value: str, now: datetime) -> None:
        if value == "yes":
            form["closed_at"] = now
            self._new(now)

    def _news(self, _: Row, __: str, value: str, ___: datetime) -> None:
        if value:
            self.consents.append(("announcements", value == "yes", "button"))

    def _quiet(self, form: Row, *_: object) -> None:
        form["wants_reminders"] = False

    # What several of them do

    def _agreed(self, form: Row | None, now: datetime) -> None:
        self.is_known = True
        if form is None:
            self._new(now)
        else:
            form |= {"is_paused": False, "touched_at": now}
        self.consents.append(("assessment", True, "button"))

    def _new(self, now: datetime) -> None:
        self.forms.append(
            {"id": 0, "state": "draft", "place": "@name", "back_to": "", "is_paused": False, "wants_reminders": True, "started_at": now,
             "touched_at": now, "closed_at": None, "given": {}, "made": [], "evidence": [], "held": [],
             "changes": []}
        )  # fmt: skip

    def _answered(self, form: Row, place: str, value: str, now: datetime) -> None:
        at = self.at(form)
        if place in PROFILE:
            self.profile = {**(self.profile or EMPTY), COLUMN[place]: int(value) if place == "@since" else value}
        else:
            form["given"][place] = (value, "", now)
        if place == at:
            self._goes(form, self._after(form))
        elif at == "@result":
            self._goes(form, "@review")
        elif at not in self.places:
            self._goes(form, form["back_to"] or self._next_asked(at))

    def _next_asked(self, gone: str) -> str:
        """Return the first item that is asked after one that is asked no more."""
        order = [item["id"] for item in self.all_items]
        return next((place for place in order[order.index(gone) :] if place in self.places), "@review")

    def _after(self, form: Row) -> str:
        rest = self.places[self.places.index(self.at(form)) + 1 :] if self.at(form) in self.places else []
        return form["back_to"] or next(iter(rest), "@review")

    def _shows_proof(self, form: Row, place: str) -> None:
        if form["state"] != "reviewed" and place != self.at(form) and place in self.places:
            self._goes(form, place, form["back_to"])

    def _goes(self, form: Row, place: str, back_to: str = "") -> None:
        form |= {"place": place, "back_to": back_to}

    def _changed(self, form: Row, state: str, actor: str, note: str) -> None:
        form["state"] = state
        form["changes"].append((state, actor, note))

    # What a database holds then

    def rows(self) -> dict[str, Any]:
        """Return the rows by table, as far as they are the person's; what has no order comes counted."""
        forms = self.forms
        return {
            "people": int(self.is_known),
            "profiles": [self.profile] if self.profile else [],
            "consents": Counter(self.consents),
            "agreed": {one for one, _, _ in self.consents if self.agrees(one)},
            "assessments": [
                {
                    **{name: form[name] for name in KEPT},
                    "revision": len(form["made"]),
                    "reminded": 0,
                }
                for form in forms
            ],
            "given_answers": {(form["id"], item): given[0::2] for form in forms for item, given in form["given"].items()},
            "revisions": {(form["id"], number): made for form in forms for number, made in enumerate(form["made"], 1)},
            "state_changes": [(form["id"], *change) for form in forms for change in form["changes"]],
            "evidence": {
                (form["id"], one["key"]): (one["item"], one["album"], one["removed"]) for form in forms for one in form["evidence"]
            },
            "held_files": {(form["id"], one["key"]): (one["item"], one["album"]) for form in forms for one in form["held"]},
        }


KEPT = ("id", "state", "place", "back_to", "is_paused", "wants_reminders", "started_at", "touched_at", "closed_at")


def same_album(one: Row, other: Row) -> bool:
    return bool((one["album"], one["item"]) == (other["album"], other["item"]))
