"""The routes under /sim/: what the page and the tests do in the name of people."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from simulator.errors import NotPossibleError
from simulator.model import Chat, Event, Json, Message, Person, UploadedFile
from simulator.sights import (
    DemoDocument,
    clock_view,
    conversation_view,
    message_view,
    opening_view,
    person_view,
    state_view,
    weather_view,
)
from simulator.world import World

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
CLOSING: web.AppKey[asyncio.Event] = web.AppKey("closing", asyncio.Event)
HEARTBEAT_SECONDS = 15
MAX_WAIT_SECONDS = 30
MESSAGES_SHOWN = 400


def add_control_routes(
    app: web.Application, world: World, documents: Sequence[DemoDocument]
) -> None:
    """Add every /sim/ route to the application."""
    control = _Control(world, documents)
    app.router.add_get("/sim/opening", control.opening)
    app.router.add_get("/sim/state", control.state)
    app.router.add_get("/sim/events", control.events)
    app.router.add_get("/sim/chats/{chat}", control.conversation)
    app.router.add_get("/sim/presses/{press}", control.press_answer)
    app.router.add_get("/sim/files/{file}", control.file)
    app.router.add_post("/sim/upload", told(control.upload))
    for name in ACTIONS:
        app.router.add_post(f"/sim/{name}", told(from_json(getattr(control, name))))


# Every action takes the JSON body and gives a JSON answer.
ACTIONS = (
    "people", "groups", "channels", "say", "start", "press", "contact", "forward", "edit", "block",
    "bot", "seen", "clock", "faults", "limits",
)  # fmt: skip


def from_json(action: Callable[[Json], Json]) -> Handler:
    """Make a handler of an action that takes and gives JSON objects."""

    async def handle(request: web.Request) -> web.StreamResponse:
        body = await request.json()
        if not isinstance(body, dict):
            raise TypeError("expected a JSON object")
        return web.json_response(action(body))

    return handle


def told(handler: Handler) -> Handler:
    """Say in JSON what was not possible, and let no other site's page act here."""

    async def handle(request: web.Request) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        if origin is not None and origin.partition("://")[2] != request.host:
            return web.json_response({"error": "another site's page"}, status=403)
        try:
            return await handler(request)
        except NotPossibleError as error:
            return web.json_response({"error": str(error)}, status=409)
        except (KeyError, TypeError, ValueError) as error:
            return web.json_response({"error": f"malformed: {error}"}, status=400)

    return handle


def _json(view: Json) -> web.Response:
    """Answer in JSON without escapes: Persian takes a third of the bytes."""
    return web.json_response(text=json.dumps(view, ensure_ascii=False))


