"""Persian texts to measure the search with: given files, those beside the project, or our own.

Collections of any size are made of them: runs of neighbouring words, so that common words stay
common and words that belong together stand together, and rare words in a number that grows as
Heaps' law has it: never an end of new names, but fewer the more there are.
"""

import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.answers import Text

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "search"
_OWN = ("tests/documents/*.txt", "simulator/scenes/*.txt")

RUN_WORDS = 20
RUNS = 3
HEAPS_FACTOR, HEAPS_POWER = 20.0, 0.55
"""Of n words, 20 · n^0.55 are different: 52,000 in 1.6 million, 380,000 in sixty million."""
_RARE_AGAIN = 2
"""How many rare words that stood before a document holds."""


def read_texts(path: Path, key: str) -> list[Text]:
    """Read a file of JSON lines with the given id field and «text»."""
    return [Text(str(row[key]), str(row["text"])) for row in rows_of(path)]


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def given(path: Path | None) -> list[Text]:
    """Return the documents of the file, of those beside the project, or the project's own."""
    if path is not None:
        return read_texts(path, "id")
    if SHARED.is_dir():
        return read_texts(SHARED / "docs.jsonl", "id")
    paragraphs = [
        line
        for pattern in _OWN
        for file in sorted(ROOT.glob(pattern))
        for line in file.read_text(encoding="utf-8").splitlines()
        if len(line.split()) > RUN_WORDS
    ]
    return [Text(str(place), line) for place, line in enumerate(paragraphs)]


def invented(documents: Sequence[Text], count: int, seed: int) -> Iterator[Text]:
    """Yield documents of about sixty words made of the given ones; the same for the same seed.

    The first of a larger collection are those of a smaller one.
    """
    words = [word for one in documents for word in one.text.split()]
    known = len(set(words))
    dice = random.Random(seed)
    rare: list[str] = []
    for place in range(count):
        parts: list[str] = []
        for _ in range(RUNS):
            start = dice.randrange(max(1, len(words) - RUN_WORDS))
            parts += words[start : start + RUN_WORDS]
        parts += [dice.choice(rare) for _ in range(_RARE_AGAIN) if rare]
        while known + len(rare) < HEAPS_FACTOR * ((place + 1) * RUNS * RUN_WORDS) ** HEAPS_POWER:
            rare.append(dice.choice(words)[:4] + dice.choice(words)[-4:])
            parts.append(rare[-1])
        yield Text(str(place), " ".join(parts))


def short_queries(documents: Sequence[Text], count: int, seed: int) -> list[Text]:
    """Return queries of two to four neighbouring words of the documents."""
    dice = random.Random(seed)
    queries = []
    for place in range(count):
        words = [w for w in re.findall(r"[\w\u200c]+", dice.choice(documents).text) if len(w) > 3]
        start = dice.randrange(max(1, len(words) - 4))
        queries.append(Text(str(place), " ".join(words[start : start + dice.randint(2, 4)])))
    return queries
