"""Sample values for every view: made from the types that a view asks for, nothing by hand.

`Kind.FULL` fills everything: long names, numbers above one, every place that may be empty.
`Kind.BARE` is the other end: nothing, nobody, zero.
"""

import dataclasses
import importlib
import inspect
import pkgutil
import types
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup
from aiogram.utils.formatting import Text
from sqlalchemy.orm import DeclarativeBase

from bot import views
from bot.saying.replies import Drop, Saying
from bot.saying.taps import DraftStep, HomeStep
from council.errors import (
    CouncilError,
    HourIsQuietError,
    MinutesKnownError,
    NotFoundError,
    NotLaterError,
)
from council.reminding.setting_values import AT_PUBLISHING
from storage.types import Base

MOMENT = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
MARKS = {
    "\u2068": "⟨FSI⟩", "\u2069": "⟨PDI⟩", "\u200e": "⟨LRM⟩", "\u200f": "⟨RLM⟩",
    "\u200c": "¬", "\u00a0": "⟨NBSP⟩", "\ufeff": "⟨BOM⟩",
}  # fmt: skip
"""How invisible signs are shown."""
DEPTH = 8


class Kind(Enum):
    """Which end of what a view may be given."""

    FULL = "full"
    BARE = "bare"


class NoSampleError(Exception):
    """Nothing is known that this place could be filled with."""


@dataclasses.dataclass(frozen=True)
class Sampler:
    """Makes values: `words` stands for every text, `kind` for how much there is of everything."""

    kind: Kind
    words: str
    several: int = 2
    """How long a list is that stands by itself; lists inside of it have two."""
    named: Mapping[str, Any] = dataclasses.field(default_factory=lambda: NAMED)
    """What is no free text or number, by the name that it has everywhere."""

    def arguments(self, view: Callable[..., object]) -> dict[str, Any]:
        """A value for everything that the view asks for."""
        hints = get_type_hints(view)
        own = OWN.get(f"{view.__module__.rpartition('.')[2]}.{view.__name__}", {})
        asked = inspect.signature(view).parameters
        return {name: own[name] if name in own else self.value(hints[name], name) for name in asked}

    def value(self, wanted: Any, name: str = "", depth: int = 0) -> Any:
        """A value of this type. Raises NoSampleError."""
        if depth > DEPTH:
            return None
        wanted = getattr(wanted, "__value__", wanted)
        if name in self.named and (wanted in (int, str, Any) or name == "entities"):
            return self.named[name]
        known = PLAIN.get(wanted)
        if known is not None:
            return known(self, name)
        origin, inner = get_origin(wanted), get_args(wanted)
        if origin is not None:
            return self._generic(origin, inner, name, depth)
        if inspect.isclass(wanted) and issubclass(wanted, Enum):
            return next(iter(wanted))
        if inspect.isclass(wanted) and issubclass(wanted, CallbackData):
            fields = wanted.model_fields.items()
            given = {k: self.value(one.annotation, k) for k, one in fields if one.is_required()}
            return wanted(**given)
        if inspect.isclass(wanted) and issubclass(wanted, CouncilError):
            return REFUSED.get(wanted) or NotFoundError()
        if _fields(wanted) or dataclasses.is_dataclass(wanted) or _is_row(wanted):
            return self._filled(wanted, depth)
        raise NoSampleError(f"{name}: {wanted}")

    def _generic(self, origin: Any, inner: tuple[Any, ...], name: str, depth: int) -> Any:
        if origin in (Union, types.UnionType):
            if self.kind is Kind.BARE and type(None) in inner:
                return None
            return self.value(next(one for one in inner if one is not type(None)), name, depth)
        if origin is Literal:
            return inner[0]
        if origin is Callable:
            return lambda *_given: HomeStep(do="home")
        if issubclass(origin, tuple) and not (len(inner) == 2 and inner[1] is ...):
            return tuple(self.value(one, name, depth + 1) for one in inner)
        if issubclass(origin, Mapping) and inspect.isclass(inner[0]) and issubclass(inner[0], Enum):
            return {one: self.value(inner[1], name, depth + 1) for one in inner[0]}
        if issubclass(origin, Mapping):
            pairs = [] if self.kind is Kind.BARE else [inner]
            return {
                self.value(k, name, depth + 1): self.value(v, name, depth + 1) for k, v in pairs
            }
        if issubclass(origin, Iterable):
            times = self.several if depth == 0 else 2
            several = [] if self.kind is Kind.BARE else [inner[0]] * times
            made = [self.value(one, name, depth + 1) for one in several]
            return made if origin in (Sequence, Collection, Iterable, list) else origin(made)
        raise NoSampleError(f"{name}: {origin}")

    def _filled(self, wanted: type, depth: int) -> Any:
        if _is_row(wanted):
            return self._row(wanted, depth)
        hints = get_type_hints(wanted)
        names = _fields(wanted) or [one.name for one in dataclasses.fields(wanted) if one.init]
        return wanted(**{name: self.value(hints[name], name, depth + 1) for name in names})

    def _row(self, wanted: type[DeclarativeBase], depth: int) -> Any:
        columns = wanted.__mapper__.columns
        made = wanted()
        for column in columns:
            try:
                python = column.type.python_type
            except NotImplementedError:
                python = datetime
            setattr(made, column.key, self.value(python, column.key, depth + 1))
        return made


