"""One finding of a draft: all of it can be corrected in the chat, and nothing is guessed."""

import pytest

from storage import bodies, item_rows, members, minutes
from storage.words import Role
from tests.handlers.papers import SHORT, document
from tests.handlers.people import invite
from tests.town import Persona, Town, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TWO_IN_ONE = """صورت‌جلسه ششمین جلسه هیأت نمایندگان اتاق بازرگانی اصفهان
تاریخ: یکشنبه ۲۴ آبان ۱۴۰۵
رئیس اتاق گفت: امیدواریم وضع صادرات در سال آینده بهتر شود.

مصوبات:
۱- مقرر شد واحد بررسی‌های اقتصادی ظرف دو هفته فهرست تعرفه‌ها را تهیه کند. \
مرکز متسا نیز ظرف یک ماه دوره‌ای آموزشی برگزار کند.
۲- مقرر شد کمیته فناوری‌های نو ظرف یک ماه پیشنهادهای خود را بفرستد.
"""


@pytest.fixture
async def secretary(isfahan: Town) -> Persona:
    """Isfahan's secretary in front of the first finding of a draft of two."""
    person = isfahan.person("دبیرخانه · اصفهان")
    await person.uploads("minutes.txt", TWO_IN_ONE.encode())
    await person.taps("یک‌به‌یک")
    return person


async def publish(secretary: Persona) -> str:
    """Publish what is open, from a finding's card."""
    await secretary.taps("فهرست")
    await secretary.taps("✅ ابلاغ")
    return await secretary.taps("بله")


async def test_the_text_is_corrected_and_the_printed_one_is_kept(secretary: Persona) -> None:
    await secretary.taps("متن")
    shown = await secretary.says("مقرر شد واحد بررسی‌های اقتصادی فهرست تازه را تهیه کند.")

    assert "فهرست تازه" in shown
    assert "متن را دبیر نوشته" in shown
    town = secretary.town
    async with town.database.reading() as session:
        (stored,) = await minutes.open_drafts(session, town.council_ids["isfahan"])
    first = stored.draft["findings"][0]
    assert first["printed"].startswith("مقرر شد واحد بررسی‌های اقتصادی ظرف دو هفته")


async def test_a_deadline_and_a_body_follow_the_corrected_text(secretary: Persona) -> None:
    await secretary.taps("متن")
    shown = await secretary.says("مقرر شد مرکز متسا تا ۲۵ آذر فهرست تعرفه‌ها را تهیه کند.")

    assert "مسئول اجرا: مرکز متسا" in shown
    assert "«تا ۲۵ آذر»" in shown
    assert "دو هفته" not in shown
    await secretary.taps("مهلت")
    await secretary.taps("بدون مهلت")
    await secretary.taps("متن")
    shown = await secretary.says("مقرر شد مرکز متسا تا ۲۶ آذر فهرست تعرفه‌ها را تهیه کند.")
    assert "مسئول اجرا: مرکز متسا" in shown
    assert "۲۶ آذر ۱۴۰۵" not in shown


async def test_that_there_is_no_deadline_can_be_said_in_the_text_and_as_an_answer(
    secretary: Persona,
) -> None:
    await secretary.taps("متن")
    shown = await secretary.says("مقرر شد مرکز متسا فهرست تعرفه‌ها را بدون مهلت تهیه کند.")
    assert "مهلت: ندارد" in shown
    await secretary.taps("مهلت")
    assert "۲۶ آذر" in await secretary.says("۲۶ آذر")
    await secretary.taps("مهلت")
    assert "مهلت: ندارد" in await secretary.says("این بند مهلت ندارد")


async def test_a_finding_is_cut_in_two_and_both_halves_are_read_again(secretary: Persona) -> None:
    asked = await secretary.taps("تفکیک")
    assert "مصوبهٔ دوم از کجا آغاز می‌شود؟" in asked
    first = await secretary.taps("🪓 ۱")
    assert "(۱ از ۳)" in first
    assert "مسئول اجرا: واحد بررسی‌های اقتصادی" in first
    assert "مرکز متسا" not in first
    second = await secretary.taps("بعدی")

    assert "مسئول اجرا: مرکز متسا" in second
    assert "یک ماه از تاریخ ابلاغ" in second


