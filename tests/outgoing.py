"""Everything that leaves the bot in the tests, as it leaves: calls with their files unpacked."""

import contextlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from simulator import in_process
from simulator.api import Answer, call
from simulator.model import UploadedFile
from simulator.world import World

TOKENS = re.compile(r"token-of-the-tests|\d{3,}:[A-Za-z0-9_-]{30,}")
PHONES = re.compile(r"(?:\+98|0098|\b0)9\d{9}\b")


@dataclass(frozen=True)
class Outgoing:
    """One call of the bot's: the chat it speaks in, where it names one, and all its words."""

    method: str
    chat_id: int | None
    words: str


SENT: WeakKeyDictionary[World, list[Outgoing]] = WeakKeyDictionary()
SLIPS: list[str] = []
"""What the running test sent that may never be sent."""


async def _call(
    world: World,
    token: str,
    method: str,
    parameters: Mapping[str, object],
    files: Mapping[str, UploadedFile] | None = None,
) -> Answer:
    words = "\n".join([_plainly(parameters), *_words_of(files or {})])
    SENT.setdefault(world, []).append(Outgoing(method, _chat_of(world, parameters), words))
    hits = [hit for kind in (TOKENS, PHONES) for hit in kind.findall(words)]
    SLIPS.extend(f"{method}: {hit}" for hit in hits if not _was_written(world, hit))
    return await call(world, token, method, parameters, files)


in_process.call = _call  # type: ignore[attr-defined]  # both ways out of the bot lead through it


def _was_written(world: World, hit: str) -> bool:
    """Whether somebody wrote exactly this themselves, for example in a report: it may be read."""
    return any(
        hit in message.text and message.sender_id != world.bot_id
        for chat in world.chats.values()
        for message in world.messages(chat)
    )


def _plainly(parameters: Mapping[str, object]) -> str:
    """The parameters with their letters as letters: some come as JSON in ASCII."""
    said = []
    for value in parameters.values():
        try:
            said.append(json.dumps(json.loads(str(value)), ensure_ascii=False))
        except ValueError:
            said.append(str(value))
    return "\n".join(said)


def _words_of(files: Mapping[str, UploadedFile]) -> Iterator[str]:
    """Names and words of files: of what is packed, each part without its tags; no pictures."""
    for file in files.values():
        yield file.name
        packed = zipfile.is_zipfile(io.BytesIO(file.content))
        parts = list(_unpacked(file.content)) if packed else [file.content]
        for part in parts:
            with contextlib.suppress(UnicodeDecodeError):
                yield re.sub(r"<[^>]*>", "", part.decode("utf-8"))


def _unpacked(content: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            yield packed.read(name)


def _chat_of(world: World, parameters: Mapping[str, object]) -> int | None:
    """The chat of a call; an answer to a button or to an inline query belongs to who is asked."""
    chat = str(parameters.get("chat_id", ""))
    if chat.lstrip("-").isdecimal():
        return int(chat)
    press = world.presses.get(str(parameters.get("callback_query_id")))
    asked = world.inline_queries.get(str(parameters.get("inline_query_id")))
    return press.chat_id if press else asked.person_id if asked else None
