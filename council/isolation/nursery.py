"""A process that has one module loaded, and for each piece of work becomes a copy that does it.

`python -m council.isolation.nursery MODULE` is such a process. What reads a document takes a second
to load and milliseconds to read: it is loaded once, knows nothing of any work itself, and after a
minute without work it ends. Each copy ends with its one piece of work, whatever that did to it.
"""

import gc
import importlib
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress

from council.isolation.processes import begin

REST_SECONDS = 60.0
WORTH_A_COPY = struct.Struct("d")
"""What is handed over with the three pipes: after how many seconds the copy must have ended."""
DONE = b"done"


class Nursery:
    """Such a process as the bot sees it: started when it is needed, and again after it ended.

    It may be used from several threads. Of the bot's surroundings it gets `environment` alone.
    """

    def __init__(self, module: str, environment: Mapping[str, str]) -> None:
        self._module = module
        self._environment = dict(environment)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None

    def hand_over(self, seconds: float, pipes: Sequence[int]) -> None:
        """Let a new copy work on these: it reads the first to the end, answers on the second, and
        tells the third its process's id and, at the end, that it is done. It ends after `seconds`.

        Raises OSError where no process can be started.
        """
        with self._lock:
            line = self._line or self._start()
            try:
                socket.send_fds(line, [WORTH_A_COPY.pack(seconds)], pipes)
            except (BrokenPipeError, ConnectionError):  # it had gone to rest
                self._end()
                socket.send_fds(self._start(), [WORTH_A_COPY.pack(seconds)], pipes)

    def close(self) -> None:
        """Let it end; it does so on its own where the bot has died."""
        with self._lock:
            self._end()

    def _start(self) -> socket.socket:
        self._process, self._line = begin(__name__, self._module, environment=self._environment)
        return self._line

    def _end(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._process is not None:
            self._process.wait()
            self._process = None


def main() -> None:
    """Load the module, and have copies of this process work with it until nobody asks any more."""
    module = importlib.import_module(sys.argv[1])
    getattr(module, "load", lambda: None)()
    line = socket.socket(fileno=os.dup(0))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the copies
    gc.freeze()  # what is loaded is shared by all of them
    with line:
        while select.select([line], [], [], REST_SECONDS)[0]:
            asked, pipes, *_ = socket.recv_fds(line, WORTH_A_COPY.size, 3)
            if not asked:  # whoever asked has ended
                return
            if os.fork() == 0:
                line.close()
                _work(module.main, WORTH_A_COPY.unpack(asked)[0], pipes)
            for pipe in pipes:
                os.close(pipe)


def _work(work: object, seconds: float, pipes: Sequence[int]) -> None:
    """Be a process of its own that does one thing, and end."""
    code = 1
    with suppress(BaseException):
        given, answer, fate = pipes
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)  # nothing but its end answers that
        os.dup2(given, 0)
        os.dup2(answer, 1)
        os.close(given)
        os.close(answer)
        os.write(fate, f"{os.getpid()}\n".encode())
        work()  # type: ignore[operator]  # a module's main
        sys.stdout.flush()
        os.write(fate, DONE)
        code = 0
    os._exit(code)


if __name__ == "__main__":
    main()
