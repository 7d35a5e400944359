"""The pack for the next session: counted, listed, whose it is, and into the calendar."""

import pytest

from tests.conftest import Stand, Story
from tests.handlers.conftest import SINGLE
from tests.town import Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def _enter(town: Town) -> None:
    secretary = town.person("دبیرخانه · اصفهان")
    await secretary.says("/meetings")
    await secretary.taps("ثبت جلسه")
    await secretary.says("شنبه ۵ دی ساعت ۱۷:۳۰، سالن اجتماعات")
    await secretary.taps("بله، ثبت شود")


PLANNED = Story("a session to come", _enter, SINGLE)
SESSION = "شنبه ۵ دی ۱۴۰۵، ساعت ۱۷:۳۰\nمحل: سالن اجتماعات\n\n"
AGENDA = """\
📋 پیش‌نویس دستور جلسه
هیأت نمایندگان اتاق بازرگانی اصفهان
شنبه ۵ دی ۱۴۰۵، ساعت ۱۷:۳۰

⏰ معوق: ۱
۱. ۵/۱ مقرر شد واحد بررسی‌های اقتصادی ظرف دو هفته از ابلاغ، فهرست تعرفه‌های پیشنهادی…
   واحد بررسی‌های اقتصادی، ۶ روز از مهلت گذشته"""


async def test_secretary_walks_into_the_session_with_agenda_people_and_calendar(
    stand: Stand,
) -> None:
    town = await stand(PLANNED)
    secretary = town.person("دبیرخانه · اصفهان")
    pack = f"🗂 برای جلسهٔ بعد\n{SESSION}"

    await secretary.says("/meetings")
    assert await secretary.taps("جلسهٔ بعد") == f"{pack}📍 مهلت تا این جلسه: ۱"
    await town.passes(days=20)
    await secretary.says("/meetings")
    assert await secretary.taps("جلسهٔ بعد") == f"{pack}⏰ معوق: ۱"
    who = "👥 چه کسانی کار دارند\n\n• واحد بررسی‌های اقتصادی: ۱ باز، ۱ معوق\n   نرگس احمدی"
    assert await secretary.taps("چه کسانی") == who
    await secretary.taps("بازگشت")
    assert await secretary.taps("دستور جلسه") == AGENDA

    await secretary.says("/meetings")
    await secretary.taps("جلسهٔ بعد")
    await secretary.taps("دعوت‌نامه")
    sent = secretary.last.content["document"]
    assert (sent["file_name"], sent["mime_type"]) == ("جلسهٔ ۵ دی ۱۴۰۵.ics", "text/calendar")
    assert f"جلسهٔ هیأت نمایندگان اتاق بازرگانی اصفهان\n{SESSION}" in secretary.hears


async def test_member_takes_the_session_into_the_calendar_and_nothing_else(stand: Stand) -> None:
    town = await stand(PLANNED)
    member = town.person("عضو هیأت")

    await member.says("/meetings")

    assert member.labels() == ["📅 افزودن به تقویم"]
