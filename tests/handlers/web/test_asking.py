"""What can be sent: a question, a tapped choice, a thumb; each with the page's script and without it."""

from html import escape

import httpx
import pytest
from starlette.applications import Starlette

from bot.domain.people import Language
from bot.texts import say
from tests.fakes import ScriptedThinker
from tests.handlers.web.conftest import Visiting
from tests.handlers.web.stage import CLUSTER, JOINING, MISSING, UNCLEAR, tokens_in

SCRIPT = {"X-Ovop-Fragment": "1"}
SALAM = "\u0633\u0644\u0627\u0645"  # written from right to left


async def ask(client: httpx.AsyncClient, text: str, key: str = "k1") -> str:
    response = await client.post("/messages", data={"text": text, "key": key}, headers=SCRIPT)
    assert response.status_code == 200
    return response.text


async def test_without_the_script_a_question_leads_back_to_its_answer(client: httpx.AsyncClient) -> None:
    response = await client.post("/messages", data={"text": "sentra itu apa", "key": "k1"})

    assert (response.status_code, response.headers["location"]) == (303, "/#last")


async def test_with_the_script_a_question_brings_its_turn_and_no_page(client: httpx.AsyncClient) -> None:
    turn = await ask(client, "sentra itu apa")

    assert turn.strip().startswith('<li class="turn"')
    assert "<html" not in turn
    assert "sentra itu apa" in turn


async def test_a_personal_number_in_a_question_is_covered_and_that_is_said(client: httpx.AsyncClient) -> None:
    turn = await ask(client, "nik saya 3507115708900001, sentra itu apa")
    page = (await client.get("/")).text

    for shown in (turn, page):
        assert "3507115708900001" not in shown
        assert say(Language.INDONESIAN, "own.masked") in shown


async def test_the_piece_of_a_post_is_the_piece_of_the_page(client: httpx.AsyncClient) -> None:
    turn = await ask(client, "nilai saya 82")
    page = (await client.get("/")).text

    token = tokens_in(turn)[0]
    assert tokens_in(page) == [token]
    for part in (escape(UNCLEAR.text), 'class="clarify"', *(choice.label for choice in UNCLEAR.choices)):
        assert part in turn
        assert part in page


async def test_an_answer_shows_each_source_whole(client: httpx.AsyncClient) -> None:
    turn = await ask(client, "sentra itu apa")

    for citation in CLUSTER.citations:
        for part in (citation.label, citation.status, citation.title, citation.quote):
            assert escape(part) in turn
        assert f'href="{citation.url}" rel="noopener noreferrer" target="_blank"' in turn


async def test_a_refusal_names_itself_in_words_and_has_no_sources(client: httpx.AsyncClient) -> None:
    turn = await ask(client, "biaya ikut berapa")

    assert MISSING.text.partition("\n")[0] in turn
    assert say(Language.INDONESIAN, "outcome.not_in_index") in turn
    assert "<details" not in turn
    assert 'href="https://ovop.kemenperin.go.id"' in turn


async def test_an_answer_is_dressed_in_its_own_language(client: httpx.AsyncClient) -> None:
    turn = await ask(client, "how many businesses make a sentra?")

    assert 'lang="en"' in turn
    assert say(Language.ENGLISH, "web.rate") in turn


async def test_the_same_key_again_is_answered_once(client: httpx.AsyncClient, thinker: ScriptedThinker) -> None:
    first = await ask(client, "sentra itu apa", key="same")
    second = await ask(client, "sentra itu apa", key="same")

    assert tokens_in(first) == tokens_in(second)
    assert len(thinker.heard) == 1
    assert len(tokens_in((await client.get("/")).text)) == 1


async def test_other_words_under_an_old_key_are_another_question(client: httpx.AsyncClient) -> None:
    await ask(client, "sentra itu apa", key="same")
    second = await ask(client, "biaya ikut berapa", key="same")

    assert MISSING.text.partition("\n")[0] in second


async def test_the_same_words_from_form_and_script_are_one_question(client: httpx.AsyncClient) -> None:
    await client.post("/messages", data={"text": "dua\r\nbaris", "key": "same"})
    await ask(client, "dua\nbaris", key="same")

    assert len(tokens_in((await client.get("/")).text)) == 1


async def test_without_a_key_every_question_counts(client: httpx.AsyncClient, thinker: ScriptedThinker) -> None:
    for _ in range(2):
        await client.post("/messages", data={"text": "sentra itu apa"})

    assert len(thinker.heard) == 2


