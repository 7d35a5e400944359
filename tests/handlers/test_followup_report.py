"""The follow-up report as its readers ask for it: in three taps, their own rows, no secrets."""

import io
from typing import Any

import docx
import openpyxl
import pytest
from sqlalchemy import select, update

from storage.models import ActionItem, AuditEvent, Body, Resolution, SupportingBody
from storage.words import BodyKind
from tests.town import Persona, Town, plain

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FIRST = """\
گزارش پیگیری مصوبات جلسات گذشته
گزارش دربارهٔ چه باشد؟ یکی را بزنید، یا پس از فرمان بنویسید؛ برای نمونه: /report پاییز ۱۴۰۴"""
OUTLINE = """\
گزارش پیگیری مصوبات جلسات گذشته
برای جلسهٔ بعد

یک حکم از یک جلسه
یک مورد باز (۱ معوق)
آنچه از همهٔ جلسه‌های گذشته باز است، و آنچه از جلسهٔ پیش تاکنون بسته شده."""
SENT = """\
✅ گزارش فرستاده شد (📄 Word).
برای جلسهٔ بعد"""
NAME = "گزارش پیگیری مصوبات جلسات گذشته برای جلسهٔ بعد"


def file_of(persona: Persona) -> tuple[str, bytes]:
    """The name and content of the newest file that the bot sent here."""
    sent = [one for one in persona.messages if "document" in one.content][-1].content["document"]
    return sent["file_name"], persona.town.world.files[sent["file_id"]].content


def rows_of(content: bytes, table: int = 0) -> list[list[str]]:
    document = docx.Document(io.BytesIO(content))
    return [[cell.text for cell in row.cells] for row in document.tables[table].rows[1:]]


async def test_report_for_the_next_session_takes_three_taps(single: Town) -> None:
    secretary, unit = single.person("دبیرخانه · اصفهان"), single.person("واحد بررسی")
    await unit.says("/my")
    letter = {"caption": "=1+1 ۴۰٪ انجام شد", "reply_to": unit.last}
    await unit.uploads("نامه.pdf", b"%PDF-1.7", **letter)
    await secretary.taps("برگرداندن")
    await secretary.says("نامهٔ دیگری است")
    await _helps(single, "کمیسیون صنعت")
    await single.passes(days=20)

    assert await secretary.says("/report") == FIRST
    menu = secretary.last
    assert await secretary.taps("برای جلسهٔ بعد") == OUTLINE
    await secretary.taps("Word")

    told = single.world.find_message(menu.chat_id, menu.id)
    assert told is not None
    assert plain(told.text) == SENT
    name, content = file_of(secretary)
    assert name == f"{NAME}.docx"
    ((code, text, body, deadline, report, state),) = rows_of(content)
    assert (code, body) == ("۵/۱", "واحد بررسی‌های اقتصادی؛ با همکاری: کمیسیون صنعت")
    assert text.startswith("مقرر شد واحد بررسی‌های اقتصادی ظرف دو هفته")
    assert deadline.startswith("۱۴۰۵/۰۹/۱۴\n")
    assert report == "۱۴۰۵/۰۸/۳۰\nنرگس احمدی: در دست اقدام، ۴۰٪\n=1+1 ۴۰٪ انجام شد\n(برگردانده شد)"
    assert state == "در دست اقدام (معوق)\n۴۰٪"
    assert rows_of(content, 1) == [["۵/۱", "نامه.pdf", "نرگس احمدی", "۱۴۰۵/۰۸/۳۰"]]

    await secretary.taps("Excel")
    name, content = file_of(secretary)
    assert name == f"{NAME}.xlsx"
    with pytest.warns(UserWarning, match="extension is not supported"):
        sheet = openpyxl.load_workbook(io.BytesIO(content))["مصوبات"]
    assert [sheet.cell(5, at).value for at in (3, 8, 12, 13)] == [
        "۵/۱", "۱۴۰۵/۰۹/۱۴", "در دست اقدام (معوق)", 0.4,
    ]  # fmt: skip


async def _helps(town: Town, name: str) -> None:
    """Let one body more help with the item."""
    async with town.database.writing() as session:
        item = (await session.scalars(select(ActionItem))).one()
        body = Body(council_id=item.council_id, kind=BodyKind.COMMISSION, name=name, key=name,
                    sort_key=name, created_at=item.created_at)  # fmt: skip
        session.add(body)
        await session.flush()
        session.add(SupportingBody(item_id=item.id, body_id=body.id))


@ON_SQLITE
async def test_typed_words_choose_and_others_get_only_what_is_theirs(single: Town) -> None:
    secretary, unit = single.person("دبیرخانه · اصفهان"), single.person("واحد بررسی")
    stranger, member = single.newcomer("غریبه"), single.person("عضو هیأت")

    shown = {
        words: (await secretary.says(f"/report {words}")).split("\n")[1]
        for words in ("5", "جلسهٔ آخر", "سال ۱۴۰۵ معوق", "واحد بررسی‌های اقتصادی باز")
    }
    assert shown == {
        "5": "جلسهٔ ۵",
        "جلسهٔ آخر": "جلسهٔ ۵",
        "سال ۱۴۰۵ معوق": "سال ۱۴۰۵ · فقط معوق",
        "واحد بررسی‌های اقتصادی باز": "همهٔ جلسه‌ها · واحد بررسی‌های اقتصادی",
    }
    assert "پیدا نشد" in await secretary.says("/report جلسه ۹۹")
    assert "یک حکم از یک جلسه" in await unit.says("/report 5")
    assert "چیزی برای پیگیری نیست" in await member.says("/report 5")
    assert "Word" not in str(member.labels())
    assert "گزارش" not in await stranger.says("/report")

    secretary._mark()
    group = secretary.in_group(single.groups["isfahan"])
    assert "گزارش" not in await group.says("/report 5")
    assert "یک حکم از یک جلسه" in secretary.hears


@ON_SQLITE
async def test_confidential_items_leave_only_by_a_typed_number_and_are_logged(
    single: Town,
) -> None:
    secretary, unit = single.person("دبیرخانه · اصفهان"), single.person("واحد بررسی")
    async with single.database.writing() as session:
        await session.execute(update(Resolution).values(confidential=True))

    assert "چیزی برای پیگیری نیست" in await unit.says("/report 5")
    await secretary.says("/report 5")
    menu = secretary.last
    assert "یک مورد محرمانه در گزارش نمی‌آید" in plain(menu.text)
    await secretary.taps("محرمانه")
    assert "این عدد درست نیست" in await secretary.says("۲")
    assert await _logged(single) == []
    await secretary.says("۱")

    _name, content = file_of(secretary)
    assert rows_of(content)[0][1].startswith("(محرمانه) مقرر شد")
    assert "محرمانه: فقط برای افراد مجاز" in [
        one.text for one in docx.Document(io.BytesIO(content)).paragraphs
    ]
    assert await _logged(single) == [{"items": 1}]


async def _logged(town: Town) -> list[Any]:
    async with town.database.reading() as session:
        stmt = AuditEvent.__table__.select().where(AuditEvent.action == "confidential_exported")
        return [row.after for row in (await session.execute(stmt)).all()]


@ON_SQLITE
async def test_without_minutes_the_screen_says_so(isfahan: Town) -> None:
    said = await isfahan.person("دبیرخانه · اصفهان").says("/report")

    assert said.endswith("هنوز صورت‌جلسه‌ای ابلاغ نشده است؛ گزارش با نخستین صورت‌جلسه آغاز می‌شود.")
