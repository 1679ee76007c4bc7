"""What each button of a form does. One small function a verb; `DOING` lists them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from bot.areas import area
from bot.db import assessments, consents, evidence
from bot.db.database import WriteSession
from bot.domain.assessment import Change, Purpose, State
from bot.domain.errors import FileGone
from bot.domain.instrument import Item, in_language
from bot.domain.people import Address
from bot.domain.screens import Action, Button, Enclosed, Screen
from bot.services.form import drawing
from bot.services.form.consenting import decision
from bot.services.form.filling import filled, keep_answers
from bot.services.form.finishing import Finish, Prepared
from bot.services.form.form import RESULT, REVIEW, Form
from bot.services.form.opening import Opened
from bot.services.form.showing import Shows
from bot.texts import say


@dataclass(slots=True)
class Act:
    """A press on a button of an open form, and what it takes to do it."""

    session: WriteSession
    sender: Address
    hint: str | None
    opened: Opened
    action: Action
    now: datetime
    shows: Shows
    finish: Finish
    prepared: Prepared | None = None

    @property
    def form(self) -> Form:
        """Return the form as it is by now."""
        return self.opened.form

    @property
    def is_here(self) -> bool:
        """Tell whether the button is of the place that the form is at."""
        return self.action.place == self.form.place

    def say(self, key: str, **values: str | int) -> str:
        """Return words of the form in the owner's language."""
        return say(self.form.language, f"form.{key}", **values)

    def decide(self, purpose: Purpose, *, is_given: bool) -> None:
        """Keep a decision on a purpose."""
        made = decision(purpose, self.form.language, "button", is_given=is_given)
        consents.decided(self.session, self.opened.row.person_id, made, self.now)

    async def agreed(self, purpose: Purpose) -> bool:
        """Tell whether the owner agrees to a purpose."""
        return purpose in await consents.given(self.session, self.opened.row.person_id)

    async def here(self, notice: str = "") -> Screen:
        """Return the screen that the form is at."""
        return await self.shows.here(self.session, self.opened, self.sender, notice)

    async def moved(self) -> Screen:
        """Return the same for a button of another place."""
        return await self.here(self.say("moved"))

    def told(self, key: str, **values: str | int) -> Screen:
        """Return a short word, with the way back to the result."""
        back = Button(self.form.action("here"), self.say("to_question" if self.form.item else "result.title"))
        return Screen(self.form.language, self.say(key, **values), ((back,),))


Doing = Callable[[Act], Awaitable[Screen]]


async def pick(act: Act) -> Screen:
    """Answer with what was tapped: where the form stands, or at an earlier place."""
    if not act.form.is_editable:
        return await act.moved()
    said = await filled(act.session, act.opened, act.action.place, act.action.value, act.now)
    return await act.moved() if said is None else await act.here(said)


async def keep(act: Act) -> Screen:
    """Leave what is known as it is, and go on."""
    if not act.is_here:
        return await act.moved()
    act.opened.goes(act.form.after(act.form.place))
    return await act.here()


async def back(act: Act) -> Screen:
    """Go to the place before."""
    if not act.is_here or act.form.place == RESULT:
        return await act.moved()
    act.opened.goes(act.form.before(act.form.place))
    return await act.here()


async def skip(act: Act) -> Screen:
    """Go on without an answer; one that is there stays."""
    if not act.is_here or act.form.place in {REVIEW, RESULT}:
        return await act.moved()
    item = act.form.item
    if item is not None and item.id not in act.form.answers:
        await keep_answers(act.session, act.opened, {item.id: ""}, "", act.now)
    act.opened.goes(act.form.after(act.form.place))
    return await act.here(act.say("skipped"))


async def save(act: Act) -> Screen:
    """Stop for now: what is typed from now on is an ordinary question."""
    act.opened.row.is_paused = True
    go_on = Button(act.form.action("here"), act.say("resume"))
    return Screen(act.form.language, act.say("paused"), ((go_on,),))


async def why(act: Act) -> Screen:
    """Say why an item is asked."""
    item = act.form.asked(act.action.place)
    return await act.moved() if item is None else act.shows.why(act.form, item)


async def here(act: Act) -> Screen:
    """Show where the form stands; the way back to the summary leads there."""
    if act.action.place == REVIEW and act.form.back_to == REVIEW:
        act.opened.goes(REVIEW)
    return await act.here()


async def go(act: Act) -> Screen:
    """Go from the summary to one answer, and come back after it."""
    if not act.form.is_editable or act.action.place not in act.form.places:
        return await act.moved()
    act.opened.goes(act.action.place, back_to=REVIEW)
    return await act.here()


