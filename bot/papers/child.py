"""The process that makes one document or picture, under limits.

It reads a renderer's name, a line break and the renderer's input as JSON,
and writes `made`, a line break and the bytes, or `refused`, a line break and a word.
"""

import sys
from importlib import import_module
from typing import get_type_hints

from pydantic import TypeAdapter

from bot.papers.refusing import RefusedError
from bot.papers.renderers import HEAVY, RENDERERS
from council.isolation.confined import confine

CPU_SECONDS = 30
MEMORY_BYTES = 400 * 1024 * 1024
"""Of data and heap; ten thousand rows and a picture at once stay far below."""
WRITTEN_BYTES = 32 * 1024 * 1024
"""For what libraries put into their own caches; a document never touches the disk here."""


def load() -> None:
    """Load what makes documents; what makes pictures holds too much memory to be kept."""
    for name in RENDERERS.keys() - HEAVY:
        import_module(RENDERERS[name])


def _made(question: bytes) -> bytes:
    name, _, given = question.partition(b"\n")
    render = import_module(RENDERERS[name.decode()]).render
    adapter: TypeAdapter[object] = TypeAdapter(get_type_hints(render)["given"])
    try:
        return b"made\n" + bytes(render(adapter.validate_json(given)))
    except RefusedError as refusal:
        return b"refused\n" + refusal.why.encode()
    except MemoryError:
        return b"refused\nmemory"


def main() -> None:
    """Read the input, answer on the output."""
    confine(cpu_seconds=CPU_SECONDS, memory_bytes=MEMORY_BYTES, written_bytes=WRITTEN_BYTES)
    sys.stdout.buffer.write(_made(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
