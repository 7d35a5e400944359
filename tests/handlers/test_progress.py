"""Reporting: by the button, by replying, on behalf of a body, and the review of it."""

import pytest
from sqlalchemy import select

from storage.models import ActionItem, Occurrence, ProgressUpdate, Review
from storage.words import Decision, ItemState, OccurrenceState, ProgressStatus, Role
from tests.handlers.papers import SHORT
from tests.handlers.people import invite
from tests.handlers.siege import press
from tests.town import Persona, Town, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NOT_YOURS = "این کار در حدود اختیارات شما نیست. از دبیرخانه کمک بگیرید."
NOT_OPEN = "این پرسش دیگر باز نیست. اگر گزارشتان ثبت نشده است، دوباره بفرستید."


async def updates(town: Town) -> list[tuple[ProgressStatus, int | None, str]]:
    """What has been reported, oldest first."""
    async with town.database.reading() as session:
        found = await session.scalars(select(ProgressUpdate).order_by(ProgressUpdate.id))
        return [(one.status, one.percent, one.note) for one in found]


@pytest.fixture
async def unit(single: Town) -> Persona:
    """Who speaks for the unit, with the card of its one item, 5/1, before them."""
    speaker = single.person("واحد بررسی")
    await speaker.says("5/1")
    return speaker


# ---------------------------------------------------------------- by the button


async def test_status_percent_and_words_are_asked_with_a_way_back(unit: Persona) -> None:
    await unit.taps("ثبت گزارش")
    await unit.taps("در دست اقدام")
    assert "چند درصد" in unit.last.text
    await unit.taps("بازگشت")
    assert "به کجا رسیده" in unit.last.text
    await unit.taps("در دست اقدام")
    await unit.taps("۶۰٪")
    await unit.town.restart()

    receipt = await unit.uploads("letter.jpg", b"\xff\xd8", caption="نامه پیوست است", as_photo=True)

    assert "۶۰٪، در دست اقدام، یک فایل" in receipt
    assert await updates(unit.town) == [(ProgressStatus.IN_PROGRESS, 60, "نامه پیوست است")]


async def test_cancelling_records_nothing(unit: Persona) -> None:
    await unit.taps("ثبت گزارش")
    await unit.taps("انجام شد")

    assert "چیزی ثبت نشد" in await unit.taps("انصراف")
    assert "🔎" in await unit.says("تعرفه")
    assert await updates(unit.town) == []


async def test_an_old_submit_button_does_not_submit_another_item(published: Town) -> None:
    unit = published.person("واحد بررسی")
    await unit.says("1/1")
    await unit.taps("ثبت گزارش")
    await unit.taps("انجام شد")
    old = unit.last
    await unit.says("/my")
    await unit.taps("۱/۳")
    await unit.taps("ثبت گزارش")
    await unit.taps("دارای مانع")

    assert await unit.taps("ثبت بدون شرح", on=old) == NOT_OPEN
    assert await unit.taps("انصراف", on=old) == NOT_OPEN
    await unit.taps("ثبت بدون شرح")
    assert await updates(published) == [(ProgressStatus.BLOCKED, None, "")]


@pytest.mark.parametrize("typed", ["۶۵", "65%", "شصت و پنج درصد"])
async def test_a_share_without_a_button_is_typed(unit: Persona, typed: str) -> None:
    await unit.taps("ثبت گزارش")
    await unit.taps("در دست اقدام")

    assert "۶۵٪" in await unit.says(typed)
    await unit.taps("ثبت بدون شرح")
    assert await updates(unit.town) == [(ProgressStatus.IN_PROGRESS, 65, "")]


