"""How the tests start Chromium, and the phone that they show."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Page, ViewportSize

CHROMIUM = Path(os.environ.get("OVOP_CHROMIUM", "/usr/bin/chromium"))
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
)
# one event loop for a module, so that one browser serves all its tests
IN_CHROMIUM = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM} (set OVOP_CHROMIUM)"),
]
PHONE: ViewportSize = {"width": 360, "height": 740}


async def serious(page: Page) -> list[str]:
    """What axe finds serious on a page."""
    results = await Axe().run(page)
    return [
        f"{each['id']}: {node['html']}"
        for each in results.response["violations"]
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]
