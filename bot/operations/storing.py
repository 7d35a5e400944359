"""The database as a whole: brought up to date, backed up, put back."""

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.operations import backups, console, copying, exports
from bot.operations.exports import Form
from bot.service.opening import opened
from council.dates import utc_now
from storage import schema


def migrate(as_json: console.Json = False) -> None:
    """Bring the database to the newest schema."""

    async def up() -> None:
        async with opened(console.settings()):
            pass

    asyncio.run(up())
    words = "The database is on the newest schema."
    console.tell({"schema": schema.newest()}, as_json, words)


def backup(
    to: Annotated[
        Path | None, typer.Option(help="The file to write; DATA_DIR/backups otherwise.")
    ] = None,
    keep: Annotated[
        int | None, typer.Option(min=1, help="How many backups stay in that folder; all otherwise.")
    ] = None,
    as_json: console.Json = False,
) -> None:
    """Write the database and the files of DATA_DIR into one archive; the bot may run on."""
    settings = console.settings()
    made = asyncio.run(backups.make(settings, now=utc_now(), to=to, keep=keep))
    words = (
        f"{made.file}: {made.rows} rows, {made.files} files, {made.bytes} bytes, "
        "written and read back."
    )
    if made.removed:
        words += f" {len(made.removed)} older ones were removed."
    console.tell(_plain(asdict(made)), as_json, words)


def restore(
    archive: Annotated[Path, typer.Argument(help="What `mosavabe backup` wrote.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Put an SQLite database that is no empty one aside.")
    ] = False,
    as_json: console.Json = False,
) -> None:
    """Put a backup back; then no message goes out before a secretary says so."""
    settings = console.settings()
    done = asyncio.run(backups.restore(settings, archive, now=utc_now(), replace=replace))
    words = [f"Restored as of {done.made_at}: {done.rows} rows, {done.files} files."]
    if done.former:
        words.append(f"The former database is now {done.former}.")
    if done.held_councils:
        words.append(
            f"Messages of {done.held_councils} councils are on hold: when the bot runs, it asks "
            "their secretaries (/delivery) to let them go out."
        )
    console.tell(_plain(asdict(done)), as_json, "\n".join(words))


def export(
    council: Annotated[int, typer.Option(help="The council's id.")],
    to: Annotated[Path, typer.Option(help="The new file (json, xlsx) or folder (csv).")],
    form: Annotated[Form, typer.Option("--format", help="How it is written.")] = Form.JSON,
    confidential: Annotated[
        bool, typer.Option("--confidential", help="With confidential resolutions.")
    ] = False,
    as_json: console.Json = False,
) -> None:
    """Write all that a council has on record, for other programs; columns in docs/export.md."""
    written = asyncio.run(
        exports.write(
            console.settings(),
            council_id=council,
            form=form,
            to=to,
            now=utc_now(),
            confidential=confidential,
        )
    )
    answer: dict[str, object] = {"to": str(to), "tables": written}
    words = f"{to}: {sum(written.values())} rows in {len(written)} tables."
    console.tell(answer, as_json, words)


def copy(
    source: Annotated[str, typer.Option("--from", help="The database to read.")],
    target: Annotated[str, typer.Option("--to", help="The empty database to fill.")],
    as_json: console.Json = False,
) -> None:
    """Carry everything into an empty database, SQLite or PostgreSQL, while the bot is stopped."""
    carried = asyncio.run(copying.carry(console.settings(), source, target))
    lines = [f"{name:24} {one.rows:9}  {one.checksum[:16]}" for name, one in carried.items()]
    rows = sum(one.rows for one in carried.values())
    lines.append(f"{rows} rows in {len(carried)} tables, the same on both sides.")
    answer: dict[str, object] = {name: asdict(one) for name, one in carried.items()}
    console.tell({"tables": answer}, as_json, "\n".join(lines))


def _plain(answer: dict[str, object]) -> dict[str, object]:
    """Paths as text."""
    return {
        name: str(value) if isinstance(value, Path)
        else [str(one) for one in value] if isinstance(value, tuple)
        else value
        for name, value in answer.items()
    }  # fmt: skip
