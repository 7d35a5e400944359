"""More time, items that end otherwise, repeating items asked less, and followers."""

from datetime import date

import pytest
from sqlalchemy import select

from bot.i18n import use_language
from bot.saying import wording
from storage.models import ActionItem, Postponement
from storage.words import DeadlineKind, ItemState, Role
from tests.handlers.people import invite
from tests.town import Persona, Town, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def unit(single: Town) -> Persona:
    """Who speaks for the unit, with the card of its one item, 5/1, before them."""
    speaker = single.person("واحد بررسی")
    await speaker.says("5/1")
    return speaker


async def only_item(town: Town) -> ActionItem:
    """The one item of the town."""
    async with town.database.reading() as session:
        return (await session.scalars(select(ActionItem))).one()


async def test_more_time_is_asked_granted_and_moves_the_date(unit: Persona) -> None:
    secretary = unit.town.person("دبیرخانه · اصفهان")
    before = (await only_item(unit.town)).due_on
    await unit.taps("ثبت گزارش")
    await unit.taps("درخواست مهلت")
    assert before is not None
    with use_language("fa"):
        present = f"مهلت کنونی {wording.day(before)} است"
    for no_later in ("فردا", "دیروز"):
        assert present in await unit.says(no_later)
    await unit.says("تا پایان دی")
    assert "مهلت پیشین برقرار" in await unit.says("منتظر آمار گمرک هستیم")
    assert (await only_item(unit.town)).due_on == before

    await secretary.taps("موافقت")

    assert "موافقت شد" in plain(unit.last.text)
    moved = (await only_item(unit.town)).due_on
    assert moved is not None
    assert moved > before


@pytest.mark.parametrize(
    ("days", "rule", "typed", "until"),
    [(0, "پس از مهلت کنونی: تا سه‌شنبه ۲۴ آذر", "۱۰روز", "سه‌شنبه ۲۴ آذر"),
     (0, "پس از مهلت کنونی: تا سه‌شنبه ۲۴ آذر", "۱۰ روز پس از مهلت کنونی", "سه‌شنبه ۲۴ آذر"),
     (0, "پس از مهلت کنونی: تا سه‌شنبه ۲۴ آذر", "ده روز دیگه", "سه‌شنبه ۲۴ آذر"),
     (0, "پس از مهلت کنونی: تا سه‌شنبه ۲۴ آذر", "۳۰ روز از امروز", "دوشنبه ۳۰ آذر"),
     (16, "از امروز: تا پنجشنبه ۲۶ آذر", "از امروز ده روز", "پنجشنبه ۲۶ آذر"),
     (16, "از امروز: تا پنجشنبه ۲۶ آذر", "ده روز", "پنجشنبه ۲۶ آذر")],
)  # fmt: skip
async def test_a_typed_length_begins_where_the_buttons_begin(
    unit: Persona, days: int, rule: str, typed: str, until: str
) -> None:
    await unit.town.passes(days=days)
    await unit.says("5/1")
    await unit.taps("ثبت گزارش")
    asked = plain(await unit.taps("درخواست مهلت"))

    assert f"«۱۰ روز» یعنی ۱۰ روز {rule}" in asked
    assert f"تا {until}" in plain(await unit.says(typed))


async def test_a_refusal_needs_a_reason_and_is_given_once(unit: Persona) -> None:
    secretary = unit.town.person("دبیرخانه · اصفهان")
    colleague = await invite(unit.town, "isfahan", Role.SECRETARY)
    before = (await only_item(unit.town)).due_on
    await unit.taps("ثبت گزارش")
    await unit.taps("درخواست مهلت")
    await unit.says("۱۴۰۵/۱۰/۳۰")
    await unit.says("وقت کم است")
    await secretary.taps("مخالفت")
    await secretary.says("مهلت کافی بوده است")

    assert "مهلت کافی بوده است" in plain(unit.last.text)
    assert "پیش‌تر" in await colleague.taps("موافقت")
    assert (await only_item(unit.town)).due_on == before
    async with unit.town.database.reading() as session:
        assert (await session.scalars(select(Postponement.granted))).all() == [False]


