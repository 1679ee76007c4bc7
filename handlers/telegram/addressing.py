"""Who writes, from where, what they ask, and whether they mean the bot. Pure functions over Telegram's messages."""

from collections.abc import Mapping
from dataclasses import dataclass

from telegram import CallbackQuery, Message, MessageEntity, Update, User
from telegram.constants import ChatType

from bot.domain.people import Address, Channel
from handlers.telegram import commands

GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})


@dataclass(frozen=True, slots=True)
class Place:
    """Where to answer: a chat, the topic of a forum, and in groups the message that is answered."""

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None


def place_of(message: Message) -> Place:
    """Return where to answer `message`."""
    thread_id = message.message_thread_id if message.is_topic_message else None
    return Place(message.chat.id, thread_id, None if is_private(message) else message.message_id)


def place_of_press(query: CallbackQuery) -> Place:
    """Return where to answer a press; the message may be gone, or so old that Telegram shows only its id."""
    message = query.message
    if message is None:
        return Place(query.from_user.id)
    if isinstance(message, Message):
        return place_of(message)
    return Place(message.chat.id, reply_to=None if message.chat.type == ChatType.PRIVATE else message.message_id)


def sender_of(update: Update) -> Address:
    """Return the person's address: their own id, also in a group; a group or channel's where they write in its name."""
    message = update.message or update.edited_message
    person = message.sender_chat if message and message.sender_chat else update.effective_user
    if person is None:
        msg = "nobody sent this update"
        raise ValueError(msg)
    return Address(Channel.TELEGRAM, str(person.id))


def hint_of(update: Update) -> str | None:
    """Return the language of the person's Telegram."""
    return update.effective_user.language_code if update.effective_user else None


def key_of(message: Message, *, extra: str = "") -> str:
    """Return a key unique among the sender's messages.

    Telegram numbers messages for each bot, and in supergroups for each group: so the bot is part of it, and a group is.
    """
    return f"{prefix_of(message.get_bot().id, message.chat.id, message.chat.type)}{message.message_id}{extra}"


def prefix_of(bot_id: int, chat_id: int, chat_type: str) -> str:
    """Return what makes a message id unique among all bots and chats of a person."""
    return f"{bot_id}:" if chat_type == ChatType.PRIVATE else f"{bot_id}:{chat_id}:"


def is_private(message: Message) -> bool:
    """Tell whether nobody else reads it."""
    return message.chat.type == ChatType.PRIVATE


def is_for(message: Message, bot: User) -> bool:
    """Tell whether a person means the bot: in private always, in groups by command, mention or reply."""
    if message.is_automatic_forward or not _is_of_a_person(message):
        return False
    if is_private(message):
        return True
    name, at, whom = command_of(message).partition("@")
    if at and whom != (bot.username or "").lower():
        return False
    is_called = bool(at) or name in commands.ALL or _is_reply_to(message, bot)
    is_mentioned = any(_is_mention(*found, bot) for found in _entities(message).items())
    return message.chat.type in GROUPS and (is_called or is_mentioned)


def command_of(message: Message) -> str:
    """Return the command in front of a message in small letters, such as "tanya@ovop_bot"; "" where there is none."""
    found = (text for entity, text in _entities(message).items() if _is_command_in_front(entity))
    return next(found, "").removeprefix("/").lower()


def question_of(message: Message, bot: User) -> str:
    """Return what is asked: text or caption, without the command in front and without the bot's own name."""
    text = message.text or message.caption or ""
    for entity in sorted(_entities(message), key=lambda entity: entity.offset, reverse=True):
        if _is_command_in_front(entity) or _is_mention(entity, _entities(message)[entity], bot):
            text = _without(text, entity)
    return text.strip()


def _is_of_a_person(message: Message) -> bool:
    """Telegram shows a bot as the sender where a person writes in the name of a group or channel."""
    return message.sender_chat is not None or (message.from_user is not None and not message.from_user.is_bot)


def _is_reply_to(message: Message, bot: User) -> bool:
    """In a topic every message replies to the one that began it, which may be the bot's."""
    replied = message.reply_to_message
    return replied is not None and replied.from_user == bot and replied.forum_topic_created is None


def _is_command_in_front(entity: MessageEntity) -> bool:
    return entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0


def _is_mention(entity: MessageEntity, text: str, bot: User) -> bool:
    is_by_name = entity.type == MessageEntity.MENTION and text.lower() == f"@{bot.username}".lower()
    return is_by_name or (entity.type == MessageEntity.TEXT_MENTION and entity.user == bot)


def _entities(message: Message) -> Mapping[MessageEntity, str]:
    return message.parse_entities() if message.text else message.parse_caption_entities()


def _without(text: str, entity: MessageEntity) -> str:
    """Cut an entity out; Telegram counts in UTF-16 units."""
    raw = text.encode("utf-16-le", "surrogatepass")
    rest = raw[: entity.offset * 2] + raw[(entity.offset + entity.length) * 2 :]
    return rest.decode("utf-16-le", "surrogatepass")
