"""Folders in which backups are written and unpacked; what killed processes left is cleared away."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.process_name import has_died, own_name

PREFIX = ".mosavabe-"
LONGEST_WORK_SECONDS = 24 * 60 * 60
"""After so long nobody works in it, where it is not known whose it is."""


@contextmanager
def workplace(beside: Path) -> Iterator[Path]:
    """A hidden folder in `beside`, readable by its owner only; it goes afterwards.

    So do those that processes left there which are gone.
    """
    clear(beside)
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{own_name()}-", dir=beside) as made:
        yield Path(made)


def clear(beside: Path) -> None:
    """Remove what killed processes left in `beside`: copies of the database lie in it."""
    for left in beside.glob(f"{PREFIX}*"):
        with suppress(FileNotFoundError):
            if not _is_left(left):
                continue
            if left.is_dir():
                shutil.rmtree(left)
            else:
                left.unlink()


def _is_left(place: Path) -> bool:
    owner = place.name.removeprefix(PREFIX).rpartition("-")[0]
    return has_died(owner) or time.time() - place.stat().st_mtime > LONGEST_WORK_SECONDS
