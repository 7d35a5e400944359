"""A process that was killed is known as dead at once where it ran, and nowhere else."""

import os
import subprocess
import sys
from pathlib import Path

from bot.service.process_name import LENGTH, has_died, own_name

ROOT = Path(__file__).parents[2]
LIVES = """
import sys
from bot.service.process_name import own_name
print(own_name(), flush=True)
sys.stdin.read()
"""


def test_a_process_is_dead_from_its_kill_on() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", LIVES], cwd=ROOT, stdin=-1, stdout=-1, text=True
    ) as process:
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        alive = has_died(name)
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        unburied = has_died(name)
        process.wait()

        assert (alive, unburied, has_died(name)) == (False, True, True)


def test_names_fit_differ_and_tell_of_this_machine_only() -> None:
    one, other = own_name(), own_name()
    machine, number, started, _ = one.split("-")

    assert one != other
    assert {len(one), len(other)} == {LENGTH}
    assert not has_died(one)
    assert has_died(f"{machine}-{number}-{int(started, 16) - 1:x}-0")  # its number is another's now
    assert not has_died(f"{'0' * 10}-{number}-1-0")
    assert not has_died("0" * LENGTH)
