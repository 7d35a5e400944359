"""The process that makes one document or picture, under limits.

`python -m bot.papers.child` reads a renderer's name, a line break and the renderer's input as JSON,
and writes `made`, a line break and the bytes, or `refused`, a line break and a word.
"""

import sys

from council.confined import confine

CPU_SECONDS = 30
MEMORY_BYTES = 400 * 1024 * 1024
"""Of data and heap; ten thousand rows and a picture at once stay far below."""
WRITTEN_BYTES = 32 * 1024 * 1024
"""For what libraries put into their own caches; a document never touches the disk here."""


def _made(question: bytes) -> bytes:
    from importlib import import_module  # noqa: PLC0415  the limits come before everything else
    from typing import get_type_hints  # noqa: PLC0415

    from pydantic import TypeAdapter  # noqa: PLC0415

    from bot.papers.refusing import RefusedError  # noqa: PLC0415
    from bot.papers.renderers import RENDERERS  # noqa: PLC0415

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
