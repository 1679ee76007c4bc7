"""On the page: a question goes to an officer by a button, and the officer's answer stands there when its asker comes back."""

import httpx
from starlette.applications import Starlette

from bot.db.database import Database
from bot.domain.people import Language
from bot.domain.staff import Grant, Role, Staff
from bot.services.reply import Reply
from bot.services.sort import Sort
from bot.texts import say
from tests.fakes import FixedClock
from tests.handlers.web.conftest import Visiting
from tests.handlers.web.stage import tokens_in
from tests.handlers.web.test_asking import SCRIPT, ask
from tests.waiting import by_words

OFFICER = Staff(1, "Rini", "Dinas <Malang>", (Grant(Role.ASSESSOR),))


def reply_over(database: Database) -> Reply:
    return Reply(database, FixedClock(), Sort(database, FixedClock(), by_words), lambda _address, _screen, _key: ())


async def test_under_a_refusal_stands_a_button_and_under_an_answer_it_is_hidden(client: httpx.AsyncClient) -> None:
    refusal, answer = await ask(client, "biaya ikut berapa"), await ask(client, "sentra itu apa", "k2")

    def form(turn: str) -> str:
        return turn.partition('<button class="officer"')[2].partition(">")[0]

    assert "hidden" not in form(refusal)
    assert "hidden" in form(answer)


async def test_without_the_script_a_thumb_down_brings_the_button(client: httpx.AsyncClient) -> None:
    token = tokens_in(await ask(client, "sentra itu apa"))[0]
    await client.post(f"/ratings/{token}", data={"rating": "down"})

    page = (await client.get("/")).text

    assert "hidden" not in page.partition('<button class="officer"')[2].partition(">")[0]


async def test_the_answer_stands_under_the_question_and_a_note_leads_there_once(
    client: httpx.AsyncClient, sqlite_database: Database
) -> None:
    token = tokens_in(await ask(client, "biaya ikut berapa"))[0]
    passed_on = await client.post(f"/petugas/{token}", data={"key": ""}, headers=SCRIPT)
    plain = await client.post(f"/petugas/{token}", data={"key": ""})
    reply = reply_over(sqlite_database)
    await reply.sort()
    await reply.answer(OFFICER, 1, "Tidak dipungut <biaya>.\n\nSilakan datang.")

    first, second = (await client.get("/")).text, (await client.get("/")).text

    assert passed_on.text == say(Language.INDONESIAN, "officer.passed_on")
    assert (plain.status_code, plain.headers["location"]) == (303, f"/#t-{token}")
    for page in (first, second):
        assert "Tidak dipungut &lt;biaya&gt;." in page
        assert "Jawaban petugas: Dinas &lt;Malang&gt;" in page
        assert say(Language.INDONESIAN, "button.officer_asked") in page
    assert f'href="/?all#t-{token}"' in first
    assert f'href="/?all#t-{token}"' not in second


async def test_nobody_passes_on_what_another_visitor_asked(visiting: Visiting, site: Starlette, client: httpx.AsyncClient) -> None:
    token = tokens_in(await ask(client, "sentra itu apa"))[0]
    stranger = visiting(site)

    refused = await stranger.post(f"/petugas/{token}", data={"key": ""}, headers=SCRIPT)

    assert (refused.status_code, refused.text) == (404, say(Language.INDONESIAN, "error.answer_gone"))
