"""Lists, tables and running text: what is a resolution, with which number, and what is not."""

import pytest

from council.minutes.reader import read_minutes


def numbers(text: str) -> list[str | None]:
    return [found.number for found in read_minutes(text).resolutions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("مصوبات:\n۱- الف شود.\n۲- ب شود.", ["1", "2"]),
        ("مصوبات:\n1) الف شود.\n2) ب شود.", ["1", "2"]),
        ("تصميمات زير اتخاذ شد :\n١ـ الف شود.\n٢ـ ب شود.", ["1", "2"]),
        ("مصوبات:\nالف) یک کار شود.\nب) کار دیگر شود.", ["الف", "ب"]),
        ("مصوبات:\n• یک کار شود.\n• کار دیگر شود.", [None, None]),
        ("موارد مطرح شده:\nمدیر: بخاری سرد است.\nنتیجه:\n* سرویس بخاری\n* خرید میز", [None, None]),
        ("انجمن تصمیم گرفت:\nیک: گزارش تهیه شود.\nدو: نامه ارسال شود.", ["1", "2"]),
        ("مصوبات:\n1️⃣ یک کار شود.\n2️⃣ کار دیگر شود.", ["1", "2"]),
        ("دستور اول: بودجه\n۱-۱- بودجه تصویب شد.\n۱-۲- خزانه‌دار گزارش دهد.", ["1-1", "1-2"]),
        ("مصوبه شماره ۷: مقرر شد گزارش ارائه شود.", ["7"]),
        (
            "مصوبه شماره ۴۱/۸/۶: پروژه اجرا شود.\nمصوبه شماره ۴۲/۸/۶: شهرداری مجاز است زمین بخرد.",
            ["41/8/6", "42/8/6"],
        ),
        (
            "۱- با طرح موافقت شد.\n۲- با توجه به عدم اجرای مصوبه جلسه سوم، مقرر شد پلیس نامه دهد.",
            ["1", "2"],
        ),
        ("## مصوبات\n1. **آزمون نفوذ** انجام شود.\n2. **قرارداد** بازنگری شود.", ["1", "2"]),
        ("بند ۱: مقرر شد گزارش ارائه شود.\nبند دوم: مقرر شد نامه ارسال گردد.", ["1", "2"]),
        ("جلسه ۱۱۷\n\n۳۱۸ مقرر گردید شهرداری اقدام نماید.", ["318"]),
        ("مصوبات به شرح زیر است: ۱. گزارش تهیه شود. ۲. نامه ارسال شود.", ["1", "2"]),
        ("در پایان مقرر شد شهرداری اقدام کند.", [None]),
        ("۱- پل ساخته شود.\n۲- دبیر حساب سال گذشته را تا پایان آذر بفرستد.", ["1", "2"]),
        ("در پایان تصمیم بر این شد که شهرداری چاه‌ها را ببندد.", [None]),
        ("به رئیس شورا اختیار داده شد با بانک‌ها مذاکره کند.", [None]),
        ("در اجرای آیین‌نامه‌ای که به تصویب هیئت وزیران رسیده است مقرر شد شورا نامه دهد.", [None]),
        ("هیئت وزیران\nهیئت وزیران در جلسه ۱۴۰۲/۰۳/۰۱ تصویب کرد عوارض حذف شود.", [None]),
        (
            "تکالیف دستگاه‌ها به شرح زیر تعیین شد:\nالف) شهرداری:\n۱. رفع سد معبر\n۲. دفع پسماند",
            ["1", "2"],
        ),
        (
            "مصوبات:\nالف- برق وصل شود.\nب- آبفا:\n۱) نقشه دهد.\n۲) بازدید کند.\nج- گاز وصل شود.",
            ["الف", "1", "2", "ج"],
        ),
        (
            "مصوبات\nبند 1: شرکت گاز\n1/1 گازرسانی انجام شود.\n1/2 ارسال گزارش\nبند 2: شرکت برق\n"
            "2/1 رفع قطعی",
            ["1/1", "1/2", "2/1"],
        ),
    ],
)
def test_numbers_are_read_as_printed(text: str, expected: list[str | None]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(
    "remark",
    [
        "توضیح: آقای فراهانی مخالف بود.",
        "یادآوری: مصوبه ۲ نشست ششم هنوز اجرا نشده است.",
        "ممنون از همه",
    ],
)
def test_a_remark_below_a_decision_is_no_part_of_it(remark: str) -> None:
    (found,) = read_minutes(f"مصوبات:\n۱- خانم نوری گزارش را آماده کند.\n{remark}").resolutions

    assert found.text == "خانم نوری گزارش را آماده کند."
    assert found.responsible == ("خانم نوری",)


@pytest.mark.parametrize(
    "told",
    [
        "شورا مقرر کرد شهرداری زمین را بدهد؛ در غیر این صورت موضوع به استانداری ارجاع می‌شود.",
        "کمیسیون صنعت مأمور تدوین بیانیه شد؛ مهلت تدوین یک هفته است.",
        "هیأت نمایندگان به هیأت رئیسه مأموریت داد با استاندار دیدار کند.",
    ],
)
def test_a_decision_is_told_to_its_end(told: str) -> None:
    (found,) = read_minutes(f"در پایان نشست {told}").resolutions

    assert found.text.endswith(told[-20:])


def test_bullets_below_a_numbered_line_are_its_own_where_one_is_a_label() -> None:
    told = (
        "جلسه ۴ کارگروه ترافیک\n۱. دوربین‌های چهارراه\n   - تعمیر شود\n"
        "   - مسئول: شرکت کنترل ترافیک\n   - مهلت: آخر مهر\n۲. آموزش رانندگان\n   - مسئول: راهور"
    )

    first, second = read_minutes(told).resolutions
    assert (first.number, second.number) == ("1", "2")
    assert first.responsible == ("شرکت کنترل ترافیک",)
    assert first.deadline.value == "آخر مهر"
    assert second.responsible == ("راهور",)


def test_what_a_title_is_explained_with_belongs_to_it() -> None:
    told = (
        "مصوبات:\n۱. نگهداشت پارک\nتوضیح: پارک بزرگ است.\n"
        "شهرداری موظف شد آن را ظرف یک ماه بازسازی کند."
    )

    (found,) = read_minutes(told).resolutions
    assert found.responsible == ("شهرداری",)
    assert found.deadline.norm == "P1M"


def test_what_was_spent_is_no_table_of_decisions() -> None:
    told = "۱ | آسفالت خیابان | ۱۴۰۴/۰۵/۰۱ | ۵۰۰۰۰۰\n۲ | خرید لوله | ۱۴۰۴/۰۵/۰۲ | ۲۰۰۰۰۰"

    assert numbers(told) == []


def test_a_form_with_a_label_for_each_line_is_one_decision_each() -> None:
    told = (
        "شماره مصوبه: ۹-۱\nموضوع: مشکل ارزی\nشرح مصوبه: مدارک به بانک مرکزی ارسال شود.\n"
        "دستگاه مسئول: اداره کل صمت\nدستگاه همکار: بانک مرکزی\nمهلت اجرا: ۱۰ روز\n\n"
        "شماره مصوبه: ۹-۲\nموضوع: مالیات\nشرح مصوبه: پرونده بازنگری شود.\nمهلت اجرا: آخر آبان"
    )

    first, second = read_minutes(told).resolutions
    assert (first.number, second.number) == ("9-1", "9-2")
    assert first.responsible == ("اداره کل صمت",)
    assert first.supporting == ("بانک مرکزی",)
    assert (first.deadline.norm, second.deadline.value) == ("P10D", "آخر آبان")


def test_signs_in_a_chat_part_the_work_from_who_and_when() -> None:
    (found,) = read_minutes("مصوبات:\n1️⃣ ارسال نامه به وزارت صمت ⏳ ۱۵ مهر 👤 دبیرخانه").resolutions

    assert found.responsible == ("دبیرخانه",)
    assert found.deadline.value == "۱۵ مهر"


def test_a_year_in_words_is_no_number_of_a_session() -> None:
    told = "در تاریخ هشتم تیر ماه سال یکهزار و چهارصد و چهار جلسه هیئت اندیشه ورز تشکیل شد."

    assert read_minutes(told).session_number is None


def test_opening_a_session_decides_nothing() -> None:
    told = "پس از رسمیت یافتن جلسه هیئت رئیسه انتخاب شد و دستور جلسه قرائت گردید."

    assert numbers(f"{told}\nمصوبات:\n۱- مقرر شد گزارش ارائه شود.") == ["1"]


@pytest.mark.parametrize(
    ("agenda", "listed"),
    [
        ("دستور جلسه: بررسی نامه شماره 1452 مورخ 1405/8/10 شهرداری", []),
        ("دستور جلسه: 1- بررسی بودجه\n2- آنچه مقرر گردید", ["آنچه مقرر گردید"]),
        ("دستور جلسه:\n1- بررسی بودجه\n2- نامه", ["بررسی بودجه", "نامه"]),
    ],
)
def test_decisions_follow_an_agenda_without_a_blank_line(agenda: str, listed: list[str]) -> None:
    decided = (
        "1- مقرر گردید شهرداری معبر را تعریض نماید.\n2- با کلیات طرح موافقت گردید.\n"
        "3- كمیسیون فرهنگی موظف است گزارش خود را ارائه نماید."
    )

    record = read_minutes(f"صورتجلسه شورای شهر\n{agenda}\n{decided}")

    assert [found.number for found in record.resolutions] == ["1", "2", "3"]
    assert [found.text for found in record.left_out] == listed


def test_clauses_stay_under_their_resolution() -> None:
    text = (
        "مصوبات:\n۱- شیوه‌نامه اجرا شود.\nتبصره ۱- استثنا با نظر رئیس است.\n* و دیگر هیچ.\n۲- پایان."
    )

    record = read_minutes(text)

    assert [found.number for found in record.resolutions] == ["1", "2"]
    assert [(clause.mark, clause.text) for clause in record.resolutions[0].clauses] == [
        ("تبصره ۱-", "استثنا با نظر رئیس است."),
        ("*", "و دیگر هیچ."),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("رئیس اتاق گفت: دستگاه‌ها باید پاسخگو باشند.", "speech"),
        ("آقای صابر پیشنهاد کرد نمایشگاه به پاییز منتقل شود.", "proposal"),
        ("وی افزود: در آن جلسه مقرر شد کارگروهی تشکیل شود.", "earlier_session"),
        ("این طرح که به تصویب شورای عالی استان‌ها رسیده است، بار مالی دارد.", "another_body"),
        ("لایحه در مجلس شورای اسلامی تصویب شد و به دولت ابلاغ گردید.", "another_body"),
        ("به موجب مصوبه هیئت وزیران شهرداری‌ها مکلف شده‌اند گزارش دهند.", "another_body"),
        ("نامه‌ای قرائت شد که در آن با ادامه پروژه موافقت شده است.", "another_body"),
        ("وی افزود: به رئیس اختیار داده شد که مذاکره کند ولی نتیجه نداد.", "speech"),
        ("در سال‌های گذشته به رئیس اختیار داده شد قراردادها را امضا کند.", "earlier_session"),
        ("دستور جلسه:\n۱- بررسی بودجه", "agenda"),
        ("مصوبات:\n• نامه شماره ۱۲ رئیس سازمان قرائت گردید.", "report_only"),
        ("مصوبات:\n• گزارش مالی قرائت و به اطلاع اعضا رسید.", "report_only"),
        ("مصوبات:\n• جهت اطلاع: حساب دهیاری افتتاح شده است.", "report_only"),
    ],
)
def test_look_alikes_are_left_out_with_a_reason(text: str, reason: str) -> None:
    record = read_minutes(text)

    assert record.resolutions == ()
    assert [item.reason for item in record.left_out] == [reason]


