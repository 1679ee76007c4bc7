"""What an owner does on Telegram to get on with a form."""

from tests.botapi import Sent
from tests.handlers.telegram.stage import Stage


def tap(sent: Sent, words: str) -> str:
    """Return the data of the button whose label begins so."""
    return next(data for label, data in sent.buttons.items() if label.removeprefix("✓ ").startswith(words))


async def begin(stage: Stage) -> Sent:
    """Agree, and fill in the business; return the message with the first question."""
    (intro,) = await stage.say("/nilai")
    await stage.press(intro, tap(intro, "Setuju"))
    for words in ("Bu Siti", "Keripik Mbok Siti", "bikin keripik singkong", "kab malang", "iya di sentra"):
        await stage.say(words)
    return (await stage.say("2015"))[-1]


async def to_the_end(stage: Stage, sent: Sent) -> Sent:
    """Tap the first option of every question; return the summary."""
    while (picks := [data for data in sent.buttons.values() if ".pick." in data]):
        await stage.press(sent, picks[0])
    return sent
