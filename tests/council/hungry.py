"""A child process for tests: does what its input says, under the limits of council.confined."""

import sys
from pathlib import Path

from council.confined import confine


def main() -> None:
    """Echo the input, eat memory or time, write a file, or fail."""
    confine(cpu_seconds=2, memory_bytes=64 * 1024 * 1024)
    wanted = sys.stdin.buffer.read().decode()
    if wanted == "memory":
        sys.stdout.write(str(len(bytes(200 * 1024 * 1024))))
    elif wanted == "time":
        while True:
            pass
    elif wanted.startswith("/"):
        Path(wanted).write_text("x")
    elif wanted == "fault":
        raise ValueError(wanted)
    else:
        sys.stdout.write(wanted[::-1])


if __name__ == "__main__":
    main()
