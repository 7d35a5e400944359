"""A Python client of the simulator over HTTP: act as people do, wait for what they see."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any

import aiohttp

from simulator.errors import NotPossibleError
from simulator.model import Json

LOOK_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class SeenMessage:
    """A message as a person sees it; `raw` is everything that the page gets."""

    chat_id: int
    id: int
    seq: int
    text: str
    from_bot: bool
    buttons: tuple[tuple[str, ...], ...]
    raw: Json

    def data_of(self, button_text: str) -> str:
        """Give the callback data of the button with this text (or containing it)."""
        every = [button for row in self.raw["buttons"] for button in row]
        for matches in (str.__eq__, str.__contains__):
            for button in every:
                if matches(button["text"], button_text) and "callback_data" in button:
                    return str(button["callback_data"])
        raise NotPossibleError(f"no button {button_text!r} among {self.buttons}")


@dataclass(frozen=True, slots=True)
class Toast:
    """The bot's answer to a press."""

    text: str
    alert: bool


class SimulatorClient:
    """Acts in the name of people and looks through their eyes.

    People and chats are named by their ids; a private chat's id is the person's. Refusals
    raise NotPossibleError, waiting in vain raises TimeoutError with what was there instead.
    """

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url.rstrip("/")
        self._http = aiohttp.ClientSession()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()

    async def __aenter__(self) -> "SimulatorClient":
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    # Who is there

    async def state(self) -> Json:
        """Give everything but the messages."""
        return await self._get("/sim/state")

    async def person(self, name: str) -> int:
        """Find a person by full name, label or username."""
        for person in (await self.state())["people"]:
            if name in {person["name"], person["label"], person["username"]}:
                return int(person["id"])
        raise NotPossibleError(f"no person {name!r}")

    async def group(self, title: str) -> int:
        """Find a group by its title."""
        for chat in (await self.state())["chats"]:
            if chat["title"] == title and chat["kind"] != "private":
                return int(chat["id"])
        raise NotPossibleError(f"no group {title!r}")

    async def add_person(self, first_name: str, last_name: str = "", **more: object) -> int:
        """Add somebody; gives their id."""
        body = {"first_name": first_name, "last_name": last_name, **more}
        return int((await self._post("people", body))["id"])

    async def add_group(self, title: str, members: list[int], **more: object) -> int:
        """Add a group; gives its id."""
        body = {"title": title, "members": members, **more}
        return int((await self._post("groups", body))["id"])

    # What people do

    async def say(
        self,
        person: int,
        text: str,
        chat: int | None = None,
        reply_to: SeenMessage | None = None,
        voice: int | None = None,
    ) -> SeenMessage:
        """Write a text, in private unless a chat is named; as the group or channel of `voice`."""
        body: Json = {"person": person, "chat": chat or person, "text": text, "as": voice}
        body["reply_to"] = reply_to.id if reply_to else None
        return _seen(await self._post("say", body))

    async def reply(self, person: int, message: SeenMessage, text: str) -> SeenMessage:
        """Answer a message where it stands."""
        return await self.say(person, text, message.chat_id, message)

    async def start(self, person: int, payload: str = "") -> SeenMessage:
        """Press Start, or open a deep link with its payload."""
        return _seen(await self._post("start", {"person": person, "payload": payload}))

    async def press(
        self, person: int, message: SeenMessage, text: str | None = None, *, data: str | None = None
    ) -> str:
        """Press a button by its text or its data; gives the press for `toast`."""
        wanted = data if data is not None else message.data_of(text or "")
        body = {"person": person, "chat": message.chat_id, "message": message.id, "data": wanted}
        return str((await self._post("press", body))["press"])

    async def toast(self, press: str, seconds: float = 5.0) -> Toast:
        """Wait for the bot's answer to a press."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            answer = await self._get(f"/sim/presses/{press}")
            if answer["answered"]:
                return Toast(answer["text"], answer["alert"])
            await asyncio.sleep(0.02)
        raise TimeoutError("the press was not answered")

    async def upload(
        self,
        person: int,
        name: str,
        content: bytes,
        *,
        mime: str = "application/octet-stream",
        chat: int | None = None,
        caption: str = "",
        reply_to: SeenMessage | None = None,
        as_photo: bool = False,
    ) -> SeenMessage:
        """Send a file, in private unless a chat is named."""
        return await self.upload_all(
            person,
            {name: content},
            mime=mime,
            chat=chat,
            caption=caption,
            reply_to=reply_to,
            as_photo=as_photo,
        )

    async def upload_all(
        self,
        person: int,
        files: Mapping[str, bytes],
        *,
        mime: str = "application/octet-stream",
        chat: int | None = None,
        caption: str = "",
        reply_to: SeenMessage | None = None,
        as_photo: bool = False,
    ) -> SeenMessage:
        """Send files by their names, several as an album; gives the first message."""
        form = aiohttp.FormData(quote_fields=False)  # else the name arrives percent-encoded
        for name, content in files.items():
            form.add_field("file", content, filename=name, content_type=mime)
        form.add_field("person", str(person))
        form.add_field("chat", str(chat or person))
        form.add_field("caption", caption)
        form.add_field("as_photo", "1" if as_photo else "")
        form.add_field("reply_to", str(reply_to.id) if reply_to else "")
        return _seen(await self._post("upload", form))

    async def upload_ready(self, person: int, name: str, chat: int | None = None) -> SeenMessage:
        """Send one of the documents that lie ready."""
        body = {"person": person, "chat": chat or person, "document": name}
        return _seen(await self._post("upload", body))

    async def share_contact(self, person: int, chat: int | None = None) -> SeenMessage:
        """Share one's own phone number."""
        return _seen(await self._post("contact", {"person": person, "chat": chat or person}))

    async def block_bot(self, person: int, *, blocked: bool = True) -> None:
        """Block the bot, or unblock it."""
        await self._post("block", {"person": person, "blocked": blocked})

    async def add_channel(self, title: str, owner: int) -> int:
        """Add a channel with the bot in it; gives its id."""
        return int((await self._post("channels", {"title": title, "owner": owner}))["id"])

    async def add_bot(self, group: int, by: int) -> None:
        """Bring the bot into the group."""
        await self._post("bot", {"group": group, "by": by, "do": "add"})

    async def remove_bot(self, group: int, by: int) -> None:
        """Throw the bot out of the group."""
        await self._post("bot", {"group": group, "by": by, "do": "remove"})

    # The desk

    async def advance(self, step: timedelta) -> datetime:
        """Move the clock; gives the simulated moment, in UTC."""
        moved = await self._post("clock", {"advance_seconds": step.total_seconds()})
        return datetime.fromisoformat(moved["now"])

    async def set_clock(self, moment: datetime) -> datetime:
        """Put the clock on an aware moment; gives it in UTC."""
        moved = await self._post("clock", {"to": moment.isoformat()})
        return datetime.fromisoformat(moved["now"])

    async def reset_clock(self) -> None:
        """Return to real time."""
        await self._post("clock", {"reset": True})

    async def fail_next(
        self, method: str, kind: str, times: int | None = 1, **more: object
    ) -> None:
        """Order a fault; see `simulator.faults.Faults.fail_next`."""
        await self._post("faults", {"method": method, "kind": kind, "times": times, **more})

    async def clear_faults(self) -> None:
        """Take back every fault that was ordered."""
        await self._post("faults", {"clear": True})

    async def weather(
        self, *, network_down: bool | None = None, busy_seconds: float | None = None
    ) -> Json:
        """Take the network down or bring it back; let Telegram be busy so long (0: no more)."""
        given = {"network_down": network_down, "busy_seconds": busy_seconds}
        return await self._post("weather", {k: v for k, v in given.items() if v is not None})

    async def backstage(self) -> Json:
        """Give what the bot sent lately and what waits in it, as the desk shows it."""
        return await self._get("/sim/backstage")

    # Inline mode

    async def ask_inline(
        self,
        person: int,
        chat: int,
        query: str,
        timeout: float = 10.0,  # noqa: ASYNC109 - how long a person would look
    ) -> Json:
        """Type after the bot's name and wait for its offers: `query` and `results`."""
        view = await self._post("inline", {"person": person, "chat": chat, "query": query})
        deadline = time.monotonic() + timeout
        while not view["answered"]:
            if time.monotonic() > deadline:
                raise TimeoutError("the inline query was not answered")
            await asyncio.sleep(0.02)
            view = await self._get(f"/sim/inline/{view['query']}")
        return view

    async def choose_inline(self, offers: Json, title: str) -> SeenMessage:
        """Send the offer with this title into the chat where it was asked for."""
        for one in offers["results"]:
            if one["title"] == title:
                chosen = {"query": offers["query"], "result": one["id"]}
                return _seen(await self._post("choose", chosen))
        raise NotPossibleError(f"no offer {title!r}")

    # What people see

    async def messages(self, chat: int) -> list[SeenMessage]:
        """Give what stands in the chat, oldest first."""
        return [_seen(raw) for raw in (await self._get(f"/sim/chats/{chat}"))["messages"]]

    async def wait_for(
        self,
        chat: int,
        predicate: Callable[[SeenMessage], bool] | str,
        timeout: float = 10.0,  # noqa: ASYNC109 - how long a person would look
        *,
        after: SeenMessage | None = None,
    ) -> SeenMessage:
        """Wait for a message of the bot that fits (or contains the words); gives the newest.

        `after` leaves out what was sent before that message; edits of older ones included.
        """
        fits = (lambda m: predicate in m.text) if isinstance(predicate, str) else predicate
        deadline = time.monotonic() + timeout
        view = await self._get(f"/sim/chats/{chat}")
        while True:
            seen = [_seen(raw) for raw in view["messages"]]
            for message in reversed(seen):
                new = after is None or message.seq > after.seq
                if message.from_bot and new and fits(message):
                    return message
            left = deadline - time.monotonic()
            if left <= 0:
                last = [message.text for message in seen[-3:]]
                raise TimeoutError(f"waited in vain; the chat ends with {last}")
            query = f"after={view['revision']}&timeout={min(left, LOOK_SECONDS):.2f}"
            view = await self._get(f"/sim/chats/{chat}?{query}")

    async def _get(self, path: str) -> Json:
        async with self._http.get(self._base_url + path) as response:
            return await _body(response)

    async def _post(self, action: str, body: Json | aiohttp.FormData) -> Json:
        given: dict[str, Any] = (
            {"data": body} if isinstance(body, aiohttp.FormData) else {"json": body}
        )
        async with self._http.post(f"{self._base_url}/sim/{action}", **given) as response:
            return await _body(response)


async def _body(response: aiohttp.ClientResponse) -> Json:
    body: Json = await response.json()
    if response.status != 200:
        raise NotPossibleError(body.get("error", f"HTTP {response.status}"))
    return body


def _seen(raw: Json) -> SeenMessage:
    return SeenMessage(
        chat_id=raw["chat_id"],
        id=raw["id"],
        seq=raw["seq"],
        text=raw["text"],
        from_bot=raw["sender"]["is_bot"],
        buttons=tuple(tuple(button["text"] for button in row) for row in raw["buttons"]),
        raw=raw,
    )
