"""Taking published minutes back: typed, audited, told, and only while nothing was reported."""

from datetime import date, timedelta

import pytest

from storage import audit, items, reminders, resolutions
from storage.words import ItemState
from tests.handlers.papers import SHORT
from tests.town import Persona, Town, plain

NOTHING = "هنوز مصوبه‌ای ابلاغ نشده است"
sqlite_is_enough = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def take_back(secretary: Persona, number: str) -> str:
    """From /minutes to the typed confirmation."""
    await secretary.says("/minutes")
    await secretary.taps("ابلاغ‌شده‌ها")
    await secretary.taps("جلسهٔ")
    asked = await secretary.taps("پس گرفتن")
    assert "بنویسید" in asked
    return await secretary.says(number)


async def test_minutes_are_taken_back_corrected_and_published_anew(published: Town) -> None:
    secretary = published.person("دبیرخانه · اصفهان")
    unit = published.person("واحد بررسی")
    member = published.person("عضو هیأت")
    old = unit.last
    council = published.council_ids["isfahan"]
    async with published.database.reading() as session:
        before = await reminders.due_between(
            session, council, date.min, published.clock.now().date() + timedelta(60)
        )
    spent = max(item.id for item in before)

    assert "پیش‌نویس شد" in await take_back(secretary, "۱")

    assert "ابلاغ جلسهٔ ۱ را پس گرفت" in plain(unit.last.text)
    assert NOTHING in await member.says("1/1")
    assert NOTHING in await member.says("گزارش دو هفتگی")
    assert "اکنون کاری بر عهدهٔ شما نیست" in await unit.says("/my")
    await published.passes(days=13)
    assert "⏰ یادآوری" not in unit.hears
    async with published.database.reading() as session:
        events = await audit.of_subject(session, "minutes", 1)
    assert [event.action for event in events] == [
        "minutes_taken_in",
        "published",
        "publishing_taken_back",
    ]
    assert events[-1].before is not None
    assert events[-1].before["codes"] == [f"1/{n}" for n in range(1, 10)]

    await secretary.taps("ادامه")
    await secretary.taps("یک‌به‌یک")
    await secretary.taps("کنار گذاشتن")
    await secretary.taps("فهرست")
    await secretary.taps("✅ ابلاغ")
    assert "۸ مصوبه" in await secretary.taps("بله")
    assert "یک مورد تازه" in plain(unit.last.text)
    async with published.database.reading() as session:
        again = await reminders.due_between(
            session, council, date.min, published.clock.now().date() + timedelta(60)
        )
        (third,) = await resolutions.by_code(session, council, meeting_number=1, number="3")
    assert min(item.id for item in again) > spent
    assert third
    assert "پیدا نشد" in await unit.taps("۱/۱", on=old)


@sqlite_is_enough
async def test_another_number_takes_nothing_back(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")

    assert "چیزی تغییر نکرد" in await take_back(secretary, "۶")
    assert "پیش‌نویس شد" in await secretary.says("۵")


@sqlite_is_enough
async def test_what_was_reported_on_stays(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")
    unit = single.person("واحد بررسی")
    await secretary.says("/minutes")
    await secretary.taps("ابلاغ‌شده‌ها")
    await secretary.taps("جلسهٔ")
    await secretary.taps("پس گرفتن")
    await unit.taps("۵/۱")
    await unit.replies(unit.last, "۴۰٪ انجام شد")

    assert "دیگر پس‌گرفتنی نیست" in await secretary.says("۵")
    await secretary.says("/minutes")
    await secretary.taps("ابلاغ‌شده‌ها")
    await secretary.taps("جلسهٔ")
    assert "دیگر پس‌گرفتنی نیست" in await secretary.taps("پس گرفتن")
    async with single.database.reading() as session:
        (mine,) = await reminders.due_between(
            session,
            single.council_ids["isfahan"],
            date.min,
            single.clock.now().date() + timedelta(60),
        )
        item = await items.get(session, single.council_ids["isfahan"], mine.id)
    assert item is not None
    assert item.state is ItemState.IN_PROGRESS


@sqlite_is_enough
async def test_a_notice_that_had_not_gone_out_is_never_sent(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    unit = isfahan.person("واحد بررسی")
    heard = len(unit.messages)
    await secretary.uploads("minutes.txt", SHORT.encode())
    await secretary.taps("✅ ابلاغ")
    yes = next(
        str(b["callback_data"]) for row in secretary.last.buttons for b in row if "بله" in b["text"]
    )
    isfahan.world.press(secretary.phone, secretary.last, yes)
    await isfahan.receive()
    undo = next(
        str(b["callback_data"]) for row in secretary.last.buttons for b in row if "پس" in b["text"]
    )
    isfahan.world.press(secretary.phone, secretary.last, undo)
    await isfahan.receive()
    isfahan.world.say(secretary.phone, secretary.chat, "۵")
    await isfahan.receive()
    await isfahan.settle()

    assert "هنوز کسی از آن خبر نداشت" in plain(secretary.last.text)
    assert len(unit.messages) == heard


@sqlite_is_enough
async def test_the_source_is_handed_out(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")
    await secretary.says("/minutes")
    await secretary.taps("ابلاغ‌شده‌ها")
    await secretary.taps("جلسهٔ")
    await secretary.taps("متن")

    assert secretary.last.content["document"]["file_name"] == "جلسهٔ ۵، ۲۴ آبان ۱۴۰۵.txt"
