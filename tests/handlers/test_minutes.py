"""Minutes in: what can be sent, what is refused in plain words, and correcting what was read."""

import pytest

from council.minutes.reading import MAX_CHARACTERS
from council.text import en_digits, fa_digits
from storage.words import Role
from tests.council.test_minutes_sessions import FIRST, SECOND
from tests.handlers.papers import SHORT, document
from tests.handlers.people import invite, publish_draft
from tests.town import Persona, Town, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CLOSED = "این پیش‌نویس در این میان ابلاغ یا حذف شده است"
BINARY = bytes(range(256)) * 8


@pytest.fixture
def secretary(isfahan: Town) -> Persona:
    """Isfahan's secretary."""
    return isfahan.person("دبیرخانه · اصفهان")


# ---------------------------------------------------------------- what can be sent


async def test_files_are_read_in_the_encodings_of_offices(secretary: Persona) -> None:
    for number, encoding in enumerate(("utf-8", "utf-8-sig", "utf-16", "cp1256"), start=11):
        written = SHORT.replace("پنجمین جلسه", f"جلسه شماره {number}")
        if encoding == "cp1256":
            written = en_digits(written).replace("ی", "ي")

        summary = await secretary.uploads("minutes.txt", written.encode(encoding))

        assert f"شمارهٔ جلسه: {fa_digits(number)}" in summary
        assert "یک مصوبه:" in summary


async def test_a_short_paste_that_lists_decisions_is_read_without_being_called_minutes(
    secretary: Persona,
) -> None:
    listed = "۱- مقرر شد کمیسیون‌ها گزارش دهند.\n۲- مقرر شد مرکز متسا آموزش دهد."

    noted = await secretary.says(
        "جلسه برگزار شد\nمقرر شد مرکز متسا تا هفته بعد آموزش دهد\nو مقرر گردید خبر بدهند"
    )
    pasted = await secretary.says(f"مصوبات جلسه امروز:\nجلسه 2 مورخ 1405/9/1\n{listed}")

    assert "هنوز مصوبه‌ای ابلاغ نشده" in noted
    assert "۲ مصوبه:" in pasted


