"""A month of a council, day by day: at most one reminder a day, and each can be answered."""

from collections import Counter
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from tests.town import Persona, Town, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DAYS = 30
TEHRAN = ZoneInfo("Asia/Tehran")


def days_of(person: Persona, words: str) -> list[date]:
    """The days on which a message with these words came to the person."""
    return [
        message.date.astimezone(TEHRAN).date()
        for message in person.messages
        if words in plain(message.text)
    ]


async def test_a_month_brings_one_reminder_a_day_at_most_and_each_can_be_answered(
    published: Town,
) -> None:
    unit, secretary = published.person("واحد بررسی"), published.person("دبیرخانه · اصفهان")
    heard = 0
    for _ in range(DAYS):
        await published.passes(days=1)
        reminders = days_of(unit, "⏰ یادآوری")
        if len(reminders) > heard and len(reminders) % 3 == 0:
            last = unit.message_with("⏰ یادآوری")
            said = await unit.replies(last, "۴۰٪ انجام شد، نامه ارسال شد")
            if "کدام" in said:  # of several items, one is chosen
                said = await unit.taps(unit.labels()[0])
            assert "ثبت شد" in said
        heard = len(reminders)

    everybody = [one for name, one in published.people.items() if "اصفهان" in name]
    for person in {id(one): one for one in (unit, secretary, *everybody)}.values():
        reminded = Counter(days_of(person, "⏰ یادآوری"))
        assert set(reminded.values()) <= {1}, reminded
        assert not any(day.weekday() == 4 for day in reminded)  # nobody is reminded on a Friday
        weeks = days_of(person, "🗞")
        assert len({day.isocalendar().week for day in weeks}) == len(weeks)
    assert len(days_of(unit, "⏰ یادآوری")) > 5
    assert 1 <= len(days_of(secretary, "🗞")) <= 5  # a week without news brings none
