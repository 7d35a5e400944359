"""What all commands share: settings, answers for people and programs, refusals."""

import json
import sys
from typing import Annotated, NoReturn

import typer

from bot import logs
from bot.settings import Settings, read_settings

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


def complain(why: str) -> None:
    """Say it where errors go."""
    typer.echo(why, file=sys.stderr)


def fail(why: str) -> NoReturn:
    """Say why it cannot be done, and end with 1."""
    complain(why)
    raise typer.Exit(1)
