"""Logging: one JSON object a line, made so that no secret, name or text can be in it.

What a line says is the sentence in the code. What fills its places passes only as a number, or as
a short word of plain ASCII; of an exception stand its kind and where it came up, never its words,
which may hold whole updates. Of lines that libraries write, nothing but plain ASCII is kept.
"""

import logging
import re
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

LOUD = (
    "aiogram.event",
    "aiohttp.access",
    "aiosqlite",
    "alembic",
    "apscheduler",
    "httpcore",
    "httpx",
    "telegram",
)
OURS = ("bot", "council", "handlers", "jobs", "locales", "simulator", "storage", "benchmarks")
WITHHELD = "…"
LONGEST_WORD = 200
# https://core.telegram.org/bots/api#authorizing-your-bot; a password in an address; a long number.
SECRETS = re.compile(r"\d{3,}:[A-Za-z0-9_-]{8,}|(?<=://)[^/\s@]+@|\+?\d{11,}")
PLACE = re.compile(r"%(?:\([^)]*\))?[-+ #0]*[\d*]*(?:\.[\d*]+)?([sdrfgxi%])")


def set_up(level: str, secret: str) -> None:
    """Log to standard error; libraries that log addresses or whole updates are kept quiet."""
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(secret))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)


def formatter(secret: str) -> logging.Formatter:
    """What makes a line of a record; the secret is taken out wherever it may stand."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _Scrubber(secret),
            structlog.processors.JSONRenderer(sort_keys=False),
        ],
        use_get_message=False,
        pass_foreign_args=True,
    )


class _Scrubber:
    """Makes the line: a step of structlog's that lets through what may be read by anybody."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def __call__(self, _logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
        """Fill the sentence's places with what may pass, and tell an exception by its kind."""
        args = line.pop("positional_args", ())
        sentence, error = str(line.pop("event")), line.pop("exc_info", None)
        name = str(line.get("logger", ""))
        if name.partition(".")[0] in OURS:
            said = _filled(sentence, args)
        else:
            said = _plain(_filled(sentence, args).partition("\n")[0])
        made: EventDict = {
            "at": line.get("timestamp"),
            "level": line.get("level"),
            "logger": name,
            "event": self._without(said),
        }
        if error:
            made["error"] = _told(error)
        return made

    def _without(self, said: str) -> str:
        said = said.replace(self._secret, "<token>") if self._secret else said
        return SECRETS.sub("<secret>", said)


def _filled(sentence: str, args: object) -> str:
    """The sentence with its places filled; by a name of the place where it has one."""
    if not args:
        return sentence
    if isinstance(args, Mapping):
        return _formatted(sentence, {name: _may_pass(value) for name, value in args.items()})
    given = args if isinstance(args, tuple) else (args,)
    return _formatted(sentence, tuple(_may_pass(value) for value in given))


def _formatted(sentence: str, values: Any) -> str:  # noqa: ANN401  a tuple or a mapping
    try:
        return str(sentence % values)
    except (TypeError, ValueError, KeyError):
        # A word was withheld where a number was wanted.
        return PLACE.sub(lambda found: "%" if found[1] == "%" else WITHHELD, sentence)


def _may_pass(value: object) -> object:
    """Numbers and short plain words pass; whatever else it is, it is withheld."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, BaseException):
        return type(value).__name__
    word = str(value) if isinstance(value, str | type) else type(value).__name__
    return word if len(word) <= LONGEST_WORD and word.isascii() else WITHHELD


def _plain(said: str) -> str:
    """Plain ASCII only: whatever people here write is Persian."""
    return re.sub(r"[^\x20-\x7e]+", WITHHELD, said)[:LONGEST_WORD]


def _told(error: Any) -> list[str]:  # noqa: ANN401  whatever logging was given as exc_info
    """The kinds of the exception and of those that led to it, with the places they passed."""
    if error is True:
        error = sys.exc_info()
    found: BaseException | None = error[1] if isinstance(error, tuple) else error
    told: list[str] = []
    seen: set[int] = set()
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        told += [type(found).__name__, *_places(found.__traceback__)]
        found = found.__cause__ or found.__context__
    return told


def _places(passed: TracebackType | None) -> list[str]:
    return [
        f"{'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(passed)[-12:]
    ]
