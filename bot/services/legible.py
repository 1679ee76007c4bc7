"""Legible: rows of a person with the words that they were shown, where the database holds ids of a questionnaire."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.areas import named
from bot.domain.instrument import Instrument, in_language
from bot.domain.people import Language
from bot.texts import say

Row = Mapping[str, Any]


def legible(
    found: Mapping[str, Sequence[Row]], instruments: Mapping[int, Instrument], present: Instrument, language: Language
) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each table in words. `instruments` has that of each assessment by its id; `present` is for what is of none."""

    def of(table: str, row: Row) -> Instrument:
        return instruments.get(row["id"] if table == "assessments" else row.get("assessment_id", 0), present)

    return {table: [_Words(of(table, row), language).row(row) for row in rows] for table, rows in found.items()}


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one questionnaire in one language."""

    instrument: Instrument
    language: Language

    def row(self, row: Row) -> dict[str, Any]:
        told = {name: self._value(name, value) for name, value in row.items()}
        if "option" in row:
            told["option"] = self._option(row["item"], row["option"])
        return told

    def _value(self, name: str, value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
        ways = {
            "area": named, "commodity": self._commodity, "item": self._item, "instrument": self._title, "profile": self._profile,
            "answers": self._answers,
        }  # fmt: skip
        return ways[name](value) if name in ways and isinstance(value, str) else value

    def _title(self, _: str) -> str:
        return in_language(self.instrument.title, self.language)

    def _commodity(self, commodity: str) -> str:
        return next((in_language(one.label, self.language) for one in self.instrument.commodities if one.id == commodity), commodity)

    def _profile(self, kept: str) -> str:
        return json.dumps(self.row(json.loads(kept)), ensure_ascii=False)

    def _answers(self, kept: str) -> str:
        said = {self._item(item): self._option(item, option) for item, option in json.loads(kept).items()}
        return json.dumps(said, ensure_ascii=False)

    def _item(self, item_id: str) -> str:
        item = self.instrument.item(item_id)
        return in_language(item.short, self.language) if item else item_id

    def _option(self, item_id: str, option_id: str) -> str:
        item = self.instrument.item(item_id)
        option = item.option(option_id) if item else None
        return in_language(option.label, self.language) if option else option_id or say(self.language, "own.value.skipped")
