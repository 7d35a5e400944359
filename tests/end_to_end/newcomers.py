"""Five newcomers, each from nothing to a first success, and what it took them.

`python -m tests.end_to_end.newcomers` runs the real bot as its operator would, lets five people
come to it in Chromium, and writes docs/first-minute.md. With `--pictures FOLDER` it keeps what they
saw, on two sizes of phones. At night all clocks of it stand at the next morning: a bot that runs as
its operator's asks nobody in the quiet hours who comes.
"""

import asyncio
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from playwright.async_api import Page, expect

import simulator
from simulator.clock import Clock
from simulator.model import Person
from simulator.server import build_app, serve
from simulator.sights import DemoDocument
from simulator.world import World
from tests.browser import folder_asked_for, running_chromium, window
from tests.end_to_end import processes
from tests.end_to_end.test_page import CUT, FEW_TAPS, Screen
from tests.town import plain

TOKEN = "1000001:token-of-the-newcomers"
PAGE = processes.ROOT / "docs" / "first-minute.md"
MINUTES = Path(simulator.__file__).parent / "scenes" / "isfahan.txt"
COUNCIL = "هیأت نمایندگان اتاق بازرگانی اصفهان"
UNIT = "واحد بررسی‌های اقتصادی"
PHONE, SMALL_PHONE = (390, 844), (360, 740)
PHONE_NUMBER = "09121234567"
FEW_MESSAGES, FEW_COMMANDS = 2, 2
LINK = re.compile(r"start=([\w-]+)")


@dataclass
class Walk:
    """How one newcomer came to a first success."""

    who: str
    success: str
    taps: int = 0
    messages: int = 0
    commands: int = 0
    seconds: float = 0.0
    _began: float = field(default_factory=time.monotonic)

    def ends(self) -> None:
        """They are there."""
        self.seconds = time.monotonic() - self._began

    @property
    def row(self) -> str:
        """A line of the table."""
        counts = f"{self.commands} | {self.messages} | {self.taps} | {self.seconds:.0f}"
        return f"| {self.who} | {self.success} | {counts} |"


@dataclass
class Town:
    """The world, the page that is open on it, and the people who come."""

    world: World
    page: Page
    pictures: Path | None
    people: dict[str, Person]
    cut: list[str] = field(default_factory=list)

    async def be(self, who: str) -> None:
        """Take this person's phone into the hand."""
        await Screen(self.page).becomes(self.people[who].full_name)

    async def tap(self, walk: Walk, words: str, label: str) -> None:
        """Tap a button under the newest message with these words."""
        walk.taps += 1
        key = self.page.locator(".message", has_text=words).last.locator(".key", has_text=label)
        await key.first.click()

    async def say(self, walk: Walk, text: str) -> None:
        """Type and send."""
        walk.messages += 1
        await Screen(self.page).says(text)

    async def sees(self, words: str) -> None:
        """Wait for the words."""
        await expect(self.page.locator(".message", has_text=words).last).to_be_visible()

    def comes(self, walk: Walk, who: str, code: str) -> None:
        """Open an invitation's link and press Start: two taps, and one message to the bot."""
        walk.taps += 2
        walk.messages += 1
        self.world.start(self.people[who], code)

    async def picture(self, name: str) -> None:
        """Nothing may be cut off on either phone; keep what is seen where that is asked for."""
        for width, height in (SMALL_PHONE, PHONE):
            await self.page.set_viewport_size({"width": width, "height": height})
            self.cut += [f"{name} {width}: {text}" for text in await self.page.evaluate(CUT)]
            if self.pictures:
                await self.page.wait_for_timeout(300)
                await self.page.screenshot(path=self.pictures / f"{name}-{width}.png")

    async def invites(self, walk: Walk, role: str, name: str, body: str = "") -> str:
        """Invite somebody, from the first screen of whoever may; gives the link's code."""
        await self.say(walk, "/members")
        await self.tap(walk, "عضو", "دعوت")
        await self.tap(walk, "با چه نقشی", role)
        if body:
            await self.tap(walk, "کدام نهاد", body)
        await self.sees("نامش را بنویسید")
        await self.say(walk, name)
        known_by = name.removesuffix(PHONE_NUMBER).strip()
        message = self.page.locator(".message", has_text="start=").filter(has_text=known_by).last
        await expect(message).to_be_visible()
        found = LINK.search(plain(await message.inner_text()))
        assert found is not None
        return found[1]


