"""Buttons for those who only type: what stands on a button, typed, is a tap on it."""

import pytest

from bot.saying.choices import named
from tests.handlers.papers import SHORT
from tests.town import Town, plain

sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
KEYS = {"1 72/3": "a", "2 72/4": "b", "جلسه 3 5": "e", "گزارش های در انتظار 4": "c", "بازگشت": "d"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("◀ بازگشت", "d"),
        ("۲", "b"),
        ("۲. ۷۲/۴", "b"),
        ("گزارش‌های در انتظار", "c"),
        ("گزارش‌های در انتظار (۴)", "c"),
        ("گزارش", None),
        ("۷۲", None),
        ("۲/۷۲", None),
        ("2-72", None),
        ("جلسهٔ ۳", "e"),
        ("۲ ۷۲", None),
        ("بازگشت به فهرست", None),
        ("؟", None),
    ],
)
def test_a_button_is_named_by_its_words_or_by_its_number(typed: str, meant: str | None) -> None:
    assert named(typed, KEYS) == meant


@sqlite
async def test_from_minutes_to_an_answered_report_without_one_tap(isfahan: Town) -> None:
    secretary, unit = isfahan.person("دبیرخانه · اصفهان"), isfahan.person("واحد بررسی")

    await secretary.says(SHORT)
    await secretary.says("ابلاغ")
    published = await secretary.says("بله، ابلاغ شود")
    await unit.says("۵/۱")
    await unit.says("ثبت گزارش پیشرفت")
    await unit.says("انجام شد")
    recorded = await unit.says("ثبت بدون شرح")
    await secretary.starts()
    await secretary.says("گزارش‌های در انتظار")
    await secretary.says("برگرداندن")
    returned = await secretary.says("مستندات پیوست نشده است.")

    assert published.startswith("✅ جلسهٔ ۵ ابلاغ شد: یک مصوبه.")
    assert recorded.startswith("✅ برای ۵/۱ ثبت شد: ۱۰۰٪، انجام شد")
    assert "برگرداند: مستندات پیوست نشده است." in returned
    assert "برگردانده شد" in plain(unit.last.text)
    assert isfahan.world.presses == {}


@sqlite
async def test_words_on_an_older_message_count_in_a_reply_and_filters_stay_a_search(
    single: Town,
) -> None:
    unit = single.person("واحد بررسی")
    await unit.says("۵/۱")
    card = unit.last
    await unit.says("تعرفه")

    kept = await unit.says("نگه داشتن")
    searched = await unit.says("معوق")
    stale = await unit.says("یادآوری‌ها")
    planned = await unit.replies(card, "یادآوری‌ها")

    assert kept == "نگه داشته شد؛ /searches جست‌وجوهای شما را نشان می‌دهد."
    assert searched.startswith("🔎 «معوق»")
    assert stale.startswith("🔎 «یادآوری‌ها»")
    assert planned.startswith("🔔 یادآوری‌های ۵/۱")


@sqlite
async def test_a_typed_code_is_the_resolution_and_no_place_in_the_list_shown_last(
    published: Town,
) -> None:
    member = published.person("عضو هیأت")
    for typed, code in (("۱/۱", "۱/۱"), ("1-1", "۱/۱"), ("1", "۱/۸"), ("۱/۸", "۱/۸")):
        assert "۱. ۱/۸" in await member.says("متسا")

        assert (await member.says(typed)).startswith(f"مصوبهٔ {code}"), typed


@sqlite
async def test_words_of_the_first_screen_count_wherever_no_question_takes_them(
    published: Town,
) -> None:
    unit, member = published.person("واحد بررسی"), published.person("عضو هیأت")
    for typed in ("تعرفه", "/my"):
        await member.says(typed)
        assert "/lists" in await member.says("همهٔ امکانات")
    for screen in ("/my", "/settings", "/leave"):
        await member.says(screen)
        assert (await member.says("فهرست‌ها")).startswith("فهرست‌ها"), screen

    await unit.says("۱/۱")
    for label in ("گزارش پیشرفت", "در دست اقدام", "۵۰"):
        await unit.taps(label)
    assert (await unit.says("گروه نهاد من")).startswith("✅ برای ۱/۱ ثبت شد")
    await unit.says("۱/۱")
    await unit.taps("گزارش پیشرفت")
    assert (await unit.says("جست‌وجو")).startswith("چه می‌خواهید پیدا کنید؟")


@sqlite
async def test_in_a_group_the_words_reply_to_the_message_with_the_button(published: Town) -> None:
    speaker = published.person("دبیر کمیسیون").in_group(published.groups["isfahan"])
    item = speaker.last

    planned = await speaker.replies(item, "یادآوری‌ها")
    unheard = await speaker.says("یادآوری‌ها")

    assert planned == "پاسخ را در گفت‌وگوی خصوصی فرستادم."
    assert unheard == ""