@pytest.mark.parametrize("taps", [(), ("در دست اقدام",)])
async def test_a_sentence_in_place_of_a_tap_is_the_report(
    unit: Persona, taps: tuple[str, ...]
) -> None:
    await unit.taps("ثبت گزارش")
    for label in taps:
        await unit.taps(label)

    receipt = await unit.says("۵۰٪ انجام شد، با بانک‌ها جلسه گذاشتیم")

    assert "برای ۵/۱ ثبت شد: ۵۰٪" in receipt
    said = (ProgressStatus.IN_PROGRESS, 50, "۵۰٪ انجام شد، با بانک‌ها جلسه گذاشتیم")
    assert await updates(unit.town) == [said]


async def test_a_search_ends_the_steps_and_later_words_are_no_report(unit: Persona) -> None:
    for sought in ("تعرفه", "1/1", "/my"):
        await unit.says("5/1")
        await unit.taps("ثبت گزارش")
        await unit.says(sought)

        assert "گزارش است" in await unit.says("۶۰٪ شد، نامه ارسال شد")
    assert await updates(unit.town) == []


async def test_minutes_pasted_over_an_open_form_are_minutes(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")
    await secretary.says("5/1")
    await secretary.taps("ثبت گزارش")

    assert "📄" in await secretary.says(SHORT.replace("۵", "۶"))
    assert await updates(single) == []


# ---------------------------------------------------------------- typed without a reply


async def test_words_that_were_searched_for_become_a_report_with_two_taps(published: Town) -> None:
    unit = published.person("واحد بررسی")

    found = await unit.says("۴۰٪ انجام شد، گزارش اول ارسال شد")
    assert "دکمهٔ «گزارش است» را بزنید؛ هنوز چیزی ثبت نشده است" in found
    assert "مصوبه" in found  # what was found stands below, as ever
    assert await updates(published) == []
    asked = await unit.taps("گزارش است")
    receipt = await unit.taps("۱/۳")

    assert "کدام مورد" in asked
    assert "۴۰٪" in receipt
    said = (ProgressStatus.IN_PROGRESS, 40, "۴۰٪ انجام شد، گزارش اول ارسال شد")
    assert await updates(published) == [said]


@pytest.mark.parametrize(
    ("typed", "status", "share"),
    [
        ("۱/۳ تمام شد", ProgressStatus.REPORTED_DONE, 100),
        ("۱/۳ ۴۰ درصد", ProgressStatus.IN_PROGRESS, 40),
        ("مصوبه 1/3 انجام شد", ProgressStatus.REPORTED_DONE, 100),
    ],
)
async def test_a_code_before_the_words_says_on_which_item_they_report(
    published: Town, typed: str, status: ProgressStatus, share: int
) -> None:
    unit = published.person("واحد بررسی")

    assert "هنوز چیزی ثبت نشده است" in await unit.says(typed)
    assert "برای ۱/۳ ثبت شد" in plain(await unit.taps("گزارش است"))
    assert [said[:2] for said in await updates(published)] == [(status, share)]
    await unit.says("۱/۳ بودجه")
    assert not any("گزارش است" in label for label in unit.labels())


async def test_words_about_another_code_are_no_report_on_ones_only_item(unit: Persona) -> None:
    await unit.says("۹/۹ انجام شد")

    assert "کدام مورد" in await unit.taps("گزارش است")
    assert await updates(unit.town) == []


async def test_words_that_are_no_report_after_all_are_dropped_for_good(published: Town) -> None:
    unit = published.person("واحد بررسی")
    await unit.says("۴۰٪ انجام شد")
    await unit.taps("گزارش است")

    assert await unit.taps("انصراف") == "چیزی ثبت نشد."
    assert "🔎" in await unit.says("۱/۳ انجام شد")
    assert await updates(published) == []


async def test_who_owes_one_item_is_not_asked_which(unit: Persona) -> None:
    await unit.says("۶۰٪ انجام شد")

    assert "۶۰٪" in await unit.taps("گزارش است")
    assert await updates(unit.town) == [(ProgressStatus.IN_PROGRESS, 60, "۶۰٪ انجام شد")]


async def test_words_too_long_for_the_page_are_sent_as_a_reply(unit: Persona) -> None:
    found = await unit.says("۶۰٪ انجام شد و نامه‌های لازم فرستاده شد؛ " * 4)

    assert "در پاسخ به برگهٔ مصوبه بفرستید" in found
    assert "گزارش است" not in unit.labels()


async def test_who_owes_nothing_is_told_so(single: Town) -> None:
    other = single.person("دبیر کمیسیون")
    await other.says("۶۰٪ انجام شد")

    assert "کار باز ندارید" in await other.taps("گزارش است")
    assert await updates(single) == []


# ---------------------------------------------------------------- by a reply


async def test_a_reply_that_is_not_plain_is_asked_about_once(unit: Persona) -> None:
    asked = await unit.replies(unit.last, "تا شنبه انجام می‌شود")
    assert "تا شنبه انجام می‌شود" in asked
    question = unit.last

    await unit.taps("در دست اقدام", on=question)

    assert await updates(unit.town) == [(ProgressStatus.IN_PROGRESS, None, "تا شنبه انجام می‌شود")]
    card = await unit.says("5/1")
    assert "در دست اقدام" in card


async def test_thanks_questions_and_forwarded_words_are_no_report(unit: Persona) -> None:
    card = unit.last
    assert "گزارش به شمار نیاوردم" in await unit.replies(card, "ممنون از پیگیری شما 🙏")
    assert "گزارش به شمار نیاوردم" in await unit.replies(card, "مهلت تا کی است؟")

    world = unit.town.world
    origin = {
        "type": "user",
        "date": 1,
        "sender_user": {"id": 1, "is_bot": False, "first_name": "x"},
    }
    world._post(unit.phone, unit.chat, {"text": "۹۰٪ انجام شد"}, card, forward_origin=origin)
    await unit.town.settle()

    assert "بازارسال‌شده" in unit.last.text
    assert await updates(unit.town) == []
    for said in (unit.last, unit.message_with("گزارش به شمار نیاوردم")):
        assert "ثبت شد: ۱۰۰٪" in await unit.replies(said, "انجام شده است کاملا صددرصد")


async def test_a_reply_to_several_items_asks_which_and_keeps_the_words(published: Town) -> None:
    unit = published.person("واحد بررسی")
    bundle = unit.message_with("۲ مورد تازه")
    asked = await unit.replies(bundle, "۷۰٪ انجام شد")
    assert "دربارهٔ کدام مورد" in asked
    assert "دربارهٔ کدام مورد" in await unit.says("نه اشتباه شد ۶۰ درصد انجام شد")
    assert "دربارهٔ کدام مورد" not in await unit.says("مصوبات انجام شده"), "that is a search"
    assert "دربارهٔ کدام مورد" in await unit.says("۷۰٪ انجام شد")
    await published.restart()

    receipt = await unit.taps("۱/۳")
    assert "۱/۳" in receipt
    assert "۷۰٪" in receipt
    assert "از موارد دیگر آن پیام" in receipt
    offer = unit.last
    second = await unit.replies(bundle, "۱: ۶۰٪ انجام شد")

    assert "۱/۱" in second
    assert "موارد دیگر" not in second
    assert await updates(published) == [
        (ProgressStatus.IN_PROGRESS, 70, "۷۰٪ انجام شد"),
        (ProgressStatus.IN_PROGRESS, 60, "۶۰٪ انجام شد"),
    ]
    await unit.replies(bundle, "۷۵٪ انجام شد")
    assert "موارد دیگر" not in await unit.taps("۱/۳")
    assert "به کجا رسیده" in await unit.taps("گزارش ۱/۱", on=offer)
    assert "۸۰٪" in await unit.replies(bundle, "۱: ۸۰٪ انجام شد")


async def test_a_reply_that_names_several_items_is_a_report_on_each(published: Town) -> None:
    unit = published.person("واحد بررسی")
    bundle = unit.message_with("۲ مورد تازه")

    receipt = await unit.replies(bundle, "۱/۱ تموم شد، ۱/۳ هنوز نصفه‌ست")
    assert "برای ۱/۱ ثبت شد: ۱۰۰٪، انجام شد" in receipt
    assert "برای ۱/۳ ثبت شد: ۵۰٪، در دست اقدام" in receipt
    both = unit.last
    assert "گزارش شما از ۱/۱ لغو شد" in await unit.taps("لغو ۱/۱")
    assert "به کجا رسیده" in await unit.taps("ویرایش ۱/۳", on=both)
    await unit.says("۶۰٪ انجام شد")
    assert "دیگر" in await unit.taps("لغو ۱/۱", on=both)
    assert [note for *_, note in await updates(published)] == [
        *("تموم شد", "هنوز نصفه‌ست", "۶۰٪ انجام شد")
    ]

    assert "برای ۱/۳ ثبت شد" in await unit.replies(both, "هر دو تموم شد")
    plain_and_not = await unit.replies(bundle, "۱/۱: ۳۰ درصد\n۱/۳: مثل قبل")
    assert "برای ۱/۱ ثبت شد: ۳۰٪" in plain_and_not
    assert "نوشتهٔ شما دربارهٔ ۱/۳" in plain_and_not
    assert "ثبت شد" in await unit.taps("دارای مانع")
    assert "به شمار نیاوردم" in await unit.replies(bundle, "۱/۱ و ۱/۳ ممنون")
    assert "برای ۱/۳ ثبت شد: ۲۰٪" in await unit.replies(bundle, "۲۰ درصد مصوبه ۳ انجام شد")
    of_no_item = (
        "بند ۱، ۳ میلیارد هزینه شد و تمام شد",
        "بند ۳ مصوبه ۱ تمام شد",
        "مصوبه ۲ تمام شد",
        "اصلاح بند ۱ قرارداد تمام شد",
        "مصوبه ۳ درصد اجرا شد",
    )
    for of_which in ("به جز ۱/۳ بقیه تمام شد", "۱/۱ تا ۱/۳ تمام شد", *of_no_item):
        assert "دربارهٔ کدام مورد" in await unit.replies(bundle, of_which)
    assert "۱/۳ ثبت" not in await unit.replies(bundle, "۱/۱ نصفه است، منتظر تأیید ۱/۳ هستیم")


async def test_a_reply_that_names_another_item_than_its_message_is_asked_about(
    published: Town,
) -> None:
    unit = published.person("واحد بررسی")
    await unit.says("1/3")
    card = unit.last
    assert "دربارهٔ کدام مورد" in await unit.replies(card, "۱/۱ تمام شد")
    assert await updates(published) == []
    assert "برای ۱/۱" in await unit.taps("۱/۱")

    assert "ثبت شد: ۴۰٪" in await unit.replies(card, "۴۰٪، منتظر تأیید ۱/۱ هستیم")
    assert "ثبت شد: ۵۰٪" in await unit.replies(card, "۵۰٪، ۹۰/۱۲ هم ارسال شد")


async def test_a_reply_on_anothers_item_is_refused(single: Town) -> None:
    member = single.person("عضو هیأت")
    await member.says("5/1")

    assert await member.replies(member.last, "۴۰٪ انجام شد") == NOT_YOURS
    assert await updates(single) == []


async def test_a_reply_in_the_group_counts_only_from_who_is_entitled(published: Town) -> None:
    chat = published.groups["isfahan"]
    speaker = published.person("دبیر کمیسیون").in_group(chat)
    member = published.person("عضو هیأت").in_group(chat)
    notice = speaker.message_with("۱/۲")

    for talk in ("ممنون از پیگیری", "این کی تموم میشه؟", "پیشنهاد می‌کنم مهلت تمدید شود",
                 "مهلتش تمام شده", "باید تا شنبه تمام شود", "فکر کنم انجام نشده"):  # fmt: skip
        assert await member.replies(notice, talk) == ""
    assert await member.replies(notice, "۱۰۰٪ انجام شد") == NOT_YOURS
    assert "پاسخ" in await speaker.taps("ثبت گزارش", on=notice)
    receipt = await speaker.replies(notice, "۳۰٪ انجام شد")

    assert "۳۰٪" in receipt
    assert await updates(published) == [(ProgressStatus.IN_PROGRESS, 30, "۳۰٪ انجام شد")]


async def test_a_reply_to_a_closed_item_is_refused_and_the_form_is_left(unit: Persona) -> None:
    card = unit.last
    await unit.taps("ثبت گزارش")
    await unit.taps("در دست اقدام")
    await unit.taps("۹۰٪")
    async with unit.town.database.writing() as session:
        (await session.scalars(select(ActionItem))).one().state = ItemState.WITHDRAWN

    assert "بسته شده" in await unit.says("تمام شد")
    assert "🔎" in await unit.says("تعرفه")
    assert "بسته شده" in await unit.replies(card, "۴۰٪ انجام شد")
    refused = await unit.taps("ثبت گزارش", on=card)
    assert "بسته شده" in refused
    assert "وضعیت کنونی‌اش را در برگهٔ آن ببینید" in refused
    assert await updates(unit.town) == []


async def test_words_in_reply_to_a_report_are_for_its_author_and_no_report(unit: Persona) -> None:
    secretary = unit.town.person("دبیرخانه · اصفهان")
    await unit.replies(unit.last, "۵۰٪ انجام شد")
    told = secretary.last

    assert "در انتظار تصمیم شماست" in await secretary.replies(told, "باشه ممنون")
    assert "به نرگس احمدی برسانم" in await secretary.replies(told, "نامه را کی فرستادید؟")
    question = secretary.last
    await secretary.replies(told, "این که کامل نیست")
    await secretary.taps("پرسش را بفرست", on=question)
    assert "نامه را کی فرستادید؟" in plain(unit.last.text)
    await secretary.taps("با همین دلیل برگردان")
    assert "این که کامل نیست" in plain(unit.last.text)
    assert len(await updates(unit.town)) == 1


@pytest.mark.parametrize("said", ["تأیید شد", "قبوله، فقط عکس هم بفرستید"])
async def test_words_that_accept_a_report_offer_to_accept_it(unit: Persona, said: str) -> None:
    secretary = unit.town.person("دبیرخانه · اصفهان")
    await unit.replies(unit.last, "۵۰٪ انجام شد")

    assert "می‌پذیرید" in await secretary.replies(secretary.last, said)
    assert secretary.labels()[0] == "✅ تأیید"
    await secretary.taps("✅ تأیید", on=secretary.last)

    assert "تأیید شد" in plain(unit.last.text)


async def test_the_secretary_reports_on_behalf_and_both_names_are_kept(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")
    colleague = await invite(single, "isfahan", Role.SECRETARY)
    await secretary.says("5/1")

    receipt = await secretary.replies(secretary.last, "۵۰٪ انجام شد")
    assert "به نمایندگی از واحد بررسی‌های اقتصادی" in receipt

    card = await single.person("عضو هیأت").says("5/1")
    assert "مریم رضایی به نمایندگی از واحد بررسی‌های اقتصادی" in card
    assert "گزارشی" in await secretary.says("/review")
    assert "۵۰٪" in await colleague.says("/review")


# ---------------------------------------------------------------- review


async def test_returned_with_a_reason_then_accepted_closes_the_item(unit: Persona) -> None:
    secretary = unit.town.person("دبیرخانه · اصفهان")
    await unit.replies(unit.last, "انجام شد")
    await secretary.taps("برگرداندن")
    await secretary.says("فهرست امضاشده پیوست شود")
    assert "فهرست امضاشده پیوست شود" in unit.last.text
    await unit.replies(unit.last, "کامل شد")
    await secretary.taps("تأیید")

    assert "تأیید شد" in unit.last.text
    async with unit.town.database.reading() as session:
        assert (await session.scalars(select(ActionItem.state))).all() == [ItemState.IMPLEMENTED]


async def test_a_decision_is_made_once_and_an_old_question_is_left(unit: Persona) -> None:
    secretary = unit.town.person("دبیرخانه · اصفهان")
    colleague = await invite(unit.town, "isfahan", Role.SECRETARY)
    await unit.replies(unit.last, "انجام شد")
    await secretary.taps("برگرداندن")
    await colleague.taps("تأیید")

    assert "تأیید کرد" in await secretary.taps("مستندات پیوست نشده است")
    assert secretary.labels() == ["برگهٔ مصوبه"]
    assert "🔎" in await secretary.says("تعرفه")
    await colleague.says("/review")
    assert "گزارشی" in colleague.last.text
    assert sum("گزارش" in m.text and "تأیید شد" in m.text for m in unit.messages) == 1


async def test_accepting_done_closes_the_period_and_the_next_is_due_later(
    published: Town,
) -> None:
    unit, secretary = published.person("واحد بررسی"), published.person("دبیرخانه · اصفهان")
    await unit.says("1/1")
    await unit.replies(unit.last, "انجام شد")
    await secretary.taps("تأیید")

    card = plain(await unit.says("1/1"))
    assert "۲۸ آذر ۱۴۰۵" in card
    assert "۰٪" in card
    async with published.database.reading() as session:
        found = await session.execute(
            select(Occurrence.number, Occurrence.state)
            .join(ActionItem, ActionItem.id == Occurrence.item_id)
            .where(ActionItem.id == 1)
            .order_by(Occurrence.number)
        )
        assert [tuple(row) for row in found] == [
            (1, OccurrenceState.REPORTED),
            (2, OccurrenceState.WAITING),
        ]


async def decisions(town: Town) -> list[tuple[Decision, str | None]]:
    """What has been decided about reports."""
    async with town.database.reading() as session:
        return [(one.decision, one.reason) for one in await session.scalars(select(Review))]


async def test_the_only_secretary_accepts_what_they_reported_with_a_typed_reason(
    single: Town,
) -> None:
    secretary, member = single.person("دبیرخانه · اصفهان"), single.person("عضو هیأت")
    await secretary.says("5/1")
    assert "با ذکر دلیل" in await secretary.replies(secretary.last, "انجام شد")
    await secretary.says("/review")
    assert secretary.labels() == ["✅ تأیید با ذکر دلیل", "برگهٔ مصوبه"]

    await press(single, secretary.phone, secretary.chat, ["v:yes:1", "v:no:1", "v:t0:1"])
    assert await decisions(single) == []
    assert "چرا ۵/۱" in await secretary.taps("تأیید با ذکر دلیل")
    assert "تنها بررسی‌کننده" in await secretary.says("نامهٔ ۱۲۳ دیده شد")

    assert await decisions(single) == [(Decision.ACCEPTED, "نامهٔ ۱۲۳ دیده شد")]
    async with single.database.reading() as session:
        assert (await session.scalars(select(ActionItem.state))).all() == [ItemState.IMPLEMENTED]
    await member.says("5/1")
    assert "تنها بررسی‌کننده: نامهٔ ۱۲۳ دیده شد" in await member.taps("سابقه")
    assert "گزارش خود را، به‌عنوان تنها بررسی‌کننده" in await secretary.says("/log")


async def test_with_a_second_secretary_nobody_accepts_their_own_report(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")
    await secretary.says("5/1")
    await secretary.replies(secretary.last, "انجام شد")
    await secretary.taps("تأیید با ذکر دلیل")
    colleague = await invite(single, "isfahan", Role.SECRETARY)

    await secretary.says("کسی دیگر نیست")
    assert secretary.labels() == ["برگهٔ مصوبه"]
    await press(single, secretary.phone, secretary.chat, ["v:own:1", "v:yes:1"])
    assert await decisions(single) == []
    await colleague.says("/review")
    await colleague.taps("تأیید")
    await press(single, secretary.phone, secretary.chat, ["v:own:1"])
    assert await decisions(single) == [(Decision.ACCEPTED, None)]
