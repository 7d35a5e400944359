"""Forged buttons, foreign ids, guessed codes, and words that may reach nobody else."""

import secrets

import pytest
from sqlalchemy import func, select, update

from bot.commands import RIGHTS
from bot.demo.scenes import QOM
from bot.saying.about import ABOUT
from council import closing
from council.people import joining, members
from storage.models import ActionItem, Invitation, Person, Resolution
from storage.words import OPEN_STATES, EventKind, Role
from tests.conftest import Stand, Story
from tests.handlers.buttons import every_button, first, kinds, newest
from tests.handlers.people import code_for
from tests.handlers.siege import (
    GATHERED,
    LONG,
    buttons_in,
    columns,
    everything_said,
    listen,
    press,
    say,
    state_of,
)
from tests.town import Persona, Town, plain

CODES = 10_000 if LONG else 300
pytestmark = pytest.mark.usefixtures("nothing_leaks")
sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ALIKE = ("removed", "group_unknown", "group_foreign", "anonymous", "admin")
"""Columns that the gate treats like another one, or hold back entirely; see the matrix."""
SOME = ("stranger", "member", "group_known")
"""Columns that see least, most, and in front of others: enough for what takes long."""
OF_NOTHING = ("pl", "lg:page", "s:", "ck", "lv", "po", "bd:new", "bd:page", "lh:fetch", "lh:see")
"""Buttons about nothing in particular, which every secretary may press in their own council."""
OWN_AFFAIRS = ("c:language", "c:council", "pv:", "bc:seen", "fr:make", "ss:ics", "st:pictures")
"""What everybody may do for themselves; it changes nothing of anybody else's."""


async def _show_every_button(town: Town) -> None:
    """Let secretary and unit see every kind of button, and leave a report to be reviewed."""
    secretary, unit = town.person("دبیرخانه · اصفهان"), town.person("واحد بررسی")
    await unit.says("1/1")
    await unit.replies(unit.last, "۴۰٪ انجام شد")
    for words in ("گزارش", "/members", "/bodies", "/bind", "/log", "/review", "/my", "1/1",
                  "/language", "/council", "/privacy"):  # fmt: skip
        await secretary.says(words)
    await secretary.says("/members")
    await secretary.taps("نرگس احمدی", on=secretary.last)
    for label in ("نقش", "بازگشت", "پایان عضویت"):
        await secretary.taps(label)
    await secretary.says("/members")
    for label in ("دعوت", "نماینده"):
        await secretary.taps(label)
    await secretary.says("/members")
    await secretary.taps("دعوت")
    await secretary.taps("عضو")
    await secretary.says("امین شریفی")
    code = str(secretary.last.content["caption"]).partition("start=")[2].split()[0]
    await town.newcomer("Amin").starts(code.strip("\u2068\u2069"))
    await secretary.says("/bodies")
    await secretary.taps("مرکز متسا")
    await secretary.taps("همان نهاد")
    await secretary.taps("کمیسیون‌ها")
    await secretary.says("/bind")
    await secretary.taps("جدا کردن")
    await secretary.says("1/2")
    await secretary.taps("محرمانه کردن")
    await secretary.taps("بله، محرمانه شود")
    await unit.says("/my")
    await unit.says("1/1")
    await unit.taps("ثبت گزارش")
    await secretary.uploads("two.txt", _another_minutes())
    await _send_and_write_another(town)
    await secretary.says("/meetings")
    await secretary.taps("ثبت جلسه")
    await secretary.says("شنبه ۱۴ آذر ساعت ۱۷:۳۰، سالن")
    await secretary.taps("بله، ثبت شود")
    await unit.says("1/3")
    await unit.taps("ثبت گزارش")
    await unit.taps("درخواست مهلت")
    await unit.says("تا پایان دی")
    await unit.says("منتظر آمار هستیم")


async def _send_and_write_another(town: Town) -> None:
    from tests.handlers.test_broadcasts import rings, write  # noqa: PLC0415

    secretary = await write(town)
    await secretary.taps("ارسال همین حالا")
    await secretary.taps("بله، بفرست")
    await rings(town)
    await write(town, "پیام دوم")


def _another_minutes() -> bytes:
    from tests.handlers.papers import SHORT  # noqa: PLC0415

    return SHORT.encode()


BUSY = Story("busy", _show_every_button, GATHERED)


async def _every_button(town: Town) -> list[str]:
    """All that secretary and unit were shown, and all that the program could ever draw."""
    seen = buttons_in(town, town.person("دبیرخانه · اصفهان")) if LONG else []
    seen += buttons_in(town, town.person("واحد بررسی")) if LONG else []
    drawn = every_button(await newest(town)) + (every_button(first()) if LONG else [])
    return [data for data in dict.fromkeys(drawn + seen) if not data.startswith(OWN_AFFAIRS)]


