"""Photos and files in private that answer nothing: a new report, or more of the last one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from simulator.model import Message
from storage.models import Attachment
from tests.handlers.papers import SHORT
from tests.handlers.test_progress import updates
from tests.town import Persona, Town, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
JPEG = b"\xff\xd8\xff\xe0 picture"


async def kept(town: Town) -> list[int]:
    """To which report each file belongs."""
    async with town.database.reading() as session:
        return list(await session.scalars(select(Attachment.progress_id)))


async def album(
    person: Persona,
    size: int,
    *,
    caption: str = "",
    group: str = "album",
    reply_to: Message | None = None,
) -> str:
    """Send pictures that belong together; the first carries the words."""
    person._mark()
    for place in range(size):
        person.town.world.upload(
            person.phone, person.chat, f"{place}.jpg", JPEG, as_photo=True, media_group=group,
            caption=caption if place == 0 else "", reply_to=reply_to,
        )  # fmt: skip
    await person.town.settle()
    return person.hears


async def test_a_photo_that_says_how_it_stands_is_the_report_on_ones_only_item(
    single: Town,
) -> None:
    unit = single.person("واحد بررسی")

    await unit.says("/settings")
    receipt = await unit.uploads("a.jpg", JPEG, caption="۷۰٪ انجام شد", as_photo=True)
    assert "برای ۵/۱ ثبت شد: ۷۰٪، در دست اقدام، یک فایل" in receipt
    assert "۲ فایل" in await unit.uploads("letter.pdf", b"%PDF-")
    assert await kept(single) == [1, 1]
    await single.passes(minutes=11)

    assert "به کجا رسیده" in await unit.uploads("later.pdf", b"%PDF-")
    await unit.taps("انجام شد")
    assert await kept(single) == [1, 1, 2]


async def test_of_several_items_one_is_asked_which_and_an_album_stays_together(
    published: Town,
) -> None:
    unit = published.person("واحد بررسی")

    asked = await album(unit, 3, caption="۷۰٪ انجام شد")

    assert asked == "گزارش شما دربارهٔ کدام مورد است؟ آنچه فرستادید محفوظ است."
    assert "۷۰٪، در دست اقدام، ۳ فایل" in await unit.taps("۱/۳")
    assert await kept(published) == [1, 1, 1]


async def test_an_album_that_joins_a_report_is_answered_once(single: Town) -> None:
    unit = single.person("واحد بررسی")
    await unit.says("5/1")
    card = unit.last

    assert "ثبت شد: ۷۰٪" in await album(unit, 2, caption="۷۰٪ انجام شد")
    assert len(unit.messages) == unit.messages.index(card) + 2
    for group, quoted in (("other", None), ("third", card)):
        single.clock.advance(timedelta(minutes=1))
        heard = await album(unit, 2, group=group, reply_to=quoted)
        assert heard.count("به گزارش شما از ۵/۱ افزوده شد") == 1
    assert await kept(single) == [1] * 6


async def test_each_question_acts_on_what_it_was_asked_about_whatever_was_done_meanwhile(
    published: Town,
) -> None:
    unit = published.person("واحد بررسی")
    questions = []
    for caption in ("۷۰٪ انجام شد", "نامه ارسال شد", "تا شنبه انجام می‌شود"):
        await unit.uploads("a.jpg", JPEG, caption=caption, as_photo=True)
        questions.append(unit.last)
    await unit.says("/my")
    await unit.replies(unit.message_with("۲ مورد تازه"), "۱: ۲۰٪ انجام شد")
    first, second, third = questions

    assert "۷۰٪، در دست اقدام، یک فایل" in await unit.taps("۱/۳", on=first)
    assert "به کجا رسیده" in await unit.taps("۱/۳", on=third)
    await unit.taps("۱/۱", on=second)
    await unit.says("/settings")
    asked = unit.message_with("تا شنبه انجام می‌شود")
    assert "یک فایل" in await unit.taps("در دست اقدام", on=asked)
    assert [note for *_, note in await updates(published)][1:] == [
        "۷۰٪ انجام شد",
        "نامه ارسال شد",
        "تا شنبه انجام می‌شود",
    ]
    assert await kept(published) == [2, 3, 4]


async def test_words_typed_behind_files_that_were_asked_about_go_with_them(
    published: Town,
) -> None:
    unit, letter = published.person("واحد بررسی"), "نامه رو فرستادیم به استانداری منتظر جوابیم"

    await unit.uploads("a.jpg", JPEG, as_photo=True)
    assert "کدام مورد" in await unit.says("۷۰٪ انجام شد")
    assert "۷۰٪، در دست اقدام، یک فایل" in await unit.taps("۱/۳")
    published.clock.advance(timedelta(minutes=11))
    await unit.uploads("b.jpg", JPEG, as_photo=True)
    await unit.taps("۱/۱")
    assert "🔎" in await unit.says("گمرک")
    assert "ثبت شد" in await unit.says(letter)
    assert "دیگر باز نیست" in await unit.taps("انجام شد", on=unit.message_with("به کجا رسیده"))

    published.clock.advance(timedelta(minutes=11))
    await unit.uploads("c.jpg", JPEG, as_photo=True)
    await unit.taps("۱/۱")
    assert "ثبت شد" in await unit.replies(unit.message_with("به کجا رسیده"), "۸۰٪ انجام شد")

    said = [note for *_, note in await updates(published)]
    assert said == ["۷۰٪ انجام شد", letter, "۸۰٪ انجام شد"]
    assert await kept(published) == [1, 2, 3]


async def test_words_behind_files_that_were_reported_alone_make_one_report_with_them(
    single: Town,
) -> None:
    unit, secretary = single.person("واحد بررسی"), single.person("دبیرخانه · اصفهان")
    await unit.uploads("a.jpg", JPEG, as_photo=True)
    await unit.taps("در دست اقدام")

    assert "۷۰٪، در دست اقدام، یک فایل" in await unit.replies(unit.last, "۷۰٪ انجام شد")
    assert "تأیید" in await secretary.taps("تأیید", on=secretary.message_with("۷۰٪ انجام شد"))
    assert "۵/۱ ثبت شد: ۸۰٪، در دست اقدام" in await unit.replies(unit.last, "۸۰٪ انجام شد")
    assert await kept(single) == [1, 2]


async def test_pictures_sent_one_after_another_are_answered_once_and_stay_together(
    published: Town,
) -> None:
    unit, member = published.person("واحد بررسی"), published.person("عضو هیأت")

    async def loose(person: Persona, size: int) -> list[str]:
        """Send pictures one by one, each once the one before was worked off."""
        published.clock.advance(timedelta(minutes=2))
        heard = []
        for place in range(size):
            published.clock.advance(timedelta(seconds=10))
            heard.append(await person.uploads(f"{place}.jpg", JPEG, as_photo=True))
        return heard

    asked, *silent = await loose(unit, 3)
    assert asked.startswith("گزارش شما دربارهٔ کدام مورد است؟")
    assert silent == ["", ""]
    await unit.taps("۱/۳")
    assert "۳ فایل" in await unit.taps("در دست اقدام")
    added, *silent = await loose(unit, 3)
    assert "اکنون ۴ فایل" in added
    assert silent == ["", ""]
    assert await kept(published) == [1] * 6

    refused, *silent = await loose(member, 3)
    assert refused.startswith("کار باز ندارید")
    assert silent == ["", ""]
    assert (await loose(member, 1))[0] == refused


async def test_a_photo_answers_an_open_form_and_nothing_is_asked_of_who_owes_nothing(
    single: Town,
) -> None:
    unit, member = single.person("واحد بررسی"), single.person("عضو هیأت")
    await unit.says("5/1")
    await unit.taps("ثبت گزارش")

    assert "۵/۱ ثبت شد" in await unit.uploads("a.jpg", JPEG, caption="۷۰٪ شد", as_photo=True)
    for sent in ({"as_photo": True}, {}):
        assert (await member.uploads("a.jpg", JPEG, **sent)).startswith("کار باز ندارید")
        single.clock.advance(timedelta(minutes=1))


async def test_documents_of_who_takes_minutes_in_stay_minutes(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")
    await secretary.says("5/1")
    await secretary.replies(secretary.last, "۴۰٪ انجام شد")

    assert "📄" in await secretary.uploads("m.txt", SHORT.replace("پنجمین", "ششمین").encode())
    assert await kept(single) == []
    assert "۴۰٪" in plain(secretary.message_with("ثبت شد").text)
    assert len(await updates(single)) == 1


async def test_a_picture_of_minutes_is_answered_with_what_can_be_read(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")

    for caption in ("", "صورت‌جلسهٔ ششم"):
        answered = await secretary.uploads("a.jpg", JPEG, caption=caption, as_photo=True)
        assert answered.startswith("صورت‌جلسه را به شکل متن")
    assert "📄" in await secretary.uploads("a.jpg", JPEG, caption=SHORT, as_photo=True)


async def test_pictures_that_come_while_something_else_is_asked_leave_the_question_open(
    published: Town,
) -> None:
    unit = published.person("واحد بررسی")
    await unit.says("1/1")
    card = unit.last

    await unit.replies(card, "مهلت بیشتر می‌خواهیم")
    said = await unit.uploads("a.jpg", b"\xff\xd8\xff1", as_photo=True)
    assert "در پاسخ به برگهٔ" in said
    assert "پرسش بالا هنوز باز است" in said
    assert await unit.uploads("b.jpg", b"\xff\xd8\xff2", as_photo=True) == ""
    assert "درخواست شد: ۱/۱" in plain(await unit.says("۲۰ اسفند"))
    assert await kept(published) == []

    await unit.taps("ثبت گزارش", on=card)
    assert "کار به کجا رسیده" in await unit.uploads("c.jpg", b"\xff\xd8\xff3", as_photo=True)
    assert await unit.uploads("d.jpg", b"\xff\xd8\xff4", as_photo=True) == ""
    await unit.says("1/3")
    assert "هنوز چیزی ثبت نشده است" in await unit.says("۷۰٪ انجام شد")
    assert await kept(published) == []
