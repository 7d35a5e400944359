"""Who belongs, and how people come in, change and go."""

import io
from dataclasses import replace

import pytest
from openpyxl import Workbook

from council.people import roster_apart
from simulator.model import Person
from storage.words import Role
from tests.handlers.people import code_for, invite
from tests.town import Persona, Town, plain

UNKNOWN = (
    "دبیرخانه این شماره را ثبت نکرده است.\n"
    "از دبیرخانه بخواهید آن را ثبت کند، یا پیوندی برای شما بفرستد."
)
REFUSED = "این دعوت معتبر نیست یا مهلتش گذشته است. پیوند تازه‌ای از دبیرخانه بخواهید."
STRANGER = "این ربات ویژهٔ اعضای شوراست. پیوند دعوت را از دبیرخانه بخواهید."
pytestmark = pytest.mark.usefixtures("nothing_leaks")
sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def link_in(message: object) -> str:
    """The code of the invitation link under a picture."""
    caption = plain(str(getattr(message, "content")["caption"]))  # noqa: B009
    return caption.partition("start=")[2].split()[0]


async def invited(town: Town, name: str, role: str, *bodies: str) -> str:
    """Let Isfahan's secretary invite somebody in the chat; gives the link's code."""
    secretary = town.person("دبیرخانه · اصفهان")
    await secretary.says("/members")
    await secretary.taps("دعوت")
    await secretary.taps(role)
    for body in bodies:
        await secretary.taps(body)
    await secretary.says(name)
    return link_in(secretary.last)


def with_phone(town: Town, name: str, phone: str) -> Persona:
    """Somebody with a telephone number."""
    person: Person = town.world.add_person(name, phone=phone)
    return Persona(town, person, town.world.private_chat(person))


async def shares(persona: Persona, owner: Persona | None = None) -> str:
    """Share a contact, one's own by default."""
    persona._mark()
    of = owner.phone if owner else None
    persona.town.world.share_contact(persona.phone, persona.chat, of)
    await persona.town.settle()
    return persona.hears


@sqlite
async def test_a_link_of_the_secretary_gives_no_right_before_it_is_confirmed(
    published: Town,
) -> None:
    secretary = published.person("دبیرخانه · اصفهان")
    comer = published.newcomer("Amin Sh")
    code = await invited(published, "امین شریفی", "عضو")

    assert secretary.last.content["photo"]
    assert "از دبیرخانهٔ هیأت نمایندگان" in await comer.starts(code)
    asked = secretary.last
    assert "از دبیرخانهٔ هیأت نمایندگان" in await comer.starts(code)
    assert await comer.says("/my") == STRANGER
    assert await published.newcomer("دیگری").starts(code) == REFUSED
    assert secretary.last is asked
    assert "Amin Sh" in plain(asked.text)
    assert "امین شریفی اکنون عضو شوراست" in await secretary.taps("خودش است", on=asked)
    assert "خوش آمدید" in plain(comer.last.text)
    assert "۷ عضو" in await comer.says("/members")
    assert "از پیش عضو" in await comer.starts(code)
    assert secretary.labels(secretary.message_with("امین شریفی")) == []


