"""A child process for tests: does what its input says, under the limits of `confined`."""

import os
import sys
from pathlib import Path

from council.isolation.confined import confine

MARKS: list[str] = []


def main() -> None:
    """Echo the input, eat memory or time, write a file, fail, or tell of itself."""
    confine(cpu_seconds=2, memory_bytes=64 * 1024 * 1024)
    wanted = sys.stdin.buffer.read().decode()
    if wanted == "memory":
        sys.stdout.write(str(len(bytes(200 * 1024 * 1024))))
    elif wanted == "time":
        while True:
            pass
    elif wanted == "surroundings":
        sys.stdout.write(Path("/proc/self/environ").read_text().replace("\0", "\n"))
        sys.stdout.write("".join(f"{name}={value}\n" for name, value in os.environ.items()))
    elif wanted == "mark":
        sys.stdout.write(f"{os.getpid()} {'known' if MARKS else 'new'}")
        MARKS.append(wanted)
    elif wanted == "parent":
        sys.stdout.write(str(os.getppid()))
    elif wanted.startswith("/"):
        Path(wanted).write_text("x")
    elif wanted == "fault":
        raise ValueError(wanted)
    else:
        sys.stdout.write(wanted[::-1])


if __name__ == "__main__":
    main()