@pytest.mark.parametrize(
    "text",
    [
        "مقرر بود گزارش کارگروه ارائه شود که میسر نشد.",
        "کلیات لایحه اتوبوس در کمیسیون برنامه تصویب شد\nبه گزارش ایرنا، رئیس شورا سخن گفت.",
        "آقای نخعی گفت: سال پیش قرار شد نامه‌ای بنویسیم که نشد.",
        "با اتفاق آراء مورد تصویب اعضای شورا قرار گرفت.",
        "از یازده طرح، دو طرح به مدار تولید برمی‌گردد.",
        "مصوبات شورا برای همه دستگاه‌ها لازم‌الاجراست.",
        "رئیس شورا گفت: اعضای کمیسیون معتقدند حقابه تالاب باید پرداخت شود.",
        "• تشکر از بازرسان بابت طرح نظارت ویژه یلدا",
        "قانون وظایف شوراها به شرح زیر قرائت شد:\n۱- نظارت بر شهرداری\n۲- تصویب بودجه",
        "",
        "سلام",
    ],
)
def test_talk_is_no_resolution(text: str) -> None:
    assert read_minutes(text).resolutions == ()


def test_old_resolutions_under_their_heading_are_not_new() -> None:
    text = (
        "الف- پیگیری مصوبات پیشین:\n- مصوبه ۲ جلسه هشتاد و نهم: اجرا شد.\n"
        "ب- مصوبات:\n۱- مقرر شد دبیرخانه نامه را ارسال کند.\n"
    )

    record = read_minutes(text)

    assert [found.number for found in record.resolutions] == ["1"]
    assert [(ref.session, ref.number) for ref in record.cross_refs] == [(89, "2")]


