"""The first screen: what matters now, three buttons that do it, and a menu of one's own."""

from collections.abc import Iterator

import pytest
from aiogram import Router
from aiogram.filters import Command

from bot.commands import ALSO, FOR_STRANGERS, RIGHTS, publish_menu
from bot.updates.gate import RIGHT
from bot.views.home import CHAPTERS
from simulator.methods_bot import commands_for
from storage.words import Role
from tests.handlers.people import code_for, invite
from tests.town import Persona, Town

BOARD = "هیأت نمایندگان اتاق بازرگانی اصفهان"
sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def menu(persona: Persona) -> dict[str, str]:
    """The commands that the messenger offers in this person's chat, and what it says of them."""
    found = commands_for(persona.town.world, persona.chat.id, "fa")
    return {one["command"]: one["description"] for one in found}


async def test_each_role_begins_with_what_matters_and_three_buttons(single: Town) -> None:
    """On both databases: the counts are SQL."""
    secretary, unit = single.person("دبیرخانه · اصفهان"), single.person("واحد بررسی")
    member = single.person("عضو هیأت")

    fresh = await member.starts()
    await single.passes(days=10)
    due = await unit.starts()
    await unit.taps("کارهای من")
    await unit.taps("۵/۱")
    await unit.replies(unit.last, "۴۰٪ انجام شد")
    waiting = await secretary.starts()
    await single.passes(days=5)
    late = [await unit.starts(), await secretary.starts()]

    assert fresh == (
        f"{BOARD} · عضو\n\nیک مصوبهٔ تازه در ۳۰ روز گذشته.\n"
        "چه می‌خواهید پیدا کنید؟ چند واژه بنویسید تا در مصوبه‌ها جست‌وجو کنم."
    )
    assert due == f"{BOARD} · نمایندهٔ نهاد\n\nمهلت یکی از کارهای شما تا یک هفتهٔ دیگر است."
    assert waiting == f"{BOARD} · دبیر\n\nیک گزارش در انتظار بررسی شماست."
    assert late == [
        f"{BOARD} · نمایندهٔ نهاد\n\nمهلت یکی از کارهای شما گذشته است.",
        f"{BOARD} · دبیر\n\nیک گزارش در انتظار بررسی شماست.\nمهلت یک مورد گذشته است.",
    ]
    assert [one.labels() for one in (secretary, unit, member)] == [
        ["📄 صورت‌جلسهٔ تازه", "🗂 گزارش‌های در انتظار (۱)", "🔎 جست‌وجو", "همهٔ امکانات"],
        ["📌 کارهای من (۱)", "🔎 جست‌وجو", "👥 گروه نهاد من", "همهٔ امکانات"],
        ["🔎 جست‌وجو", "📌 کارهای من", "🗂 فهرست‌ها", "همهٔ امکانات"],
    ]


@sqlite
async def test_an_admin_is_told_to_invite_only_while_nobody_is_there(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")
    admin = await invite(single, "isfahan", Role.ADMIN)

    staffed = await admin.starts()
    await secretary.says("/members")
    await secretary.taps("تازه‌وارد")
    of_admin = secretary.labels()

    assert staffed == (
        f"{BOARD} · مدیر سامانه\n\nیک حکم شورا باز است.\nاعضا، دعوت‌ها و گروه‌ها با شماست."
    )
    assert of_admin == ["▶ همهٔ اعضا"]  # a secretary may not touch an admin


@sqlite
async def test_the_buttons_begin_what_the_commands_begin(published: Town) -> None:
    secretary, member = published.person("دبیرخانه · اصفهان"), published.person("عضو هیأت")
    head = published.person("دبیر کمیسیون‌ها")

    for command, label in (("/minutes", "صورت‌جلسهٔ تازه"), ("/review", "گزارش‌های در انتظار")):
        commanded = await secretary.says(command)
        await secretary.starts()
        assert await secretary.taps(label) == commanded
    await member.starts()
    assert "چند واژه" in await member.taps("جست‌وجو")
    assert "فهرست" in await member.taps("فهرست‌ها")
    await head.starts()
    assert "وصل است" in await head.taps("گروه نهاد من")
    assert "نمایندهٔ نهاد" in await head.taps("بازگشت")
    everything = await head.taps("همهٔ امکانات")
    assert everything == await head.says("/help")


@sqlite
async def test_a_new_member_has_an_answer_after_two_messages(published: Town) -> None:
    """As `make first-minute` counts: opening the link is one, the search the other."""
    newcomer = published.newcomer("عضو تازه")

    welcome = await newcomer.starts(await code_for(published, "isfahan", Role.MEMBER))
    answer = await newcomer.says("گزارش دو هفتگی")

    assert "چه می‌خواهید پیدا کنید؟" in welcome
    assert answer.startswith("🔎 «گزارش دو هفتگی»")
    assert "۱. ۱/۱" in answer or "۱. ۱/۳" in answer


@sqlite
async def test_a_question_to_be_typed_can_be_left_with_a_button(published: Town) -> None:
    secretary = published.person("دبیرخانه · اصفهان")

    for command, ways in (("/broadcast", ()), ("/meetings", ("ثبت جلسه",)), ("/minutes", ())):
        await secretary.says(command)
        for label in ways:
            await secretary.taps(label)
        assert await secretary.taps("انصراف") == "چیزی تغییر نکرد."
        assert (await secretary.says("کرونا")).startswith("🔎 «کرونا»")


@sqlite
async def test_every_chat_has_the_menu_of_its_role_and_language(isfahan: Town) -> None:
    stranger, secretary = isfahan.newcomer("غریبه"), isfahan.person("دبیرخانه · اصفهان")
    await publish_menu(isfahan.app.bot)
    member = await invite(isfahan, "isfahan", Role.MEMBER)

    assert list(menu(stranger)) == list(FOR_STRANGERS)
    assert {"minutes", "review", "bind"} <= menu(secretary).keys()
    assert menu(member).keys().isdisjoint({"minutes", "review", "bind", "council"})
    assert menu(member)["my"] == "کارهای من"

    await member.says("/language")
    await member.taps("English")
    assert menu(member)["my"] == "My work"
    await member.starts(await code_for(isfahan, "isfahan", Role.SECRETARY))
    assert {"minutes", "review", "bind"} <= menu(member).keys()

    await secretary.says("/members")
    await secretary.taps("تازه‌وارد")
    await secretary.taps("تعلیق")
    assert list(menu(member)) == list(FOR_STRANGERS)


@sqlite
async def test_every_command_stands_in_menu_and_manual_with_the_right_of_its_handler(
    town: Town,
) -> None:
    given = set(commands_with_rights(town.app.dispatcher))

    named = RIGHTS | {other: RIGHTS[command] for other, command in ALSO.items()}
    assert given >= named.items()
    assert {command for command, _right in given} == named.keys() | {"start"}
    # In a group each is answered with where it belongs, which nobody needs a right for.
    others = {right for command, right in given - named.items() if command != "start"}
    assert others == {"start"}
    assert sorted(command for chapter in CHAPTERS.values() for command in chapter) == sorted(
        RIGHTS.keys() - {"help"}
    )


def commands_with_rights(router: Router) -> Iterator[tuple[str, str]]:
    for one in router.chain_tail:
        for handler in one.message.handlers:
            for rule in handler.filters or ():
                if isinstance(rule.callback, Command):
                    for command in rule.callback.commands:
                        yield str(command), handler.flags[RIGHT]
