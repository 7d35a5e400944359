"""Every view as a phone of 360 points shows it, in Chromium.

`python -m tests.bot.views.screens --pictures FOLDER` says what does not fit and keeps sheets of
pictures to look at. What is drawn is drawn by the simulator's own page, and what is sent goes
through the simulator's limits of Telegram.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import SendMessage
from aiogram.utils.formatting import Bold, Text
from playwright.async_api import Browser, Page

from bot.i18n import LANGUAGES, use_language
from bot.saying.replies import Saying
from bot.saying.wording import isolate, lines
from simulator.clock import Clock
from simulator.in_process import AiogramSession
from simulator.model import Person
from simulator.server import build_app, serve
from simulator.world import World
from tests.bot.views.samples import NAMED, NEVER_BARE, Kind, Sampler, every_view, sayings_in
from tests.browser import folder_asked_for, running_chromium, window
from tests.end_to_end.test_page import Screen

TOKEN = "1000001:token-of-the-screens"
PHONE, WALL = (360, 740), (1840, 1000)
NAMES = {
    "fa": "سازمان مدیریت و برنامه‌ریزی استان چهارمحال و بختیاری (Plan & Budget)",
    "en": "Management and Planning Organisation of the province (سازمان برنامه)",
}
"""A name as long as they come, with letters of the other direction."""
MANY = 30
KINDS = ("full", "many", "bare")
LONGEST = 4096
MOST_LINES = 2
"""Of a label with a name in it; messengers cut what is longer, and words of ours at one line."""


@dataclass(frozen=True)
class Shown:
    """A view with what it was given, and what it says."""

    name: str
    saying: Saying


def shown_in(language: str, kinds: Collection[str] = KINDS) -> Iterator[Shown]:
    """Every message that a view makes: with long names, with many of everything, and bare."""
    full = Sampler(Kind.FULL, NAMES[language], named={**NAMED, "code": "72/13"})
    samples = {"full": full, "many": replace(full, several=MANY), "bare": Sampler(Kind.BARE, "x")}
    said = set()
    with use_language(language):
        for name, view in every_view():
            for kind in kinds:
                if kind == "bare" and name in NEVER_BARE:
                    continue
                for saying in sayings_in(view(**samples[kind].arguments(view))):
                    look = (saying.text.render()[0], repr(saying.keyboard))
                    if look not in said and look[0].strip():
                        yield Shown(f"{name} ({kind})", saying)
                    said.add(look)
        yield Shown("a text as long as Telegram takes", Saying(_longest(NAMES[language])))


def _longest(name: str) -> Text:
    line = lines(Bold(isolate("72/13")), name)
    text = lines(*[line] * (LONGEST // (len(line.render()[0]) + 1)))
    return Text(text, "…" * (LONGEST - len(text.render()[0].encode("utf-16-le")) // 2))


@dataclass
class Wall:
    """A chat per language with every view in it, and what Telegram would not have taken."""

    world: World
    people: dict[str, Person]
    names: dict[str, list[str]]
    refused: list[str]


async def said_by_the_bot(
    languages: Collection[str] = LANGUAGES, kinds: Collection[str] = KINDS
) -> Wall:
    """Send every view in these languages to somebody of their own each."""
    world = World(TOKEN, clock=Clock())
    bot = Bot(TOKEN, session=AiogramSession(world))
    wall = Wall(world, {}, {}, [])
    for language in languages:
        person = wall.people[language] = world.add_person(f"phone-{language}", label=language)
        world.start(person)
        taken = wall.names[language] = []
        for one in shown_in(language, kinds):
            text, entities = one.saying.text.render()
            keys = one.saying.keyboard
            message = SendMessage(
                chat_id=person.id, text=text, entities=entities, parse_mode=None, reply_markup=keys
            )
            try:
                await bot(message)
            except TelegramBadRequest as error:
                wall.refused.append(f"{language} {one.name}: {error.message}")
            else:
                taken.append(one.name)
    return wall


DRAW = """async ([person, first, last]) => {
  const { messageElement } = await import('/page/message.js');
  const answer = await fetch(`/sim/chats/${person}?person=${person}&limit=100000`);
  const said = (await answer.json()).messages.filter((one) => one.author !== person);
  const viewer = { id: person, botName: 'bot', inGroup: false };
  const log = document.getElementById('log');
  log.style.display = 'block';
  log.replaceChildren(...said.slice(first, last ?? said.length).map(
    (one) => messageElement(one, viewer, null, {})));
}"""
"""Draws these messages as the page does, all of them at once."""
MEASURE = """() => [...document.querySelectorAll('#log .message')].map((message) => {
  const linesOf = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const height = parseFloat(getComputedStyle(element).lineHeight);
    const label = element.querySelector('.label');
    if (label) return Math.round(label.getBoundingClientRect().height / height);
    const [first] = range.getClientRects();
    if (!first) return 0;
    return 1 + Math.round((range.getBoundingClientRect().height - first.height) / height);
  };
  const out = (element) => {
    const box = element.getBoundingClientRect();
    return element.scrollWidth > element.clientWidth + 1
      || box.left < -1 || box.right > innerWidth + 1;
  };
  return {
    cut: [...message.querySelectorAll('.bubble, .words, .key')].filter(out)
      .map((one) => one.textContent.slice(0, 60)),
    keys: [...message.querySelectorAll('.key')].map((one) => [one.textContent, linesOf(one)]),
  };
})"""
"""For each message: what leaves its place, and on how many lines each button's label stands."""
SPREAD = """() => {
  const log = document.getElementById('log');
  Object.assign(log.style, {
    position: 'fixed', inset: '0 auto auto 0', width: '1840px', zIndex: 99, overflow: 'visible',
    columns: '5', columnGap: '8px', height: 'auto',
  });
  for (const one of log.children) one.style.breakInside = 'avoid';
  return log.scrollHeight;
}"""
"""Lays the messages out in columns of a phone's width, to look at many at once."""


