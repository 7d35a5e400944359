"""The moving picture of the README: a search, a card, a reminder, a report, its acceptance.

`python -m tests.end_to_end.moving_picture` plays the demo on a phone in Chromium and writes it.
"""

import asyncio
import io
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.async_api import Page, expect

from tests.browser import running_chromium, window
from tests.end_to_end import processes
from tests.end_to_end.test_page import PHONE, REPORT, Screen

FILE = processes.ROOT / "docs" / "screenshots" / "search-to-report.webp"
SHOWN_AS = (300, 649)
LARGEST_KB = 1500
QUICK_MS, SLOW_MS, LAST_MS = 900, 2600, 4000


@dataclass
class Film:
    """Pictures of the page, each with how long it is shown."""

    page: Page
    frames: list[tuple[Image.Image, int]] = field(default_factory=list)

    async def shows(self, milliseconds: int) -> None:
        """Take the page as it stands, once it rests."""
        await self.page.wait_for_timeout(400)
        taken = Image.open(io.BytesIO(await self.page.screenshot()))
        small = taken.convert("RGB").resize(SHOWN_AS, Image.Resampling.LANCZOS)
        self.frames.append((small, milliseconds))

    def write(self, file: Path) -> int:
        """Write the pictures as one that moves, over and over; gives its size in kilobytes."""
        first, *others = (frame for frame, _time in self.frames)
        times = [time for _frame, time in self.frames]
        first.save(
            file, save_all=True, append_images=others, duration=times, loop=0, quality=80, method=6
        )
        return file.stat().st_size // 1024


async def publish(screen: Screen) -> None:
    """The secretary's part, which another picture shows."""
    page = screen.page
    await screen.becomes("مریم رضایی")
    await page.get_by_role("button", name="پیوست").click()
    await page.get_by_role("menuitem", name="صورت‌جلسهٔ اصفهان").click()
    await screen.taps(screen.message("۹ مصوبه"), "همه مصوبه‌اند")
    await screen.taps(screen.message("۹ مصوبه"), "✅ ابلاغ")
    await screen.taps(screen.message("ابلاغ شود؟"), "بله")
    await expect(screen.message("ابلاغ شد")).to_be_visible()


async def play(screen: Screen, film: Film) -> None:
    """A member looks something up; its unit is reminded and answers; the secretary accepts."""
    page = screen.page
    await screen.becomes("علی کاظمی")
    await page.get_by_label("متن پیام").fill("گزارش دو هفتگی")
    await film.shows(QUICK_MS)
    await page.get_by_role("button", name="فرستادن", exact=True).click()
    await expect(screen.message("🔎 «")).to_be_visible()
    await film.shows(SLOW_MS)
    await screen.taps(screen.message("🔎 «"), "۱/۱")
    await expect(screen.message("مسئول اجرا")).to_be_visible()
    await film.shows(SLOW_MS)
    await screen.becomes("نرگس احمدی")
    await screen.next_week()
    await expect(screen.message("⏰ یادآوری")).to_be_visible()
    await film.shows(SLOW_MS)
    await screen.taps(screen.message("⏰ یادآوری"), "۱/۱")
    await screen.message("مسئول اجرا").locator(".words").click()
    await page.get_by_role("menuitem", name="پاسخ").click()
    await page.get_by_label("متن پیام").fill(REPORT)
    await film.shows(QUICK_MS)
    await page.get_by_role("button", name="فرستادن", exact=True).click()
    await expect(screen.message("✅ برای")).to_contain_text("۴۰٪")
    await film.shows(SLOW_MS)
    await screen.becomes("مریم رضایی")
    await expect(screen.message("📝")).to_contain_text("گزارش اول ارسال شد")
    await film.shows(SLOW_MS)
    await screen.taps(screen.message("📝"), "تأیید")
    await expect(screen.message("تأیید کرد")).to_be_visible()
    await film.shows(LAST_MS)


@asynccontextmanager
async def demo_on_a_phone() -> AsyncIterator[Screen]:
    """The demo of one council, in a process of its own, on a phone in Chromium."""
    processes.PATIENCE_SECONDS = 240.0
    with tempfile.TemporaryDirectory(prefix="mosavabe-film-") as name:
        folder = Path(name)
        demo = await processes.start(
            *("demo", "--port", "0", "--scene", "isfahan"),
            folder=folder, log=folder / "demo.log", settings={}, fresh=True,
        )  # fmt: skip
        line = await demo.writes("Mosavabe demo: ")
        await demo.writes("The bot is ready.")
        address = next(word for word in line.split() if word.startswith("http"))
        async with running_chromium() as browser, window(browser, PHONE) as page:
            await page.goto(address)
            yield Screen(page)
        await demo.ends()


async def main() -> int:
    """Play, write the file, and give 1 where it is too large for a page of text."""
    async with demo_on_a_phone() as screen:
        film = Film(screen.page)
        await publish(screen)
        await play(screen, film)
    size = film.write(FILE)
    sys.stdout.write(f"{FILE.name}: {len(film.frames)} pictures, {size} kB\n")
    return int(size > LARGEST_KB)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
