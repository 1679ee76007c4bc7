"""Loading an instrument from its file."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from bot.domain.instrument import Aspect, Band, Commodity, Instrument, Item, Named, Option, Standing, Step
from bot.instruments.checks import Knows, faults_in
from bot.instruments.faults import InstrumentFaulty, Said
from bot.instruments.forms import AspectForm, InstrumentForm, ItemForm, NamedForm, OptionForm
from bot.instruments.misfits import misfits
from bot.instruments.tree import Tree, parsed, read

SHIPPED = Path(__file__).parent / "kesiapan-ovop.yaml"
STANDING = {"yes": Standing.MET, "no": Standing.UNMET, "unknown": Standing.UNKNOWN, None: None}


def load(path: Path, knows: Knows | None = None) -> Instrument:
    """Return the instrument in `path`; raise `InstrumentFaulty` with all its faults.

    `knows` tells whether a passage of that id exists (`corpus.get` does); without it passages are not looked up.
    """
    return _loaded(read(path), knows)


def parse(text: str, path: Path = Path("instrument.yaml")) -> Instrument:
    """Return the instrument that is written in `text`; raise as `load` does, the faults under the name of `path`."""
    return _loaded(parsed(path, text), None)


def _loaded(tree: Tree, knows: Knows | None) -> Instrument:
    said = list(faults_in(tree.data, knows))
    form, unfit = _fitted(tree.data)
    faults = [*tree.faults, *(tree.fault(place, what) for place, what in (*said, *unfit))]
    if faults or form is None:
        raise InstrumentFaulty(faults)
    return _instrument(form)


@cache
def shipped() -> Instrument:
    """Return the instrument that comes with the bot; it is read once."""
    return load(SHIPPED)


def passages(instrument: Instrument) -> frozenset[str]:
    """Return the ids of all passages that its items and steps name."""
    steps = (option.step for item in instrument.items for option in item.options if option.step)
    return frozenset({item.passage for item in instrument.items} | {step.passage for step in steps}) - {""}


def _fitted(data: object) -> tuple[InstrumentForm | None, Said]:
    try:
        return InstrumentForm.model_validate(data), iter(())
    except ValidationError as error:
        return None, misfits(error)


def _instrument(form: InstrumentForm) -> Instrument:
    items = tuple(map(_item, form.items))
    return Instrument(
        id=form.id,
        version=form.version,
        title=form.title,
        status=form.status,
        minutes=form.minutes,
        commodities=tuple(Commodity(each.id, each.label, each.sounds) for each in form.commodities),
        aspects=tuple(_aspect(each, items) for each in form.aspects),
        directions=_named(form.directions),
        items=items,
        bands=tuple(Band(each.at_least, each.label, each.meaning) for each in form.bands),
    )


def _aspect(form: AspectForm, items: Iterable[Item]) -> Aspect:
    """Let an aspect without weight weigh the most points of its items, so that the points of a form simply add up."""
    reachable = sum(item.most for item in items if item.aspect == form.id)
    return Aspect(form.id, form.label, reachable if form.weight is None else form.weight, _named(form.parts))


def _named(forms: Iterable[NamedForm]) -> tuple[Named, ...]:
    return tuple(Named(each.id, each.label) for each in forms)


def _item(form: ItemForm) -> Item:
    return Item(
        id=form.id,
        short=form.short,
        question=form.question,
        why=form.why,
        options=tuple(map(_option, form.options)),
        passage=form.passage or "",
        aspect=form.aspect or "",
        part=form.part or "",
        direction=form.direction or "",
        proof=form.proof,
        proof_hint=form.proof_hint,
        about=form.about,
        commodities=frozenset(form.commodities),
    )


def _option(form: OptionForm) -> Option:
    step = Step(form.step, form.passage or "") if form.step else None
    return Option(form.id, form.label, form.points, STANDING[form.meets], step, form.sounds)
