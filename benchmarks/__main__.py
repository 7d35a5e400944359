"""Measures everything, one after the other: `make bench`; what is missing is said and left out.

`python -m benchmarks updates scale` measures only what is named, and each module runs alone with
options of its own: `python -m benchmarks.updates --help`. What is printed also goes into a file,
`--out`, so that an hour's figures are not lost.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "search"
REPLIES = ROOT / "tests" / "replies" / "unseen"
NAMES = (
    "updates",
    "in_turns",
    "starting",
    "search",
    "codes",
    "growth",
    "text_memory",
    "delivery",
    "ticks",
    "page",
    "minutes",
    "replies",
    "reports",
    "scale",
    "importing",
)


def commands(name: str) -> Iterator[list[str]]:
    """The command lines of a name; none where the texts that it needs are not there."""
    if name == "replies":
        yield from (["replies", "--in", str(one)] for one in sorted(REPLIES.glob("*.jsonl")))
    elif name == "search":
        if SHARED.is_dir():
            files = {one: SHARED / f"{one}.jsonl" for one in ("docs", "queries", "qrels")}
            named = [part for one, path in files.items() for part in (f"--{one}", str(path))]
            yield ["search", *named, "--noise"]
    else:
        yield [name]


def run(command: Sequence[str], out: TextIO) -> bool:
    """Run one, a process of its own, with what it prints going to the screen and into the file."""
    heading = f"\n## python -m benchmarks.{' '.join(command)}  (load {os.getloadavg()[0]:.1f})\n"
    _tell(heading, out)
    with subprocess.Popen(
        [sys.executable, "-m", f"benchmarks.{command[0]}", *command[1:]],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        for line in process.stdout or ():
            _tell(line, out)
    if process.returncode:
        _tell(f"ended with {process.returncode}\n", out)
    return process.returncode == 0


def _tell(line: str, out: TextIO) -> None:
    print(line, end="", flush=True)
    out.write(line)
    out.flush()


def main(arguments: Sequence[str]) -> int:
    """Measure what is named, or all; 1 where something ended badly."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(NAMES))
    parser.add_argument("--out", type=Path, default=Path("bench.txt"))
    asked = parser.parse_args(arguments)
    if unknown := set(asked.names) - set(NAMES):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    well = True
    with asked.out.open("w", encoding="utf-8") as out:
        for name in asked.names or NAMES:
            lines = list(commands(name))
            if not lines:
                _tell(f"\n## {name}: no texts beside the project; see its --help\n", out)
            for one in lines:
                well = run(one, out) and well
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
