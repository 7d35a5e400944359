"""Putting reminders off: until when, why, of one item and of several."""

import pytest

from tests.handlers.reminded import day_by_day, reminders
from tests.town import Town, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_putting_off_takes_a_reason_and_ends(single: Town) -> None:
    unit = single.person("واحد بررسی")
    await single.passes(days=7)
    assert reminders(unit) == 1
    reminder = unit.last
    words = reminder.text
    await unit.taps("به تعویق")
    assert reminder.text == words  # it is asked below
    assert "تا کی به تعویق بیفتد" in plain(unit.last.text)

    for time in range(3):
        if time:  # the first time on the reminder itself
            await unit.taps("یادآوری‌ها")
            await unit.taps("به تعویق", on=unit.last)
        await unit.taps("شنبه ۱۴ آذر")
        assert "تعویق تا شنبه ۱۴ آذر ۱۴۰۵: منتظر نامه" in await unit.says("منتظر نامه")

    assert await day_by_day(single, unit, 10) == [7, 10]
    assert "💤 به تعویق بینداز" not in unit.labels()
    await unit.taps("یادآوری‌ها")
    assert "💤 به تعویق بینداز" not in unit.labels()


@pytest.mark.parametrize(
    ("typed", "until"),
    [("سه روز", "سه‌شنبه ۱۰ آذر"), ("فردا", "یکشنبه ۸ آذر"), ("هفته دیگه", "شنبه ۱۴ آذر"),
     ("۱۲ آذر", "پنجشنبه ۱۲ آذر"), ("یه هفته", "شنبه ۱۴ آذر")],
)  # fmt: skip
async def test_how_long_a_reminder_waits_can_be_typed(single: Town, typed: str, until: str) -> None:
    unit = single.person("واحد بررسی")
    await single.passes(days=7)
    await unit.taps("به تعویق")

    assert "🔎" in await unit.says("گمرک")
    assert "۵/۱" in plain(await unit.says("5/1"))
    for unclear in ("چند روز", "۳"):
        assert "متوجه نشدم تا کی" in await unit.says(unclear)
    too_late = await unit.says("یک ماه")
    assert "حداکثر تا شنبه ۲۱ آذر ۱۴۰۵ می‌شود به تعویق انداخت؛ روز نزدیک‌تری" in plain(too_late)
    assert "امروز شنبه ۷ آذر" in await unit.says("دیروز")
    assert f"تا {until} ۱۴۰۵ به تعویق افتاد" in plain(await unit.says(typed))
    assert f"تعویق تا {until} ۱۴۰۵: منتظر نامه" in await unit.says("منتظر نامه")


async def test_a_day_off_or_behind_the_deadline_is_named(single: Town) -> None:
    unit = single.person("واحد بررسی")
    await single.passes(days=7)
    await unit.taps("به تعویق")

    off = "آن روز تعطیل است؛ یادآوری شنبه ۱۴ آذر ۱۴۰۵ می‌آید."
    assert off in plain(await unit.says("۱۳ آذر"))
    put_off = plain(await unit.says("منتظر نامه"))
    assert off in put_off
    assert "پس از مهلت" not in put_off
    await unit.taps("یادآوری‌ها")
    await unit.taps("به تعویق", on=unit.last)
    put_off = plain(await unit.says("تا ۱۶ آذر، منتظر بودجه‌ایم"))
    assert "بودجه" in put_off
    assert "⚠️ این پس از مهلت ۵/۱ است." in put_off
    assert "تعطیل" not in put_off


async def test_a_question_that_was_left_takes_no_day_any_more(single: Town) -> None:
    unit = single.person("واحد بررسی")
    await single.passes(days=7)
    await unit.taps("به تعویق")
    await unit.taps("بازگشت")

    assert "🔎" in await unit.says("سه روز")


@pytest.mark.parametrize("typing", [True, False])
async def test_a_reminder_of_several_items_is_put_off_whole_or_in_part(
    published: Town, typing: bool
) -> None:
    unit = published.person("واحد بررسی")
    act = unit.says if typing else unit.taps
    await published.passes(days=7)
    reminder = unit.last

    for chosen, codes in (("۱/۳", "۱/۳"), ("همه", "۱/۱، ۱/۳")):
        await unit.taps("به تعویق", on=reminder)
        assert "یادآوری کدام حکم" in unit.last.text
        await act(chosen)
        assert f"یادآوری‌های {codes} تا کی" in plain(unit.last.text)
        await act("شنبه ۱۴ آذر")
        await act("مسئول")
        assert f"{codes}:\n💤 تعویق تا شنبه ۱۴ آذر" in plain(unit.last.text)
    assert await day_by_day(published, unit, 7) == [7]


async def test_a_day_that_is_typed_before_the_item_is_chosen_is_kept(published: Town) -> None:
    unit = published.person("واحد بررسی")
    await published.passes(days=7)
    reminder = unit.last

    for chosen, codes in (("۱/۳", "۱/۳"), ("همه", "۱/۱، ۱/۳")):
        await unit.taps("به تعویق", on=reminder)
        assert "یادآوری کدام حکم تا سه‌شنبه ۱۰ آذر" in plain(await unit.says("سه روز"))
        assert f"{codes} تا سه‌شنبه ۱۰ آذر" in plain(await unit.says(chosen))
        assert f"{codes}:\n💤 تعویق تا سه‌شنبه ۱۰ آذر" in plain(await unit.says("در مرخصی"))
    await unit.taps("به تعویق", on=reminder)
    assert "متوجه نشدم تا کی" in await unit.says("چند روز")
    assert "🔎" in await unit.says("گمرک")


async def test_who_wants_to_be_reminded_of_one_of_several_is_asked_of_which(
    published: Town,
) -> None:
    unit = published.person("واحد بررسی")

    assert "یادآوری کدام حکم به تعویق" in await unit.says("یادم بنداز")
    await unit.taps("۱/۱")
    assert "یادآوری‌های ۱/۱ تا کی" in plain(unit.last.text)
    await unit.says("/cancel")
    for said in ("فردا یادم بنداز", "یکشنبه ساعت ۱۰ یادآوری کن"):
        assert "یادآوری کدام حکم تا یکشنبه ۱ آذر" in plain(await unit.says(said))
        await unit.says("۱/۳")
        assert "۱/۳ تا یکشنبه ۱ آذر" in plain(unit.last.text)
        await unit.says("انصراف")
    assert "یادآوری کدام حکم به تعویق" in await unit.says("چند روز دیگه یادم بنداز")


async def test_an_older_question_speaks_for_its_own_items_and_day_only(published: Town) -> None:
    unit = published.person("واحد بررسی")
    await published.passes(days=7)
    reminder = unit.last
    await unit.taps("به تعویق", on=reminder)
    await unit.taps("۱/۳")
    one = unit.last
    await unit.taps("به تعویق", on=reminder)

    assert "یادآوری‌های ۱/۳ تا شنبه ۱۴ آذر" in await unit.taps("شنبه ۱۴ آذر", on=one)
    await unit.taps("به تعویق", on=reminder)
    for chosen in ("همه", "یکشنبه ۸ آذر"):
        await unit.taps(chosen, on=unit.last)
    one = unit.message_with("تا شنبه ۱۴ آذر")
    assert (await unit.taps("مسئول", on=one)).startswith("🔔 یادآوری‌های ۱/۳")
    await unit.taps("مسئول", on=unit.last)
    assert "۱/۱، ۱/۳:\n💤 تعویق تا یکشنبه ۸ آذر" in plain(unit.last.text)
