"""The benchmarks of throughput, growth and import run, at a size that says nothing of speed."""

import asyncio
import json
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks import __main__ as everything
from benchmarks import importing, scale
from benchmarks.city import City, build
from benchmarks.feed import Course, Feed, Handle
from benchmarks.updates import MIX, Bot, commands, running

TINY = City(resolutions=400, members=330)


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('city') / 'council.db'}"
    asyncio.run(build(url, TINY))
    return url


@pytest.mark.skipif(
    "MOSAVABE_LONG" not in os.environ, reason="starts a bot from nothing: make test-long"
)
def test_every_command_is_answered_by_the_product(council: str) -> None:
    some = commands(TINY, 24, seed=1)
    feed = Handle(latency=0)
    try:
        bot = Bot("product", ("-m", "bot", "run"), {"DATABASE_URL": council}, is_product=True)
        with running(bot, feed) as (_, seconds):
            taken = feed.take(Course(some))
    finally:
        feed.close()

    assert seconds > 0
    assert (taken.unanswered, taken.silent) == (0, ())
    assert {kind for kind, _ in taken.latencies} == {one.kind for one in some} == set(MIX)


def test_batch_that_is_asked_for_again_is_given_again_and_nothing_is_dropped() -> None:
    heard: list[bytes] = []
    caller = SimpleNamespace(answer=heard.append)
    feed = Feed(latency=0)
    feed.run.waiting = [b'{"update_id":"@"}'] * 150

    for offset in (0, 0, 101, 151):
        feed.polled(caller, offset)  # type: ignore[arg-type]  # answers are all it needs

    given = [[one["update_id"] for one in json.loads(body)["result"]] for body in heard]
    assert given == [list(range(1, 101)), list(range(1, 101)), list(range(101, 151))]


def test_growth_is_measured_for_every_word(council: str) -> None:
    found = asyncio.run(scale.measure(council, TINY))

    assert set(found) == set(scale.WORDS)
    assert all(ms > 0 for ms in found.values())


def test_a_folder_comes_in_whole_and_once(tmp_path: Path) -> None:
    files = importing.write_folder(tmp_path, 25)
    report = asyncio.run(importing.measure(f"sqlite:///{tmp_path / 'council.db'}", files))

    assert report.startswith("25 resolutions from 3 files")
    assert report.endswith("again: {'known': 0}")


def test_all_benchmarks_are_run_by_one_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(everything, "commands", lambda name: iter([[name, "--help"]]))

    code = everything.main(["replies", "minutes", "--out", str(tmp_path / "out.txt")])

    said = (tmp_path / "out.txt").read_text(encoding="utf-8")
    assert code == 0
    assert said == capsys.readouterr().out
    assert [line for line in said.splitlines() if line.startswith("##")] != []
    assert "How well replies are understood" in " ".join(said.split())
