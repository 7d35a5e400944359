"""Whole documents are read right: the two that ship with the project, and shared ones if there."""

import json
from datetime import date
from pathlib import Path

import pytest

from council.minutes.reader import read_minutes
from council.minutes.record import Deadline, MinutesRecord, Reference, to_json

ROOT = Path(__file__).parents[2]
SCENES = ROOT / "simulator" / "scenes"
SHARED = ROOT.parent / "shared" / "minutes"
NONE = Deadline()
STUDIES = ("واحد بررسی‌های اقتصادی",)
DEPUTY = "معاونت هماهنگی امور اقتصادی استانداری"
PLANNING = "سازمان مدیریت و برنامه‌ریزی استان"


def joined(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.replace("\u200c", "").replace("ٔ", "") for name in names)


def read(path: Path) -> tuple[str, MinutesRecord]:
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the project")
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    return text, read_minutes(text)


@pytest.mark.parametrize("path", [SCENES / "isfahan.txt", SHARED / "s01.txt"], ids=str)
def test_isfahan_session_is_read(path: Path) -> None:
    _, record = read(path)

    assert record.council == "هیأت نمایندگان اتاق بازرگانی اصفهان"
    assert record.province == "اصفهان"
    assert (record.session_number, record.term) == (1, None)
    assert record.held_on == date(2020, 3, 29)
    assert (record.date_jalali, record.date_gregorian) == ("1399-01-10", "2020-03-29")
    assert (record.venue, record.mode, record.chair) == (None, "online", None)
    assert (record.subject or "").startswith("اقتصاد پسا")
    assert record.cross_refs == ()


@pytest.mark.parametrize("path", [SCENES / "isfahan.txt", SHARED / "s01.txt"], ids=str)
def test_isfahan_resolutions_are_read(path: Path) -> None:
    _, record = read(path)

    assert [found.number for found in record.resolutions] == [str(n) for n in range(1, 10)]
    assert [joined(found.responsible) for found in record.resolutions] == [
        joined(names)
        for names in (
            *(STUDIES, ("کمیسیونها",), STUDIES, (), (), ()),
            *(("دبیرخانه فراکسیون تولید و صادرات اتاق ایران",), ("مرکز متسا",), ()),
        )
    ]
    assert [found.deadline.norm for found in record.resolutions] == [
        *("P2W", "continuous", "P2W", None, None, None, None, None, None)
    ]
    assert joined(record.resolutions[0].supporting) == ("کمیسیونها", "تشکلها")


@pytest.mark.parametrize("path", [SCENES / "isfahan.txt", SHARED / "s01.txt"], ids=str)
def test_isfahan_ninth_keeps_four_clauses_and_is_asked(path: Path) -> None:
    text, record = read(path)
    ninth = record.resolutions[8]

    assert [clause.mark for clause in ninth.clauses] == ["*"] * 4
    assert [text[clause.start : clause.end] for clause in ninth.clauses] == [
        line[1:] for line in text.splitlines() if line.startswith("*")
    ]
    assert ninth.confidence < 0.6
    assert all(found.confidence > 0.9 for found in record.resolutions[:8])


@pytest.mark.parametrize(
    ("path", "chair"),
    [
        (SCENES / "qom.txt", "استاندار قم"),
        (SHARED / "s02.txt", "اکبر بهنامجو"),
    ],
    ids=str,
)
def test_qom_session_is_read(path: Path, chair: str) -> None:
    _, record = read(path)

    assert record.council == "شورای گفتگوی دولت و بخش خصوصی استان قم"
    assert record.province == "قم"
    assert record.session_number == 72
    assert record.held_on == date(2025, 9, 13)
    assert (record.date_jalali, record.date_gregorian) == ("1404-06-22", "2025-09-13")
    assert (record.venue, record.mode) == ("سالن ابریشم اتاق بازرگانی قم", "in_person")
    assert record.chair == chair


@pytest.mark.parametrize("path", [SCENES / "qom.txt", SHARED / "s02.txt"], ids=str)
def test_qom_orders_are_found_with_low_confidence(path: Path) -> None:
    _, record = read(path)

    assert [joined(found.responsible) for found in record.resolutions] == [
        ("حوزه اقتصادی استانداری",),
        joined((DEPUTY, PLANNING)),
        (),
    ]
    assert [(d.deadline.kind, d.deadline.norm) for d in record.resolutions] == [
        *(("relative", "event"), ("none", None), ("relative", "asap"))
    ]
    assert all(found.confidence < 0.6 for found in record.resolutions)


@pytest.mark.parametrize("path", [SCENES / "qom.txt", SHARED / "s02.txt"], ids=str)
def test_qom_earlier_resolution_is_a_reference_only(path: Path) -> None:
    _, record = read(path)

    assert record.cross_refs == (Reference("مصوبه نشست هفتادم شورای گفتگو", 70, None, None),)
    assert not any("کارگروهی ویژه" in found.text for found in record.resolutions)
    assert [
        "کارگروهی ویژه" in item.text for item in record.left_out if item.reason == "earlier_session"
    ] == [True]


@pytest.mark.parametrize(
    "path",
    [*sorted(SCENES.glob("*.txt")), *sorted(SHARED.glob("s*.txt"))],
    ids=lambda path: path.stem,
)
def test_spans_are_verbatim_and_in_order(path: Path) -> None:
    text, record = read(path)

    for item in record.left_out:
        assert item.text == text[item.start : item.end]
    starts = [found.start for found in record.resolutions]
    assert starts == sorted(starts)
    for found in record.resolutions:
        assert found.text == text[found.start : found.end].strip()
        assert 0 < found.confidence <= 1
        for clause in found.clauses:
            assert found.start <= clause.start < clause.end <= found.end
            assert clause.text == text[clause.start : clause.end]


def test_exchange_form_is_plain_data() -> None:
    record = read_minutes("مصوبات:\n۱- مقرر شد شهرداری ظرف یک ماه پل را تعمیر نماید.\n")

    data = json.loads(json.dumps(to_json(record, "m1"), ensure_ascii=False))

    assert data["id"] == "m1"
    assert data["resolutions"] == [
        {
            "number": "1",
            "text": "مقرر شد شهرداری ظرف یک ماه پل را تعمیر نماید.",
            "text_starts_with": "مقرر شد شهرداری ظرف یک ماه",
            "text_ends_with": "یک ماه پل را تعمیر نماید.",
            "span": [11, 56],
            "subitems": 0,
            "clauses": [],
            "responsible": ["شهرداری"],
            "responsible_optional": [],
            "deadline": {"kind": "relative", "value": "ظرف یک ماه", "norm": "P1M", "last": None},
            "cross_refs": [],
            "confidence": 0.95,
        }
    ]
