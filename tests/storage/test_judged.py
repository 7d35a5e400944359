"""Over two hundred judged queries on the shipped scenes, spelt as phones spell them."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

import simulator
from council.searching.query import prepare_query
from storage.database import Database, open_database
from storage.search import search
from tests.conftest import EMPTY, Shelf
from tests.storage.test_search import add_council

SCENES = Path(simulator.__file__).parent / "scenes"
JUDGED = tomllib.loads(Path(__file__).with_name("judged.toml").read_text(encoding="utf-8"))
FIRST = 10


def _misspelt(typed: str) -> str:
    longest = max(typed.split(), key=len)
    return typed.replace(longest, longest[:2] + longest[3:]) if len(longest) > 4 else typed


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": lambda typed: typed,
    "arabic letters": lambda typed: typed.replace("ی", "ي").replace("ک", "ك"),
    "no half-spaces": lambda typed: typed.replace("\u200c", "").replace("ٔ", ""),
    "spaces for half-spaces": lambda typed: typed.replace("\u200c", " "),
    "the longest word misspelt": _misspelt,
}


def documents(scene: str) -> list[str]:
    """The resolutions of Isfahan, the paragraphs of Qom."""
    lines = (SCENES / f"{scene}.txt").read_text(encoding="utf-8").splitlines()
    if scene == "qom":
        return [line for line in lines if line.strip()]
    numbered = [at for at, line in enumerate(lines) if line[:1] in "۱۲۳۴۵۶۷۸۹" and line[1:2] == "-"]
    ends = [*numbered[1:], len(lines)]
    return ["\n".join(lines[a:b]).partition("-")[2] for a, b in zip(numbered, ends, strict=True)]


async def answers(database: Database) -> dict[tuple[str, str, str], list[int]]:
    """The first ten for every judged query in every spelling: numbers as in the judgements."""
    found = {}
    for scene, judged in JUDGED.items():
        async with database.writing() as session:
            council_id, ids = await add_council(session, documents(scene))
        first = 1 if scene == "isfahan" else 0
        async with database.reading() as session:
            for typed in judged:
                for name, spell in SPELLINGS.items():
                    page = await search(
                        session, council_id=council_id, query=prepare_query(spell(typed))
                    )
                    hits = [ids.index(hit.resolution_id) + first for hit in page.hits[:FIRST]]
                    found[scene, typed, name] = hits
    return found


async def test_judged_queries_are_answered_first(database: Database) -> None:
    found = await answers(database)

    assert len(found) >= 200
    for name, least in zip(SPELLINGS, (0.95, 0.95, 0.95, 0.95, 0.85), strict=True):
        ranks = [
            next((1 / rank for rank, hit in enumerate(hits, 1) if hit in JUDGED[scene][typed]), 0)
            for (scene, typed, spelt), hits in found.items()
            if spelt == name
        ]
        assert sum(ranks) / len(ranks) >= least, name


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_both_databases_give_the_same_first_ten(
    database: Database, shelf: Shelf, tmp_path: Path
) -> None:
    place = await shelf.copy(f"sqlite:///{tmp_path / 'beside.db'}", EMPTY)
    beside = open_database(place, durable=False)
    try:
        one, other = await answers(database), await answers(beside)
    finally:
        await beside.close()

    alike = [key for key in one if one[key] == other[key]]
    assert len(alike) >= 0.9 * len(one)
