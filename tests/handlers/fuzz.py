"""Made-up texts and mutilated updates, and a watch over what they do to the bot."""

import asyncio
import copy
import gc
import logging
import random
import time
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.commands import RIGHTS
from simulator.wire import chat_json, user_json
from tests.handlers.siege import buttons_in, columns, message
from tests.town import Town

LONGEST_STALL_SECONDS = 1.0
BEAT_SECONDS = 0.02
PIECES = [
    *"۰۱۲۳۴۵۶۷۸۹", *"٠١٢٣٤٥٦٧٨٩", *"0123456789", "۱/۱", "1/2", "٪", "%", "۴۰٪", "100%", "-",
    "–", "/", " ", "\n", "\t", "\u200c", "\u200c\u200c", "\u200f", "\u202e", "\u2066",
    "\u2069", "\ufeff", "\u00ad", "\x00", "\x0b", "\x7f", "\ud83d", "\ude00", "😀", "👩‍👩‍👧",
    "🇮🇷", "\u0301" * 9, "ك", "ي", "ة", "ئ", "ـ" * 7, "مصوبه", "گزارش", "تا پایان سال",
    "هفته آینده", "انجام شد", "نشد", "جلسه شماره ۵", "مقرر شد", "سازمان صمت",
    "تا ۳۰ اسفند ۱۴۰۵", "۳۱ مهر", "۱۴۰۵/۱۳/۴۰", "1405-02-30", "فردا", "رد", "تأیید", "بله",
    "خیر", "لغو", "از", "تا", "کمیسیون", "باز", "معوق", "سررسید", "«", "»", '"', "'", ";--",
    "' OR 1=1", "<b>", "&amp;", "</a>", "(" * 40, "[" * 9, "a" * 60, ".*+?", "\\", "{0}",
    "{name}", "%s", "%(x)s", "$where", "null", "NaN", "-1", "9" * 30,
    "https://t.me/x?start=1", "@someone", "#برچسب", "/", "/start", "/start x",
    "/help@other",
]  # fmt: skip
VALUES: list[Any] = [
    None, "", 0, -1, 1, 2**31, 2**63, -(2**63), 2**70, 1.5, True, False, [], {}, [[]],
    [None], "x", "😀", "\ud800", "\x00", "a" * 5000, "9" * 400, {"id": 1}, {"id": "x"},
    {"id": 2**70}, [{"type": "bold"}],
    [{"type": "bot_command", "offset": 0, "length": 2**40}],
    [{"type": "text_link", "offset": -5,     "length": 1, "url": "http://["}],
    {"file_id": "x"}, {"message_id": 0, "date": 0}, 1_795_000_000, -62135596801,
]  # fmt: skip
UNHANDLED = ("was set aside", "a job failed", "was not said", "was not kept", "failed and will")


