"""Whether a learned tagger finds the lines where resolutions begin better than the rules do.

Five folds over the project's documents: the tagger (a conditional random field on marks, titles,
cue words and their neighbours) is always measured on documents that it has not seen. The rules were
written with these documents in view, so their figure here flatters them; what they found on first
sight is recorded in docs/decisions.
"""

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite

from benchmarks.minutes import DOCUMENTS
from council.minutes import cues
from council.minutes.layout import Line, lines_of
from council.minutes.reader import read_minutes
from council.minutes.sections import heading_of

FOLDS = 5
_CUES = {
    name: getattr(cues, name)
    for name in (
        *("DECIDED", "ORDERED", "MUST", "SAID", "PROPOSED", "REPORTED", "TASK_LABEL"),
        *("EARLIER", "PLUPERFECT", "SETTLED", "COUNTED"),
    )
}
_SETTINGS = {"c1": 0.05, "c2": 0.1, "max_iterations": 150}


@dataclass(frozen=True)
class Document:
    """One labelled document: features and label of each line, and what the rules say of it."""

    features: list[list[str]]
    labels: list[str]
    by_rules: list[str]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print F1 of the first lines of resolutions, learned and by rules."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.learned", description=__doc__)
    parser.add_argument("--documents", type=Path, nargs="+", default=[DOCUMENTS])
    folders = parser.parse_args(arguments).documents
    documents = [read(path) for folder in folders for path in sorted(folder.glob("*.json"))]
    random.Random(1).shuffle(documents)
    learned = [pair for fold in range(FOLDS) for pair in _tagged(documents, fold)]
    ruled = [pair for one in documents for pair in zip(one.by_rules, one.labels, strict=True)]
    print(f"{len(documents)} documents, first lines of resolutions:")
    print(f"  learned, on documents not seen: F1 {f1(learned):.1f}")
    print(f"  rules, on documents seen:       F1 {f1(ruled):.1f}")


def read(path: Path) -> Document:
    """A document with its labels: B where a resolution begins, I inside one, O elsewhere."""
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    gold = json.loads(path.read_text(encoding="utf-8"))
    lines = lines_of(text)
    found = [(one.start, one.end) for one in read_minutes(text).resolutions]
    wanted = [(one["span"][0], one["span"][1]) for one in gold["resolutions"]]
    return Document(_with_neighbours(lines), _labels(lines, wanted), _labels(lines, found))


def f1(pairs: Sequence[tuple[str, str]]) -> float:
    """F1 in percent of (found, labelled), of the label B."""
    right = sum(found == wanted == "B" for found, wanted in pairs)
    said = sum(found == "B" for found, _ in pairs) + sum(wanted == "B" for _, wanted in pairs)
    return 200 * right / said if said else 0.0


def _tagged(documents: list[Document], fold: int) -> Iterator[tuple[str, str]]:
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(_SETTINGS)
    for place, document in enumerate(documents):
        if place % FOLDS != fold:
            trainer.append(document.features, document.labels)
    with tempfile.TemporaryDirectory() as folder:
        model = str(Path(folder) / "model")
        trainer.train(model)
        tagger = pycrfsuite.Tagger()
        tagger.open(model)
        for document in documents[fold::FOLDS]:
            yield from zip(tagger.tag(document.features), document.labels, strict=True)
        tagger.close()


def _labels(lines: list[Line], spans: list[tuple[int, int]]) -> list[str]:
    def label(line: Line) -> str:
        if any(line.line_start - 1 <= start < line.end for start, _ in spans):
            return "B"
        return "I" if any(start < line.end and line.start < end for start, end in spans) else "O"

    return [label(line) for line in lines]


def _with_neighbours(lines: list[Line]) -> list[list[str]]:
    own = list(_features(lines))
    return [
        [
            *own[place],
            *(f"before:{one}" for one in (own[place - 1] if place else ["begin"])),
            *(f"after:{one}" for one in (own[place + 1] if place + 1 < len(own) else ["end"])),
        ]
        for place in range(len(own))
    ]


def _features(lines: list[Line]) -> Iterator[list[str]]:
    section = "none"
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        if announced := heading_of(line, following):
            section = announced.value
        mark = line.mark.kind if line.mark else "none"
        words = line.text.split() or [""]
        cued = [name for name, shape in _CUES.items() if shape.search(line.text)]
        yield [
            *(f"section={section}", f"mark={mark}", f"section-mark={section}-{mark}"),
            *(f"fresh={line.fresh}", f"length={min(8, len(line.text) // 30)}"),
            *(f"first={words[0]}", f"last={words[-1].strip('.؛:،')}", f"heads={bool(announced)}"),
            *(f"cue={name}" for name in cued),
            *(f"cue={name}-{section}" for name in cued),
        ]


if __name__ == "__main__":
    main(sys.argv[1:])
