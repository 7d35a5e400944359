"""Twenty things that a member looks for in two years of a council, and what each took.

`python -m tests.end_to_end.finders` runs the demo's two years, lets a member look in Chromium on a
phone, and writes docs/finding.md. With `--pictures FOLDER` it keeps what was seen. `--at ADDRESS`
takes a demo that runs already (`mosavabe demo --scene year`, untouched).
"""

import argparse
import asyncio
import os
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Page, expect

from tests.browser import running_chromium, window
from tests.end_to_end import processes
from tests.end_to_end.test_page import CUT, Screen
from tests.town import plain

PAGE = processes.ROOT / "docs" / "finding.md"
PHONE, SMALL_PHONE = (390, 844), (360, 740)
MEMBER = "هدی رحیمی"
FEW_MESSAGES = 2
SHOWN = {
    "slip": "A word with a letter missing is found, and what it was taken for is said",
    "latin": "Two words typed in Latin letters",
    "filters": "What is late, narrowed to a matter; the filter comes off with a tap",
    "card": "The first item of the last session opens at once",
}
"""Pictures on the page of docs/, by name."""
CODE = re.compile(r"\d+/\d+")


@dataclass(frozen=True)
class Wanted:
    """Something to find: how it is typed, and words of the resolution that is meant."""

    why: str
    typed: tuple[str, ...]
    meant: str
    picture: str = ""


TWENTY = (
    Wanted("remembers the matter", ("سند آمایش",), "سند آمایش استان", "words"),
    Wanted("half-spaces lost", ("خانههای بومگردی",), "خانه‌های بوم‌گردی"),
    Wanted("spaces for half-spaces", ("کارت های بازرگانی یک بار مصرف",), "کارت‌های بازرگانی"),
    Wanted("an Arabic keyboard", ("كمبود سردخانه در مهريز",), "کمبود سردخانه در مهریز"),
    Wanted("words glued", ("نیروگاهخورشیدی",), "نیروگاه خورشیدی"),
    Wanted("a letter forgotten", ("قالیبافن",), "بیمهٔ قالیبافان", "slip"),
    Wanted("a letter of the same sound", ("تسفیه‌خانه شهرک",), "تصفیه‌خانهٔ"),
    Wanted("two letters swapped", ("پاسب صنایع",), "بازچرخانی پساب"),
    Wanted("Latin letters", ("gomrok kashi",), "گمرک اختصاصی کاشی", "latin"),
    Wanted("other endings", ("صادرکننده ارزش افزوده",), "مالیات بر ارزش افزودهٔ صادرکنندگان"),
    Wanted("two words of a long title", ("خاموشی شهرکها",), "برنامهٔ خاموشی شهرک‌های صنعتی"),
    Wanted("an abbreviation", ("سیمان صمت",), "سهمیهٔ سیمان"),
    Wanted("the code", ("۷۲/۳",), "مصوبهٔ ۷۲/۳"),
    Wanted("the code, spoken", ("بند دوم نشست هفتاد و یکم",), "مصوبهٔ ۷۱/۲"),
    Wanted("the last session", ("بند ۱ جلسه آخر",), "/۱", "card"),
    Wanted("a session's list", ("نشست هفتادم",), "جلسهٔ ۷۰"),
    Wanted("a body and a matter", ("شرکت آب منطقه‌ای چاه",), "چاه‌های"),
    Wanted("what is late", ("معوق مالیات",), "مالیات", "filters"),
    Wanted("a season", ("سه ماه اخیر بیمه",), "بیمه"),
    Wanted("nothing at first, then wider", ("زعفران قائنات", "صادرات خرما"), "خرما", "nothing"),
)


@dataclass(frozen=True)
class Found:
    """What came of it."""

    wanted: Wanted
    messages: int
    place: int
    """Where it stood in the list; 0 where its card opened at once."""
    code: str
    seconds: float

    @property
    def row(self) -> str:
        """A line of the table."""
        typed = " → ".join(f"«{one}»" for one in self.wanted.typed[: self.messages])
        where = f"{self.place}" if self.place else "its card"
        return f"| {self.wanted.why} | {typed} | {self.code} | {where} | {self.messages} |"


