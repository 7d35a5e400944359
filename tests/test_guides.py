"""Every command that README and guides print is run, or its options are looked up."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from typer.main import get_command
from typer.testing import CliRunner

from bot.cli import app
from locales.catalogues import path_of

ROOT = Path(__file__).resolve().parents[1]
GUIDES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TARGETS = set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
BLOCK = re.compile(
    r"(?:<!-- not run here: (?P<why>[^>]+) -->\n)?```sh\n(?P<lines>.*?)```", re.DOTALL
)
OPTION = re.compile(r"--[a-z][\w-]*")
PROGRAM = {".venv/bin/mosavabe", "m"}
"""As the program is called in its own folder, and as the service's user from anywhere."""
SHELL = {"export", "echo", "}", "cd"}


@dataclass(frozen=True)
class Block:
    """The commands that stand together in a guide; `why` says why they cannot be run here."""

    guide: str
    commands: tuple[str, ...]
    why: str | None


def blocks() -> Iterator[Block]:
    for guide in GUIDES:
        for found in BLOCK.finditer(guide.read_text("utf-8")):
            lines = [re.sub(r"\s+#.*", "", line).strip() for line in found["lines"].splitlines()]
            yield Block(guide.name, tuple(filter(None, lines)), found["why"])


def test_no_command_stands_outside_a_marked_block() -> None:
    """A fence without a language would slip through."""
    loose = [
        (guide.name, line)
        for guide in GUIDES
        for fence in re.findall(
            r"^```\n(.*?)^```", guide.read_text("utf-8"), re.DOTALL | re.MULTILINE
        )
        for line in fence.splitlines()
        if re.match(r"(make|\.venv/bin/|mosavabe|python|systemctl|apt)", line)
    ]

    assert loose == []


@pytest.mark.parametrize("guide", sorted({block.guide for block in blocks() if not block.why}))
def test_commands_of_a_guide_run_one_after_another(
    guide: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    for name in ("BOT_TOKEN", "BOT_TOKEN_FILE", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))

    for block in blocks():
        if block.guide == guide and not block.why:
            for command in block.commands:
                words = shlex.split(command.replace("/var/lib/mosavabe", str(tmp_path / "data")))
                assert words[0] in PROGRAM, f"mark it as not run here: {command}"
                ended = CliRunner().invoke(app, words[1:])
                assert ended.exit_code in expected(words), (command, ended.output)


def expected(words: list[str]) -> set[int]:
    """How a command may end: the doctor finds something bad where there is no token."""
    return {0, 1} if words[1] == "doctor" else {0}


@pytest.mark.parametrize("block", [block for block in blocks() if block.why], ids=lambda b: b.why)
def test_commands_that_cannot_run_here_have_the_options_they_are_given(block: Block) -> None:
    for command in block.commands:
        words = shlex.split(command.removesuffix("}").removesuffix("; "))
        if words[0] == "make":
            named = [one for one in words[1:] if re.fullmatch(r"[a-z][a-z-]*", one)]
            assert set(named) <= TARGETS, command
        elif words[0] == "m" or words[0].endswith("mosavabe"):
            assert options_of(words) <= known(words[1]), command
        elif words[0].startswith("."):
            assert (ROOT / words[0]).is_file(), command
        elif words[0] == "m()":
            unit = (ROOT / "deploy" / "mosavabe.service").read_text("utf-8")
            assert f"exec {words[-2]} run" in unit, command
        elif words[0] not in SHELL and shutil.which(words[0]):
            assert options_of(words) <= told_by(words[0]), command


@pytest.mark.parametrize("guide", ["secretary.md", "member.md"])
def test_labels_that_a_persian_guide_quotes_are_those_of_the_bot(guide: str) -> None:
    with path_of("fa").open("rb") as catalogue:
        told = [one.string or "" for one in read_po(catalogue)]
    said = "\n".join(one if isinstance(one, str) else "\n".join(one) for one in told)
    quoted = re.findall("«([^»]+)»", (ROOT / "docs" / guide).read_text("utf-8").replace("\n", " "))

    assert [label for label in quoted if label not in said] == []


def options_of(words: list[str]) -> set[str]:
    return {found[0] for word in words if (found := OPTION.match(word))}


def known(name: str) -> set[str]:
    command = getattr(get_command(app), "commands", {})[name]
    return {option for parameter in command.params for option in parameter.opts}


def told_by(program: str) -> set[str]:
    """The long options that a program's own help names; git keeps them with each command."""
    asks = [[program, "--help"], *([[program, "pull", "-h"]] if program == "git" else [])]
    told = [subprocess.run(ask, capture_output=True, text=True, check=False) for ask in asks]
    return set(OPTION.findall("".join(one.stdout + one.stderr for one in told)))