async def operator(
    address: str, folder: Path, walk: Walk, days_ahead: float
) -> tuple[processes.Running, str]:
    """Two commands: found the council, run the bot. Gives the process and the admin's code."""
    settings = {
        "BOT_TOKEN": TOKEN, "BOT_API_BASE": address, "DATA_DIR": str(folder),
        "HTTP_PORT": "", "PROXY_URL": "",
    }  # fmt: skip
    founded = await processes.command(
        *("init", "--council", COUNCIL, "--province", "اصفهان", "--kind", "chamber", "--json"),
        folder=folder, settings=settings, fresh=True, days_ahead=days_ahead,
    )  # fmt: skip
    assert founded.code == 0, founded.err
    walk.commands += 1
    running = await processes.start(
        "run", folder=folder, log=folder / "run.log", settings=settings, fresh=True,
        days_ahead=days_ahead,
    )  # fmt: skip
    walk.commands += 1
    await running.writes("running")
    return running, json.loads(founded.out)["code"]


async def secretary(town: Town, walk: Walk) -> None:
    """Send the minutes, look at every resolution, publish."""
    page = town.page
    await town.sees("نخستین کار")
    await town.picture("secretary-welcome")
    await town.tap(walk, "نخستین کار", "صورت‌جلسهٔ تازه")
    await town.sees("بچسبانید")
    await page.get_by_role("button", name="پیوست").click()
    await page.get_by_role("menuitem", name="صورت‌جلسهٔ اصفهان").click()
    walk.taps += 2
    await town.sees("۹ مصوبه")
    await town.picture("secretary-draft")
    await town.tap(walk, "۹ مصوبه", "یک‌به‌یک")
    for place in "۲۳۴۵۶۷۸۹":
        await town.tap(walk, "مصوبهٔ", "بعدی")
        await town.sees(f"({place} از ۹)")
    await town.tap(walk, "(۹ از ۹)", "مصوبه است")
    await expect(page.locator(".key", has_text="مصوبه است")).to_have_count(0)
    await town.tap(walk, "(۹ از ۹)", "فهرست")
    await town.tap(walk, "۹ مصوبه", "✅ ابلاغ")
    await town.sees("ابلاغ شود؟")
    await town.picture("secretary-publish")
    await town.tap(walk, "ابلاغ شود؟", "بله")
    await town.sees("ابلاغ شد")
    walk.ends()


async def member(town: Town, walk: Walk, code: str) -> None:
    """Come in and type what is looked for; the secretariat says that it is them on the way."""
    town.comes(walk, "member", code)
    await let_in(town)
    await town.be("member")
    await town.sees("چه می‌خواهید پیدا کنید")
    await town.picture("member-welcome")
    await town.say(walk, "گزارش دو هفتگی")
    await town.sees("🔎 «")
    walk.ends()
    await town.picture("member-answer")


async def let_in(town: Town) -> None:
    """Let the secretary say that it is them."""
    await town.be("secretary")
    await town.tap(Walk("", ""), "خودش است", "بله")


async def head(town: Town, walk: Walk, code: str, group: str) -> None:
    """Come in, learn how the group is bound, have it bound, and report from there."""
    page = town.page
    town.comes(walk, "head", code)
    await let_in(town)
    await town.be("head")
    await town.sees("نخستین کار")
    await town.tap(walk, "نخستین کار", "گروه نهاد من")
    await town.sees("برای اتصال")
    await town.picture("head-group")
    await town.be("secretary")
    await town.say(walk, "/bind")
    await town.tap(walk, "گروه کدام نهاد", UNIT)
    await town.sees("فقط یک بار کار می‌کند")
    typed = re.search(r"/bind [\w-]{10,}", plain(await page.locator(".message").last.inner_text()))
    assert typed is not None
    await page.get_by_role("button", name="بازگشت به گفت‌وگوها").click()
    await page.locator("#chats").get_by_role("button", name=group).click()
    await town.say(walk, typed[0])
    walk.taps += 2
    await town.sees("وصل شد")
    walk.ends()
    await town.picture("head-bound")


async def stranger(town: Town, walk: Walk) -> None:
    """Press Start, read what this is and how to come in, share the number, be in."""
    page = town.page
    await town.be("stranger")
    await page.locator("#start").click()
    await town.sees("پیوند دعوت را از دبیرخانه")
    await town.picture("stranger")
    await page.locator("#reply-keyboard").get_by_role("button").first.click()
    walk.taps, walk.messages = 2, 2
    await town.sees("خوش آمدید")
    walk.ends()
    await town.picture("stranger-in")


