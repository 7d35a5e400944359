"""Measures what takes minutes only: page, minutes, replies, and search where its texts are.

What takes longer is asked for by name: `python -m benchmarks.delivery`, `.ticks`, `.growth`,
`.learned`, each with `--help`.
"""

import sys
from pathlib import Path

from benchmarks import minutes, page, replies, search

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "search"
REPLIES = ROOT / "tests" / "replies" / "unseen"


def main() -> None:
    """Measure one after the other, or say what is missing for it."""
    page.main([])
    minutes.main([])
    for strangers in sorted(REPLIES.glob("*.jsonl")):
        replies.main(["--in", str(strangers)])
    if not SHARED.is_dir():
        print("No documents beside the project: see python -m benchmarks.search --help")
        return
    files = {name: SHARED / f"{name}.jsonl" for name in ("docs", "queries", "qrels")}
    named = [part for name, path in files.items() for part in (f"--{name}", str(path))]
    search.main([*named, "--noise", *sys.argv[1:]])


if __name__ == "__main__":
    main()
