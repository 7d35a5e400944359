"""The demo's page in a real Chromium, at the size of a phone and of a desk.

With MOSAVABE_SCREENSHOTS=1 the pictures of the README are taken on the way.
"""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest_asyncio

from tests.browser import needs_chromium, window  # skips where playwright is missing
from tests.end_to_end.conftest import Serve

from playwright.async_api import Browser, Locator, Page, expect  # isort: skip

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
DESKTOP, PHONE = (1280, 800), (390, 844)
REPORT = "۴۰٪ انجام شد، گزارش اول ارسال شد"
pytestmark = needs_chromium
# Bubbles, keys and the desk must stay inside what is seen: nothing cut at the sides.
CUT = """() => [...document.querySelectorAll('.bubble, .key, .row, .desk button')]
  .filter((e) => e.offsetParent && (e.scrollWidth > e.clientWidth + 1
    || e.getBoundingClientRect().left < -1 || e.getBoundingClientRect().right > innerWidth + 1))
  .map((e) => e.textContent.slice(0, 60))"""


@dataclass
class Screen:
    """The page as one person at a time uses it."""

    page: Page
    troubles: list[str] = field(default_factory=list)

    async def becomes(self, label: str) -> None:
        """Choose a person on the desk, which is folded away on a phone."""
        opener = self.page.locator(".desk-open:visible")
        if await opener.count():
            await opener.click()
        await self.page.locator("#people").get_by_role("button", name=label).click()
        await expect(self.page.locator("#log")).to_be_visible()

    async def says(self, text: str) -> None:
        """Write and send."""
        await self.page.get_by_label("متن پیام").fill(text)
        await self.page.get_by_role("button", name="فرستادن", exact=True).click()

    def message(self, words: str) -> Locator:
        """The newest message of the chat with these words."""
        return self.page.locator(".message", has_text=words).last

    async def taps(self, message: Locator, label: str) -> None:
        """Tap a button under a message."""
        await message.locator(".key", has_text=label).first.click()

    async def next_week(self) -> None:
        """Move the clock a week on."""
        await self.moves_the_clock("+۱ هفته")

    async def moves_the_clock(self, label: str) -> None:
        """Move the clock with the desk's button."""
        opener = self.page.locator(".desk-open:visible")
        if await opener.count():
            await opener.click()
        await self.page.get_by_role("button", name=label).click()
        closer = self.page.locator("#desk-close:visible")
        if await closer.count():
            await closer.click()

    async def fits(self) -> None:
        """Nothing is cut at the sides."""
        assert await self.page.evaluate(CUT) == []

    async def picture(self, name: str) -> None:
        """The same, and keep a picture for the pages of docs/ where they are asked for."""
        await self.fits()
        if os.environ.get("MOSAVABE_SCREENSHOTS"):
            await self.page.wait_for_timeout(400)  # what moves comes to rest
            await self.page.screenshot(path=PICTURES / f"{name}.png")


Open = Callable[[tuple[int, int]], Awaitable[Screen]]


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(serve_demo: Serve, chromium: Browser) -> AsyncIterator[Open]:
    """Open the page of a fresh demo in a window of the given size."""
    address = await serve_demo("isfahan")
    async with AsyncExitStack() as windows:

        async def open_(size: tuple[int, int]) -> Screen:
            page = await windows.enter_async_context(window(chromium, size))
            screen = Screen(page)
            note = screen.troubles.append
            page.on("console", lambda m: note(m.text) if m.type in {"error", "warning"} else None)
            page.on("pageerror", lambda error: note(str(error)))
            await page.goto(address)
            return screen

        yield open_


FEW_TAPS = 25
"""From opening the menu of files to «published», looking at every resolution on the way."""


