"""The format of an instrument's file, piece by piece."""

from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from bot.domain.instrument import Proof
from bot.domain.people import Language

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
