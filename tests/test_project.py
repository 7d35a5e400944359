"""The project as a whole: pins, packages, documents and words that must stay true."""

import ast
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli import app
from bot.settings import Settings
from locales import catalogues

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PACKAGES = [name for name in PROJECT["tool"]["setuptools"]["packages"] if "." not in name]
WRITTEN = {".py", ".md", ".toml", ".lock", ".html", ".css", ".js", ".po", ".txt", ".mako", ""}
MACHINE = re.compile(
    "/(?:" + "|".join(("root", "work", "home/[a-z]", "Users", "opt/")) + r")(?!\w)"
)


def own_files() -> Iterator[Path]:
    """Every file that somebody wrote, generated and downloaded ones left out."""
    tops = [*PACKAGES, "tests", "docs", ".ci"]
    theirs = {".env", ".git"}  # the operator's; and git's, where the tree is a second one
    yield from (path for path in ROOT.iterdir() if path.is_file() and path.name not in theirs)
    for top in tops:
        yield from (path for path in (ROOT / top).rglob("*") if path.is_file())


def texts() -> Iterator[tuple[str, str]]:
    """Name and text of every text file of ours."""
    for path in own_files():
        if path.suffix in WRITTEN and "__pycache__" not in path.parts:
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def modules() -> list[Path]:
    folders = (ROOT / name for name in [*PACKAGES, "tests"])
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def requirements(lock: str) -> dict[str, str]:
    """Name and entry of each requirement in a lock file."""
    text = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return {re.split(r"[=\[ ;<>]", line, maxsplit=1)[0]: line for line in lines}


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z][\w-]*):", MAKEFILE, flags=re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_pin_everything_with_hashes_and_name_no_index(lock: str) -> None:
    loose = [
        entry
        for entry in requirements(lock).values()
        if not re.match(r"[\w.\-\[\],]+==\S+ ", entry) or "--hash=sha256:" not in entry
    ]

    assert loose == []
    assert "://" not in (ROOT / lock).read_text("utf-8")
    assert "index" not in (ROOT / lock).read_text("utf-8")


def test_locks_hold_what_the_project_asks_for() -> None:
    def names(wanted: list[str]) -> set[str]:
        return {re.split(r"[\[<>=~ ;]", one, maxsplit=1)[0] for one in wanted}

    product = names(PROJECT["project"]["dependencies"])
    tools = names(PROJECT["dependency-groups"]["dev"])

    assert product - set(requirements("requirements.lock")) == set()
    assert tools - set(requirements("requirements-dev.lock")) == set()
    assert tools & set(requirements("requirements.lock")) == set()


def test_every_package_is_listed_and_every_listed_one_exists() -> None:
    tops = [path for path in ROOT.iterdir() if (path / "__init__.py").exists()]
    found = {
        init.parent.relative_to(ROOT).as_posix().replace("/", ".")
        for top in tops
        for init in top.rglob("__init__.py")
    }

    assert found == set(PROJECT["tool"]["setuptools"]["packages"])


def test_every_module_starts_with_one_sentence() -> None:
    without = []
    for path in modules():
        words = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
        if not re.match(r"[A-Z`].*[.:]$", words.partition("\n")[0]):
            without.append(path.relative_to(ROOT).as_posix())

    assert without == []


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}

    assert [path.name for path in modules() if path.stem in drawers] == []


def test_no_text_names_a_place_on_somebodys_machine() -> None:
    found = [
        f"{name}: {line.strip()[:80]}"
        for name, text in texts()
        for line in text.splitlines()
        if MACHINE.search(line)
    ]

    assert found == []


def test_every_text_ends_with_one_line_break() -> None:
    ends = {name: text[-2:] for name, text in texts() if text}

    assert [name for name, end in ends.items() if end[-1:] != "\n" or end == "\n\n"] == []


def test_persian_catalogue_has_no_arabic_letters() -> None:
    catalogue = catalogues.path_of("fa").read_text("utf-8")

    assert re.findall("[يىكةۀ]", catalogue) == []


def test_make_targets_named_in_documents_exist() -> None:
    named = {
        target
        for path in [*DOCUMENTS, ROOT / ".ci" / "run"]
        for target in re.findall(
            r"(?:^|`)make ([a-z][\w-]*)", path.read_text("utf-8"), re.MULTILINE
        )
    }

    assert {"demo", "test"} <= named
    assert named - make_targets() == set()


def test_commands_in_the_readme_are_those_of_the_program() -> None:
    commands = get_command(app)

    named = set(re.findall(r"mosavabe ([a-z]+)", README))

    assert named == set(getattr(commands, "commands", {}))


def test_settings_in_the_readme_are_those_of_the_program() -> None:
    table = README.partition("## Settings")[2].partition("\n## ")[0]

    assert re.findall(r"^\| `(\w+)`", table, flags=re.MULTILINE) != []
    assert set(re.findall(r"^\| `(\w+)`", table, flags=re.MULTILINE)) == {
        *(name.upper() for name in Settings.model_fields),
        "PORT",
    }


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_places_named_in_documents_exist(path: Path) -> None:
    text = path.read_text("utf-8")
    tops = "|".join([*PACKAGES, "tests", "docs"])
    linked = [path.parent / one for one in re.findall(r"\]\(([^)#:]+)\)", text)]
    quoted = [
        ROOT / re.sub(r"\.[A-Z]\w*$", "", one)
        for one in re.findall(rf"`((?:{tops})/[\w./-]*)`", text)
    ]

    missing = [one for one in [*linked, *quoted] if not _exists(one)]

    assert missing == []


def _exists(path: Path) -> bool:
    return path.exists() or path.with_suffix(".py").exists()


def test_architecture_names_every_folder_and_no_other() -> None:
    told = (ROOT / "docs" / "ARCHITECTURE.md").read_text("utf-8").split("```")[1]
    named = {line.split()[0].rstrip("/") for line in told.splitlines() if line.strip()}
    listed = {name.replace(".", "/") for name in PROJECT["tool"]["setuptools"]["packages"]}
    within = {name for name in listed if not name.startswith(("simulator/", "storage/migrations/"))}

    assert named == within | {"docs", "deploy", "tests"}


def test_decisions_have_their_five_lines() -> None:
    wanted = ["Context", "Decision", "Consequences", "Alternatives", "Enforced"]
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [path.name[:4] for path in records]
    lines = {
        path.name: re.findall(r"^- \*\*(\w+)", path.read_text("utf-8"), flags=re.MULTILINE)
        for path in records
    }

    assert lines == {path.name: wanted for path in records}
    assert len(set(numbers)) == len(numbers)


def test_ci_runs_check_and_test() -> None:
    script = ROOT / ".ci" / "run"

    assert os.access(script, os.X_OK)
    assert [
        line for line in script.read_text("utf-8").splitlines() if line.startswith("make ")
    ] == [
        "make check",
        "make test",
    ]
