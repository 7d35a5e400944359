"""Where the council wants a second person: nothing weighty is done by one, and all of it by two."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import func, select

from council.seconding import deeds, second_person
from storage.models import AuditEvent, Person, SecondRequest
from storage.words import Act, Role
from tests.conftest import Stand, Story
from tests.handlers.people import invite
from tests.handlers.siege import GATHERED, columns, everything_said, press, state_of
from tests.handlers.test_broadcasts import write
from tests.handlers.test_published import take_back
from tests.town import Persona, Town, plain

sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
pytestmark = pytest.mark.usefixtures("nothing_leaks")
WAITS = "در انتظار تأیید نفر دوم است"


async def _want_a_second(town: Town) -> None:
    """A second secretary comes, and the first one wants a second person from now on."""
    secretary = town.person("دبیرخانه · اصفهان")
    town.people["second"] = await invite(town, "isfahan", Role.SECRETARY)
    await secretary.says("/settings")
    await secretary.taps("تنظیمات شورا")
    await secretary.taps("خلاصه‌ها و دیگر")
    await secretary.taps("نفر دوم")
    await secretary.taps("روشن")
    await secretary.taps("ثبت شود")


TWO = Story("two", _want_a_second, GATHERED)


async def _close(town: Town) -> str:
    secretary = town.person("دبیرخانه · اصفهان")
    await secretary.says("1/1")
    for label in ("ثبت گزارش", "بستن یا تغییر حکم", "منتفی"):
        await secretary.taps(label)
    return await secretary.says("بودجه‌ای نیست")


async def _take_back(town: Town) -> str:
    return await take_back(town.person("دبیرخانه · اصفهان"), "۱")


async def _lift(town: Town) -> str:
    secretary = town.person("دبیرخانه · اصفهان")
    await secretary.says("1/2")
    await secretary.taps("محرمانه کردن")
    await secretary.taps("بله، محرمانه شود")
    await secretary.taps("برداشتن")
    return await secretary.says("1/2")


async def _send(town: Town) -> str:
    secretary = await write(town, "خبری برای همه")
    await secretary.taps("ارسال همین حالا")
    return await secretary.taps("بله، بفرست")


async def _export(town: Town) -> str:
    secretary = town.person("دبیرخانه · اصفهان")
    await secretary.says("1/2")
    await secretary.taps("محرمانه کردن")
    await secretary.taps("بله، محرمانه شود")
    await secretary.says("/report 1")
    asked = await secretary.taps("محرمانه")
    assert "محرمانه‌اند" in asked or "شمار" in asked
    return await secretary.says("1")


async def _erase(town: Town) -> str:
    secretary = town.person("دبیرخانه · اصفهان")
    await secretary.says("/members")
    await secretary.taps("علی کاظمی", on=secretary.last)
    await secretary.taps("پاک کردن داده‌ها")
    return await secretary.says("علی کاظمی")


async def _switch_off(town: Town) -> str:
    secretary = town.person("دبیرخانه · اصفهان")
    await secretary.says("/settings")
    await secretary.taps("تنظیمات شورا")
    await secretary.taps("خلاصه‌ها و دیگر")
    await secretary.taps("نفر دوم")
    await secretary.taps("خاموش")
    return await secretary.taps("ثبت شود")


Deed = Callable[[Town], Awaitable[str]]
DEEDS: dict[Act, tuple[Deed, str]] = {
    Act.EXPORT: (_export, "گرفتن گزارش با یک مورد محرمانه"),
    Act.LIFT: (_lift, "برداشتن محرمانگی ۱/۲"),
    Act.CLOSE: (_close, "بستن ۱/۱ (منتفی)"),
    Act.BROADCAST: (_send, "فرستادن پیام به"),
    Act.ERASE: (_erase, "پاک کردن داده‌های علی کاظمی"),
    Act.TAKE_BACK: (_take_back, "پس گرفتن ابلاغ صورت‌جلسهٔ ۱ با"),
    Act.SWITCH_OFF: (_switch_off, "کنار گذاشتن تأیید نفر دوم"),
}
"""In this order they do not get into each other's way."""


WRITTEN = {
    Act.EXPORT: "confidential_exported",
    Act.LIFT: "made_ordinary",
    Act.CLOSE: "item_withdrawn",
    Act.BROADCAST: "broadcast_sent",
    Act.ERASE: "erased",
    Act.TAKE_BACK: "publishing_taken_back",
    Act.SWITCH_OFF: "policy_changed",
}
"""What the log says of each deed that was done; written with the deed or not at all."""


