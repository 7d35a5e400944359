"""The process that opens and reads one roster, under limits: bytes in, JSON out.

It writes `{"roster": …}` as council.people.roster_apart expects it, or `{"refused": …}`. Whatever a
workbook does to its reader ends with this process.
"""

import json
import sys
from dataclasses import asdict
from importlib import import_module

from council.errors import CouncilError, RosterTooLargeError
from council.isolation.confined import confine
from council.people.roster import read

CPU_SECONDS = 10
MEMORY_BYTES = 256 * 1024 * 1024
"""Of data and heap; the code of the libraries comes on top and is shared."""


def load() -> None:
    """Load what reads workbooks."""
    import_module("openpyxl")


def _answer(content: bytes) -> dict[str, object]:
    try:
        return {"roster": asdict(read(content))}
    except MemoryError:
        return {"refused": RosterTooLargeError.__name__}
    except CouncilError as refusal:
        return {"refused": type(refusal).__name__}


def main() -> None:
    """Read the input, answer on the output."""
    confine(cpu_seconds=CPU_SECONDS, memory_bytes=MEMORY_BYTES)
    sys.stdout.write(json.dumps(_answer(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
