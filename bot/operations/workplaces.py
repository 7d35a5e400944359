"""Places where files are made that get their name when they are whole; what is left is cleared."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.service.process_name import has_died, own_name

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
        with suppress(OSError):  # somebody else's, or gone: no reason to do nothing else
            if _is_left(left):
                _remove(left)


@contextmanager
def there_when_whole(to: Path) -> Iterator[Path]:
    """A place beside `to` to write at: it gets that name at the end, and is gone after an error.

    Raises OSError, which names `to`.
    """
    part = to.with_name(f".{to.name}.part")
    try:
        _remove(part)
        yield part
        part.replace(to)
    except OSError as error:
        if error.filename is None:
            raise
        raise OSError(error.errno, error.strerror, str(to)) from None
    finally:
        with suppress(OSError):  # where it is in the way, the next one says so
            _remove(part)


def _remove(place: Path) -> None:
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


def _is_left(place: Path) -> bool:
    owner = place.name.removeprefix(PREFIX).rpartition("-")[0]
    return has_died(owner) or time.time() - place.stat().st_mtime > LONGEST_WORK_SECONDS
