"""How well replies are understood: reads lines of replies, writes what the product makes of them.

    python -m benchmarks.replies --in T.jsonl --out P.jsonl

In: {"id", "text"}. Out: {"id", "status", "percent", "is_update", "needs_question"}. Where the lines
that come in carry the right answers as well, the figures are printed.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from council.reports import understand

Row = dict[str, Any]
DONE = "reported_done"


def answer(text: str) -> Row:
    """What the product understands of one reply, as plain values."""
    said = understand(text)
    return {
        "status": said.status.value if said.status else None,
        "percent": said.percent,
        "is_update": said.is_update,
        "needs_question": said.unsure,
    }


@dataclass(frozen=True)
class Score:
    """Figures over replies whose right answers are known; shares are 0 to 1."""

    replies: int
    status: float
    percent: float
    is_update: float
    false_done: tuple[str, ...]
    needless_questions: tuple[str, ...]
    wrong: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """The figures, one a line."""
        yield f"replies             {self.replies}"
        yield f"status of updates   {self.status:.1%}"
        yield f"percent where said  {self.percent:.1%}"
        yield f"is it an update     {self.is_update:.1%}"
        yield f"false done          {len(self.false_done)}"
        yield f"needless questions  {len(self.needless_questions)}"


def score(rows: Sequence[Row]) -> Score:
    """Answer every reply and compare with its gold: status over updates, percent where one is."""
    answers = {row["id"]: answer(row["text"]) for row in rows}
    updates = [row for row in rows if row["is_update"]]
    said = [row for row in updates if row["percent"] is not None]

    def share(some: Sequence[Row], field: str) -> float:
        right = sum(bool(answers[row["id"]][field] == row[field]) for row in some)
        return right / max(len(some), 1)

    def ids(condition: Sequence[bool]) -> tuple[str, ...]:
        return tuple(str(row["id"]) for row, so in zip(rows, condition, strict=True) if so)

    return Score(
        replies=len(rows),
        status=share(updates, "status"),
        percent=share(said, "percent"),
        is_update=share(rows, "is_update"),
        false_done=ids(
            [answers[row["id"]]["status"] == DONE and row["status"] != DONE for row in rows]
        ),
        needless_questions=ids(
            [
                answers[row["id"]]["needs_question"] and not row.get("needs_question", False)
                for row in rows
            ]
        ),
        wrong=ids(
            [
                answers[row["id"]]["is_update"] != row["is_update"]
                or (row["is_update"] and answers[row["id"]]["status"] != row["status"])
                or (row["percent"] is not None and answers[row["id"]]["percent"] != row["percent"])
                for row in rows
            ]
        ),
    )


def read_rows(path: Path) -> list[Row]:
    """Read a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def main(arguments: Sequence[str]) -> None:
    """Read the command line, understand every reply, write and, where gold is there, score."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replies", description=__doc__)
    parser.add_argument("--in", dest="source", type=Path, required=True, metavar="T.jsonl")
    parser.add_argument("--out", type=Path, metavar="P.jsonl")
    options = parser.parse_args(arguments)
    rows = read_rows(options.source)
    if options.out is not None:
        with options.out.open("w", encoding="utf-8") as out:
            for row in rows:
                said = {"id": row["id"]} | answer(row["text"])
                out.write(json.dumps(said, ensure_ascii=False) + "\n")
    if rows and all("is_update" in row for row in rows):
        print(*score(rows).lines(), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
