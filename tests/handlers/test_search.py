"""Members find what they mean: words, filters, lists and their own searches, page by page."""

from datetime import date

import pytest
from sqlalchemy import update

from storage.models import ActionItem, Resolution
from storage.words import ItemState
from tests.town import Persona, Town, plain


@pytest.fixture
def member(published: Town) -> Persona:
    return published.person("عضو هیأت")


async def test_results_are_numbered_with_state_and_deadline(member: Persona) -> None:
    said = await member.says("گزارش دو هفتگی")

    assert "🔎 «گزارش دو هفتگی»" in said
    assert "۱. ۱/۱" in said
    assert "۲. ۱/۳" in said
    assert "🔔 ابلاغ‌شده، مهلت: ۱۴ آذر، 🏛 واحد بررسی‌های اقتصادی" in said
    bold = [one for one in member.last.content["entities"] if one["type"] == "bold"]
    assert len(bold) >= 6  # the codes, and the words that were found
    assert member.labels()[:2] == ["۱. ۱/۱", "۲. ۱/۳"]


async def test_filters_alone_list_what_they_let_through(member: Persona) -> None:
    for typed, chip in (
        ("جلسه آخر", "جلسهٔ آخر (۱)"),
        ("جلسهٔ آخر", "جلسهٔ آخر (۱)"),
        ("نشست پیشین", "جلسهٔ آخر (۱)"),
        ("جلسهٔ ۱", "جلسهٔ ۱"),
        ("نشست یکم", "جلسهٔ ۱"),
        ("فروردین ۱۳۹۹", "۱ فروردین ۱۳۹۹ تا ۳۱ فروردین ۱۳۹۹"),
        ("سال ۱۳۹۹", "۱ فروردین ۱۳۹۹ تا ۳۰ اسفند ۱۳۹۹"),
        ("مصوبات سال ۹۹", "۱ فروردین ۱۳۹۹ تا ۳۰ اسفند ۱۳۹۹"),
        ("مصوبات ۱۳۹۹", "۱ فروردین ۱۳۹۹ تا ۳۰ اسفند ۱۳۹۹"),
        ("سه ماهه اول ۹۹", "۱ فروردین ۱۳۹۹ تا ۳۱ خرداد ۱۳۹۹"),
        ("بهار ۹۹", "۱ فروردین ۱۳۹۹ تا ۳۱ خرداد ۱۳۹۹"),
        ("مصوبات در دست اقدام", "انجام‌نشده"),
        ("چیا مونده", "انجام‌نشده"),
        ("مونده‌ها", "انجام‌نشده"),
    ):
        said = await member.says(typed)

        assert "🏷" in said, typed
        assert chip in said, typed
        assert "۹ مصوبه" in said, typed
        assert any("✕" in label for label in member.labels()), typed


SPOKEN = {
    "کی عقبه؟": "معوق", "چه کسانی عقب‌اند": "معوق",
    "کارای عقب مونده": "معوق", "عقب‌مانده‌ها": "معوق", "گزارش نداده‌ها": "بی‌خبر", "بی خبرها": "بی‌خبر",
    "مانع‌دارها": "دارای مانع", "به مشکل خورده ها": "دارای مانع", "گیر کرده ها": "دارای مانع",
    "مهلت تا آخر این هفته": "مهلت", "مهلت تا پایان آذر": "۳۰ آذر",
    "تموم شده‌ها": "اجرا شده", "مهلت هفته بعد": "مهلت", "سررسید ماه آینده": "مهلت",
    "مهلت فردا": "مهلت", "مهلت پس‌فردا": "۲ آذر", "مهلت دو هفته دیگر": "۱۴ آذر",
    "تا آخر آذر": "مهلت", "مصوبات مهر": "۱ مهر ۱۴۰۵", "جلسه‌های آبان": "۱ آبان ۱۴۰۵",
}  # fmt: skip


async def test_what_lacks_a_deadline_or_a_body_can_be_asked_for(member: Persona) -> None:
    for typed in (
        "مصوبات بدون مهلت",
        "بدون تاریخ",
        "کدوم مصوبه‌ها مهلت ندارن",
        "no deadline",
        "مهلت: ندارد",
    ):
        said = await member.says(typed)
        assert "🏷 ⏳ بدون مهلت\n۶ مصوبه" in said, typed
        assert "۱/۳" not in said, typed
    for typed in ("بدون مسئول", "مصوبات فاقد متولی", "نهادی تعیین نشده"):
        assert "🏷 🏛 بدون مسئول\n۴ مصوبه" in await member.says(typed), typed
    for typed in ("سند بدون تاریخ", "زمین‌های بدون متولی"):
        assert "🏷" not in await member.says(typed), typed