REFUSED = (
    ("empty.txt", b"", "متنی در آن نبود"),
    ("blank.txt", b" \n\t\n ", "متنی در آن نبود"),
    ("picture.txt", b"\x89PNG\r\n\x1a\n" + BINARY, "صورت‌جلسه نیست"),
    ("archive.docx", b"PK\x03\x04" + BINARY, "خراب"),
    ("five_megabytes.txt", b"a" * 5_000_000, "هر بار صورت‌جلسهٔ یک جلسه"),
    ("long.txt", b"abc " * (MAX_CHARACTERS // 4 + 1), "هر بار صورت‌جلسهٔ یک جلسه"),
)


async def test_a_file_that_is_no_minutes_is_answered_plainly(secretary: Persona) -> None:
    for name, content, words in REFUSED:
        assert words in await secretary.uploads(name, content)

    await secretary.says("/minutes")
    assert secretary.labels() == ["انصراف"]


async def test_a_picture_where_minutes_were_asked_keeps_the_question(secretary: Persona) -> None:
    await secretary.says("/minutes")

    answer = await secretary.uploads("page.jpg", b"\xff\xd8", as_photo=True)

    assert ".txt" in answer
    assert "یک مصوبه:" in await secretary.replies(secretary.last, SHORT)


async def test_a_pasted_long_text_needs_no_command(secretary: Persona) -> None:
    text = document("isfahan.txt").decode()

    assert "۹ مصوبه" in await secretary.says(text[:4000])


async def test_a_command_leaves_the_question(secretary: Persona) -> None:
    await secretary.says("/minutes")
    await secretary.says("/my")

    assert "هنوز مصوبه‌ای ابلاغ نشده" in await secretary.says("پسا کرونا")


async def test_others_cannot_bring_minutes(isfahan: Town) -> None:
    member = isfahan.person("عضو هیأت")

    assert "کار باز ندارید" in await member.uploads("minutes.txt", SHORT.encode())
    assert "در حدود اختیارات شما نیست" in await member.says("/minutes")


# ---------------------------------------------------------------- the same document twice


async def test_the_same_document_gives_the_draft_as_it_was_corrected(secretary: Persona) -> None:
    await secretary.uploads("minutes.txt", SHORT.encode())
    await secretary.taps("یک‌به‌یک")
    await secretary.taps("کنار گذاشتن")

    again = await secretary.uploads("copy.txt", SHORT.replace("ی", "ي").encode())

    assert "(کنار گذاشته‌شده)" in again
    assert "یک پیش‌نویس" in await secretary.says("/minutes")


async def test_the_same_document_after_publishing_names_the_session(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")

    answer = await secretary.uploads("again.txt", SHORT.encode())

    assert "پیش‌تر" in answer
    assert "۵" in answer


# ---------------------------------------------------------------- correcting


@pytest.fixture
async def drafted(secretary: Persona) -> Persona:
    """The secretary in front of Isfahan's second finding, which is the commissions'."""
    await secretary.uploads("minutes.txt", document("isfahan.txt"))
    await secretary.taps("یک‌به‌یک")
    await secretary.taps("بعدی")
    assert "مسئول اجرا: کمیسیون‌ها" in plain(secretary.last.text)
    return secretary


async def test_bodies_are_chosen_by_tap_and_by_typing(drafted: Persona) -> None:
    await drafted.taps("نهاد")
    assert any(label.startswith("☑️ کمیسیون‌ها") for label in drafted.labels())
    await drafted.taps("▫️ مرکز متسا")
    await drafted.taps("☑️ کمیسیون‌ها")
    await drafted.replies(drafted.last, "کمیسیون انرژی")

    assert "مسئول اجرا: مرکز متسا، کمیسیون انرژی (تازه)" in await drafted.taps("✔️")


@pytest.mark.parametrize("spelt", ["بررسیهای", "بررسی های"])
async def test_a_body_that_is_spelt_otherwise_is_ticked_and_can_be_unticked(
    secretary: Persona, spelt: str
) -> None:
    await secretary.uploads("minutes.txt", SHORT.replace("بررسی‌های", spelt).encode())
    await secretary.taps("یک‌به‌یک")
    await secretary.taps("نهاد")

    await secretary.taps("☑️ واحد بررسی")

    assert not any(label.startswith("☑️") for label in secretary.labels())


async def test_nobody_can_be_named(drafted: Persona) -> None:
    await drafted.taps("نهاد")
    await drafted.taps("بدون نهاد")
    shown = await drafted.taps("✔️")

    assert "نهادی تعیین نشده" in shown


async def test_a_deadline_by_preset_shows_date_and_reason(drafted: Persona) -> None:
    await drafted.taps("مهلت")
    shown = await drafted.taps("۲ هفته پس از ابلاغ")

    assert "شنبه ۱۴ آذر ۱۴۰۵" in shown
    assert "۲ هفته از تاریخ ابلاغ، ۳۰ آبان ۱۴۰۵" in shown


async def test_a_deadline_is_typed_and_nonsense_asks_again(drafted: Persona) -> None:
    await drafted.taps("مهلت")

    assert "این تاریخ را نفهمیدم" in await drafted.says("هر وقت شد")
    await drafted.town.restart()
    shown = await drafted.says("۲۵ بهمن")

    assert "۲۵ بهمن ۱۴۰۵" in shown


async def test_a_deadline_without_date_is_quoted_and_asks_members_for_none(
    secretary: Persona,
) -> None:
    written = SHORT.replace("ظرف دو هفته از ابلاغ", "از هم‌اکنون")
    await secretary.uploads("minutes.txt", written.encode())
    drafted = plain(await secretary.taps("بررسی یک"))
    await secretary.taps("فهرست")
    await publish_draft(secretary)
    card = plain(await secretary.town.person("عضو هیأت").says("۵/۱"))

    assert "«از هم‌اکنون»: تاریخ معینی ندارد؛ برای یادآوری، تاریخی تعیین کنید" in drafted
    assert "مهلت: «از هم‌اکنون» (تاریخ معینی ندارد)" in card


async def test_a_typed_deadline_that_is_past_is_asked_about(secretary: Persona) -> None:
    await secretary.uploads("minutes.txt", SHORT.encode())
    await secretary.taps("یک‌به‌یک")
    await secretary.taps("مهلت")
    assert "پنجشنبه ۱۷ آذر ۱۳۹۰ گذشته است" in await secretary.says("۱۷ آذر ۱۳۹۰")
    assert "سه‌شنبه ۱۷ آذر ۱۴۰۵" in await secretary.says("۱۷ آذر")

    await secretary.taps("مهلت")
    await secretary.says("۱۷ آذر ۱۳۹۰")
    kept = await secretary.taps("همین روز")
    assert "پنجشنبه ۱۷ آذر ۱۳۹۰ (دبیرخانه تعیین کرده" in kept


async def test_a_deadline_of_old_minutes_may_be_past(drafted: Persona) -> None:
    await drafted.taps("مهلت")

    assert "پنجشنبه ۱۷ آذر ۱۳۹۰ (" in await drafted.says("۱۷ آذر ۱۳۹۰")


async def test_a_finding_is_left_out_and_taken_back(drafted: Persona) -> None:
    assert "ابلاغ نمی‌شود" in await drafted.taps("کنار گذاشتن")
    assert "۸ مصوبه" in await drafted.taps("فهرست")
    await drafted.taps("یک‌به‌یک")
    assert "(۲ از ۹)" in await drafted.taps("بعدی")
    assert "(۳ از ۹)" in await drafted.taps("بعدی")
    assert "(۲ از ۹)" in await drafted.taps("قبلی")
    assert "ابلاغ نمی‌شود" not in await drafted.taps("بازگرداندن")
    assert "۹ مصوبه" in await drafted.taps("فهرست")


async def test_a_half_done_draft_waits_through_a_restart(drafted: Persona) -> None:
    await drafted.taps("کنار گذاشتن")
    await drafted.town.restart()

    await drafted.says("/minutes")
    shown = await drafted.taps("جلسهٔ ۱")

    assert "۸ مصوبه" in shown


async def test_a_draft_is_thrown_away_after_one_question(drafted: Persona) -> None:
    await drafted.taps("فهرست")
    await drafted.taps("حذف")
    assert "حذف شد" in await drafted.taps("بله")

    await drafted.says("/minutes")
    assert drafted.labels() == ["انصراف"]
    assert "۹ مصوبه" in await drafted.uploads("minutes.txt", document("isfahan.txt"))


async def test_nothing_left_to_publish_offers_no_publishing(secretary: Persona) -> None:
    await secretary.uploads("minutes.txt", SHORT.encode())
    await secretary.taps("یک‌به‌یک")
    await secretary.taps("کنار گذاشتن")
    await secretary.taps("فهرست")

    assert not any("ابلاغ" in label for label in secretary.labels())


async def test_minutes_of_another_council_are_told_before_they_count(secretary: Persona) -> None:
    heads = ("هیأت نمایندگان اتاق بازرگانی اصفهان", "شورای گفتگوی دولت و بخش خصوصی استان قم")
    for number, council in enumerate(heads, start=31):
        await secretary.uploads(
            "minutes.txt",
            f"صورتجلسه شماره {number} {council}\nتاریخ: ۱۴۰۵/۰۷/۲۰\n"
            "۱- مقرر شد دبیرخانه گزارش خود را ظرف یک ماه ارائه کند.\n".encode(),
        )
        asked = await secretary.taps("ابلاغ")
        another = "به صورت‌جلسهٔ «شورای گفتگوی دولت و بخش خصوصی استان قم» می‌ماند"
        assert (another in plain(asked)) == (council == heads[1])


# ---------------------------------------------------------------- old buttons


async def test_buttons_of_a_published_draft_say_that_it_is_closed(drafted: Persona) -> None:
    await drafted.taps("فهرست")
    await drafted.taps("ابلاغ")
    await drafted.taps("مصوبه است")
    await drafted.uploads("again.txt", document("isfahan.txt"))
    confirm, old = drafted.messages[-2:]
    await drafted.taps("بله", on=confirm)

    for label in ("یک‌به‌یک", "ابلاغ", "حذف"):
        assert CLOSED in await drafted.taps(label, on=old)


async def test_a_question_is_left_when_a_colleague_published_meanwhile(
    drafted: Persona,
) -> None:
    colleague = await invite(drafted.town, "isfahan", Role.SECRETARY)
    await drafted.taps("مهلت")
    await colleague.says("/minutes")
    await colleague.taps("جلسهٔ ۱")
    await publish_draft(colleague)

    assert CLOSED in await drafted.says("۲۵ بهمن")
    assert "🔎" in await drafted.says("پسا کرونا")


async def test_a_second_tap_on_publish_changes_nothing(drafted: Persona) -> None:
    town = drafted.town
    await drafted.taps("فهرست")
    await drafted.taps("ابلاغ")
    await drafted.taps("مصوبه است")
    data = next(
        str(b["callback_data"]) for row in drafted.last.buttons for b in row if "بله" in b["text"]
    )
    presses = [town.world.press(drafted.phone, drafted.last, data) for _ in range(2)]
    await town.settle()

    assert "ابلاغ شد" in drafted.last.text
    assert CLOSED in plain(town.world.presses[presses[1].id].text)
    unit = town.person("واحد بررسی")
    assert sum("۲ مورد تازه" in plain(m.text) for m in unit.messages) == 1


async def test_a_file_that_answers_the_question_is_read(secretary: Persona) -> None:
    await secretary.says("/minutes")

    answer = await secretary.uploads("m.txt", SHORT.encode(), reply_to=secretary.last)

    assert "یک مصوبه:" in answer


async def test_each_draft_of_a_text_with_two_sessions_leads_to_the_other(
    secretary: Persona,
) -> None:
    said = await secretary.uploads("book.txt", f"{FIRST}\n{SECOND}".encode())
    assert "۲ جلسه در این متن است" in said
    eleventh, twelfth = secretary.labels()

    assert f"پیش‌نویس آن هم آماده است: {twelfth[2:]}" in plain(await secretary.taps(eleventh))
    assert f"پیش‌نویس آن هم آماده است: {eleventh[2:]}" in plain(await secretary.taps(twelfth))

    await secretary.taps("حذف")
    await secretary.taps("بله")
    again = await secretary.uploads("book.txt", FIRST.encode())
    assert "جلسهٔ دیگری" not in again


async def test_an_address_is_not_taken_for_minutes(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    await secretary.says("/minutes")

    assert "به شکل متن یا فایل ورد" in await secretary.says("https://example.org/minutes.pdf")
    assert "یک مصوبه" in await secretary.says(SHORT)


async def test_minutes_that_are_known_lead_to_what_was_published(published: Town) -> None:
    secretary = published.person("دبیرخانه · اصفهان")

    said = await secretary.uploads("again.txt", document("isfahan.txt"))

    assert "پیش‌تر با عنوان جلسهٔ ۱" in said
    assert "تازه‌ترین در آغاز" in await secretary.taps("ابلاغ‌شده‌ها")