async def test_a_finding_is_joined_to_the_one_before_it(secretary: Persona) -> None:
    await secretary.taps("تفکیک")
    await secretary.taps("🪓 ۱")
    await secretary.taps("بعدی")
    joined = await secretary.taps("ادغام")

    assert "مهلت دوم، «ظرف یک ماه»، کنار گذاشته شد" in joined
    assert "مهلت: «ظرف دو هفته»" in joined
    assert "(۱ از ۲)" in joined
    assert "فهرست تعرفه‌ها" in joined
    assert "دوره‌ای آموزشی" in joined
    assert "واحد بررسی‌های اقتصادی، مرکز متسا" in joined


async def test_a_tap_on_an_older_page_never_changes_another_finding(secretary: Persona) -> None:
    await secretary.taps("بعدی")
    older = secretary.last
    await secretary.says("بند ۱")
    await secretary.taps("تفکیک")
    await secretary.taps("🪓 ۱")
    listed = await secretary.taps("کنار گذاشتن", on=older)

    assert "جای مصوبه‌ها در این میان عوض شده" in listed
    assert "۳ مصوبه:" in listed


async def test_an_older_question_who_a_name_is_never_maps_another_name(secretary: Persona) -> None:
    await secretary.taps("بعدی")
    await secretary.taps("کدام است؟")
    asked = secretary.last
    await secretary.says("مسئول بند ۲ اداره آب باشد")
    await secretary.taps("= مرکز متسا", on=asked)

    assert "اداره آب (تازه)" in await secretary.says("بند ۲")


async def test_a_piece_that_was_left_out_is_taken_in_at_its_place(secretary: Persona) -> None:
    await secretary.taps("فهرست")
    left = await secretary.taps("کنارگذاشته‌ها")
    place = next(line.split(".")[0] for line in left.split("\n") if "امیدواریم وضع صادرات" in line)
    shown = await secretary.taps(f"➕ {place}")

    assert "امیدواریم وضع صادرات" in shown
    assert "(۱ از ۳)" in shown
    await secretary.taps("فهرست")
    assert "امیدواریم" not in await secretary.taps("کنارگذاشته‌ها")


async def test_owner_and_secrecy_are_published_with_the_finding(secretary: Persona) -> None:
    town = secretary.town
    await invite(town, "isfahan", Role.OBSERVER)
    await secretary.taps("پیگیری")
    assert "تازه‌وارد" not in " ".join(secretary.labels())
    shown = await secretary.taps("علی کاظمی")
    assert "مسئول پیگیری: علی کاظمی" in shown
    assert "🔒" in await secretary.taps("محرمانه")
    await secretary.taps("فهرست")
    assert "یکی از آن‌ها محرمانه است" in await secretary.taps("✅ ابلاغ")
    await secretary.taps("بله")

    council = town.council_ids["isfahan"]
    async with town.database.reading() as session:
        everyone = await members.active_of(session, council)
        ali = next(one.id for one, person in everyone if person.name == "علی کاظمی")
        mine = await item_rows.owed(session, council, body_ids=[], owner_ids=[ali])
    found = [(item.code, item.confidential) for item in mine]
    assert found == [("6/1", True)] * 2
    assert "۶/۱" in await town.person("عضو هیأت").says("/my")


async def test_a_day_is_chosen_in_the_calendar_with_the_days_off_marked(
    secretary: Persona,
) -> None:
    await secretary.taps("مهلت")
    shown = await secretary.taps("تقویم")
    assert "آبان ۱۴۰۵" in secretary.labels()
    assert any(label.startswith("جمعه") or label == "ج" for label in secretary.labels())
    assert "آن روز گذشته است" in await secretary.taps("–")
    shown = await secretary.taps("آذر ◀")
    assert "جمعه یا تعطیل رسمی" in shown
    assert "۶•" in secretary.labels()  # 6 Azar 1405 is a Friday
    chosen = await secretary.taps("۱۶")

    assert "دوشنبه ۱۶ آذر ۱۴۰۵ (تاریخی که دبیرخانه تعیین کرده" in chosen


