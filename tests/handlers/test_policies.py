"""The council's settings: each change says its effect first, is audited, and is what happens."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.i18n import use_language
from bot.views import setting_words
from council.errors import SettingNotUsableError
from council.reminding import setting_values
from council.reminding.setting_values import FIELDS, group_of
from storage.models import AuditEvent
from storage.words import Role
from tests.handlers.people import invite
from tests.handlers.reminded import day_by_day, reminders
from tests.handlers.siege import press
from tests.town import Town, plain

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@sqlite_only
async def test_the_secretary_sees_what_a_change_does_before_it_is_kept(single: Town) -> None:
    unit, secretary = single.person("واحد بررسی"), single.person("دبیرخانه · اصفهان")
    await secretary.says("/settings")
    await secretary.taps("تنظیمات شورا")
    assert "آخر هفته: جمعه" in await secretary.taps("روزها و ساعت‌ها")
    await secretary.taps("تنظیمات شورا")
    shown = await secretary.taps("🔔 یادآوری‌ها")
    assert "پیش از مهلت: ۷، ۳، ۱ روز مانده و روز مهلت" in shown

    await secretary.taps("پیش از مهلت")
    tried = await secretary.says("۱۰ و ۲")
    assert "پیش از مهلت: ۱۰، ۲ روز مانده" in tried
    assert "از این پس برای یک مورد باز:" in tried
    assert "یادآوری در یک ماه آینده، به جای" in tried
    assert "پیش از مهلت: ۱۰، ۲ روز مانده" in await secretary.taps("ثبت شود")

    await secretary.taps("تنظیمات شورا")
    await secretary.taps("روزها و ساعت‌ها")
    await secretary.taps("آخر هفته")
    await secretary.taps("پنجشنبه، جمعه")
    assert "آخر هفته: پنجشنبه، جمعه" in await secretary.says("ثبت شود")

    # Ten and two days before: day 4, and day 12, a Thursday, gives way to Wednesday.
    assert await day_by_day(single, unit, 13) == [4, 11]
    async with single.database.reading() as session:
        audited = await session.scalars(
            select(AuditEvent.after).where(AuditEvent.action == "policy_changed")
        )
        assert audited.all() == [{"before": 1 << 10 | 1 << 2}, {"weekend": 1 << 3 | 1 << 4}]


@sqlite_only
async def test_a_closed_day_moves_what_would_have_come_on_it(single: Town) -> None:
    unit, secretary = single.person("واحد بررسی"), single.person("دبیرخانه · اصفهان")
    await secretary.says("/settings")
    await secretary.taps("تنظیمات شورا")
    await secretary.says("روزها و ساعت‌ها")
    await secretary.says("تعطیلی‌ها")
    await secretary.taps("ثبت تعطیلی")
    assert "تعطیلی شنبه ۷ آذر" in await secretary.says("۷ آذر")
    assert "از این پس برای یک مورد باز" in await secretary.says("برف سنگین")
    assert "• شنبه ۷ آذر ۱۴۰۵: برف سنگین" in await secretary.taps("همهٔ روز")
    asked = await secretary.says("۱۰ تا ۱۲ آذر آلودگی هوا")
    assert "سه‌شنبه ۱۰ آذر ۱۴۰۵ تا پنجشنبه ۱۲ آذر ۱۴۰۵: آلودگی هوا" in asked
    listed = await secretary.taps("همهٔ این روزها")
    assert listed.count(": آلودگی هوا") == 3
    for day in ("۱۰", "۱۱", "۱۲"):
        await secretary.taps(f"باز در {day} آذر")
    await secretary.taps("ثبت تعطیلی")
    asked = await secretary.says("شنبه ۱۴ و دوشنبه ۱۶ آذر")
    assert "تعطیلی شنبه ۱۴ آذر ۱۴۰۵، دوشنبه ۱۶ آذر ۱۴۰۵. چرا؟" in asked

    assert await day_by_day(single, unit, 7) == [5]
    single.clock.advance(timedelta(days=-6))
    assert "هیچ" not in await secretary.taps("باز در ۷ آذر")
    assert "تعطیلی" not in await secretary.says("آسفالت خیابان ۲۲ بهمن")


@sqlite_only
async def test_words_of_welcome_are_shown_first_and_said_to_newcomers(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")
    await secretary.says("/settings")
    await secretary.taps("تنظیمات شورا")
    await secretary.taps("خلاصه‌ها و دیگر")
    await secretary.taps("پیام خوشامد")
    shown = await secretary.says("جلسه‌ها شنبه‌ها ساعت ۱۷ است.")
    assert "خوش آمدید" in shown
    assert "جلسه‌ها شنبه‌ها ساعت ۱۷ است." in shown
    await secretary.taps("ثبت شود")

    newcomer = await invite(single, "isfahan", Role.MEMBER)
    assert "جلسه‌ها شنبه‌ها ساعت ۱۷ است." in newcomer.hears


@sqlite_only
@pytest.mark.parametrize(
    ("group", "field", "value", "effect", "kept"),
    [
        ("روزها", "ساعت یادآوری", "۱۰:۰۰", "از این پس یادآوری کسانی", "ساعت یادآوری: ۱۰:۰۰"),
        ("روزها", "ساعت سکوت", "۲۲:۰۰", "در این ساعت‌ها پیامی فرستاده نمی", "۲۲:۰۰ تا ۰۷:۰۰"),
        ("ارجاع موارد", "رئیس شورا", "علی کاظمی", "به ایشان گفته", "رئیس شورا: علی کاظمی"),
        ("خلاصه‌ها", "خلاصهٔ هفتگی", "هر شنبه", "هر هفته در این روز", "خلاصهٔ هفتگی: هر شنبه"),
        ("خلاصه‌ها", "خلاصهٔ جلسه", "خاموش", "دیگر پیشنهاد", "خلاصهٔ جلسه: خاموش"),
    ],
)
async def test_what_moves_no_reminder_says_what_it_does_and_leads_back_to_its_group(
    single: Town, group: str, field: str, value: str, effect: str, kept: str
) -> None:
    secretary = single.person("دبیرخانه · اصفهان")
    await secretary.says("/settings")
    await secretary.taps("تنظیمات شورا")
    await secretary.taps(group)

    await secretary.taps(field)
    assert effect in await secretary.taps(value)
    assert kept in await secretary.taps("ثبت شود")
    assert field in secretary.labels()


@sqlite_only
async def test_one_item_is_reminded_otherwise_and_everybody_sees_it(single: Town) -> None:
    unit, secretary = single.person("واحد بررسی"), single.person("دبیرخانه · اصفهان")
    await secretary.says("5/1")
    await secretary.taps("یادآوری‌ها")
    await secretary.taps("تنظیم این مورد")
    await secretary.taps("پیش از مهلت")
    assert "از این پس برای یک مورد باز" in await secretary.taps("همان روز مهلت")
    assert "جداگانه برای این مورد" in await secretary.taps("ثبت شود")
    await secretary.taps("موارد بی‌خبر")
    await secretary.says("۵")
    assert "پرسش پس از ۵ روز" in await secretary.taps("ثبت شود")
    unit_labels = (await unit.says("5/1"), await unit.taps("یادآوری‌ها"), unit.labels())
    assert "جداگانه برای این مورد تنظیم کرده است" in unit_labels[1]
    assert "تنظیم این مورد" not in unit_labels[2]

    assert await day_by_day(single, unit, 14) == [5, 14]
    await secretary.says("5/1")
    await secretary.taps("یادآوری‌ها")
    await secretary.taps("تنظیم این مورد")
    assert "مانند دیگر موارد شورا" in await secretary.taps("مانند شورا")
    assert reminders(unit) == 2


@pytest.mark.parametrize(
    ("field", "number", "kept"),
    [
        ("on", 0, {"on": False}),
        ("before", 0b10001001, {"before": [7, 3, 0]}),
        ("quiet", 2207, {"quiet_from": 22, "quiet_to": 7}),
        ("weekend", 1 << 4 | 1 << 10, {"weekend": [4], "half_days": [3]}),
        ("weekly", 0, {"weekly": None}),
        ("stale_days", 45, {"stale_days": 45}),
    ],
)
def test_every_setting_fits_a_button(field: str, number: int, kept: dict[str, object]) -> None:
    assert setting_values.decode(field, number) == kept


@pytest.mark.parametrize(
    ("field", "number"),
    [("on", 2), ("quiet", 2430), ("weekend", 0b1111), ("stale_days", 999), ("nothing", 1)],
)
def test_a_forged_setting_is_refused(field: str, number: int) -> None:
    with pytest.raises(SettingNotUsableError):
        setting_values.decode(field, number)


@sqlite_only
async def test_buttons_from_before_the_groups_still_open_what_they_name(isfahan: Town) -> None:
    """One screen had a button for everything; each leads to its setting, and back to its group."""
    secretary = isfahan.person("دبیرخانه · اصفهان")
    for field in FIELDS:
        await press(isfahan, secretary.phone, secretary.chat, [f"po:ask:{field}:0:0"])
        with use_language("fa"):
            words, group = setting_words.name(field), setting_words.group_name(group_of(field))
        assert plain(secretary.last.text).startswith(f"{words}\n")
        assert (await secretary.taps("▶ بازگشت")).startswith(plain(group))
    for what, opened in (("closures", "تعطیلی"), ("welcome", "پیام خوشامد")):
        await press(isfahan, secretary.phone, secretary.chat, [f"po:{what}::0:0"])
        assert opened in plain(secretary.last.text)

    over = await press(
        isfahan, secretary.phone, secretary.chat, ["po:try:to_chair:0:6", "po:x::0:0"]
    )

    assert over == ["", ""]
    assert any("۶ روز کاری پس از مهلت" in plain(one.text) for one in secretary.messages)
