"""How many commands a second the whole product answers, beside the barest bots of both libraries.

`python -m benchmarks.updates` runs `mosavabe run` on a council of a hundred thousand resolutions
and ten thousand members (`benchmarks.city`), on SQLite (synchronous NORMAL and FULL) and on
PostgreSQL, against a lean Bot API server (`benchmarks.feed`) with no latency and with 50 ms a
call; aiogram's and python-telegram-bot's echo bots poll the same server in the same run. Out of a
hundred commands forty are searches, thirty open a card, twenty are /my, ten reply with a report.
Telegram's limits are off (TELEGRAM_LIMITS=false), as nobody may send that fast to Telegram itself.
Bot, server and database share the machine: on two cores the ratios count.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.city import PLACES_OF, QUOTED_MESSAGE, City
from benchmarks.feed import BOT, TOKEN, Course, Handle, Prepared, Taken

MIX = {"search": 40, "card": 30, "my": 20, "report": 10}
REPORTS = ("۶۰٪ انجام شد", "در دست اجراست", "نیمی از کار انجام شده است", "۳۰ درصد پیشرفت داشتیم")
WARM_UP = 300
FLOOD_PER_SECOND = 100
START_SECONDS = 3.0
ROUNDS = 4
"""In so many turns the product and the echo bot beside it are asked for their throughput."""
ROUNDS_OF_FLOOD = 3
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 2**20


@dataclass(frozen=True)
class Measured:
    """One bot at one latency."""

    name: str
    latency: float
    rate: float
    echo_rate: float
    """That of the echo bot in turns with it; its own where there is none."""
    cpu_ms: float
    half: Sequence[float]
    start_seconds: float
    idle_mb: float
    busy_mb: float
    unanswered: int
    by_kind: dict[str, float] = field(default_factory=dict)
    flooded: tuple[float, float] | None = None
    """The 95th percentile of others in ms: undisturbed, and while one person floods."""


@dataclass(frozen=True)
class Bot:
    """A bot to be measured: its command line, and the settings that it runs with."""

    name: str
    command: tuple[str, ...]
    settings: dict[str, str] = field(default_factory=dict)
    is_product: bool = False


def commands(city: City, count: int, seed: int) -> list[Prepared]:
    """A mix of commands, each from another member."""
    dice = random.Random(seed)
    members = dice.sample(range(city.members), min(count, city.members))
    kinds = dice.choices(list(MIX), weights=list(MIX.values()), k=len(members))
    return [
        Prepared(kind, city.account(member), _update(city, kind, member, dice))
        for member, kind in zip(members, kinds, strict=True)
    ]


def _update(city: City, kind: str, member: int, dice: random.Random) -> dict[str, Any]:
    account = city.account(member)
    chat = {"id": account, "type": "private", "first_name": "x"}
    person = {"id": account, "is_bot": False, "first_name": "x"}
    said = {"date": int(time.time()), "chat": chat, "message_id": 100}
    ours = said | {"from": BOT, "text": "…", "message_id": QUOTED_MESSAGE}
    if kind == "card":
        opened = f"r:{dice.randrange(city.resolutions) + 1}"
        pressed = {"id": str(account), "from": person, "message": ours, "chat_instance": "1"}
        return {"update_id": "@", "callback_query": pressed | {"data": opened}}
    message = said | {"from": person}
    if kind == "search":
        matter = city.matter_of(dice.randrange(city.resolutions))
        message["text"] = " ".join(dice.sample(matter, dice.randint(2, 3)))
    elif kind == "my":
        message["text"] = "/my"
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": 3}]
    else:
        message["text"] = dice.choice(REPORTS)
        message["reply_to_message"] = ours
    return {"update_id": "@", "message": message}


@contextmanager
def running(bot: Bot, feed: Handle) -> Iterator[tuple[int, float]]:
    """The bot's process: its id, and after how many seconds it first polled."""
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "log").open("w+") as log:
        given = {
            "BOT_TOKEN": TOKEN, "BOT_API_BASE": feed.base, "DATA_DIR": folder,
            "LOG_LEVEL": "WARNING", "TELEGRAM_LIMITS": "false",
            "PYTHONDONTWRITEBYTECODE": "",  # else all of ours is compiled anew
        }  # fmt: skip
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *bot.command], env=os.environ | given | bot.settings,
            stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            polled = feed.first_poll()
            if not polled:
                log.seek(0)
                raise RuntimeError(f"{bot.name} does not poll:\n{log.read()[-2_000:]}")
            yield process.pid, polled - started
        finally:
            process.terminate()
            process.wait(60)
            log.seek(0)
            if said := log.read()[-600:]:
                print(f"{bot.name} wrote: {said}", file=sys.stderr)


