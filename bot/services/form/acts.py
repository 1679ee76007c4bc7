"""What each button of a form does. One small function a verb; `DOING` lists them, those of evidence too."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.areas import area
from bot.db import assessments
from bot.domain.assessment import Change, Purpose, State
from bot.domain.screens import Button, Enclosed, Screen
from bot.services.form import drawing
from bot.services.form.act import Act, Doing
from bot.services.form.filling import filled, keep_answers
from bot.services.form.form import RESULT, REVIEW
from bot.services.form.proving import attach, bind, discard, drop, proof, show


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
    is_open = not drawing.shown(act.form, act.form.place)
    if item is not None and item.id not in act.form.answers:
        await keep_answers(act.session, act.opened, {item.id: ""}, "", act.now)
    act.opened.goes(act.form.after(act.form.place))
    return await act.here(act.say("skipped") if is_open else "")


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


async def finish(act: Act) -> Screen:
    """Keep the next revision, and show the result: once, however often it is pressed. Raises `FormMoved`."""
    if act.form.place == RESULT:  # tapped twice: the result is there already, and it is long
        return act.told("result.already")
    if act.prepared is None or not act.form.is_editable or not act.is_here:
        return await act.moved()
    said = "send.resent" if act.form.state is not State.DRAFT else "result.revised" if act.form.revision else ""
    act.finish.keep(act.session, act.opened, act.prepared)
    await act.session.flush()
    act.opened.finished()
    act.opened.goes(RESULT)
    return await act.here(act.say(said) if said else "")


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


DOING: Mapping[str, Doing] = MappingProxyType(
    {
        doing.__name__: doing
        for doing in (
            pick, keep, back, skip, save, why, here, go, proof, attach, bind, show, drop, discard,
            finish, result, report, send, edit, history, again, news, quiet,
        )
    }
)  # fmt: skip
