"""Processes of the product, started, watched, killed and ended as an operator would.

Loading the libraries takes longer than anything that is tested here. So most processes are
forked from one that has them loaded, a fork server; each still has its own id, environment,
folder, loop and end. `fresh=True` starts `python -m bot` from nothing instead. Either may have its
clock ahead, so that it is day in it at any hour of the night.
"""

import asyncio
import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60.0
END_SECONDS = 35.0
LOOK_SECONDS = 0.05
OURS = (
    "BOT_TOKEN", "BOT_TOKEN_FILE", "BOT_API_BASE", "DATABASE_URL", "PROXY_URL", "LOG_LEVEL",
    "DATA_DIR", "SQLITE_DURABLE", "DIGEST_PICTURES", "PORT", "HTTP_PORT", "HTTP_HOST",
    "TELEGRAM_LIMITS", "WEBHOOK_URL", "WEBHOOK_SECRET",
)  # fmt: skip
LONG_RUNS = {"MOSAVABE_LONG", "MOSAVABE_SOAK", "MOSAVABE_SWEEP"}
PACE = {} if LONG_RUNS & os.environ.keys() else {"TELEGRAM_LIMITS": "false"}
"""How fast the bot may speak: the long runs keep Telegram's pace, at which a fourth quick tap waits
for a second."""
LATER = "from tests.end_to_end.processes import be_later; be_later()"
_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["tests.end_to_end.loaded"])


def hours_until_eleven() -> float:
    """From now to 11:00 of this day in Tehran, a time at which reminders go out."""
    now = datetime.now(UTC).astimezone(ZoneInfo("Asia/Tehran"))
    eleven = now.replace(hour=11, minute=0, second=0, microsecond=0)
    return (eleven - now).total_seconds() / 3600


def days_into_the_day() -> float:
    """How many days later it is daytime in Tehran; none where it is."""
    hours = hours_until_eleven()
    return 0.0 if -8 < hours < 1 else hours % 24 / 24


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Running:
    """A process that runs; everything it writes stands in `log`."""

    pid: int
    wait: Callable[[float], int | None]
    """Wait so many seconds for its end; gives its exit code, None while it runs."""
    file: Path

    @property
    def log(self) -> str:
        """What it has written so far, standard output and errors together."""
        return self.file.read_text("utf-8") if self.file.exists() else ""

    async def writes(self, words: str) -> str:
        """Wait until it has written the words; gives the whole line."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                whole = self.log.rpartition("\n")[0]
                for line in whole.splitlines():
                    if words in line:
                        return line
                assert self.wait(0) is None, self.log
                await asyncio.sleep(LOOK_SECONDS)

    async def dies(self) -> None:
        """Kill it as a power cut would."""
        if self.wait(0) is None:
            os.kill(self.pid, signal.SIGKILL)
        await asyncio.to_thread(self.wait, END_SECONDS)

    async def ends(self) -> int | None:
        """Ask it to stop; gives its exit code, None where it does not."""
        os.kill(self.pid, signal.SIGTERM)
        return await asyncio.to_thread(self.wait, END_SECONDS)


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """This machine's environment with these settings of the product and no others."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    kept["PYTHONPATH"] = str(ROOT)
    return {**kept, **settings}


async def command(
    *arguments: str,
    folder: Path,
    settings: Mapping[str, str],
    fresh: bool = False,
    days_ahead: float = 0,
) -> Ended:
    """Run `mosavabe` with these arguments in a folder until it ends."""
    out, err = folder / "command.out", folder / "command.err"
    made = await start(
        *arguments, folder=folder, log=out, errors=err, settings=settings, fresh=fresh,
        days_ahead=days_ahead,
    )  # fmt: skip
    code = await asyncio.to_thread(made.wait, PATIENCE_SECONDS)
    assert code is not None, "the command does not end"
    return Ended(code, out.read_text("utf-8"), err.read_text("utf-8"))


async def start(
    *arguments: str,
    folder: Path,
    log: Path,
    settings: Mapping[str, str],
    errors: Path | None = None,
    fresh: bool = False,
    days_ahead: float = 0,
) -> Running:
    """Start `mosavabe` with its clock so many days ahead, forked, or fresh."""
    errors = errors or log
    for file in (log, errors):
        file.write_bytes(b"")
    if fresh:
        ahead = ("-c", LATER, str(days_ahead)) if days_ahead else ("-m", "bot")
        return _from_nothing((*ahead, *arguments), folder, log, errors, environment(settings))
    given = (arguments, folder, log, errors, environment(settings), days_ahead)
    process = _forks.Process(target=_be_mosavabe, args=given)
    await asyncio.to_thread(process.start)
    assert process.pid is not None

    def wait(seconds: float) -> int | None:
        process.join(seconds)
        return process.exitcode

    return Running(process.pid, wait, log)


def _from_nothing(
    arguments: Sequence[str],
    folder: Path,
    log: Path,
    errors: Path,
    settings: dict[str, str],
) -> Running:
    with log.open("ab") as out, errors.open("ab") as err:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=folder, env=settings, stdout=out, stderr=err,
        )  # fmt: skip

    def wait(seconds: float) -> int | None:
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    return Running(process.pid, wait, log)


def _be_mosavabe(
    arguments: Sequence[str],
    folder: Path,
    log: Path,
    errors: Path,
    settings: dict[str, str],
    days_ahead: float,
) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(settings)
    for number, file in ((1, log), (2, errors)):
        os.dup2(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600), number)
    sys.argv = ["mosavabe", *arguments]
    if days_ahead:
        _move_the_clock(timedelta(days=days_ahead))
    from bot.cli import main  # noqa: PLC0415  loaded where it runs, not in the tests

    main()


def be_later() -> None:
    """Be `python -m bot`, with the clock as many days ahead as the first argument says."""
    _move_the_clock(timedelta(days=float(sys.argv.pop(1))))
    runpy.run_module("bot", run_name="__main__", alter_sys=True)


def _move_the_clock(step: timedelta) -> None:
    from council import dates  # noqa: PLC0415  the one module that reads the clock

    class Later(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + step

    vars(dates)["datetime"] = Later
