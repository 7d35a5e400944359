"""Minutes from files: read into JSON, or taken into the database."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from bot.opening import opened
from bot.operations import console
from council.dates import utc_now
from council.errors import CouncilError, NotFoundError


def parse(
    files: Annotated[list[Path], typer.Argument(help="Minutes: .txt, .docx, .doc or .pdf.")],
    out: Annotated[Path, typer.Option(help="The folder for one ID.json per file.")],
) -> None:
    """Read minutes and write what was found in them, without storing anything."""
    from bot.parsing import parse_file  # noqa: PLC0415  only this command needs it

    out.mkdir(parents=True, exist_ok=True)
    failed = 0
    for path in files:
        try:
            found = asyncio.run(parse_file(path))
        except (OSError, CouncilError) as error:
            failed += 1
            console.complain(f"{path.name}: {type(error).__name__} {error}".strip())
            continue
        written = json.dumps(found, ensure_ascii=False, indent=1)
        (out / f"{path.stem}.json").write_text(written + "\n", encoding="utf-8")
    if failed:
        raise typer.Exit(1)


def import_(
    files: Annotated[list[Path], typer.Argument(help="Minutes: .txt, .docx, .doc or .pdf.")],
    council: Annotated[int, typer.Option(help="The council's id.")],
    publish: Annotated[bool, typer.Option(help="Publish at once, as its first secretary.")] = False,
    as_json: console.Json = False,
) -> None:
    """Take minutes in as drafts of the council's secretary, or publish them at once."""
    from bot.importing import import_files  # noqa: PLC0415  only this command needs it

    async def take() -> list[dict[str, object]]:
        async with opened(settings) as database:
            return await import_files(database, council, files, publish=publish, now=utc_now())

    settings = console.settings()
    try:
        taken = asyncio.run(take())
    except NotFoundError:
        console.fail(f"Council {council} does not exist or has no secretary yet.")
    lines = [f"{one['file']}: {one['outcome']}" for one in taken]
    console.tell({"files": taken}, as_json, "\n".join(lines))
    if any(one["failed"] for one in taken):
        raise typer.Exit(1)
