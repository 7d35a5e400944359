"""Who gets in, and what those hear who do not."""

from datetime import timedelta

import pytest

from storage.words import Role
from tests.handlers.people import code_for, invite
from tests.town import Town, plain

STRANGER = "این ربات ویژهٔ اعضای شوراست. پیوند دعوت را از دبیرخانه بخواهید."
REFUSED = "این دعوت معتبر نیست یا مهلتش گذشته است. پیوند تازه‌ای از دبیرخانه بخواهید."
pytestmark = pytest.mark.usefixtures("nothing_leaks")
sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@sqlite
async def test_wrong_used_and_expired_codes_are_refused_alike(isfahan: Town) -> None:
    first, second = isfahan.newcomer("اول"), isfahan.newcomer("دوم")
    code = await code_for(isfahan, "isfahan", Role.MEMBER)
    late = await code_for(isfahan, "isfahan", Role.MEMBER)
    assert "خوش آمدید" in await first.starts(code)

    assert await second.starts("no-such-code") == REFUSED
    assert await second.starts(code) == REFUSED
    isfahan.clock.advance(timedelta(hours=72))
    assert await second.starts(late) == REFUSED
    assert await second.says("پسا کرونا") == STRANGER


async def test_one_code_lets_one_of_two_in_who_come_at_once(isfahan: Town) -> None:
    first, second = isfahan.newcomer("اول"), isfahan.newcomer("دوم")
    code = await code_for(isfahan, "isfahan", Role.MEMBER)

    isfahan.world.start(first.phone, code)
    isfahan.world.start(second.phone, code)
    await isfahan.settle()

    heard = sorted([plain(first.last.text), plain(second.last.text)], key=len)
    assert heard[0] == REFUSED
    assert "خوش آمدید" in heard[1]


@sqlite
async def test_a_stranger_learns_nothing_whatever_is_typed(published: Town) -> None:
    stranger = published.newcomer("غریبه")

    for words in ("سلام", "پسا کرونا", "1/1", "/my", "/minutes", "/review", "/bind", "/language",
                  "/council", "/nonsense", "گزارش " * 200):  # fmt: skip
        assert await stranger.says(words) == STRANGER
    assert await stranger.starts("r-1") == REFUSED
    assert await stranger.uploads("minutes.txt", b"abc") == STRANGER
    assert await stranger.starts() == STRANGER
    assert STRANGER in await stranger.says("/help")


@sqlite
async def test_a_member_cannot_use_the_secretarys_commands(published: Town) -> None:
    member = published.person("عضو هیأت")

    for words in ("/minutes", "/review", "/bind"):
        assert "در حدود اختیارات شما نیست" in await member.says(words)


@sqlite
async def test_odd_links_are_refused_plainly(published: Town) -> None:
    member = published.person("عضو هیأت")

    assert "مصوبهٔ ۱/۱" in await member.starts("r-1")
    for payload in ("r-999999999", "r-99999999999999999999", "r-²", "r--1", "x" * 64):
        answer = await member.starts(payload)
        assert answer == REFUSED or "پیدا نشد" in answer


@sqlite
async def test_an_invitation_to_the_same_council_is_not_used_up(isfahan: Town) -> None:
    member = isfahan.person("عضو هیأت")
    code = await code_for(isfahan, "isfahan", Role.MEMBER)

    assert "از پیش عضو" in await member.starts(code)
    assert "خوش آمدید" in await isfahan.newcomer("تازه").starts(code)


@sqlite
async def test_language_is_chosen_and_kept(isfahan: Town) -> None:
    member = isfahan.person("عضو هیأت")

    await member.says("/language")
    assert "I will speak English" in await member.taps("English")
    assert "No resolution has been published" in await member.says("abc")


@sqlite
async def test_a_person_of_two_councils_switches_between_them(isfahan: Town) -> None:
    from bot.demo.scenes import QOM  # noqa: PLC0415  only here are both needed

    await isfahan.settles(QOM)
    both = await invite(isfahan, "isfahan", Role.MEMBER)
    await both.starts(await code_for(isfahan, "qom", Role.MEMBER))

    await both.says("/council")
    assert any(label.startswith("● شورای گفتگو") for label in both.labels())
    assert "باز است" in await both.taps("هیأت نمایندگان")