async def test_an_unknown_name_is_mapped_and_remembered(secretary: Persona) -> None:
    town = secretary.town
    shown = await secretary.taps("بعدی")
    assert "کمیته فناوری‌های نو (تازه)" in shown
    await secretary.taps("کدام است؟")
    mapped = await secretary.taps("= واحد بررسی‌های اقتصادی")
    assert "«کمیته فناوری‌های نو» همان واحد بررسی‌های اقتصادی است" in mapped
    assert "کمیته فناوری‌های نو = واحد بررسی‌های اقتصادی" in plain(mapped)
    assert "(تازه)" not in mapped
    assert "جدید" not in await publish(secretary)

    async with town.database.reading() as session:
        names = [b.name for b in await bodies.of_council(session, town.council_ids["isfahan"])]
    assert "کمیته فناوری‌های نو" not in names
    again = await secretary.uploads(
        "next.txt", TWO_IN_ONE.replace("ششمین", "هفتمین").replace("فهرست", "آمار").encode()
    )
    assert "شمارهٔ جلسه: ۷" in again
    assert "نهادهای جدید" not in await secretary.taps("✅ ابلاغ")


async def test_a_name_that_was_called_new_is_asked_about_no_more(secretary: Persona) -> None:
    await secretary.taps("بعدی")
    await secretary.taps("کدام است؟")
    assert "(۲ از ۲)" in await secretary.taps("بازگشت به مصوبه")
    await secretary.taps("کدام است؟")
    shown = await secretary.taps("➕ نهاد تازه است")

    assert "هنگام ابلاغ افزوده می‌شود" in shown
    assert "کمیته فناوری‌های نو (تازه)" in plain(secretary.last.text)
    assert not any("کدام است؟" in label for label in secretary.labels())
    asked = await secretary.taps("👤 نهاد")
    assert "اکنون: کمیته فناوری‌های نو" in asked
    assert "نامی که بنویسید به این‌ها افزوده می‌شود" in asked
    await secretary.taps("✔️")
    await secretary.taps("فهرست")
    assert "افزوده می‌شود: کمیته فناوری‌های نو" in await secretary.taps("✅ ابلاغ")
    assert not any("نام‌های تازه" in label for label in secretary.labels())


async def test_new_names_are_said_before_they_are_created(secretary: Persona) -> None:
    helped = TWO_IN_ONE.replace("کمیته فناوری‌های نو", "کمیته فناوری‌های نو با همکاری اداره آب")
    await secretary.uploads("helped.txt", f"{helped}۳- مقرر شد پرونده بسته شود.".encode())
    asked = await secretary.taps("✅ ابلاغ")

    assert "ابلاغ به: واحد بررسی‌های اقتصادی، مرکز متسا\n" in asked
    assert "نماینده‌ای در ربات ندارند: کمیته فناوری‌های نو. یادآوری" in asked
    assert "برای یک مورد نهادی تعیین نشده است" in asked
    assert "نهادهای تازه که افزوده می‌شود: کمیته فناوری‌های نو، اداره آب" in asked
    assert "کمیته فناوری‌های نو" in "".join(
        (await secretary.taps("نام‌های تازه"), *secretary.labels())
    )
    await secretary.taps("بازگشت")
    assert "نمایندهٔ این نهادها را دعوت کنید: /members" in await secretary.taps("بله")


async def test_supporting_bodies_are_taken_off_one_by_one(secretary: Persona) -> None:
    helped = TWO_IN_ONE.replace("کمیته فناوری‌های نو", "واحد آمار با همکاری کمیسیون‌ها و تشکل‌ها")
    await secretary.uploads("helped.txt", helped.encode())
    await secretary.taps("یک‌به‌یک")
    await secretary.taps("بعدی")
    await secretary.taps("👤 نهاد")
    press = (secretary.phone, *secretary._button("حذف همکار: کمیسیون‌ها", None))
    for _thumb in range(2):
        secretary.town.world.press(*press)
    await secretary.town.settle()

    assert "با همکاری: تشکل‌ها" in plain(secretary.last.text)
    await secretary.taps("حذف همکار: تشکل‌ها")
    assert "🤝 با همکاری" not in await secretary.taps("✔️")
    assert "مسئول اجرا: واحد آمار" in plain(secretary.last.text)