async def walks(town: Town, address: str, folder: Path) -> list[Walk]:
    """Let all of them come, one after another, into the same new council."""
    days_ahead = town.world.clock.offset / timedelta(days=1)
    begun = Walk("operator, at a terminal", "the council's first admin is welcomed")
    running, code = await operator(address, folder, begun, days_ahead)
    try:
        town.comes(begun, "admin", code)
        await town.page.goto(address)
        await town.be("admin")
        await town.sees("خوش آمدید")
        begun.ends()
        await town.picture("admin-welcome")
        code = await town.invites(Walk("", ""), "دبیر", "مریم رضایی")
        publishing = Walk("secretary", "the first minutes are published, every resolution seen")
        town.comes(publishing, "secretary", code)
        await town.be("admin")
        await town.tap(Walk("", ""), "خودش است", "بله")
        await town.be("secretary")
        await secretary(town, publishing)
        code = await town.invites(Walk("", ""), "عضو", "علی کاظمی")
        finding = Walk("member", "the first answer to a search")
        await member(town, finding, code)
        await town.be("secretary")
        code = await town.invites(Walk("", ""), "نماینده", "نرگس احمدی", UNIT)
        binding = Walk("head of a body", "the body's group is bound (taps of the secretary too)")
        await head(town, binding, code, "گروه واحد")
        await town.be("secretary")
        await town.invites(Walk("", ""), "عضو", f"امید فرهمند {PHONE_NUMBER}")
        knocking = Walk("stranger", "comes in by sharing the number that the secretariat knows")
        await stranger(town, knocking)
    finally:
        await running.ends()
    return [knocking, finding, binding, publishing, begun]


@asynccontextmanager
async def opened(pictures: Path | None) -> AsyncIterator[tuple[Town, str]]:
    """A Telegram with five people and a group, and a phone in a browser on it."""
    clock = Clock()
    clock.advance(timedelta(days=processes.days_into_the_day()))
    world = World(TOKEN, clock=clock)
    people = {
        "admin": world.add_person("بهرام", "نیکو", label="مدیر سامانه"),
        "secretary": world.add_person("مریم", "رضایی", label="دبیر"),
        "member": world.add_person("علی", "کاظمی", label="عضو"),
        "head": world.add_person("نرگس", "احمدی", label="نمایندهٔ نهاد"),
        "stranger": world.add_person("امید", "فرهمند", phone=PHONE_NUMBER, label="غریبه"),
    }
    world.add_group("گروه واحد", [people["secretary"], people["head"]], with_bot=True)
    document = DemoDocument(MINUTES.name, "صورت‌جلسهٔ اصفهان", MINUTES.read_bytes())
    async with (
        await serve(build_app(world, documents=[document]), 0) as server,
        running_chromium() as browser,
        window(browser, PHONE) as page,
    ):
        yield Town(world, page, pictures, people), server.base_url


def told(walked: list[Walk]) -> str:
    """The page of docs/ that says what it took."""
    return "\n".join(
        [
            "# The first minute",
            "",
            "Five newcomers, each from nothing to a first success, walked by a script in Chromium",
            "with the real bot in a process of its own. `make first-minute` walks them again and",
            "writes this page.",
            "",
            "| who | first success | commands | messages | taps | seconds |",
            "|---|---|---|---|---|---|",
            *(one.row for one in walked),
            "",
            "Opening an invitation's link is counted as two taps and one message: the link, and",
            "Start. The seconds are those of the script on the machine that wrote this page, the",
            "bot's answers and all screens included, and no time for reading; its",
            f"{os.cpu_count()} cores had a load of {os.getloadavg()[1]:.1f} meanwhile. At night in",
            "Tehran every clock of the walk stands at the next morning.",
            "The operator's begin after `make setup`, with `mosavabe init` and `mosavabe run`. The",
            "bot is in the body's group already. Every step is looked at on phones of 360 and 390",
            "points: nothing may be cut off.",
            "",
            f"Held by the script: the member's first answer after at most {FEW_MESSAGES} messages,",
            f"the secretary's publishing within {FEW_TAPS} taps, the operator's first run with at",
            f"most {FEW_COMMANDS} commands.",
            "",
        ]
    )


async def main(pictures: Path | None) -> int:
    """Walk, write the page, and say whether every bound was kept."""
    processes.PATIENCE_SECONDS = 240.0  # nobody waits for this; a busy machine may take its time
    with tempfile.TemporaryDirectory(prefix="mosavabe-newcomers-") as folder:
        async with opened(pictures) as (town, address):
            walked = await walks(town, address, Path(folder))
    _stranger, finding, _head, publishing, begun = walked
    page = told(walked)
    PAGE.write_text(page, "utf-8")
    sys.stdout.write(page)
    broken = [
        *town.cut,
        *(["the member wrote too much"] if finding.messages > FEW_MESSAGES else []),
        *(["the secretary tapped too often"] if publishing.taps > FEW_TAPS else []),
        *(["the operator typed too many commands"] if begun.commands > FEW_COMMANDS else []),
    ]
    sys.stdout.writelines(f"✗ {line}\n" for line in broken)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(folder_asked_for(__doc__))))
