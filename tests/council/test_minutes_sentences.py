"""Orders and times as secretaries word them, each in frames of its own: who acts, and by when.

tests/documents/orders.tsv: the order, the bodies that must act («a|b» one body by either name,
«;» between bodies), the deadline as `kind:norm` («;» between right answers). times.tsv: a time and
what it comes to beside a session of 12 Tir 1403.
"""

from datetime import date
from pathlib import Path

import pytest

from council.minutes.printed_deadlines import read_cell, read_deadline
from council.minutes.reader import read_minutes
from council.minutes.record import Deadline, FoundResolution
from council.text import key

DOCUMENTS = Path(__file__).parents[1] / "documents"
HELD_ON = date(2024, 7, 2)
HEAD = "صورتجلسه کارگروه توسعه شهرستان\nجلسه شماره ۱۲ مورخ ۱۴۰۳/۰۴/۱۲\nمصوبات:\n"
FRAMES = (
    "اداره برق {} گزارش عملکرد خود را ارائه نماید.",
    "مقرر شد شهرداری نسبت به ترمیم معابر {} اقدام نماید.",
    "گزارش توسط دبیرخانه {} تهیه شود.",
    "فهرست اموال را {} ارسال کنند.",
)
COURTESY = frozenset(key("آقای خانم محترم دکتر مهندس").split())
MISREAD = {
    "بازسازی سرویس‌های بهداشتی",
    "آقای شهردار قول مساعد دادند",
    "کنسرسیوم مجری متعهد",
    "هر یک از معاونت‌ها، گزارش",
    "سید رضا موسوی به سمت",
    "اپراتورهای همراه اول",
    "طراح پوستر دو نمونه",
}
"""How the orders begin that are still read wrongly. One that is read rightly must leave."""


def table(name: str) -> list[list[str]]:
    lines = (DOCUMENTS / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines]


def is_due(found: Deadline, right: str) -> bool:
    said = found.kind if found.kind == "none" else f"{found.kind}:{found.norm}"
    return said in right.split(";")


def same_body(found: str, names: str) -> bool:
    ours = frozenset(key(found).split()) - COURTESY
    return any(
        ours <= theirs or theirs <= ours
        for theirs in (frozenset(key(name).split()) - COURTESY for name in names.split("|"))
    )


def rightly(found: FoundResolution, bodies: str, due: str) -> bool:
    wanted = [names for names in bodies.split(";") if names]
    each = len(wanted) == len(found.responsible) and all(
        any(same_body(one, names) for one in found.responsible) for names in wanted
    )
    return each and is_due(found.deadline, due)


def test_orders_are_read() -> None:
    rows = table("orders.tsv")
    wrong = set()
    for first in range(0, len(rows), 8):
        part = rows[first : first + 8]
        said = "".join(f"{place}- {row[0]}\n" for place, row in enumerate(part, start=1))
        found = read_minutes(HEAD + said).resolutions
        assert len(found) == len(part)
        wrong |= {
            row[0] for one, row in zip(found, part, strict=True) if not rightly(one, row[1], row[2])
        }

    expected = {row[0] for row in rows if row[0].startswith(tuple(MISREAD))}
    assert len(expected) == len(MISREAD)
    assert wrong == expected


@pytest.mark.parametrize("frame", FRAMES)
def test_times_are_understood_inside_an_order(frame: str) -> None:
    wrong = [
        time
        for time, due in table("times.tsv")
        if not is_due(read_deadline(frame.format(time), HELD_ON), due)
    ]

    assert wrong == []


def test_times_are_understood_in_a_cell() -> None:
    wrong = [time for time, due in table("times.tsv") if not is_due(read_cell(time, HELD_ON), due)]

    assert wrong == []
