"""What an update costs the processor, product and echo bot in turns in one process.

`python -m benchmarks.in_turns`: batches of twenty-five updates of each kind of command, and of the
mix of `benchmarks.updates`, go first to aiogram's echo bot and then to the product (on SQLite with
NORMAL), both of which answer over the network to the same stand-in server. Other work on the
machine slows both alike, so the ratios hold where those of one process after the other do not.
Fetching the updates is left out of both; aiogram's types are light for both
(`bot/service/lightly.py`).
"""

import bot as _product  # noqa: F401, I001  before aiogram, which it has loaded as `mosavabe run` has it

import argparse
import asyncio
import copy
import gc
import logging
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from itertools import count
from typing import Any

from aiogram import Bot
from aiogram.types import Update

from benchmarks.city import City, sqlite
from benchmarks.echoes import aiogram_bot
from benchmarks.feed import TOKEN, Handle
from benchmarks.updates import MIX, commands
from bot import app
from bot.service.garbage import keep_what_is_loaded
from bot.settings import Settings
from council.searching.searcher import Searcher
from council.text import common_words
from storage.database import open_database

BATCH = 25
IN_A_RUSH = ("search apart", "mix apart")
"""As in a rush, when a second process searches; what that one works is left out."""
NEVER = 1_000_000
"""Searches that would start that process."""
type Raw = dict[str, Any]
type Work = Callable[[list[Raw]], Awaitable[object]]


def echo(base: str) -> tuple[Bot, Work]:
    """aiogram's echo bot, fed as its own polling feeds it."""
    bot, dispatcher = aiogram_bot(base)

    def read(raw: Raw) -> Update:
        return Update.model_validate(raw, context={"bot": bot})

    async def work(raws: list[Raw]) -> None:
        await asyncio.gather(*(dispatcher.feed_update(bot, read(raw)) for raw in raws))

    return bot, work


async def milliseconds(work: Work, raws: list[Raw]) -> float:
    """What each of the updates costs the loop's thread."""
    begun = time.thread_time()
    await work(raws)
    return 1000 * (time.thread_time() - begun) / len(raws)


def courses(city: City, updates: int) -> dict[str, list[Raw]]:
    """So many updates of each kind, and of the mix, and of both again for a rush; each has an id
    of its own."""
    ids = count(1)
    found: dict[str, list[Raw]] = {kind: [] for kind in (*MIX, "mix", *IN_A_RUSH)}
    for one in commands(city, city.members, seed=1):
        if len(found[one.kind]) < updates:
            found[one.kind].append(one.update | {"update_id": next(ids)})
    mixed = commands(city, updates, seed=2)
    found["mix"] = [one.update | {"update_id": next(ids)} for one in mixed]
    for again in IN_A_RUSH:
        some = found[again.split()[0]]
        found[again] = [one | {"update_id": next(ids)} for one in some]
    return found


async def measure(url: str, base: str, city: City, updates: int) -> None:
    """Print a line for each kind of command, and for the mix."""
    bot, barest = echo(base)
    database = open_database(url, durable=False)
    with tempfile.TemporaryDirectory() as folder:
        given = {"bot_token": TOKEN, "bot_api_base": base, "data_dir": folder}
        settings = Settings.model_validate(given | {"telegram_limits": False})
        searcher = Searcher(database, "bot.updates.search_process", rush=NEVER)
        product = app.build(settings, database, searcher=searcher)
        await asyncio.to_thread(common_words)
        print(f"{'':12} {'echo ms':>8} {'product ms':>10} {'echo / product':>15}", flush=True)
        for kind, raws in courses(city, updates).items():
            if kind in IN_A_RUSH:
                await searcher.start()
            taken = [
                (
                    await milliseconds(barest, copy.deepcopy(raws[at : at + BATCH])),
                    await milliseconds(product.receiver.take, raws[at : at + BATCH]),
                )
                for at in range(0, len(raws), BATCH)
            ][1:]  # the first one is dearer: much is made when it is first needed
            ours, theirs = (statistics.mean(each) for each in zip(*taken, strict=True))
            print(
                f"{kind:12} {ours:>8.2f} {theirs:>10.2f} {100 * ours / theirs:>14.0f}%", flush=True
            )
        await app.close(product)
    await bot.session.close()


def main(arguments: Sequence[str]) -> None:
    """Read the command line, measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.in_turns", description=__doc__)
    parser.add_argument("--resolutions", type=int, default=100_000)
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--updates", type=int, default=500, help="of each kind")
    asked = parser.parse_args(arguments)
    city, feed = City(asked.resolutions, asked.members), Handle(0)
    logging.disable(logging.WARNING)
    gc.collect()
    keep_what_is_loaded()  # as `mosavabe run` does
    print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores", flush=True)
    try:
        with sqlite(city) as url:
            asyncio.run(measure(url, feed.base, city, asked.updates))
    finally:
        feed.close()


if __name__ == "__main__":
    main(sys.argv[1:])
