"""The table of rules in the documentation: every row has its page and a test that is there."""

import re
from pathlib import Path

FOLDER = Path(__file__).parent
PAGE = FOLDER.parents[1] / "docs" / "simulator.md"
ROW = re.compile(r"^\| (?P<rule>.+?) \| (.+?) \| (?P<page>\S+) \| (?P<test>\S+) \|$", re.MULTILINE)
BOT_API_PAGE = re.compile(r"(api|faq|features)#[a-z0-9-]+")


def test_every_rule_names_a_page_and_a_test_that_is_there() -> None:
    table = PAGE.read_text("utf-8").partition("## Rules enforced")[2].partition("\n## ")[0]
    lines = [line for line in table.splitlines() if line.startswith("| ")][1:]
    rows = [row for row in ROW.finditer(table) if row["rule"] != "Rule"]
    there = {
        f"{file.name}::{name}"
        for file in FOLDER.glob("test_*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)
    }

    assert len(rows) == len(lines) > 60
    assert [row["rule"] for row in rows if row["test"] not in there] == []
    assert [row["rule"] for row in rows if not BOT_API_PAGE.fullmatch(row["page"])] == []
