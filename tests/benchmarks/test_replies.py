"""The measurement of replies: what it reads and writes."""

import json
from pathlib import Path

import pytest

from benchmarks import replies


def test_answers_and_figures_come_out_for_replies_that_carry_their_gold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [
        {
            "id": "1",
            "text": "۶۰٪ انجام شد",
            "status": "in_progress",
            "percent": 60,
            "is_update": True,
        },
        {"id": "2", "text": "ممنون", "status": None, "percent": None, "is_update": False},
        {
            "id": "3",
            "text": "گفتند انجام شد",
            "status": "blocked",
            "percent": None,
            "is_update": True,
        },
    ]
    source, out = tmp_path / "t.jsonl", tmp_path / "p.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in asked), encoding="utf-8")

    replies.main(["--in", str(source), "--out", str(out)])

    assert [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] == [
        {
            "id": "1",
            "status": "in_progress",
            "percent": 60,
            "is_update": True,
            "needs_question": False,
        },
        {"id": "2", "status": None, "percent": None, "is_update": False, "needs_question": False},
        {
            "id": "3",
            "status": "in_progress",
            "percent": None,
            "is_update": True,
            "needs_question": True,
        },
    ]
    assert capsys.readouterr().out.splitlines() == [
        "replies             3",
        "status of updates   50.0%",
        "percent where said  100.0%",
        "is it an update     100.0%",
        "false done          0",
        "needless questions  1",
    ]
