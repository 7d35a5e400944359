"""Whatever a bot sends, the answer has the Bot API's shape and the world stays whole.

`make test-long` sends all of it; the usual run sends a share.
"""

import gzip
import json
import os
import random
import zlib
from collections.abc import Callable
from typing import Any

import aiohttp

from simulator.api import call
from simulator.methods import METHODS
from simulator.model import Chat, Person, UploadedFile
from simulator.parameters import known_methods
from simulator.server import RunningServer
from simulator.sights import conversation_view
from simulator.world import World

WHOLE = bool(os.environ.get("MOSAVABE_LONG"))
CALLS = 20_000 if WHOLE else 1500
BODIES = 2_000 if WHOLE else 300
ENTITY = {"type": "bold", "offset": 0, "length": 1}
BUTTON = {"text": "a", "callback_data": "b"}
VALUES: list[Any] = [
    None,
    "",
    0,
    -1,
    1,
    2,
    1.5,
    True,
    [],
    {},
    "x",
    "😀",
    "\ud800",
    "null",
    "{",
    "[]",
    "[1]",
    "@u",
    2**70,
    float("nan"),
    [[[]]],
    [1],
    "HTML",
    "<b>x</b>",
    "<b",
    "Markdown",
    "attach://f",
    "a" * 5000,
    "\x00\u202e",
    ["message"],
    {"inline_keyboard": [[BUTTON]]},
    {"inline_keyboard": [[1]]},
    {"inline_keyboard": [[BUTTON | {"url": "http://["}]]},
    {"keyboard": [["x"]]},
    {"force_reply": True},
    {"inline_keyboard": 1},
    {"remove_keyboard": True},
    [ENTITY],
    [ENTITY | {"offset": 2**40}],
    {"message_id": 1},
    [{"command": "a", "description": "b"}],
    {"type": "chat", "chat_id": 1},
]
KINDS = (
    "application/json",
    "application/json; charset=none",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=none",
    "text/plain",
)


# How a body may be packed, and what its header says of it; not all of them tell the truth.
PACKED: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
    ("gzip", gzip.compress),
    ("deflate", zlib.compress),
    ("gzip", lambda body: gzip.compress(body)[:-4]),
    ("gzip", bytes),
    ("deflate", bytes),
    ("br", bytes),
    ("zstd", bytes),
    ("none", bytes),
    ("identity", bytes),
)


def random_call(chance: random.Random, chats: list[int]) -> tuple[str, dict[str, Any]]:
    method = chance.choice([*sorted(METHODS), "getNothing"])
    cls = known_methods().get(method.lower())
    fields = cls.model_fields if cls else {}
    given = {
        name: chance.choice(VALUES)
        for name, field in fields.items()
        if name != "timeout" and (field.is_required() or chance.random() < 0.2)
    }
    for name in ("chat_id", "from_chat_id"):
        if name in given and chance.random() < 0.8:
            given[name] = chance.choice(chats)
    if "message_id" in given and chance.random() < 0.6:
        given["message_id"] = chance.randint(1, 30)
    return method, given


async def test_random_calls_are_answered_in_shape_and_leave_the_world_whole(
    world: World, aida: Person, group: Chat
) -> None:
    world.allow_inline()
    chance = random.Random(7)  # noqa: S311 - repeatable, not secret
    world.say(aida, world.private_chat(aida), "سلام")
    statuses = set()

    for _ in range(CALLS):
        method, given = random_call(chance, [aida.id, group.id])
        files = {"f": UploadedFile("x.txt", b"x")} if chance.random() < 0.3 else {}
        answer = await call(world, world.token, method, given, files)
        body = json.loads(answer.body)
        assert answer.status != 500, (method, given)
        assert body["ok"] is (answer.status == 200)
        assert body["ok"] or (body["error_code"] == answer.status and body["description"])
        statuses.add(answer.status)

    assert statuses >= {200, 400, 404}
    for chat in world.chats.values():
        view = conversation_view(world, chat, aida, 10_000)
        assert len(view["messages"]) == len(world.messages(chat))
        assert json.dumps(view, ensure_ascii=False).encode()
    await works_as_before(world, aida)


async def works_as_before(world: World, aida: Person) -> None:
    """A plain message still arrives, and people still see it."""
    await call(world, world.token, "deleteWebhook", {})
    answer = await call(world, world.token, "sendMessage", {"chat_id": aida.id, "text": "سالم"})
    assert json.loads(answer.body)["result"]["text"] == "سالم"
    assert world.messages(world.private_chat(aida))[-1].text == "سالم"


async def test_random_bodies_are_answered_in_shape(
    world: World, aida: Person, server: RunningServer
) -> None:
    chance = random.Random(7)  # noqa: S311 - repeatable, not secret
    url = f"{server.base_url}/bot{world.token}/sendMessage"
    part = b'--x\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n'

    async with aiohttp.ClientSession() as http:
        for _ in range(BODIES):
            body = chance.choice([b"", part, b'{"chat_id":']) + chance.randbytes(40)
            headers = {"Content-Type": chance.choice(KINDS)}
            if chance.random() < 0.4:
                headers["Content-Encoding"], pack = chance.choice(PACKED)
                body = pack(body)
            async with http.post(url, data=body, headers=headers) as response:
                answer = await response.json()
            assert (response.status, answer["ok"]) == (400, False)
            assert answer["error_code"] == 400
    assert world.messages(world.private_chat(aida)) == []
    await works_as_before(world, aida)