WISHES = {
    "یه نماینده دعوت کن": "/members", "سه نفر رو دعوت کن": "/members",
    "به نمایندگان پیام بده": "/broadcast", "خلاصه جلسه رو بفرست": "/broadcast",
    "گزارش پیگیری بفرست": "/report", "خروجی اکسل": "/report", "لغو جلسه": "/meetings",
    "جلسه بعدی شنبه ۲۱ آذر ساعت ۱۰ سالن غدیر": "/meetings", "تقویم": "/settings",
    "صورت جلسه جدید بفرست": "/minutes", "صورت جلسه رو بارگذاری کن": "/minutes",
}  # fmt: skip


SEARCHES = (
    *("نشست‌های مجازی", "گزارش دگرگونی‌های اقتصادی", "دعوت شهردار", "تقویم آموزشی", "خروجی شهر"),
    *("پیام رهبری به نمایندگان", "مصوبات جلسه بعد را بده", "به من خبر بده"),
)


async def test_what_somebody_wishes_for_leads_to_its_command(published: Town) -> None:
    secretary, member = published.person("دبیرخانه · اصفهان"), published.person("عضو هیأت")
    for typed, command in WISHES.items():
        assert command in await secretary.says(typed), typed
    assert "/broadcast" not in await member.says("به نمایندگان پیام بده")
    for typed in SEARCHES:
        assert "فرمانی" not in await secretary.says(typed), typed


async def test_states_and_days_are_understood_as_they_are_spoken(member: Persona) -> None:
    for typed, chip in SPOKEN.items():
        said = await member.says(typed)
        assert chip in said.partition("🏷")[2], typed
    for typed in ("مسکن مهر", "مناطق عقب‌مانده", "واحدهای مشکل‌دار", "دفع پس‌مانده‌ها"):
        assert "🏷" not in await member.says(typed), typed


async def test_filter_and_words_narrow_together_and_the_chip_comes_off(published: Town) -> None:
    member = published.person("عضو هیأت")
    assert "چیزی پیدا نشد" in await member.says("گزارش معوق")
    async with published.database.writing() as session:
        late = update(ActionItem).where(ActionItem.id == 3).values(due_on=date(2026, 11, 1))
        await session.execute(late)

    said = await member.says("گزارش معوق")
    assert "🏷 ⏰ معوق" in said
    assert "یک مصوبه" in said
    assert "۱. ۱/۳" in said

    wider = await member.taps("✕ ⏰ معوق")
    assert "🔎 «گزارش ‹معوق›»" in wider
    assert "🏷" not in wider


async def test_hello_is_answered_with_the_first_screen_and_an_unknown_code_by_its_number(
    member: Persona,
) -> None:
    assert "۹ مصوبهٔ تازه" in await member.says("سلام، وقت بخیر")
    assert "۹ مصوبهٔ تازه" in await member.says("سلام، حالتون چطوره؟")
    assert "🔎 «سلام آقا»" in await member.says("سلام آقا")
    assert "مصوبه‌ای با شمارهٔ ۹۹/۹ نیست." in await member.says("99/9")
    for thanks in ("مرسی", "خیلی ممنون", "دستتون درد نکنه", "😀😀👍", "thank you"):
        assert (await member.says(thanks)).startswith("خواهش می‌کنم."), thanks
    assert (await member.says("؟؟؟")).startswith("واژه‌ای را که می‌جویید")
    assert "🔎 «ممنوعیت صادرات پسته»" in await member.says("ممنوعیت صادرات پسته")


async def test_an_unknown_code_is_said_to_be_none_before_its_session_is_shown(
    member: Persona,
) -> None:
    for typed in ("۱/۴۴", "مصوبه ۴۴ جلسه ۱", "بند ۴۴ جلسه آخر"):
        said = await member.says(typed)

        assert "مصوبه‌ای با شمارهٔ ۱/۴۴ نیست. این‌ها به آن نزدیک‌ترند:\n۹ مصوبه" in said, typed
        assert "🏷" not in said
    second = await member.taps("بیشتر")
    elsewhere = await member.says("2/5")

    assert "۹. ۱/۹" in second
    assert elsewhere == "🔎 «2/5»\nمصوبه‌ای با شمارهٔ ۲/۵ نیست."
    assert "فهرست‌ها" in member.labels()[0]
    for alone in ("1", "۱/"):
        await member.says("/help")
        assert "۹ مصوبه\n۱. ۱/۱" in await member.says(alone)
    turned = await member.says("۳/۱")
    assert "شمارهٔ ۳/۱ نیست" in turned
    assert "۱. ۱/۳" in turned


