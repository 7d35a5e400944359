"""How long the demo's page takes to open a chat with 300 messages, in a real Chromium.

    python -m benchmarks.page [--messages 300] [--times 5]

Every opening is a new browser profile with nothing cached. Measured is the time from the start of
the navigation until the newest messages can be read, and until all of them have been painted.
"""

import argparse
import asyncio
import shutil
import statistics
from collections.abc import Sequence

from simulator.api import call
from simulator.server import build_app, serve
from simulator.world import World

TOKEN = "424242:BENCHMARK"  # noqa: S105  opens nothing
LIMIT_MS = 1000
SIZES = {"phone": (390, 844), "desktop": (1280, 800)}
# Notes when the newest messages are painted, and when the wanted number of them is.
STOPWATCH = """
(() => {
  let begun = false;
  const look = new MutationObserver(() => {
    const drawn = document.querySelectorAll('.message').length;
    if (drawn && !begun) {
      begun = true;
      requestAnimationFrame(() => setTimeout(() => { window.readableAfter = performance.now(); }));
    }
    if (drawn < WANTED) return;
    look.disconnect();
    requestAnimationFrame(() => setTimeout(() => { window.wholeAfter = performance.now(); }));
  });
  look.observe(document, { childList: true, subtree: true });
})();
"""
READ = """() => new Promise((done) => {
  const look = () => (window.wholeAfter ? done([window.readableAfter, window.wholeAfter])
    : setTimeout(look, 5));
  look();
})"""
TEXT = "📌 مصوبهٔ {code}\nمقرر شد گزارش دو هفتگی تهیه و به دبیرخانه ارسال شود.\nمهلت: ۱۵ آذر ۱۴۰۵"


async def measure(messages: int, times: int) -> dict[str, list[tuple[float, float]]]:
    """Open the page again and again; gives the milliseconds for each size."""
    from playwright.async_api import async_playwright  # noqa: PLC0415  only where it is installed

    world = World(TOKEN)
    await _fill(world, messages)
    found: dict[str, list[tuple[float, float]]] = {}
    async with await serve(build_app(world), 0) as server, async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (width, height) in SIZES.items():
            for _ in range(times):
                context = await browser.new_context(viewport={"width": width, "height": height})
                page = await context.new_page()
                await page.add_init_script(STOPWATCH.replace("WANTED", str(messages)))
                await page.goto(server.base_url)
                found.setdefault(name, []).append(tuple(await page.evaluate(READ)))
                await context.close()
        await browser.close()
    return found


async def _fill(world: World, messages: int) -> None:
    """Write half of the messages as a person and half as the bot, with entities and buttons."""
    person = world.add_person("آیدا", "کریمی", started=True)
    chat = world.private_chat(person)
    for number in range(messages // 2):
        world.say(person, chat, f"مصوبه {number}")
        text = TEXT.format(code=number)
        button = {"text": "گزارش پیشرفت", "callback_data": f"progress:{number}"}
        given = {
            "chat_id": person.id,
            "text": text,
            "entities": [{"type": "bold", "offset": 3, "length": 8}],
            "reply_markup": {"inline_keyboard": [[button, {**button, "text": "سابقه"}]]},
        }
        await call(world, TOKEN, "sendMessage", given)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print; says so where there is no browser."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--messages", type=int, default=300)
    options.add_argument("--times", type=int, default=5)
    given = options.parse_args(arguments)
    if shutil.which("chromium") is None:
        print("The page is not measured: Chromium is not installed.")
        return
    print(f"Opening a chat with {given.messages} messages; it should stay below {LIMIT_MS} ms")
    for name, taken in asyncio.run(measure(given.messages, given.times)).items():
        for what, times in zip(("readable", "all drawn"), zip(*taken, strict=True), strict=True):
            median, worst = statistics.median(times), max(times)
            print(f"  {name:8} {what:9} median {median:5.0f} ms   worst {worst:5.0f} ms")


if __name__ == "__main__":
    main()
