"""Runs what can be measured here: the demo's page, and the search on the shared paragraphs."""

import sys
from pathlib import Path

from benchmarks import page, search

SHARED = Path(__file__).resolve().parents[2] / "shared" / "search"


def main() -> None:
    """Measure the page and the search, or say what is missing for it."""
    page.main([])
    if not SHARED.is_dir():
        print("No documents beside the project: see python -m benchmarks.search --help")
        return
    files = {name: SHARED / f"{name}.jsonl" for name in ("docs", "queries", "qrels")}
    named = [part for name, path in files.items() for part in (f"--{name}", str(path))]
    search.main([*named, "--noise", *sys.argv[1:]])


if __name__ == "__main__":
    main()
