"""All conversations as one list of handlers, of which only those are asked that may answer.

aiogram asks router after router and handler after handler, and runs every filter that is a plain
function in another thread: two hundred handlers made that dearer than the answer itself. Here the
button's first word, the command, and whether a question stands open name the few handlers that
come into question; they are asked in the order in which the conversations were given.
"""

import copy
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, NamedTuple

from aiogram import Dispatcher, Router
from aiogram.dispatcher.event.bases import UNHANDLED, SkipHandler
from aiogram.dispatcher.event.handler import FilterObject, HandlerObject
from aiogram.dispatcher.event.telegram import TelegramEventObserver
from aiogram.filters import Command, StateFilter
from aiogram.filters.callback_data import CallbackQueryFilter
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message, TelegramObject

Key = tuple[str, str, bool]
"""The kind of event, its first word, and whether a question stands open."""
type Work = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]
BUTTON, COMMAND, WORDS = "button", "command", "words"
DIRECT = frozenset(("message", "callback_query"))


class SkippedPartError(TypeError):
    """A router or the dispatcher has something that these short ways would never ask."""


class OneRouterDispatcher(Dispatcher):
    """Gives what people say and press to its first router at once.

    aiogram asks itself before, and then the router, for filters and outer middlewares of messages
    and buttons, of which ours have none, and hands all data on at each step.
    """

    async def propagate_event(self, update_type: str, event: TelegramObject, **kwargs: Any) -> Any:  # noqa: ANN401  aiogram's
        """As aiogram's own."""
        if update_type not in DIRECT:
            return await super().propagate_event(update_type, event, **kwargs)
        router = self.sub_routers[0]
        return await router.observers[update_type].trigger(event, event_router=router, **kwargs)

    def ensure_all_is_asked(self) -> None:
        """Raise SkippedPartError where the short way would leave something out."""
        own = [self.observers[name] for name in DIRECT]
        asked = any(one.outer_middleware or one._handler.filters for one in own)
        if asked or len(self.sub_routers) != 1:
            raise SkippedPartError("the dispatcher")


def one_router(routers: Iterable[Router]) -> Router:
    """A router with everything that the given ones handle, their own filters included.

    Raises SkippedPartError where one has routers or middlewares of its own.
    """
    whole = Router(name="conversations")
    for name in ("message", "callback_query"):
        whole.observers[name] = _Observer(whole, name)
        setattr(whole, name, whole.observers[name])
    for router in routers:
        own = [
            part
            for one in router.observers.values()
            for part in (*one.middleware, *one.outer_middleware)
        ]
        if own or router.sub_routers:
            raise SkippedPartError(router.name)
        for name, observer in router.observers.items():
            common = observer._handler.filters or []
            for handler in observer.handlers:
                ours = copy.copy(handler)  # a new one would look at its function's signature again
                ours.filters = [_direct(one) for one in (*common, *(handler.filters or []))]
                whole.observers[name].handlers.append(ours)
    return whole


def _direct(one: FilterObject) -> FilterObject:
    """The filter, run where it is asked."""
    if one.awaitable:
        return one
    direct = copy.copy(one)
    direct.callback, direct.awaitable = _awaited(one.callback), True
    return direct


