"""Changes one module in every small way and tells which changes its tests did not notice.

`python -m tests.mutants council/access.py tests/council/test_access.py`: each mutant lives in a
forked process of its own, in memory only; the file on the disk is never touched.
"""

import difflib
import importlib
import os
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from io import StringIO
from pathlib import Path

import pytest

SAME = (
    "BinaryOperator_BitOr",
    "BinaryOperator_Mul",
    "RemoveDecorator",
    *(f"Operator_{of}_{to}" for of in ("Is", "IsNot") for to in ("Eq", "NotEq", "Gt", "Lt")),
)
"""Changes that decide nothing: `X | None` and `*` in a signature, a decorator that freezes or
remembers, and for `is` between fixed words any comparison but `is not`: words have no order."""


def mutants(source: str) -> Iterator[tuple[str, str]]:
    """Every mutant of the source, with the name of what was changed."""
    plugins = importlib.import_module("cosmic_ray.plugins")
    mutating = importlib.import_module("cosmic_ray.mutating")
    for name in sorted(plugins.operator_names()):
        if any(one in name for one in SAME):
            continue
        try:
            operator = plugins.get_operator(name)()
        except TypeError:
            continue  # it wants to be told what to replace
        occurrence = 0
        while (changed := mutating.mutate_code(source, operator, occurrence)) is not None:
            yield name, changed
            occurrence += 1


def survives(path: Path, changed: str, tests: list[str]) -> bool:
    """Whether the tests pass although the module is changed."""
    child = os.fork()
    if child == 0:
        os._exit(_run(path, changed, tests))
    _pid, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def _run(path: Path, changed: str, tests: list[str]) -> int:
    """In the child: load the changed module in the true one's place, and run the tests."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(1, 2)
    sys.stdout = sys.stderr = StringIO()
    name = ".".join(path.with_suffix("").parts)
    spec = spec_from_file_location(name, path)
    if spec is None:
        return 1
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        exec(compile(changed, str(path), "exec"), module.__dict__)  # noqa: S102  that is the point
        package, _, last = name.rpartition(".")
        setattr(importlib.import_module(package), last, module)
        return int(pytest.main(["-q", "-x", "-p", "no:cacheprovider", *tests]))
    except BaseException:  # noqa: BLE001  a mutant that cannot be loaded is noticed
        return 1


def main(path: Path, tests: list[str]) -> int:
    """Print what survived; gives how many did."""
    source = path.read_text(encoding="utf-8")
    for known in ("storage.models", "storage.sight"):
        importlib.import_module(known)  # once here, for all children
    tried, alive = 0, []
    for name, changed in mutants(source):
        tried += 1
        if survives(path, changed, tests):
            alive.append(name)
            diff = difflib.unified_diff(source.splitlines(), changed.splitlines(), lineterm="", n=1)
            sys.stdout.write("\n".join([name, *diff, ""]) + "\n")
            sys.stdout.flush()
    sys.stdout.write(f"{tried} mutants of {path}, {len(alive)} survived\n")
    return len(alive)


if __name__ == "__main__":
    sys.exit(min(1, main(Path(sys.argv[1]), sys.argv[2:])))
