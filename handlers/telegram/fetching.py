"""Photos and documents that hang on a message."""

from telegram import Document, Message, PhotoSize

from bot.domain.errors import FileTooBig
from bot.vault.limits import MOST_BYTES


def attachment_of(message: Message) -> PhotoSize | Document | None:
    """Return the document of a message, or its photo as large as there is one."""
    return message.photo[-1] if message.photo else message.document


async def fetched(attachment: PhotoSize | Document) -> bytes:
    """Return what it holds. Raises `FileTooBig` for what Telegram lets no bot fetch."""
    if (attachment.file_size or 0) > MOST_BYTES:
        raise FileTooBig(limit=MOST_BYTES >> 20)
    file = await attachment.get_file()
    return bytes(await file.download_as_bytearray())