def _fields(wanted: Any) -> tuple[str, ...]:
    """The names in a tuple that names its parts; none of anything else."""
    names: tuple[str, ...] = getattr(wanted, "_fields", ())
    return names


def _is_row(wanted: Any) -> bool:
    return inspect.isclass(wanted) and issubclass(wanted, Base)


def _words(sampler: Sampler, _name: str) -> str:
    return sampler.words


def _number(sampler: Sampler, _name: str) -> int:
    return 3 if sampler.kind is Kind.FULL else 0


PLAIN: dict[Any, Callable[[Sampler, str], Any]] = {
    str: _words,
    int: _number,
    float: lambda sampler, _name: 2.5 if sampler.kind is Kind.FULL else 0.0,
    bool: lambda sampler, _name: sampler.kind is Kind.FULL,
    bytes: lambda _sampler, _name: b"",
    date: lambda _sampler, _name: MOMENT.date(),
    datetime: lambda _sampler, _name: MOMENT,
    time: lambda _sampler, _name: time(9),
    timedelta: lambda _sampler, _name: timedelta(days=2),
    Text: lambda sampler, _name: Text(sampler.words),
    Saying: lambda sampler, _name: Saying(Text(sampler.words)),
    Any: lambda sampler, _name: sampler.words,
    dict: lambda _sampler, _name: {},
    object: lambda sampler, _name: sampler.words,
}
REFUSED: Mapping[type, CouncilError] = {
    MinutesKnownError: MinutesKnownError(3, 72),
    NotLaterError: NotLaterError(MOMENT.date(), is_deadline=True),
    HourIsQuietError: HourIsQuietError(7, 21, 8),
}

NAMED: Mapping[str, Any] = {
    "zone": "Asia/Tehran", "language": "fa", "year": 1405, "month": 8, "index": 0, "at": 0,
    "ordinal": MOMENT.toordinal(), "entities": (), "at_publishing": AT_PUBLISHING[0],
}  # fmt: skip
OWN: Mapping[str, Mapping[str, Any]] = {
    "bodies.ask_name": {"do": "alias"},
    "broadcasts.plain_entities": {"found": []},
    "finding_bodies.do_you_mean": {"choosing": DraftStep(do="body", id=3, at=0)},
    "followup_report.being_made": {"form": "docx"},
    "followup_report.made": {"form": "docx"},
    "followup_report.meeting": {"on": MOMENT.date()},
    "policies.ask": {"field": "stale_days"},
    "policies.effect": {"field": "stale_days"},
    "setting_words.explained": {"field": "stale_days"},
    "setting_words.name": {"field": "stale_days"},
    "policies.present_number": {"field": "stale_days"},
    "policies.of_group": {"group": "reminders"},
    "setting_words.group_name": {"group": "days"},
    "policies.back_to": {"field": "weekly"},
    "preferences.ask": {"what": "hour"},
    "search.filter_words": {"word": "mine"},
}
"""The same for single views: one of the words that they know."""
NEVER_BARE = frozenset(
    {
        "finding_bodies.choose_body", "finding_bodies.choose_helper",
        "finding_deadlines.choose_day", "findings.ask_resolved",
        "finding_deadlines.choose_deadline", "findings.ask_text", "findings.choose_cut",
        "findings.choose_owner", "findings.finding", "pictures.caption",
    }
)  # fmt: skip
"""Views of one thing among others, which are only asked where there is one."""


def every_view() -> Iterator[tuple[str, Callable[..., object]]]:
    """Every public function of bot/views, by `module.name`, in a stable order."""
    folder = str(Path(views.__file__).parent)
    for found in sorted(pkgutil.iter_modules([folder]), key=lambda one: one.name):
        module = importlib.import_module(f"bot.views.{found.name}")
        for name, view in sorted(vars(module).items()):
            own = inspect.isfunction(view) and view.__module__ == module.__name__
            if own and not name.startswith("_"):
                yield f"{found.name}.{name}", view


def sayings_in(made: object) -> Iterator[Saying]:
    """The whole messages in whatever a view gives."""
    match made:
        case Saying():
            yield made
        case Mapping():
            yield from (one for value in made.values() for one in sayings_in(value))
        case list() | tuple():
            yield from (one for value in made for one in sayings_in(value))


def shown(said: object) -> str:
    """What a view made, as lines: words, then buttons in brackets; invisible signs made visible."""
    text = "\n".join(_pieces(said))
    for mark, name in MARKS.items():
        text = text.replace(mark, name)
    return "\n".join(line.rstrip() for line in text.splitlines())


def _pieces(said: object) -> Iterator[str]:
    """The lines of whatever a view may give; what is not read by people gives none."""
    match said:
        case Saying():
            yield said.text.render()[0]
            yield from _pieces(said.keyboard)
        case Text():
            yield said.render()[0]
        case InlineKeyboardMarkup(inline_keyboard=rows) | ReplyKeyboardMarkup(keyboard=rows):
            yield from (" ".join(f"[{key.text}]" for key in row) for row in rows)
        case InlineKeyboardButton():
            yield f"[{said.text}]"
        case Drop():
            yield f"(nothing: {said.reason})"
        case str() if not isinstance(said, Enum):
            yield said
        case Mapping() | list() | tuple():
            values = said.values() if isinstance(said, Mapping) else said
            yield from (line for value in values for line in _pieces(value))
        case _ if dataclasses.is_dataclass(said):
            values = [getattr(said, one.name) for one in dataclasses.fields(said)]
            yield from (line for value in values for line in _pieces(value))
