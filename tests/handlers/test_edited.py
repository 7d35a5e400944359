"""A message whose words are changed afterwards: what was made of it follows, or is kindly kept."""

import pytest
from sqlalchemy import func, select

from council.reports import said_anew
from simulator.model import Message
from storage.models import ActionItem, Attachment, ProgressUpdate, Withdrawal
from storage.words import ItemState, ProgressStatus
from tests.handlers.test_receipts import JPEG, count, item_of
from tests.town import Persona, Town, plain

sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DONE, GOING, BLOCKED = (
    ProgressStatus.REPORTED_DONE,
    ProgressStatus.IN_PROGRESS,
    ProgressStatus.BLOCKED,
)


@pytest.mark.parametrize(
    ("first", "now", "stood", "stands"),
    [
        ("۳۰٪ انجام شد", "۹۰٪ انجام شد", (GOING, 30), (GOING, 90)),
        ("تمام شد", "هنوز شروع نشده", (DONE, 100), (ProgressStatus.NOT_STARTED, None)),
        ("نامه فرستاده شد", "نامهٔ دوم هم فرستاده شد", (BLOCKED, None), (BLOCKED, None)),  # tapped
        ("", "شرح پیوست است", (GOING, 50), (GOING, 50)),
    ],
)
def test_what_was_read_is_read_anew_and_what_was_tapped_stays(
    first: str,
    now: str,
    stood: tuple[ProgressStatus, int | None],
    stands: tuple[ProgressStatus, int | None],
) -> None:
    said = said_anew(first, now, status=stood[0], percent=stood[1])

    assert (said.status, said.percent, said.unsure) == (*stands, False)


@pytest.fixture
async def unit(single: Town) -> Persona:
    """Who speaks for the unit, with the card of its one item, 5/1, before them."""
    speaker = single.person("واحد بررسی")
    await speaker.says("5/1")
    return speaker


def own(who: Persona) -> Message:
    """What the person wrote last."""
    said = who.town.world.messages(who.chat)
    return [one for one in said if one.sender_id == who.phone.id][-1]


async def standing(town: Town) -> list[tuple[str, int | None]]:
    """Every report that stands: its words and its share."""
    async with town.database.reading() as session:
        gone = select(Withdrawal.progress_id)
        found = select(ProgressUpdate).where(ProgressUpdate.id.not_in(gone))
        every = await session.scalars(found.order_by(ProgressUpdate.id))
        return [(one.note, one.percent) for one in every]


async def test_changed_words_correct_the_report_in_its_receipt(unit: Persona) -> None:
    secretary = unit.town.person("دبیرخانه · اصفهان")
    await unit.replies(unit.last, "۳۰٪ انجام شد")
    said, receipt, before = own(unit), unit.last, len(unit.messages)

    await unit.edits(said, "۹۰٪ انجام شد")
    outdated = secretary.message_with("۳۰٪ انجام شد")
    assert "گزارش‌دهنده آن را لغو کرد" in plain(outdated.text)
    assert secretary.labels(outdated) == ["برگهٔ مصوبه"]
    first = plain(unit.last.text).splitlines()
    await unit.edits(said, "۹۰٪ انجام شد")  # Telegram tells of a link's preview like this
    await unit.edits(said, "همه‌اش تمام شد")

    assert first[:2] == ["✏️ برای ۵/۱ با ویرایش شما اصلاح شد: ۹۰٪، در دست اقدام", "۹۰٪ انجام شد"]
    assert (len(unit.messages), unit.last.id) == (before, receipt.id)
    assert "۱۰۰٪، انجام شد" in plain(unit.last.text)
    assert await item_of(unit.town) == (ItemState.REPORTED_DONE, 100)
    assert await standing(unit.town) == [("همه‌اش تمام شد", 100)]
    assert await count(unit.town, ProgressUpdate) == 3
    await unit.says("5/1")
    assert (await unit.taps("سابقه")).count("آن را لغو کرد") == 2
    assert "همه‌اش تمام شد" in await secretary.says("/review")

    await unit.taps("لغو", on=unit.message_with("اصلاح شد"))
    assert await item_of(unit.town) == (ItemState.NOTIFIED, 0)
    assert "دوباره گزارش دهید" in await unit.edits(said, "۴۰٪ انجام شد")
    assert await standing(unit.town) == []