@sqlite
async def test_somebody_else_with_the_link_is_declined(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    comer = isfahan.newcomer("Mallory")
    code = await invited(isfahan, "امین شریفی", "عضو")
    await comer.starts(code)

    assert "باطل است" in await secretary.taps("کس دیگری", on=secretary.last)
    assert "شما را نشناخت" in plain(comer.last.text)
    assert await comer.says("/my") == STRANGER
    assert await isfahan.newcomer("امین").starts(code) == REFUSED


@sqlite
async def test_an_open_link_is_made_void(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    code = await invited(isfahan, "امین شریفی", "عضو")
    await secretary.says("/members")
    await secretary.taps("پیوندها")
    await secretary.taps("امین شریفی")

    assert await isfahan.newcomer("امین").starts(code) == REFUSED


@sqlite
async def test_a_link_with_a_phone_asks_for_it_and_takes_only_ones_own(isfahan: Town) -> None:
    code = await invited(isfahan, "زهرا کریمی ۰۹۱۲ ۱۲۳ ۴۵۶۷", "ناظر")
    right = with_phone(isfahan, "Z", "+989121234567")
    thief = with_phone(isfahan, "T", "+989350000001")

    assert "شمارهٔ خودتان" in await thief.starts(code)
    assert thief.last.markup
    assert "کس دیگری" in await shares(thief, right)
    assert await shares(thief) == UNKNOWN
    assert "خوش آمدید. نقش شما" in await shares(right)
    assert "زهرا کریمی" in plain(isfahan.person("دبیرخانه · اصفهان").last.text)
    assert await shares(right) == UNKNOWN


@sqlite
async def test_a_contact_from_the_address_book_is_somebody_to_invite(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    known = with_phone(isfahan, "زهرا کریمی", "+989121234567")
    await secretary.says("/members")
    await secretary.taps("دعوت")
    await secretary.taps("نماینده")

    assert "دعوت به‌عنوان نمایندهٔ نهاد · مرکز متسا" in await secretary.taps("مرکز متسا")
    await shares(secretary, known)
    assert "مرکز متسا" in await known.starts(link_in(secretary.last)) + await shares(known)
    assert "زهرا کریمی گرامی" in plain(known.last.text)
    assert "کس دیگری" not in await shares(secretary, known)


@sqlite
async def test_who_speaks_for_a_body_from_now_on_hears_what_waits_for_it(published: Town) -> None:
    secretary, comer = published.person("دبیرخانه · اصفهان"), published.newcomer("زهرا")
    code = await invited(published, "زهرا کریمی", "نماینده", "واحد بررسی‌های اقتصادی")
    await comer.starts(code)

    await secretary.taps("خودش است")

    assert "۲ مورد باز" in plain(comer.last.text)
    assert "📌 کارهای من (۲)" in comer.labels()
    by_operator = published.newcomer("نرگس")
    heard = await by_operator.starts(
        await code_for(published, "isfahan", Role.REPRESENTATIVE, "واحد بررسی‌های اقتصادی")
    )
    assert "۲ مورد باز" in heard


@sqlite
async def test_the_link_that_was_pressed_counts_where_two_wait_for_a_number(isfahan: Town) -> None:
    unit, body = "واحد بررسی‌های اقتصادی", "مرکز متسا"
    await invited(isfahan, "زهرا کریمی 09121234567", "نماینده", unit)
    code = await invited(isfahan, "زهرا کریمی 09121234567", "نماینده", body)
    secretary = isfahan.person("دبیرخانه · اصفهان")
    await secretary.says("/members")
    await secretary.taps("پیوندها")
    listed = [f"✖ زهرا کریمی · {one}" for one in (body, unit)]
    assert [label for label in secretary.labels() if "✖" in label] == listed
    comer = with_phone(isfahan, "Z", "+989121234567")
    await comer.starts(code)

    heard = await shares(comer)

    assert body in heard
    assert unit not in heard


@sqlite
async def test_a_roster_is_shown_before_anybody_is_invited(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    book = Workbook()
    for line in (
        ["نام", "نام خانوادگی", "همراه", "نقش", "نهاد"],
        ["زهرا", "کریمی", 9121234567, "", ""],
        ["محمد", "رضایی", "", "نماینده", "کمیسیون صنعت"],
        ["بد", "شماره", "123", "", ""],
        ["+cmd", "", "", "ناظر", ""],
    ):
        book.active.append(line)
    content = io.BytesIO()
    book.save(content)

    shown = await secretary.uploads("roster.XLSX", content.getvalue())
    assert "فهرست: ۳ نفر" in shown
    assert "سطرهایی که خوانده نشد: ۴" in shown
    sent = await secretary.taps("دعوت همه")
    assert "۳ دعوت ساخته شد" in sent
    assert "یک نفر با زدن «شروع»" in sent
    zahra = with_phone(isfahan, "Z", "+989121234567")
    assert "خوش آمدید" in await shares(zahra)


@sqlite
async def test_a_file_without_people_is_refused_plainly(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")

    for name, content in (
        ("a.xlsx", b"PK\x03\x04 broken"),
        ("a.csv", b"x,y\n1,2\n"),
        ("a.csv", "نام\n".encode()),
        ("a.csv", bytes(range(256)) * 4),
    ):
        assert "فهرستی در آن نیافتم" in await secretary.uploads(name, content)


@sqlite
async def test_a_workbook_that_does_not_end_is_ended_and_refused_plainly(
    isfahan: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster_apart, "READING", replace(roster_apart.READING, wall_seconds=0.001))
    content = io.BytesIO()
    Workbook().save(content)

    refused = await isfahan.person("دبیرخانه · اصفهان").uploads("a.xlsx", content.getvalue())

    assert "زمان یا حافظه" in refused


@sqlite
async def test_five_wrong_codes_close_the_door_for_an_hour(isfahan: Town) -> None:
    guesser = isfahan.newcomer("حدس‌زن")
    code = await code_for(isfahan, "isfahan", Role.MEMBER)
    for n in range(5):
        assert await guesser.starts(f"wrong{n}") == REFUSED

    assert await guesser.starts(code) == REFUSED
    await isfahan.passes(hours=1, seconds=1)
    assert "خوش آمدید" in await guesser.starts(code)


@sqlite
async def test_a_second_invitation_adds_a_body(isfahan: Town) -> None:
    unit = isfahan.person("واحد بررسی")
    code = await code_for(isfahan, "isfahan", Role.REPRESENTATIVE, "کمیسیون صنعت")

    assert "کمیسیون صنعت" in await unit.starts(code)
    assert "واحد بررسی" in await unit.says("/members")
    same = await code_for(isfahan, "isfahan", Role.REPRESENTATIVE, "کمیسیون صنعت")
    assert "از پیش عضو" in await unit.starts(same)


async def test_suspending_takes_effect_at_the_next_tap(published: Town) -> None:
    secretary, unit = published.person("دبیرخانه · اصفهان"), published.person("واحد بررسی")
    await unit.says("1/1")
    card = unit.last
    await unit.taps("ثبت گزارش")
    await secretary.says("/members")
    await secretary.taps("نرگس احمدی", on=secretary.last)

    assert "معلق" in await secretary.taps("تعلیق فوری")
    assert STRANGER in await unit.taps("مانع", on=unit.last)
    assert await unit.says("۴۰٪ انجام شد") == STRANGER
    assert await unit.replies(card, "۴۰٪ انجام شد") == STRANGER
    await published.passes(days=7)
    assert "یادآوری" not in unit.last.text
    await secretary.says("/members")
    await secretary.taps("نرگس احمدی", on=secretary.last)
    await secretary.taps("برگرداندن اختیارات")
    assert "۱/۱" in await unit.says("/my")


@sqlite
async def test_a_lost_phone_comes_back_as_the_same_person(published: Town) -> None:
    secretary, old = published.person("دبیرخانه · اصفهان"), published.person("واحد بررسی")
    new = published.newcomer("Narges new phone")
    await secretary.says("/members")
    await secretary.taps("نرگس احمدی", on=secretary.last)
    await secretary.taps("تعلیق فوری")
    await secretary.taps("پیوند تازه")
    code = link_in(secretary.last)

    assert "از دبیرخانهٔ" in await new.starts(code)
    await secretary.taps("خودش است", on=secretary.last)
    assert "۱/۱" in await new.says("/my")
    assert await old.says("/my") == STRANGER
    await published.passes(days=7)
    assert "یادآوری" in new.last.text
    await secretary.says("/members")
    assert sum("نرگس احمدی" in label for label in secretary.labels()) == 1


@sqlite
async def test_removing_is_asked_twice_and_leaves_the_reports(published: Town) -> None:
    secretary, unit = published.person("دبیرخانه · اصفهان"), published.person("واحد بررسی")
    await unit.says("1/1")
    await unit.replies(unit.last, "۴۰٪ انجام شد")
    await secretary.says("/members")
    await secretary.taps("نرگس احمدی", on=secretary.last)
    await secretary.taps("پایان عضویت")
    await secretary.taps("بله")

    assert await unit.says("/my") == STRANGER
    assert "نرگس احمدی" in await secretary.says("1/1")
    assert "۵ عضو" in await secretary.says("/members")


async def test_a_term_of_office_ends_by_date_and_not_for_the_last_secretary(
    isfahan: Town,
) -> None:
    secretary, member = isfahan.person("دبیرخانه · اصفهان"), isfahan.person("عضو هیأت")
    await secretary.says("/members")
    await secretary.taps("علی کاظمی", on=secretary.last)
    await secretary.taps("پایان دوره")
    assert "نشناختم" in await secretary.says("دیروز") or "تاریخ" in secretary.hears
    assert "پایان دوره: دوشنبه ۲ آذر" in await secretary.says("۱۴۰۵/۰۹/۰۲")
    await _set_term_of_everybody(isfahan)

    await isfahan.passes(days=2)
    assert "۲ عضو" in await member.says("/members")
    await isfahan.passes(days=1)
    assert await member.says("/my") == STRANGER
    assert "یک عضو" in await secretary.says("/members")


async def _set_term_of_everybody(town: Town) -> None:
    from sqlalchemy import update  # noqa: PLC0415

    from storage.models import Membership  # noqa: PLC0415

    async with town.database.writing() as session:
        await session.execute(update(Membership).values(ends_on=town.clock.now().date()))
        await session.execute(
            update(Membership)
            .where(Membership.role == Role.MEMBER)
            .values(ends_on=(await _day(town)))
        )


async def _day(town: Town) -> object:
    from datetime import timedelta  # noqa: PLC0415

    return town.clock.now().date() + timedelta(days=2)


@sqlite
async def test_nobody_changes_themselves_and_the_last_one_stays(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    admin = await invite(isfahan, "isfahan", Role.ADMIN)
    await secretary.says("/members")
    await secretary.taps("مریم رضایی", on=secretary.last)
    assert "خود شمایید" in secretary.last.text
    assert [label for label in secretary.labels() if "تعلیق" in label] == []

    await admin.says("/members")
    await admin.taps("مریم رضایی", on=admin.last)
    assert "آخرین دبیر شورا می‌مانند" in await admin.taps("تعلیق فوری")
    await admin.taps("نقش")
    assert "آخرین دبیر شورا می‌مانند" in await admin.taps("ناظر")
    await admin.taps("بازگشت")
    await admin.taps("پایان عضویت")
    assert "آخرین دبیر شورا می‌مانند" in await admin.taps("بله")
    assert "۷ عضو" in await secretary.says("/members")


@sqlite
async def test_roles_and_bodies_are_given_and_taken(published: Town) -> None:
    secretary, member = published.person("دبیرخانه · اصفهان"), published.person("عضو هیأت")
    await secretary.says("/members")
    await secretary.taps("علی کاظمی", on=secretary.last)
    await secretary.taps("نقش")

    assert "نمایندهٔ نهاد" in await secretary.taps("واحد بررسی")
    assert "۱/۱" in await member.says("/my")
    assert "اکنون عضو است" in await secretary.taps("✔ واحد بررسی")
    assert "مورد بازی" in await member.says("/my") or "۱/۱" not in member.hears
    await secretary.taps("ناظر")
    assert "· ناظر" in await member.says("/members")


@sqlite
async def test_a_body_that_only_helps_says_with_how_much(published: Town) -> None:
    secretary = published.person("دبیرخانه · اصفهان")
    await secretary.says("/bodies")

    shown = plain(await secretary.taps("تشکل‌ها"))

    assert "مورد باز ندارد\nهمکار در یک مورد باز" in shown
