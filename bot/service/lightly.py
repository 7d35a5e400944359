"""Loads aiogram so that what it makes of each Telegram type is made when that type is first used.

At the end of its import aiogram lets pydantic build a reader and a writer for each of its three
hundred types, each with everything that may lie in it: four fifths of the time and two thirds of
the memory, for types of which a council meets some dozens. Pydantic builds at first use what was
not built before, where it finds the names that the types speak of. So here the builds are left
out, and each module of types gets the names that it imports for type checkers only.

An object of such a type then remembers its bot in one step, and is not searched for a sentinel that
nobody here hands over: level for level of its ancestors that took longer than reading it.
"""

import inspect
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType
from typing import Any

NAME = "aiogram"
BOT = "_bot"
"""Where each of aiogram's objects keeps the bot that it came to."""


class Finder(MetaPathFinder):
    """Finds aiogram, and nothing else, and has it loaded lightly."""

    def find_spec(
        self,
        name: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
        /,
    ) -> ModuleSpec | None:
        """What the import system asks of every finder."""
        spec = PathFinder.find_spec(name, path) if name == NAME else None
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Lightly(name, spec.loader.path)
        return spec


class _Lightly(SourceFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        with _builds_left_out():
            super().exec_module(module)


@contextmanager
def _builds_left_out() -> Iterator[None]:
    from unittest.mock import patch  # noqa: PLC0415  aiogram itself imports it

    from pydantic import BaseModel  # noqa: PLC0415  a command that needs no aiogram need not wait

    left: list[tuple[type[BaseModel], Mapping[str, Any]]] = []

    def leave_out(
        model: type[BaseModel], /, *, _types_namespace: Mapping[str, Any] | None = None, **_: object
    ) -> None:
        left.append((model, _types_namespace or {}))

    with patch.object(BaseModel, "model_rebuild", classmethod(leave_out)):
        yield
    for model, names in left:
        module = vars(sys.modules[model.__module__])
        for name in _spoken_of(model) & names.keys():
            module.setdefault(name, names[name])
    from aiogram.client.context_controller import BotContextController  # noqa: PLC0415  loaded now

    for model in _kinds_of(BotContextController):
        model.model_post_init = _remember_bot
        model.__pydantic_decorators__.model_validators.pop("remove_unset", None)


def _kinds_of(model: type[Any]) -> Iterator[type[Any]]:
    for kind in model.__subclasses__():
        yield kind
        yield from _kinds_of(kind)


def _remember_bot(model: Any, context: Any, /) -> None:  # noqa: ANN401  as pydantic calls it
    bot = context.get("bot") if context else None
    object.__setattr__(model, "__pydantic_private__", {BOT: bot})


def _spoken_of(model: type) -> set[str]:
    """Every name in the annotations of a type, its parents' included."""
    told = [inspect.get_annotations(kind).values() for kind in model.__mro__]
    return {name for some in told for one in some for name in re.findall(r"\w+", str(one))}