async def test_before_anything_is_published_a_search_says_so(isfahan: Town) -> None:
    member, secretary = isfahan.person("عضو هیأت"), isfahan.person("دبیرخانه · اصفهان")
    nothing = "هنوز مصوبه‌ای ابلاغ نشده است.\n"

    searched = [await member.says(typed) for typed in ("پسا کرونا", "۱/۱", "معوق")]
    told = await secretary.says("پسا کرونا")

    assert searched == [nothing + "پس از ابلاغ نخستین صورت‌جلسه، همین‌جا جست‌وجو کنید."] * 3
    assert told.startswith(nothing)
    assert "صورت‌جلسه" in await secretary.taps("صورت‌جلسهٔ تازه")


async def test_in_english_buttons_are_typed_in_english(member: Persona) -> None:
    await member.says("/language")
    await member.taps("English")
    await member.says("/lists")

    assert "🔎 “open”\n🏷 🔵 open" in await member.taps("🔵 open")
    assert "🔎 “‘open’”" in await member.taps("✕ 🔵 open")
    for which, query in (
        ("By session", "session 1"),
        ("By year", "year 1399"),
        ("By body", "body دبیرخانه فراکسیون تولید و صادرات اتاق ایران"),
    ):
        await member.says("/lists")
        await member.taps(which)
        opened = await member.taps("1")
        assert f"🔎 “{query}”\n🏷 " in opened
        assert "resolution" in opened


async def test_more_pages_by_editing_and_a_filter_by_tapping(member: Persona) -> None:
    first = await member.says("جلسه ۱")
    before = len(member.messages)
    second = await member.taps("بیشتر")

    assert "۶. " in first
    assert "۷. ۱/۷" in second
    assert "۹ مصوبه" in second
    assert len(member.messages) == before


async def test_own_work_and_states_are_understood(published: Town) -> None:
    unit = published.person("واحد بررسی")
    async with published.database.writing() as session:
        await session.execute(
            update(ActionItem).where(ActionItem.id == 1).values(state=ItemState.BLOCKED)
        )

    assert "۲ مصوبه" in await unit.says("کارهای من")
    assert "۲ مصوبه" in await unit.says("کارای من")
    assert "کارهای من" in (await unit.says("کارای من چیه")).split("\n")[0]
    blocked = await unit.says("کارهای من دارای مانع")
    assert "یک مصوبه" in blocked
    assert "👤 کارهای من · ⛔ دارای مانع" in blocked
    none = await published.person("عضو هیأت").says("📌 کارهای من")
    assert none == await published.person("عضو هیأت").says("/my")


async def test_all_resolutions_are_listed_when_nothing_else_is_asked(member: Persona) -> None:
    asked = ("همه مصوبات", "همه‌ی مصوبه‌ها", "لیست مصوبات را نشان بده", "مصوبات", "all resolutions")
    for everything in asked:
        heard = await member.says(everything)
        assert "۹ مصوبه" in heard
        assert "۱. ۱/۱" in heard
    assert "۹. ۱/۹" in await member.taps("بیشتر")


async def test_nothing_narrowed_is_searched_as_words_instead(member: Persona) -> None:
    said = await member.says("گزارش دوهفتگی پارسال")

    assert "🏷" not in said
    assert "۱/۱" in said


async def test_misspelt_word_is_named_as_it_was_taken(member: Persona) -> None:
    said = await member.says("فراکسیوم تولید")

    assert "منظورتان فراکسیون بود؟" in said
    assert "۱. ۱/۷" in said


async def test_what_half_of_an_unknown_word_was_taken_for_is_told(member: Persona) -> None:
    said = await member.says("بیمارستان")

    assert "منظورتان بیماری، استان\u200cها بود؟" in said
    assert "خطر بیماری کارکنان" in said


