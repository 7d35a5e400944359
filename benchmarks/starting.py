"""How long the product takes to its first poll, and what it holds then, beside a bare echo bot.

`python -m benchmarks.starting` starts aiogram's echo bot and `mosavabe run` (`python -m bot run`)
in turns, each in a fresh process against the same stand-in server: seconds to the first getUpdates,
the processor's seconds until then, and the memory some seconds later, children included, before
anybody has said anything. The first start of each only writes byte code and is not counted. Other
work on the machine hits both alike only on the whole: the ratios of medians count.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.city import City, sqlite
from benchmarks.feed import Handle
from benchmarks.updates import START_SECONDS, Bot, cpu_seconds, resident_mb, running

ECHO = Bot("aiogram echo", ("-m", "benchmarks.echoes", "aiogram"))


@dataclass(frozen=True)
class Start:
    """One start: the clock's and the processor's seconds to the first poll, and MB after it."""

    seconds: float
    cpu_seconds: float
    idle_mb: float


def start(bot: Bot) -> Start:
    """Start the bot once against a server of its own, and end it."""
    feed = Handle(latency=0)
    try:
        with running(bot, feed) as (pid, seconds):
            spent = cpu_seconds(pid)
            time.sleep(START_SECONDS)
            return Start(seconds, spent, resident_mb(pid))
    finally:
        feed.close()


def line(name: str, starts: Sequence[Start], beside: Sequence[Start]) -> str:
    """The medians of a bot's starts, and how they stand to those of the bare one."""
    words = [f"{name:16}"]
    for what, unit in (("seconds", "s"), ("cpu_seconds", "s CPU"), ("idle_mb", "MB")):
        own, other = (median(getattr(one, what) for one in some) for some in (starts, beside))
        words.append(f"{own:7.2f} {unit} ({own / other:.2f} ×)")
    return "  ".join(words)


def main(arguments: Sequence[str]) -> None:
    """Start both in turns, and print a line for each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.starting", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--resolutions", type=int, default=2_000)
    parser.add_argument("--members", type=int, default=600)
    asked = parser.parse_args(arguments)
    print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores", flush=True)
    with sqlite(City(asked.resolutions, asked.members)) as url:
        product = Bot("product", ("-m", "bot", "run"), {"DATABASE_URL": url}, is_product=True)
        starts: dict[str, list[Start]] = {ECHO.name: [], product.name: []}
        for turn in range(asked.rounds + 1):
            for bot in (ECHO, product):
                one = start(bot)
                if turn:
                    starts[bot.name].append(one)
    for name, some in starts.items():
        print(line(name, some, starts[ECHO.name]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