async def _log(town: Town, *, after: int = 0) -> list[tuple[str, str]]:
    """Who did what, oldest first."""
    async with town.database.reading() as session:
        stmt = (
            select(Person.name, AuditEvent.action)
            .join(Person, Person.id == AuditEvent.actor_id)
            .where(AuditEvent.id > after)
            .order_by(AuditEvent.id)
        )
        return [(name, action) for name, action in (await session.execute(stmt)).all()]


async def _so_far(town: Town) -> int:
    async with town.database.reading() as session:
        return await session.scalar(select(func.max(AuditEvent.id))) or 0


@sqlite
async def test_every_deed_is_done_by_two_and_the_log_names_both(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_person, "ABOVE", 1)
    town = await stand(TWO)
    secretary, second = town.person("دبیرخانه · اصفهان"), town.people["second"]

    for act, (deed, named) in DEEDS.items():
        before = await _so_far(town)
        assert WAITS in await deed(town), act
        done = [action for _who, action in await _log(town, after=before)]
        assert WRITTEN[act] not in done, act
        assert named in plain(second.last.text), act

        second._mark()
        assert "تأیید کرد و انجام شد" in await second.taps("✅ تأیید", on=second.last), act
        log = await _log(town, after=before)
        assert ("تازه‌وارد", "second_agreed") in log, act
        assert ("مریم رضایی", WRITTEN[act]) in log, act
        assert "تأیید کرد و انجام شد" in plain(secretary.last.text) or act is Act.EXPORT, act
        assert ("(۱" in plain(second.last.text)) is (act in deeds.CODED), act

    assert WAITS not in await _switch_off(town)  # one is enough again


@sqlite
async def test_wanting_a_second_person_says_what_it_does_before_it_is_kept(stand: Stand) -> None:
    town = await stand(GATHERED)
    secretary = town.person("دبیرخانه · اصفهان")
    await secretary.says("/settings")
    await secretary.taps("تنظیمات شورا")
    assert "نفر دوم: خاموش" in await secretary.taps("خلاصه‌ها و دیگر")
    await secretary.taps("نفر دوم")
    refused = await secretary.taps("روشن")
    assert "شما تنها دبیر این شورا هستید" in refused
    assert "نفر دوم: هنوز روشن نمی‌شود" in refused
    assert "نفر دوم: روشن" not in refused
    assert secretary.labels() == ["▶ بازگشت"]
    assert "کس دیگری نیست که تأیید کند" in await _forge(secretary, "po:keep:second:0:1")

    town.people["second"] = await invite(town, "isfahan", Role.SECRETARY)
    await secretary.taps("بازگشت")
    shown = await secretary.taps("روشن")
    assert "از این پس هیچ‌کس این کارها را تنها انجام نمی‌دهد" in shown
    assert "درخواست شما را این افراد می‌توانند تأیید کنند: تازه‌وارد" in shown
    assert "پاک کردن داده‌ها را همچنین: تازه‌وارد" in shown  # the admin, of the same name
    assert "نفر دوم: روشن" in await secretary.taps("ثبت شود")


@sqlite
async def test_a_request_is_refused_taken_back_or_lapses_and_nothing_is_done(stand: Stand) -> None:
    town = await stand(TWO)
    secretary, second = town.person("دبیرخانه · اصفهان"), town.people["second"]
    before = await _so_far(town)

    await _erase(town)
    assert "مخالفت کرد: پاک کردن داده‌های یک نفر" in await second.taps("مخالفت")
    assert "مخالفت کرد" in plain(secretary.last.text)
    await _erase(town)
    waiting = secretary.last
    await _erase(town)  # asked once more: the older request gives way
    assert "مریم رضایی" in await secretary.taps("پس گرفتن", on=waiting)
    assert "درخواست را پس گرفت" in await secretary.taps("پس گرفتن")
    await _erase(town)
    await town.passes(hours=73)
    assert "کسی به‌موقع پاسخ نداد" in secretary.hears
    assert "پیش‌تر پاسخ داده شده است" in await second.taps("✅ تأیید")

    done = [action for _who, action in await _log(town, after=before)]
    assert done.count("second_asked") == 4
    assert "erased" not in done
    async with town.database.reading() as session:
        assert set(await session.scalars(select(SecondRequest.agreed))) == {False}


