"""What can be looked at: the conversation, help, privacy, files, and what is not there."""

import re

import httpx
import pytest
from starlette.applications import Starlette

from bot.db.database import Database
from bot.domain.people import Language
from bot.texts import say, words
from handlers.pace import Pace
from handlers.web.web import RECENT
from tests.fakes import ScriptedThinker
from tests.handlers.web.conftest import Visiting
from tests.handlers.web.stage import OPENERS, site_on, tokens_in

FIRST_VISIT = 30 * 1024
FULL_VISIT = 60 * 1024


async def test_an_empty_conversation_welcomes_with_openers(client: httpx.AsyncClient) -> None:
    page = (await client.get("/")).text

    assert 'class="welcome"' in page
    for choice in OPENERS:
        assert f'formaction="/choices/{choice.token}"' in page
        assert choice.label in page


async def test_a_conversation_has_no_welcome_and_survives_a_new_visit(client: httpx.AsyncClient) -> None:
    await client.post("/messages", data={"text": "sentra itu apa"})

    page = (await client.get("/")).text

    assert 'class="welcome"' not in page
    assert "sentra itu apa" in page
    assert "Paling sedikit lima usaha" in page


async def test_the_newest_answer_carries_the_anchor_that_a_form_leads_to(client: httpx.AsyncClient) -> None:
    for question in ("sentra?", "biaya?"):
        await client.post("/messages", data={"text": question})

    page = (await client.get("/")).text

    assert page.count('id="last"') == 1
    assert page.index('id="last"') > page.index("Paling sedikit lima usaha")


async def test_a_long_conversation_shows_its_end_and_leads_to_its_beginning(
    visiting: Visiting, sqlite_database: Database, thinker: ScriptedThinker
) -> None:
    client = visiting(site_on(sqlite_database, thinker, Pace(per_session=100)))
    for number in range(RECENT):
        await client.post("/messages", data={"text": f"pertanyaan nomor {number}."})
    assert "/?all" not in (await client.get("/")).text

    await client.post("/messages", data={"text": "yang terakhir"})
    recent, everything = (await client.get("/")).text, (await client.get("/?all")).text

    assert "/?all" in recent
    assert "pertanyaan nomor 0." not in recent
    assert len(tokens_in(recent)) == RECENT
    assert len(tokens_in(everything)) == RECENT + 1


@pytest.mark.parametrize(("path", "key"), [("/help", "help"), ("/privacy", "privacy")])
async def test_help_and_privacy_say_their_text_under_its_heading(client: httpx.AsyncClient, path: str, key: str) -> None:
    response = await client.get(path)

    heading = words(Language.INDONESIAN)[key].partition("\n")[0]
    assert response.status_code == 200
    assert re.search(rf"<h1[^>]*>{re.escape(heading)}</h1>", response.text)
    assert 'aria-current="page"' in response.text


async def test_health_is_told_without_a_cookie(client: httpx.AsyncClient) -> None:
    response = await client.get("/healthz")

    assert (response.status_code, response.text) == (200, "ok")
    assert "set-cookie" not in response.headers


async def test_files_have_hashed_names_and_are_kept_for_good(client: httpx.AsyncClient) -> None:
    page = (await client.get("/")).text
    files = re.findall(r'"(/static/[^"]+)"', page)
    assert len(files) == 3

    for file in files:
        response = await client.get(file)
        assert response.status_code == 200
        assert "immutable" in response.headers["cache-control"]
        assert re.search(r"\.[0-9a-f]{10}\.(css|js|svg)$", file)


async def bytes_of_a_visit(client: httpx.AsyncClient) -> int:
    page = (await client.get("/")).text
    files = [(await client.get(file)).content for file in re.findall(r'"(/static/[^"]+)"', page)]
    return len(page.encode()) + sum(map(len, files))


async def test_a_visit_weighs_little_even_before_it_is_compressed(client: httpx.AsyncClient) -> None:
    assert await bytes_of_a_visit(client) < FIRST_VISIT

    for number in range(RECENT):
        await client.post("/messages", data={"text": f"brp usaha biar bs dibilang sentra {number}?"})

    assert await bytes_of_a_visit(client) < FULL_VISIT


async def test_pages_travel_compressed(client: httpx.AsyncClient) -> None:
    assert (await client.get("/")).headers["content-encoding"] == "gzip"


async def test_nothing_is_asked_of_another_host(client: httpx.AsyncClient) -> None:
    page = (await client.get("/")).text

    assert not re.search(r'(src|href|action)="(https?:)?//', page)
    assert not re.search(r'\sstyle=|\son[a-z]+="|<style|<script(?! src="/static/)', page)


@pytest.mark.parametrize("path", ["/nope", "/static/chat.css", "/static/..%2Fweb.py", "/messages/1", "/%00", "/wp-login.php"])
async def test_what_is_not_there_says_so_and_leads_back(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path)

    assert response.status_code == 404
    assert say(Language.INDONESIAN, "web.error.not_found") in response.text
    assert 'href="/"' in response.text


async def test_a_wrong_method_says_so_and_names_the_right_one(client: httpx.AsyncClient) -> None:
    response = await client.get("/messages")

    assert response.status_code == 405
    assert response.headers["allow"] == "POST"
    assert say(Language.INDONESIAN, "web.error.wrong_method") in response.text


async def test_the_browser_says_which_language_until_the_person_chooses(client: httpx.AsyncClient) -> None:
    english = {"Accept-Language": "fr, en-GB;q=0.9, id;q=0.5"}
    assert '<html lang="en">' in (await client.get("/", headers=english)).text

    response = await client.post("/language", data={"language": "id", "here": "/privacy"}, headers=english)

    assert (response.status_code, response.headers["location"]) == (303, "/privacy")
    assert '<html lang="id">' in (await client.get("/privacy", headers=english)).text
    assert say(Language.INDONESIAN, "web.error.not_found") in (await client.get("/nope", headers=english)).text


async def test_a_strangers_choice_is_answered_in_the_language_of_the_browser(client: httpx.AsyncClient, thinker: ScriptedThinker) -> None:
    await client.post("/choices/p-ovop", data={"key": "k1"}, headers={"Accept-Language": "fr, en-GB;q=0.9, id;q=0.5"})

    assert thinker.languages == [Language.ENGLISH]


async def test_a_language_nobody_speaks_is_refused(client: httpx.AsyncClient) -> None:
    assert (await client.post("/language", data={"language": "xx"})).status_code == 400


async def test_choosing_a_language_never_leads_elsewhere(client: httpx.AsyncClient) -> None:
    response = await client.post("/language", data={"language": "en", "here": "https://example.com/"})

    assert response.headers["location"] == "/"


async def test_two_browsers_do_not_see_each_other(visiting: Visiting, site: Starlette) -> None:
    mine, theirs = visiting(site), visiting(site)
    await mine.post("/messages", data={"text": "rahasia dagang saya"})

    assert "rahasia dagang saya" not in (await theirs.get("/")).text
