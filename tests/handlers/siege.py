"""What the siege tests share: raw updates from anybody, all that was said, and what changed."""

import hashlib
import json
import logging
import os
import re
from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.service.logs import LOUD
from simulator.model import Chat, Message, Person, Press
from simulator.wire import chat_json, user_json
from storage.models import Base
from storage.words import Role
from tests.conftest import Story
from tests.handlers.conftest import PUBLISHED
from tests.handlers.people import invite
from tests.outgoing import PHONES, TOKENS
from tests.town import Persona, Town, plain

LONG = bool(os.environ.get("MOSAVABE_LONG"))
"""Whether to try everything (`make test-long`), or a part of it that finds the same faults."""
UNIMPORTANT = frozenset(
    {"inbox", "open_questions", "sent_messages", "bot_gate", "join_tries", "follows",
     "member_searches", "personal_clocks", "leaves", "snoozes"}
)  # fmt: skip
"""Tables that note that somebody spoke, or what people do for themselves alone."""
ANONYMOUS = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
_ids = count(800_000_001)


async def _gather(town: Town) -> None:
    """Further people: an admin, an observer, somebody removed, and a stranger in the group."""
    town.people["admin"] = await invite(town, "isfahan", Role.ADMIN)
    town.people["observer"] = await invite(town, "isfahan", Role.OBSERVER)
    removed = await invite(town, "isfahan", Role.MEMBER)
    town.people["removed"] = removed
    secretary = town.person("دبیرخانه · اصفهان")
    await secretary.says("/members")
    newest = max(
        (b["callback_data"] for row in secretary.last.buttons for b in row
         if b["callback_data"].startswith("mb:open")),
        key=lambda data: int(data.split(":")[2]),
    )  # fmt: skip
    await press(town, secretary.phone, secretary.chat, [newest.replace("open", "removed")])
    stranger = town.newcomer("غریبه")
    town.people["stranger"] = stranger
    await stranger.starts()
    group = town.groups["isfahan"]
    town.world.join(group, stranger.phone)
    foreign = town.world.add_group("بیگانه", [secretary.phone], with_bot=True)
    town.groups["foreign"] = foreign
    await town.settle()


GATHERED = Story("gathered", _gather, PUBLISHED)


def columns(town: Town) -> dict[str, tuple[Persona, dict[str, Any]]]:
    """A speaker for each column of the matrix, with what their raw updates look like."""
    group = town.world.chat(town.groups["isfahan"].id)
    foreign = town.world.chat(town.groups["foreign"].id)
    speaker = town.person("دبیر کمیسیون")
    anonymous = {"from": ANONYMOUS, "sender_chat": chat_json(town.world, group)}
    return {
        "stranger": (town.people["stranger"], {}),
        "removed": (town.people["removed"], {}),
        "member": (town.person("عضو هیأت"), {}),
        "representative": (town.person("واحد بررسی"), {}),
        "outsider": (town.person("مرکز متسا"), {}),
        "secretary": (town.person("دبیرخانه · اصفهان"), {}),
        "admin": (town.people["admin"], {}),
        "group_known": (speaker.in_group(group), {}),
        "group_unknown": (town.people["stranger"].in_group(group), {}),
        "group_foreign": (town.person("دبیرخانه · اصفهان").in_group(foreign), {}),
        "anonymous": (speaker.in_group(group), anonymous),
    }


async def say(town: Town, person: Person, chat: Chat, words: Iterable[str], **more: Any) -> None:
    """Write the texts, one after the other, as updates that arrive at once."""
    await _arrive(town, [{"message": message(town, person, chat, one, **more)} for one in words])


