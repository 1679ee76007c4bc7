"""Announcing on Telegram: members of the staff send the bot what is to be announced; others approve, pause, stop; owners ask."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from telegram import CallbackQuery, Message, Update

from bot.areas import zone_of
from bot.db import announcements, staff
from bot.db.database import ReadSession, WriteSession
from bot.delivery.reaction import Reaction
from bot.domain import messages
from bot.domain.announcement import Attached, Plan, Stage
from bot.domain.delivery import Outgoing
from bot.domain.errors import ChoiceGone, ContentWrong, NotAllowed, Wrong
from bot.domain.people import Address, Language
from bot.domain.screens import Action, Screen
from bot.domain.staff import Deed, Staff
from bot.services.announcing.announcing import Announcing
from bot.services.announcing.content import MOST_LINKS, content_of
from bot.services.announcing.drafting import AREAS, LINKS, WORDS, Draft
from bot.services.announcing.showing import button
from bot.services.ask import Ask
from bot.services.authorize import authorize
from bot.services.speak import Speak
from bot.texts import say
from bot.vault.checking import check
from handlers.telegram import render
from handlers.telegram.addressing import Place, hint_of, is_private, place_of, place_of_press, sender_of
from handlers.telegram.busy import Busy
from handlers.telegram.deciding import VERBS, DecisionsDesk
from handlers.telegram.fetching import attachment_of, fetched
from handlers.telegram.sending import Sending

MORNING = 8
Draws = Callable[[ReadSession, Draft, Language], Awaitable[Screen]]


@dataclass(frozen=True, slots=True)
class NewsDesk:
    """What members of the staff do with announcements in their private chat."""

    announcing: Announcing
    decisions: DecisionsDesk
    ask: Ask
    speak: Speak
    send: Sending
    busy: Busy

    async def begin(self, update: Update, _: object) -> Reaction:
        """Begin a draft: the next message is what it says."""
        message = update.message
        if message is None:
            return Reaction()
        sender, hint = sender_of(update), hint_of(update)

        async def record(session: WriteSession) -> Sequence[Outgoing]:
            language = await self.speak.language_within(session, sender, hint)
            try:
                actor = authorize(await staff.member_at(session, sender), Deed.COMPOSE)
            except NotAllowed:
                return self.send(place_of(message), render.words(say(language, "news.chat.not_staff")))
            await self.announcing.write.begin(session, actor, listens=WORDS)
            return self.send(place_of(message), render.words(say(language, "news.chat.send_me")))

        return Reaction(record)

    async def heard(self, update: Update) -> Reaction | None:
        """Take a message for the draft that listens; None where none does. Raises `Told` for what cannot be sent."""
        message = update.message
        if message is None or not is_private(message) or (message.text or "").startswith("/"):
            return None
        sender, hint = sender_of(update), hint_of(update)
        async with self.announcing.write.database.glancing() as session:
            if (found := await announcements.listening(session, sender.id)) is None:
                return None
        album = message.media_group_id or ""
        file = None if found[1] in {AREAS, LINKS} else await self._file(message)
        html = (message.text_html if message.text else message.caption_html) or ""
        once = f"{self.send.source}:{message.chat.id}:news:{album}" if album else None

        async def record(session: WriteSession) -> Sequence[Outgoing]:
            actor = authorize(await staff.member_at(session, sender), Deed.COMPOSE)
            write, text = self.announcing.write, message.text or ""
            draft = await write.place(session, actor, text) or await write.label(session, actor, text)
            draft = draft or await write.hear(session, actor, html, file, album)
            if draft is None:
                return ()
            language = await self.speak.language_within(session, sender, hint)
            return self.send.screen(place_of(message), await self.announcing.shows.draft(session, draft, language), once)

        return Reaction(record)

    async def pressed(self, query: CallbackQuery, action: Action, sender: Address) -> Reaction:
        """Do what a button of an announcement says. Raises `Told`."""
        if action.verb == "ask":
            return await self._asked(query, action, sender)
        if action.verb in VERBS:
            return await self.decisions.pressed(query, action, sender)
        does = {
            "test": self._test, "redo": self._redo, "links": self._links, "area": self._area, "product": self._product, "when": self._when,
            "submit": self._submit, "drop": self._drop, "here": self._here, "approve": self._approve,
            "pause": self._pause, "go": self._go, "stop": self._stop, "sure": self._sure,
        }.get(action.verb)  # fmt: skip
        if does is None:
            raise ChoiceGone
        place, hint = place_of_press(query), query.from_user.language_code
        return await does(_Press(action, sender, hint, place))

    # What owners do

    async def _asked(self, query: CallbackQuery, action: Action, sender: Address) -> Reaction:
        """Answer the question that a button under an announcement asks."""
        async with self.announcing.write.database.glancing() as session:
            row = await announcements.one(session, ("",), action.form)
        links = content_of(row.content).links if row else ()
        number = int(action.value) if action.value.isdecimal() else -1
        question = links[number].question if 0 <= number < len(links) else ""
        if not question:
            raise ChoiceGone
        place, message = place_of_press(query), query.message
        key = f"news:{action.form}:{number}:{message.message_id if message else query.id}"
        async with self.busy.at(place):
            thought = await self.ask.think(messages.Message(sender, question, key))

        async def record(session: WriteSession) -> Sequence[Outgoing]:
            turn = await thought(session)
            return self.send(place, render.answer(turn.answer, question=turn.question))

        return Reaction(record)

    # What the author does

    async def _test(self, press: "_Press") -> Reaction:
        actor = await self._actor(press)
        has_gone = await self.announcing.write.test(actor, press.action.form)
        return self._saying(press, "news.chat.tested" if has_gone else "news.chat.no_chat")

    async def _redo(self, press: "_Press") -> Reaction:
        return self._listening(press, WORDS, "news.chat.send_me")

    async def _area(self, press: "_Press") -> Reaction:
        return self._listening(press, AREAS, "news.chat.which_area")

    async def _links(self, press: "_Press") -> Reaction:
        return self._listening(press, LINKS, "news.chat.which_links", most=MOST_LINKS, host=self.announcing.write.rules.hosts[0])

    async def _product(self, press: "_Press") -> Reaction:
        """Choose products: a tap adds or takes one away, and the list stays."""
        write = self.announcing.write
        actor = await self._actor(press)
        if press.action.value:
            async with write.database.reading() as session:
                audience = (await write.of(session, actor, press.action.form)).audience
            known, value = self.announcing.seek.instrument.commodities, press.action.value
            tapped = {known[int(value)].id} if value.isdecimal() and int(value) < len(known) else set()
            kept = tuple(sorted(set(audience.commodities) ^ tapped)) if tapped else ()
            await write.keep(actor, press.action.form, audience=replace(audience, commodities=kept))
        return self._showing(press, self.announcing.shows.products)

    async def _when(self, press: "_Press") -> Reaction:
        actor, write = await self._actor(press), self.announcing.write
        async with write.database.reading() as session:
            zone = zone_of((await write.of(session, actor, press.action.form)).row.area)
        now = write.clock.now()
        tomorrow = (now.astimezone(ZoneInfo(zone)) + timedelta(days=1)).replace(hour=MORNING, minute=0, second=0, microsecond=0)
        plan = Plan(tomorrow.astimezone(now.tzinfo), zone) if press.action.value == "tomorrow" else Plan(zone=zone)
        await write.keep(actor, press.action.form, plan=plan)
        return self._showing(press, self.announcing.shows.draft)

    async def _submit(self, press: "_Press") -> Reaction:
        stage = await self.announcing.write.submit(await self._actor(press), press.action.form)
        return self._saying(press, "news.chat.asked" if stage is Stage.ASKED else "news.chat.going")

    async def _drop(self, press: "_Press") -> Reaction:
        async def record(session: WriteSession) -> Sequence[Outgoing]:
            actor = await self._member(session, press)
            await self.announcing.write.drop(session, actor, press.action.form)
            return await self._words(session, press, "news.chat.dropped")

        return Reaction(record)

    async def _here(self, press: "_Press") -> Reaction:
        return self._showing(press, self.announcing.shows.draft)

    # What others do

    async def _approve(self, press: "_Press") -> Reaction:
        await self.announcing.write.approve(await self._actor(press), press.action.form, press.action.value)
        return self._saying(press, "news.chat.approved")

    async def _pause(self, press: "_Press") -> Reaction:
        await self.announcing.steer.pause(await self._actor(press), press.action.form)
        return self._showing(press, self._progress)

    async def _go(self, press: "_Press") -> Reaction:
        await self.announcing.steer.go_on(await self._actor(press), press.action.form)
        return self._showing(press, self._progress)

    async def _stop(self, press: "_Press") -> Reaction:
        async def show(_session: ReadSession, draft: Draft, language: Language) -> Screen:
            sure = button(draft.id, "sure", say(language, "news.button.sure"))
            return Screen(language, say(language, "news.chat.sure_stop"), ((sure,),))

        return self._showing(press, show)

    async def _sure(self, press: "_Press") -> Reaction:
        await self.announcing.steer.stop(await self._actor(press), press.action.form)
        return self._showing(press, self._progress)

    # How it is shown

    async def _progress(self, session: ReadSession, draft: Draft, language: Language) -> Screen:
        tally = await announcements.tally(session, draft.id)
        return self.announcing.dispatch.progress.screen(draft.row, tally, language)

    # How it is done

    async def _file(self, message: Message) -> Attached | None:
        """Fetch, check and keep what hangs on a message. Raises `Told` for what is refused."""
        if (attachment := attachment_of(message)) is None:
            if message.effective_attachment is not None:
                raise ContentWrong(Wrong.EMPTY)
            return None
        async with self.busy.at(place_of(message)):
            checked = await check(await fetched(attachment))
        digest = await self.announcing.vault.put(checked.content)
        is_photo = checked.media_type.startswith("image/")
        name = getattr(attachment, "file_name", None) or ("foto.jpg" if is_photo else "dokumen.pdf")
        return Attached(digest, checked.media_type, name[:100])

    async def _actor(self, press: "_Press") -> Staff:
        async with self.announcing.write.database.glancing() as session:
            return await self._member(session, press)

    async def _member(self, session: ReadSession, press: "_Press") -> Staff:
        return authorize(await staff.member_at(session, press.sender), Deed.SEE_ANNOUNCEMENTS)

    def _listening(self, press: "_Press", wanted: str, key: str, **values: str | int) -> Reaction:
        async def record(session: WriteSession) -> Sequence[Outgoing]:
            await self.announcing.write.listen(session, await self._member(session, press), press.action.form, wanted)
            return await self._words(session, press, key, **values)

        return Reaction(record)

    def _showing(self, press: "_Press", show: Draws) -> Reaction:
        async def record(session: WriteSession) -> Sequence[Outgoing]:
            actor = await self._member(session, press)
            draft = await self.announcing.write.of(session, actor, press.action.form)
            language = await self.speak.language_within(session, press.sender, press.hint)
            return self.send.screen(press.place, await show(session, draft, language))

        return Reaction(record)

    def _saying(self, press: "_Press", key: str) -> Reaction:
        async def record(session: WriteSession) -> Sequence[Outgoing]:
            return await self._words(session, press, key)

        return Reaction(record)

    async def _words(self, session: ReadSession, press: "_Press", key: str, **values: str | int) -> Sequence[Outgoing]:
        language = await self.speak.language_within(session, press.sender, press.hint)
        return self.send(press.place, render.words(say(language, key, **values)))


@dataclass(frozen=True, slots=True)
class _Press:
    """A press of a button: what it says, who pressed it, where."""

    action: Action
    sender: Address
    hint: str | None
    place: Place
