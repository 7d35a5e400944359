"""Commands as an operator types them: what they say, and what they leave behind."""

import gzip
import re
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot import cli
from tests.handlers.papers import SHORT

Mosavabe = Callable[..., "Ended"]
FOUND = ("--council", "شورای قم", "--province", "قم", "--kind", "city")


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    code: object
    out: str
    err: str


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of these commands; it is not there yet."""
    return tmp_path / "data"


@pytest.fixture
def mosavabe(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Mosavabe:
    """Run a command in this process, in a folder and with settings of its own."""
    monkeypatch.chdir(tmp_path)
    for name in ("BOT_TOKEN", "BOT_TOKEN_FILE", "DATABASE_URL", "PROXY_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(data))
    monkeypatch.setattr("bot.service.logs.set_up", lambda *_: None)  # it would outlive this test

    def run(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["mosavabe", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        told = capsys.readouterr()
        code = ended.value.code
        if isinstance(code, str):  # as Python ends: the words on standard error, and 1
            return Ended(1, told.out, f"{told.err}{code}\n")
        return Ended(code or 0, told.out, told.err)

    return run


def asked(data: Path, question: str) -> list[Any]:
    """What stands in the database of the data folder."""
    with closing(sqlite3.connect(data / "mosavabe.db")) as connection:
        return connection.execute(question).fetchall()


def test_phone_is_kept_as_it_will_be_compared_and_no_number_is_refused(
    mosavabe: Mosavabe, data: Path
) -> None:
    mosavabe("init", *FOUND)
    invite = ("invite", "--council", 1, "--role", "member", "--name", "حسن", "--phone")
    bodiless = mosavabe("invite", "--council", 1, "--role", "member", "--body", "x")

    refused = mosavabe(*invite, "abc")
    assert mosavabe(*invite, "۰۹۱۲ ۷۶۵ ۴۳۲۱").code == 0

    assert (refused.code, refused.err) == (
        1, "--phone is no telephone number. Write it as in 09121234567.\n",
    )  # fmt: skip
    found = [(None, None), (None, None), ("+989127654321", None)]
    assert asked(data, "SELECT phone, body_id FROM invitations ORDER BY id") == found
    assert bodiless.err.startswith("--body is left out: ")


def test_council_has_a_name_and_one_of_that_name_is_told_of(mosavabe: Mosavabe, data: Path) -> None:
    nameless = [
        mosavabe("init", "--council", name, "--province", province, "--kind", "city").err
        for name, province in (("", "قم"), ("شورای قم", " . "))
    ]
    mosavabe("init", *FOUND)

    twice = mosavabe("init", "--council", "شوراي  قم", "--province", "قم", "--kind", "city")

    assert [told.partition(" is empty:")[0] for told in nameless] == ["--council", "--province"]
    assert (twice.code, twice.out.partition(".")[0]) == (0, "Council 2")
    assert twice.err.startswith("Council 1 has that name and province too; this is another one.")
    assert asked(data, "SELECT count(*) FROM councils") == [(2,)]


def test_database_is_its_owners_alone_in_a_folder_that_is_not(
    mosavabe: Mosavabe, data: Path
) -> None:
    data.mkdir(mode=0o755)
    mosavabe("init", *FOUND)
    mosavabe("backup", "--to", data / "b.tar.gz")
    file = data / "mosavabe.db"
    made = file.stat().st_mode & 0o777
    file.chmod(0o644)  # as it was made once
    mosavabe("restore", data / "b.tar.gz", "--replace")
    file.chmod(0o644)
    mosavabe("migrate")

    modes = {one.suffix: one.stat().st_mode & 0o777 for one in data.glob("mosavabe.db*")}

    assert made == 0o600
    assert len(modes) >= 2
    assert set(modes.values()) == {0o600}


def test_files_of_one_name_are_not_read_into_one_place(mosavabe: Mosavabe, tmp_path: Path) -> None:
    for year in ("1403", "1404"):
        (tmp_path / year).mkdir()
        (tmp_path / year / "5.txt").write_text(SHORT, "utf-8")

    both = mosavabe("parse", "1403", "1404/5.txt", "--out", "found")

    assert both.code == 1
    assert both.out == "1403/5.txt: 1 resolution, in found/5.json\n"
    assert both.err.startswith("1404/5.txt: not read, because found/5.json says already what 1403/")
    assert mosavabe("parse", "1404", "--out", "further").code == 0


@pytest.mark.parametrize(
    ("command", "place"),
    [
        ("backup --to /proc/no/b.tar.gz", "/proc/no"),
        ("backup --to file/b.tar.gz", "file"),
        ("restore . --replace", "."),
        ("restore absent.tar.gz --replace", "absent.tar.gz"),
        ("export --council 1 --to file/x.json", "file/x.json"),
        ("parse good.txt --out file", "file"),
        ("parse good.txt --out /proc/no", "/proc/no"),
    ],
)
def test_place_that_cannot_be_used_is_told_with_the_way_out(
    mosavabe: Mosavabe, tmp_path: Path, command: str, place: str
) -> None:
    mosavabe("init", *FOUND)
    (tmp_path / "file").write_text("-")
    (tmp_path / "good.txt").write_text(SHORT, "utf-8")

    ended = mosavabe(*command.split())

    assert (ended.code, ended.out) == (1, "")
    assert re.fullmatch(
        rf"{re.escape(place)} cannot be used: [^.]+\. Check the path, .*\n", ended.err
    )


def test_backup_counts_what_its_restore_counts_and_what_is_none_is_told_in_words(
    mosavabe: Mosavabe, tmp_path: Path
) -> None:
    mosavabe("init", *FOUND)
    made = mosavabe("backup", "--to", "b.tar.gz")
    (tmp_path / "cut.tar.gz").write_bytes((tmp_path / "b.tar.gz").read_bytes()[:2000])
    (tmp_path / "other.tar.gz").write_bytes(gzip.compress(bytes(10240)))

    cut, other = (
        mosavabe("restore", name, "--replace").err for name in ("cut.tar.gz", "other.tar.gz")
    )
    put = mosavabe("restore", "b.tar.gz", "--replace")

    assert "it is cut off or damaged, or no archive at all. Take another." in cut
    assert "`mosavabe backup` did not write it. Take another." in other
    assert re.findall(r"\d+ rows", made.out) == re.findall(r"\d+ rows", put.out)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("copy --from nonsense --to sqlite:///x.db", "--from: must begin with sqlite:///"),
        ("copy --from sqlite:///data/mosavabe.db --to mysql://x", "--to: must begin with"),
        ("copy --from sqlite:///data/mosavabe.db --to sqlite:////proc/x.db", "check --to, and"),
    ],
)
def test_option_that_cannot_be_used_is_named(
    mosavabe: Mosavabe, data: Path, command: str, told: str
) -> None:
    mosavabe("init", *FOUND)

    ended = mosavabe(*command.split())

    assert (ended.code, ended.out) == (1, "")
    assert told in ended.err
    assert asked(data, "SELECT count(*) FROM invitations") == [(1,)]