class _Control:
    """The actions, bound to one world."""

    def __init__(self, world: World, documents: Sequence[DemoDocument]) -> None:
        self._world = world
        self._documents = documents

    # Looking

    async def opening(self, request: web.Request) -> web.Response:
        return _json(opening_view(self._world, self._documents, MESSAGES_SHOWN))

    async def state(self, request: web.Request) -> web.Response:
        return _json(state_view(self._world, self._documents))

    async def conversation(self, request: web.Request) -> web.Response:
        world = self._world
        chat = world.chats.get(int(request.match_info["chat"]))
        if chat is None:
            return web.json_response({"error": "no such chat"}, status=404)
        after = request.query.get("after")
        if after is not None:
            wait = min(float(request.query.get("timeout", "5")), MAX_WAIT_SECONDS)
            await self._changed_after(int(after), wait)
        person = world.people.get(int(request.query.get("person", "0")))
        limit = int(request.query.get("limit", MESSAGES_SHOWN))
        return _json(conversation_view(world, chat, person, limit))

    async def press_answer(self, request: web.Request) -> web.Response:
        press = self._world.presses.get(request.match_info["press"])
        if press is None:
            return web.json_response({"error": "no such press"}, status=404)
        answer = {"answered": press.answered, "text": press.text, "alert": press.show_alert}
        return web.json_response(answer)

    async def file(self, request: web.Request) -> web.Response:
        stored = self._world.files.get(request.match_info["file"])
        if stored is None:
            raise web.HTTPNotFound
        # Only pictures are shown in place; anything else is saved, so that no file runs here.
        is_picture = stored.mime in {"image/png", "image/jpeg", "image/webp", "image/gif"}
        headers = {"X-Content-Type-Options": "nosniff"}
        if not is_picture:
            headers["Content-Disposition"] = "attachment"
        kind = stored.mime if is_picture else "application/octet-stream"
        return web.Response(body=stored.content, content_type=kind, headers=headers)

    async def events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        queue: asyncio.Queue[Event] = asyncio.Queue()
        unsubscribe = self._world.subscribe(queue.put_nowait)
        closing = request.app[CLOSING]
        try:
            await response.write(f"event: hello\ndata: {self._world.revision}\n\n".encode())
            while not closing.is_set():
                await response.write(await self._next_chunk(queue, closing))
        except ConnectionResetError:
            pass  # the page was closed
        finally:
            unsubscribe()
        return response

    async def _next_chunk(self, queue: asyncio.Queue[Event], closing: asyncio.Event) -> bytes:
        waits = [asyncio.ensure_future(queue.get()), asyncio.ensure_future(closing.wait())]
        done, rest = await asyncio.wait(
            waits, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
        for waiting in rest:
            waiting.cancel()
        event = waits[0].result() if waits[0] in done else None
        if not isinstance(event, Event):
            return b": still here\n\n"
        return f"data: {json.dumps(self._event_view(event), ensure_ascii=False)}\n\n".encode()

    def _event_view(self, event: Event) -> Json:
        view = {"revision": event.revision, "kind": event.kind, **event.data}
        if event.kind in {"message", "message_edited"}:
            message = self._world.find_message(event.data["chat_id"], event.data["message_id"])
            view["message"] = None if message is None else message_view(self._world, message)
        if event.kind == "clock":
            view["clock"] = clock_view(self._world)
        if event.kind == "weather":
            view["weather"] = weather_view(self._world)
        return view

    async def _changed_after(self, revision: int, seconds: float) -> None:
        if self._world.revision > revision:
            return
        changed = asyncio.Event()
        unsubscribe = self._world.subscribe(lambda event: changed.set())
        try:
            await asyncio.wait_for(changed.wait(), seconds)
        except TimeoutError:
            pass  # the caller looks again by itself
        finally:
            unsubscribe()

    # Doing

    def people(self, body: Json) -> Json:
        person = self._world.add_person(**body)
        return person_view(self._world, person)

    def groups(self, body: Json) -> Json:
        members = [self._world.person(member) for member in body.pop("members")]
        return {"id": self._world.add_group(members=members, **body).id}

    def channels(self, body: Json) -> Json:
        owner = self._world.person(int(body["owner"]))
        return {"id": self._world.add_channel(str(body["title"]), owner, with_bot=True).id}

    def say(self, body: Json) -> Json:
        person, chat = self._who_and_where(body)
        reply_to = self._reply_target(chat, body)
        voice = self._world.chat(int(body["as"])) if body.get("as") else None
        sent = self._world.say(person, chat, str(body["text"]), reply_to, sender_chat=voice)
        return message_view(self._world, sent)

    def start(self, body: Json) -> Json:
        person = self._world.person(body["person"])
        sent = self._world.start(person, str(body.get("payload", "")))
        return message_view(self._world, sent)

    def press(self, body: Json) -> Json:
        person, chat = self._who_and_where(body)
        message = self._message(chat, body["message"])
        row, col = int(body.get("row", 0)), int(body.get("col", 0))
        press = self._world.press(person, message, body.get("data"), row=row, col=col)
        return {"press": press.id}

    async def upload(self, request: web.Request) -> web.Response:
        if request.content_type == "application/json":
            body: dict[str, Any] = await request.json()
            ready = next(d for d in self._documents if d.name == body["document"])
            files = [UploadedFile(ready.name, ready.content, ready.mime)]
        else:
            posted = await request.post()
            body, parts = dict(posted), posted.getall("file")
            files = [
                UploadedFile(part.filename, part.file.read(), part.content_type)
                for part in parts
                if isinstance(part, FileField)
            ]
        person, chat = self._who_and_where(body)
        sent = self._world.upload_all(
            person,
            chat,
            files,
            caption=str(body.get("caption", "")),
            reply_to=self._reply_target(chat, body),
            as_photo=str(body.get("as_photo", "")).lower() in {"1", "true"},
        )
        return web.json_response(message_view(self._world, sent[0]))

    def contact(self, body: Json) -> Json:
        person, chat = self._who_and_where(body)
        owner = self._world.person(body["contact_of"]) if body.get("contact_of") else None
        return message_view(self._world, self._world.share_contact(person, chat, owner))

    def forward(self, body: Json) -> Json:
        person, chat = self._who_and_where(body)
        message = self._message(self._world.chat(body["from_chat"]), body["message"])
        return message_view(self._world, self._world.forward(person, message, chat))

    def edit(self, body: Json) -> Json:
        person, chat = self._who_and_where(body)
        message = self._message(chat, body["message"])
        return message_view(self._world, self._world.edit(person, message, str(body["text"])))

    def block(self, body: Json) -> Json:
        person = self._world.person(body["person"])
        if body["blocked"]:
            self._world.block_bot(person)
        else:
            self._world.unblock_bot(person)
        return person_view(self._world, person)

    def bot(self, body: Json) -> Json:
        group, by = self._world.chat(body["group"]), self._world.person(body["by"])
        actions: dict[str, Callable[[Chat, Person], object]] = {
            "add": self._world.add_bot,
            "remove": self._world.remove_bot,
            "promote": self._world.promote_bot,
            "upgrade": self._world.upgrade,
        }
        actions[body["do"]](group, by)
        return {"bot_in": self._world.bot_is_in(group)}

    def seen(self, body: Json) -> Json:
        person, chat = self._who_and_where(body)
        self._world.mark_seen(person.id, chat.id)
        return {}

    def clock(self, body: Json) -> Json:
        clock = self._world.clock
        if body.get("reset"):
            clock.reset()
        elif "to" in body:
            moment = datetime.fromisoformat(body["to"])
            clock.advance(moment.astimezone(UTC) - clock.now())
        else:
            clock.advance(timedelta(seconds=float(body["advance_seconds"])))
        return clock_view(self._world)

    def faults(self, body: Json) -> Json:
        if body.get("clear"):
            self._world.faults.clear()
        else:
            self._world.faults.fail_next(**body)
        return {}

    def limits(self, body: Json) -> Json:
        self._world.limits.enabled = bool(body["enabled"])
        return {"enabled": self._world.limits.enabled}

    def _who_and_where(self, body: Json) -> tuple[Person, Chat]:
        return self._world.person(int(body["person"])), self._world.chat(int(body["chat"]))

    def _message(self, chat: Chat, message_id: object) -> Message:
        message = self._world.find_message(chat.id, int(str(message_id)))
        if message is None:
            raise NotPossibleError("no such message")
        return message

    def _reply_target(self, chat: Chat, body: Json) -> Message | None:
        reply_to = body.get("reply_to")
        return self._message(chat, reply_to) if reply_to else None