def measure(
    bot: Bot, city: City, latency: float, asked: argparse.Namespace, echo: Handle | None
) -> Measured:
    """Start the bot against a fresh server and take its figures; `echo` serves the echo bot."""
    feed = Handle(latency)
    try:
        with running(bot, feed) as (pid, started):
            time.sleep(START_SECONDS)
            idle = resident_mb(pid)
            count = asked.updates if not (bot.name == "ptb echo" and latency) else 100
            feed.take(Course(commands(city, min(WARM_UP, count), seed=1)))
            whole, spent, echo_rate = _in_turns(feed, echo, pid, city, count)
            answered = sum(len(one.latencies) for one in whole)
            rate = _rate(whole)
            half = _half_load(feed, city, rate, asked.seconds)
            flooded = _flooded(feed, city, rate, asked.seconds) if bot.is_product else None
            unanswered = sum(one.unanswered for one in (*whole, half))
            return Measured(
                bot.name, latency, rate, echo_rate or rate, 1000 * spent / answered,
                _in_ms(half), started, idle, resident_mb(pid), unanswered,
                _medians(half), flooded,
            )  # fmt: skip
    finally:
        feed.close()


def _in_turns(
    feed: Handle, echo: Handle | None, pid: int, city: City, count: int
) -> tuple[list[Taken], float, float]:
    """What the bot of the process answered, the seconds of processor that took, and the rate of
    the echo bot that answered as much in turns with it; 0 where there is none."""
    taken, beside, spent = [], [], 0.0
    for turn in range(ROUNDS):
        some = commands(city, count // ROUNDS, seed=100 + turn)
        before = cpu_seconds(pid)
        taken.append(feed.take(Course(some)))
        spent += cpu_seconds(pid) - before
        if echo is not None:
            beside.append(echo.take(Course(some)))
    return taken, spent, _rate(beside) if beside else 0.0


def _rate(taken: Sequence[Taken]) -> float:
    """How many were answered a second."""
    return sum(len(one.latencies) for one in taken) / sum(one.seconds for one in taken)


def _half_load(feed: Handle, city: City, rate: float, seconds: float) -> Taken:
    count = max(20, int(rate / 2 * seconds))
    return feed.take(Course(commands(city, count, seed=3), rate=rate / 2))


def _flooded(feed: Handle, city: City, rate: float, seconds: float) -> tuple[float, float]:
    """The others' 95th percentile alone and beside a flood, in turns: the median of each."""
    alone, beside = [], []
    count = max(20, int(rate / 2 * seconds))
    for turn in range(ROUNDS_OF_FLOOD):
        some = commands(city, count, seed=10 + turn)
        one = Prepared("my", city.account(0), _update(city, "my", 0, random.Random(1)))
        others = [command for command in some if command.chat != one.chat]
        alone.append(_p(_in_ms(feed.take(Course(others, rate=rate / 2))), 0.95))
        flood = [one] * int(seconds * FLOOD_PER_SECOND)
        taken = feed.take(Course(others, rate / 2, flood, FLOOD_PER_SECOND))
        beside.append(_p(_in_ms(taken), 0.95))
    return statistics.median(alone), statistics.median(beside)


def _in_ms(taken: Taken) -> list[float]:
    return sorted(1000 * seconds for _, seconds in taken.latencies)


def _medians(taken: Taken) -> dict[str, float]:
    return {
        kind: 1000 * statistics.median([s for one, s in taken.latencies if one == kind] or [0])
        for kind in MIX
    }


def _p(sorted_ms: Sequence[float], share: float) -> float:
    return sorted_ms[int(share * (len(sorted_ms) - 1))] if sorted_ms else float("nan")


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    children = [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]
    return [pid, *(one for child in children for one in family(child))]


def cpu_seconds(pid: int) -> float:
    """The processor time that a process and its children have used."""
    total = 0
    for one in family(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        total += sum(map(int, fields[11:15]))
    return total / TICKS_PER_SECOND


def resident_mb(pid: int) -> float:
    """The memory that a process and its children hold now."""
    pages = sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in family(pid))
    return pages * PAGE_MB


HEAD = (
    f"{'bot':26} {'latency':>7} {'upd/s':>6} {'of echo':>7} {'CPU ms':>7} {'p50':>6} {'p95':>6}"
    f" {'p99':>6} {'MB':>4} {'busy':>4} {'start':>6}"
)


def line(one: Measured) -> str:
    """The table's line, and under it what only the product is asked."""
    ratio = f"{100 * one.rate / one.echo_rate:6.0f}%"
    row = (
        f"{one.name:26} {1000 * one.latency:>4.0f} ms {one.rate:>6.0f} {ratio} {one.cpu_ms:>7.2f}"
        f" {_p(one.half, 0.5):>6.1f} {_p(one.half, 0.95):>6.1f} {_p(one.half, 0.99):>6.1f}"
        f" {one.idle_mb:>4.0f} {one.busy_mb:>4.0f} {one.start_seconds:>4.1f} s"
    )
    more = [f"{one.unanswered} unanswered"] if one.unanswered else []
    if one.flooded is not None:
        alone, beside = one.flooded
        more.append(f"echo in turns with it {one.echo_rate:.0f}/s")
        more.append(f"others' p95 {alone:.1f} ms, beside a flood {beside:.1f} ms")
        more.append("p50 " + ", ".join(f"{k} {v:.1f}" for k, v in one.by_kind.items()))
    return row + "".join(f"\n{'':26} {words}" for words in more)


def _bots(asked: argparse.Namespace) -> list[Bot]:
    echoes = [
        Bot("aiogram echo", ("-m", "benchmarks.echoes", "aiogram")),
        Bot("ptb echo", ("-m", "benchmarks.echoes", "ptb")),
    ]
    product = ("-m", "bot", "run")
    bots = {
        "sqlite": Bot("product, SQLite NORMAL", product, {"SQLITE_DURABLE": "false"}, True),
        "sqlite-full": Bot("product, SQLite FULL", product, {"SQLITE_DURABLE": "true"}, True),
        "postgresql": Bot("product, PostgreSQL", product, {}, True),
    }
    return [*(echoes if asked.ptb else echoes[:1]), *(bots[name] for name in asked.databases)]


def _place_of(bot: Bot, city: City) -> Any:  # noqa: ANN401  a context manager of an address
    if not bot.is_product:
        return nullcontext("")
    return PLACES_OF["postgresql" if "PostgreSQL" in bot.name else "sqlite"](city)


def main(arguments: Sequence[str]) -> None:
    """Read the command line, measure bot after bot, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.updates", description=__doc__)
    parser.add_argument("--resolutions", type=int, default=100_000)
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--updates", type=int, default=6_000, help="for the throughput")
    parser.add_argument("--seconds", type=float, default=8, help="of each half load")
    parser.add_argument("--latencies", type=int, nargs="+", default=[0, 50], help="in ms")
    parser.add_argument("--no-ptb", dest="ptb", action="store_false")
    parser.add_argument(
        "--databases", nargs="*", default=["sqlite", "sqlite-full", "postgresql"],
        choices=["sqlite", "sqlite-full", "postgresql"],
    )  # fmt: skip
    asked = parser.parse_args(arguments)
    city = City(asked.resolutions, asked.members)
    print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores\n{HEAD}", flush=True)
    for latency in asked.latencies:
        _measure_all(city, latency / 1000, asked)


def _measure_all(city: City, latency: float, asked: argparse.Namespace) -> None:
    """Print a line for each bot at a latency; the first, an echo bot, goes on beside the others."""
    first, *others = _bots(asked)
    print(line(measure(first, city, latency, asked, None)), flush=True)
    feed = Handle(latency)
    try:
        with running(first, feed):
            feed.take(Course(commands(city, WARM_UP, seed=1)))
            for bot in others:
                with _place_of(bot, city) as url:
                    settings = bot.settings | ({"DATABASE_URL": url} if url else {})
                    placed = Bot(bot.name, bot.command, settings, bot.is_product)
                    print(line(measure(placed, city, latency, asked, feed)), flush=True)
    finally:
        feed.close()


if __name__ == "__main__":
    main(sys.argv[1:])
