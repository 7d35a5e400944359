"""Who follows an item up: named from its card, told, reminded and chasing it from then on."""

import pytest
from sqlalchemy import update

from storage import members
from storage.models import Membership
from storage.words import MembershipState, Role
from tests.handlers.people import invite
from tests.handlers.reminded import day_by_day
from tests.handlers.test_published import take_back
from tests.town import Persona, Town, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_the_secretariat_names_who_follows_up_and_takes_it_back(single: Town) -> None:
    unit, secretary = single.person("واحد بررسی"), single.person("دبیرخانه · اصفهان")
    chaser = await invite(single, "isfahan", Role.MEMBER)
    await secretary.says("۵/۱")
    await secretary.taps("تصحیح")

    assert "پیگیر ۵/۱ چه کسی باشد" in await secretary.taps("مسئول پیگیری")
    assert "تازه‌وارد پیگیر ۵/۱ است" in await secretary.taps("تازه‌وارد")
    assert "از این پس شما پیگیر ۵/۱ هستید" in plain(chaser.last.text)
    assert "مسئول پیگیری: تازه‌وارد" in await unit.says("۵/۱")
    assert "۵/۱" in await chaser.says("/my")
    assert "مسئول پیگیری" not in " ".join(unit.labels())

    await secretary.taps("برگه")
    await secretary.taps("تصحیح")
    await secretary.taps("مسئول پیگیری")
    assert "مسئول پیگیری جداگانه‌ای ندارد" in await secretary.taps("هیچ‌کس")
    assert "دیگر پیگیر ۵/۱ نیستید" in plain(chaser.last.text)
    assert "۵/۱" not in await chaser.says("/my")
    for told in ("/log", "/log ۵/۱"):
        story = await secretary.says(told)
        assert "تازه‌وارد را مسئول پیگیری کرد" in story
        assert "مسئول پیگیری جداگانه را برداشت" in story


async def test_a_late_item_is_told_to_who_was_named(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")
    chaser = await invite(single, "isfahan", Role.MEMBER)
    await choosing(secretary)
    await secretary.says("تازه‌وارد")
    await secretary.taps("تازه‌وارد")

    assert await day_by_day(single, chaser, 20) != []


async def test_a_representative_names_one_of_their_own_body(single: Town) -> None:
    unit, member = single.person("واحد بررسی"), single.person("عضو هیأت")
    colleague = await invite(single, "isfahan", Role.REPRESENTATIVE, "واحد بررسی‌های اقتصادی")
    await member.says("۵/۱")
    assert "مسئول پیگیری" not in " ".join(member.labels())
    await unit.says("۵/۱")

    await unit.taps("مسئول پیگیری")
    offered = unit.labels()
    assert "عضو هیأت" not in " ".join(offered)
    assert "تازه‌وارد پیگیر ۵/۱ است" in await unit.taps("تازه‌وارد")

    assert "از این پس شما پیگیر ۵/۱ هستید" in plain(colleague.last.text)
    await unit.says("۵/۱")
    assert "مسئول پیگیری" not in " ".join(unit.labels())
    await colleague.says("۵/۱")
    await colleague.taps("مسئول پیگیری")
    assert "جداگانه‌ای ندارد" in await colleague.taps("هیچ‌کس")


async def test_who_only_observes_cannot_be_named_to_follow_up(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")
    chaser = await invite(single, "isfahan", Role.MEMBER)
    await choosing(secretary)
    async with single.database.writing() as session:
        person = await members.by_telegram(session, chaser.phone.id)
        assert person is not None
        theirs = update(Membership).where(Membership.person_id == person.id)
        await session.execute(theirs.values(role=Role.OBSERVER))

    assert "پیدا نشد" in await secretary.taps("تازه‌وارد")
    await choosing(secretary)
    assert "تازه‌وارد" not in " ".join(secretary.labels())


async def test_words_below_a_choice_that_somebody_else_made_are_a_search(single: Town) -> None:
    unit, secretary = single.person("واحد بررسی"), single.person("دبیرخانه · اصفهان")
    await unit.says("۵/۱")
    await unit.taps("مسئول پیگیری")
    await choosing(secretary)
    await secretary.taps("مریم رضایی")

    assert "یک مصوبه" in await unit.says("فهرست تعرفه")


async def test_many_who_may_be_named_are_paged_there_and_back(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")
    for _ in range(9):
        await invite(single, "isfahan", Role.MEMBER)
    await secretary.says("۵/۱")
    await secretary.taps("تصحیح")
    await secretary.taps("مسئول پیگیری")
    first, shown = secretary.labels(), len(secretary.messages)

    await secretary.taps("بیشتر")
    assert secretary.labels() != first
    await secretary.taps("بازگشت")

    assert secretary.labels() == first
    assert len(secretary.messages) == shown


async def test_of_a_secret_only_who_may_know_is_offered(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")
    await invite(single, "isfahan", Role.MEMBER)
    await secretary.says("۵/۱")
    await secretary.taps("محرمانه کردن")
    await choosing(secretary)

    labels = " ".join(secretary.labels())
    assert "تازه‌وارد" not in labels
    assert "نرگس احمدی" in labels


async def test_what_somebody_followed_up_who_left_falls_to_the_secretariat(single: Town) -> None:
    unit, secretary = single.person("واحد بررسی"), single.person("دبیرخانه · اصفهان")
    chaser = await invite(single, "isfahan", Role.MEMBER)
    await choosing(secretary)
    await secretary.taps("تازه‌وارد")

    await leaves(single, unit)
    assert "۵/۱" not in await secretary.says("/my")
    await leaves(single, chaser)
    assert "۵/۱" in await secretary.says("/my")
    assert "تازه‌وارد" not in await secretary.says("۵/۱")


async def test_a_representative_names_somebody_in_place_of_who_has_left(single: Town) -> None:
    unit, secretary = single.person("واحد بررسی"), single.person("دبیرخانه · اصفهان")
    chaser = await invite(single, "isfahan", Role.MEMBER)
    await choosing(secretary)
    await secretary.taps("تازه‌وارد")
    await unit.says("۵/۱")
    assert "مسئول پیگیری" not in " ".join(unit.labels())

    await leaves(single, chaser)

    await unit.says("۵/۱")
    await unit.taps("مسئول پیگیری")
    assert "هیچ‌کس" not in unit.labels()
    assert "از این پس شما پیگیر ۵/۱ هستید" in await unit.taps("نرگس احمدی")


async def test_who_has_left_meanwhile_cannot_be_named(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")
    chaser = await invite(single, "isfahan", Role.MEMBER)
    await choosing(secretary)

    await leaves(single, chaser)

    assert "پیدا نشد" in await secretary.taps("تازه‌وارد")
    assert "تازه‌وارد" not in await secretary.says("۵/۱")


async def test_who_was_told_hears_that_the_minutes_are_taken_back(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")
    chaser = await invite(single, "isfahan", Role.MEMBER)
    await choosing(secretary)
    await secretary.taps("تازه‌وارد")

    await take_back(secretary, "۵")

    assert "ابلاغ جلسهٔ ۵ را پس گرفت" in plain(chaser.last.text)


async def choosing(secretary: Persona) -> None:
    await secretary.says("۵/۱")
    await secretary.taps("تصحیح")
    await secretary.taps("مسئول پیگیری")


async def leaves(town: Town, one: Persona) -> None:
    async with town.database.writing() as session:
        person = await members.by_telegram(session, one.phone.id)
        assert person is not None
        theirs = update(Membership).where(Membership.person_id == person.id)
        await session.execute(theirs.values(state=MembershipState.REMOVED))