async def proof(act: Act) -> Screen:
    """Ask for evidence; the first time, whether it may be kept."""
    item = act.form.asked(act.action.place)
    if item is None or item.proof is None or not act.form.is_editable:
        return await act.moved()
    if not await act.agreed(Purpose.EVIDENCE):
        return asks_for_evidence(act.form, item)
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


async def finish(act: Act) -> Screen:
    """Keep the next revision, and show the result: once, however often it is pressed. Raises `FormMoved`."""
    if act.form.place == RESULT:  # tapped twice
        return await act.here()
    if act.prepared is None or not act.form.is_editable or not act.is_here:
        return await act.moved()
    was_sent = act.form.state is not State.DRAFT
    act.finish.keep(act.session, act.opened, act.prepared)
    await act.session.flush()
    act.opened.finished()
    act.opened.goes(RESULT)
    return await act.here(act.say("send.resent") if was_sent else "")


async def result(act: Act) -> Screen:
    """Show the last result."""
    if act.form.revision:
        act.opened.goes(RESULT)
    return await act.here()


async def report(act: Act) -> Screen:
    """Give the PDF of the last result."""
    found = await assessments.revisions(act.session, act.sender, 1)
    if not found:
        return await act.moved()
    row, code, _ = found[0]
    words = act.say("result.report_caption", code=code)
    return Screen(act.form.language, words, files=(Enclosed(row.report, "application/pdf", f"OVOP-{code}.pdf", words),))


async def send(act: Act) -> Screen:
    """Hand the assessment to the dinas, once the owner agrees to that."""
    if not act.form.revision:
        return await act.here(act.say("send.before_finish"))
    where = area(act.form.profile.area)
    if where is None:
        act.opened.goes("@area", back_to=REVIEW)
        return await act.here(act.say("send.no_area"))
    if act.action.value == "":
        words = act.say("send.consent", area=where.name)
        return drawing.asking(act.form, words, "send", act.say("send.agree"))
    act.decide(Purpose.SHARING, is_given=act.action.value == "yes")
    if act.action.value != "yes":
        return await act.here()
    if act.form.state in {State.DRAFT, State.RETURNED}:
        assessments.changed(act.session, act.opened.row, Change(State.SUBMITTED, "owner"), act.now)
    return act.told("send.done", area=where.name, code=act.form.code)


async def edit(act: Act) -> Screen:
    """Go to the summary, to change answers."""
    if not act.form.is_editable:
        return await act.moved()
    act.opened.goes(REVIEW)
    return await act.here()


async def history(act: Act) -> Screen:
    """Show the results so far."""
    return await act.shows.history(act.session, act.form, act.sender)


async def again(act: Act) -> Screen:
    """Close this one and begin another; what was finished stays in the history."""
    if act.action.value == "yes":
        act.opened.row.closed_at = act.now
        await act.session.flush()
        act.opened = await act.shows.opening.new(act.session, act.sender, act.hint, act.now)
    elif act.action.value == "":
        return drawing.asking(act.form, act.say("again.ask"), "again", act.say("again.agree"))
    return await act.here()


async def news(act: Act) -> Screen:
    """Keep whether announcements are welcome."""
    if act.action.value == "":
        return drawing.asking(act.form, act.say("news.consent"), "news", act.say("news.agree"))
    is_given = act.action.value == "yes"
    act.decide(Purpose.ANNOUNCEMENTS, is_given=is_given)
    return act.told("news.on" if is_given else "news.off")


async def quiet(act: Act) -> Screen:
    """Remind no more."""
    act.opened.row.wants_reminders = False
    return act.told("remind.quiet_said")


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


def asks_for_evidence(form: Form, item: Item, notice: str = "") -> Screen:
    """Return the question whether evidence may be kept."""
    words = say(form.language, "form.proof.consent")
    yes, no = form.action("attach", "yes", item.id), form.action("attach", "no", item.id)
    rows = ((Button(yes, say(form.language, "form.proof.agree")),), (Button(no, say(form.language, "form.proof.later")),))
    return Screen(form.language, words, rows, in_language(item.short, form.language), notice)


DOING: Mapping[str, Doing] = MappingProxyType(
    {
        doing.__name__: doing
        for doing in (
            pick, keep, back, skip, save, why, here, go, proof, attach, show, drop,
            finish, result, report, send, edit, history, again, news, quiet,
        )
    }
)  # fmt: skip
