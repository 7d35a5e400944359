"""Writes a session as an .ics file (RFC 5545) that any calendar opens."""

from datetime import UTC, timedelta

from icalendar import Alarm, Calendar, Event

from bot.papers.events import SessionEvent

PRODUCT = "-//Mosavabe//Sessions//FA"


def render(given: SessionEvent) -> bytes:
    """The file. Times stand in UTC: every calendar shows them in its owner's zone."""
    calendar, event = Calendar(), Event()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event.add("uid", given.uid)
    event.add("sequence", given.version)
    event.add("dtstamp", given.made_at.astimezone(UTC))
    event.add("dtstart", given.starts_at.astimezone(UTC))
    event.add("dtend", given.ends_at.astimezone(UTC))
    event.add("summary", given.title)
    if given.place:
        event.add("location", given.place)
    event.add("description", given.description)
    event.add("status", "CONFIRMED")
    for minutes in given.alarms:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", given.title)
        alarm.add("trigger", timedelta(minutes=-minutes))
        event.add_component(alarm)
    calendar.add_component(event)
    return bytes(calendar.to_ical())