@sqlite
async def test_words_that_become_unclear_are_asked_about_and_the_report_stands_meanwhile(
    unit: Persona,
) -> None:
    await unit.replies(unit.last, "۳۰٪ انجام شد")
    said, receipt = own(unit), unit.last

    await unit.edits(said, "سلام، خسته نباشید")
    asked = plain(unit.last.text)
    kept = await unit.taps("گزارشم همان که بود بماند")
    assert await item_of(unit.town) == (ItemState.IN_PROGRESS, 30)

    assert ("سلام، خسته نباشید" in asked, unit.last.id) == (True, receipt.id)
    assert kept == "گزارشتان همان که بود ماند."


@sqlite
async def test_a_tapped_answer_to_changed_words_replaces_the_report(unit: Persona) -> None:
    await unit.replies(unit.last, "۳۰٪ انجام شد")
    await unit.edits(own(unit), "سلام، خسته نباشید")

    assert "دارای مانع" in await unit.taps("مانع")

    assert await standing(unit.town) == [("سلام، خسته نباشید", None)]


@sqlite
async def test_words_under_a_tapped_state_are_corrected_and_the_state_stays(unit: Persona) -> None:
    await unit.taps("ثبت گزارش پیشرفت")
    await unit.taps("دارای مانع")
    await unit.says("منتظر نامهٔ استانداری")

    await unit.edits(own(unit), "منتظر نامهٔ فرمانداری")

    assert await item_of(unit.town) == (ItemState.BLOCKED, 0)
    assert await standing(unit.town) == [("منتظر نامهٔ فرمانداری", None)]


@sqlite
async def test_a_reply_that_was_no_report_becomes_one(unit: Persona) -> None:
    await unit.replies(unit.last, "ممنون")
    said, before = own(unit), len(unit.messages)

    await unit.edits(said, "۴۰٪ انجام شد")
    await unit.edits(said, "۵۰٪ انجام شد")

    assert len(unit.messages) == before
    assert await standing(unit.town) == [("۵۰٪ انجام شد", 50)]


@sqlite
async def test_after_ten_minutes_or_a_review_changed_words_change_nothing(unit: Persona) -> None:
    await unit.replies(unit.last, "۴۰٪ انجام شد")
    said = own(unit)
    await unit.town.passes(minutes=11)

    assert "دوباره گزارش دهید" in await unit.edits(said, "۹۰٪ انجام شد")

    await unit.replies(unit.message_with("ثبت شد"), "انجام شد")
    said = own(unit)
    await unit.town.person("دبیرخانه · اصفهان").taps("تأیید")
    assert "تصمیم گرفت" in await unit.edits(said, "انجام نشد")
    assert await standing(unit.town) == [("۴۰٪ انجام شد", 40), ("انجام شد", 100)]


@sqlite
async def test_a_caption_is_corrected_and_its_file_stays(unit: Persona) -> None:
    await unit.uploads("a.jpg", JPEG, caption="۴۰٪ انجام شد", as_photo=True, reply_to=unit.last)

    await unit.edits(own(unit), "۶۰٪ انجام شد")

    assert "۶۰٪، در دست اقدام، یک فایل" in plain(unit.last.text)
    async with unit.town.database.reading() as session:
        newest = select(func.max(ProgressUpdate.id)).scalar_subquery()
        files = select(func.count()).where(Attachment.progress_id == newest)
        assert await session.scalar(files) == 1


