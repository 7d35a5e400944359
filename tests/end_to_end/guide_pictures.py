"""The pictures of the secretary's guide: a phone that shows what each step of it looks like.

`python -m tests.end_to_end.guide_pictures` plays the demo in Chromium and writes them.
"""

import asyncio
import sys
from pathlib import Path

from playwright.async_api import expect

from tests.end_to_end import processes
from tests.end_to_end.moving_picture import demo_on_a_phone
from tests.end_to_end.test_page import Screen

FOLDER = processes.ROOT / "docs" / "screenshots"
DAYS_OF_A_WEEK, DRAWN_WITHIN_MS = 7, 15_000
SAID = "جلسهٔ بعد شنبهٔ آینده ساعت ۱۷ در سالن اجتماعات است."


async def keep(screen: Screen, name: str) -> Path:
    """Write the page as it stands, once it rests."""
    await screen.page.wait_for_timeout(600)
    file = FOLDER / f"{name}.png"
    await screen.page.screenshot(path=file)
    return file


async def minutes(screen: Screen) -> None:
    """What was read, one item of it, and the last question before it is published."""
    page = screen.page
    await screen.becomes("مریم رضایی")
    await page.get_by_role("button", name="پیوست").click()
    await page.get_by_role("menuitem", name="صورت‌جلسهٔ اصفهان").click()
    await expect(screen.message("۹ مصوبه")).to_be_visible()
    await keep(screen, "draft")
    await screen.taps(screen.message("۹ مصوبه"), "بررسی یک‌به‌یک")
    await expect(screen.message("(۱ از ۹)")).to_be_visible()
    await keep(screen, "finding")
    await screen.taps(screen.message("(۱ از ۹)"), "فهرست")
    await screen.taps(screen.message("۹ مصوبه"), "همه مصوبه‌اند")
    await screen.taps(screen.message("۹ مصوبه"), "✅ ابلاغ")
    await expect(screen.message("ابلاغ شود؟")).to_be_visible()
    await keep(screen, "publish")
    await screen.taps(screen.message("ابلاغ شود؟"), "بله")
    await expect(screen.message("ابلاغ شد")).to_be_visible()


async def afterwards(screen: Screen) -> None:
    """The plan of an item's reminders, a broadcast's account, and the week."""
    await screen.says("۱/۱")
    await screen.taps(screen.message("مسئول اجرا"), "یادآوری‌ها")
    await expect(screen.message("🔔 یادآوری‌های")).to_be_visible()
    await keep(screen, "reminder-plan")
    await screen.moves_the_clock("فردا صبح")  # not in the quiet hours
    await screen.says("/broadcast")
    await expect(screen.message("متن را بنویسید")).to_be_visible()
    await screen.says(SAID)
    await screen.taps(screen.message("برای چه کسانی"), "همه")
    await screen.taps(screen.message("هنوز فرستاده نشده"), "ارسال همین حالا")
    await screen.taps(screen.message("فرستاده شود"), "بله")
    await expect(screen.message("رسیده: ۶")).to_be_visible()
    await screen.taps(screen.message("رسیده: ۶"), "گزارش ارسال")
    await expect(screen.message("📣 گزارش ارسال")).to_be_visible()
    await keep(screen, "broadcast-report")
    await the_week(screen)
    await keep(screen, "week")


async def the_week(screen: Screen) -> None:
    """Go on to the morning on which the council's digest comes."""
    for _morning in range(DAYS_OF_A_WEEK):
        await screen.moves_the_clock("فردا صبح")
        await screen.page.wait_for_timeout(DRAWN_WITHIN_MS)
        if await screen.message("🗞").count():
            break
    await expect(screen.message("🗞")).to_be_visible()
    await screen.message("🗞").scroll_into_view_if_needed()


async def main() -> int:
    """Play, and write the pictures."""
    async with demo_on_a_phone() as screen:
        await minutes(screen)
        await afterwards(screen)
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
