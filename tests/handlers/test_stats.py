"""The numbers in the chat: one screen, the list behind each number, and whose they are."""

import pytest

from tests.town import Town, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

OVERDUE = """\
📊 آمار سال ۱۴۰۵
هیأت نمایندگان اتاق بازرگانی اصفهان

یک حکم از یک جلسه
📐 در دامنهٔ اختیار: ۱ از ۱ (۱۰۰٪)
✅ اجرا شده: ۰ از ۱ (۰٪)
⏱ به‌موقع: ۰ از ۱ (۰٪)"""
BEHIND = """\
⏰ معوق: ۱
سال ۱۴۰۵
باز است، مهلتش گذشته و انجام آن اعلام نشده است.

۱. ۵/۱ مقرر شد واحد بررسی‌های اقتصادی ظرف دو هفته از ابلاغ، فهرست تعرفه‌های پیشنهادی صادرات را…
   🔔 ابلاغ‌شده، ۶ روز از مهلت گذشته"""
DONE = """\
📊 Numbers of the year 1405
هیأت نمایندگان اتاق بازرگانی اصفهان

1 item of 1 session
📐 In scope: 1 of 1 (100%)
✅ Implemented: 1 of 1 (100%)
⏱ On time: 0 of 1 (0%)
📆 Median time until done: 20 days"""
LATE = """\
🐢 Late: 1
the year 1405
Implemented after the deadline, or overdue now.

1. 5/1 مقرر شد واحد بررسی‌های اقتصادی ظرف دو هفته از ابلاغ، فهرست تعرفه‌های پیشنهادی صادرات را…
   ✅ implemented, 20 Azar, 6 days late"""


async def test_each_number_opens_its_list_and_follows_what_happens(single: Town) -> None:
    secretary, unit = single.person("دبیرخانه · اصفهان"), single.person("واحد بررسی")
    await single.passes(days=20)

    assert await secretary.says("/stats") == OVERDUE
    numbers = ["📋 همه ۱", "📐 در دامنه ۱", "🐢 دیرشده ۱", "🔵 باز ۱", "⏰ معوق ۱"]
    more = ["🏛 نهادها", "🍂 فصل‌ها", "🖼 تصویرها", "❓ تعریف‌ها"]
    assert secretary.labels() == [*numbers, *more]
    assert await secretary.taps("معوق") == BEHIND
    assert "۵/۱" in await secretary.taps("۵/۱")
    assert await secretary.taps("📊 آمار", on=secretary.message_with("⏰ معوق: ۱")) == OVERDUE

    await unit.says("/my")
    await unit.replies(unit.last, "انجام شد")
    await secretary.taps("✅ تأیید")
    await secretary.says("/language")
    await secretary.taps("English")

    assert await secretary.says("/stats") == DONE
    assert await secretary.taps("Late") == LATE
    await secretary.taps("Numbers")
    assert "1. autumn 1405\n   ✅ 1 of 1 (100%) · ⏱ 0%" in await secretary.taps("By season")
    assert "Numbers of autumn 1405" in await secretary.taps("1")
    meanings = await secretary.taps("Definitions")
    assert "🐢 Late: Implemented after the deadline, or overdue now." in meanings
    assert await secretary.taps("Back") == DONE.replace("the year", "autumn")


async def test_a_period_is_done_only_by_a_report_that_says_so(published: Town) -> None:
    unit, secretary = published.person("واحد بررسی"), published.person("دبیرخانه · اصفهان")
    await unit.says("1/1")
    await unit.replies(unit.last, "۴۰٪ انجام شد")
    await secretary.taps("✅ تأیید")
    await published.passes(days=15)

    shown = await secretary.says("/stats")

    assert "🔁 نوبت‌های انجام‌شده: ۰ از ۲ (۰٪)" in shown
    assert "🔁 دارای نوبت انجام‌نشده ۲" in secretary.labels()
    assert "گزارش‌های دیگر نوبت را نمی‌بندد" in await secretary.taps("🔁")


async def test_representative_begins_with_the_own_body_and_a_member_with_the_council(
    single: Town,
) -> None:
    unit, member = single.person("واحد بررسی"), single.person("عضو هیأت")

    assert "آمار سال ۱۴۰۵\nواحد بررسی‌های اقتصادی\n\nیک حکم" in await unit.says("/stats")
    assert "هیأت نمایندگان" in await unit.taps("کل شورا")
    assert "آمار سال ۱۴۰۵\nهیأت نمایندگان" in await member.says("/stats")
    assert "۱. واحد بررسی‌های اقتصادی\n   ✅ ۰ از ۱ (۰٪)" in await member.taps("نهادها")
    assert "آمار سال ۱۴۰۵\nواحد بررسی‌های اقتصادی" in await member.taps("۱")


async def test_picture_comes_as_a_photo_with_words_and_as_text(single: Town) -> None:
    member = single.person("عضو هیأت")
    await member.says("/stats")
    menu = await member.taps("تصویرها")
    assert menu.startswith("🖼 تصویرهای سال ۱۴۰۵")

    await member.taps("وضعیت نهادها", on=member.last)

    told, sent = member.messages[-2:]
    assert plain(told.text) == "🖼 وضعیت حکم‌های هر نهاد: آماده شد."
    assert sent.content["photo"][-1]["width"] == 1080
    council = "سال ۱۴۰۵ · هیأت نمایندگان اتاق بازرگانی اصفهان"
    caption = f"وضعیت حکم‌های هر نهاد\n{council}\nیک حکم: ۱ باز."
    assert plain(sent.content["caption"]) == caption
    assert member.labels() == ["📝 به صورت متن", "🌙 تیره", "🖼 تصویرهای دیگر"]
    listed = f"{caption}\n\n• واحد بررسی‌های اقتصادی: ۱ باز"
    assert await member.taps("متن") == listed
