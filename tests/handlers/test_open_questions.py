"""A question whose answer is refused for good is over: nobody is asked it for ever."""

import pytest

from storage.words import Role
from tests.conftest import Stand
from tests.handlers.people import invite
from tests.handlers.siege import GATHERED, state_of
from tests.town import Persona, Town

sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def _two_at_one_name(town: Town) -> tuple[Persona, Persona]:
    """Two secretaries who were both asked to type the name of the same person."""
    first, second = town.person("دبیرخانه · اصفهان"), await invite(town, "isfahan", Role.SECRETARY)
    for one in (first, second):
        await one.says("/members")
        await one.taps("علی کاظمی", on=one.last)
        await one.taps("پاک کردن داده‌ها")
    return first, second


@sqlite
async def test_who_was_erased_meanwhile_is_not_erased_again(stand: Stand) -> None:
    town = await stand(GATHERED)
    first, second = await _two_at_one_name(town)
    await first.says("علی کاظمی")
    before = await state_of(town)

    assert "در این فاصله پاک شده است" in await second.says("علی کاظمی")
    assert await state_of(town) == before
    assert "در این فاصله" not in await second.says("علی کاظمی")  # a search like any other


@sqlite
async def test_who_left_meanwhile_can_still_be_erased(stand: Stand) -> None:
    town = await stand(GATHERED)
    first, second = await _two_at_one_name(town)
    await first.says("/members")
    await first.taps("علی کاظمی", on=first.last)
    await first.taps("پایان عضویت")
    await first.taps("بله")

    assert "عضو حذف‌شده 1" in await second.says("علی کاظمی")


@sqlite
async def test_a_slip_of_the_pen_leaves_the_question_open(stand: Stand) -> None:
    town = await stand(GATHERED)
    first, second = await _two_at_one_name(town)

    assert "چیزی تغییر نکرد" in await first.says("علی")
    assert "عضو حذف‌شده 1" in await first.says("علی کاظمی")
    await second.replies(second.messages[0], "سلام")  # about something else
    assert "در این فاصله پاک شده است" in await second.says("علی کاظمی")


@sqlite
async def test_who_lost_their_rights_is_asked_nothing_more(stand: Stand) -> None:
    town = await stand(GATHERED)
    first, second = await _two_at_one_name(town)
    await second.says("/members")
    await second.taps("مریم رضایی", on=second.last)
    await second.taps("تعلیق")
    before = await state_of(town)

    assert "ویژهٔ اعضای شوراست" in await first.says("علی کاظمی")
    assert await state_of(town) == before
