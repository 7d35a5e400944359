"""When the demo begins: whoever tries it hears at once what the bot has to tell."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.demo.serving import until_the_day
from council.reminding.policies import Hours

TEHRAN = ZoneInfo("Asia/Tehran")


@pytest.mark.parametrize("hour", range(24))
def test_demo_begins_at_an_hour_at_which_the_bot_speaks(hour: int) -> None:
    now = datetime(2026, 11, 22, hour, 20, tzinfo=TEHRAN)

    begins = now + until_the_day(now)

    assert not Hours().quiet_at(begins.hour)
    assert (begins.hour, begins.minute) == ((hour, 20) if 8 <= hour < 20 else (9, 0))
    assert begins.day == (23 if hour >= 20 else 22)