async def test_third_item_of_the_last_session_opens_at_once(member: Persona) -> None:
    assert "مصوبهٔ ۱/۳" in await member.says("بند سوم جلسه آخر")
    for last in ("بند آخر جلسه اول رو برام بیار", "مصوبهٔ آخر جلسهٔ ۱", "بندِ آخر جلسهٔ ۱",
                 "آخرین مصوبه", "مصوبهٔ آخر چیه"):  # fmt: skip
        assert "مصوبهٔ ۱/۹" in await member.says(last)


async def test_a_resolution_is_found_by_its_number_alone_and_in_a_sentence(
    published: Town, member: Persona
) -> None:
    for typed, code in (
        ("مصوبه شماره 9", "۱/۹"),
        ("مصوبه ۳", "۱/۳"),
        ("مصوبه۳", "۱/۳"),
        ("شماره ۸", "۱/۸"),
        ("سومین مصوبه", "۱/۳"),
        ("کی مسئول مصوبه ۷ هستش", "۱/۷"),
        ("resolution 3 of session 1", "۱/۳"),
        ("وضعیت ۱/۴ چیه؟", "۱/۴"),
    ):
        assert (await member.says(typed)).startswith(f"مصوبهٔ {code}"), typed
    async with published.database.writing() as session:
        renumbered = update(Resolution).where(Resolution.code == "1/2").values(number="3")
        await session.execute(renumbered)

    both = await member.says("مصوبه ۳")

    assert "۲ مصوبه" in both
    assert member.labels()[:2] == ["۱. ۱/۲", "۲. ۱/۳"]


async def test_empty_result_says_what_to_try(member: Persona) -> None:
    said = await member.says("زعفران قائنات")

    assert "چیزی پیدا نشد" in said
    assert member.labels() == ["🗂 فهرست‌ها", "🕘 جست‌وجوهای من"]


TWENTY = {
    "۱/۳": "۱/۳",
    "1-5": "۱/۵",
    "مصوبه ۴ جلسه ۱": "۱/۴",
    "بند هفتم نشست یکم": "۱/۷",
    "بند نهم جلسه آخر": "۱/۹",
    "گزارش دوهفتگی": "۱/۱",
    "راه حل های پیشنهادی": "۱/۱",
    "سرانه توليد": "۱/۲",
    "درامد استان از خدمات": "۱/۲",
    "نشستهای مجازی": "۱/۳",
    "صداوسیما": "۱/۴",
    "شبكه هاي مجازي": "۱/۴",
    "بستههای حمایتی": "۱/۵",
    "تضمین اجرا": "۱/۵",
    "پساکرونا": "۱/۶",
    "فراکسیوم تولید": "۱/۷",
    "fraksion": "۱/۷",
    "اموزش متسا": "۱/۸",
    "تعطيلي واحدها": "۱/۹",
    "قرنطینه بیست روزه": "۱/۹",
}
"""What a member types, and the resolution that is meant."""


async def test_twenty_things_are_found_in_two_messages(member: Persona) -> None:
    opened = {}
    for typed, code in TWENTY.items():
        said = await member.says(typed)
        if said.startswith("🔎"):
            said = await member.taps(code)
        opened[typed] = plain(said).partition("\n")[0]

    assert opened == {typed: f"مصوبهٔ {code}" for typed, code in TWENTY.items()}


async def test_card_leads_to_what_is_on_the_same_matter_and_into_other_chats(
    published: Town,
) -> None:
    member = published.person("عضو هیأت")
    await member.says("۱/۱")
    rows = member.last.buttons
    shared = [one.get("switch_inline_query") for row in rows for one in row]
    card = member.last
    found = await member.taps("مرتبط", on=card)

    assert [code for code in shared if code] == ["1/1"]
    assert "۱/۳" in found
    assert "۱/۱" not in plain(found)
    async with published.database.writing() as session:
        hidden = update(Resolution).where(Resolution.code == "1/3").values(confidential=True)
        await session.execute(hidden)
    assert "۱/۳" not in await member.taps("مرتبط", on=card)


async def test_lists_lead_to_searches(member: Persona) -> None:
    await member.says("/lists")

    assert "جلسهٔ ۱، ۱۰ فروردین ۱۳۹۹، ۹ مصوبه" in await member.taps("جلسه‌ها")
    opened = await member.taps("۱")
    assert "🔎 «جلسه ۱»\n🏷 جلسهٔ ۱" in opened
    assert "۹ مصوبه" in opened
    await member.says("/lists")
    assert "۱۳۹۹، ۹ مصوبه" in await member.taps("سال‌ها")
    assert "🔎 «سال ۱۳۹۹»" in await member.taps("۱")
    await member.says("/lists")
    bodies = await member.taps("نهادها")
    assert "کمیسیون‌ها" in bodies
    opened = await member.taps("۱")
    assert "🏛" in opened
    await member.says("/lists")
    assert "اکنون مصوبه‌ای با این شرط نیست" in await member.taps("معوق")
    await member.says("/lists")
    await member.taps("سال‌ها")
    assert "فهرستی را انتخاب کنید" in await member.taps("همهٔ فهرست‌ها")


