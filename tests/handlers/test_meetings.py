"""The sessions to come: entered in one line or step by step; what is due at them moves along."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import select

from storage.models import ActionItem, Occurrence
from storage.words import OccurrenceState
from tests.conftest import ISFAHAN, Stand, Story
from tests.handlers.conftest import publish
from tests.handlers.papers import SHORT
from tests.town import Town, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

NEXT = SHORT.replace("ظرف دو هفته از ابلاغ،", "تا جلسه آینده")
EACH = SHORT.replace("ظرف دو هفته از ابلاغ،", "در هر جلسه")
UNTIL_NEXT = Story("until the next session", lambda town: publish(town, NEXT.encode()), ISFAHAN)
EVERY_TIME = Story("at every session", lambda town: publish(town, EACH.encode()), ISFAHAN)


async def due(town: Town) -> Sequence[date | None]:
    """When the items are due."""
    async with town.database.reading() as session:
        return (await session.scalars(select(ActionItem.due_on).order_by(ActionItem.id))).all()


async def begin(town: Town, line: str) -> str:
    """Let the secretary say in one line what session comes, and hear what was understood."""
    secretary = town.person("دبیرخانه · اصفهان")
    await secretary.says("/meetings")
    await secretary.taps("ثبت جلسه")
    return await secretary.says(line)


async def enter(town: Town, line: str) -> str:
    """Let the secretary enter a session in one line."""
    await begin(town, line)
    return await town.person("دبیرخانه · اصفهان").taps("بله، ثبت شود")


async def test_an_item_gets_its_date_moves_and_loses_it_with_the_session(stand: Stand) -> None:
    town = await stand(UNTIL_NEXT)
    unit, secretary = town.person("واحد بررسی"), town.person("دبیرخانه · اصفهان")
    assert await due(town) == [None]

    heard = await enter(town, "شنبه ۱۴ آذر ساعت ۱۷:۳۰، سالن اجتماعات")
    assert "شنبه ۱۴ آذر ۱۴۰۵، ساعت ۱۷:۳۰" in heard
    assert "محل: سالن اجتماعات" in heard
    assert "مهلت یک مورد همین جلسه است" in heard
    assert await due(town) == [date(2026, 12, 5)]
    assert "جلسهٔ بعد: شنبه ۱۴ آذر ۱۴۰۵، ساعت ۱۷:۳۰" in plain(unit.last.text)
    assert "با آن جابه‌جا می‌شود" in await unit.says("5/1")

    await secretary.taps("جابه‌جایی")
    asked = await secretary.says("دوشنبه ۱۶ آذر ساعت ۱۰")
    assert "جلسهٔ شنبه ۱۴ آذر ۱۴۰۵، ساعت ۱۷:۳۰ جابه‌جا می‌شود" in asked
    assert "دوشنبه ۱۶ آذر ۱۴۰۵، ساعت ۱۰:۰۰\nمحل: سالن اجتماعات" in asked
    assert await due(town) == [date(2026, 12, 5)]
    assert "جابه‌جا شد" in await secretary.says("بله")
    assert await due(town) == [date(2026, 12, 7)]
    assert "جلسهٔ بعد: دوشنبه ۱۶ آذر" in plain(unit.last.text)

    await secretary.taps("لغو جلسه")
    assert "لغو شد" in await secretary.taps("بله، لغو")
    assert await due(town) == [None]
    assert "لغو شد" in plain(unit.last.text)
    assert "هنوز جلسه‌ای ثبت نشده" in await unit.says("/meetings")


@pytest.mark.parametrize(
    "asked", ["جلسه بعدی کیه؟", "جلسهٔ بعدی چه روزیه", "جلسه بعدی", "jalase badi", "/session"]
)
async def test_any_member_who_asks_for_the_next_session_hears_of_it(
    isfahan: Town, asked: str
) -> None:
    member = isfahan.person("عضو هیأت")
    assert "هنوز جلسه‌ای ثبت نشده" in await member.says(asked)
    await enter(isfahan, "شنبه ۱۴ آذر ساعت ۱۷:۳۰، سالن")

    heard = plain(await member.says(asked))
    assert "شنبه ۱۴ آذر ۱۴۰۵، ساعت ۱۷:۳۰\nمحل: سالن" in heard
    assert "هنوز مصوبه‌ای" in await member.says("مصوبات جلسه بعدی")  # a search


async def test_day_hour_and_place_are_asked_one_by_one(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")

    assert "چه ساعتی" in await begin(isfahan, "شنبه هفته آینده")
    asked = await secretary.taps("۱۷:۰۰")
    assert asked.startswith("شنبه ۷ آذر ۱۴۰۵، ساعت ۱۷:۰۰\nکجا")
    assert "درست فهمیدم؟" in await secretary.taps("بدون محل")
    assert "جلسه ثبت شد" in await secretary.taps("بله، ثبت شود")
    assert "شنبه ۷ آذر ۱۴۰۵، ساعت ۱۷:۰۰" in await secretary.says("/meetings")


async def test_day_and_hour_may_be_typed_without_the_button(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    await secretary.says("/meetings")

    asked = await secretary.says("شنبه ۱۴ آذر ساعت ۱۷، سالن")
    assert "شنبه ۱۴ آذر ۱۴۰۵، ساعت ۱۷:۰۰\nمحل: سالن\n" in asked
    assert "جلسه ثبت شد" in await secretary.says("بله")
    await secretary.says("/meetings")
    for words in ("مصوبات ۱۴ آذر", "مدرسه ۱۳ آبان", "آسفالت شنبه ۱۵ آذر"):
        assert "هنوز مصوبه‌ای" in await secretary.says(words)
        await secretary.says("/meetings")
    assert "ساعت ۱۷" in await secretary.says("دوشنبه ۱۶ آذر ساعت ۱۷")
    await secretary.says("/meetings")
    assert "تاریخ" in await secretary.says("شنبه ۱۵ آذر ساعت ۱۷")


async def test_what_was_understood_is_shown_before_a_session_stands(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    await enter(isfahan, "شنبه ۱۴ آذر ساعت ۱۷:۳۰ سالن")

    asked = await begin(isfahan, "شنبه ۱۴ آذر ساعت ۵ عصر تو سالن اتاق")
    assert "شنبه ۱۴ آذر ۱۴۰۵، ساعت ۱۷:۰۰\nمحل: سالن اتاق\n" in asked
    assert "جلسهٔ دیگری هم هست: شنبه ۱۴ آذر ۱۴۰۵، ساعت ۱۷:۳۰" in asked
    first = secretary.last
    asked = await secretary.says("یکشنبه ۱۵ آذر ساعت ۱۷ سالن اتاق")
    assert "یکشنبه ۱۵ آذر ۱۴۰۵، ساعت ۱۷:۰۰" in asked
    assert "جلسهٔ دیگری" not in asked
    assert "۱۵ آذر" not in await secretary.taps("بله، ثبت شود", on=first)
    same_hour = secretary.last
    for unclear, told in (
        ("۱۵ آبن", "متوجه نشدم"),
        ("۱۵ آبن ساعت ۱۸", "متوجه نشدم"),
        ("ثبت نکن", "متوجه نشدم"),
        ("نخیر", "چه چیزی باید"),
    ):
        asked = await secretary.says(unclear)
        assert told in asked
        assert "یکشنبه ۱۵ آذر ۱۴۰۵، ساعت ۱۷:۰۰\nمحل: سالن اتاق\n" in asked
        assert secretary.labels() == ["بله، ثبت شود", "تغییر", "انصراف"]
    asked = await secretary.says("نه، در سالن ب")
    assert "یکشنبه ۱۵ آذر ۱۴۰۵، ساعت ۱۷:۰۰\nمحل: سالن ب\n" in asked
    assert "۱۵ آذر" not in await secretary.taps("بله، ثبت شود", on=same_hour)
    await secretary.taps("تغییر")
    await secretary.says("دوشنبه ۱۶ آذر ساعت ۱۷ سالن")
    await secretary.taps("انصراف")
    shown = await secretary.says("/meetings")
    assert [day for day in ("۱۴ آذر", "۱۵ آذر", "۱۶ آذر") if day in shown] == ["۱۴ آذر"]


async def test_a_day_said_anew_with_the_hour_counts_and_the_same_hour_stays(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    await enter(isfahan, "شنبه ۱۴ آذر ساعت ۱۷:۳۰ سالن")
    await secretary.taps("جابه‌جایی")

    assert "شنبه ۱۴ آذر ۱۴۰۵، ساعت ۱۸:۰۰\nمحل: سالن\n" in await secretary.says("ساعت ۱۸")
    await secretary.taps("انصراف")
    await secretary.says("/meetings")
    await secretary.taps("جابه‌جایی")
    for day_alone in ("بندازش چهارشنبه", "جلسه به ۴ آذر موکول شد"):
        kept = await secretary.says(day_alone)
        assert "چهارشنبه ۴ آذر ۱۴۰۵، ساعت ۱۷:۳۰\nمحل: سالن\nساعت مانند پیش است" in kept
    assert "چهارشنبه ۴ آذر ۱۴۰۵، ساعت ۰۹:۰۰\nمحل: سالن\n" in await secretary.says("ساعت ۹ صبح")
    assert "چه ساعتی" in await secretary.says("امروز ۳۰ آبان")
    assert "شنبه ۳۰ آبان ۱۴۰۵، ساعت ۱۸:۰۰\nمحل: سالن\n" in await secretary.says("شش")
    await secretary.taps("تغییر")
    asked = await secretary.says("بندازش پنجشنبه همان ساعت همان جا")
    assert "پنجشنبه ۵ آذر ۱۴۰۵، ساعت ۱۷:۳۰\nمحل: سالن\n" in asked
    asked = await secretary.says("چهارشنبه ۱۱ آذر ساعت ۵")
    assert "چهارشنبه ۱۱ آذر ۱۴۰۵، ساعت ۱۷:۰۰\nمحل: سالن\n" in asked
    assert "چه ساعتی" in await secretary.says("بندازش پنجشنبه عصر، سالن ب")
    assert "پنجشنبه ۵ آذر ۱۴۰۵، ساعت ۱۶:۰۰\nمحل: سالن ب\n" in await secretary.says("۴")
    assert "چه ساعتی" in await secretary.says("نیم ساعت زودتر")
    assert "پنجشنبه ۵ آذر ۱۴۰۵، ساعت ۱۵:۳۰\nمحل: سالن ب\n" in await secretary.says("۱۵:۳۰")
    asked = await secretary.says("چهارشنبه ۱۱ آذر دفتر رئیس")
    assert "چهارشنبه ۱۱ آذر ۱۴۰۵، ساعت ۱۵:۳۰\nمحل: دفتر رئیس\n" in asked


async def test_a_session_is_moved_by_so_many_days_from_its_own(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    await enter(isfahan, "شنبه ۱۴ آذر ساعت ۱۷:۳۰ سالن")

    for said, day in (
        ("یه هفته دیرتر", "شنبه ۲۱ آذر ۱۴۰۵، ساعت ۱۷:۳۰\nمحل: سالن\n"),
        ("جلسه یک هفته عقب بیفتد", "شنبه ۲۱ آذر ۱۴۰۵، ساعت ۱۷:۳۰\nمحل: سالن\n"),
        ("دو روز زودتر، ساعت ۱۰", "پنجشنبه ۱۲ آذر ۱۴۰۵، ساعت ۱۰:۰۰\nمحل: سالن\n"),
        ("فردای همان روز در سالن ب", "یکشنبه ۱۵ آذر ۱۴۰۵، ساعت ۱۷:۳۰\nمحل: سالن ب\n"),
    ):
        await secretary.says("/meetings")
        await secretary.taps("جابه‌جایی")
        assert day in await secretary.says(said)
    assert "دوشنبه ۱۶ آذر ۱۴۰۵، ساعت ۱۷:۳۰\n" in await secretary.says("نه، روز بعدش")
    assert "متوجه نشدم" in await secretary.says("چند روز عقب بیفتد")


@pytest.mark.parametrize(
    ("said", "hour", "place"),
    [("نه ساعت ۶", "۱۸:۰۰", "سالن"), ("ساعت ۶ عصر باشه", "۱۸:۰۰", "سالن"),
     ("همون روز ساعت ۱۰ صبح، سالن ب", "۱۰:۰۰", "سالن ب")],
)  # fmt: skip
async def test_the_hour_alone_is_corrected_in_place_of_a_yes(
    isfahan: Town, said: str, hour: str, place: str
) -> None:
    await begin(isfahan, "شنبه ۱۴ آذر ساعت ۱۷:۳۰ سالن")

    asked = await isfahan.person("دبیرخانه · اصفهان").says(said)
    assert f"شنبه ۱۴ آذر ۱۴۰۵، ساعت {hour}\nمحل: {place}\n\nدرست فهمیدم؟" in asked


@pytest.mark.parametrize("yes", ["آره", "اره", "درسته", "ثبت کن", "اوکی", "بله، درسته"])
async def test_an_everyday_yes_is_the_last_yes(isfahan: Town, yes: str) -> None:
    await begin(isfahan, "شنبه ۱۴ آذر ساعت ۱۷:۳۰ سالن")

    assert "جلسه ثبت شد" in await isfahan.person("دبیرخانه · اصفهان").says(yes)


async def test_each_of_several_sessions_has_one_button_and_a_card_of_its_own(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    for when in ("شنبه ۱۴ آذر ساعت ۱۰ سالن", "شنبه ۱۴ آذر ساعت ۱۷ سالن", "۱۶ آذر ساعت ۹ سالن"):
        await enter(isfahan, when)
    await secretary.says("/meetings")

    days = ["📅 ۱۴ آذر ۱۰:۰۰", "📅 ۱۴ آذر ۱۷:۰۰", "📅 ۱۶ آذر"]
    assert secretary.labels()[:-2] == days
    assert "۱۴ آذر ۱۴۰۵، ساعت ۱۷:۰۰" in await secretary.taps("۱۴ آذر ۱۷:۰۰")
    assert secretary.labels() == ["📅 افزودن به تقویم", "جابه‌جایی", "لغو جلسه", "▶ بازگشت"]
    assert "۱۶ آذر" in await secretary.taps("بازگشت")
    await secretary.taps("۱۴ آذر ۱۷:۰۰")
    assert "۱۴ آذر ۱۴۰۵، ساعت ۱۷:۰۰ لغو شود" in await secretary.taps("لغو جلسه")


async def test_what_is_no_day_to_come_is_asked_again(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")

    assert "تاریخ" in await begin(isfahan, "به زودی")
    assert "این زمان گذشته است" in await secretary.says("۱ مهر ۱۴۰۵")
    assert "این زمان گذشته است" in await secretary.says("امروز ساعت ۱ صبح، سالن")
    assert "چه ساعتی" in await secretary.says("۱۵ آذر")


async def test_minutes_published_later_hang_on_the_session_at_once(isfahan: Town) -> None:
    await enter(isfahan, "شنبه ۱۴ آذر ساعت ۱۷ سالن")
    await publish(isfahan, NEXT.encode())

    assert await due(isfahan) == [date(2026, 12, 5)]


async def test_a_duty_of_every_session_goes_from_one_to_the_next(stand: Stand) -> None:
    town = await stand(EVERY_TIME)
    unit, secretary = town.person("واحد بررسی"), town.person("دبیرخانه · اصفهان")
    await enter(town, "سه‌شنبه ۳ آذر ساعت ۱۷ سالن")
    await enter(town, "شنبه ۱۴ آذر ساعت ۱۷ سالن")
    assert await due(town) == [date(2026, 11, 24)]

    await town.passes(days=4)
    assert await due(town) == [date(2026, 12, 5)]
    await unit.says("5/1")
    await unit.replies(unit.last, "انجام شد")
    await secretary.taps("تأیید")

    async with town.database.reading() as session:
        found = await session.execute(
            select(Occurrence.due_on, Occurrence.state).order_by(Occurrence.id)
        )
        assert [tuple(row) for row in found] == [
            (date(2026, 11, 24), OccurrenceState.MISSED),
            (date(2026, 12, 5), OccurrenceState.REPORTED),
        ]


async def test_only_the_secretary_plans(isfahan: Town) -> None:
    member = isfahan.person("عضو هیأت")
    await enter(isfahan, "شنبه ۱۴ آذر ساعت ۱۷ سالن")

    assert "شنبه ۱۴ آذر" in await member.says("/meetings")
    assert member.labels() == ["📅 افزودن به تقویم"]
    secretary = isfahan.person("دبیرخانه · اصفهان")
    await secretary.says("/meetings")
    stale = secretary.last
    await secretary.taps("جابه‌جایی")
    await secretary.says("دوشنبه ۱۶ آذر ساعت ۱۷")
    await secretary.taps("بله، جابه‌جا شود")
    for of_old in ("جابه‌جایی", "لغو جلسه"):
        assert "تغییر کرده" in await secretary.taps(of_old, on=stale)
    await secretary.says("/meetings")
    await secretary.taps("لغو جلسه")
    await secretary.taps("بله")
    assert "تغییر کرده" in await secretary.taps("جابه‌جایی", on=stale)
