"""What somebody with bad intent, or a stolen phone, tries, and what comes of it."""

import asyncio

import pytest
from sqlalchemy import func, select

from storage.models import AuditEvent, Membership, Person
from storage.words import MembershipState, Role
from tests.conftest import Stand
from tests.handlers.people import code_for, invite
from tests.handlers.siege import GATHERED, columns, press, state_of
from tests.handlers.test_broadcasts import heard, write
from tests.town import Town, plain

sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def _count(town: Town, action: str) -> int:
    async with town.database.reading() as session:
        stmt = select(func.count()).where(AuditEvent.action == action)
        return await session.scalar(stmt) or 0


async def test_of_two_secretaries_who_suspend_each_other_at_once_one_remains(
    isfahan: Town,
) -> None:
    first, second = (
        isfahan.person("دبیرخانه · اصفهان"),
        await invite(isfahan, "isfahan", Role.SECRETARY),
    )
    async with isfahan.database.reading() as session:
        stmt = select(Membership.id).where(Membership.role == Role.SECRETARY)
        ours, theirs = (await session.scalars(stmt.order_by(Membership.id))).all()

    await asyncio.gather(
        press(isfahan, first.phone, first.chat, [f"mb:suspend:{theirs}:0"]),
        press(isfahan, second.phone, second.chat, [f"mb:suspend:{ours}:0"]),
    )

    async with isfahan.database.reading() as session:
        stmt = select(func.count()).where(
            Membership.role == Role.SECRETARY, Membership.state == MembershipState.ACTIVE
        )
        assert await session.scalar(stmt) == 1
    assert await _count(isfahan, "suspended") == 1


@sqlite
async def test_who_is_suspended_between_preview_and_sending_sends_nothing(isfahan: Town) -> None:
    second = await invite(isfahan, "isfahan", Role.SECRETARY)
    thief = await write(isfahan, "پیام ساختگی")
    await thief.taps("ارسال همین حالا")
    await second.says("/members")
    await second.taps("مریم رضایی", on=second.last)
    await second.taps("تعلیق")
    said = await thief.taps("بله، بفرست")
    await isfahan.passes(hours=1)

    assert "ویژهٔ اعضای شوراست" in said
    assert heard(isfahan, "پیام ساختگی") == 0
    assert await _count(isfahan, "broadcast_sent") == 0


@sqlite
async def test_a_name_cannot_turn_the_line_around(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    await secretary.says("/members")
    await secretary.taps("دعوت")
    await secretary.taps("عضو")
    await secretary.says("می\u200cنا شریف")
    code = str(secretary.last.content["caption"]).partition("start=")[2].split()[0]
    turned = isfahan.newcomer("\u202eadmin\u2066 دبیر\u200f\u061c \u2069می\u200cنا")
    await turned.starts(code.strip("\u2068\u2069"))

    asked = secretary.last.text
    assert [sign for sign in asked if sign in "\u202e\u2066\u061c\u202c"] == []
    assert asked.count("\u2068") == asked.count("\u2069")
    assert "admin دبیر می\u200cنا" in " ".join(plain(asked).split())
    nobody = isfahan.newcomer("\u202e\u2066")
    await nobody.starts(await code_for(isfahan, "isfahan", Role.MEMBER))
    async with isfahan.database.reading() as session:
        names = "".join(await session.scalars(select(Person.name)))
    assert "؟" in names
    assert [sign for sign in names if sign in "\u202e\u2066\u2069\u200f\u061c"] == []


@sqlite
async def test_what_is_refused_writes_nothing_into_the_log(stand: Stand) -> None:
    town = await stand(GATHERED)
    before = await state_of(town)
    member = columns(town)["member"][0]

    said = await press(town, member.phone, member.chat, [
        "mb:suspend:1:0", "mb:removed:2:0", "iv:revoke:1", "bd:merged:1:2", "cf:set:1:0",
        "po:keep:second:0:1", "bc:go:1:0", "gr:unbind:1", "ci:1:withdrawn", "d:undo?:1:0:0:0",
    ])  # fmt: skip

    assert len(set(said)) == 1
    assert "اختیارات شما" in said[0]
    assert await state_of(town) == before