@sqlite
async def test_buttons_of_others_have_no_effect_for_anybody_without_the_right(
    stand: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    town = await stand(BUSY)
    buttons = await _every_button(town)
    assert {data.split(":")[0] for data in buttons} == {
        kind.__prefix__ for kind in kinds().values()
    } - {"pv"}
    before = await state_of(town)

    others = [one for one in columns(town) if one not in ("secretary", "representative")]
    others = others if LONG else [one for one in others if one not in ALIKE]
    for place, column in enumerate(others):
        speaker, more = columns(town)[column]
        mine = [data for data in buttons if not data.startswith(_managed_by(column))]
        mine = mine if LONG else mine[place :: len(others)]  # each button by one of them
        await press(town, speaker.phone, speaker.chat, mine, **more)
        assert await state_of(town) == before, column
    assert [r.message for r in caplog.records if r.levelname == "ERROR"] == []


def _managed_by(column: str) -> tuple[str, ...]:
    """What a column may do for itself or for others: left to the tests of those actions."""
    may = {
        "admin": ("mb", "iv", "pl", "gr", "c:body"),
        "group_known": ("nm:say",),
        "outsider": ("bc:minutes",),  # begins a message to the people of their own body
    }
    return may.get(column, ("\0",))


async def _end_everything(town: Town) -> None:
    """Decide, drop, cancel, unbind, merge, remove and close whatever buttons were about."""
    secretary, ids = town.person("دبیرخانه · اصفهان"), await newest(town)
    await press(town, secretary.phone, secretary.chat, [
        "v:yes:1", f"an:yes:{ids['postponement']}", f"d:drop:{ids['minutes']}:0:0:0",
        f"bc:drop:{ids['broadcast']}:0", f"ss:cancelled:{ids['session']}:1",
        f"iv:yes:{ids['invitation']}", "gr:unbind:1", f"bd:merged:{ids['body']}:1",
        f"mb:removed:{ids['membership']}:0",
    ])  # fmt: skip
    async with town.database.writing() as session:
        viewer = await members.recognise(session, secretary.phone.id, town.clock.now())
        assert viewer is not None
        open_ones = select(ActionItem.id).where(ActionItem.state.in_(OPEN_STATES))
        for item_id in (await session.scalars(open_ones)).all():
            await closing.close_as(
                session, viewer=viewer, item_id=item_id, kind=EventKind.WITHDRAWN, reason="منتفی",
                now=town.clock.now(),
            )  # fmt: skip
    await town.settle()


OVER = Story("over", _end_everything, BUSY)
ENDED = ("reviews", "withdrawals", "postponements", "progress_updates", "attachments",
         "action_items", "occurrences", "item_events", "planned_sessions")  # fmt: skip
"""Tables of what has ended: no old button changes it, whoever may press it."""
OF_WHAT_ENDED = ("v", "an", "rc", "p", "pf", "pq", "at", "ci", "e", "ss")
"""The kinds of buttons that could."""
NOT_ENDED = "bd:merged"
"""Bodies have no end: whoever merges two of them moves what either was given."""


@sqlite
async def test_old_buttons_change_nothing_of_what_has_ended(
    stand: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    town = await stand(OVER)
    buttons = await _every_button(town)
    if not LONG:
        buttons = [data for data in buttons if data.split(":")[0] in OF_WHAT_ENDED]
    before = await state_of(town)
    entitled = ("secretary", "representative") if LONG else ("secretary",)
    others = [column for column in columns(town) if column not in entitled] if LONG else []

    for column in others:
        speaker, more = columns(town)[column]
        mine = [data for data in buttons if not data.startswith(_managed_by(column))]
        await press(town, speaker.phone, speaker.chat, mine, **more)
        assert await state_of(town) == before, column
    for column in entitled:
        speaker, more = columns(town)[column]
        mine = [data for data in buttons if not data.startswith(NOT_ENDED)]
        await press(town, speaker.phone, speaker.chat, mine, **more)
        after = await state_of(town)
        assert {table: after[table] for table in ENDED} == {
            table: before[table] for table in ENDED
        }, column
    assert [r.message for r in caplog.records if r.levelname == "ERROR"] == []


@sqlite
async def test_forged_ids_are_answered_and_change_nothing(
    stand: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    town = await stand(BUSY)
    of_each_kind = {data.split(":")[0]: data for data in await _every_button(town)}
    member = town.person("عضو هیأت")
    before = await state_of(town)

    for data in await _every_button(town) if LONG else of_each_kind.values():
        forged = _forgeries(data)
        await press(town, member.phone, member.chat, forged if LONG else forged[:7])
    assert await state_of(town) == before
    assert [r.message for r in caplog.records if r.levelname == "ERROR"] == []


def _forgeries(data: str) -> list[str]:
    """The button with its ids changed by one, to nothing, to far too much, and to no number."""
    parts = data.split(":")
    return [
        ":".join([*parts[:place], other, *parts[place + 1 :]])[:64]
        for place, part in enumerate(parts[1:], start=1)
        if part.lstrip("-").isdigit()
        for other in _instead_of(int(part))
    ]


def _instead_of(number: int) -> tuple[str, ...]:
    near = (number + 1, number - 1, 0, -1, 2**63)
    others = ("abc", "", "²", "9" * 64)
    return (*map(str, near), *others) if LONG else (*map(str, near[2:]), *others[:2])


@sqlite
async def test_ids_of_another_council_are_nobodys(
    stand: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    town = await stand(BUSY)
    buttons = await _every_button(town)
    await town.settles(QOM)
    stranger_here = town.person("دبیرخانه · قم")
    before = await state_of(town)
    since = len(stranger_here.messages)

    await press(town, stranger_here.phone, stranger_here.chat, [
        data for data in buttons if not data.startswith(OF_NOTHING)
    ])  # fmt: skip
    assert await state_of(town) == before
    said = "\n".join(plain(m.text) for m in stranger_here.messages[since:])
    assert "اصفهان" not in said
    assert "نرگس" not in said
    assert [r.message for r in caplog.records if r.levelname == "ERROR"] == []


@sqlite
async def test_a_button_works_in_its_own_council_whichever_is_open(published: Town) -> None:
    unit = published.person("واحد بررسی")
    await unit.says("1/1")
    card = unit.last
    await published.settles(QOM)
    await unit.starts(await code_for(published, "qom", Role.MEMBER))
    assert "هنوز مصوبه" in await unit.says("1/1")  # the other council is open now

    await unit.taps("ثبت گزارش", on=card)
    await unit.taps("مانع")
    assert "ثبت شد" in await unit.says("بودجه نرسیده است")
    assert "ثبت شد" in await unit.replies(card, "۴۰٪ انجام شد")
    assert "شورای گفتگو" in await unit.says("/members")


def test_every_button_about_a_thing_tells_which_council_it_belongs_to() -> None:
    without = {
        kind.__prefix__ for kind in kinds().values() if {"id", "item"} & kind.model_fields.keys()
    } - {name.partition(":")[0] for name in ABOUT}

    assert without == set()


# ---------------------------------------------------------------- codes


@sqlite
async def test_guessed_codes_hit_nothing_and_are_answered_alike(isfahan: Town) -> None:
    now = isfahan.clock.now()
    await code_for(isfahan, "isfahan", Role.MEMBER)
    async with isfahan.database.writing() as session:
        outcomes = {
            await joining.redeem(
                session,
                code=secrets.token_urlsafe(16),
                telegram_id=7_000_000 + n % (CODES // 4),
                shown_name="حدس‌زن",
                now=now,
            )
            for n in range(CODES)
        }
        redeemed = await session.scalar(
            select(func.count()).where(Invitation.redeemed_by.is_not(None), Invitation.role == "x")
        )
    assert outcomes == {None}
    assert redeemed == 0


async def test_one_of_ten_who_come_at_once_with_one_code_gets_in(isfahan: Town) -> None:
    code = await code_for(isfahan, "isfahan", Role.MEMBER)
    comers = [isfahan.newcomer(f"همزمان {n}") for n in range(10)]

    for one in comers:
        isfahan.world.start(one.phone, code)
    await isfahan.settle()

    heard = [plain(one.last.text) for one in comers]
    assert sum("خوش آمدید" in words for words in heard) == 1
    assert sum("معتبر نیست" in words for words in heard) == 9


# ---------------------------------------------------------------- canaries

CANARIES = tuple(f"قناری{n:02}زرد" for n in range(50))
"""Words that nobody types: wherever one turns up, the bot has said it."""
WORDS = tuple(f"کلید{n:02}سرخ" for n in range(50))


async def _hide_fifty(town: Town) -> None:
    """Publish fifty resolutions with a canary word each, and make them confidential."""
    lines = [
        f"{n}- مقرر شد واحد بررسی‌های اقتصادی ظرف دو هفته از ابلاغ، "
        f"پروندهٔ {word} را با {bird} بررسی کند."
        for n, (word, bird) in enumerate(zip(WORDS, CANARIES, strict=True), start=1)
    ]
    head = (
        "صورت‌جلسه نهمین جلسه هیأت نمایندگان اتاق بازرگانی اصفهان\n"
        "تاریخ: یکشنبه ۲۴ آبان ۱۴۰۵\n\nمصوبات:\n"
    )
    secretary = town.person("دبیرخانه · اصفهان")
    await secretary.uploads("secret.txt", (head + "\n".join(lines)).encode())
    async with town.database.writing() as session:
        await session.execute(update(Resolution).values(confidential=False))
    await _publish_unheard(town, secretary)


async def _publish_unheard(town: Town, secretary: Persona) -> None:
    """Publish, and mark before anything is delivered, as a secretary who ticked 🔒 does."""
    await secretary.taps("ابلاغ")
    data = next(
        b["callback_data"] for row in secretary.last.buttons for b in row
        if "بله" in b["text"]
    )  # fmt: skip
    town.world.press(secretary.phone, secretary.last, data)
    await town.receive()
    async with town.database.writing() as session:
        marked = update(Resolution).where(Resolution.text.contains("قناری"))
        await session.execute(marked.values(confidential=True))
    await town.settle()


SECRET = Story("secret", _hide_fifty, GATHERED)

SECRETS = "1 ", "9/1", "9/50", "جلسه ۹"
TYPED = (
    *(f"/{command}" for command in ("start", *RIGHTS)),
    *(
        f"/{command} {words}"
        for command in ("log", "report", "follow", "start")
        for words in SECRETS
    ),
    *("9/1", "9/50", "مصوبه ۳ جلسه ۹", "جلسه ۹", "محرمانه", "r-20", "/start r-12", "/start r-30"),
    *("قناری", WORDS[0], WORDS[49], "پروندهٔ", "بررسی", "واحد بررسی‌های اقتصادی"),
)
"""Every command, bare and about what is secret, and searches for words of the secrets."""
LOOKS = ("r", "i", "h", "p", "rm:plan", "e:list", "e:menu", "cf:list", "fo", "lg:story", "rc:files")
MADE = ("fr:make.docx:a:0:0:e:0", "fr:make.xlsx:a:0:0:e:0", "st:pictures", "ck:show", "hm:find")
"""Buttons that show or make something, without an id."""


async def _look_everywhere(town: Town, ids: list[int]) -> None:
    """Every command and every look as every column but the secretary, in chats and inline."""
    async with town.database.reading() as session:
        items = sorted(
            await session.scalars(select(ActionItem.id).where(ActionItem.resolution_id.in_(ids)))
        )
    buttons = [
        f"{kind}:{one}"
        for kind in LOOKS
        for one in ((items[0], items[-1]) if kind[0] in "ihp" or kind == "rm:plan"
                    else (ids[0], ids[-1]))
    ]  # fmt: skip
    for column, (speaker, more) in columns(town).items():
        if column == "secretary" or not (LONG or column in SOME):
            continue
        await say(town, speaker.phone, speaker.chat, TYPED, **more)
        await press(town, speaker.phone, speaker.chat, [*buttons, *MADE], **more)
        for words in ("", "قناری", WORDS[0], "9/1") if not more else ():
            await speaker.asks_inline(words)
    await town.passes(days=7)


@sqlite
async def test_confidential_words_reach_only_those_who_may_know(
    stand: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    listen(caplog)
    town = await stand(SECRET)
    secretary, unit = town.person("دبیرخانه · اصفهان"), town.person("واحد بررسی")

    await _look_everywhere(town, await _secret_ids(town))

    said = everything_said(town, except_to=[secretary.chat])
    assert [word for word in CANARIES if word in said] == []
    assert [word for word in CANARIES if word in caplog.text] == []
    assert any("docx" in one.words for one in town.sent)
    everybody = [town.people["stranger"], town.people["removed"]]
    heard = "\n".join(one.words for one in town.sent if one.chat_id in
                      {one.chat.id for one in everybody})  # fmt: skip
    assert [name for name in await _names(town) if name in heard] == []

    assert CANARIES[0] in await secretary.says("9/1")
    assert secretary.last.content["has_protected_content"]
    assert await _opened(town) >= 1
    await secretary.taps("فهرست دسترسی")
    await secretary.taps("نرگس احمدی", on=secretary.last)
    assert CANARIES[0] in await unit.says("9/1")
    assert unit.last.content["has_protected_content"]
    assert CANARIES[1] not in await unit.says("9/2")


async def _names(town: Town) -> set[str]:
    """What the people of the councils are called, but for those who are heard here themselves."""
    async with town.database.reading() as session:
        names = set(await session.scalars(select(Person.name)))
    return {name for name in names if name not in ("تازه‌وارد", "غریبه")}


async def _secret_ids(town: Town) -> list[int]:
    async with town.database.reading() as session:
        stmt = select(Resolution.id).where(Resolution.confidential.is_(True))
        return sorted((await session.scalars(stmt)).all())


async def _opened(town: Town) -> int:
    from storage.models import AuditEvent  # noqa: PLC0415

    async with town.database.reading() as session:
        stmt = select(func.count()).where(AuditEvent.action == "confidential_opened")
        return (await session.scalar(stmt)) or 0
