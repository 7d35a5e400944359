"""Learns the weights of `learned` from the labelled replies in `tests/replies`.

    python -m council.reports.learn          # write the weights
    python -m council.reports.learn --check  # fail where they are older than what they come from

A developer's tool: the product reads the weights only. An example is a line of JSON: id, text,
status (null where it is no report), percent, is_update, needs_question. Weights differ in their
last digits from machine to machine, so what is compared is a digest of all they were made from.
"""

import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pycrfsuite

from council.reports.clauses import clauses
from council.reports.learned import NOTHING_SAID, WEIGHTS, features

EXAMPLES = Path(__file__).parents[2] / "tests" / "replies"
DIGEST = WEIGHTS.with_suffix(".digest")
HOW = {"c1": 0.1, "c2": 0.1, "max_iterations": 100}


def examples(folder: Path = EXAMPLES) -> list[dict[str, Any]]:
    """Every labelled reply."""
    files = sorted(folder.glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def learn(rows: Sequence[dict[str, Any]], weights: Path) -> None:
    """Fit the classifier to labelled replies and write its weights."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for row in rows:
        label = row["status"] if row["is_update"] else NOTHING_SAID
        trainer.append([features(row["text"], clauses(row["text"]))], [label])
    trainer.set_params(HOW)
    trainer.train(str(weights))


def digest() -> str:
    """What the weights depend on: the examples and what is seen of each, in one short word."""
    made = hashlib.sha256(json.dumps(HOW).encode())
    for row in examples():
        made.update(json.dumps([row["status"], row["is_update"]]).encode())
        made.update("\n".join(features(row["text"], clauses(row["text"]))).encode())
    return made.hexdigest()


def main(arguments: Sequence[str]) -> int:
    """Learn, or check that nothing changed since."""
    if "--check" in arguments:
        current = DIGEST.exists() and DIGEST.read_text("ascii").strip() == digest()
        if not current:
            print("The weights are older than the examples or the rules: run "  # noqa: T201
                  "python -m council.reports.learn")  # fmt: skip
        return 0 if current else 1
    learn(examples(), WEIGHTS)
    DIGEST.write_text(f"{digest()}\n", "ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
