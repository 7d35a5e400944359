"""Starts a part of this program as a process of its own, joined to this one by a socket."""

import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_BYTE_CODE = ("-X", f"pycache_prefix={sys.pycache_prefix}") if sys.pycache_prefix else ()


def begin(
    module: str, *words: str, environment: Mapping[str, str]
) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start the module with these words; gives it, and our end of what is its standard input.

    It says nothing, takes no module from the folder that it is started in, and of the bot's
    surroundings it gets `environment` alone. Raises OSError where no process can be started.
    """
    ours, theirs = socket.socketpair()
    with theirs:
        try:
            process = subprocess.Popen(  # noqa: S603  a part of this very program
                (sys.executable, *_BYTE_CODE, "-P", "-m", module, *words), stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                env={**environment, "PYTHONPATH": str(_ROOT)}, start_new_session=True,
            )  # fmt: skip
        except OSError:
            ours.close()
            raise
    return process, ours
