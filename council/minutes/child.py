"""The process that opens and reads one document, under limits: bytes in, JSON out.

It reads a file's bytes from its input and writes one JSON object:
`{"opened": …}` as council.minutes.apart expects it, or `{"refused": …}`. Whatever a document does
to its reader ends with this process.
"""

import json
import sys
from dataclasses import asdict

from council.errors import CouncilError, FileFault, FileRefusedError
from council.isolation.confined import confine
from council.minutes.files import opened
from council.minutes.reading import read_text

CPU_SECONDS = 10
MEMORY_BYTES = 256 * 1024 * 1024
"""Of data and heap; the code of the libraries comes on top and is shared."""


def _answer(content: bytes) -> dict[str, object]:
    try:
        file = opened(content)
        return {"opened": asdict(read_text(file.text, rough=file.rough))}
    except FileRefusedError as refusal:
        return {"refused": "file", "why": refusal.why.value}
    except MemoryError:
        return {"refused": "file", "why": FileFault.BOMB.value}
    except CouncilError as refusal:
        return {"refused": type(refusal).__name__}


def main() -> None:
    """Read the input, answer on the output."""
    confine(cpu_seconds=CPU_SECONDS, memory_bytes=MEMORY_BYTES)
    answer = _answer(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(answer, default=str))


if __name__ == "__main__":
    main()
