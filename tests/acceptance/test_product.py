"""The whole product as people run it: a process, a real index, Telegram by a stand-in, the page by HTTP."""

import asyncio
import json
import socket
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.acceptance.product import KEPT, Product, command, indexed, installed
from tests.botapi import BotApi

SECRET_WORDS = "rahasianenekmoyang"


@pytest.fixture(scope="session")
def built() -> Path:
    """An index of the shipped corpus, kept between runs: only the first one builds it."""
    asyncio.run(indexed())
    return KEPT / "index"


@pytest.fixture
def data(tmp_path: Path, built: Path) -> Path:
    """The data directory of an installation that has never been started but has its index."""
    return installed(tmp_path / "data")


async def test_an_owner_talks_on_telegram_and_on_the_page_over_a_restart(data: Path, bot_api: BotApi) -> None:
    """One product, started while Telegram is down; whoever starts a second one on its data is refused."""
    await bot_api.go_down()
    settings = {"OVOP_TELEGRAM__TOKEN": bot_api.token, "OVOP_TELEGRAM__BASE_URL": bot_api.url}
    async with Product(data, settings) as product, httpx.AsyncClient(base_url=product.url, follow_redirects=True) as browser:
        cookies = await asks_on_the_page(browser, product.url)
        await bot_api.come_back()
        bot_api.write("/start")
        await bot_api.until(lambda: len(bot_api.sent) == 1, within=30)
        bot_api.write(f"min {SECRET_WORDS} siapa yg daftarin ovop")
        await bot_api.until(lambda: len(bot_api.sent) >= 2)
        answer = bot_api.sent[-1]
        assert "dinas" in answer.text.lower()
        assert "<blockquote expandable>" in answer.source
        await refuses_a_second_process(data)
        assert await product.stop() == 0
        assert SECRET_WORDS not in product.log
    related = answer.data("c:")
    async with Product(data, settings) as product, httpx.AsyncClient(base_url=product.url, cookies=cookies) as browser:
        assert SECRET_WORDS in (await browser.get("/")).text
        bot_api.press(answer, related)
        await bot_api.until(lambda: len(bot_api.sent) >= 3)
        bot_api.press(answer, answer.data("r:"))
        bot_api.press(answer, "c:0123456789abcdef")
        bot_api.press(answer, "x" * 64)
        bot_api.write("pasal berapa di permenperin 14/2021 yang mengatur sentra?")
        await bot_api.until(lambda: len(bot_api.sent) >= 4)
        assert "<blockquote" not in bot_api.sent[-1].source
        await product.stop()
        assert bot_api.token not in product.log
        assert SECRET_WORDS not in product.log


async def asks_on_the_page(browser: httpx.AsyncClient, url: str) -> httpx.Cookies:
    await browser.get("/")
    question = {"text": f"nib itu gratis ga {SECRET_WORDS}", "key": "k1"}
    page = await browser.post("/messages", data=question, headers={"Origin": url})
    assert page.status_code == 200
    assert "gratis" in page.text
    return browser.cookies


async def refuses_a_second_process(data: Path) -> None:
    code, _, err = await command(data, "ask", "apa itu OVOP?")
    assert code == 2
    assert "Another ovop-bot process" in err
    assert "Traceback" not in err


async def test_a_taken_port_is_said_in_words(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, _, err = await command(data, "serve", OVOP_WEB__PORT=str(taken.getsockname()[1]))
    assert code == 2
    assert "OVOP_WEB__PORT" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("token", ["nonsense", "123456:wrongwrongwrongwrongwrongwrongwrong"])
async def test_a_wrong_token_is_said_and_the_page_goes_on(data: Path, bot_api: BotApi, token: str) -> None:
    async with Product(data, {"OVOP_TELEGRAM__TOKEN": token, "OVOP_TELEGRAM__BASE_URL": bot_api.url}) as product:
        await product.until_said("OVOP_TELEGRAM__TOKEN")
        async with httpx.AsyncClient() as browser:
            assert (await browser.get(f"{product.url}/")).status_code == 200
        await product.stop()
        assert token not in product.log


async def test_a_broken_corpus_is_named_with_file_and_line(data: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "aturan.md").write_text("---\nid: lain\n---\n\n## Tanpa id\n", encoding="utf-8")
    code, _, err = await command(data, "serve", OVOP_KNOWLEDGE__CORPUS=str(corpus))
    assert code == 2
    assert "aturan.md:" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("size", ["300k", "600k", "900k"])
async def test_a_disk_that_is_full_is_said_in_words(tmp_path: Path, size: str) -> None:
    mount = ["unshare", "--mount", "sh", "-c", f'mount -t tmpfs -o size={size} tmpfs "$0" && exec "$@"', str(tmp_path)]
    if subprocess.run([*mount, "true"], capture_output=True, check=False).returncode != 0:  # noqa: ASYNC221, S603
        pytest.skip("only root can make a small disk")
    corpus = tmp_path.parent / f"corpus-{size}"
    corpus.mkdir()
    (corpus / "teks.jsonl").write_text(json.dumps({"id": "a", "text": "Petani memetik teh."}), encoding="utf-8")
    code, _, err = await command(tmp_path / "data", "index", before=mount, OVOP_KNOWLEDGE__CORPUS=str(corpus))
    assert code == 2
    assert "full" in err
    assert "Traceback" not in err


async def test_a_file_of_questions_becomes_a_line_each(data: Path, tmp_path: Path) -> None:
    asked = tmp_path / "questions.jsonl"
    rows = [{"id": "a", "q": "berapa usaha biar disebut sentra"}, {"id": "b", "q": "harga emas hari ini"}, {"id": "c", "q": ""}]
    asked.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    code, out, _ = await command(data, "ask", "--jsonl", str(asked))
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [answer["id"] for answer in answers] == ["a", "b", "c"]
    assert [answer["outcome"] for answer in answers] == ["answered", "out_of_scope", "clarification"]
    assert set(answers[0]["citations"][0]) >= {"label", "title", "locator", "quote", "url"}
    assert answers[1]["citations"] == []


async def test_foreign_texts_are_searched_with_the_same_engine(data: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "foreign"
    corpus.mkdir()
    texts = [("laut", "Nelayan menjemur ikan asin di pantai."), ("gunung", "Petani memetik teh di lereng gunung.")]
    lines = (json.dumps({"id": name, "text": text}) for name, text in texts)
    (corpus / "texts.jsonl").write_text("\n".join(lines), encoding="utf-8")
    asked = tmp_path / "questions.jsonl"
    asked.write_text(json.dumps({"id": 1, "q": "siapa yang memetik teh"}), encoding="utf-8")
    code, out, _ = await command(data, "search", "--jsonl", str(asked), "--top", "2", OVOP_KNOWLEDGE__CORPUS=str(corpus))
    found = json.loads(out)
    assert code == 0
    assert found["id"] == 1
    assert [hit["passage"] for hit in found["hits"]] == ["gunung", "laut"]
    assert found["hits"][0]["score"] > found["hits"][1]["score"]


async def test_the_doctor_looks_at_everything(data: Path) -> None:
    code, out, _ = await command(data, "doctor")
    assert code == 0
    for name in ("settings", "disk", "database", "corpus", "index", "telegram"):
        assert name in out


async def test_a_wrong_setting_names_its_variable(data: Path) -> None:
    code, _, err = await command(data, "serve", OVOP_WEB__PORT="delapan")
    assert code == 2
    assert "OVOP_WEB__PORT" in err
    assert "Traceback" not in err
