"""The process that opens and reads one document, under limits: bytes in, JSON out.

`python -m council.minutes.child` reads a file's bytes from its input and writes one JSON object:
`{"opened": …}` as council.minutes.apart expects it, or `{"refused": …}`. Whatever a document does
to its reader ends with this process.
"""

import json
import sys
from dataclasses import asdict
from importlib import import_module

from council.confined import confine

CPU_SECONDS = 10
MEMORY_BYTES = 256 * 1024 * 1024
"""Of data and heap; the code of the libraries comes on top and is shared."""


def _answer(content: bytes) -> dict[str, object]:
    from council.errors import (  # noqa: PLC0415  the limits come before everything else
        CouncilError,
        FileFault,
        FileRefusedError,
    )
    from council.minutes.reading import read_file  # noqa: PLC0415

    try:
        return {"opened": asdict(read_file(content))}
    except FileRefusedError as refusal:
        return {"refused": "file", "why": refusal.why.value}
    except MemoryError:
        return {"refused": "file", "why": FileFault.BOMB.value}
    except CouncilError as refusal:
        return {"refused": type(refusal).__name__}


def main() -> None:
    """Read the input, answer on the output."""
    import_module("council.minutes.reading")  # the limits would keep its byte code from being kept
    confine(cpu_seconds=CPU_SECONDS, memory_bytes=MEMORY_BYTES)
    answer = _answer(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(answer, default=str))


if __name__ == "__main__":
    main()