async def test_a_request_is_taken_back_by_who_asked_until_it_is_answered(unit: Persona) -> None:
    secretary = unit.town.person("دبیرخانه · اصفهان")
    await unit.replies(unit.last, "مهلت بیشتری می‌خواهم، ده روز")
    await unit.taps("۲۴ آذر")
    asked, got = unit.last, secretary.last
    await secretary.taps("مخالفت", on=got)

    told = plain(await unit.taps("پس گرفتن", on=asked))
    assert "پس گرفته شد: درخواست مهلت ۵/۱ تا سه‌شنبه ۲۴ آذر" in told
    assert "مهلت همان شنبه ۱۴ آذر ۱۴۰۵ می‌ماند" in told
    assert "درخواستش را پس گرفت" in plain(secretary.message_with("درخواست").text)
    assert "پس گرفت" in plain(await secretary.says("مهلت کافی است"))
    assert secretary.labels(secretary.message_with("درخواستش")) == ["برگهٔ مصوبه"]
    await unit.town.passes(days=1)
    assert "در انتظار پاسخ" not in plain(secretary.last.text)

    await unit.replies(unit.message_with("۵/۱"), "مهلت بیشتری می‌خواهم، ده روز")
    await unit.taps("۲۴ آذر")
    again = unit.last
    await secretary.taps("موافقت")
    assert "موافقت شد" in plain(await unit.taps("پس گرفتن", on=again))
    assert (await only_item(unit.town)).due_on == date(2026, 12, 15)
    await unit.replies(unit.last, "۴۰٪ انجام شد")
    await unit.says("5/1")
    assert "(پس گرفته شد)" in plain(await unit.taps("سابقه"))


async def test_more_time_for_a_period_that_passed_moves_nothing(published: Town) -> None:
    unit, secretary = published.person("واحد بررسی"), published.person("دبیرخانه · اصفهان")
    for code, until in (("1/1", "تا ۱۸ آذر ۱۴۰۵"), ("1/3", "تا ۱۷ آذر ۱۴۰۵")):
        await unit.says(code)
        await unit.taps("ثبت گزارش")
        await unit.taps("درخواست مهلت")
        await unit.says(until)
        await unit.says("منتظر آمار هستیم")
    asked = secretary.message_with("۱/۱")
    await secretary.taps("موافقت", on=secretary.message_with("۱/۳"))
    card = plain(await unit.says("1/3"))
    assert "مهلت: تمدید تا سه‌شنبه ۱۷ آذر ۱۴۰۵؛ قاعده: هر ۲ هفته از تاریخ ابلاغ" in card

    await published.passes(days=2)
    assert "یک درخواست مهلت در انتظار پاسخ شماست: ۱/۱" in plain(secretary.last.text)
    assert "۱۸ آذر ۱۴۰۵" in await secretary.taps("پاسخ به ۱/۱")
    await published.passes(days=13)
    lapsed = "درخواست مهلت شما برای ۱/۱ (تا چهارشنبه ۱۸ آذر ۱۴۰۵) بی‌پاسخ ماند"
    told = [plain(one.text) for one in unit.messages if lapsed in plain(one.text)]
    assert len(told) == 1
    assert "مهلت کنونی، شنبه ۲۸ آذر ۱۴۰۵" in told[0]
    assert "ثبت گزارش پیشرفت" in unit.labels(unit.message_with(lapsed))
    assert "این نوبت گذشته است" in plain(await secretary.taps("موافقت", on=asked))
    assert "شنبه ۲۸ آذر ۱۴۰۵ (هر ۲ هفته" in plain(await unit.says("1/1"))
    heard = len(secretary.messages)
    await published.passes(days=3)
    later = [plain(one.text) for one in secretary.messages[heard:]]
    assert not any("در انتظار پاسخ شماست" in one for one in later)
    assert sum(lapsed in plain(one.text) for one in unit.messages) == 1
    silent = next(one for one in later if "نوبت ۱۴ آذر ۱۴۰۵ بی‌گزارش ماند" in one)
    assert "۱/۳" in silent  # not before its extended day had passed
    assert "۱/۱" not in silent


async def test_a_promise_past_the_date_offers_to_ask_for_that_time(unit: Persona) -> None:
    await unit.replies(unit.last, "تا پایان دی انجام می‌شود")

    assert "تا" in await unit.taps("درخواست مهلت تا")

    async with unit.town.database.reading() as session:
        asked = (await session.scalars(select(Postponement))).one()
        assert asked.reason == "تا پایان دی انجام می‌شود"


