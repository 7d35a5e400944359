"""A question ends: by a word for it, and where its answer is refused for good."""

from datetime import timedelta

import pytest

from storage.words import Role
from tests.conftest import Stand
from tests.handlers.papers import SHORT
from tests.handlers.people import invite
from tests.handlers.siege import GATHERED, state_of
from tests.town import Persona, Town, plain

sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def _two_at_one_name(town: Town) -> tuple[Persona, Persona]:
    """Two secretaries who were both asked to type the name of the same person."""
    first, second = town.person("دبیرخانه · اصفهان"), await invite(town, "isfahan", Role.SECRETARY)
    for one in (first, second):
        await one.says("/members")
        await one.taps("علی کاظمی", on=one.last)
        await one.taps("پاک کردن داده‌ها")
    return first, second


@sqlite
async def test_who_was_erased_meanwhile_is_not_erased_again(stand: Stand) -> None:
    town = await stand(GATHERED)
    first, second = await _two_at_one_name(town)
    await first.says("علی کاظمی")
    before = await state_of(town)

    assert "در این فاصله پاک شده است" in await second.says("علی کاظمی")
    assert await state_of(town) == before
    assert "در این فاصله" not in await second.says("علی کاظمی")  # a search like any other


@sqlite
async def test_who_left_meanwhile_can_still_be_erased(stand: Stand) -> None:
    town = await stand(GATHERED)
    first, second = await _two_at_one_name(town)
    await first.says("/members")
    await first.taps("علی کاظمی", on=first.last)
    await first.taps("پایان عضویت")
    await first.taps("بله")

    assert "عضو حذف‌شده 1" in await second.says("علی کاظمی")


@sqlite
async def test_a_slip_of_the_pen_leaves_the_question_open(stand: Stand) -> None:
    town = await stand(GATHERED)
    first, second = await _two_at_one_name(town)

    assert "چیزی تغییر نکرد" in await first.says("علی")
    assert "عضو حذف‌شده 1" in await first.says("علی کاظمی")
    await second.replies(second.messages[0], "سلام")  # about something else
    assert "در این فاصله پاک شده است" in await second.says("علی کاظمی")


@sqlite
async def test_who_lost_their_rights_is_asked_nothing_more(stand: Stand) -> None:
    town = await stand(GATHERED)
    first, second = await _two_at_one_name(town)
    await second.says("/members")
    await second.taps("مریم رضایی", on=second.last)
    await second.taps("تعلیق")
    before = await state_of(town)

    assert "ویژهٔ اعضای شوراست" in await first.says("علی کاظمی")
    assert await state_of(town) == before


@sqlite
@pytest.mark.parametrize("word", ["انصراف", "لغو", "بی‌خیال!", "بیخیال", "Cancel", "/cancel"])
async def test_one_word_leaves_whatever_is_being_asked(published: Town, word: str) -> None:
    secretary = published.person("دبیرخانه · اصفهان")
    for command in ("/minutes", "/broadcast"):
        await secretary.says(command)

        assert await secretary.says(word) == "چیزی تغییر نکرد."
        assert "🔎" in await secretary.says("گمرک")
    if word != "/cancel":
        assert "کاری در انتظار شما نیست" in await secretary.says(word)  # nothing is asked any more


