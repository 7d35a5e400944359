"""The routes of the control desk and of inline mode: what goes on behind the phones."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from simulator.control import from_json, told
from simulator.model import BotCall, InlineQuery, Json
from simulator.sights import message_view, weather_view
from simulator.world import World

CALLS_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that the bot means to send: to which chat, what in a word or two, and when."""

    chat_id: int
    what: str
    at: datetime
    attempts: int = 0


Outbox = Callable[[], Awaitable[Sequence[Waiting]]]


def add_backstage_routes(app: web.Application, world: World, outbox: Outbox | None) -> None:
    """Add the routes; `outbox` tells what waits in the bot, where the bot can tell."""
    stage = _Backstage(world, outbox)
    app.router.add_get("/sim/backstage", stage.look)
    app.router.add_get("/sim/inline/{query}", stage.inline_answer)
    for name in ("weather", "inline", "choose"):
        app.router.add_post(f"/sim/{name}", told(from_json(getattr(stage, name))))


class _Backstage:
    """The actions, bound to one world."""

    def __init__(self, world: World, outbox: Outbox | None) -> None:
        self._world = world
        self._outbox = outbox

    async def look(self, request: web.Request) -> web.Response:
        waiting = None if self._outbox is None else await self._outbox()
        return web.json_response(
            {
                "weather": weather_view(self._world),
                "calls": [self._call_view(c) for c in list(self._world.calls)[-CALLS_SHOWN:]],
                "waiting": None if waiting is None else [self._waiting_view(w) for w in waiting],
                "updates": len(self._world.updates.pending),
                "webhook": self._world.webhook.url,
            }
        )

    def weather(self, body: Json) -> Json:
        """Take the network down or bring it back; let Telegram be busy for so many seconds."""
        world = self._world
        if "network_down" in body:
            world.faults.network_down = bool(body["network_down"])
            world.updates.close()  # a long poll that waits is cut off, too
        if "busy_seconds" in body:
            seconds = float(body["busy_seconds"])
            ends = world.clock.now() + timedelta(seconds=seconds)
            world.faults.busy_until = ends if seconds > 0 else None
        world.publish("weather", {})
        return weather_view(world)

    def inline(self, body: Json) -> Json:
        person, chat = self._world.person(int(body["person"])), self._world.chat(int(body["chat"]))
        query = self._world.ask_inline(
            person, chat, str(body.get("query", "")), str(body.get("offset", ""))
        )
        return inline_view(query)

    async def inline_answer(self, request: web.Request) -> web.Response:
        query = self._world.inline_queries.get(request.match_info["query"])
        if query is None:
            return web.json_response({"error": "no such query"}, status=404)
        return web.json_response(inline_view(query))

    def choose(self, body: Json) -> Json:
        sent = self._world.choose_inline(str(body["query"]), str(body["result"]))
        return message_view(self._world, sent)

    def _call_view(self, call: BotCall) -> Json:
        return {
            "at": call.at.isoformat(),
            "method": call.method,
            "to": self._title(call.chat_id),
            "text": call.text,
            "status": call.status,
            "description": call.description,
        }

    def _waiting_view(self, waiting: Waiting) -> Json:
        return {
            "to": self._title(waiting.chat_id),
            "what": waiting.what,
            "at": waiting.at.isoformat(),
            "attempts": waiting.attempts,
        }

    def _title(self, chat_id: int | None) -> str:
        chat = self._world.chats.get(chat_id) if chat_id is not None else None
        return chat.title if chat else ""


def inline_view(query: InlineQuery) -> Json:
    """Give a query as the page shows it, with what the bot offers once it answered."""
    shown = [{key: one[key] for key in ("id", "title", "description")} for one in query.results]
    return {"query": query.id, "answered": query.answered, "results": shown, "button": query.button}
