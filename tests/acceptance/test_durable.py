"""Killed at any moment, the bot loses nothing, keeps the order, and doubles at most what was on its way."""

import asyncio
import random
import signal
from time import monotonic

from bot.db.database import Database
from bot.db.models import AnswerRow
from tests.acceptance.forms import Misfiled, Owners, misfiled
from tests.acceptance.harness import count, finished, twice_every_tenth, verdict, worker, written_by_all
from tests.botapi import BotApi

CHATS, MESSAGES, KILLS = range(1, 21), range(10), 3


async def test_after_each_kill_everything_is_answered_once_and_in_order(database: Database, bot_api: BotApi) -> None:
    bot_api.slow["sendMessage"] = 0.03
    chance = random.Random(7)  # noqa: S311 - when to kill
    updates = written_by_all(bot_api, CHATS, MESSAGES)
    all_of_them, bot_api.pending = len(updates), twice_every_tenth(updates)
    kills = []
    for _ in range(KILLS):
        async with worker(database, bot_api) as process:
            already = len(bot_api.sent)
            await bot_api.until(lambda already=already: len(bot_api.sent) > already, within=30)
            await asyncio.sleep(chance.uniform(0.0, 0.3))
            kills.append(monotonic())
            process.kill()
        await asyncio.sleep(0.1)
    async with worker(database, bot_api):
        await bot_api.until(lambda: len({(sent.chat_id, sent.text) for sent in bot_api.sent}) == all_of_them, within=60)
        await finished(database)
    found = await verdict(database, bot_api.sent, CHATS, len(MESSAGES), kills)

    assert (found.lost, found.reordered, found.doubled_effects) == (0, 0, 0)
    assert found.stale == 0, "an old answer came again after a newer one"
    assert found.unexplained == 0, "more than one reply of a chat was doubled at a kill"


async def test_told_to_end_at_full_load_it_ends_in_time_and_doubles_nothing(database: Database, bot_api: BotApi) -> None:
    bot_api.slow["sendMessage"] = 0.03
    updates = written_by_all(bot_api, CHATS, MESSAGES)
    all_of_them, bot_api.pending = len(updates), twice_every_tenth(updates)
    async with worker(database, bot_api) as process:
        await bot_api.until(lambda: len(bot_api.sent) > 5, within=30)
        process.send_signal(signal.SIGTERM)
        await asyncio.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 20) == 0
    async with worker(database, bot_api):
        await bot_api.until(lambda: len(bot_api.sent) >= all_of_them, within=60)
        await finished(database)

    assert len(bot_api.sent) == len({(sent.chat_id, sent.text) for sent in bot_api.sent}) == all_of_them
    assert await count(database, AnswerRow) == all_of_them


async def test_after_each_kill_every_form_holds_what_its_owner_said_in_order(database: Database, bot_api: BotApi) -> None:
    bot_api.slow["sendMessage"] = 0.01
    chance = random.Random(11)  # noqa: S311 - when to kill
    owners = Owners(bot_api, CHATS, chance)
    bot_api.pending = twice_every_tenth(owners.agree() + owners.round(8, finishing=2))
    for _ in range(KILLS):
        async with worker(database, bot_api) as process:
            already = len(bot_api.sent)
            await bot_api.until(lambda already=already: len(bot_api.sent) > already, within=30)
            await asyncio.sleep(chance.uniform(0.0, 0.3))
            process.kill()
    async with worker(database, bot_api):
        await bot_api.until(lambda: not bot_api.pending, within=60)
        await finished(database)

    assert await misfiled(database, owners.wanted) == Misfiled(lost_answers=0, wrong_answers=0, doubled_rows=0, lost_rows=0)
