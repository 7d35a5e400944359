"""How fast minutes are read, and with how much memory, beside python-docx's bare reading."""

import argparse
import asyncio
import io
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import docx

from council.minutes.apart import read_apart
from council.minutes.files import opened
from council.minutes.reading import read_text

DOCUMENTS = Path(__file__).parents[1] / "tests" / "documents"
PAGE_CHARACTERS = 2_000
PAGES = (1, 40)
ROUNDS = 7


@dataclass(frozen=True)
class Speed:
    """Medians in seconds for one length of minutes, and the peak of the child in megabytes."""

    pages: int
    bare: float
    opening: float
    understanding: float
    apart: float
    peak: int

    def line(self) -> str:
        """Say it in one line."""
        whole = self.opening + self.understanding
        return (
            f"{self.pages:3} pages: python-docx alone {1000 * self.bare:7.1f} ms, opened "
            f"{1000 * self.opening:7.1f} ms, understood {1000 * self.understanding:7.1f} ms "
            f"({whole / self.bare:.1f} times the bare reading, {1 / whole:.1f} documents a "
            f"second); in a child of its own {1000 * self.apart:.0f} ms, peak {self.peak} MB"
        )


def minutes_of(pages: int) -> list[str]:
    """The lines of so many pages of minutes, from the project's own documents."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(DOCUMENTS.glob("*.txt"))]
    lines: list[str] = []
    length = place = 0
    while length < pages * PAGE_CHARACTERS:
        for line in texts[place % len(texts)].splitlines():
            if length < pages * PAGE_CHARACTERS:
                lines.append(line)
                length += len(line)
        place += 1
    return lines


def word_file(lines: Sequence[str]) -> bytes:
    """A .docx of these lines."""
    document, buffer = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(buffer)
    return buffer.getvalue()


def bare(content: bytes) -> str:
    """What python-docx alone makes of a file."""
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)


_CHILD = """
import sys
from council.minutes import child
child.main()
said = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(said.split()[1], file=sys.stderr)
"""


def peak_of_child(content: bytes) -> int:
    """Megabytes that the process for one document holds at most, told by itself at its end.

    What its parent reads of it counts the parent's own memory too, from before the new program.
    """
    done = subprocess.run(
        [sys.executable, "-c", _CHILD], input=content, capture_output=True, check=True
    )
    return int(done.stderr) // 1024


def median(
    work: Callable[[], object],
    rounds: int = ROUNDS,
    clock: Callable[[], float] = time.process_time,
) -> float:
    """Seconds of one core that the work takes, the median of some rounds after one to warm up."""
    work()
    taken = []
    for _ in range(rounds):
        started = clock()
        work()
        taken.append(clock() - started)
    return sorted(taken)[rounds // 2]


def measure(pages: int) -> Speed:
    """Measure minutes of so many pages."""
    content = word_file(minutes_of(pages))
    text = opened(content).text
    apart = median(lambda: asyncio.run(read_apart(content)), rounds=3, clock=time.perf_counter)
    return Speed(
        pages=pages,
        bare=median(lambda: bare(content)),
        opening=median(lambda: opened(content)),
        understanding=median(lambda: read_text(text)),
        apart=apart,
        peak=peak_of_child(content),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the speeds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.minutes", description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=PAGES)
    for pages in sorted(parser.parse_args(arguments).pages):
        print(measure(pages).line())


if __name__ == "__main__":
    main(sys.argv[1:])
