"""The format of an instrument's file, piece by piece; what does not fit is said by place."""

from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from bot.domain.instrument import Proof
from bot.domain.people import Language
from bot.instruments.faults import Place, Said

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,20}$")]
OptionId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,12}$")]
Anything = TypeVar("Anything")


def _indonesian(words: dict[Language, str]) -> dict[Language, str]:
    if Language.INDONESIAN not in words:
        msg = "wants Indonesian words, under 'id:'"
        raise ValueError(msg)
    return words


def _words(written: Any) -> Any:  # noqa: ANN401 - before validation it can be anything
    return {Language.INDONESIAN: written} if isinstance(written, str) else written


Words = Annotated[dict[Language, Text], BeforeValidator(_words), AfterValidator(_indonesian)]
Many = Annotated[tuple[Anything, ...], Field(min_length=1)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CommodityForm(_Form):
    """What the owner makes."""

    id: Id
    label: Words
    sounds: tuple[Text, ...] = ()


class NamedForm(_Form):
    """A part of an aspect, or a direction."""

    id: Id
    label: Words


class AspectForm(NamedForm):
    """A side of the business. Without `weight` it weighs as much as the most points that its items can bring."""

    weight: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    parts: tuple[NamedForm, ...] = ()


class OptionForm(_Form):
    """An answer: `points` where the item has an aspect, `meets` where it is a must-have. `passage` backs the `step`."""

    id: OptionId
    label: Words
    points: Annotated[int, Field(ge=0, le=1000)] = 0
    meets: Literal["yes", "no", "unknown"] | None = None
    step: Words | None = None
    passage: Text | None = None
    sounds: tuple[Text, ...] = ()


class ItemForm(_Form):
    """A question. Without `aspect` it is a must-have (gate); without `commodities` it is asked of all."""

    id: Id
    short: Words
    question: Words
    why: Words
    options: Annotated[tuple[OptionForm, ...], Field(min_length=2)]
    passage: Text | None = None
    aspect: Id | None = None
    part: Id | None = None
    direction: Id | None = None
    proof: Proof | None = None
    proof_hint: Words | None = None
    about: tuple[Text, ...] = ()
    commodities: tuple[Id, ...] = ()


class BandForm(_Form):
    """What a percentage means, from `at_least` on."""

    at_least: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
    label: Words
    meaning: Words


class InstrumentForm(_Form):
    """The whole file."""

    format: Literal["1"]
    id: Id
    version: Text
    title: Words
    status: Words
    minutes: Annotated[int, Field(ge=1, le=600)]
    commodities: Many[CommodityForm]
    aspects: Many[AspectForm]
    items: Many[ItemForm]
    bands: Many[BandForm]
    directions: tuple[NamedForm, ...] = ()


def misfits(error: ValidationError) -> Said:
    """Yield what does not fit the format, by place and in plain words."""
    for item in error.errors():
        plain = PLAIN.get(item["type"])
        what = plain.format(**item.get("ctx", {})) if plain else item["msg"].removeprefix("Value error, ")
        yield item["loc"], f"{_name(item['loc'])} {what}".strip()


def _name(place: Place) -> str:
    """Name the key; an `id` with what it belongs to, as it may be the name of a language too."""
    keys = [str(each) for each in place if not isinstance(each, int) and each != "[key]"]
    name = ".".join(keys[-2:] if keys and keys[-1] in set(Language) else keys[-1:])
    return repr(name) if name else ""


PLAIN = {
    "missing": "is missing; it is wanted here",
    "extra_forbidden": "is not known here; mend its spelling or take it out",
    "string_pattern_mismatch": "wants small letters, digits and hyphens only: {pattern}",
    "string_too_short": "is empty; wants words",
    "string_too_long": "is too long; wants at most {max_length} characters",
    "string_type": "wants text",
    "int_parsing": "wants a whole number",
    "float_parsing": "wants a number",
    "greater_than": "wants a number above {gt}",
    "greater_than_equal": "wants a number of at least {ge}",
    "less_than_equal": "wants a number of at most {le}",
    "finite_number": "wants a number",
    "too_short": "wants at least {min_length}",
    "enum": "wants one of: {expected}",
    "literal_error": "wants {expected}",
    "tuple_type": "wants a list",
    "dict_type": "wants words, or words under 'id:' and 'en:'",
    "model_type": "wants keys and values, such as 'format: 1'",
}
