"""How much memory the tools for Persian text take in the bot, beyond what it holds without them.

Two processes load the libraries and tables that the bot needs anyway. One of them then reads a
thousand texts and queries as the search does, until the tools' tables and caches are full (numpy is
among them), and marks what was found. What it holds more is what the tools cost. Linux only.
"""

import importlib
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from benchmarks import texts

BOUND_MB = 40
TIMES = 1_000
_ANYWAY = (
    *("aiogram", "telegram.ext", "aiosqlite", "apscheduler", "babel", "persiantools"),
    *("storage.database", "storage.models", "storage.resolutions"),
)


def resident_mb() -> float:
    """Return what this process holds now, in MB."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no VmRSS in /proc/self/status")


def use_the_tools(lines: Iterable[str]) -> None:
    """Read texts and queries, a pair in a line, with everything that the search reads them with."""
    from council.searching.filters import read_filters  # noqa: PLC0415  only where their memory is measured
    from council.searching.query import found_spans, prepare_fields, prepare_query  # noqa: PLC0415  as above
    from storage.search.postings import lay_out  # noqa: PLC0415  as above

    for line in lines:
        text, query = json.loads(line)
        lay_out([((prepare_fields(code="72/3", text=text).text, 1.0),)])
        read_filters(query, date(2026, 1, 1))
        prepare_query(query)
        found_spans(query, text)


def _held(which: str) -> float:
    documents = list(texts.invented(texts.given(None), TIMES, seed=1))
    queries = texts.short_queries(documents, TIMES, seed=3)
    pairs = zip(documents, queries, strict=True)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.text_memory", which],
        input="".join(json.dumps([one.text, query.text]) + "\n" for one, query in pairs),
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return float(done.stdout)


def main(arguments: Sequence[str]) -> None:
    """Print the difference; as a child, with a word, what the process holds."""
    if arguments:
        for name in _ANYWAY:
            importlib.import_module(name)
        if arguments[0] == "with":
            use_the_tools(sys.stdin)
        print(resident_mb())
        return
    without, held = _held("without"), _held("with")
    print(
        f"without text tools {without:.1f} MB, with them {held:.1f} MB:"
        f" {held - without:.1f} MB more (bound {BOUND_MB})"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