@pytest.mark.parametrize(
    ("said", "until"),
    [("مهلت بیشتری می‌خواهم، تا پایان دی", "تا ۳۰ دی"), ("به زمان بیشتری نیاز داریم", "پایان دی"),
     ("مهلت بیشتری می‌خواهم، ده روز", "تا ۲۴ آذر"),
     ("ده روز مهلت بیشتر میخوایم", "تا ۲۴ آذر"),
     ("ده روز دیگه وقت می‌خوایم", "تا ۲۴ آذر"),
     ("میشه یه هفته بیشتر وقت بدین", "تا ۲۱ آذر"),
     ("can I have more time?", "پایان دی"),
     ("می‌شود مهلتش را تمدید کنید؟", "پایان دی")],
)  # fmt: skip
async def test_more_time_asked_in_words_is_asked_until_when_and_needs_no_other_reason(
    unit: Persona, said: str, until: str
) -> None:
    asked = plain(await unit.replies(unit.last, said))
    named = [label for label in unit.labels() if until in label]
    assert ("اگر همین را می‌خواهید" if named else "تا کی؟") in asked
    assert bool(named) == ("،" in said or "ده روز" in said or "هفته" in said)
    assert ("یعنی" in asked) != bool(named)
    assert sum(until.removeprefix("تا ") in label for label in unit.labels()) == len(named)

    await (unit.taps(named[0]) if named else unit.says(until))

    assert "مهلت پیشین برقرار" in plain(unit.last.text)
    async with unit.town.database.reading() as session:
        assert (await session.scalars(select(Postponement.reason))).all() == [said]


async def test_more_time_is_asked_without_a_reply_for_the_item_that_is_meant(
    published: Town,
) -> None:
    unit = published.person("واحد بررسی")

    for named in ("برای ۱/۱", "برا مصوبه ۱"):
        assert "مهلت بیشتر برای ۱/۱" in plain(await unit.says(f"یه هفته وقت بیشتر می‌خوام {named}"))
        await unit.says("لغو")
    assert "برای ۱/۱" in plain(await unit.says("۲ هفته وقت بیشتر میخوام برای ۱/۱"))
    await unit.says("لغو")
    assert "برای کدام مورد مهلت" in await unit.says("مهلت بیشتر میخوایم، ده روز")
    assert "اگر همین را می‌خواهید" in await unit.taps("۱/۳")
    await unit.says("لغو")
    for search in ("تمدید مهلت", "۲ هفته وقت بیشتر میخوام برای ۱/۲"):
        assert "مهلت بیشتر برای" not in await unit.says(search)


async def test_more_time_for_two_items_at_once_is_asked_for_one_after_the_other(
    published: Town,
) -> None:
    unit, secretary = published.person("واحد بررسی"), published.person("دبیرخانه · اصفهان")
    bundle = unit.message_with("۲ مورد تازه")

    said = plain(await unit.replies(bundle, "برای ۱/۱ و ۱/۳ مهلت بیشتر می‌خواهیم"))
    assert "مهلت بیشتر برای ۱/۱" in said
    assert "مهلت بیشتر برای ۱/۳" not in said
    await unit.says("تا ۲۸ آذر ۱۴۰۵")
    assert "مهلت بیشتر برای ۱/۳" in plain(unit.last.text)
    await unit.says("تا ۲۸ آذر ۱۴۰۵")

    for code in ("۱/۱", "۱/۳"):
        assert f"درخواست شد: {code}" in plain(unit.message_with(f"درخواست شد: {code}").text)
        assert secretary.message_with(f"مهلت بیشتر برای {code}")


async def test_more_time_wished_for_in_a_group_goes_on_in_private(published: Town) -> None:
    speaker, secretary = published.person("دبیر کمیسیون"), published.person("دبیرخانه · اصفهان")
    group = speaker.in_group(published.groups["isfahan"])

    assert "در پاسخ به همین پیام" in await group.replies(
        group.message_with("۱/۲"), "مهلت بیشتری می‌خواهیم"
    )
    await group.replies(group.last, "تا پایان دی")
    assert "خصوصی" in plain(group.last.text)
    assert "درخواست شد: ۱/۲ تا چهارشنبه ۳۰ دی" in plain(speaker.last.text)
    await speaker.taps("پس گرفتن")

    await group.taps("۱۴ دی")
    assert "چرا" in plain(speaker.last.text)
    await speaker.says("مناقصه یک هفته عقب افتاد")
    assert "مناقصه یک هفته عقب افتاد" in plain(secretary.last.text)


async def test_more_time_without_a_reply_is_for_ones_only_item(unit: Persona) -> None:
    for said in ("وقت بیشتر لازم داریم", "زمان بیشتری نیاز داریم", "نیازمند زمان بیشتری هستیم"):
        assert "تا کی؟" in await unit.says(said)
        await unit.says("لغو")
    assert "تا سه‌شنبه ۲۴ آذر ۱۴۰۵؟" in await unit.says("میشه ده روز دیگه مهلت بدید؟")
    await unit.taps("۲۴ آذر")

    assert "مهلت پیشین برقرار" in plain(unit.last.text)


