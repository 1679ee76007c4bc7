"""Speaking: the chosen language, else the hinted one, else Indonesian."""

import pytest

from bot.db.database import Database
from bot.domain.people import Address, Channel, Language
from bot.services.introduce import Introduce
from bot.services.speak import Speak
from bot.texts import say
from tests.fakes import OPENER, FakeThinker, FixedClock

SITI = Address(Channel.TELEGRAM, "1001")


@pytest.fixture
def speak(database: Database, clock: FixedClock) -> Speak:
    return Speak(database, clock)


@pytest.mark.parametrize(
    ("hint", "language"),
    [
        (None, Language.INDONESIAN),
        ("", Language.INDONESIAN),
        ("id", Language.INDONESIAN),
        ("jv", Language.INDONESIAN),
        ("de-DE", Language.INDONESIAN),
        ("english", Language.INDONESIAN),
        ("en", Language.ENGLISH),
        ("EN_us", Language.ENGLISH),
        ("en-GB,en;q=0.9,id;q=0.8", Language.ENGLISH),
    ],
)
async def test_a_hint_serves_until_a_language_is_chosen(speak: Speak, hint: str | None, language: Language) -> None:
    assert await speak.language_of(SITI, hint) is language


@pytest.mark.parametrize("chosen", list(Language))
async def test_the_chosen_language_beats_the_hint(speak: Speak, chosen: Language) -> None:
    await speak.choose(SITI, Language.ENGLISH)
    await speak.choose(SITI, chosen)

    assert await speak.language_of(SITI, "en-GB") is chosen
    assert await speak.language_of(Address(Channel.WEB, SITI.id), "en-GB") is Language.ENGLISH


async def test_the_bot_introduces_itself_in_the_persons_language(speak: Speak, thinker: FakeThinker) -> None:
    introduce = Introduce(speak, thinker)
    await speak.choose(SITI, Language.ENGLISH)

    welcome, help_ = [await said(SITI, "id") for said in (introduce.welcome, introduce.help)]

    assert welcome.text == say(Language.ENGLISH, "welcome")
    assert help_.text == say(Language.ENGLISH, "help")
    assert welcome.choices == help_.choices == (OPENER,)
