"""The page in a real Chromium, the size of a phone."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from bot.db.database import Database
from bot.domain.people import Language
from bot.texts import say
from handlers.pace import Pace
from tests.fakes import ScriptedThinker
from tests.handlers.web.browsing import IN_CHROMIUM, PHONE, serious
from tests.handlers.web.stage import CLUSTER, JOINING, MISSING, OPENERS, STARS, serving, site_on

pytestmark = IN_CHROMIUM


@pytest_asyncio.fixture(loop_scope="module")
async def address(sqlite_database: Database, thinker: ScriptedThinker) -> AsyncIterator[str]:
    async with serving(site_on(sqlite_database, thinker)) as served:
        yield served


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, address: str) -> AsyncIterator[Page]:
    """A phone on the page; whatever the console complains about fails the test, a policy violation too."""
    context = await browser.new_context(viewport=PHONE, locale="id-ID", base_url=address)
    opened = await context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    await opened.goto("/")
    yield opened
    await context.close()
    assert [words for words in complaints if not words.startswith("Failed to load resource")] == []


async def ask(page: Page, text: str) -> None:
    before = await page.locator(".turn").count()
    await page.fill("#text", text)
    await page.keyboard.press("Enter")
    await expect(page.locator(".turn")).to_have_count(before + 1)


async def comes_into_sight(page: Page, selector: str) -> None:
    """Wait until the element begins on the screen: scrolling is smooth, so it takes a moment."""
    script = "one => { const top = document.querySelector(one).getBoundingClientRect().top; return top >= 0 && top < 400 }"
    await page.wait_for_function(script, arg=selector)


async def test_a_question_is_answered_without_a_reload(page: Page) -> None:
    await page.evaluate("window.isSamePage = true")

    await ask(page, "brp usaha biar bs dibilang sentra?")

    answer = page.locator(".answer.answered")
    await expect(answer).to_contain_text("Paling sedikit lima usaha")
    assert await page.evaluate("window.isSamePage")
    await expect(page.locator("#text")).to_have_value("")
    await expect(page.locator("#text")).to_be_focused()
    await comes_into_sight(page, ".turn .answer")


async def test_sources_open_and_their_links_leave_no_trace(page: Page) -> None:
    await ask(page, "sentra?")
    await expect(page.locator("blockquote").first).to_be_hidden()

    await page.locator("summary").click()

    await expect(page.locator("blockquote").first).to_have_text(CLUSTER.citations[0].quote)
    link = page.locator(".sources a").first
    await expect(link).to_have_attribute("rel", "noopener noreferrer")
    await expect(link).to_have_attribute("target", "_blank")


async def test_openers_and_related_questions_can_be_tapped(page: Page) -> None:
    await page.get_by_role("button", name=OPENERS[0].label).click()
    await expect(page.locator(".turn .question")).to_contain_text(OPENERS[0].label)

    await page.locator(".turn").get_by_role("button", name=STARS.label).click()

    await expect(page.locator(".turn .question")).to_have_count(2)
    await expect(page.locator(".turn").first.locator(".related")).to_be_hidden()
    await expect(page.locator(".turn").last.locator(".related")).to_be_visible()


async def test_on_a_touch_screen_a_tap_leads_to_the_answer_and_opens_no_keyboard(browser: Browser, address: str) -> None:
    context = await browser.new_context(viewport=PHONE, base_url=address, has_touch=True, is_mobile=True)
    page = await context.new_page()
    await page.goto("/")

    await page.locator(".welcome .choices button").first.tap()

    await expect(page.locator(".turn .answer")).to_be_focused()
    await context.close()


async def test_a_thumb_stays_pressed_after_a_reload(page: Page) -> None:
    await ask(page, "sentra?")
    down = page.get_by_role("button", name=say(Language.INDONESIAN, "web.down"))

    await down.click()

    await expect(page.locator("output")).to_have_text(say(Language.INDONESIAN, "web.rated"))
    await expect(down).to_have_attribute("aria-pressed", "true")
    await page.reload()
    await expect(down).to_have_attribute("aria-pressed", "true")
    await expect(page.locator("[aria-pressed=true]", has_text="")).to_have_count(2)  # the thumb and the language


async def test_the_conversation_survives_a_reload_and_a_restart(
    browser: Browser, sqlite_database: Database, thinker: ScriptedThinker
) -> None:
    context = await browser.new_context(viewport=PHONE)
    page = await context.new_page()
    async with serving(site_on(sqlite_database, thinker)) as address:
        await page.goto(address)
        await ask(page, "sentra?")
        await page.reload()
        await expect(page.locator(".turn")).to_have_count(1)

    async with serving(site_on(sqlite_database, thinker), port=int(address.rpartition(":")[2])):
        await page.reload()
        await expect(page.locator(".turn")).to_have_count(1)
        await ask(page, "biaya?")
    await context.close()


async def test_the_keyboard_is_enough(page: Page) -> None:
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#text")).to_be_focused()

    await page.keyboard.type("satu")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("sentra?")
    await page.keyboard.press("Enter")

    await expect(page.locator(".turn .question p")).to_have_text("satu\nsentra?", use_inner_text=True)
    await expect(page.locator("#text")).to_be_focused()
    await page.keyboard.press("Shift+Tab")
    await expect(page.locator(".related button").last).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator(".turn")).to_have_count(2)
    await expect(page.locator("#text")).to_be_focused()


async def test_all_of_it_works_without_javascript(browser: Browser, address: str) -> None:
    context = await browser.new_context(viewport=PHONE, locale="id-ID", base_url=address, java_script_enabled=False)
    page = await context.new_page()
    await page.goto("/")

    await page.fill("#text", "sentra?")
    await page.click(".send")
    await page.wait_for_url("**/#last")
    await page.locator(".related button").first.click()
    await expect(page.locator(".turn")).to_have_count(2)
    await page.locator(".turn").last.locator("button[value=up]").click()
    await expect(page.locator("button[value=up][aria-pressed=true]")).to_have_count(1)
    await page.click(".tongue button[value=en]")

    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.locator(".turn")).to_have_count(2)
    await context.close()


async def test_offline_nothing_typed_is_lost_and_a_retry_sends_it_once(page: Page, thinker: ScriptedThinker) -> None:
    await page.context.set_offline(offline=True)
    await page.fill("#text", "sentra?")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_have_text(say(Language.INDONESIAN, "web.offline"))
    await expect(page.locator("#text")).to_have_value("sentra?")
    await expect(page.locator("#pending")).to_be_hidden()

    await page.context.set_offline(offline=False)
    await page.get_by_role("button", name=say(Language.INDONESIAN, "web.retry")).click()

    await expect(page.locator(".turn")).to_have_count(1)
    await expect(page.locator("#text")).to_have_value("")
    await expect(page.locator("#notice")).to_be_hidden()
    assert thinker.heard == ["sentra?"]


@pytest.mark.parametrize("is_choice", [False, True])
async def test_an_answer_lost_on_its_way_is_not_asked_for_twice(page: Page, thinker: ScriptedThinker, *, is_choice: bool) -> None:
    async def lose(route: Route) -> None:
        await route.fetch()
        await route.abort()

    pattern = "**/choices/*" if is_choice else "**/messages"
    await page.route(pattern, lose)
    if is_choice:
        await page.get_by_role("button", name=JOINING.label).click()
    else:
        await page.fill("#text", "sentra?")
        await page.keyboard.press("Enter")
    await expect(page.locator("#notice")).to_be_visible()
    await page.unroute(pattern)

    await page.locator("#notice button").click()

    await expect(page.locator(".turn")).to_have_count(1)
    assert len(thinker.heard) == 1
    await page.reload()
    await expect(page.locator(".turn")).to_have_count(1)


async def test_a_lost_question_survives_a_reload_with_its_key(page: Page, thinker: ScriptedThinker) -> None:
    async def lose(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await page.route("**/messages", lose)
    await page.fill("#text", "sentra?")
    await page.keyboard.press("Enter")
    await expect(page.locator("#notice")).to_be_visible()
    await page.unroute("**/messages")

    await page.reload()
    await expect(page.locator("#text")).to_have_value("sentra?")
    await page.click(".send")

    await expect(page.locator("#text")).to_have_value("")
    await expect(page.locator(".turn")).to_have_count(1)
    assert len(thinker.heard) == 1


async def test_while_it_thinks_it_says_so_and_sends_nothing_twice(page: Page, thinker: ScriptedThinker) -> None:
    thinker.gate.clear()
    await page.fill("#text", "sentra?")
    await page.keyboard.press("Enter")
    await expect(page.locator("#pending .question")).to_have_text("sentra?")
    await expect(page.get_by_role("status").first).to_have_text(say(Language.INDONESIAN, "web.loading"))

    await page.locator("#text").fill("biaya?")
    for _ in range(3):
        await page.keyboard.press("Enter")
    thinker.gate.set()

    await expect(page.locator(".turn")).to_have_count(1)
    await expect(page.locator("#pending")).to_be_hidden()
    await expect(page.locator("#text")).to_have_value("biaya?")
    assert thinker.heard == ["sentra?"]


async def test_too_many_messages_are_told_in_words_and_kept(browser: Browser, sqlite_database: Database, thinker: ScriptedThinker) -> None:
    async with serving(site_on(sqlite_database, thinker, Pace(per_session=1))) as address:
        context = await browser.new_context(viewport=PHONE, locale="en-GB")
        page = await context.new_page()
        await page.goto(address)
        await ask(page, "sentra?")

        await page.fill("#text", "biaya?")
        await page.keyboard.press("Enter")

        words = say(Language.ENGLISH, "error.too_many", seconds=0).partition("0")[0].strip()
        await expect(page.get_by_role("alert")).to_contain_text(words)
        await expect(page.locator("#text")).to_have_value("biaya?")
        await context.close()


async def test_what_is_written_is_shown_as_it_is_and_never_run(page: Page) -> None:
    hostile = '<img src=x onerror="window.isRun = 1"><script>window.isRun = 1</script>'
    await ask(page, hostile)
    await page.reload()

    await expect(page.locator(".question p").first).to_have_text(hostile)
    assert await page.evaluate("window.isRun") is None


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
async def test_nothing_is_wider_than_the_screen_and_everything_can_be_hit(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 640})
    await ask(page, "sentra" * 40)
    await ask(page, "nilai?")
    await page.locator("summary").click()

    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    small = await page.locator("main button:visible, main summary, .composer button:visible").evaluate_all(
        "all => all.map(each => [each.outerHTML, each.getBoundingClientRect().height]).filter(each => each[1] < 44)"
    )
    assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_serious(page: Page, scheme: str) -> None:
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    found = [await serious(page)]
    for question in ("sentra?", "biaya?", "nilai?", "how many?"):
        await ask(page, question)
    await page.locator("summary").first.click()
    await page.locator("button[value=up]").first.click()
    await page.context.set_offline(offline=True)
    await page.fill("#text", "emas?")
    await page.keyboard.press("Enter")
    await expect(page.locator("#notice")).to_be_visible()
    await page.context.set_offline(offline=False)
    found.append(await serious(page))
    for path in ("/privacy", "/help", "/nope"):
        await page.goto(path)
        found.append(await serious(page))

    assert found == [[]] * 5


async def test_a_refusal_differs_by_more_than_its_colour(page: Page) -> None:
    await ask(page, "sentra?")
    await ask(page, "biaya?")

    styles = [
        await page.locator(f".answer.{outcome}").evaluate("each => getComputedStyle(each).borderRightStyle")
        for outcome in ("answered", "not_in_index")
    ]
    assert styles == ["solid", "dashed"]
    await expect(page.locator(".verdict")).to_have_text(say(Language.INDONESIAN, "outcome.not_in_index"))
    await expect(page.locator(".answer.not_in_index")).to_contain_text(MISSING.text.partition("\n")[0])