async def test_who_wants_to_be_reminded_later_is_shown_how_without_a_reply(unit: Persona) -> None:
    for said in ("فردا ساعت ۱۰ یادم بنداز", "شنبه یادم بنداز مصوبه ۵/۱ رو"):
        assert "۵/۱ تا" in plain(await unit.says(said))
        assert unit.labels() == ["💤 به تعویق بینداز"]
    assert "چرا" in plain(await unit.taps("💤"))
    await unit.says("انصراف")
    assert "🔎" in await unit.says("یادآوری تعرفه")


async def test_who_needs_time_where_no_day_is_set_is_told_so_and_may_put_off(
    unit: Persona,
) -> None:
    card = unit.last
    assert "💤" in await unit.replies(card, "دو روز دیگه یادم بنداز")
    async with unit.town.database.writing() as session:
        (await session.scalars(select(ActionItem))).one().due_on = None

    for said in ("مهلت بیشتر میخوایم", "یه هفته دیگه وقت میخوایم"):
        assert "۵/۱ مهلتی ندارد" in plain(await unit.replies(card, said))
    assert "تا کی به تعویق" in plain(await unit.taps("💤"))


@pytest.mark.parametrize(
    ("label", "state"),
    [("ارجاع به مرجع بالاتر", ItemState.REFERRED_UP), ("منتفی", ItemState.WITHDRAWN),
     ("خارج از وظایف نهاد", ItemState.NOT_ACTIONABLE)],
)  # fmt: skip
async def test_the_secretary_ends_an_item_with_a_reason(
    unit: Persona, label: str, state: ItemState
) -> None:
    secretary = unit.town.person("دبیرخانه · اصفهان")
    await unit.taps("ثبت گزارش")
    await unit.taps("درخواست مهلت")
    await unit.says("تا پایان دی")
    await unit.says("وقت کم است")
    await unit.says("5/1")
    await secretary.says("5/1")
    await secretary.taps("ثبت گزارش")
    await secretary.taps("بستن یا تغییر حکم")
    await secretary.taps(label)
    await secretary.says("به شورای عالی رفت")

    assert (await only_item(unit.town)).state is state
    assert "به شورای عالی رفت" in unit.last.text
    await unit.town.passes(minutes=1)
    assert "بی‌پاسخ ماند" in unit.last.text
    assert "این حکم بسته شده است" in unit.last.text
    assert unit.labels() == []
    assert "بسته شده" in await unit.replies(unit.message_with("مصوبهٔ"), "۵۰٪ انجام شد")


async def test_others_are_not_offered_to_close_an_item(unit: Persona) -> None:
    await unit.taps("ثبت گزارش")

    assert "بستن یا تغییر حکم" not in unit.labels()


async def test_a_repeating_item_is_asked_in_another_rhythm_or_once_more(published: Town) -> None:
    secretary = published.person("دبیرخانه · اصفهان")
    await secretary.says("1/1")
    await secretary.taps("ثبت گزارش")
    await secretary.taps("بستن یا تغییر حکم")
    await secretary.taps("تغییر نوبت‌ها")
    await secretary.taps("هر ماه")

    async with published.database.reading() as session:
        rhythm = select(ActionItem.deadline_norm, ActionItem.deadline_kind).order_by(ActionItem.id)
        first = (await session.execute(rhythm)).first()
        assert first is not None
        assert tuple(first) == ("P1M", DeadlineKind.RECURRING)


async def test_a_follower_hears_what_changes_and_can_stop(unit: Persona) -> None:
    member = unit.town.person("عضو هیأت")
    assert "دنبال می‌کنید" in await member.says("/follow 5/1")
    await unit.replies(unit.last, "۴۰٪ انجام شد")
    assert "تغییری در" in plain(member.last.text)
    assert "دنبال می‌کنید" in await member.says("/follow 5/1")
    assert "دیگر دنبال نمی‌کنید" in await member.taps("دنبال نکردن")
    heard = len(member.messages)

    await unit.replies(unit.message_with("مصوبهٔ"), "۵۰٪ انجام شد")

    assert len(member.messages) == heard


async def test_progress_of_several_bodies_is_rolled_up_on_the_card(published: Town) -> None:
    member = published.person("عضو هیأت")
    shown = [plain(await member.says(f"1/{n}")) for n in range(1, 10)]

    several = [card for card in shown if card.count("مسئول اجرا") > 1]
    assert all("همهٔ نهادها: ۰ از" in card for card in several)
