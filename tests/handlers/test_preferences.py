"""One's own settings: each by a tap and by typing; what was set is what happens."""

import pytest

from tests.handlers.reminded import day_by_day, reminders
from tests.town import Persona, Town, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def open_setting(person: Persona, name: str) -> str:
    """Open /settings and one of its screens by its button."""
    await person.says("/settings")
    return await person.taps(name)


async def test_everything_is_set_by_taps_and_by_typing(single: Town) -> None:
    unit = single.person("واحد بررسی")
    shown = await unit.says("/settings")
    assert "زبان: فارسی" in shown
    assert "ساعت من: ۰۹:۰۰ (مانند شورا)" in shown
    assert "ساعت سکوت: ۲۱:۰۰ تا ۰۸:۰۰ (مانند شورا)" in shown
    assert "تنظیمات شورا" not in " ".join(unit.labels())

    await unit.taps("ساعت من")
    assert "ساعت من: ۱۱:۰۰" in await unit.taps("۱۱:۰۰")
    assert "کدام تقویم" in await unit.says("تقویم")
    assert "تقویم: میلادی" in await unit.says("میلادی")
    assert "در چه ساعت‌هایی پیام نفرستم" in await unit.says("ساعت سکوت")
    assert "ساعت سکوت: ۲۲:۰۰ تا ۰۶:۰۰" in await unit.says("از ۲۲ تا ۶")
    await unit.taps("ساعت من")
    assert "در ساعت سکوت، ۲۲:۰۰ تا ۰۶:۰۰، می‌افتد" in plain(await unit.says("۵ صبح"))
    assert "فقط ساعت کامل" in await unit.says("ده و نیم")
    assert "ساعت من: ۱۰:۰۰" in await unit.says("ساعت ۱۰")
    await unit.taps("رقم‌ها")
    await unit.taps("لاتین")

    assert "شنبه 5 دسامبر 2026" in await unit.says("5/1")
    assert (await unit.says("/follow")).endswith("/follow 72/3.")
    await unit.says("/lists")
    await unit.taps("جلسه‌ها")
    assert "🔎 «جلسه 5»" in await unit.taps("1")
    await single.passes(days=7, minutes=-30)
    assert reminders(unit) == 0
    await single.passes(minutes=31)
    assert reminders(unit) == 1
    await open_setting(unit, "زبان")
    in_english = await unit.taps("English")
    assert "Calendar: Gregorian" in in_english
    assert "Numerals" not in in_english


async def test_what_means_no_button_is_a_search_as_ever(single: Town) -> None:
    unit = single.person("واحد بررسی")
    await unit.says("/settings")

    assert "🔎" in await unit.says("تعرفه")


async def test_own_digest_takes_the_place_of_the_days_reminder(single: Town) -> None:
    unit = single.person("واحد بررسی")
    await open_setting(unit, "خلاصهٔ من")
    await unit.taps("دوشنبه")  # a day may be added to another
    await unit.taps("شنبه", on=unit.last)

    # Mondays and Saturdays; the reminder of day 7 is the same message.
    assert await day_by_day(single, unit, 10) == [2, 7, 9]

    await open_setting(unit, "خلاصهٔ من")
    await unit.taps("پیش از هر جلسه")
    secretary = single.person("دبیرخانه · اصفهان")
    await secretary.says("/meetings")
    await secretary.taps("ثبت جلسه")
    await secretary.says("پنجشنبه ۱۲ آذر ساعت ۱۷، سالن")
    await secretary.taps("بله، ثبت شود")
    # Day 10 is a Tuesday: the session's eve is the next day.
    assert await day_by_day(single, unit, 1) == [1]


async def test_who_says_that_they_leave_comes_to_the_screens_for_it(single: Town) -> None:
    unit = single.person("واحد بررسی")
    shown = await unit.says("من از فردا تا ۱۵ آذر مرخصی‌ام")
    assert "از یکشنبه ۱ آذر ۱۴۰۵ تا یکشنبه ۱۵ آذر ۱۴۰۵" in shown
    assert "جانشین شما کیست" in shown
    await unit.says("لغو")
    assert "تا چه روزی" in await unit.says("فردا میرم مرخصی")
    await unit.says("لغو")
    assert "از چه روزی" in await unit.says("می‌خوام برم مرخصی")
    await unit.says("لغو")
    assert "🔎" in await unit.says("مرخصی کارکنان")

    assert "آنچه از شما نگه داشته می‌شود" in await unit.says("می‌خوام از شورا برم")
    assert unit.labels() == ["درخواست پاک شدن داده‌ها"]


async def test_while_somebody_is_away_their_substitute_is_reminded_and_may_report(
    single: Town,
) -> None:
    unit, member = single.person("واحد بررسی"), single.person("عضو هیأت")
    assert "در مرخصی نیستید" in await unit.says("/leave")
    await unit.taps("ثبت مرخصی")
    shown = await unit.says("فردا تا پس‌فردا")
    assert "از یکشنبه ۱ آذر ۱۴۰۵ تا دوشنبه ۲ آذر ۱۴۰۵" in shown
    await unit.says("/leave")
    assert "تا چه روزی" not in await unit.says("آسفالت خیابان ۲۲ بهمن")
    await unit.says("/leave")
    assert "تا چه روزی" in await unit.says("۵ آذر")
    assert "تا شنبه ۷ آذر ۱۴۰۵" in await unit.says("سه روز")
    await unit.says("/leave")
    await unit.taps("ثبت مرخصی")
    assert "حداکثر شش ماه" in await unit.says("۱۰ تا ۵ آذر")
    assert "جانشین شما کیست" in await unit.says("۵ تا ۱۲ آذر")
    assert "کسی را به این نام" in await unit.says("رستم")
    shown = await unit.taps(member.phone.first_name)
    assert "🔎" in await unit.says("تعرفه")  # nothing is asked any more
    assert "از پنجشنبه ۵ آذر ۱۴۰۵ تا پایان پنجشنبه ۱۲ آذر ۱۴۰۵" in shown
    assert "شما را جانشین کرده است" in plain(member.last.text)

    assert await day_by_day(single, member, 7) == [7]
    assert reminders(unit) == 0
    assert "تا پایان پنجشنبه ۱۲ آذر ۱۴۰۵ جانشین" in plain(member.last.text)
    reminder = member.last
    assert "تا پایان پنجشنبه ۱۲ آذر ۱۴۰۵ جانشین" in plain(await member.says("/my"))
    away = unit.phone.first_name
    receipt = plain(await member.replies(reminder, "۴۰٪ انجام شد"))
    assert f"به جای {away}" in receipt
    assert "به نمایندگی از واحد بررسی" in plain(await member.says("5/1"))

    assert await day_by_day(single, unit, 8) == [7]
    assert "در مرخصی نیستید" in await unit.says("/leave")
