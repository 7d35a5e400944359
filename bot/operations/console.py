"""What all commands share: settings, answers for people and programs, refusals."""

import errno
import json
import sys
from typing import Annotated, NoReturn

import typer

from bot.service import logs
from bot.service.opening import SENTENCES
from bot.settings import Settings, read_settings
from storage.trouble import Trouble

Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


def settings() -> Settings:
    """Read the settings and begin to log; raises SettingsError."""
    read = read_settings()
    logs.set_up(read.log_level, read.token)
    return read


def tell(answer: dict[str, object], as_json: bool, words: str) -> None:
    """Give the answer, as JSON or in words."""
    typer.echo(json.dumps(answer, ensure_ascii=False) if as_json else words)


def counted(count: int, noun: str) -> str:
    """So many of them, in English."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def in_words(error: OSError) -> str | None:
    """What the machine refused to do with a file, and the way out; None where it is about none."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return SENTENCES[Trouble.FULL]
    if error.filename is None:
        return None
    return (
        f"{error.filename} cannot be used: {error.strerror}. Check the path, its owner and rights, "
        "or name another place."
    )


def complain(why: str) -> None:
    """Say it where errors go."""
    typer.echo(why, file=sys.stderr)


def fail(why: str) -> NoReturn:
    """Say why it cannot be done, and end with 1."""
    complain(why)
    raise typer.Exit(1)
