"""Limits that a process of its own puts on itself before it touches what it was given."""

import os
import resource

_NICENESS = 10


def confine(*, cpu_seconds: int, memory_bytes: int, written_bytes: int = 0) -> None:
    """Limit this very process: processor, data and heap, and the largest file it may write.

    The code of the libraries comes on top of the memory and is shared.
    """
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written_bytes, written_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(_NICENESS)
