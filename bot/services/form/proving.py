"""What the buttons of evidence do: whether it may be kept, what is there, seeing it again, taking it away."""

from bot.db import evidence
from bot.domain.assessment import Purpose
from bot.domain.errors import FileGone
from bot.domain.instrument import Item
from bot.domain.screens import Button, Enclosed, Screen
from bot.services.form import drawing
from bot.services.form.act import Act


async def proof(act: Act) -> Screen:
    """Ask for evidence; the first time, whether it may be kept."""
    item = act.form.asked(act.action.place)
    if item is None or item.proof is None or not act.form.is_editable:
        return await act.moved()
    if not await act.agreed(Purpose.EVIDENCE):
        return drawing.asks_for_evidence(act.form, item)
    return await proof_screen(act, item)


async def attach(act: Act) -> Screen:
    """Keep whether evidence may be kept."""
    item = act.form.asked(act.action.place)
    act.decide(Purpose.EVIDENCE, is_given=act.action.value == "yes")
    if item is None or act.action.value != "yes":
        return await act.here()
    return await proof_screen(act, item)


async def show(act: Act) -> Screen:
    """Show a piece of evidence again. Raises `FileGone`."""
    rows = await evidence.of(act.session, act.form.id)
    row = next((row for row in rows if str(row.id) == act.action.value), None)
    if row is None:
        raise FileGone
    name = f"bukti-{row.id}.{'jpg' if row.media_type == 'image/jpeg' else 'pdf'}"
    back = Button(act.form.action("proof", place=row.item), act.say("to_question"))
    return Screen(act.form.language, name, ((back,),), files=(Enclosed(row.digest, row.media_type, name),))


async def drop(act: Act) -> Screen:
    """Take a piece of evidence away; the night's sweep takes its bytes from the vault."""
    value = act.action.value
    if not act.form.is_editable:
        return await act.moved()
    row = await evidence.removed(act.session, act.form.id, int(value), act.now) if value.isdigit() else None
    item = act.form.asked(row.item if row else act.action.place)
    said = act.say("proof.removed" if row else "proof.gone")
    return await act.here(said) if item is None else await proof_screen(act, item, said)


async def proof_screen(act: Act, item: Item, notice: str = "") -> Screen:
    """Return the screen that takes evidence for an item."""
    if act.form.is_editable and not act.is_here and act.action.place in act.form.places:
        act.opened.goes(item.id, act.form.back_to)
    files = [
        (row.id, Enclosed(row.digest, row.media_type, f"{row.id}"))
        for row in await evidence.of(act.session, act.form.id)
        if row.item == item.id
    ]
    return drawing.proof(act.form, item, files, notice)