@sqlite
async def test_what_leaves_a_question_open_shows_the_way_out(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    await secretary.says(SHORT)
    await secretary.says("/minutes")
    assert secretary.labels()[-1] == "انصراف"

    for name, content in (("a.jpg", b"\xff\xd8\xff"), ("a.pdf", b"%PDF-"), ("a.txt", b"")):
        await secretary.uploads(name, content, as_photo=name == "a.jpg")
        assert secretary.labels() == ["انصراف"]
    assert await secretary.taps("انصراف") == "چیزی تغییر نکرد."
    await secretary.uploads("a.pdf", b"%PDF-")
    assert secretary.labels() == []


@sqlite
async def test_a_reply_to_what_is_about_an_item_passes_by_the_question_that_stands_open(
    single: Town,
) -> None:
    secretary = single.person("دبیرخانه · اصفهان")
    await secretary.says("5/1")
    card = secretary.last
    await secretary.says("/broadcast")

    assert "ثبت شد" in await secretary.replies(card, "۴۰٪ انجام شد")
    assert "برای چه کسانی" in await secretary.says("نشست شنبه برگزار می‌شود")
    await secretary.says("/meetings")
    await secretary.taps("ثبت جلسه")
    await secretary.says("شنبه ۱۴ آذر ساعت ۱۷، سالن")
    asked = secretary.last
    assert "ثبت شد" in await secretary.replies(card, "۶۰٪ انجام شد")
    assert "متوجه نشدم" in await secretary.replies(asked, "۱۵ آبن")
    assert "جلسه ثبت شد" in await secretary.replies(asked, "بله")


@sqlite
async def test_a_reply_to_the_question_itself_answers_it(single: Town) -> None:
    unit = single.person("واحد بررسی")
    await unit.says("5/1")
    card = unit.last
    asked = await unit.replies(card, "مهلت بیشتری می‌خواهم")
    assert "تا کی" in asked

    assert "درخواست شد" in await unit.replies(unit.message_with("تا کی"), "تا ۲۰ آذر")


@sqlite
async def test_a_question_in_a_group_lets_reports_pass_and_ends_by_a_word(published: Town) -> None:
    chat = published.groups["isfahan"]
    speaker = published.person("دبیر کمیسیون").in_group(chat)
    notice = speaker.message_with("۱/۲")

    for word in ("/cancel", "انصراف"):
        await speaker.replies(notice, "مهلت بیشتر میخوایم")
        asked = speaker.message_with("تا کی")
        published.world.say(published.person("عضو هیأت").phone, chat, "سلام همکاران")
        assert await speaker.replies(published.world.messages(chat)[-1], "سلام") == ""
        assert await speaker.replies(asked, word) == "چیزی تغییر نکرد."
        assert "ثبت شد: ۳۰٪" in await speaker.replies(asked, "۳۰ درصد شد")

    await speaker.replies(notice, "مهلت بیشتر میخوایم")
    assert "ثبت شد: ۹۰٪" in await speaker.replies(speaker.last, "۹۰ درصد شد")
    assert "ثبت شد: ۹۵٪" in await speaker.replies(notice, "۹۵ درصد شد")


@sqlite
async def test_a_report_typed_where_a_day_is_asked_for_is_the_items(single: Town) -> None:
    unit = single.person("واحد بررسی")
    await unit.says("5/1")
    await unit.replies(unit.last, "مهلت بیشتری می‌خواهم")

    assert "این تاریخ را نفهمیدم" in await unit.says("۱۵ آبن")
    assert "ثبت شد: ۹۰٪" in await unit.says("۹۰ درصد شد")


@sqlite
async def test_a_yes_is_one_to_what_it_was_asked_about_whatever_was_looked_at_meanwhile(
    isfahan: Town,
) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    await secretary.says("/meetings")
    await secretary.taps("ثبت جلسه")
    await secretary.says("شنبه ۱۴ آذر ساعت ۱۷، سالن")
    session = secretary.last
    await secretary.says("/broadcast")
    await secretary.says("نشست شنبه برگزار می‌شود")
    await secretary.taps("همه")
    await secretary.taps("زمان‌بندی")
    await secretary.says("فردا ۸ صبح")
    message = secretary.last
    await secretary.says("/broadcast")

    assert "جلسه ثبت شد" in await secretary.taps("بله، ثبت شود", on=session)
    assert "در انتظار زمان ارسال" in await secretary.taps("بله، بفرست", on=message)
    await secretary.says("/help")
    assert secretary.labels()[-1] == "انصراف"
    assert "برای چه کسانی" in await secretary.says("یادآوری: نشست شنبه")
    await secretary.taps("دبیران")
    await secretary.taps("ارسال همین حالا")
    before = secretary.last
    await secretary.says("نه")
    await secretary.taps("تغییر گیرندگان")
    await secretary.taps("همه")
    heard = await secretary.taps("بله، بفرست", on=before)
    assert "هنوز فرستاده نشده است" in heard
    assert "دیگر باز نیست" in heard


@sqlite
async def test_a_code_typed_while_something_else_is_asked_opens_its_card(published: Town) -> None:
    unit, secretary = published.person("واحد بررسی"), published.person("دبیرخانه · اصفهان")
    await unit.says("1/1")
    card = unit.last
    before = await state_of(published)

    await unit.replies(card, "مهلت بیشتر می‌خواهیم")
    assert "تا کی" in unit.hears
    assert "مصوبهٔ ۱/۳\n" in plain(await unit.says("۱/۳"))
    await unit.taps("ثبت گزارش", on=card)
    await unit.taps("در دست اقدام")
    await unit.taps("۵۰٪")
    assert "مصوبهٔ ۱/۳\n" in plain(await unit.says("مصوبه ۳ جلسه ۱"))
    assert "🔎" in await unit.says("گمرک")
    await secretary.says("1/2")
    await secretary.taps("ثبت گزارش")
    await secretary.taps("بستن یا تغییر")
    await secretary.taps("منتفی")
    assert "مصوبهٔ ۱/۳\n" in plain(await secretary.says("۱/۳"))
    assert await state_of(published) == before
    assert "منتفی" in await secretary.says("دیگر لازم نیست")


@sqlite
async def test_words_that_name_another_item_are_asked_about_and_the_question_stays(
    published: Town,
) -> None:
    unit = published.person("واحد بررسی")
    await unit.says("1/1")
    card = unit.last
    await unit.taps("ثبت گزارش", on=card)
    assert "تا کی" in await unit.taps("درخواست مهلت")

    assert "دربارهٔ کدام" in await unit.says("۱/۳ رو کمک لازم داریم، کسی جواب نمیده")
    receipt = await unit.taps("۱/۳")
    assert "۱/۳" in receipt
    assert "۱/۱" not in receipt
    assert "چرا" in await unit.says("۲۰ دی")
    assert "کدام" in await unit.says("۱/۳ تمام نشده است")
    assert "درخواست شد: ۱/۱" in plain(await unit.taps("۱/۱"))
    await unit.taps("ثبت گزارش", on=card)
    await unit.taps("در دست اقدام")
    await unit.taps("۵۰٪")
    assert "کدام" in await unit.says("۱/۳ نیمه تمام است")
    assert "۵۰" in await unit.taps("۱/۱")


@sqlite
async def test_what_was_not_written_for_others_is_no_message_to_them(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")
    await secretary.says("/broadcast")

    assert "مهلت" in await secretary.says("5/1")
    assert "برای چه کسانی" in await secretary.says("نشست شنبه برگزار می‌شود")
    await secretary.says("/broadcast")
    single.clock.advance(timedelta(hours=14))
    assert "🔎" in await secretary.says("گمرک")
    assert "انصراف" not in secretary.labels()
