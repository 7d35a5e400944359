"""The product's whole story, as people live through it, from the minutes to the first report."""

from datetime import timedelta

import pytest

from bot.saying.calling import RawUpdates
from bot.updates.polling import ALLOWED_UPDATES
from tests.handlers.papers import document
from tests.handlers.people import publish_draft
from tests.town import SHARED, Persona, Town, plain

pytestmark = pytest.mark.usefixtures("nothing_leaks")


async def publish(town: Town, label: str, content: bytes) -> str:
    """Upload and publish as the secretary; returns the summary that was shown."""
    secretary = town.person(label)
    summary = await secretary.uploads("minutes.txt", content)
    await publish_draft(secretary)
    return summary


@pytest.mark.parametrize("source", ["retold", "seed"])
async def test_isfahan_from_minutes_to_first_report(isfahan: Town, source: str) -> None:
    if source == "seed" and not SHARED.is_dir():
        pytest.skip("the shared documents are not beside the project")
    seed = SHARED / "minutes" / "s01.txt"
    content = document("isfahan.txt") if source == "retold" else seed.read_bytes()
    unit = isfahan.person("واحد بررسی")
    secretary = isfahan.person("دبیرخانه · اصفهان")
    member = isfahan.person("عضو هیأت")

    summary = await publish(isfahan, "دبیرخانه · اصفهان", content)

    assert "۹ مصوبه" in summary
    assert summary.count("۱۴ آذر ۱۴۰۵") >= 2  # two weeks from notification, twice
    assert "ابلاغ شد" in secretary.last.text
    assert "۲ مورد تازه" in unit.last.text

    assert "۱/۱" in await member.says("گزارش دو هفتگی")
    assert "پسا" in await member.says("پسا کرونا")
    await member.taps("۱/")
    assert "دبیرخانه" not in await unit.says("/my")
    assert "۱/۱" in unit.last.text
    assert "۱/۳" in unit.last.text

    await isfahan.passes(days=7)
    reminder = unit.last
    assert "یادآوری" in reminder.text

    await unit.taps("۱/۱", on=reminder)
    receipt = await unit.replies(unit.last, "۴۰٪ انجام شد، گزارش اول ارسال شد")

    assert "۴۰٪" in receipt
    assert "۴۰٪" in secretary.last.text
    assert "گزارش اول ارسال شد" in secretary.last.text
    await member.says("۱/۱")
    assert "۴۰٪" in member.last.text


@pytest.mark.parametrize("source", ["retold", "seed"])
async def test_qom_from_report_to_accepted_reply_in_the_group(qom: Town, source: str) -> None:
    if source == "seed" and not SHARED.is_dir():
        pytest.skip("the shared documents are not beside the project")
    seed = SHARED / "minutes" / "s02.txt"
    content = document("qom.txt") if source == "retold" else seed.read_bytes()
    secretary = qom.person("دبیرخانه · قم")
    planning = qom.person("سازمان مدیریت")
    member = qom.person("عضو شورا")
    group = planning.in_group(qom.groups["qom"])

    summary = await secretary.uploads("report.txt", content)

    assert "شمارهٔ جلسه: ۷۲" in summary
    assert "شنبه ۲۲ شهریور ۱۴۰۴ (۲۰۲۵-۰۹-۱۳)" in summary
    assert "سالن ابریشم اتاق بازرگانی قم" in summary
    assert ("استاندار قم" if source == "retold" else "اکبر بهنامجو") in summary
    found, mentioned = summary.split("مصوبه‌های پیشین که به آن‌ها اشاره شده:")
    assert "هفتادم" in mentioned
    assert "هفتادم" not in found

    await secretary.taps("یک‌به‌یک")
    await secretary.taps("بعدی")
    await secretary.taps("مهلت")
    corrected = await secretary.taps("یک ماه پس از ابلاغ")
    assert "۳۰ آذر ۱۴۰۵" in corrected
    await secretary.taps("فهرست")
    published = await publish_draft(secretary)

    assert "جلسهٔ ۷۲ ابلاغ شد" in published
    assert "۷۲/۲" in qom.person("معاونت اقتصادی").last.text
    assert "۷۲/۲" in planning.last.text
    assert "۷۲/۱" in qom.person("حوزهٔ اقتصادی").last.text
    assert "۷۲/۲" in group.last.text

    assert "طرح آمایش" in await member.says("آمايش")
    assert "۷۲/۱" in await member.says("مسدود سازي حسابها")
    assert "مصوبهٔ ۷۲/۱" in await member.says("72/1")
    assert "هفتادم" not in await member.says("مشاغل سخت و زیان آور")

    await qom.passes(days=23)
    assert "یادآوری" in group.last.text
    reminded = group.last
    receipt = await group.replies(reminded, "۳۰ درصد کار انجام شد")

    assert "۳۰٪" in receipt
    told = secretary.last
    assert "۳۰٪" in told.text
    assert "امیر حسینی" in told.text

    assert "تأیید کرد" in await secretary.taps("تأیید", on=told)
    assert "تأیید شد" in planning.last.text
    assert "۷۲/۲" in planning.last.text


async def test_isfahan_survives_a_kill_between_any_two_steps(isfahan: Town) -> None:
    town = isfahan
    unit = town.person("واحد بررسی")
    secretary = town.person("دبیرخانه · اصفهان")

    await secretary.uploads("minutes.txt", document("isfahan.txt"))
    await town.restart()
    await secretary.taps("ابلاغ")
    await secretary.taps("مصوبه است")
    await town.restart()
    town.world.press(secretary.phone, secretary.last, _data(secretary, "بله"))
    await town.receive()  # committed, and nothing delivered
    await town.restart()
    assert sum("۲ مورد تازه" in plain(m.text) for m in unit.messages) == 1

    town.clock.advance(timedelta(days=7))
    await town.app.alarm.ring_reminders()  # enqueued, and nothing delivered
    await town.restart()
    await town.restart()
    assert sum("⏰ یادآوری" in m.text for m in unit.messages) == 1

    await unit.taps("۱/۱", on=unit.message_with("⏰ یادآوری"))
    await town.restart()
    town.world.say(unit.phone, unit.chat, "۴۰٪ انجام شد", reply_to=unit.last)
    await town.receive()
    await town.restart()
    assert sum("۴۰٪" in m.text for m in secretary.messages) == 1
    await secretary.taps("برگرداندن")
    await town.restart()
    await secretary.says("نسخهٔ امضاشده پیوست شود")
    await town.restart()

    assert sum("نسخهٔ امضاشده" in m.text for m in unit.messages) == 1
    assert sum("ثبت شد" in m.text for m in unit.messages) == 1


def _data(person: Persona, label: str) -> str:
    rows = person.last.buttons
    return next(str(b["callback_data"]) for row in rows for b in row if label in b["text"])


async def test_updates_written_down_before_a_kill_are_answered_once_after_it(
    isfahan: Town,
) -> None:
    town = isfahan
    secretary = town.person("دبیرخانه · اصفهان")
    town.world.upload(secretary.phone, secretary.chat, "minutes.txt", document("isfahan.txt"))
    ask = RawUpdates(offset=None, timeout=0, allowed_updates=ALLOWED_UPDATES)
    raws = await town.app.bot(ask)
    before = len(secretary.messages)

    town.app.receiver._turns._lanes.put = lambda *_: None  # type: ignore[method-assign]  # dies here
    await town.app.receiver.take(raws)
    assert len(secretary.messages) == before
    await town.restart()
    await town.restart()
    await town.app.receiver.take(raws)

    assert len(secretary.messages) == before + 1
    assert "۹ مصوبه" in secretary.last.text