@pytest.mark.parametrize(
    "text",
    [
        "ردیف | مصوبه | مسئول | مهلت\n۱ | نصب تابلو | شهرداری + گمرک | ۱۴۰۲/۱۲/۲۰\n۲ |"
        " بازدید | - | هفتگی",
        "ردیف\tمصوبه\tمسئول\tمهلت\n1\tنصب تابلو\tشهرداری / گمرک\t1402/12/20\n2\tبازدید\t-\tهفتگی",
        "ردیف\nمصوبه\nمسئول\nمهلت\n۱\nنصب تابلو\nشهرداری و گمرک\n۱۴۰۲/۱۲/۲۰\n۲\nبازدید\n-\nهفتگی",
    ],
    ids=["bars", "tabs", "one cell a line"],
)
def test_tables_are_read_by_their_columns(text: str) -> None:
    record = read_minutes(text)

    assert [
        (found.number, found.responsible, found.deadline.kind, found.deadline.norm)
        for found in record.resolutions
    ] == [
        ("1", ("شهرداری", "گمرک"), "date", "1402-12-20"),
        ("2", (), "recurring", "P1W"),
    ]


def test_a_cell_that_is_broken_over_lines_is_one_cell() -> None:
    text = (
        "ردیف\tشرح مصوبه\tمسئول\tمهلت\n۱\tجمع‌آوری علوفه‌خورهای\nغیرمجاز\tمنابع طبیعی\tتا پایان تیر\n"
        "۲\tتوزیع نهاده\tشرکت پشتیبانی\nامور دام\tهر هفته\n\nعلی کریمی\tدبیر"
    )

    assert [
        (found.number, found.responsible, found.deadline.value)
        for found in read_minutes(text).resolutions
    ] == [("1", ("منابع طبیعی",), "تا پایان تیر"), ("2", ("شرکت پشتیبانی امور دام",), "هر هفته")]


