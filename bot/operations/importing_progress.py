"""Shows on the terminal how far an import has come, and what became of each file."""

import sys
from collections.abc import AsyncIterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.importing import Imported
from bot.operations.console import counted

WORDS = {
    "draft": "a draft for the secretaries",
    "published": "published",
    "archived": "in the archive",
    "known": "known already, nothing added",
    "to_check": "a draft: a secretary must look first",
    "waits": "a draft already, and left so: a secretary publishes it in the chat, by /minutes",
    "refused": "not taken",
}


async def shown(
    coming: AsyncIterator[Imported], total: int, *, quiet: bool
) -> AsyncIterator[Imported]:
    """Hand on what comes, with a bar where somebody watches and a line for each file."""
    console = Console(file=sys.stderr, highlight=False, markup=False, soft_wrap=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    watched = console.is_terminal and not quiet
    with Progress(
        *columns, TimeRemainingColumn(), console=console, disable=not watched
    ) as progress:
        task = progress.add_task("minutes", total=total)
        async for one in coming:
            if not quiet:
                progress.console.print(line(one))
            progress.advance(task)
            yield one


def line(one: Imported) -> str:
    """What became of a file, in one line."""
    count = f", {counted(one.resolutions, 'resolution')}" if one.resolutions else ""
    reason = f": {one.reason}" if one.reason else count
    return f"{one.file}: {WORDS[one.outcome]}{reason}"
