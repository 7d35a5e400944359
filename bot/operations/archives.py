"""Backups as files: one archive with the database, the files of the data folder, and their sums."""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from bot.operations.workplaces import workplace
from storage.whole import Sums, TableSum

FORMAT, VERSION = "mosavabe-backup", 1
DATABASE, MANIFEST, FILES = "database.sqlite", "manifest.json", "files"
ENDING = ".tar.gz"


class NoArchiveError(Exception):
    """The file is no backup, or not a whole one; the message says why."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself; the sums are those of its newest schema at that time."""

    made_at: str
    schema: str
    taken_from: str
    tables: Sums
    files: dict[str, str] = field(default_factory=dict)
    """Path in the data folder to SHA-256."""


def write(
    archive: Path,
    database: Path,
    manifest: Manifest,
    folder: Path,
    left_out: Sequence[Path | None],
) -> int:
    """Write a new archive, readable by its owner only; gives how many files of `folder` it holds.

    What is `left_out` (the backups themselves, the database with what lies beside it), other
    backups, and hidden files stay out; so does a file that goes away meanwhile.
    """
    sums: dict[str, str] = {}
    number = os.open(archive, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(number, "wb") as raw:
        with gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as packed, _tar(packed) as tar:
            _add(tar, database, DATABASE)
            for file in _files(folder, [path.resolve() for path in left_out if path]):
                name = file.relative_to(folder).as_posix()
                with suppress(FileNotFoundError):
                    sums[name] = _add(tar, file, f"{FILES}/{name}")
            _add_manifest(tar, manifest, sums)
        raw.flush()
        os.fsync(raw.fileno())
    return len(sums)


@contextmanager
def unpacked(archive: Path, beside: Path) -> Iterator[tuple[Path, Manifest]]:
    """The archive in a folder of its own in `beside`, every file compared with its sum.

    Raises NoArchiveError, and OSError where it cannot be opened. The folder goes afterwards.
    """
    with workplace(beside) as folder:
        with archive.open("rb") as packed:
            _unpack(packed, folder)
        try:
            manifest = _read_manifest(folder / MANIFEST)
        except (FileNotFoundError, ValueError, KeyError, TypeError) as error:
            raise NoArchiveError("`mosavabe backup` did not write it") from error
        _compare(folder / FILES, manifest)
        if not (folder / DATABASE).is_file():
            raise NoArchiveError("the database is missing")
        yield folder, manifest


def _unpack(packed: BinaryIO, folder: Path) -> None:
    try:
        with tarfile.open(fileobj=packed, mode="r:gz") as tar:
            tar.extractall(folder, filter="data")
    except (tarfile.TarError, EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise NoArchiveError("it is cut off or damaged, or no archive at all") from error


def put_files(unpacked_folder: Path, manifest: Manifest, folder: Path) -> int:
    """Put the archive's files into the data folder; those that stand there are written over."""
    for name in manifest.files:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        (unpacked_folder / FILES / name).replace(place)
    return len(manifest.files)


def _tar(packed: gzip.GzipFile) -> tarfile.TarFile:
    return tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT)


def _files(folder: Path, left_out: Sequence[Path]) -> Sequence[Path]:
    return [
        file
        for file in sorted(folder.rglob("*"))
        if file.is_file()
        and not file.is_symlink()
        and not any(part.startswith(".") for part in file.relative_to(folder).parts)
        and not (file.name.startswith("mosavabe-") and file.name.endswith(ENDING))
        and not any(_belongs(file.resolve(), path) for path in left_out)
    ]


def _belongs(file: Path, to: Path) -> bool:
    """Whether it lies in that folder, or is that file, or one that stands beside it by name."""
    return to in file.parents or (file.parent == to.parent and file.name.startswith(to.name))


class _Summed(io.RawIOBase):
    """Reads a file and sums it up on the way."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self.sum.update(piece)
        return piece


def _add(tar: tarfile.TarFile, file: Path, name: str) -> str:
    with file.open("rb") as opened:
        info = tar.gettarinfo(arcname=name, fileobj=opened)
        info.uid = info.gid = 0
        info.uname = info.gname = ""
        info.mode = 0o600
        summed = _Summed(opened)
        tar.addfile(info, summed)
    return summed.sum.hexdigest()


def _add_manifest(tar: tarfile.TarFile, manifest: Manifest, files: dict[str, str]) -> None:
    told = {"format": FORMAT, "version": VERSION} | asdict(manifest) | {"files": files}
    written = json.dumps(told, ensure_ascii=False, indent=1).encode()
    info = tarfile.TarInfo(MANIFEST)
    info.size, info.mode = len(written), 0o600
    tar.addfile(info, io.BytesIO(written))


def _read_manifest(file: Path) -> Manifest:
    told: dict[str, Any] = json.loads(file.read_bytes())
    if told.pop("format") != FORMAT or told.pop("version") != VERSION:
        raise NoArchiveError("it was written by another program or version")
    tables = {name: TableSum(**one) for name, one in told.pop("tables").items()}
    return Manifest(tables=tables, **told)


def _compare(folder: Path, manifest: Manifest) -> None:
    there = {
        PurePosixPath(file.relative_to(folder)).as_posix(): _sum(file)
        for file in (folder.rglob("*") if folder.exists() else ())
        if file.is_file()
    }
    if there != manifest.files:
        raise NoArchiveError("its files are not those that were put in")


def _sum(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
