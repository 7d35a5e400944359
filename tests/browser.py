"""One real Chromium for a whole test run; every test has windows of its own in it."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import pytest

pytest.importorskip("playwright", reason="playwright is not installed")
from playwright.async_api import Browser, async_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SILENT = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking --hide-scrollbars "
    "--disable-component-update --disable-sync --no-first-run --font-render-hinting=none "
    "--remote-debugging-port=0"
).split()
needs_chromium = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


@contextmanager
def running_chromium() -> Iterator[str]:
    """Start Chromium; gives the address to connect to, and ends it afterwards."""
    assert CHROMIUM is not None
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as folder:
        process = subprocess.Popen(
            [CHROMIUM, *SILENT, f"--user-data-dir={folder}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None
        try:
            yield next(
                found[1]
                for line in process.stderr
                if (found := re.search(r"DevTools listening on (ws://\S+)", line))
            )
        finally:
            process.kill()
            process.stderr.close()
            process.wait()


@asynccontextmanager
async def connected(address: str) -> AsyncIterator[Browser]:
    """Connect to the Chromium that runs; closing what was opened is all that closing does."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.connect_over_cdp(address)
        yield browser
        for context in browser.contexts[1:]:
            await context.close()
