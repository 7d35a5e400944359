"""Corrections of what was published, and old items that are taken up: on record, and told."""

import pytest

from storage import audit
from tests.handlers.papers import SHORT
from tests.town import Town, plain

sqlite_is_enough = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
RIGHT = "مقرر شد واحد بررسی‌های اقتصادی ظرف دو هفته از ابلاغ، فهرست تعرفه‌های واردات را تهیه کند."


async def test_a_wording_is_corrected_with_a_reason_and_the_old_one_stays(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")
    unit = single.person("واحد بررسی")
    member = single.person("عضو هیأت")
    await secretary.says("۵/۱")
    await secretary.taps("✏️ تصحیح")
    await secretary.taps("📝 متن")
    assert "دلیل را بنویسید" in await secretary.says(RIGHT)
    await single.restart()
    assert "تصحیح شد" in await secretary.says("واردات، نه صادرات")

    told = plain(unit.last.text)
    assert "مصوبهٔ ۵/۱ تصحیح شد" in told
    assert "مریم رضایی" in told
    assert "واردات، نه صادرات" in told
    assert "تعرفه‌های پیشنهادی صادرات" in told
    assert "تعرفه‌های واردات" in told
    assert "تعرفه‌های واردات" in await member.says("۵/۱")
    assert not any(label == "✏️ تصحیح" for label in member.labels())
    assert "تعرفه‌های پیشنهادی صادرات" in await member.taps("تصحیح‌ها (۱)")
    assert "۵/۱" in await member.says("تعرفه واردات")
    async with single.database.reading() as session:
        events = await audit.of_subject(session, "resolution", 1)
    assert [event.action for event in events] == ["corrected"]


@sqlite_is_enough
async def test_a_date_is_corrected_in_the_calendar(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")
    unit = single.person("واحد بررسی")
    await secretary.says("۵/۱")
    await secretary.taps("✏️ تصحیح")
    await secretary.taps("⏳ مهلت")
    await secretary.taps("آذر ◀")
    await secretary.taps("۲۰")
    assert "با یک پیام خبر داده می‌شود" in await secretary.says("تصحیح تاریخ")

    assert "اکنون:" in plain(unit.last.text)
    assert "۲۰ آذر ۱۴۰۵" in await secretary.says("۵/۱")


@sqlite_is_enough
async def test_a_day_may_be_typed_in_place_of_a_tap_in_the_calendar(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")
    await secretary.says("۵/۱")
    await secretary.taps("✏️ تصحیح")
    await secretary.taps("⏳ مهلت")

    for words in ("گمرک", "آسفالت خیابان ۲۲ بهمن", "مدرسه ۱۳ آبان"):
        assert "چرا تصحیح" not in await secretary.says(words)
        await secretary.says("۵/۱")
        await secretary.taps("✏️ تصحیح")
        await secretary.taps("⏳ مهلت")
    assert "دلیل را بنویسید" in await secretary.says("۱۵ اسفند")
    await secretary.says("تصحیح تاریخ")
    assert "۱۵ اسفند ۱۴۰۵" in await secretary.says("۵/۱")


@sqlite_is_enough
@pytest.mark.parametrize("by", ["بدون مهلت", "مهلت ندارد"])
async def test_a_deadline_that_was_never_set_is_taken_away(single: Town, by: str) -> None:
    unit, secretary = single.person("واحد بررسی"), single.person("دبیرخانه · اصفهان")
    await secretary.says("5/1")
    await secretary.taps("تصحیح")
    await secretary.taps("⏳ مهلت")
    await (secretary.taps("🚫 بدون مهلت") if by == "بدون مهلت" else secretary.says(by))
    said = await secretary.says("در جلسه مهلتی گفته نشد.")
    await single.settle()

    assert "تصحیح شد" in said
    assert "بدون تاریخ" in plain(unit.hears)
    await secretary.says("5/1")
    assert "⏰" not in secretary.hears
    await secretary.taps("تصحیح")
    await secretary.taps("⏳ مهلت")
    assert not any("🚫" in label for label in secretary.labels())


@sqlite_is_enough
async def test_every_step_of_correcting_leads_back_to_the_card(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")
    await secretary.says("5/1")
    await secretary.taps("✏️ تصحیح")
    assert secretary.labels()[-1] == "▶ برگهٔ مصوبه"
    await secretary.taps("⏳ مهلت")

    assert "مصوبهٔ ۵/۱" in await secretary.taps("▶ برگهٔ مصوبه")


async def test_an_old_item_is_taken_up_with_a_new_date(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    unit = isfahan.person("واحد بررسی")
    await secretary.uploads("old.txt", SHORT.replace("آبان ۱۴۰۵", "آبان ۱۴۰۳").encode())
    await secretary.taps("✅ ابلاغ")
    await secretary.taps("فقط برای بایگانی")
    await secretary.taps("بله")
    await secretary.says("۵/۱")
    await secretary.taps("پیگیری از امروز")
    assert "با مهلت" not in await secretary.says("آسفالت خیابان ۲۲ بهمن")
    await secretary.says("۵/۱")
    await secretary.taps("پیگیری از امروز")
    assert "۱۸ آذر ۱۴۰۵ پیگیری شود؟" in await secretary.says("۱۸ آذر")
    await secretary.says("۱۷ آذر")
    assert "یک مورد تازه" not in plain(unit.last.text)
    taken = await secretary.taps("بله، پیگیری شود")

    assert "۱۷ آذر ۱۴۰۵" in taken
    assert "یک مورد تازه" in plain(unit.last.text)
    assert "۵/۱" in await unit.says("/my")
    await isfahan.passes(days=11)
    assert "یادآوری" in unit.last.text
    await secretary.says("۵/۱")
    assert not any("پیگیری از امروز" in label for label in secretary.labels())
