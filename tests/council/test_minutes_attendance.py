"""Who was there is read where the minutes list it, and nobody else is."""

import pytest

from council.minutes.attendance import Attendance, read_attendance
from council.minutes.reader import read_minutes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "حاضرین: آقایان کریمی (رئیس)، خانم نوری و مهندس بهرامی\nغایب: آقای صفری",
            Attendance(("آقایان کریمی (رئیس)", "خانم نوری", "مهندس بهرامی"), ("آقای صفری",)),
        ),
        (
            "اعضای حاضر: شهردار، رئیس اداره آموزش و پرورش، رئیس اداره صمت (غایب)\nمدعوین: بخشدار",
            Attendance(
                ("شهردار", "رئیس اداره آموزش و پرورش"), ("رئیس اداره صمت (غایب)",), ("بخشدار",)
            ),
        ),
        (
            "حاضران:\n۱- دکتر میرزایی\n۲- خانم لطفی\n\nدستور جلسه: بودجه",
            Attendance(("دکتر میرزایی", "خانم لطفی")),
        ),
        (
            "جلسه با حضور آقایان ایزدی، بیات و خانم کمالی در محل دفتر تشکیل شد.",
            Attendance(("آقایان ایزدی", "بیات", "خانم کمالی")),
        ),
        ("حاضران: شانزده نفر از اعضا به شرح فهرست پیوست", Attendance()),
        ("حاضرین: ندا راد\nغایبین: ندارد\nمدعوین: هیچ‌کس", Attendance(("ندا راد",))),
        ("حاضرین: علی نوری\nغایبین: غایب نداشتیم", Attendance(("علی نوری",))),
        ("مقرر شد غایبان جلسه گزارش دهند.", Attendance()),
    ],
)
def test_lists_of_those_present_absent_and_invited(text: str, expected: Attendance) -> None:
    assert read_attendance(text) == expected


def test_someone_listed_as_present_is_known_as_the_one_who_acts() -> None:
    text = "حاضرین: بهرام یاری، فیض‌الله کاکایی\nمصوبات:\n۱- قرار شد بهرام یاری پول لوله را جمع کند."

    (found,) = read_minutes(text).resolutions

    assert found.responsible == ("بهرام یاری",)
