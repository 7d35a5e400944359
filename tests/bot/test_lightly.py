"""What a start loads of aiogram, and that what it leaves out is made where it is needed."""

import json
import os
import subprocess
import sys
from pathlib import Path

from aiogram import Bot
from aiogram.methods import SendMessage
from aiogram.types import Update

ROOT = Path(__file__).parents[2]
MOST_AT_START = 0.3
EVERY = 1 if os.environ.get("MOSAVABE_LONG") else 16
"""Every so many types are built: building all of them takes seconds, naming them does not."""
LOOKS = """
import json, sys
from inspect import get_annotations
import bot.app
from aiogram import methods, types
from pydantic import BaseModel

def models(package):
    named = [getattr(package, name) for name in package.__all__]
    return [one for one in named if isinstance(one, type) and issubclass(one, BaseModel)]

kinds = models(types)
calls = [one for one in models(methods) if one is not methods.TelegramMethod]
built = sum(one.__pydantic_complete__ for one in kinds)
for one in (*kinds, *calls):
    get_annotations(one, eval_str=True)  # fails where a name that a type speaks of is not found
some = [*kinds, *calls][:: int(sys.argv[1])]
for one in some:
    one.model_rebuild()
unfinished = [one.__name__ for one in some if not one.__pydantic_complete__]
print(json.dumps({"built": built / len(kinds), "tried": len(some), "unfinished": unfinished}))
"""


def test_start_builds_few_types_and_each_other_one_can_be_built_later() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOKS, str(EVERY)],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    found = json.loads(done.stdout)

    assert (found["unfinished"], found["tried"] > 20) == ([], True)
    assert found["built"] < MOST_AT_START


def test_every_part_of_an_update_remembers_the_bot_that_it_came_to() -> None:
    chat = {"id": 7, "type": "private"}
    quoted = {"message_id": 1, "date": 0, "chat": chat, "text": "?"}
    came = {"message_id": 2, "date": 0, "chat": chat, "reply_to_message": quoted}
    bot = Bot("42:TEST")

    update = Update.model_validate({"update_id": 1, "message": came}, context={"bot": bot})
    message = update.message
    assert message is not None
    assert message.reply_to_message is not None
    parts = (update, message, message.chat, message.reply_to_message)
    assert [part.bot for part in parts] == [bot] * 4

    made = SendMessage(chat_id=7, text="!")
    assert (made.bot, made.as_(bot).bot, made.text) == (None, bot, "!")
