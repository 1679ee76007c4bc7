"""What the buttons of evidence do: whether it may be kept, what is there, seeing it again, taking it away."""

from bot.db import evidence
from bot.domain.assessment import Purpose
from bot.domain.errors import FileGone
from bot.domain.instrument import Item
from bot.domain.screens import Enclosed, Screen
from bot.services.form import drawing
from bot.services.form.act import Act


async def proof(act: Act) -> Screen:
    """Ask for evidence; the first time, whether it may be kept."""
    item = act.form.asked(act.action.place)
    if item is None or item.proof is None or not act.form.is_editable:
        return await act.moved()
    _goes_to(act, item)
    if not await act.agreed(Purpose.EVIDENCE):
        return drawing.asks_for_evidence(act.form, item)
    return await proof_screen(act, item)


async def attach(act: Act) -> Screen:
    """Keep whether evidence may be kept, and with it what came before that was said; else forget it."""
    item, is_given = act.form.asked(act.action.place), act.action.value == "yes"
    act.decide(Purpose.EVIDENCE, is_given=is_given)
    if not is_given:
        return await act.here(await _forgotten(act))
    said = await _bound(act)
    if item is None or (act.form.item is not None and act.form.item.proof is None):  # came late: the form goes on where it is
        return await act.here(said)
    return await proof_screen(act, item, said)


async def bind(act: Act) -> Screen:
    """Keep what came late for the item that it was for, or forget it."""
    if act.action.value != "yes":
        return await act.here(await _forgotten(act))
    item = act.form.asked(act.action.place)
    if item is not None and not await act.agreed(Purpose.EVIDENCE):
        return drawing.asks_for_evidence(act.form, item)
    return await act.here(await _bound(act))


async def _bound(act: Act) -> str:
    """Bind what is held to its items; return what to say of it."""
    held = await evidence.let_go(act.session, act.form.id)
    for where, key, attachment in held:
        await evidence.attached(act.session, act.form.id, where, key, attachment)
    await act.session.flush()
    named = ", ".join(dict.fromkeys(drawing.short(act.form, where) for where, _, _ in held if act.form.asked(where)))
    return act.say("proof.kept", item=named) if named else ""


async def _forgotten(act: Act) -> str:
    """Forget what is held; return what to say of it."""
    held = await evidence.let_go(act.session, act.form.id)
    if held:
        act.leftover.add(attachment.digest for _, _, attachment in held)
    return act.say("proof.let_go") if held else ""


async def show(act: Act) -> Screen:
    """Show a piece of evidence again. Raises `FileGone`."""
    rows = await evidence.of(act.session, act.form.id)
    row = next((row for row in rows if str(row.id) == act.action.value), None)
    if row is None:
        raise FileGone
    name = f"bukti-{row.id}.{'jpg' if row.media_type == 'image/jpeg' else 'pdf'}"
    number = [one.id for one in rows if one.item == row.item].index(row.id) + 1
    return drawing.shown_proof(act.form, row.item, number, Enclosed(row.digest, row.media_type, name))


async def drop(act: Act) -> Screen:
    """Take a piece of evidence away; the night's sweep takes its bytes from the vault."""
    value = act.action.value
    if not act.form.is_editable:
        return await act.moved()
    row = await evidence.removed(act.session, act.form.id, int(value), act.now) if value.isdigit() else None
    return await _dropped(act, row.item if row else "", act.say("proof.removed" if row else "proof.gone"))


async def discard(act: Act) -> Screen:
    """Take a whole album away."""
    value = act.action.value
    if not act.form.is_editable:
        return await act.moved()
    rows = await evidence.album_removed(act.session, act.form.id, int(value), act.now) if value.isdigit() else ()
    said = act.say("proof.removed_album", count=len(rows)) if rows else act.say("proof.gone")
    return await _dropped(act, rows[0].item if rows else "", said)


async def _dropped(act: Act, item_id: str, said: str) -> Screen:
    item = act.form.asked(item_id or act.action.place)
    return await act.here(said) if item is None else await proof_screen(act, item, said)


async def proof_screen(act: Act, item: Item, notice: str = "") -> Screen:
    """Return the screen that takes evidence for an item."""
    _goes_to(act, item)
    files = [(row.id, row.album) for row in await evidence.of(act.session, act.form.id) if row.item == item.id]
    return drawing.proof(act.form, item, files, notice)


def _goes_to(act: Act, item: Item) -> None:
    if act.form.is_editable and not act.is_here and act.action.place in act.form.places:
        act.opened.goes(item.id, act.form.back_to)