async def test_a_helper_is_added_by_hand_and_taken_off_again(secretary: Persona) -> None:
    await secretary.uploads("two.txt", TWO_IN_ONE.encode())
    await secretary.taps("یک‌به‌یک")
    await secretary.taps("👤 نهاد")
    await secretary.taps("🤝 افزودن همکار")
    assert not any("متسا" in label for label in secretary.labels())  # it acts itself

    assert "🤝 با همکاری: کمیسیون‌ها" in await secretary.taps("▫️ کمیسیون‌ها")
    assert "🤝 با همکاری" not in await secretary.taps("☑️ کمیسیون‌ها")
    assert "🤝 با همکاری: اداره آب" in await secretary.says("اداره آب")
    await secretary.says("تمام")
    assert "🤝 با همکاری" not in await secretary.taps("حذف همکار: اداره آب")
    await secretary.taps("🤝 افزودن همکار")
    await secretary.taps("▫️ کمیسیون‌ها")
    await secretary.taps("✔️")
    assert "حذف همکار: کمیسیون‌ها" in "".join(secretary.labels())


async def test_several_bodies_are_typed_at_once_and_one_after_another(secretary: Persona) -> None:
    await secretary.taps("👤 نهاد")
    await secretary.taps("🤝 افزودن همکار")
    shown = await secretary.says("کمیسیونها و بانک ملی")
    assert "🤝 با همکاری: کمیسیونها، بانک ملی" in shown
    assert "☑️ کمیسیون‌ها" in secretary.labels()
    assert "بانک ملی، اداره راه و شهرسازی" in await secretary.says("اداره راه و شهرسازی")

    await secretary.says("تمام")
    assert "اقتصادی، مرکز متسا، گمرک" in await secretary.says("مرکز متسا، گمرک")
    assert "با همکاری: کمیسیونها، بانک ملی، اداره راه" in await secretary.says("تمام")


async def test_a_typed_name_that_is_nearly_a_known_one_is_asked_about(secretary: Persona) -> None:
    await secretary.taps("بعدی")
    await secretary.taps("👤 نهاد")
    asked = await secretary.says("واحد برسی های اقتصادی و مرکز متصا، شهرداری منطقه ۵")
    assert "منظورتان از «واحد برسی های اقتصادی»، «واحد بررسی‌های اقتصادی» است؟" in plain(asked)
    assert "«مرکز متصا»، «مرکز متسا»" in plain(await secretary.says("بله"))
    assert "☑️ واحد بررسی‌های اقتصادی" not in secretary.labels()
    await secretary.says("نه")
    assert "☑️ واحد بررسی‌های اقتصادی" in secretary.labels()
    assert "منظورتان" not in await secretary.says("شهرداری منطقه ۶")

    await secretary.taps("🤝 افزودن همکار")
    assert "«کمسیونها»، «کمیسیون‌ها»" in plain(await secretary.says("کمسیونها"))
    await secretary.taps("بله")
    assert "☑️ کمیسیون‌ها" in secretary.labels()
    shown = await secretary.taps("✔️")
    await secretary.taps("✔️")
    shown = plain(secretary.last.text)
    assert "مرکز متصا (تازه)" in shown
    assert "برسی های اقتصادی (تازه)" not in shown


async def test_a_typed_name_with_and_in_it_is_one_body_unless_two_are_plain(
    secretary: Persona,
) -> None:
    await secretary.taps("👤 نهاد")
    await secretary.taps("بدون نهاد")
    shown = await secretary.says("کمیسیون تسهیلات و بانکی")
    assert "اکنون: کمیسیون تسهیلات و بانکی" in shown
    assert "دو نهاد" not in shown

    await secretary.taps("بدون نهاد")
    shown = await secretary.says("کمیسیون تولید و تعاونی")
    assert "این را دو نهاد فهمیدم:\n۱. کمیسیون تولید\n۲. تعاونی" in shown
    shown = await secretary.taps("یک نهاد است")
    assert "اکنون: کمیسیون تولید و تعاونی" in shown
    assert "دو نهاد" not in shown

    await secretary.taps("بدون نهاد")
    await secretary.says("اتاق، کمیسیون تولید و تعاونی و گمرک")
    await secretary.taps("یک نهاد است: کمیسیون تولید و تعاونی")
    shown = await secretary.taps("یک نهاد است: کمیسیون تولید و تعاونی و گمرک")
    assert "اکنون: اتاق، کمیسیون تولید و تعاونی و گمرک" in shown
    assert "دو نهاد" not in shown