def test_members_who_approve_and_powers_that_are_given_decide() -> None:
    text = (
        "رئیس هیئت گزارش عملکرد را قرائت کرد و گزارش مالی سال ۱۴۰۱ به تصویب اعضای مجمع رسید. "
        "بازرس از تأخیر گفت. به آقای رضا قلی‌زاده اختیار داده شد حسابی نزد بانک مسکن باز کند."
    )

    assert [found.text for found in read_minutes(text).resolutions] == [
        "گزارش مالی سال ۱۴۰۱ به تصویب اعضای مجمع رسید.",
        "به آقای رضا قلی‌زاده اختیار داده شد حسابی نزد بانک مسکن باز کند.",
    ]


def test_who_acts_is_told_from_who_follows_it_up_by_the_columns() -> None:
    text = (
        "ردیف\nمصوبات\nمسئول اجرا\nمسئول پیگیری\nزمان\n۱\nنصب تابلو\nشهرداری\nدبیر کمیته\nدی ماه\n"
    )

    assert [found.responsible for found in read_minutes(text).resolutions] == [("شهرداری",)]


def test_a_session_beyond_the_hundredth_is_referred_to_in_words() -> None:
    text = "مصوبات:\n۱- مصوبه بند ۴ جلسه یکصد و دوازدهم لغو شود."

    (found,) = read_minutes(text).resolutions

    assert [(ref.session, ref.number) for ref in found.cross_refs] == [(112, "4")]


