"""The search benchmark reads and writes files of JSON lines, through the product's own search."""

import json
import re
from pathlib import Path

import pytest

from benchmarks import noise
from benchmarks.search import Text, main, mean_reciprocal_rank, spoilt


def write(path: Path, rows: list[dict[str, object]]) -> str:
    path.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
    )
    return str(path)


def test_answers_are_written_best_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docs = write(
        tmp_path / "docs.jsonl",
        [
            {"id": "a", "text": "آمایش سرزمین استان"},
            {"id": "b", "text": "تعرفهٔ عوارض گمرکی"},
            {"id": "c", "text": "گزارش آمایش"},
            {"id": "d", "text": "ترخیص کالا"},
            {"id": "e", "text": "آموزش کارکنان"},
        ],
    )
    queries = write(
        tmp_path / "queries.jsonl",
        [{"qid": "1", "text": "آمایش سرزمین"}, {"qid": "2", "text": "زعفران"}],
    )
    qrels = write(tmp_path / "qrels.jsonl", [{"qid": "1", "rel": ["a"]}])
    out = tmp_path / "answers.jsonl"

    main(["--docs", docs, "--queries", queries, "--qrels", qrels, "--out", str(out), "--no-peers"])

    assert [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] == [
        {"qid": "1", "ids": ["a", "c"]},
        {"qid": "2", "ids": []},
    ]
    assert re.search(r"this product +MRR@10 1\.000", capsys.readouterr().out)


def test_reciprocal_rank_counts_the_first_right_answer_among_ten() -> None:
    answers = {"1": ["x", "a", "b"], "2": [*"cdefghijkl", "a"], "3": []}

    assert mean_reciprocal_rank(answers, {"1": {"a", "b"}, "2": {"a"}, "3": {"a"}}) == 0.5 / 3


@pytest.mark.parametrize("kind", noise.KINDS)
def test_same_seed_gives_the_same_noise(kind: str) -> None:
    queries = [
        Text("1", "گزارش دو هفتگی کمیسیون‌های تخصصی در سال ۱۳۹۹"),
        Text("2", "آب"),
        Text("3", ""),
    ]

    once = spoilt(queries, kind, seed=7)

    assert spoilt(queries, kind, seed=7) == once
    assert (once == queries) == (kind == "clean")