async def test_a_tapped_choice_is_answered_as_the_question_it_stands_for(client: httpx.AsyncClient) -> None:
    response = await client.post(f"/choices/{JOINING.token}", data={"key": "k1"}, headers=SCRIPT)

    assert response.status_code == 200
    assert JOINING.label in response.text


async def test_a_choice_tapped_twice_on_one_page_is_answered_once(client: httpx.AsyncClient, thinker: ScriptedThinker) -> None:
    for _ in range(2):
        response = await client.post(f"/choices/{JOINING.token}", data={"key": "k1"})
        assert response.headers["location"] == "/#last"

    assert len(tokens_in((await client.get("/")).text)) == 1


@pytest.mark.parametrize("token", ["gone", "%00", "a" * 25, "%F0%9F%91%8D", "c:1'--", "%20", "<script>"])
async def test_a_stale_foreign_or_random_choice_is_told(client: httpx.AsyncClient, token: str) -> None:
    response = await client.post(f"/choices/{token}", data={"key": "k1"})

    assert response.status_code == 410
    assert say(Language.INDONESIAN, "error.choice_gone") in response.text


async def test_a_thumb_is_kept_and_the_last_one_wins(client: httpx.AsyncClient) -> None:
    token = tokens_in(await ask(client, "sentra itu apa"))[0]

    for rating in ("up", "down", "down"):
        response = await client.post(f"/ratings/{token}", data={"rating": rating})
        assert (response.status_code, response.headers["location"]) == (303, f"/#t-{token}")

    page = (await client.get("/")).text
    assert 'value="down" aria-pressed="true"' in page
    assert 'value="up" aria-pressed="false"' in page


async def test_with_the_script_a_thumb_is_thanked_for_in_words(client: httpx.AsyncClient) -> None:
    token = tokens_in(await ask(client, "sentra itu apa"))[0]

    response = await client.post(f"/ratings/{token}", data={"rating": "up"}, headers=SCRIPT)

    assert response.text == say(Language.INDONESIAN, "web.rated")


async def test_the_answer_of_another_person_cannot_be_rated(visiting: Visiting, site: Starlette) -> None:
    mine, theirs = visiting(site), visiting(site)
    token = tokens_in(await ask(mine, "sentra itu apa"))[0]

    response = await theirs.post(f"/ratings/{token}", data={"rating": "up"}, headers=SCRIPT)

    assert (response.status_code, response.text) == (404, say(Language.INDONESIAN, "error.answer_gone"))


@pytest.mark.parametrize("token", ["gone", "%00", "a" * 400])
async def test_a_rating_of_nothing_is_told(client: httpx.AsyncClient, token: str) -> None:
    assert (await client.post(f"/ratings/{token}", data={"rating": "up"})).status_code == 404


@pytest.mark.parametrize("rating", ["", "sideways", "UP"])
async def test_a_thumb_that_is_none_is_refused(client: httpx.AsyncClient, rating: str) -> None:
    token = tokens_in(await ask(client, "sentra itu apa"))[0]

    assert (await client.post(f"/ratings/{token}", data={"rating": rating})).status_code == 400


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\t ",
        "👍🏽👩‍👩‍👧🇮🇩",
        "".join(map(chr, [*range(32), *range(127, 160)])),
        f"\u202e{SALAM}\u202c {SALAM} \u200b\u200d\ufeff\u2066",
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "**tebal** [tautan](javascript:alert(1)) `kode`",
        "Z̸̡̢̛͎̺̗̪̆͊͗͛" * 200,
        "a" * 60_000,
        "{{ 7*7 }}{% raw %}{{ config }}",
        "\ufffe\uffff\U0010ffff",
    ],
)
async def test_whatever_is_written_gets_an_answer_and_a_page(client: httpx.AsyncClient, text: str) -> None:
    turn = await ask(client, text)
    page = (await client.get("/")).text

    assert len(tokens_in(turn)) == 1
    assert tokens_in(page) == tokens_in(turn)
    for html in (turn, page):
        assert "<script>" not in html
        assert "<img" not in html
        assert "\x00" not in html
    assert len(turn) < 12_000


async def test_a_question_from_the_right_keeps_its_direction_to_itself(client: httpx.AsyncClient) -> None:
    assert f'<p dir="auto">{SALAM}</p>' in await ask(client, SALAM)


async def test_one_hundred_thousand_letters_are_told_to_be_too_many(client: httpx.AsyncClient) -> None:
    response = await client.post("/messages", data={"text": "a" * 100_000}, headers=SCRIPT)

    assert (response.status_code, response.text) == (413, say(Language.INDONESIAN, "web.error.too_long"))