def test_the_session_told_by_its_day_is_no_earlier_one() -> None:
    text = (
        "مصوبات جلسه مورخ ۱۴۰۲/۰۸/۲۲ شورای شهر تبریز ارسال می‌گردد:\n۱. پل تعمیر شود.\n\n"
        "مصوبات جلسه مورخ ۱۴۰۲/۰۷/۲۲ اجرا شده است."
    )

    assert [ref.date for ref in read_minutes(text).cross_refs] == ["1402-07-22"]


def test_decisions_in_one_paragraph_are_cut_at_finished_clauses() -> None:
    text = (
        "ابتدا نامه بخشداری قرائت شد و پس از بحث، مقرر شد دهیاری سهم خود را واریز نماید. سپس موضوع "
        "نماینده مطرح و آقای سلیمانی با رأی مخفی انتخاب شد. بخشدار گزارش خود را ارائه داد و شورا "
        "مهلت آن را تا پایان مهر تمدید کرد. سپس لایحه خرید خودرو مطرح و با اکثریت آرا به "
        "تصویب رسید. اعضا خواستار تسریع شدند و تصویب گردید "
        "رئیس شورا با مدیر دیدار نماید."
    )

    assert [found.text for found in read_minutes(text).resolutions] == [
        "مقرر شد دهیاری سهم خود را واریز نماید.",
        "آقای سلیمانی با رأی مخفی انتخاب شد.",
        "شورا مهلت آن را تا پایان مهر تمدید کرد.",
        "سپس لایحه خرید خودرو مطرح و با اکثریت آرا به تصویب رسید.",
        "تصویب گردید رئیس شورا با مدیر دیدار نماید.",
    ]


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        (
            "صورتجلسه شورای اسلامی شهر نیک‌آباد\nجلسه شماره ۴۵ - دوره ششم\nتاریخ: "
            "۱۴۰۲/۰۹/۱۲\nمحل: دفتر شورا",
            ("شورای اسلامی شهر نیک‌آباد", 45, 6, "1402-09-12", "دفتر شورا", "in_person"),
        ),
        (
            "سی‌ویکمین جلسهٔ هیأت نمایندگان اتاق یزد (دورهٔ نهم)\n"
            "سه‌شنبه ۲۸ دی‌ماه ۱۴۰۰ - سالن اجلاس اتاق (حضوری و برخط)",
            ("هیأت نمایندگان اتاق یزد", 31, 9, "1400-10-28", "سالن اجلاس اتاق", "hybrid"),
        ),
        (
            "بيست ونهمين جلسه چهارمين دوره شوراي اسلامي شهر مهردشت مورخ14/11/92",
            ("شوراي اسلامي شهر مهردشت", 29, 4, "1392-11-14", None, None),
        ),
        (
            "یکصد و بیست و سومین نشست ستاد تسهیل فارس روز یکشنبه (۲۹ مهر) به صورت مجازی برگزار شد.",
            ("ستاد تسهیل فارس", 123, None, "--07-29", None, "online"),
        ),
        (
            "شورای اسلامی شهر نورا\nصورتجلسه شماره 134 مورخ 1403/2/11 دوره ششم\n"
            "جلسه عادی در محل دفتر شورا تشکیل شد.",
            ("شورای اسلامی شهر نورا", 134, 6, "1403-02-11", "دفتر شورا", "in_person"),
        ),
        (
            "عنوان جلسه: کارگروه اشتغال تاکستان\nنوبت جلسه: نهم    تاریخ: ۱۴۰۲/۶/۱۴",
            ("کارگروه اشتغال تاکستان", 9, None, "1402-06-14", None, None),
        ),
        (
            "صورتجلسه کمیته فنی سازمان\nجلسه شماره ۳۹\nپانزدهم تیرماه ۱۴۰۲\n",
            ("کمیته فنی سازمان", 39, None, "1402-04-15", None, None),
        ),
        (
            "شورای شرکت تعاونی شیروان به شماره ثبت ۱۸۲۳ در روز پنجشنبه بیست و هفتم مردادماه "
            "یکهزار و چهارصد و یک تشکیل شد.",
            ("شورای شرکت تعاونی شیروان", None, None, "1401-05-27", None, None),
        ),
        (
            "شماره: ۲۱۲/ت\nتاریخ: ۱۴۰۲/۱۱/۱۵\nوزارت راه و شهرسازی - وزارت کشور\n"
            "هیئت وزیران در جلسه ۱۴۰۲/۱۱/۸ تصویب کرد:",
            ("هیئت وزیران", None, None, "1402-11-08", None, None),
        ),
        (
            "صورتجلسه کمیته تصویب نرخ خدمات یزد\nشماره جلسه: ۴",
            ("کمیته تصویب نرخ خدمات یزد", 4, None, None, None, None),
        ),
        (
            "به گزارش اتاق تبریز، نشست بیست و سوم شورای گفت‌وگوی آذربایجان شرقی برگزار شد.",
            ("شورای گفت‌وگوی آذربایجان شرقی", 23, None, None, None, None),
        ),
        (
            "شورای سالمندان دشت\nشماره: ۴۵ تاریخ: ۱۴۰۳/۰۷/۱۱ پیوست: دارد\n"
            "جلسه روز سه‌شنبه مورخ ۱۴۰۳/۰۷/۱۰ برگزار شد.",
            ("شورای سالمندان دشت", None, None, "1403-07-10", None, None),
        ),
        (
            "هیأت رئیسه اتاق اصناف سمنان\nنشست عادی ۳۱۲",
            ("هیأت رئیسه اتاق اصناف سمنان", 312, None, None, None, None),
        ),
        (
            "صورتجلسه شورای اسلامی روستای آب‌باریک\nاعضا در منزل آقای حیدری جمع شدند.",
            ("شورای اسلامی روستای آب‌باریک", None, None, None, "منزل آقای حیدری", "in_person"),
        ),
        (
            "سخنگوی کمیسیون کشاورزی مجلس از تصویب دو تبصره در نشست کمیسیون متبوعش خبر داد.",
            ("کمیسیون کشاورزی مجلس", None, None, None, None, None),
        ),
        (
            "شورای اسلامی شهر بافق\nشماره جلسه: 202    تاریخ جلسه: 18/6/1399    دوره: پنجم",
            ("شورای اسلامی شهر بافق", 202, 5, "1399-06-18", None, None),
        ),
    ],
)
def test_session_fields(head: str, fields: tuple[object, ...]) -> None:
    record = read_minutes(head)

    assert (
        *(record.council, record.session_number, record.term),
        *(record.date_jalali, record.venue, record.mode),
    ) == fields


