"""Draws the screens of a form: the questions, why they are asked, evidence, and what was agreed to. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from bot.areas import Area, area
from bot.domain.answer import Citation
from bot.domain.assessment import Sentra
from bot.domain.instrument import Instrument, Item, in_language
from bot.domain.people import Language
from bot.domain.screens import Action, Button, Enclosed, Screen
from bot.services.form.form import PROFILE, REVIEW, START, Form
from bot.texts import say

Rows = tuple[tuple[Button, ...], ...]


def intro(instrument: Instrument, language: Language) -> Screen:
    """Return the first screen: what it is, how long it takes, what happens with the data."""
    items = max(len(instrument.items_for(commodity.id)) for commodity in instrument.commodities)
    status = in_language(instrument.status, language)
    words = say(language, "form.intro", items=items, minutes=instrument.minutes, status=status)
    start, later = Action(0, START, "agree"), Action(0, START, "later")
    rows = ((Button(start, say(language, "form.agree")),), (Button(later, say(language, "form.not_now")),))
    return Screen(language, f"{words}\n\n{say(language, 'form.consent_assessment')}", rows)


def question(form: Form, notice: str = "") -> Screen:
    """Return the screen of the place that the owner is at, which is no summary."""
    item = form.item
    screen = _profile(form) if item is None else _item(form, item)
    return replace(screen, notice=notice)


def why(form: Form, item: Item, citation: Citation | None) -> Screen:
    """Return why an item is asked, with the passage that backs it."""
    back = Button(form.action("here", place=item.id), _say(form, "to_question"))
    words = in_language(item.why, form.language)
    return Screen(form.language, words, ((back,),), in_language(item.short, form.language), citations=(citation,) if citation else ())


def proof(form: Form, item: Item, files: Sequence[tuple[int, str]], notice: str = "") -> Screen:
    """Return the screen that takes evidence for an item. `files` are there already: the id of each, and its album ("" for none)."""
    hint = in_language(item.proof_hint, form.language) if item.proof_hint else ""
    text = _say(form, "proof.more", count=len(files)) if files else _say(form, "proof.ask", hint=hint).strip()
    rows = (row for place in range(1, len(files) + 1) for row in _piece(form, item, files, place))
    back = (Button(form.action("here", place=item.id), _say(form, "to_question")),)
    return Screen(
        form.language, text, (*rows, back), in_language(item.short, form.language), notice, takes_files=True, hint=_say(form, "type_here")
    )


def _piece(form: Form, item: Item, files: Sequence[tuple[int, str]], place: int) -> Rows:
    """Return the buttons of the file at a place, and below the last of an album one that takes all of it away."""
    number, album = files[place - 1]
    one = (
        Button(form.action("show", str(number), item.id), f"{_say(form, 'proof.show')} {place}"),
        Button(form.action("drop", str(number), item.id), _say(form, "proof.remove", number=place)),
    )
    together = [other for other, (_, its) in enumerate(files, 1) if its and its == album]
    if len(together) == 1 or together[-1:] != [place]:
        return (one,)
    label = _say(form, "proof.remove_album", numbers=", ".join(map(str, together)))
    return one, (Button(form.action("discard", str(number), item.id), label),)


def shown_proof(form: Form, item: str, number: int, file: Enclosed) -> Screen:
    """Return a piece of evidence, by its number among those of its item."""
    back = Button(form.action("proof", place=item), _say(form, "proof.to_all"))
    return Screen(form.language, _say(form, "proof.one", number=number), ((back,),), short(form, item), files=(file,))


def asks_whose(form: Form, item: Item) -> Screen:
    """Return the question whether a file that came late belongs to an item of before."""
    words = _say(form, "proof.whose", item=in_language(item.short, form.language))
    yes, no = form.action("bind", "yes", item.id), form.action("bind", "no", item.id)
    return Screen(form.language, words, ((Button(yes, _say(form, "proof.whose_yes")),), (Button(no, _say(form, "proof.whose_no")),)))


def asks_for_evidence(form: Form, item: Item, notice: str = "") -> Screen:
    """Return the question whether evidence may be kept."""
    words = _say(form, "proof.consent")
    yes, no = form.action("attach", "yes", item.id), form.action("attach", "no", item.id)
    rows = ((Button(yes, _say(form, "proof.agree")),), (Button(no, _say(form, "proof.later")),))
    return Screen(form.language, words, rows, in_language(item.short, form.language), notice)


def asking(form: Form, words: str, verb: str, agree: str) -> Screen:
    """Return a screen that asks for a yes: `verb` with "yes" or "no"."""
    rows = ((Button(form.action(verb, "yes"), agree),), (Button(form.action(verb, "no"), _say(form, "not_now")),))
    return Screen(form.language, words, rows)


def which_area(form: Form, found: Sequence[Area]) -> Screen:
    """Return the kabupaten and kota that may be meant."""
    rows = tuple((Button(form.action("pick", one.code, "@area"), one.in_full),) for one in found)
    words = _say(form, "ask.area_which" if len(found) > 1 else "ask.area_this")
    return Screen(form.language, words, (*rows, *_navigation(form)), hint=_say(form, "type_here"))


def shown(form: Form, place: str) -> str:
    """Return the present answer at a place, in words; "" where there is none."""
    if place not in PROFILE:
        item = form.asked(place)
        return form.words_of(item, form.answers.get(place, "")) if item else ""
    profile, language = form.profile, form.language
    commodity = next((one for one in form.instrument.commodities if one.id == profile.commodity), None)
    found = area(profile.area)
    return {
        "@name": profile.owner_name,
        "@business": profile.business_name,
        "@commodity": in_language(commodity.label, language) if commodity else "",
        "@area": found.in_full if found else "",
        "@sentra": say(language, f"form.sentra.{profile.sentra}") if profile.sentra else "",
        "@since": str(profile.since) if profile.since else "",
    }[place]


def short(form: Form, place: str) -> str:
    """Return the short name of a place."""
    item = form.asked(place)
    return in_language(item.short, form.language) if item else _say(form, f"short.{place[1:]}")


def _profile(form: Form) -> Screen:
    number = PROFILE.index(form.place) + 1
    hint = _say(form, "ask.name_hint") if form.place == "@name" else _say(form, "type_here")
    return Screen(
        form.language,
        _say(form, f"ask.{form.place[1:]}"),
        (*_profile_choices(form), *_navigation(form)),
        _say(form, "count_profile", number=number, all=len(PROFILE)),
        progress=(number - 1, len(form.places) - 1),
        hint=hint,
    )


def _profile_choices(form: Form) -> Rows:
    present, language = form.profile, form.language
    if form.place == "@commodity":
        pairs = [(one.id, in_language(one.label, language), one.id == present.commodity) for one in form.instrument.commodities]
    elif form.place == "@sentra":
        pairs = [(one.value, say(language, f"form.sentra.{one}"), one is present.sentra) for one in Sentra]
    elif known := shown(form, form.place):
        return ((Button(form.action("keep"), f"✓ {known}"[:60]),),)
    else:
        return ()
    return tuple((Button(form.action("pick", value), label, is_chosen),) for value, label, is_chosen in pairs)


def _item(form: Form, item: Item) -> Screen:
    number = form.items.index(item) + 1
    text = in_language(item.question, form.language)
    if item.proof_hint:
        text += "\n\n" + _say(form, "proof.line", hint=in_language(item.proof_hint, form.language))
    chosen = form.answers.get(item.id)
    options = tuple(
        (Button(form.action("pick", option.id), in_language(option.label, form.language), option.id == chosen),) for option in item.options
    )
    return Screen(
        form.language,
        text,
        (*options, *_beside(form, item), *_navigation(form)),
        f"{_say(form, 'count', number=number, all=len(form.items))} · {_part(form, item)}",
        progress=(form.places.index(item.id), len(form.places) - 1),
        hint=_say(form, "type_here"),
        takes_files=item.proof is not None,
    )


def _part(form: Form, item: Item) -> str:
    """Return the name of the part that an item belongs to: of its aspect where that has no parts."""
    if item.is_gate:
        return _say(form, "result.gates")
    aspect = next(one for one in form.instrument.aspects if one.id == item.aspect)
    part = next((one for one in aspect.parts if one.id == item.part), aspect)
    return in_language(part.label, form.language)


def _beside(form: Form, item: Item) -> Rows:
    reason = Button(form.action("why"), _say(form, "why"))
    if item.proof is None:
        return ((reason,),)
    label = _say(form, "proof.button_kept" if form.evidence.get(item.id) else "proof.button")
    return ((Button(form.action("proof"), label), reason),)


def _navigation(form: Form) -> Rows:
    save = Button(form.action("save"), _say(form, "save"))
    if form.back_to == REVIEW:
        return ((Button(form.action("here", place=REVIEW), _say(form, "to_review")), save),)
    back, skip = Button(form.action("back"), _say(form, "back")), Button(form.action("skip"), _say(form, "skip"))
    return ((skip,), (save,)) if form.place == PROFILE[0] else ((back, skip), (save,))


def _say(form: Form, key: str, **values: str | int) -> str:
    return say(form.language, f"form.{key}", **values)
