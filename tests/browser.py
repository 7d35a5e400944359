"""One real Chromium for a whole test run; every test has a window of its own in it."""

import argparse
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="playwright is not installed")
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.patience import PATIENCE_MS

# The first is the same engine without what draws a window: it needs half of the processor.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
SILENT = (
    "--no-sandbox --disable-gpu --disable-background-networking --hide-scrollbars "
    "--disable-component-update --disable-sync --no-first-run --font-render-hinting=none"
).split()
# Starting a browser and what steers it takes longer than most tests: one process and one loop hold
# both.
needs_chromium = [
    pytest.mark.browser,
    pytest.mark.xdist_group("processes"),
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


@asynccontextmanager
async def running_chromium() -> AsyncIterator[Browser]:
    """Start Chromium, and end it afterwards."""
    async with async_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=SILENT)
        yield browser
        await browser.close()


@asynccontextmanager
async def window(browser: Browser, size: tuple[int, int]) -> AsyncIterator[Page]:
    """Open a window that knows nothing of others; nothing in it moves for beauty only."""
    width, height = size
    context = await browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MS)
    yield await context.new_page()
    await context.close()


def folder_asked_for(description: str | None) -> Path | None:
    """Read the command line of a walk through the page: where its pictures go, None for nowhere."""
    options = argparse.ArgumentParser(description=description)
    options.add_argument("--pictures", type=Path)
    folder: Path | None = options.parse_args().pictures
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    return folder