def test_letter_dates_and_publication_dates_are_not_the_session() -> None:
    text = (
        "تاریخ انتشار: ۱۴۰۳/۰۸/۰۱\nنشست کمیسیون معدن روز یکشنبه ۲۹ مهر برگزار شد. "
        "نامه شماره ۱۲ مورخ ۱۴۰۳/۰۱/۰۵ خوانده شد."
    )

    assert read_minutes(text).date_jalali == "1403-07-29"
    assert read_minutes("ستاد جوانان\nشماره ۳ — ۱۴۰۲/۰۵/۲۵").date_jalali == "1402-05-25"


def test_sentence_that_leads_to_the_list_is_no_resolution_itself() -> None:
    text = "جلسه تشکیل و موارد ذیل مورد تصویب قرارگرفت.\n1-دهیاری تانکر بخرد و گزارش دهد.\n"

    assert [found.number for found in read_minutes(text).resolutions] == ["1"]


def test_decision_before_the_lead_in_of_one_line_is_kept() -> None:
    text = "مقرر شد شهرداری پل را تعمیر کند. همچنین موارد زیر به تصویب رسید:\n۱- بودجه تصویب شد.\n"

    assert [found.text for found in read_minutes(text).resolutions] == [
        "مقرر شد شهرداری پل را تعمیر کند.",
        "بودجه تصویب شد.",
    ]