async def test_a_list_of_a_state_is_not_taken_for_a_report(published: Town) -> None:
    unit = published.person("واحد بررسی")
    await unit.says("/lists")

    tapped = await unit.taps("دارای مانع")

    assert "اکنون مصوبه‌ای با این شرط نیست" in tapped
    assert "اگر این گزارش است" not in tapped
    assert "اگر این گزارش است" in await unit.says("دارای مانع هستیم")
    assert "اگر این گزارش است" in await unit.says("انجام شده")
    for asked in ("عقب افتاده ها", "عقب افتاده", "کارهای عقب افتاده من", "انجام شده‌ها"):
        assert "اگر این گزارش است" not in await unit.says(asked), asked


async def test_what_one_follows_is_listed_by_command_by_button_and_by_words(
    published: Town,
) -> None:
    member, other = published.person("عضو هیأت"), published.person("واحد بررسی")
    await other.says("/follow 1/2")
    nothing = await member.says("دنبال‌شده‌ها")
    await member.says("۱/۳")
    await member.taps("دنبال کردن")

    by_command = await member.says("/follow")
    await member.says("/lists")
    by_button = await member.taps("دنبال‌شده‌ها")
    narrowed = [await member.says(f"{word} دنبال‌شده‌ها") for word in ("گزارش", "متسا")]
    await member.says("/language")
    await member.taps("English")

    assert "برای دنبال کردن یک مصوبه، در برگهٔ آن «🔔 دنبال کردن» را بزنید" in nothing
    assert by_command.startswith("🔎 «دنبال‌شده‌ها»\n🏷 🔔 دنبال‌شده‌ها\nیک مصوبه\n")
    assert by_command.endswith("/follow ۷۲/۳.")
    for shown in (by_command, by_button, narrowed[0]):
        assert "۱. ۱/۳" in shown
    assert "چیزی پیدا نشد" in narrowed[1]
    assert "1. 1/3" in await member.says("/follow")


async def test_searches_are_remembered_kept_run_and_dropped(published: Town) -> None:
    member, other = published.person("عضو هیأت"), published.person("واحد بررسی")
    await member.says("گزارش دو هفتگی")
    await member.taps("⭐")
    for place in range(8):
        await member.says(f"فراکسیون تولید {place}")

    await member.says("/searches")
    assert member.labels()[:2] == ["⭐ گزارش دو هفتگی", "✕ حذف ۱"]
    assert len([label for label in member.labels() if "🕘" in label]) == 6
    assert "۱/۱" in await member.taps("⭐ گزارش")

    await member.says("/searches")
    await member.taps("پاک کردن")
    await member.taps("✕ حذف ۱")
    assert "⭐ زیر نتیجه‌ها" in await member.says("/searches")
    await other.says("/searches")
    assert other.labels() == ["▶ همهٔ فهرست‌ها"]


async def test_inline_offers_cards_that_lead_back_and_nothing_to_strangers(published: Town) -> None:
    unit = published.person("واحد بررسی")

    offered = await unit.asks_inline("فراکسیون تولید")

    assert offered[0]["title"] == "مصوبهٔ ۱/۷ · 🔔 ابلاغ‌شده"
    sent = published.world.choose_inline(
        next(reversed(published.world.inline_queries)), offered[0]["id"]
    )
    assert "فراکسیون" in sent.text
    link = sent.buttons[0][0]["url"]
    assert "مصوبهٔ ۱/۷" in await unit.starts(link.partition("start=")[2])
    assert [one["title"][:10] for one in await unit.asks_inline("")] == ["مصوبهٔ ۱/۱", "مصوبهٔ ۱/۳"]
    assert len(await unit.asks_inline("جلسه ۱")) == 6
    assert len(await unit.asks_inline("جلسه ۱", "1")) == 3
    assert await published.newcomer("غریبه").asks_inline("فراکسیون") == []