def text_of(chance: random.Random) -> str:
    """A text that somebody, or something, might write: a message's length at the most."""
    words = [chance.choice(PIECES) for _ in range(chance.choice((1, 1, 2, 3, 5, 8, 13, 40)))]
    text = chance.choice(("", " ", " ", "\n")).join(words)
    if chance.random() < 0.3:
        text = f"/{chance.choice(sorted(RIGHTS))} {text}"
    if chance.random() < 0.02:
        text = text * (4096 // max(1, len(text)) + 1)
    return text[:4096] or "x"


def whole_updates(town: Town, chance: random.Random) -> list[Callable[[], dict[str, Any]]]:
    """Makers of sound updates of every kind, from everybody the rights tell apart."""
    speakers = list(columns(town).values())

    def base() -> dict[str, Any]:
        persona, more = chance.choice(speakers)
        return message(town, persona.phone, persona.chat, text_of(chance), **more)

    def press() -> dict[str, Any]:
        persona, more = chance.choice(speakers)
        data = chance.choice(buttons_in(town, persona) or ["x"])
        shown = message(town, persona.phone, persona.chat, "…") | {"from": town.world.bot}
        return {"callback_query": {"id": "1", "chat_instance": "1", "data": data, "message": shown,
                                   "from": more.get("from", user_json(persona.phone))}}  # fmt: skip

    def file() -> dict[str, Any]:
        plain = base() | {"caption": text_of(chance)[:1024]}
        del plain["text"]
        one = {"file_id": "F", "file_unique_id": "u", "file_size": 5}
        kinds: list[dict[str, Any]] = [
            {"document": one | {"file_name": text_of(chance)[:80], "mime_type": "text/plain"}},
            {"photo": [one | {"width": 1, "height": 1}]},
            {"voice": one | {"duration": 1}},
            {"sticker": one | {"type": "regular", "width": 1, "height": 1, "is_animated": False,
                               "is_video": False}},
            {"contact": {"phone_number": "+989120000000", "first_name": "x"}},
            {"location": {"latitude": 1.0, "longitude": 1.0}},
            {"poll": {"id": "1", "question": "x", "options": [], "total_voter_count": 0,
                      "is_closed": False, "is_anonymous": True, "type": "regular",
                      "allows_multiple_answers": False}},
        ]  # fmt: skip
        return {"message": plain | chance.choice(kinds)}

    def member() -> dict[str, Any]:
        persona, _ = chance.choice(speakers)
        who = user_json(persona.phone)
        new = {"user": town.world.bot, "status": chance.choice(("member", "left", "administrator"))}
        old = {"user": town.world.bot, "status": "left"}
        return {"my_chat_member": {"chat": chat_json(town.world, persona.chat), "from": who,
                                   "date": 1_795_000_000, "old_chat_member": old,
                                   "new_chat_member": new}}  # fmt: skip

    def quoted() -> dict[str, Any]:
        return {"message": base() | {"reply_to_message": base()}}

    def forwarded() -> dict[str, Any]:
        hidden = {"type": "hidden_user", "sender_user_name": "x", "date": 1_795_000_000}
        return {"message": base() | {"forward_origin": hidden}}

    def inline() -> dict[str, Any]:
        persona, _ = chance.choice(speakers)
        return {"inline_query": {"id": "1", "from": user_json(persona.phone), "offset": "",
                                 "query": text_of(chance)[:256]}}  # fmt: skip

    return [
        lambda: {"message": base()},
        press,
        file,
        member,
        quoted,
        forwarded,
        inline,
        lambda: {"edited_message": base() | {"edit_date": 1_795_000_001}},
    ]


def mutilated(update: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The update with one to four of its parts gone, exchanged, doubled, or renamed."""
    broken = copy.deepcopy(update)
    for _ in range(chance.randrange(1, 5)):
        holder = chance.choice(_holders(broken))
        if isinstance(holder, dict) and holder:
            _break(holder, chance.choice(list(holder)), chance)
        elif isinstance(holder, list) and holder:
            holder[chance.randrange(len(holder))] = copy.deepcopy(chance.choice(VALUES))
    return broken


def _break(holder: dict[str, Any], key: str, chance: random.Random) -> None:
    match chance.randrange(5):
        case 0:
            del holder[key]
        case 1:
            holder[f"{key}_new"] = holder.pop(key)
        case 2:
            holder[key] = [holder[key]]
        case 3:
            holder[key] = copy.deepcopy(holder) if len(str(holder)) < 4000 else None
        case _:
            holder[key] = copy.deepcopy(chance.choice(VALUES))


def _holders(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [value, *(one for part in value.values() for one in _holders(part))]
    if isinstance(value, list):
        return [value, *(one for part in value for one in _holders(part))]
    return []


@dataclass
class Watch:
    """What was seen while the bot worked: faults in the log, and how long its loop stood still."""

    faults: list[str] = field(default_factory=list)
    longest_stall: float = 0.0


class _Faults(logging.Handler):
    def __init__(self, watch: Watch) -> None:
        super().__init__(logging.WARNING)
        self._watch = watch

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        if record.exc_info:
            self._watch.faults.append(f"{said}: {_where(record.exc_info[1])}")
        elif any(words in said for words in UNHANDLED):
            self._watch.faults.append(said)


def _where(error: BaseException | None) -> str:
    """Kind and words of an error, and the last place of ours that it came through."""
    while error is not None and error.__cause__ is not None:
        error = error.__cause__
    frames = traceback.extract_tb(error.__traceback__ if error else None)
    ours = [one for one in frames if "site-packages" not in one.filename]
    last = f"{ours[-1].filename}:{ours[-1].lineno}" if ours else "nowhere"
    return f"{error!r} at {last}"


@asynccontextmanager
async def watched() -> AsyncIterator[Watch]:
    """Watch the log and the loop; a stall is counted in the processor's time, not the wall's.

    What former tests left in memory is kept from the collector, which would take a second of the
    bot's time to look through it.
    """
    watch = Watch()
    gc.collect()
    gc.freeze()
    handler = _Faults(watch)
    logging.getLogger().addHandler(handler)

    async def beat() -> None:
        while True:
            before = time.thread_time()
            await asyncio.sleep(BEAT_SECONDS)
            watch.longest_stall = max(watch.longest_stall, time.thread_time() - before)

    beating = asyncio.create_task(beat())
    try:
        yield watch
    finally:
        beating.cancel()
        logging.getLogger().removeHandler(handler)
        gc.unfreeze()