def _awaited(ask: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    async def asked(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  a filter's own
        return ask(*args, **kwargs)

    asked.asks = ask  # type: ignore[attr-defined]  # what `_asks` looks for
    return asked


class _Asked(NamedTuple):
    """A filter as it is asked, what of the data it takes (None: all), and whether it waits."""

    ask: Callable[..., Any]
    takes: tuple[str, ...] | None
    waits: bool

    def given(self, data: dict[str, Any]) -> dict[str, Any]:
        """The part of the data that it takes."""
        return data if self.takes is None else {n: data[n] for n in self.takes if n in data}


class _Candidate(NamedTuple):
    """A handler that may answer, its filters, and its work with all that stands before it."""

    handler: HandlerObject
    asked: tuple[_Asked, ...]
    work: Work

    async def told(self, event: TelegramObject, data: dict[str, Any]) -> dict[str, Any] | None:
        """The data with what the filters add to it; None where one does not let the event in."""
        for one in self.asked:
            found = one.ask(event, **one.given(data))
            if one.waits:
                found = await found
            if not found:
                return None
            if isinstance(found, dict):
                data = data | found
        return data


def _candidate(handler: HandlerObject, key: Key, work: Work) -> _Candidate:
    """The handler with the filters that are left to ask, first those that see the event alone.

    Where no question stands open its candidates are those that ask for none.
    """
    question = key[2]
    left = [
        one for one in handler.filters or [] if question or not isinstance(_asks(one), StateFilter)
    ]
    in_order = sorted(left, key=lambda one: one.magic is None)
    return _Candidate(handler, tuple(map(_asked, in_order)), work)


def _asked(one: FilterObject) -> _Asked:
    if one.magic is not None:
        return _Asked(one.magic.resolve, (), waits=False)
    takes = None if one.varkw else tuple(sorted(one.params))
    return _Asked(_asks(one), takes, waits=_asks(one) is one.callback)


class _Observer(TelegramEventObserver):
    """Asks the handlers that may answer, the first that does gets the event."""

    def __init__(self, router: Router, event_name: str) -> None:
        super().__init__(router=router, event_name=event_name)
        self._known: dict[Key, list[_Candidate]] = {}
        self._commands: set[str] | None = None

    async def trigger(self, event: TelegramObject, **kwargs: Any) -> Any:  # noqa: ANN401  aiogram's
        """As aiogram's own, but what a handler that stood back was given is not handed on."""
        for one in self._candidates(event, kwargs.get("raw_state")):
            given = await one.told(event, kwargs)
            if given is None:
                continue
            try:
                return await one.work(event, given | {"handler": one.handler})
            except SkipHandler:
                continue
        return UNHANDLED

    def _candidates(self, event: TelegramObject, state: str | None) -> list[_Candidate]:
        """The handlers that come into question."""
        key = self._key(event, state)
        if key not in self._known:
            around, wrap = self._resolve_middlewares(), self.outer_middleware.wrap_middlewares
            self._known[key] = [
                _candidate(one, key, wrap(around, one.call))
                for one in self.handlers
                if _may_answer(one, key)
            ]
        return self._known[key]

    def _key(self, event: TelegramObject, state: str | None) -> Key:
        asked = state is not None
        if isinstance(event, CallbackQuery):
            word = (event.data or "").partition(":")[0]
            return BUTTON, word if word in self._words() else "", asked
        said = (event.text or event.caption or "") if isinstance(event, Message) else ""
        first = said.split(maxsplit=1)[0] if said.strip() else ""
        if not first.startswith("/"):
            return WORDS, "", asked
        word = first[1:].partition("@")[0]
        return COMMAND, word if word in self._words() else "", asked

    def _words(self) -> set[str]:
        """The words that some handler waits for; all others are alike, however many come."""
        if self._commands is None:
            self._commands = {
                word
                for one in self.handlers
                for asked in one.filters or []
                for word in _waits_for(_asks(asked))
            }
        return self._commands


def _asks(one: FilterObject) -> Any:  # noqa: ANN401  a filter's own
    return getattr(one.callback, "asks", one.callback)


def _waits_for(asked: object) -> set[str]:
    if isinstance(asked, CallbackQueryFilter):
        return {asked.callback_data.__prefix__}
    if isinstance(asked, Command):
        return {word for word in asked.commands if isinstance(word, str)}
    return set()


def _may_answer(handler: HandlerObject, key: Key) -> bool:
    return all(_allows(_asks(one), key) for one in handler.filters or [])


def _allows(asked: object, key: Key) -> bool:
    """Whether a filter may let such an event through; yes for what is not known better."""
    kind, word, question = key
    if isinstance(asked, CallbackQueryFilter):
        return asked.callback_data.__separator__ != ":" or word == asked.callback_data.__prefix__
    if isinstance(asked, Command) and asked.prefix == "/" and not asked.ignore_case:
        plain = all(isinstance(one, str) for one in asked.commands)
        return kind == COMMAND and (not plain or word in asked.commands)
    if isinstance(asked, State):
        return question or asked.state in (None, "*")
    if isinstance(asked, StateFilter):
        names = [one.state if isinstance(one, State) else "*" for one in asked.states]
        return question or None in names or "*" in names
    return True
