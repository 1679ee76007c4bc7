"""What officers do in Chromium, owners hear on Telegram and on the page: both stories on one start of the product."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.acceptance.ministry import words
from tests.acceptance.officers import (
    ANSWER,
    ASKERS,
    ASSESSOR,
    COMMENT,
    KEMENTERIAN,
    MINISTRY,
    ON_THE_PAGE,
    OUTCOME,
    OWNER,
    Officers,
)  # fmt: skip
from tests.acceptance.product import indexed, installed
from tests.botapi import BotApi
from tests.handlers.web.browsing import IN_CHROMIUM, PHONE

pytestmark = IN_CHROMIUM


async def fits_a_phone(page: Page, name: str) -> None:
    """Nothing on a phone is wider than it, has to be pushed sideways, or is too low to hit, with what is on the page by now."""
    before = page.viewport_size
    assert before is not None
    await page.set_viewport_size(PHONE)
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name
    pushed = await page.locator(".wide").evaluate_all("all => all.filter(each => each.scrollWidth > each.clientWidth).length")
    assert pushed == 0, name
    low = await page.locator("nav a:visible, button:visible, select:visible, td a:visible").evaluate_all(
        "all => all.filter(each => each.getBoundingClientRect().height < 44).map(each => each.outerHTML)"
    )
    assert low == [], name
    await page.set_viewport_size(before)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def officers(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Officers]:
    await indexed()
    async with BotApi() as api, Officers(installed(tmp_path_factory.mktemp("officers") / "data"), api, browser, fits_a_phone) as started:
        yield started


async def test_one_item_goes_back_to_its_owner_comes_again_and_is_accepted(officers: Officers) -> None:
    page = await officers.desk(ASSESSOR)

    code, evidence, returned = await officers.returns_one(page)
    assert evidence[:3] == b"\xff\xd8\xff"
    assert words("form.state.note", note=COMMENT) in returned.text
    assert code in returned.text

    asked = await officers.taps(words("form.see"))
    assert "NIB" in asked.text
    summary = await officers.taps(words("form.unknown"))
    assert words("form.review.title") in summary.text
    await officers.taps(words("form.review.finish"))
    await officers.api.until(lambda: any(words("form.send.resent") in told for told in officers.heard(OWNER)), within=30)

    await officers.opened(page, code)
    accepted = await officers.accepted(page)
    assert words("form.state.note", note=OUTCOME) in accepted.text
    assert words("form.state.reviewed") in accepted.text
    await expect(page.locator("main")).to_contain_text(words("intake_state.reviewed"))

    looks = (await officers.own_data())["looks"]
    assert {f"assessment {code}", f"evidence of {code}"} <= {look["what"] for look in looks}
    assert all(look["actor"] and look["looked_at"] for look in looks)


async def test_three_ask_the_same_and_each_hears_the_one_answer_of_an_officer(officers: Officers) -> None:
    for person, question in ASKERS.items():
        await officers.writes(person, question)
    visitor = await officers.asked_on_the_page()
    page = await officers.desk(MINISTRY)

    await officers.taken(page)
    main = page.locator("main")
    await expect(main).to_contain_text(words("panel.questions.times", count=3))
    for question in (*ASKERS.values(), ON_THE_PAGE):
        await expect(main).to_contain_text(question)
    await officers.after(lambda: page.get_by_role("button", name=words("panel.questions.send", count=3)).click(), at_least=2)

    await expect(main).to_contain_text(words("panel.questions.sent", count=3))
    for person, question in ASKERS.items():
        [told] = [told for told in officers.heard(person) if ANSWER in told]
        assert words("officer.heading", office=KEMENTERIAN) in told
        assert words("officer.not_the_bot", office=KEMENTERIAN) in told
        assert question in told
    await visitor.reload()
    said = visitor.locator(".officer-said")
    await expect(said).to_contain_text(ANSWER)
    await expect(said).to_contain_text(words("officer.heading", office=KEMENTERIAN))
    await expect(said).to_contain_text(words("officer.not_the_bot", office=KEMENTERIAN))

    await officers.drafted(page)
    assert (await officers.audited()).startswith("The audit is whole: ")
