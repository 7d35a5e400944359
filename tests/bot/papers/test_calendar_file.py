"""The file for calendars, read again by the library that reads them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar

from bot.papers.calendar_file import render
from bot.papers.events import SessionEvent

STARTS = datetime(2026, 12, 26, 17, 30, tzinfo=ZoneInfo("Asia/Tehran"))
SESSION = SessionEvent(
    uid="session-3@mosavabe",
    version=2,
    starts_at=STARTS,
    ends_at=STARTS + timedelta(hours=3),
    made_at=datetime(2026, 11, 21, 6, 30, tzinfo=UTC),
    title="جلسهٔ هیأت نمایندگان اتاق بازرگانی، صنایع، معادن و کشاورزی اصفهان",
    place="سالن اجتماعات؛ طبقهٔ ۲, اتاق ۱",
    description="شنبه ۵ دی ۱۴۰۵\nEND:VEVENT",
    alarms=(1440, 60),
)


def test_session_is_read_back_in_utc_with_its_alarms() -> None:
    written = render(SESSION)

    (event,) = Calendar.from_ical(written).events
    assert (event["uid"], event["sequence"]) == (SESSION.uid, 2)
    assert event.start == datetime(2026, 12, 26, 14, 0, tzinfo=UTC)
    assert event.end - event.start == timedelta(hours=3)
    assert b"DTSTART:20261226T140000Z" in written
    assert (event["summary"], event["location"]) == (SESSION.title, SESSION.place)
    assert event["description"] == SESSION.description
    rings = [one.trigger for one in event.alarms.times]
    assert rings == [event.start - timedelta(days=1), event.start - timedelta(hours=1)]
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