def test_heading_inside_a_list_does_not_join_the_item_above() -> None:
    text = "مصوبات:\n- نامه ارسال شود.\nدر خصوص دستور دوم:\n- ستاد تشکیل شود.\nبا تشکر - دبیرخانه"

    assert [found.text for found in read_minutes(text).resolutions] == [
        "نامه ارسال شود.",
        "ستاد تشکیل شود.",
    ]


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("جلسه شورای گفت‌وگوی دولت و بخش خصوصی استان اردبیل", "اردبیل"),
        ("استاندار یزد در نشست شورای برنامه‌ریزی استان گفت", "یزد"),
        ("صورتجلسه شورای اسلامی روستای گلستان", None),
    ],
)
def test_province_is_taken_only_from_what_names_one(text: str, province: str | None) -> None:
    assert read_minutes(text).province == province


@pytest.mark.parametrize(
    ("text", "chair"),
    [
        (
            "جلسه کمیسیون صنعت به ریاست دکتر آرمان فرزاد در سالن شهید چمران تشکیل شد",
            "دکتر آرمان فرزاد",
        ),
        ("جلسه ششم با حضور اکبر بهنامجو استاندار قم، نمایندگان و مدیران", "اکبر بهنامجو"),
        ("جلسه ششم به ریاست جناب آقای معاون استاندار برگزار شد", "جناب آقای معاون استاندار"),
        ("صورتجلسه کمیسیون صنعت\nرئیس جلسه: مهندس کیانی\n", "مهندس کیانی"),
        ("صورتجلسه کمیسیون صنعت\nمسئول جلسه: مهندس کیانی\n", "مهندس کیانی"),
        ("# صورتجلسه کمیسیون صنعت\n**رئیس جلسه:** مریم اعتمادی\n", "مریم اعتمادی"),
        ("صورتجلسه کمیسیون صنعت\nسمت\tنام\nرئیس\tامضا\n", None),
        ("صورتجلسه کمیسیون صنعت\nبازرس: یوسفی (امضا)     رئیس: (امضا)\n", None),
        ("صورتجلسه کمیسیون صنعت\nرئیس جلسه\tدکتر صدری\tدبیر\tنوری\n", "دکتر صدری"),
        ("جلسه کمیسیون کشاورزی\nحاضران: آقایان علوی (رئیس)، نصیری\n", "علوی"),
    ],
)
def test_chair_is_read_where_printed(text: str, chair: str) -> None:
    assert read_minutes(text).chair == chair


