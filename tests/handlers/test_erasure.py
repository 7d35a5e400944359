"""Erasing a person: nowhere to be found afterwards, and the history still reads."""

from pathlib import Path

import pytest
from sqlalchemy import text

from storage.models import Base
from storage.words import Role
from tests.conftest import Stand
from tests.handlers.people import code_for, invite
from tests.handlers.siege import GATHERED, listen
from tests.town import Persona, Town, plain

sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NAME, PHONE = "کاناریا پرنده‌نژاد", "+989127654321"
ACCOUNT = 1_234_567_891


async def _bird(town: Town) -> Persona:
    """Somebody with a telling name, phone and account, who has reported and been asked things."""
    secretary = town.person("دبیرخانه · اصفهان")
    phone = town.world.keep_person(
        town.world.add_person("x", phone=PHONE).__class__(
            ACCOUNT, "کاناریا", "پرنده‌نژاد", "kanaria", PHONE, "fa", "bird"
        )
    )
    bird = Persona(town, phone, town.world.private_chat(phone))
    await secretary.says("/members")
    for label in ("دعوت", "نماینده", "واحد بررسی"):
        await secretary.taps(label)
    await secretary.says(f"{NAME} 09127654321")
    town.world.share_contact(phone, bird.chat)
    await town.settle()
    await bird.says("1/1")
    await bird.replies(bird.last, f"۴۰٪ انجام شد، {NAME} پیگیر است، تلفن {PHONE}")
    await _broadcast(town)
    await bird.replies(bird.message_with("نشست شنبه"), f"{NAME} می‌آید")
    await bird.says("کاناریا")
    await bird.says("1/3")
    await bird.taps("ثبت گزارش")
    return bird


async def _broadcast(town: Town) -> None:
    from tests.handlers.test_broadcasts import rings, write  # noqa: PLC0415

    secretary = await write(town, "نشست شنبه")
    await secretary.taps("ارسال همین حالا")
    await secretary.taps("بله، بفرست")
    await rings(town)


async def _everything(town: Town) -> str:
    rows: list[str] = []
    async with town.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            found = await session.execute(text(f"SELECT * FROM {table.name}"))  # noqa: S608
            rows += map(repr, found.all())
    return "\n".join(rows)


async def test_an_erased_person_is_nowhere_and_the_history_still_reads(
    stand: Stand, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    listen(caplog)
    town = await stand(GATHERED)
    secretary, bird = town.person("دبیرخانه · اصفهان"), await _bird(town)
    canaries = ("کاناریا", "پرنده‌نژاد", PHONE, PHONE[3:], str(ACCOUNT))
    before = await _everything(town)
    assert all(canary in before for canary in ("کاناریا", PHONE, str(ACCOUNT)))

    await secretary.says("/members")
    await secretary.taps("کاناریا", on=secretary.last)
    await secretary.taps("پاک کردن داده‌ها")
    assert "عضو حذف‌شده 1" in await secretary.says(NAME)

    after = await _everything(town)
    assert [canary for canary in canaries if canary in after] == []
    assert "عضو حذف‌شده 1" in await secretary.says("1/1")
    assert "عضو حذف‌شده 1" in await secretary.says("/log 1/1")
    assert "ویژهٔ اعضای شوراست" in await bird.says("/my")
    if town.database.is_sqlite:
        await town.database.close()
        content = (tmp_path / "council.db").read_bytes()
        assert [canary for canary in canaries if canary.encode() in content] == []
    assert [canary for canary in ("کاناریا", PHONE) if canary in caplog.text] == []


@sqlite
async def test_the_name_must_be_typed_and_nobody_erases_themselves(stand: Stand) -> None:
    town = await stand(GATHERED)
    secretary, member = town.person("دبیرخانه · اصفهان"), town.person("عضو هیأت")
    await secretary.says("/members")
    await secretary.taps("علی کاظمی", on=secretary.last)
    await secretary.taps("پاک کردن داده‌ها")

    await secretary.says("علی")
    assert "علی کاظمی" in await member.says("/members")
    await secretary.says("/my")


@sqlite
async def test_a_person_of_two_councils_is_not_erased_by_one_of_them(isfahan: Town) -> None:
    from bot.demo.scenes import QOM  # noqa: PLC0415  only here are both needed

    await isfahan.settles(QOM)
    both = await invite(isfahan, "isfahan", Role.MEMBER)
    await both.starts(await code_for(isfahan, "qom", Role.MEMBER))
    secretary = isfahan.person("دبیرخانه · اصفهان")
    await secretary.says("/members")
    await secretary.taps("تازه‌وارد", on=secretary.last)
    await secretary.taps("پاک کردن داده‌ها")

    assert "شورای دیگری هم هست" in await secretary.says("تازه‌وارد")
    assert "شورای گفتگو" in await both.says("/members")


@sqlite
async def test_one_asks_to_be_erased_also_after_having_left(stand: Stand) -> None:
    town = await stand(GATHERED)
    secretary, removed = town.person("دبیرخانه · اصفهان"), town.people["removed"]

    assert "آنچه از شما نگه داشته می‌شود" in await removed.says("/privacy")
    assert "از دبیرخانه بخواهم" in await removed.taps("درخواست پاک شدن")
    before = len(secretary.messages)
    assert "به دبیرخانه رسید" in await removed.taps("بله")
    message, data = removed._button("پس گرفتن", None)
    twice = [town.world.press(removed.phone, message, data) for _ in range(2)]
    await town.settle()
    assert "پس گرفته شد" in plain(removed.last.text)
    assert "درخواستی باز نیست" in plain(town.world.presses[twice[1].id].text)
    assert "دیگر نمی‌خواهد داده‌هایش پاک شود" in plain(secretary.last.text)
    assert secretary.labels() == []
    await removed.says("/privacy")
    await removed.taps("درخواست پاک شدن")
    await removed.taps("بله")
    assert len(secretary.messages) == before + 2  # the first card says that it was taken back
    assert "می‌خواهد داده‌هایش پاک شود" in plain(secretary.last.text)
    await secretary.taps("پاک کردن داده‌ها")
    assert "عضو حذف‌شده 1" in await secretary.says("تازه‌وارد")
    assert await town.newcomer("نو").says("/privacy") == "چیزی از شما نگه داشته نمی‌شود."


@sqlite
async def test_the_last_secretary_is_not_erased_by_the_admin(stand: Stand) -> None:
    town = await stand(GATHERED)
    admin = town.people["admin"]
    await admin.says("/members")
    await admin.taps("مریم رضایی", on=admin.last)
    await admin.taps("پاک کردن داده‌ها")

    assert "آخرین دبیر" in await admin.says("مریم رضایی")
