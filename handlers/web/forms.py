"""The self-assessment and one's own data on the page: one screen a page, with or without JavaScript."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot.domain.messages import Message
from bot.domain.people import Address
from bot.domain.screens import Action
from bot.personal import Masked, mask
from bot.services.assess import Assess
from bot.services.fill import Fill
from bot.services.form.showing import Showing
from bot.services.own import DATA, Own
from bot.services.recall import Recall
from bot.texts import say
from handlers.pace import Pace
from handlers.web.asks import Asks
from handlers.web.form import key_of, read_form
from handlers.web.returning import ANSWER, LOOK, TYPED, Done
from handlers.web.screens import RIGHTS, Screens
from handlers.web.visit import Tongue, hint_of, visitor_of


@dataclass(frozen=True, slots=True)
class FormPages:
    """What each address of a form does. `tapping` is the pace of taps, `pace` that of words."""

    assess: Assess
    fill: Fill
    own: Own
    ask: Asks
    recall: Recall
    tongue: Tongue
    screens: Screens
    tapping: Pace
    pace: Pace

    async def show(self, request: Request) -> Response:
        """Show where the visitor left off, or what it is about; or what the address says, once more."""
        sender, hint, asked = visitor_of(request).sender, hint_of(request), request.query_params
        if (action := Action.parse(asked.get(LOOK, ""))) is None:
            show = self._beginning(request)
        elif typed := asked.get(TYPED, ""):
            show = self.fill.which(sender, typed, hint)
        else:
            show = self._looking(sender, action, hint)
        turn = await self.recall.one(sender, asked[ANSWER]) if ANSWER in asked else None
        return await self.screens.page(request, show, turn)

    async def rights(self, request: Request) -> Response:
        """Show what is kept of a visitor, and what they can do about it."""
        sender, hint = visitor_of(request).sender, hint_of(request)
        if (action := Action.parse(request.query_params.get(LOOK, ""))) is not None:
            return await self.screens.page(request, lambda session: self.own.look(session, sender, action, hint), here=RIGHTS)
        return await self.screens.page(request, lambda session: self.own.rights(session, sender, hint), here=RIGHTS)

    async def press(self, request: Request) -> Response:
        """Do what a button says; one that says nothing leads to where the form stands."""
        sender, form = await self._receive(request, self.tapping)
        action = Action.parse(form.get("action", ""))
        if action is None:
            return await self.screens.sent_on(request, self._beginning(request), Done())
        if action.place == DATA:
            response = await self.screens.sent_on(request, await self.own.press(sender, action, hint_of(request)), Done(action), RIGHTS)
        else:
            response = await self.screens.sent_on(request, await self.assess.press(sender, action, hint_of(request)), Done(action))
        await self.own.clear()
        return response

    async def write(self, request: Request) -> Response:
        """Take what is typed as an answer; where it asks something, answer that first."""
        sender, form = await self._receive(request, self.pace)
        masked = mask(form.get("text", ""))
        typed = await self.fill.read(sender, masked.text, hint_of(request), form.get("place", ""))
        if typed is not None and not typed.is_question:
            return await self.screens.sent_on(request, typed.show, Done(words=await self._said_of(request, masked), typed=masked.text))
        answer = await self.ask(Message(sender, masked.text, key_of(form, masked.text)))
        show = typed.show if typed else self._beginning(request)
        return await self.screens.sent_on(request, show, Done(answer=answer.token))

    def _looking(self, sender: Address, action: Action, hint: str | None) -> Showing:
        return lambda session: self.assess.look(session, sender, action, hint)

    def _beginning(self, request: Request) -> Showing:
        sender, hint = visitor_of(request).sender, hint_of(request)
        return lambda session: self.assess.begin(session, sender, hint)

    async def _said_of(self, request: Request, masked: Masked) -> str:
        return say(await self.tongue.of(request), "own.masked") if masked.kinds else ""

    async def _receive(self, request: Request, pace: Pace) -> tuple[Address, Mapping[str, str]]:
        visitor = visitor_of(request)
        form = await read_form(request)
        pace.take(visitor.session, request.client.host if request.client else "")
        return visitor.sender, form
