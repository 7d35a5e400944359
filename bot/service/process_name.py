"""A process's name, by which another one on the same machine can tell that it has died.

It is made of the machine, the number of the process and the moment it started, so that a number
given to somebody else later deceives nobody. Of processes on other machines, and in containers
with numbers of their own, nothing is known: they have to be waited for.
"""

import os
import re
import secrets
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

LENGTH = 32
_SHAPE = re.compile(r"([0-9a-f]{10})-([0-9a-f]+)-([0-9a-f]+)-[0-9a-f]*")
_ENDED = "ZX"
"""Killed, and only not yet buried by its parent."""


def own_name() -> str:
    """A new name for this process, of at most `LENGTH` characters; each call gives another one."""
    stood = _standing(os.getpid())
    if stood is None or not _machine():
        return secrets.token_hex(LENGTH // 2)
    known = f"{_machine()}-{os.getpid():x}-{stood[1]:x}-"
    return known + secrets.token_hex(LENGTH)[: LENGTH - len(known)]


def has_died(name: str) -> bool:
    """Whether the process of that name ran on this machine and is gone; False where unknown."""
    told = _SHAPE.fullmatch(name)
    if told is None or told[1] != _machine():
        return False
    pid, started = int(told[2], 16), int(told[3], 16)
    try:
        os.kill(pid, 0)  # /proc may hide what belongs to other users; this does not
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    stood = _standing(pid)
    return stood is not None and (stood[1] != started or stood[0] in _ENDED)


def _standing(pid: int) -> tuple[str, int] | None:
    """The state of a process and when it started, in ticks since the machine did; None unknown."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        return fields[0], int(fields[19])
    except (OSError, IndexError, ValueError):
        return None


@cache
def _machine() -> str:
    """What tells this machine, and its numbering of processes, from all others; empty unknown."""
    told = []
    for place in ("/etc/machine-id", "/proc/sys/kernel/random/boot_id"):
        with suppress(OSError):
            told.append(Path(place).read_text("ascii").strip())
    if not any(told):
        return ""
    try:
        numbering = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return ""
    whole = "\n".join([*told, os.uname().nodename, numbering])
    return sha256(whole.encode()).hexdigest()[:10]