async def test_confidential_is_not_found_counted_or_corrected_for_others(published: Town) -> None:
    member = published.person("عضو هیأت")
    secretary = published.person("دبیرخانه · اصفهان")
    async with published.database.writing() as session:
        hidden = update(Resolution).where(Resolution.code == "1/7").values(confidential=True)
        await session.execute(hidden)

    assert "چیزی پیدا نشد" in await member.says("فراکسیون")
    assert "۸ مصوبه" in await member.says("جلسه ۱")
    assert "منظورتان" not in await member.says("فراکسیوم")
    await member.says("/lists")
    assert "۸ مصوبه" in await member.taps("جلسه‌ها")
    assert "۹ مصوبه" in await secretary.says("جلسه ۱")
    assert await secretary.asks_inline("فراکسیون") == []


async def test_other_names_of_broadcasting_and_the_net_are_known(member: Persona) -> None:
    assert "۱. ۱/۴" in await member.says("رسانه ملی")
    assert "۱. ۱/۳" in await member.says("نشست آنلاین")


async def test_words_typed_with_the_latin_keyboard_on_are_found(member: Persona) -> None:
    said = await member.says("rvkxdki")  # قرنطینه

    assert "منظورتان قرنطینه بود؟" in said
    assert "۱. ۱/۹" in said
    assert "منظورتان کرونا بود؟" in await member.says(";v,kh")
    assert "چیزی پیدا نشد" in await member.says("hospital beds")


async def test_secretary_teaches_words_that_mean_the_same(published: Town) -> None:
    secretary, member = published.person("دبیرخانه · اصفهان"), published.person("عضو هیأت")
    assert "چیزی پیدا نشد" in await member.says("فراک‌کیش")
    await secretary.says("/synonyms")
    await secretary.taps("➕")
    assert "۲ تا ۸" in await secretary.says("فقط یک واژه")
    said = await secretary.says("فراک‌کیش = فراکسیون تولید\nفراکسیون تولید = فراک‌کیش")

    assert "یک گروه" in said
    assert "۱. فراک‌کیش = فراکسیون تولید" in plain(said)
    assert "۱. ۱/۷" in await member.says("فراک‌کیش")
    await secretary.taps("✕ حذف ۱")
    assert "چیزی پیدا نشد" in await member.says("فراک‌کیش")
    assert "۱. ۱/۷" not in await member.says("/synonyms")


async def test_name_of_a_command_that_nothing_answers_names_the_command(single: Town) -> None:
    member = single.person("عضو هیأت")

    for typed, command in (
        ("تنظیمات", "/settings"),
        ("راهنما", "برای خودتان"),
        ("دنبال کردن", "/follow"),
        ("کمک", "برای خودتان"),
        ("مرخصی", "/leave"),
        ("جلسه‌های آینده", "/meetings"),
        ("دعوت عضو", "/members"),
        ("settings", "/settings"),
        ("English", "/language"),
        ("/My", "/my"),
    ):
        assert command in await member.says(typed), typed
    assert "فرمانی به این نام" not in await member.says("همگانی")
    for typed in ("لغو", "انصراف", "بازگشت", "منو", "منوی اصلی"):
        assert "چیزی پیدا نشد" not in await member.says(typed)
        assert "🔎 جست‌وجو" in member.labels(), typed


async def test_name_of_a_command_is_no_misspelt_word_and_is_told_above_what_has_it(
    published: Town,
) -> None:
    member, secretary = published.person("عضو هیأت"), published.person("دبیرخانه")

    assert "منظورتان" in await member.says("صورت‌جلسه")
    assert "برای خودتان" in await member.says("راهنمایی")
    assert "منظورتان" not in await member.says("شروع")
    assert "🔎 جست‌وجو" in member.labels()
    for typed in ("صورت‌جلسه", "ورود صورت‌جلسه"):
        assert (await secretary.says(typed)).endswith("برای این کار فرمانی هست: /minutes"), typed
    said = await member.says("اعضا")
    assert "🔎 «اعضا»\nبرای این کار فرمانی هم هست: /members\n۲ مصوبه" in said


@pytest.mark.parametrize("typed", ["kar haye man", "Karhaye man", "kaar-haye man"])
async def test_ones_own_work_may_be_asked_for_in_latin_letters(single: Town, typed: str) -> None:
    unit = single.person("واحد بررسی")

    assert (await unit.says(typed)).startswith("🔎 «کارهای من»")
    assert "🏷 👤 کارهای من" in unit.hears
