"""Groups: binding, unbinding, leaving, and what is answered where."""

import pytest

from storage.words import Role
from tests.town import Town, plain

NEUTRAL = "من فقط در گروه‌هایی کار می‌کنم که دبیرخانه وصل کرده باشد."
sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_an_unbound_group_is_left_after_a_quarter_of_an_hour(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    chat = isfahan.world.add_group("بیگانه", [secretary.phone])
    isfahan.world.add_bot(chat, secretary.phone)
    await isfahan.settle()

    await isfahan.passes(minutes=14)
    assert isfahan.world.bot_is_in(chat)
    await isfahan.restart()
    await isfahan.passes(minutes=1)
    assert not isfahan.world.bot_is_in(chat)
    assert [plain(m.text) for m in secretary.in_group(chat).messages if m.text] == [NEUTRAL]
    await isfahan.passes(minutes=30)
    assert await _strange_groups(isfahan) == []


async def _strange_groups(town: Town) -> list[int]:
    from sqlalchemy import select  # noqa: PLC0415

    from storage.models import StrangeGroup  # noqa: PLC0415

    async with town.database.reading() as session:
        return list((await session.scalars(select(StrangeGroup.telegram_id))).all())


@sqlite
async def test_the_link_that_adds_the_bot_brings_the_code(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    chat = isfahan.world.add_group("متسا", [secretary.phone])
    await secretary.says("/bind")
    await secretary.taps("مرکز متسا")
    link = secretary.last.buttons[0][0]["url"]
    isfahan.world.add_bot(chat, secretary.phone)
    await isfahan.settle()

    code = link.partition("startgroup=")[2]
    answer = await secretary.in_group(chat).says(f"/start@mosavabe_demo_bot {code}")
    assert "مرکز متسا" in answer
    await isfahan.passes(minutes=20)
    assert isfahan.world.bot_is_in(chat)


@sqlite
async def test_a_group_is_told_once_of_what_its_body_has_open_when_it_is_bound(
    published: Town,
) -> None:
    secretary, speaker = published.person("دبیرخانه · اصفهان"), published.person("مرکز متسا")
    chat = published.world.add_group("متسا", [secretary.phone, speaker.phone], with_bot=True)
    await secretary.says("/bind")
    shown, group = await secretary.taps("مرکز متسا"), speaker.in_group(chat)
    await secretary.in_group(chat).says(f"/bind {shown.partition('/bind ')[2].split()[0]}")

    told = group.message_with("ابلاغ مصوبه: ۱/۸")

    assert "۱/۸ ثبت شد: ۶۰٪" in await group.replies(told, "۶۰٪ انجام شد")
    assert len([one for one in group.messages if "ابلاغ مصوبه" in plain(one.text)]) == 1


@sqlite
async def test_a_bound_group_is_bound_anew_only_after_it_was_unbound(published: Town) -> None:
    secretary = published.person("دبیرخانه · اصفهان")
    group = secretary.in_group(published.groups["isfahan"])
    await secretary.says("/bind")
    shown = await secretary.taps("مرکز متسا")
    command = next(line for line in shown.splitlines() if line.startswith("/bind"))

    for typed in (command, "/bind"):
        told = await group.says(typed)
        assert "به کمیسیون‌ها وصل است؛ نخست در گفت‌وگوی خصوصی با /bind" in told
    assert "اختیارات" in await published.person("عضو هیأت").in_group(group.chat).says("/bind")
    await secretary.says("/bind")
    await secretary.taps("جدا کردن: کمیسیون‌ها")
    assert "جدا شد" in await secretary.taps("بله")
    assert "مرکز متسا" in await group.says(command)
    await published.passes(minutes=30)
    assert published.world.bot_is_in(published.groups["isfahan"])


@sqlite
async def test_nothing_goes_to_a_group_that_was_unbound(published: Town) -> None:
    secretary = published.person("دبیرخانه · اصفهان")
    group = secretary.in_group(published.groups["isfahan"])
    before = len(group.messages)
    await secretary.says("/bind")
    await secretary.taps("جدا کردن: کمیسیون‌ها")
    await secretary.taps("بله")

    await published.passes(minutes=16)
    assert not published.world.bot_is_in(published.groups["isfahan"])
    await published.passes(days=13)
    assert [m.text for m in group.messages[before:] if m.text] == []


@sqlite
async def test_a_group_that_becomes_a_supergroup_stays_bound(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    chat = isfahan.world.add_group("پایه", [secretary.phone], supergroup=False, with_bot=True)
    await secretary.says("/bind")
    shown = await secretary.taps("مرکز متسا")
    command = next(line for line in shown.splitlines() if line.startswith("/bind"))
    await secretary.in_group(chat).says(command)

    grown = isfahan.world.upgrade(chat, secretary.phone)
    await isfahan.settle()
    assert "گزارش" in await secretary.in_group(grown).says("/help")


@sqlite
async def test_the_secretary_hears_that_the_bot_was_thrown_out(published: Town) -> None:
    secretary = published.person("دبیرخانه · اصفهان")
    published.world.remove_bot(published.groups["isfahan"], secretary.phone)
    await published.settle()

    assert "بیرون کردند" in plain(secretary.last.text)
    await secretary.says("/bind")
    assert "🔇" in "".join(secretary.labels())


@sqlite
async def test_what_is_for_one_persons_eyes_is_answered_in_private(published: Town) -> None:
    unit = published.person("دبیر کمیسیون")
    group = unit.in_group(published.groups["isfahan"])
    before = len(unit.messages)

    assert await group.says("/my") == "پاسخ را در گفت‌وگوی خصوصی فرستادم."
    assert await group.says("/members") == "پاسخ را در گفت‌وگوی خصوصی فرستادم."
    assert len(unit.messages) == before + 2
    assert "۶ عضو" in plain(unit.last.text)


@sqlite
async def test_a_group_is_spoken_to_in_its_own_language_whoever_speaks(published: Town) -> None:
    unit = published.person("دبیر کمیسیون")
    group = unit.in_group(published.groups["isfahan"])
    await unit.says("/language")
    await unit.taps("English")

    assert "ثبت شد: ۳۰٪" in await group.replies(group.message_with("۱/۲"), "30% done")
    assert "در گفت‌وگوی خصوصی بنویسید" in await group.says("/settings")
    assert await group.says("/members") == "پاسخ را در گفت‌وگوی خصوصی فرستادم."
    assert "6 members" in plain(unit.last.text)


@sqlite
async def test_a_command_for_the_private_chat_alone_is_answered_in_the_group(
    published: Town,
) -> None:
    group = published.groups["isfahan"]
    speaker = published.person("دبیر کمیسیون").in_group(group)

    assert "در گفت‌وگوی خصوصی بنویسید" in await speaker.says("/settings")
    assert "در گفت‌وگوی خصوصی بنویسید" in await speaker.says("/minutes")


@sqlite
async def test_who_speaks_to_the_bot_by_name_in_a_group_is_shown_where_it_answers(
    published: Town,
) -> None:
    group = published.person("دبیر کمیسیون").in_group(published.groups["isfahan"])
    name = published.world.bot["username"]

    assert "بقیهٔ کارها در گفت‌وگوی خصوصی" in await group.says(f"@{name} مسئول مصوبه ۲ کیه؟")
    assert any("خصوصی" in label for label in group.labels())
    assert await group.says("@somebody_else مسئول مصوبه ۲ کیه؟") == ""


@sqlite
async def test_somebody_of_another_council_is_nobody_in_the_group(
    isfahan: Town,
) -> None:
    from bot.demo.scenes import QOM  # noqa: PLC0415  only here are both needed

    await isfahan.settles(QOM)
    foreigner = isfahan.person("دبیرخانه · قم")
    chat = isfahan.groups["isfahan"]
    isfahan.world.join(chat, foreigner.phone)
    inside = foreigner.in_group(isfahan.world.chat(chat.id))

    assert "ویژهٔ اعضای شوراست" in await inside.says("/members")
    assert await inside.says("/start") == ""


@sqlite
async def test_one_is_in_a_group_what_one_is_in_its_council(isfahan: Town) -> None:
    from bot.demo.scenes import QOM  # noqa: PLC0415  only here are both needed
    from tests.handlers.people import code_for  # noqa: PLC0415

    await isfahan.settles(QOM)
    both = isfahan.person("عضو هیأت")
    await both.starts(await code_for(isfahan, "qom", Role.SECRETARY))
    group = both.in_group(isfahan.groups["isfahan"])

    await group.says("/members")
    assert "اصفهان" in plain(both.last.text)
    assert "دعوت" not in "".join(both.labels())


@sqlite
async def test_at_start_a_group_that_was_lost_meanwhile_is_noticed_and_told_once(
    published: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.service import hearing  # noqa: PLC0415  it brings aiogram along
    from simulator.model import BotStatus  # noqa: PLC0415

    monkeypatch.setattr(hearing, "PAUSE_SECONDS", 0)
    secretary, group = published.person("دبیرخانه · اصفهان"), published.groups["isfahan"]

    async def looks() -> tuple[int, str]:
        heard, app = len(secretary.messages), published.app
        lost = await hearing.look_at_groups(app.bot, app.database, app.clock, app.deliverer.wake)
        await published.settle()
        return lost, "\n".join(plain(m.text) for m in secretary.messages[heard:])

    assert await looks() == (0, "")
    published.world.bot_status[group.id] = BotStatus.KICKED  # and the update about it is gone
    lost, said = await looks()
    assert (lost, "بیرون کردند" in said) == (1, True)
    assert await looks() == (1, "")
    await secretary.says("/bind")
    assert "🔇" in "".join(secretary.labels())

    published.world.bot_status[group.id] = BotStatus.MEMBER
    assert await looks() == (0, "")
    await secretary.says("/bind")
    assert "🔇" not in "".join(secretary.labels())


@sqlite
async def test_what_telegram_shows_of_groups_is_looked_at_and_said(
    published: Town, caplog: pytest.LogCaptureFixture
) -> None:
    from bot.service import hearing  # noqa: PLC0415  it brings aiogram along

    secretary = published.person("دبیرخانه · اصفهان")
    me = await published.app.bot.me()
    assert hearing.troubles(me) == ()
    assert "⚠️" not in await secretary.says("/bind")

    published.world.privacy_mode = False
    published.world.bot["can_join_groups"] = False
    await published.restart()
    hearing.warn(await published.app.bot.me())

    assert "the bot may not join groups" in caplog.text
    assert "it reads everything in its groups" in caplog.text
    said = await secretary.says("/bind")
    assert "/setjoingroups" in said
    assert "/setprivacy" in said


async def test_what_becomes_confidential_is_taken_out_of_groups_and_of_chats_without_access(
    published: Town,
) -> None:
    secretary, theirs = published.person("دبیرخانه · اصفهان"), published.person("کمیسیون")
    in_group = theirs.in_group(published.groups["isfahan"])
    notice, own = in_group.message_with("۱/۲"), theirs.message_with("۱/۲")

    await secretary.says("1/2")
    assert "گروه گفته شده است: کمیسیون‌ها" in plain(await secretary.taps("محرمانه کردن"))
    assert in_group.message_with("۱/۲") == notice
    marked = await secretary.taps("بله، محرمانه شود")

    assert "پیش از این در گروه گفته شده بود: کمیسیون‌ها" in plain(marked)
    [left] = in_group.messages
    assert left.id == notice.id
    assert "نوشته بود محرمانه شده است" in left.text
    assert not left.buttons
    assert theirs.message_with("۱/۲") == own
    await secretary.taps(f"✔ {theirs.phone.first_name}")
    assert own.id not in [one.id for one in theirs.messages if "۱/۲" in one.text]