def test_line_with_its_own_title_does_not_join_the_item_above() -> None:
    text = "مصوبه اول: گزارش تهیه شود.\nسایر موضوعات: آقای معتمد تذکر داد."

    assert [found.text for found in read_minutes(text).resolutions] == ["گزارش تهیه شود."]


def test_a_sentence_above_one_that_begins_with_a_report_is_no_headline() -> None:
    text = "جلسه شورای شهر بافق\nمقرر شد شهرداری پل را بسازد.\nبه گزارش بازرس، آسفالت ناقص است."

    assert [found.text for found in read_minutes(text).resolutions] == [
        "مقرر شد شهرداری پل را بسازد."
    ]


def test_those_who_sign_below_the_list_are_no_part_of_its_last_item() -> None:
    text = "مصوبات:\n۱- سامانه راه‌اندازی شود.\n۲- گزارش ارائه گردد.\n{}"

    signed = read_minutes(text.format("محمد کریمی\nمعاون اول رئیس‌جمهور")).resolutions
    ordered = read_minutes(text.format("رئیس شورا نامه را امضا کند")).resolutions
    chosen = text.replace("ارائه گردد", "توسط افراد زیر ارائه گردد").format("نوری\nمدیر پارک")

    assert signed[-1].text == "گزارش ارائه گردد."
    assert ordered[-1].text.endswith("رئیس شورا نامه را امضا کند")
    assert read_minutes(chosen).resolutions[-1].text.endswith("نوری\nمدیر پارک")


def test_labels_in_brackets_belong_to_the_order_before_them() -> None:
    text = "تصمیم شماره ۲: پاسخ صادر گردد. (مسئول: اداره کل محیط زیست، مهلت: یک هفته)"

    found = read_minutes(text).resolutions[0]

    assert (found.number, found.responsible) == ("2", ("اداره کل محیط زیست",))
    assert found.deadline.norm == "P1W"


@pytest.mark.parametrize(
    "decided",
    ["عضویت آقای احمدی در کمیسیون ماده ۱۰۰ تصویب شد.",
     "پیرو ابلاغ بودجه توسط دولت، متمم بودجه شهرداری تصویب شد.",
     "بر اساس ماده ۸۰ قانون شوراها، با فروش زمین موافقت شده است.",
     "بررسی انجام شد که در آن تصویب شده است شهرداری زمین را واگذار کند.",
     "گفت‌وگویی صورت گرفت که طی آن مقرر شده است شهرداری زمین را واگذار کند.",
     "مطالبات سال‌های قبل کارگران بررسی و مقرر شد شهرداری پرداخت کند."],
)  # fmt: skip
def test_what_a_council_decides_on_what_others_do_is_its_own(decided: str) -> None:
    text = f"صورتجلسه شورای اسلامی شهر بناب\n{decided}"

    assert len(read_minutes(text).resolutions) == 1


def test_what_a_paper_that_was_looked_at_says_is_not_decided_here() -> None:
    letter = "نامهٔ گمرک بررسی شد که طی آن مقرر شده است شهرداری زمین را واگذار کند."

    assert read_minutes(f"صورتجلسه شورای اسلامی شهر بناب\n{letter}").resolutions == ()


def test_a_council_named_like_another_decides_the_items_of_its_own_list() -> None:
    listed = "۱- شورای عالی استان‌ها تصویب کرد تعرفه‌ها سال آینده ثابت می‌ماند."
    text = f"صورتجلسه ششمین جلسه {{council}}\n{listed}\n{listed.replace('۱', '۲')}"
    found = read_minutes(text.format(council="شورای عالی استان‌ها")).resolutions

    assert [one.number for one in found] == ["1", "2"]
    assert not read_minutes(text.format(council="شورای اسلامی بناب")).resolutions