@asynccontextmanager
async def phone(wall: Wall, browser: Browser, language: str) -> AsyncIterator[Page]:
    """The page on a phone, at the chat of this language."""
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(await serve(build_app(wall.world), 0))
        page = await stack.enter_async_context(window(browser, PHONE))
        await page.goto(server.base_url)
        await Screen(page).becomes(wall.people[language].full_name)
        yield page


async def misfits(wall: Wall, page: Page, language: str) -> list[str]:
    """What does not fit, a line each: cut off, a label too long, or refused by Telegram."""
    await page.evaluate(DRAW, [wall.people[language].id, 0, None])
    measured = await page.evaluate(MEASURE)
    found = [line for line in wall.refused if line.startswith(language)]
    for name, looks in zip(wall.names[language], measured, strict=True):
        found += [f"{language} {name}: cut off: {text}" for text in looks["cut"]]
        for label, count in looks["keys"]:
            most = MOST_LINES if _has_a_name(label, language) else 1
            if count > most:
                found.append(f"{language} {name}: a label of {count} lines: {label}")
    return found


def _has_a_name(label: str, language: str) -> bool:
    return NAMES[language][:12] in label


async def keep_sheets(wall: Wall, page: Page, language: str, folder: Path) -> None:
    """A picture of all views of each module."""
    places = list(enumerate(wall.names[language]))
    for module, group in groupby(places, key=lambda one: one[1].partition(".")[0]):
        numbers = [number for number, _name in group]
        await page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        await page.evaluate(DRAW, [wall.people[language].id, numbers[0], numbers[-1] + 1])
        await page.set_viewport_size({"width": WALL[0], "height": WALL[1]})
        height = await page.evaluate(SPREAD)
        await page.set_viewport_size({"width": WALL[0], "height": min(height + 20, 8000)})
        await page.screenshot(path=folder / f"{language}-{module.replace(' ', '-')}.png")
        await page.evaluate("document.getElementById('log').removeAttribute('style')")


async def main(folder: Path | None) -> int:
    """Look at everything; gives 1 where something does not fit."""
    wall = await said_by_the_bot()
    found: list[str] = []
    async with running_chromium() as browser:
        for language in LANGUAGES:
            async with phone(wall, browser, language) as page:
                found += await misfits(wall, page, language)
                if folder:
                    await keep_sheets(wall, page, language, folder)
    sys.stdout.writelines(f"✗ {line}\n" for line in found)
    counted = ", ".join(f"{len(names)} in {one}" for one, names in wall.names.items())
    sys.stdout.write(f"{counted}; {len(found)} do not fit\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(folder_asked_for(__doc__))))
