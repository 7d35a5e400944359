"""The log tells everything in words: no deed is called by the name that the code has for it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from bot.views import history
from storage.words import Decision, EventKind, MembershipState

CODE = Path(history.__file__).parents[2]
WRITES = ("record", "_record", "_audit", "record_audit", "_settled")
SUBJECTS = {
    "body", "broadcast", "chat", "council", "invitation", "item", "leave", "membership", "minutes",
    "resolution", "session", "synonyms",
}  # fmt: skip
OTHER_WORDS = {"reported", "role_given", "postponement_decided", "owner_named"}
"""Deeds whose sentence depends on more than their name."""
A_NAME = re.compile(r"[a-z]+(?:_[a-z]+)*")


def _deeds() -> Iterator[str]:
    """Every name of a deed that the code writes into the log."""
    for file in sorted((CODE / "council").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in WRITES:
                named = [one.value for one in node.keywords if one.arg == "action"]
                for one in [*node.args, *named]:
                    for part in (
                        ast.walk(one) if not isinstance(one, ast.JoinedStr | ast.Dict) else ()
                    ):
                        if isinstance(part, ast.Constant) and A_NAME.fullmatch(str(part.value)):
                            yield str(part.value)
    yield from (f"item_{kind.value}" for kind in EventKind)
    yield from (f"report_{decision.value}" for decision in Decision)
    yield from (MembershipState.SUSPENDED.value, MembershipState.REMOVED.value)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def test_every_deed_in_the_log_has_words() -> None:
    written = {deed for deed in _deeds() if deed not in SUBJECTS}

    assert len(written) > 40
    assert written - history._deeds().keys() - OTHER_WORDS == set()