async def test_a_new_secretary_publishes_on_a_phone_the_unit_reports_and_a_desk_shows_it(
    open_page: Open,
) -> None:
    screen = await open_page(PHONE)
    page, taps = screen.page, 0

    async def tap(words: str, label: str) -> None:
        nonlocal taps
        taps += 1
        await screen.taps(screen.message(words), label)

    await expect(screen.message("خوش آمدید")).to_be_visible()
    await screen.becomes("مریم رضایی")
    await page.get_by_role("button", name="پیوست").click()
    await page.get_by_role("menuitem", name="صورت‌جلسهٔ اصفهان").click()
    taps += 2
    await expect(screen.message("۹ مصوبه")).to_contain_text("هنوز چیزی ابلاغ نشده")
    await screen.picture("draft")
    await tap("۹ مصوبه", "یک‌به‌یک")
    await expect(screen.message("نوبت‌های گزارش")).to_be_visible()
    await screen.fits()
    for place in "۲۳۴۵":
        await tap("مصوبهٔ", "بعدی")
        await expect(screen.message(f"({place} از ۹)")).to_be_visible()
    await tap("(۵ از ۹)", "مهلت")
    await tap("مهلت اجرای مصوبهٔ ۵", "تقویم")
    await tap("چه روزی است", "◀")  # a month later, whenever this is read
    await expect(page.locator(".key", has_text="▶")).to_have_count(2)
    await screen.fits()
    await tap("چه روزی است", "۱۸")
    await expect(screen.message("(۵ از ۹)")).to_contain_text("تاریخی که دبیرخانه تعیین کرده")
    await screen.picture("finding")
    for place in "۶۷۸۹":
        await tap("مصوبهٔ", "بعدی")
        await expect(screen.message(f"({place} از ۹)")).to_be_visible()
    await tap("(۹ از ۹)", "مصوبه است")
    await expect(page.locator(".key", has_text="مصوبه است")).to_have_count(0)
    await tap("(۹ از ۹)", "فهرست")
    await tap("۹ مصوبه", "✅ ابلاغ")
    await expect(screen.message("ابلاغ شود؟")).to_contain_text("مرکز متسا")
    await screen.picture("publish")
    await tap("ابلاغ شود؟", "بله")
    await expect(screen.message("ابلاغ شد")).to_be_visible()
    assert taps <= FEW_TAPS

    await a_member_finds(screen)
    await the_unit_reports(screen)
    await page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    await a_member_finds(screen)
    await screen.picture("demo")
    assert screen.troubles == []


async def a_member_finds(screen: Screen) -> None:
    """A member finds a resolution by its words, and opens its card."""
    await screen.becomes("علی کاظمی")
    await screen.says("گزارش دو هفتگی")
    found = screen.message("🔎 «")
    await expect(found).to_be_in_viewport()
    await screen.taps(found, "۱/۱")
    await expect(screen.message("مسئول اجرا")).to_be_in_viewport()
    await expect(screen.page.locator(".key.waiting")).to_have_count(0)
    await screen.fits()


async def the_unit_reports(screen: Screen) -> None:
    """A week on the unit is reminded, reports, and is accepted."""
    page = screen.page
    await screen.becomes("نرگس احمدی")
    reminded = page.locator(".message", has_text="⏰ یادآوری").last
    await screen.next_week()
    await expect(reminded).to_be_visible()
    await screen.taps(reminded, "۱/۱")
    await screen.message("مسئول اجرا").locator(".words").click()
    await page.get_by_role("menuitem", name="پاسخ").click()
    await screen.says(REPORT)
    await expect(screen.message("✅ برای")).to_contain_text("۴۰٪")
    await screen.fits()

    await screen.becomes("مریم رضایی")
    await expect(screen.message("📝")).to_contain_text("گزارش اول ارسال شد")
    await screen.taps(screen.message("📝"), "تأیید")
    await expect(screen.message("تأیید کرد")).to_be_visible()
    await screen.becomes("علی کاظمی")
    await screen.says("۱/۱")
    await expect(screen.message("۴۰٪")).to_be_visible()
