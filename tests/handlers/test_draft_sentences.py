"""Sentences below a draft: each does what its button does, and anything else is a search."""

import pytest

from tests.handlers.papers import document
from tests.handlers.test_findings import TWO_IN_ONE
from tests.town import Persona, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def secretary(isfahan: Town) -> Persona:
    """Isfahan's secretary in front of a draft of nine."""
    person = isfahan.person("دبیرخانه · اصفهان")
    await person.uploads("minutes.txt", document("isfahan.txt"))
    return person


async def test_sentences_below_a_draft_change_what_they_name(secretary: Persona) -> None:
    says = secretary.says
    assert "مسئول اجرا: مرکز متسا\n" in await says("ماده ۵ مسئولش مرکز متسا باشه")
    shown = await says("بند ۵ مهلت تا آخر دی")
    assert "(۵ از ۹)" in shown
    assert "چهارشنبه ۳۰ دی" in shown
    assert "متسا، اتاق تعاون" in await says("مسئول بند ۵ اتاق تعاون هم باشد")
    assert "مهلت: ندارد" in await says("مهلتش رو حذف کن")
    assert "کنار گذاشته شد؛" in await says("لطفا بند چهارم را حذف کنید.")
    assert "کنار گذاشته شد؛" not in await says("این بند حذف نشود")
    assert "مسئول اجرا: نهادی تعیین نشده" in await says("بند ۴ مسئول ندارد")
    assert "شمارهٔ جلسه: ۵" in await says("شماره جلسه ۵ است")
    assert "۱۲ آبان ۱۴۰۵" in await says("تاریخ جلسه ۱۲ آبان ۱۴۰۵ است")


async def test_a_sentence_that_leaves_something_open_is_asked_about(secretary: Persona) -> None:
    assert "از چه تاریخی" not in await secretary.says("تاریخ جلسه اشتباه است")
    assert "۱۲ آبان ۱۴۰۵" in await secretary.says("۱۲ آبان ۱۴۰۵")
    assert "تاریخ" in await secretary.says("مهلت بند ۲ را ایرج بگذار")
    assert "(۲ از ۹)" in await secretary.says("۱۵ دی")
    assert "منظورتان از «مرکز متصا»" in await secretary.says("بند ۲ مسئولش مرکز متصا باشد")
    assert "(۲ از ۹)" in await secretary.taps("بله")
    assert "شمارهٔ ۱۲ نیست" in await secretary.says("بند ۱۲ رو حذف کن")
    assert "نفهمیدم" in await secretary.says("بند ۳ رو محرمانه کن")
    assert "(۳ از ۹)" in await secretary.taps("به مصوبه")


async def test_a_draft_that_is_replied_to_is_meant_and_all_else_is_searched(
    secretary: Persona,
) -> None:
    nine = secretary.last
    await secretary.uploads("two.txt", TWO_IN_ONE.encode())
    assert "(۲ از ۲)" in await secretary.says("بند ۲")
    assert "(۴ از ۹)" in await secretary.replies(nine, "بند ۴ رو حذف کن")
    assert "۳۰ دی" in await secretary.replies(nine, "بند ۵ مهلت تا آخر دی")
    await secretary.says("صادرات")
    for searched in (
        "بند ۴ قانون بهبود محیط کسب و کار",
        "مهلت ارز",
        "موضوع جلسه ۵",
        "بند ۴ رو حذف کن",
    ):
        assert "هنوز مصوبه‌ای ابلاغ نشده" in await secretary.says(searched)