async def press(
    town: Town, person: Person, chat: Chat, data: Iterable[str], **more: Any
) -> list[str]:
    """Send these button data as a forging client would: from any chat, under no real message.

    Gives what was said over each button: nothing where it was not answered.
    """
    world, sender = town.world, more.get("from", user_json(person))
    shown = message(town, person, chat, "…") | {"from": world.bot}
    presses = [
        Press(f"forged-{next(_ids)}", person.id, chat.id, shown["message_id"], one,
              world.clock.now())
        for one in data
    ]  # fmt: skip
    world.presses |= {one.id: one for one in presses}
    await _arrive(town, [
        {"callback_query": {"id": one.id, "chat_instance": "1", "from": sender, "message": shown,
                            "data": one.data}}
        for one in presses
    ])  # fmt: skip
    return [plain(world.presses[one.id].text) for one in presses]


def message(town: Town, person: Person, chat: Chat, words: str, **more: Any) -> dict[str, Any]:
    """A raw message."""
    entities = []
    if words.startswith("/"):
        length = len(words.split(maxsplit=1)[0])
        entities = [{"type": "bot_command", "offset": 0, "length": length}]
    return {"message_id": 77_777, "date": 1_795_000_000, "chat": chat_json(town.world, chat),
            "from": user_json(person), "text": words, "entities": entities, **more}  # fmt: skip


async def _arrive(town: Town, bodies: Sequence[dict[str, Any]]) -> None:
    await town.app.receiver.take([{"update_id": next(_ids), **body} for body in bodies])
    await town.settle()


def said_in(town: Town, chat: Chat, *, after: int = 0) -> list[Message]:
    """What the bot has written in a chat since that place in the world's order."""
    world = town.world
    return [m for m in world.messages(chat) if m.sender_id == world.bot_id and m.seq > after]


def now_at(town: Town) -> int:
    """The place in the world's order up to which everything was said before."""
    return max((m.seq for chat in town.world.chats.values() for m in town.world.messages(chat)),
               default=0)  # fmt: skip


def everything_said(town: Town, *, except_to: Iterable[Chat] = ()) -> str:
    """All that stands in chats and all that was ever sent there as one text, but for some chats."""
    left_out = {chat.id for chat in except_to}
    parts = [
        json.dumps([m.content, m.markup], ensure_ascii=False)
        for chat in town.world.chats.values()
        if chat.id not in left_out
        for m in said_in(town, chat)
    ]
    parts += [press.text for press in town.world.presses.values() if press.chat_id not in left_out]
    parts += [one.words for one in town.sent if one.chat_id not in left_out]
    return "\n".join(parts)


def buttons_in(town: Town, persona: Persona) -> list[str]:
    """The data of every button that the bot ever showed in the person's chat, oldest first."""
    shown = said_in(town, persona.chat)
    data = [b.get("callback_data") for m in shown for row in m.buttons for b in row]
    return list(dict.fromkeys(one for one in data if one))


def listen(caplog: pytest.LogCaptureFixture) -> None:
    """Hear everything that the product logs at its loudest: set up as `bot.service.logs` does."""
    caplog.set_level(logging.DEBUG)
    for name in LOUD:
        caplog.set_level(logging.WARNING, logger=name)


PERSIAN = re.compile(r"[\u0600-\u06ff]")


def leaks(said: str, logged: str, files: Iterable[Path]) -> list[str]:
    """What stands where it may not: tokens and phones anywhere, names and texts in the log.

    Whoever is called or writes anything here does so in Persian, so that a Persian letter in the
    log is a name or a text.
    """
    found = [f"said: {hit}" for kind in (TOKENS, PHONES) for hit in kind.findall(said)]
    for kind in (TOKENS, PHONES, PERSIAN):
        found += [f"logged: {line}" for line in logged.splitlines() if kind.search(line)]
    return found + [
        f"kept: {file.name}" for file in files if b"token-of-the-tests" in file.read_bytes()
    ]


async def state_of(town: Town) -> dict[str, str]:
    """A fingerprint of every table that matters."""
    found = {}
    async with town.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            if table.name not in UNIMPORTANT:
                rows = (await session.execute(text(f"SELECT * FROM {table.name}"))).all()  # noqa: S608
                lines = "\n".join(sorted(map(repr, rows)))
                found[table.name] = f"{len(rows)}:{hashlib.sha256(lines.encode()).hexdigest()}"
    return found