class Member:
    """A member with a phone."""

    def __init__(self, page: Page, pictures: Path | None) -> None:
        """Look at this page."""
        self.page, self.pictures = page, pictures
        self.cut: list[str] = []

    async def looks_for(self, wanted: Wanted) -> Found:
        """Type, again in other words where it was not there, until it is seen."""
        began = time.monotonic()
        for messages, typed in enumerate(wanted.typed, start=1):
            said = await self._answer_to(typed)
            if wanted.picture:
                await self._picture(f"find-{wanted.picture}")
            place, code = _where(said, wanted.meant)
            if code:
                return Found(wanted, messages, place, code, time.monotonic() - began)
        print(f"not found: {wanted.typed}\n{said}")  # noqa: T201  a person started this by hand
        return Found(wanted, messages, 0, "", time.monotonic() - began)

    async def _answer_to(self, typed: str) -> str:
        messages = self.page.locator(".message")
        before = await messages.count()
        await Screen(self.page).says(typed)
        await expect(messages).to_have_count(before + 2)
        return plain(await messages.last.inner_text())

    async def _picture(self, name: str) -> None:
        """Nothing may be cut off on either phone; keep what is seen where that is asked for."""
        for width, height in (SMALL_PHONE, PHONE):
            await self.page.set_viewport_size({"width": width, "height": height})
            self.cut += [f"{name} {width}: {text}" for text in await self.page.evaluate(CUT)]
        if self.pictures:
            await self.page.wait_for_timeout(300)
            await self.page.screenshot(path=self.pictures / f"{name}.png")


def _where(said: str, meant: str) -> tuple[int, str]:
    """Return the place in the list and the code; no code where it is not there."""
    western = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
    if not said.startswith("🔎"):
        code = CODE.search(said.translate(western))
        return 0, code[0] if code and meant in said else ""
    if meant in said.partition("\n۱. ")[0] and "\n۱. " in said:
        meant = "\n"  # the list itself is what was looked for
    for place, one in enumerate(re.split(r"\n(?=[۰-۹]+\. [۰-۹]+/[۰-۹]+)", said)[1:], start=1):
        if meant in f"{one}\n":
            found = CODE.search(one.translate(western))
            return place, found[0] if found else ""
    return 0, ""


def told(found: Sequence[Found]) -> str:
    """The page of docs/ that says what it took."""
    return "\n".join(
        [
            "# Twenty things to find",
            "",
            "A member looks for twenty things in two years of a council, as one types on a phone,",
            "in Chromium on the page of `mosavabe demo --scene year`. `python -m",
            "tests.end_to_end.finders` looks again and writes this page; it fails where something",
            f"is not seen after at most {FEW_MESSAGES} messages, or where anything is cut off on a",
            "phone of 360 or 390 points.",
            "",
            "| how it is remembered | typed | found | place | messages |",
            "|---|---|---|---|---|",
            *(one.row for one in found),
            "",
            f"Found with one message: {sum(one.messages == 1 for one in found)} of {len(found)};",
            f"first in the list, or its card at once: {sum(one.place < 2 for one in found)}.",
            "",
            *(f"![{alt}](screenshots/find-{name}.png)" for name, alt in SHOWN.items()),
            "",
        ]
    )


@asynccontextmanager
async def demo(address: str | None) -> AsyncIterator[str]:
    """Give the address of a demo of two years; its own unless one is given."""
    if address is not None:
        yield address
        return
    with tempfile.TemporaryDirectory(prefix="mosavabe-finders-") as folder:
        running = await processes.start(
            "demo", "--port", "0", "--scene", "year",
            folder=Path(folder), log=Path(folder) / "demo.log", settings={},
        )  # fmt: skip
        line = await running.writes("Mosavabe demo: ")
        await running.writes("The bot is ready.")
        yield next(word for word in line.split() if word.startswith("http"))
        await running.ends()


async def main(address: str | None, pictures: Path | None) -> int:
    """Look, write the page, and say whether every bound was kept."""
    processes.PATIENCE_SECONDS = 600.0  # two years pass first
    async with (
        demo(address) as place,
        running_chromium() as browser,
        window(browser, PHONE) as page,
    ):
        await page.goto(place)
        await Screen(page).becomes(MEMBER)
        member = Member(page, pictures)
        found = [await member.looks_for(one) for one in TWENTY]
    text = told(found)
    PAGE.write_text(text, "utf-8")
    print(text)  # noqa: T201  a person started this by hand
    print(f"{os.getloadavg()[0]:.0f} processes wanted to run meanwhile; slowest answer"  # noqa: T201
          f" {max(one.seconds for one in found):.1f} s.")  # fmt: skip
    for one in member.cut:
        print(f"cut off: {one}")  # noqa: T201
    kept = all(one.code and one.messages <= FEW_MESSAGES for one in found)
    return int(bool(member.cut) or not kept)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at", help="the address of a demo that runs already")
    parser.add_argument("--pictures", type=Path, help="a folder for what was seen")
    given = parser.parse_args()
    sys.exit(asyncio.run(main(given.at, given.pictures)))
