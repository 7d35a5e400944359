"""Minutes from files: read into JSON, or taken into the database."""

import asyncio
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.operations import console
from bot.operations.workplaces import there_when_whole
from bot.refusing import in_words
from bot.service.opening import opened
from council.dates import utc_now
from council.errors import CouncilError, NotFoundError

NOTHING = "There is no file of minutes in it: .txt, .docx, .doc and .pdf are read."


def parse(
    files: Annotated[list[Path], typer.Argument(help="Files (.txt, .docx, .doc, .pdf), folders.")],
    out: Annotated[Path, typer.Option(help="The folder for one ID.json per file.")],
) -> None:
    """Read minutes and write what was found in them, without storing anything."""
    from bot.parsing import files_in, parse_file  # noqa: PLC0415  the readers are heavy

    out.mkdir(parents=True, exist_ok=True)
    written: dict[Path, Path] = {}
    if not (asked_for := files_in(files)):
        console.fail(NOTHING)
    for path in asked_for:
        to = out / f"{path.stem}.json"
        if to in written:
            console.complain(
                f"{path}: not read, because {to} says already what {written[to]} holds. Read it "
                "with another --out."
            )
            continue
        try:
            found = asyncio.run(parse_file(path))
        except (OSError, CouncilError) as error:
            console.complain(f"{path.name}: {in_words(error)}")
            continue
        with there_when_whole(to) as part:
            part.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
        written[to] = path
        typer.echo(f"{path}: {console.counted(len(found['resolutions']), 'resolution')}, in {to}")
    if len(written) < len(asked_for):
        raise typer.Exit(1)


def import_(
    files: Annotated[list[Path], typer.Argument(help="Files (.txt, .docx, .doc, .pdf), folders.")],
    council: Annotated[int, typer.Option(help="The council's id.")],
    publish: Annotated[bool, typer.Option(help="Publish at once: bodies are told.")] = False,
    archive: Annotated[
        bool, typer.Option(help="Old minutes: only to be found; nobody is told or reminded.")
    ] = False,
    trust: Annotated[
        bool, typer.Option(help="Take what the reader is not sure of as resolved, too.")
    ] = False,
    as_json: console.Json = False,
) -> None:
    """Take minutes in as drafts for the secretaries, publish them, or put them into the archive.

    A run that was broken off goes on when it is started again; what came before adds nothing.
    """
    from bot.importing import Imported, Wanted, import_files  # noqa: PLC0415  heavy
    from bot.operations.importing_progress import shown  # noqa: PLC0415
    from bot.parsing import files_in  # noqa: PLC0415

    if publish and archive:
        console.fail("Either --publish or --archive, not both.")
    wanted = Wanted.ARCHIVED if archive else Wanted.PUBLISHED if publish else Wanted.DRAFT
    found = files_in(files)
    if not found:
        console.fail(NOTHING)

    async def take() -> list[Imported]:
        async with opened(settings) as database:
            coming = import_files(
                database, council, found, wanted=wanted, trust=trust, now=utc_now()
            )
            return [one async for one in shown(coming, len(found), quiet=as_json)]

    settings = console.settings()
    try:
        taken = asyncio.run(take())
    except NotFoundError:
        console.fail(f"There is no council {council}. `mosavabe init` founds one.")
    counts = Counter(one.outcome for one in taken)
    summary = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
    answer: dict[str, object] = {"files": [asdict(one) for one in taken], "counts": dict(counts)}
    console.tell(answer, as_json, summary)
    if counts["refused"]:
        raise typer.Exit(1)
