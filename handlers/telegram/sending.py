"""Sends: again where Telegram was busy or away, after a group that moved, and plain where HTML is refused."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import Bot, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, NetworkError, RetryAfter

from handlers.telegram.addressing import Place
from handlers.telegram.patience import Pause, asked_to_wait
from handlers.telegram.render import Piece

TRIES = 8  # about a minute
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Sending:
    """Sends messages to a place, in their order."""

    bot: Bot
    pause: Pause = asyncio.sleep

    async def __call__(self, place: Place, pieces: Sequence[Piece]) -> None:
        """Send all pieces; only the first points to the message it answers. Raises `TelegramError` when given up."""
        for piece in pieces:
            moved = await self._send(place, piece)
            place = replace(moved, reply_to=None)

    async def _send(self, place: Place, piece: Piece) -> Place:
        """Send one message, and return where it went. A time-out may mean that it went: twice is better than never."""
        for tried in range(TRIES - 1):
            try:
                await self._once(place, piece)
            except ChatMigrated as moved:
                place = Place(moved.new_chat_id)
            except BadRequest as refused:
                if "parse entities" not in refused.message:
                    raise
                piece = replace(piece, html="")
            except (NetworkError, RetryAfter) as trouble:
                await self.pause(max(asked_to_wait(trouble), 2**tried / 2))
            else:
                return place
        await self._once(place, piece)
        return place

    async def _once(self, place: Place, piece: Piece) -> None:
        reply = ReplyParameters(place.reply_to, allow_sending_without_reply=True) if place.reply_to else None
        await self.bot.send_message(
            place.chat_id,
            piece.html or piece.plain,
            parse_mode=ParseMode.HTML if piece.html else None,
            reply_markup=piece.keyboard,
            link_preview_options=NO_PREVIEW,
            message_thread_id=place.thread_id,
            reply_parameters=reply,
        )
