"""What the clock sends: when, to whom, never twice, and not to those who left."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from storage import policies
from storage.models import Membership, Occurrence, OutboxMessage, Person
from storage.words import MembershipState, OccurrenceState
from tests.handlers.conftest import publish
from tests.handlers.papers import SHORT
from tests.handlers.reminded import day_by_day, reminders
from tests.town import Town, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_reminders_come_before_on_the_day_and_every_third_working_day_after(
    single: Town,
) -> None:
    unit = single.person("واحد بررسی")

    # Due on day 14, Saturday 14 Azar; the day before is a Friday, so Thursday takes its place;
    # then every third working day.
    assert await day_by_day(single, unit, 24) == [7, 11, 12, 14, 17, 21, 24]


async def test_ten_ticks_on_one_day_remind_once(single: Town) -> None:
    unit = single.person("واحد بررسی")
    await single.passes(days=7)

    for _ in range(10):
        await single.passes(minutes=1)
        await single.restart()

    assert reminders(unit) == 1


async def test_several_items_make_one_bundle_a_day(published: Town) -> None:
    unit = published.person("واحد بررسی")

    await published.passes(days=7)

    assert reminders(unit) == 1
    assert "۱/۱" in unit.last.text
    assert "۱/۳" in unit.last.text
    assert "تا یک هفتهٔ دیگر\n۱. ۱/۱" in plain(unit.last.text)

    await published.passes(days=7)
    assert "\n\nامروز\n۱. ۱/۱" in plain(unit.last.text)


async def test_what_has_no_date_stands_under_its_own_heading(published: Town) -> None:
    secretary = published.person("دبیرخانه · اصفهان")

    shown = plain(await secretary.says("/my"))
    assert "\n\nبدون تاریخ\n۱. ۱/۴" in shown
    assert "بیش از یک هفته مانده" not in shown


async def test_nothing_is_reminded_at_night(single: Town) -> None:
    unit = single.person("واحد بررسی")

    await single.passes(days=6, hours=14.5)  # half past midnight of the seventh day
    assert reminders(unit) == 0
    await single.passes(hours=9)
    assert reminders(unit) == 1
    await single.passes(hours=13)
    assert reminders(unit) == 1


async def test_who_is_reminded_for_a_body_that_has_nobody_here_is_told_so(isfahan: Town) -> None:
    await publish(isfahan, SHORT.replace("واحد بررسی‌های اقتصادی", "اداره آب").encode())
    await isfahan.passes(days=7)

    told = plain(isfahan.person("دبیرخانه · اصفهان").last.text)
    assert "به جای نهادی که نماینده‌ای در ربات ندارد برای شما می‌آید:\n• اداره آب: ۵/۱" in told


async def test_a_printed_date_that_had_passed_is_never_reminded(isfahan: Town) -> None:
    old = SHORT.replace("ظرف دو هفته از ابلاغ،", "تا ۲۰ مهر ۱۴۰۴")
    await publish(isfahan, old.encode())
    unit, secretary = isfahan.person("واحد بررسی"), isfahan.person("دبیرخانه · اصفهان")

    assert await day_by_day(isfahan, unit, 10) == []
    assert reminders(secretary) == 0


async def test_a_report_of_done_stops_the_reminders_until_it_is_returned(single: Town) -> None:
    unit, secretary = single.person("واحد بررسی"), single.person("دبیرخانه · اصفهان")
    await unit.says("5/1")
    await unit.replies(unit.last, "انجام شد")

    assert await day_by_day(single, unit, 12) == []
    await secretary.says("/review")
    await secretary.taps("برگرداندن")
    await secretary.says("ناقص است")
    assert await day_by_day(single, unit, 2) == [2]  # the day before is a Friday


async def test_a_period_without_report_is_missed_and_the_next_one_opens(published: Town) -> None:
    await published.passes(days=15)

    async with published.database.reading() as session:
        found = await session.execute(
            select(Occurrence.number, Occurrence.state)
            .where(Occurrence.item_id == 1)
            .order_by(Occurrence.number)
        )
        assert [tuple(row) for row in found] == [
            (1, OccurrenceState.MISSED),
            (2, OccurrenceState.WAITING),
        ]
    assert "۲۸ آذر ۱۴۰۵" in await published.person("عضو هیأت").says("1/1")


async def test_a_period_without_report_is_told_once_to_body_and_secretariat(
    published: Town,
) -> None:
    unit, secretary = published.person("واحد بررسی"), published.person("دبیرخانه · اصفهان")
    await unit.says("1/1")
    plan = plain(await unit.taps("یادآوری‌ها"))
    assert "• یکشنبه ۱۵ آذر ۱۴۰۵: اگر انجام نشود، به نهاد و دبیرخانه گفته می‌شود" in plan
    assert "روز کاری پس از مهلت" not in plan
    assert "مسئول پیگیری" not in plan

    await unit.says("1/3")
    await unit.replies(unit.last, "۵۵ درصد انجام شد")
    silence, unfinished = "نوبت ۱۴ آذر ۱۴۰۵ بی‌گزارش ماند", "نوبت ۱۴ آذر ۱۴۰۵ انجام‌نشده ماند"
    told: dict[int, list[int]] = {unit.phone.id: [], secretary.phone.id: []}
    for day in range(1, 25):
        seen = {one.phone.id: len(one.messages) for one in (unit, secretary)}
        await published.passes(days=1)
        for one in (unit, secretary):
            new = [plain(message.text) for message in one.messages[seen[one.phone.id] :]]
            told[one.phone.id] += [day for text in new if silence in text]
            assert all(unfinished in text for text in new if silence in text)
    assert told == {unit.phone.id: [15], secretary.phone.id: [15]}


async def test_an_accepted_period_is_not_reminded_again(published: Town) -> None:
    unit, secretary = published.person("واحد بررسی"), published.person("دبیرخانه · اصفهان")
    for code in ("1/1", "1/3"):
        await unit.says(code)
        await unit.replies(unit.last, "انجام شد")
        await secretary.taps("تأیید")

    assert await day_by_day(published, unit, 16) == []
    assert await day_by_day(published, unit, 5) == [5]


@pytest.mark.parametrize("state", [MembershipState.SUSPENDED, MembershipState.REMOVED])
async def test_who_left_between_enqueue_and_send_gets_nothing(
    single: Town, state: MembershipState
) -> None:
    unit = single.person("واحد بررسی")
    single.clock.advance(timedelta(days=7))
    await single.app.alarm.ring_reminders()
    async with single.database.writing() as session:
        mine = select(Person.id).where(Person.telegram_id == unit.phone.id).scalar_subquery()
        stmt = update(Membership).where(Membership.person_id == mine).values(state=state)
        await session.execute(stmt.execution_options(synchronize_session=False))

    await single.settle()

    assert reminders(unit) == 0
    async with single.database.reading() as session:
        why = select(OutboxMessage.reason).where(OutboxMessage.kind == "day")
        assert (await session.scalars(why)).all() == ["no rights any more"]


async def test_who_blocked_the_bot_stops_nobody_else(published: Town) -> None:
    unit, secretary = published.person("واحد بررسی"), published.person("دبیرخانه · اصفهان")
    fraction = published.person("دبیرخانهٔ فراکسیون")
    published.world.block_bot(unit.phone)
    published.clock.advance(timedelta(days=7))

    await publish(published, SHORT.encode())
    await published.passes(minutes=1)

    assert "ابلاغ شد" in secretary.last.text
    assert reminders(unit) == 0
    assert "🔎" in await fraction.says("تعرفه")

    await unit.starts()
    await published.passes(days=4)
    assert reminders(unit) == 1


async def test_the_group_is_reminded_item_by_item(published: Town) -> None:
    speaker = published.person("دبیر کمیسیون").in_group(published.groups["isfahan"])

    await published.passes(days=23)

    assert reminders(speaker) == 1
    assert "ثبت گزارش پیشرفت" in speaker.labels()[0]
    assert "گفت‌وگوی خصوصی" in await speaker.taps("به تعویق")
    assert "تا کی به تعویق بیفتد" in plain(published.person("دبیر کمیسیون").last.text)


async def test_the_plan_tells_every_day_and_the_secretary_switches_it_off(single: Town) -> None:
    unit, secretary = single.person("واحد بررسی"), single.person("دبیرخانه · اصفهان")
    await unit.says("5/1")

    shown = await unit.taps("یادآوری‌ها")
    assert "• شنبه ۷ آذر ۱۴۰۵: ۷ روز مانده به مهلت" in shown
    assert "• شنبه ۱۴ آذر ۱۴۰۵: روز مهلت" in shown
    assert "• سه‌شنبه ۱۷ آذر ۱۴۰۵: به مسئول پیگیری هم گفته می‌شود" in shown
    assert "خاموش کردن" not in unit.labels()

    await secretary.says("5/1")
    await secretary.taps("یادآوری‌ها")
    assert "یادآوری این مورد خاموش است" in await secretary.taps("خاموش کردن")
    assert await day_by_day(single, unit, 15) == []


async def test_what_stays_undone_is_raised_to_the_secretariat(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")

    assert await day_by_day(single, secretary, 22) == [21]
    assert "ارجاع به شما" in plain(secretary.last.text)
    assert "۵/۱" in plain(secretary.last.text)


async def test_a_closure_announced_on_the_day_moves_the_reminder_on(single: Town) -> None:
    unit = single.person("واحد بررسی")
    single.clock.advance(timedelta(days=7))
    await single.app.alarm.ring_reminders()
    async with single.database.writing() as session:
        council_id = single.council_ids["isfahan"]
        day = single.clock.now().date()
        await policies.close_on(
            session, council_id=council_id, day=day, name="تعطیلی هوا", half=False
        )

    await single.settle()
    assert reminders(unit) == 0
    assert await day_by_day(single, unit, 3) == [1]


async def test_twenty_six_hours_of_silence_end_in_one_message(published: Town) -> None:
    unit = published.person("واحد بررسی")
    published.clock.advance(timedelta(days=10, hours=26))

    await published.restart()
    await published.passes(minutes=1)

    assert reminders(unit) == 1


async def test_a_notice_of_the_night_waits_for_the_morning(single: Town) -> None:
    unit, secretary = single.person("واحد بررسی"), single.person("دبیرخانه · اصفهان")
    await unit.says("5/1")
    single.clock.advance(timedelta(hours=13))
    await unit.replies(unit.last, "۶۰٪ انجام شد")

    assert "۶۰" not in plain(secretary.last.text)
    await single.passes(hours=9)
    assert "۶۰" in plain(secretary.last.text)


async def test_what_is_reported_as_done_is_not_called_late(single: Town) -> None:
    unit = single.person("واحد بررسی")
    await unit.says("5/1")
    await unit.replies(unit.last, "انجام شد")
    await single.passes(days=20)

    listed, card = await unit.says("/my"), await unit.says("5/1")

    assert "در انتظار تأیید، مهلت: ۱۴ آذر" in listed
    assert "از مهلت گذشته" not in listed + card
