"""Log lines: JSON, with numbers and plain words, and nothing that a person wrote."""

import json
import logging
import sys
from typing import Any

from bot.service import logs

TOKEN = "1000001:token-that-no-log-may-show"


def line(name: str, sentence: str, *args: object, error: bool = False) -> dict[str, Any]:
    """What is written of a record."""
    how = sys.exc_info() if error else None
    record = logging.LogRecord(name, logging.ERROR, "file.py", 1, sentence, args, how)
    written = logs.formatter(TOKEN).format(record)
    assert "\n" not in written
    told: dict[str, Any] = json.loads(written)
    return told


def test_line_of_ours_keeps_numbers_and_plain_words_only() -> None:
    told = line("jobs.delivery", "message %d (%s) refused: %s", 7, "day", "متن گزارش: ۰۹۱۲۱۲۳۴۵۶۷")
    assert list(told) == ["at", "level", "logger", "event"]
    assert (told["level"], told["logger"]) == ("error", "jobs.delivery")
    assert told["event"] == "message 7 (day) refused: …"
    address = f"https://x/bot{TOKEN}/getMe"
    asked = line("bot.app", "asked %s with %s", address, {"a": 1})["event"]
    assert asked == "asked https://x/bot<token>/getMe with dict"
    assert line("bot.app", "%d", "دو")["event"] == "…"


def test_exception_is_told_by_its_kind_and_place_without_its_words() -> None:
    try:
        try:
            raise ValueError("متن محرمانه")
        except ValueError as error:
            raise RuntimeError(f"update {TOKEN} 09121234567 said") from error
    except RuntimeError:
        told = line("bot.updates.polling", "update %s was set aside", 12, error=True)

    assert (told["event"], told["error"][0]) == ("update 12 was set aside", "RuntimeError")
    assert "ValueError" in told["error"]
    written = json.dumps(told, ensure_ascii=False)
    assert [word for word in ("محرمانه", "token", "0912", "said") if word in written] == []


def test_line_of_a_library_keeps_nothing_that_people_here_write() -> None:
    said = "Task <نام> got 09121234567 from postgresql://bob:secret@db/x\nand more"

    told = line("asyncio", said)

    assert told["event"] == "Task <…> got <secret> from postgresql://<secret>db/x"
