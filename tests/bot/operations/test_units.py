"""The units that a server runs the bot by are such as systemd wants them."""

import shutil
import subprocess
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parents[3] / "deploy"
pytestmark = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd is not installed"
)


def test_systemd_finds_nothing_wrong_with_the_units() -> None:
    units = sorted(str(unit) for unit in DEPLOY.iterdir())

    found = subprocess.run(
        ["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False
    )

    assert len(units) == 3
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")