async def test_what_is_not_sure_is_asked_before_publishing(secretary: Persona) -> None:
    town = secretary.town
    unsure = TWO_IN_ONE.replace(
        "مقرر شد کمیته فناوری‌های نو ظرف یک ماه پیشنهادهای خود را بفرستد",
        "پیشنهاد کمیته فناوری‌های نو برای برگزاری همایش مطرح شد و رد شد",
    ).replace("ششمین", "هشتمین")
    summary = await secretary.uploads("unsure.txt", unsure.encode())
    assert "❓" in summary

    question = await secretary.taps("✅ ابلاغ")
    assert "پیش از ابلاغ، یک پرسش" in question
    assert "همایش" in question
    confirm = await secretary.taps("مصوبه نیست")

    assert "یک مصوبه ابلاغ شود؟" in confirm
    assert "یک مصوبه" in await secretary.taps("بله")
    async with town.database.reading() as session:
        found = await minutes.published(session, town.council_ids["isfahan"], limit=5)
    assert [meeting.number for _, meeting, _ in found] == [8]


async def test_a_similar_earlier_resolution_is_shown_with_its_state(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")
    later = SHORT.replace("پنجمین", "ششمین").replace("دو هفته", "سه هفته")
    await secretary.uploads("later.txt", later.encode())
    shown = await secretary.taps("یک‌به‌یک")

    assert "همانند ۵/۱" in shown
    assert "🔔 ابلاغ‌شده" in shown
    assert "مصوبهٔ ۵/۱" in await secretary.taps("دیدن ۵/۱")


async def test_the_session_is_corrected_field_by_field(secretary: Persona) -> None:
    await secretary.taps("فهرست")
    await secretary.taps("جلسه")
    await secretary.taps("شماره")
    assert "این را عدد نفهمیدم" in await secretary.says("نمی‌دانم")
    assert "شمارهٔ جلسه: ۱۲" in await secretary.says("دوازدهم")
    await secretary.taps("تاریخ")
    assert "پنجشنبه ۲۱ آبان ۱۴۰۵" in await secretary.says("۱۴۰۵/۸/۲۱")
    await secretary.taps("شیوه")
    assert "برخط" in await secretary.taps("برخط")
    await secretary.taps("رئیس")
    await secretary.says("مهندس صادقی")
    await secretary.taps("رئیس")
    assert "صادقی" not in await secretary.says("-")
    await secretary.taps("فهرست")
    await secretary.taps("✅ ابلاغ")

    assert "جلسهٔ ۱۲" in await secretary.taps("بله")


async def test_old_minutes_go_to_the_archive_in_silence(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    member = isfahan.person("عضو هیأت")
    unit = isfahan.person("واحد بررسی")
    heard = len(unit.messages)
    await secretary.uploads("minutes.txt", document("isfahan.txt"))
    await secretary.taps("✅ ابلاغ")
    await secretary.taps("مصوبه است")
    assert "یادآوری نمی‌رود" in await secretary.taps("فقط برای بایگانی")
    assert "به بایگانی رفت" in await secretary.taps("بله")

    await isfahan.passes(days=40)
    assert "پسا" in await member.says("پسا کرونا")
    assert "بایگانی" in await member.says("1/1")
    assert len(unit.messages) == heard
    assert "اکنون کاری بر عهدهٔ شما نیست" in await unit.says("/my")


async def test_a_draft_is_handed_over_and_goes_on_elsewhere(secretary: Persona) -> None:
    town = secretary.town
    await secretary.taps("کنار گذاشتن")
    await secretary.taps("فهرست")
    await secretary.taps("واگذاری")
    assert "هنوز دبیر دیگری نیست" in plain(secretary.last.text)
    await secretary.taps("بازگشت")
    colleague = await invite(town, "isfahan", Role.SECRETARY)
    await secretary.taps("واگذاری")
    assert "واگذار شد" in await secretary.taps("تازه‌وارد")

    assert "مریم رضایی پیش‌نویس «جلسهٔ ۶" in plain(colleague.last.text)
    await town.restart()
    shown = await colleague.taps("ادامه")
    assert "یک مصوبه:" in shown
    await secretary.says("/minutes")
    assert any("تازه‌وارد" in label for label in secretary.labels())
    await colleague.taps("✅ ابلاغ")
    assert "ابلاغ شد" in await colleague.taps("بله")


async def test_a_draft_waits_for_months(secretary: Persona) -> None:
    await secretary.taps("کنار گذاشتن")
    await secretary.town.passes(days=100)
    await secretary.town.restart()
    await secretary.says("/minutes")

    assert "یک مصوبه:" in await secretary.taps("جلسهٔ ۶")