@sqlite
async def test_an_answer_that_comes_a_moment_too_late_changes_nothing(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = await stand(TWO)
    secretary, second = town.person("دبیرخانه · اصفهان"), town.people["second"]
    await _erase(town)

    async def somebody_was_first(*_given: object, **_named: object) -> bool:
        return False

    monkeypatch.setattr("council.seconding.seconded.stored.answer", somebody_was_first)
    assert "پیش‌تر پاسخ داده شده است" in await second.taps("مخالفت")
    await town.passes(hours=73)
    assert "کسی به‌موقع پاسخ نداد" not in secretary.hears


async def test_who_asked_cannot_agree_and_the_first_answer_counts(stand: Stand) -> None:
    town = await stand(TWO)
    secretary, second = town.person("دبیرخانه · اصفهان"), town.people["second"]
    third = await invite(town, "isfahan", Role.SECRETARY)
    await _close(town)
    assert "نفر دومی باید تأیید کند" in await _forge(secretary, "se:yes:1")
    assert "🤝 در انتظار تأیید شما: ۱" in await _labels(third, "/review")

    await third.taps("در انتظار تأیید شما")
    await third.taps("دیدن")
    assert "بودجه‌ای نیست" in plain(third.last.text)
    await third.taps("✅ تأیید")
    assert "تازه‌وارد دربارهٔ این تصمیم گرفته است" in await second.taps("✅ تأیید")
    assert "تأیید شما" not in await _labels(second, "/review")
    log = [action for _who, action in await _log(town)]
    assert log.count("item_withdrawn") == 1
    story = await secretary.says("/log 1/1")
    assert "برای تأیید نفر دوم درخواست داد" in story
    assert "به‌عنوان نفر دوم تأیید کرد" in story


async def _forge(who: Persona, data: str) -> str:
    """Press, as a forging client would, what no message says; gives what is said over it."""
    (said,) = await press(who.town, who.phone, who.chat, [data])
    return said


async def _labels(who: Persona, words: str) -> str:
    await who.says(words)
    return " ".join(who.labels())


@sqlite
async def test_nothing_is_done_for_somebody_who_lost_their_rights(stand: Stand) -> None:
    town = await stand(TWO)
    secretary, second = town.person("دبیرخانه · اصفهان"), town.people["second"]
    before = await _so_far(town)
    await _lift(town)
    request = second.last
    await second.says("/members")
    await second.taps("مریم رضایی", on=second.last)
    await second.taps("تعلیق")
    await second.taps("بله") if "بله" in " ".join(second.labels()) else None

    assert "دیگر اجازهٔ آن را ندارد" in await second.taps("✅ تأیید", on=request)
    assert "made_ordinary" not in [action for _who, action in await _log(town, after=before)]
    assert "ویژهٔ اعضای شوراست" in await secretary.says("/my")
    await second.says("/members")
    await second.taps("علی کاظمی", on=second.last)
    await second.taps("پاک کردن داده‌ها")
    assert WAITS in await second.says("علی کاظمی")  # the admin could agree to that
    await second.says("1/1")
    for label in ("ثبت گزارش", "بستن یا تغییر حکم", "منتفی"):
        await second.taps(label)
    assert "کس دیگری نیست که تأیید کند" in await second.says("بودجه‌ای نیست")


@sqlite
async def test_nobody_else_can_answer_or_see_a_request(stand: Stand) -> None:
    town = await stand(TWO)
    await _close(town)
    before = await state_of(town)
    buttons = ["se:yes:1", "se:no:1", "se:open:1", "se:list:1", "se:yes:-1"]

    for column, (speaker, more) in columns(town).items():
        if column != "secretary":
            await press(town, speaker.phone, speaker.chat, buttons, **more)
    assert await state_of(town) == before
    entitled = [town.person("دبیرخانه · اصفهان").chat, town.people["second"].chat]
    assert "بودجه‌ای نیست" not in everything_said(town, except_to=entitled)
    assert "بودجه‌ای نیست" in plain(town.people["second"].last.text)


@sqlite
async def test_a_message_that_was_changed_since_is_not_agreed_to(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_person, "ABOVE", 1)
    town = await stand(TWO)
    secretary, second = town.person("دبیرخانه · اصفهان"), town.people["second"]
    await _send(town)
    request = second.last
    await _forge(secretary, "bc:all:1:0")  # an old button, still on another phone

    assert "عوض شده است" in await second.taps("✅ تأیید", on=request)
    assert "broadcast_sent" not in [action for _who, action in await _log(town)]
