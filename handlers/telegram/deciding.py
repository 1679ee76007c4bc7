"""Decisions on announcements on Telegram: giving one back, sending one again; the words for it are typed by replying."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import CallbackQuery

from bot.delivery.reaction import Reaction, saying
from bot.domain.announcement import AGAIN_FATES, Fate, Tally
from bot.domain.errors import ChoiceGone
from bot.domain.people import Address, Language
from bot.domain.screens import Action, Screen
from bot.domain.staff import Staff
from bot.services.announcing.announcing import Announcing
from bot.services.announcing.drafting import Draft
from bot.services.announcing.showing import OWN, WHYS, button
from bot.texts import say
from handlers.telegram import render
from handlers.telegram.actors import Actors
from handlers.telegram.addressing import place_of_press
from handlers.telegram.replying import AGAIN, Replied, asking, words_above
from handlers.telegram.sending import Sending

LONGEST = 500
"""Characters of a reason, as in the panel."""
TYPED = "typed"
"""What a button says that takes the reason from the message above."""
VERBS = frozenset({"reject", "again", "repeat"})


@dataclass(frozen=True, slots=True)
class DecisionsDesk:
    """What members of the staff decide about announcements, with a reason."""

    announcing: Announcing
    actors: Actors
    send: Sending

    async def pressed(self, query: CallbackQuery, action: Action, sender: Address) -> Reaction:
        """Do what one of the buttons of `VERBS` says. Raises `Told`."""
        does: dict[str, Callable[[CallbackQuery, Action, Staff, Language], Awaitable[Reaction]]]
        does = {"reject": self._reject, "again": self._again, "repeat": self._repeat}
        actor, language = await self.actors(sender, query.from_user.language_code)
        return await does[action.verb](query, action, actor, language)

    async def replied(self, said: Replied, sender: Address, hint: str | None) -> Reaction:
        """Ask whether it is given back, or sent again, with that reason. Raises `Told`."""
        actor, language = await self.actors(sender, hint)
        said.within(LONGEST)
        draft, tally = await self.announcing.steer.look(actor, said.number)
        if said.sign == AGAIN:
            screen = self._sure_again(draft, tally, _fate(said.value), language)
        else:
            sure = button(draft.id, "reject", say(language, "news.button.sure_reject"), TYPED)
            screen = Screen(language, say(language, "news.chat.sure_reject", title=draft.row.title), ((sure,),))
        return saying(*self.send.screen(said.place, screen))

    async def _reject(self, query: CallbackQuery, action: Action, actor: Staff, language: Language) -> Reaction:
        """Give it back; why is chosen or typed first."""
        if action.value not in {*WHYS, TYPED}:
            draft, _ = await self.announcing.steer.look(actor, action.form)
            if action.value == OWN:
                return self._asks(query, say(language, "news.chat.reject_why", number=draft.id, title=draft.row.title), language)
            return saying(*self.send.screen(place_of_press(query), self.announcing.shows.reasons(draft, language)))
        why = words_above(query) if action.value == TYPED else say(language, f"news_why.{action.value}")
        await self.announcing.write.reject(actor, action.form, why)
        return saying(*self.send(place_of_press(query), render.words(say(language, "news.chat.why_back"))))

    async def _again(self, query: CallbackQuery, action: Action, actor: Staff, language: Language) -> Reaction:
        """Ask why it goes out again."""
        draft, _ = await self.announcing.steer.look(actor, action.form)
        number = f"{draft.id}.{AGAIN_FATES.index(_fate(action.value))}"
        return self._asks(query, say(language, "news.chat.again_why", number=number, title=draft.row.title), language)

    async def _repeat(self, query: CallbackQuery, action: Action, actor: Staff, language: Language) -> Reaction:
        await self.announcing.steer.again(actor, action.form, (_fate(action.value),), words_above(query))
        draft, tally = await self.announcing.steer.look(actor, action.form)
        return saying(*self.send.screen(place_of_press(query), self.announcing.dispatch.progress.screen(draft.row, tally, language)))

    def _sure_again(self, draft: Draft, tally: Tally, fate: Fate, language: Language) -> Screen:
        warning = [say(language, "news.panel.again_warning")] if fate is Fate.UNKNOWN else []
        words = [say(language, "news.chat.sure_again", title=draft.row.title), *warning]
        sure = button(draft.id, "repeat", say(language, f"news.panel.again_{fate}", count=tally.of(fate)), fate)
        return Screen(language, "\n\n".join(words), ((sure,),))

    def _asks(self, query: CallbackQuery, words: str, language: Language) -> Reaction:
        return saying(*self.send(place_of_press(query), asking(words, language)))


def _fate(value: str) -> Fate:
    """Return whom it goes to again: a button names it, a message by its place. Raises `ChoiceGone`."""
    found = next((fate for place, fate in enumerate(AGAIN_FATES) if value in {fate.value, str(place)}), None)
    if found is None:
        raise ChoiceGone
    return found
