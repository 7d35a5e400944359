"""What a start loads of aiogram, and that what it leaves out is made where it is needed."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST_AT_START = 0.3
LOOKS = """
import json
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
    one.model_rebuild()
unfinished = [one.__name__ for one in (*kinds, *calls) if not one.__pydantic_complete__]
print(json.dumps({"built": built / len(kinds), "unfinished": unfinished}))
"""


def test_start_builds_few_types_and_each_other_one_can_be_built_later() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOKS], cwd=ROOT, check=True, capture_output=True, text=True
    )
    found = json.loads(done.stdout)

    assert found["unfinished"] == []
    assert found["built"] < MOST_AT_START
