"""The council's own template and emblem: tried out first, taken by a tap, bad ones refused."""

import io
from datetime import timedelta

import docx
import pytest
from sqlalchemy import select

from storage.models import MadeFile
from tests.bot.papers.test_followup_files import EMBLEM, own_template
from tests.handlers.test_followup_report import file_of
from tests.town import Persona, Town, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def words_of(content: bytes) -> list[str]:
    return [one.text for one in docx.Document(io.BytesIO(content)).paragraphs if one.text]


async def open_letterhead(secretary: Persona) -> str:
    await secretary.says("/report 5")
    return await secretary.taps("الگو و نشان")


async def test_own_template_is_tried_out_and_then_used(single: Town) -> None:
    secretary, unit = single.person("دبیرخانه · اصفهان"), single.person("واحد بررسی")
    assert "الگو: الگوی اصلی\nنشان: ندارد" in await open_letterhead(secretary)

    await secretary.taps("گرفتن الگو")
    name, ours = file_of(secretary)
    assert name == "گزارش پیگیری مصوبات جلسات گذشته.docx"
    assert "{{ title }}" in words_of(ours)

    await secretary.taps("فرستادن الگو")
    said = await secretary.uploads("بد.docx", own_template("{% for one in sessions %}"))
    assert "این الگو پر نمی‌شود" in said
    await open_letterhead(secretary)
    await secretary.taps("فرستادن الگو")
    assert "این فایل به کار نمی‌آید" in await secretary.uploads("بد.docx", b"words")
    await secretary.uploads("ما.docx", own_template("{{ council }} · {{ sessions|length }}"))
    _name, sample = file_of(secretary)
    assert words_of(sample) == ["هیأت نمایندگان اتاق بازرگانی اصفهان · 1"]
    await secretary.taps("همین باشد")
    assert "الگوی خود شما (ما.docx)" in plain(secretary.last.text)

    await unit.says("/report 5")
    await unit.taps("Word")
    assert words_of(file_of(unit)[1]) == ["هیأت نمایندگان اتاق بازرگانی اصفهان · 1"]
    assert "الگو و نشان" not in str(unit.labels())

    await secretary.taps("بازگشت به الگوی اصلی")
    await secretary.taps("فرستادن نشان")
    await secretary.uploads("نشان.png", EMBLEM)
    await secretary.taps("همین باشد")
    assert "الگو: الگوی اصلی\nنشان: گذاشته شده" in plain(secretary.last.text)

    await secretary.taps("فرستادن نشان")
    await secretary.uploads("نشان.png", EMBLEM)
    asked = secretary.last
    single.clock.advance(timedelta(days=3))
    await single.app.upkeep.prune(single.clock.now())
    async with single.database.reading() as session:
        assert (await session.scalars(select(MadeFile))).all() == []
    assert "پیدا نشد" in await secretary.taps("همین باشد", on=asked)
