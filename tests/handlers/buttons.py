"""Every button that the program can draw or answers, read out of its own code."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from aiogram.filters.callback_data import CallbackData
from sqlalchemy import func, select

from bot.saying import keyboards, paper_taps, taps
from bot.saying.about import ABOUT
from storage import models
from storage.words import ProgressStatus
from tests.town import Town

CODE = Path(keyboards.__file__).parents[2]
PLACES = ("bot/saying/keyboards.py", "bot/*/*taps.py", "bot/views/*.py", "handlers/*.py")
HOMES = (taps.__name__, paper_taps.__name__)
STEPS = ("do", "what")
"""The field of a button that says which step it is."""
TABLES: Mapping[str, Any] = {
    "resolution": models.Resolution,
    "item": models.ActionItem,
    "progress": models.ProgressUpdate,
    "postponement": models.Postponement,
    "minutes": models.Minutes,
    "body": models.Body,
    "membership": models.Membership,
    "invitation": models.Invitation,
    "chat": models.Chat,
    "session": models.PlannedSession,
    "broadcast": models.Broadcast,
    "council": models.Council,
    "second": models.SecondRequest,
    "synonyms": models.Synonyms,
}


def kinds() -> dict[str, type[CallbackData]]:
    """Every kind of button by the name of its class."""
    ours = [one for one in CallbackData.__subclasses__() if one.__module__ in HOMES]
    if not ours:
        raise LookupError("the kinds of buttons have moved")
    return {one.__name__: one for one in ours}


@cache
def steps() -> Mapping[str, frozenset[str]]:
    """Which steps each kind has: what views draw, and what handlers wait for."""
    found: dict[str, set[str]] = defaultdict(set)
    for place in PLACES:
        for file in sorted(CODE.glob(place)):
            for name, step in _steps_in(ast.parse(file.read_text(encoding="utf-8"))):
                found[name].add(step)
    return {name: frozenset(words) for name, words in found.items()}


def _steps_in(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = _name(node.func)
        if name in kinds():  # ReviewStep(do="yes", …)
            said = [key.value for key in node.keywords if key.arg in STEPS]
        elif isinstance(node.func, ast.Attribute) and name == "filter":
            name = _name(node.func.value)  # ReviewStep.filter(F.do == "yes")
            said = list(node.args)
        else:
            continue
        for part in said:
            for word in ast.walk(part):
                if isinstance(word, ast.Constant) and isinstance(word.value, str) and word.value:
                    yield name, word.value


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def every_button(ids: Mapping[str, int]) -> list[str]:
    """The data of every button, about the thing of that id where it is about one."""
    found = []
    for name, kind in sorted(kinds().items()):
        fields = kind.model_fields
        field = next((one for one in STEPS if one in fields), None)
        for step in sorted(steps().get(name, ())) if field else [""]:
            for status in [*ProgressStatus] if "status" in fields else [""]:
                data = {field: step} if field else {}
                data |= {"status": str(status)} if "status" in fields else {}
                found.append(_packed(kind, data, ids))
    return [one for one in dict.fromkeys(found) if len(one.encode()) <= 64]


def _packed(kind: type[CallbackData], data: dict[str, Any], ids: Mapping[str, int]) -> str:
    step = next(iter(data.values()), "")
    thing, place = ABOUT.get(f"{kind.__prefix__}:{step}") or ABOUT.get(kind.__prefix__) or ("", 0)
    for at, (name, field) in enumerate(kind.model_fields.items(), start=1):
        if at == place:
            data[name] = ids[thing] if field.annotation is int else str(ids[thing])
        elif name not in data and field.is_required():
            data[name] = 1 if field.annotation is int else "1"
    return kind(**data).pack()


async def newest(town: Town) -> dict[str, int]:
    """The newest thing of each kind."""
    async with town.database.reading() as session:
        return {
            kind: await session.scalar(select(func.max(table.id))) or 1
            for kind, table in TABLES.items()
        }


def first(kinds_of_things: Iterable[str] = TABLES) -> dict[str, int]:
    """The first thing of each kind."""
    return dict.fromkeys(kinds_of_things, 1)
