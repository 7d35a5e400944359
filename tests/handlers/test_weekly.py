"""The council's week: one message with its picture, in words where there can be none."""

import pytest

from tests.town import Town, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TO_WEDNESDAY = 4


async def test_the_week_comes_with_a_picture_that_is_made_and_uploaded_once(single: Town) -> None:
    single.digest_pictures = True
    await single.restart()
    await single.passes(days=TO_WEDNESDAY)

    people = ("دبیرخانه · اصفهان", "عضو هیأت", "واحد بررسی")
    weeks = [single.person(name).message_with("🗞") for name in people]
    pictures = [week.content["photo"][-1] for week in weeks]
    assert {one["width"] for one in pictures} == {1080}
    assert len({one["file_id"] for one in pictures}) == 1
    caption = plain(weeks[0].content["caption"])
    assert caption.splitlines()[:4] == [
        "🗞 هفتهٔ گذشته · هیأت نمایندگان اتاق بازرگانی اصفهان",
        "۲۷ آبان تا ۳ آذر",
        "",
        "• یک مصوبه ابلاغ شد",
    ]
    assert single.person("عضو هیأت").labels(weeks[1]) == ["خلاصهٔ هفتگی نمی‌خواهم"]


async def test_the_week_comes_in_words_where_the_operator_wants_no_pictures(single: Town) -> None:
    await single.passes(days=TO_WEDNESDAY)

    week = single.person("عضو هیأت").message_with("🗞")
    assert "photo" not in week.content
    assert "از ۱ مورد باز، هیچ‌کدام معوق نیست." in plain(week.text)
    assert "جلسهٔ بعد هنوز ثبت نشده است." in plain(week.text)


async def test_a_report_that_was_taken_back_is_not_counted_and_leaves_no_gap(
    single: Town,
) -> None:
    unit, member = single.person("واحد بررسی"), single.person("عضو هیأت")
    await single.passes(days=18)
    await unit.says("5/1")
    await unit.replies(unit.last, "انجام شد")
    await unit.taps("لغو")
    await single.passes(days=7)

    week = plain(member.message_with("🗞").text)
    assert "گزارش رسید" not in week
    assert "معوق" in week
    assert "\n\n\n" not in week


async def test_the_week_names_the_kept_searches_that_found_something_new(single: Town) -> None:
    member = single.person("عضو هیأت")
    for typed in ("زعفران قائنات", "تعرفه"):
        await member.says(typed)
    await member.taps("⭐")
    await single.passes(days=TO_WEDNESDAY)

    week = member.message_with("🗞")
    assert "جست‌وجوهای نگه‌داشتهٔ شما" in plain(week.text)
    assert "⭐ تعرفه: ۱ تازه" in member.labels(week)
    assert "🔎 «تعرفه»" in await member.taps("⭐ تعرفه", on=week)
    other = single.person("واحد بررسی").message_with("🗞")
    assert "جست‌وجوهای نگه‌داشتهٔ شما" not in plain(other.text)