@sqlite
async def test_a_search_is_made_anew_and_anything_else_was_read_as_it_was(unit: Persona) -> None:
    await unit.says("گزراش اقتصاد")
    said = own(unit)
    assert "🔎 «گزارش»" in await unit.edits(said, "گزارش")
    assert "۵/۱" in await unit.edits(said, "5/1")
    await unit.says("/my")

    assert "پیامی تازه" in await unit.edits(said, "اقتصاد")
    assert "پیامی تازه" in await unit.edits(own(unit), "/late")


@sqlite
async def test_in_a_group_only_what_was_a_report_is_heard_again(published: Town) -> None:
    speaker = published.person("دبیر کمیسیون").in_group(published.groups["isfahan"])
    stranger = published.newcomer("رهگذر")
    await published.passes(days=23)
    reminder = next(one for one in speaker.messages if one.buttons)
    published.world.say(speaker.phone, speaker.chat, "سلام به همه")
    talk = own(speaker)
    await speaker.replies(reminder, "۴۰٪ انجام شد")
    report, before = own(speaker), len(speaker.messages)

    assert await speaker.edits(talk, "درود به همه") == ""
    await speaker.edits(report, "۷۰٪ انجام شد")

    assert len(speaker.messages) == before
    assert "اصلاح شد: ۷۰٪" in plain(speaker.last.text)
    assert await standing(published) == [("۷۰٪ انجام شد", 70)]
    await stranger.says("سلام")
    assert await stranger.edits(own(stranger), "درود") == ""


@sqlite
async def test_the_place_in_a_bundle_can_be_corrected_too(published: Town) -> None:
    unit = published.person("واحد بررسی")
    await unit.replies(unit.message_with("۲ مورد تازه"), "۱: ۴۰٪ انجام شد")
    async with published.database.reading() as session:
        first = (await session.scalars(select(ProgressUpdate))).one().item_id

    assert "در پیامی تازه" in await unit.edits(own(unit), "۱/۱: ۴۰٪، ۱/۳: ۵۰٪")
    await unit.edits(own(unit), "۲: ۴۰٪ انجام شد")

    async with published.database.reading() as session:
        moved = select(ProgressUpdate.item_id).order_by(ProgressUpdate.id.desc()).limit(1)
        second = await session.scalar(moved)
        shares = select(ActionItem.percent).where(ActionItem.id.in_([first, second]))
        assert second != first
        assert sorted(await session.scalars(shares)) == [0, 40]


@sqlite
async def test_a_slip_in_a_message_to_many_is_mended_by_editing_or_by_sending_the_text_anew(
    isfahan: Town,
) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    await secretary.says("/broadcast")
    await secretary.says("نشست شنه")
    said = own(secretary)
    assert "برای چه کسانی" in await secretary.edits(said, "نشست شنب")
    await secretary.taps("همه")
    await secretary.taps("ارسال همین حالا")
    before = secretary.last

    assert "نشست شنبه\n\nبه ۶ نفر می‌رسد" in plain(await secretary.edits(said, "نشست شنبه"))
    assert "دیگر باز نیست" in await secretary.taps("بله، بفرست", on=before)
    assert "نشست شنبه\n" in await secretary.taps("تغییر متن")
    assert "نشست یکشنبه\n\nبه ۶ نفر می‌رسد" in plain(await secretary.says("نشست یکشنبه"))
    await secretary.taps("ارسال همین حالا")
    await secretary.taps("بله، بفرست")
    assert "در این فاصله" in await secretary.edits(own(secretary), "نشست دوشنبه")


@sqlite
async def test_changed_words_that_name_another_item_are_booked_on_no_item_unasked(
    published: Town,
) -> None:
    unit = published.person("واحد بررسی")
    await unit.says("1/1")
    await unit.replies(unit.last, "۴۰٪ انجام شد")

    await unit.edits(own(unit), "۱/۳: ۵۰٪ انجام شد")
    assert "کدام" in plain(unit.last.text)
    assert await standing(published) == [("۴۰٪ انجام شد", 40)]
    assert "۵۰٪" in await unit.taps("۱/۳")

    assert await standing(published) == [("۱/۳: ۵۰٪ انجام شد", 50)]
