"""A message to many: shown, tried, confirmed, sent once, watched, cancelled, accounted for."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from storage.models import (
    BroadcastRecipient,
    Membership,
    OutboxMessage,
    Person,
    Representation,
    Resolution,
)
from storage.words import OutboxState
from tests.handlers.papers import SHORT
from tests.town import Persona, Town, plain

sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SAID = "نشست هم‌اندیشی تعرفه‌ها روز شنبه برگزار می‌شود"


async def rings(town: Town, times: int = 3) -> None:
    """Let the clock ring and everything be delivered."""
    for _ in range(times):
        await town.app.alarm.ring_broadcasts()
        await town.settle()


async def write(town: Town, words: str = SAID, audience: str = "همه") -> Persona:
    """The secretary up to the preview."""
    secretary = town.person("دبیرخانه · اصفهان")
    await secretary.says("/broadcast")
    await secretary.says(words)
    await secretary.taps(audience)
    return secretary


async def goes_out(secretary: Persona) -> None:
    """What the preview shows is sent."""
    await secretary.taps("ارسال همین حالا")
    await secretary.taps("بله، بفرست")
    await rings(secretary.town)


def heard(town: Town, words: str = SAID) -> int:
    """How many people's chats have the message, however often; the secretary's own among them."""
    return sum(
        words in plain(message.text) and "دیدم" in "".join(one.labels(message))
        for one in town.people.values()
        for message in one.messages
    )


async def test_a_message_is_previewed_tried_sent_once_seen_and_accounted_for(
    isfahan: Town,
) -> None:
    secretary = await write(isfahan)
    assert "به ۶ نفر می‌رسد" in plain(secretary.last.text)
    assert "مریم رضایی" in plain(secretary.last.text)

    await secretary.taps("آزمایش")
    assert heard(isfahan) == 1
    await secretary.taps("ارسال همین حالا")
    assert "یکی نیست" in await secretary.says("نه، هنوز نفرستید")
    assert heard(isfahan) == 1
    await secretary.taps("بله، بفرست")
    await rings(isfahan)
    assert heard(isfahan) == 7
    await rings(isfahan)
    assert heard(isfahan) == 7

    member = isfahan.person("عضو هیأت")
    assert "دیده‌شده: ۰" in plain(secretary.message_with("رسیده").text)
    assert "ثبت شد" in await member.taps("دیدم")
    await rings(isfahan, 1)
    card = secretary.message_with("رسیده")
    assert "دیده‌شده: ۱" in plain(card.text)
    await member.replies(member.message_with(SAID), "می‌آیم")
    await rings(isfahan, 1)
    assert plain(secretary.message_with("رسیده").text).endswith("دیده‌شده: ۱\n💬 پاسخ‌ها: ۱")
    shown = await secretary.taps("گزارش ارسال", on=card)
    assert "رسیده: ۶" in shown
    assert "دیده‌شده: ۱" in shown
    assert "علی کاظمی" in shown


@sqlite
async def test_a_reply_reaches_who_sent_the_message(isfahan: Town) -> None:
    member = isfahan.person("عضو هیأت")
    secretary = await write(isfahan)
    await secretary.taps("ارسال همین حالا")
    await secretary.taps("بله، بفرست")
    await rings(isfahan)
    got, own = member.message_with(SAID), secretary.message_with(SAID)

    assert "به مریم رضایی، فرستندهٔ این پیام، می‌رسد" in await member.replies(got, "بله می‌آیم")
    assert member.labels(member.message_with(SAID)) == ["✔️ دیدم"]
    heard_of = plain(secretary.last.text)
    assert f"علی کاظمی به پیام «{SAID}» پاسخ داد:\nبله می‌آیم" in heard_of
    shown = await secretary.replies(secretary.last, "همراه هم خوش آمد")
    assert "همراه هم خوش آمد\n\nبه یک نفر می‌رسد:\nعلی کاظمی" in shown
    await goes_out(secretary)
    assert heard(isfahan, "همراه هم خوش آمد") == 1
    back = member.message_with("همراه هم خوش آمد")
    assert "به مریم رضایی" in await member.replies(back, "ممنون")
    assert "علی کاظمی به پیام «همراه هم خوش آمد» پاسخ داد:\nممنون" in plain(secretary.last.text)
    await member.replies(got, "با یک همراه")
    assert plain(secretary.last.text).endswith("پاسخ داد:\nبا یک همراه")
    shown = await secretary.taps("گزارش ارسال")
    assert "دیده‌شده: ۱\nعلی کاظمی\n💬 پاسخ‌ها: ۱\n" in shown
    assert "• علی کاظمی: بله می‌آیم با یک همراه" in shown
    assert "پیام خود شماست" in await secretary.replies(own, "خودم هم می‌آیم")
    assert "هنوز مصوبه‌ای" in await member.says("بله می‌آیم")
    assert "فقط متن" in await member.uploads("a.pdf", b"%PDF-1.4", reply_to=got)
    said = await member.uploads("b.pdf", b"%PDF-1.4", reply_to=got, caption="این هم نامه")
    assert "به مریم رضایی، فرستندهٔ این پیام، می‌رسد.\nفقط متن می‌رسد" in said
    assert plain(secretary.last.text).endswith("پاسخ داد:\nاین هم نامه")
    for number, group in enumerate(("worded", "worded", "bare", "bare")):
        caption = "دو عکس" if number == 0 else ""
        heard_of = await member.uploads(
            f"{number}.jpg", b"\xff\xd8", as_photo=True, media_group=group, caption=caption,
            reply_to=got,
        )  # fmt: skip
        told = {0: "فرستندهٔ این پیام، می‌رسد", 2: "فقط متن"}.get(number)
        assert (told in heard_of) if told else (heard_of == "")
    isfahan.world.block_bot(secretary.phone)
    assert "به دبیرخانه می‌رسد" in await member.replies(got, "دیر می‌رسم")


@sqlite
async def test_who_writes_to_a_body_only_is_told_that_a_reply_to_one_stays_behind(
    isfahan: Town,
) -> None:
    unit, member = isfahan.person("واحد بررسی"), isfahan.person("عضو هیأت")
    async with isfahan.database.writing() as session:
        named = select(Membership.id).join(Person, Person.id == Membership.person_id)
        joins = await session.scalar(named.where(Person.name == "علی کاظمی"))
        body = await session.scalar(select(func.min(Representation.body_id)))
        session.add(Representation(membership_id=joins, body_id=body))
    await unit.says("/broadcast")
    await unit.says(SAID)
    await unit.taps("واحد بررسی")
    await goes_out(unit)
    await member.replies(member.message_with(SAID), "بله می‌آیم")

    assert "با /broadcast برای نهاد خود" in await unit.replies(unit.last, "خوش آمدید")


@sqlite
async def test_words_behind_a_message_that_find_nothing_hear_how_to_answer_it(
    published: Town,
) -> None:
    hint = "برای جواب به پیام بالا"
    member = published.person("عضو هیأت")
    secretary = await write(published)
    await goes_out(secretary)
    published.clock.advance(timedelta(minutes=5))

    await member.taps("دیدم")
    assert hint in await member.says("بله میام")
    published.clock.advance(timedelta(minutes=5))
    assert hint not in await member.says("قصابی")
    await secretary.says("/start")
    assert hint not in await secretary.says("قصابی")


@sqlite
async def test_seen_is_said_once_and_marked_on_its_button(isfahan: Town) -> None:
    secretary = await write(isfahan)
    await secretary.taps("آزمایش")
    assert "آزمایشی بود" in await secretary.taps("دیدم")
    await goes_out(secretary)
    member = isfahan.person("عضو هیأت")
    message, data = member._button("دیدم", None)

    twice = [isfahan.world.press(member.phone, message, data) for _ in range(2)]
    await isfahan.settle()

    told = [plain(isfahan.world.presses[press.id].text) for press in twice]
    assert told == ["سپاس، ثبت شد.", "پیش‌تر ثبت شده بود که این پیام را دیده‌اید."]
    assert (member.last.text, member.labels()) == (SAID, ["✔️ دیدم"])
    got = member.message_with(SAID)
    assert "به مریم رضایی، فرستندهٔ این پیام، می‌رسد" in await member.replies(got, "بله می‌آیم")


async def test_of_many_replies_the_newest_are_kept(isfahan: Town) -> None:
    member = isfahan.person("عضو هیأت")
    secretary = await write(isfahan)
    await goes_out(secretary)
    got = member.message_with(SAID)

    for words in ("می‌آیم", "😀" * 2_040, "ن" * 4_000, "با دو همراه\u202e ", "نه" * 100):
        await member.replies(got, words)

    assert plain(secretary.message_with("😀").text).endswith("پاسخ داد:\n" + "😀" * 1_750 + "…")
    assert plain(secretary.last.text).endswith("پاسخ داد:\n" + "نه" * 100)
    async with isfahan.database.reading() as session:
        kept = await session.scalar(select(func.max(BroadcastRecipient.answer)))
    assert kept == ("ن" * 4_000 + "\nبا دو همراه\n" + "نه" * 100)[-4_096:]


@sqlite
async def test_an_account_of_many_long_names_and_answers_fits_one_message(isfahan: Town) -> None:
    secretary = await write(isfahan)
    await goes_out(secretary)
    async with isfahan.database.writing() as session:
        broadcast_id = await session.scalar(select(func.max(BroadcastRecipient.broadcast_id)))
        now, name = isfahan.clock.now(), "سید علی‌اکبر حسینی 😀" * 5
        for number in range(60):
            someone = Person(telegram_id=9_000 + number, name=name[:100], created_at=now)
            session.add(someone)
            await session.flush()
            why = ("never started", "unconfirmed")[number % 2]
            session.add(BroadcastRecipient(
                broadcast_id=broadcast_id, person_id=someone.id, round=1, why_not=why,
                seen_at=now, answer="می‌آیم 😀" * 30,
            ))  # fmt: skip

    shown = await secretary.taps("گزارش ارسال")

    assert "💬 پاسخ‌ها: ۶۰" in shown
    assert "⚠️ نرسیده: ۳۰" in shown
    assert sum("می‌آیم" in line for line in shown.splitlines()) == 5


@sqlite
async def test_a_reply_passes_by_the_question_that_stands_open(isfahan: Town) -> None:
    secretary = await write(isfahan)
    await goes_out(secretary)
    await secretary.says("/meetings")
    await secretary.taps("ثبت جلسه")
    await secretary.says("شنبه ۱۴ آذر ساعت ۱۷، سالن")

    assert "پیام خود شماست" in await secretary.replies(secretary.message_with(SAID), "بله")
    assert "جلسه ثبت شد" in await secretary.says("بله")


@sqlite
async def test_those_who_blocked_the_bot_are_named_and_get_it_again(isfahan: Town) -> None:
    unit = isfahan.person("واحد بررسی")
    isfahan.world.block_bot(unit.phone)
    secretary = await write(isfahan)
    await goes_out(secretary)
    assert "نرسیده: ۱" in await secretary.taps("گزارش ارسال")
    assert "نرگس احمدی: ربات را مسدود کرده" in plain(secretary.last.text)

    isfahan.world.unblock_bot(unit.phone)
    await unit.starts()
    await secretary.taps("ارسال دوباره")
    await rings(isfahan)
    assert heard(isfahan) == 6
    assert "نرسیده" not in await secretary.taps("گزارش ارسال")


@sqlite
async def test_a_later_hour_is_kept_and_can_be_cancelled(isfahan: Town) -> None:
    secretary = await write(isfahan)
    await secretary.taps("زمان‌بندی")
    assert "هنوز فرستاده نشده است" in await secretary.taps("بازگشت")
    await secretary.taps("زمان‌بندی")
    for past in ("دیروز ساعت ۱۰", "امروز ساعت ۱ صبح"):
        assert "این زمان گذشته است" in await secretary.says(past)
    assert "روز هفته با تاریخ نمی‌خواند" in await secretary.says("شنبه ۳ آذر ساعت ۱۰")
    assert "سال را هم بنویسید" in await secretary.says("۲۰ آبان ساعت ۱۰")
    for half in ("سه‌شنبه ۳ آذر", "به‌زودی"):
        assert "ساعت ۱۰" in await secretary.says(half)
    await secretary.says("سه‌شنبه ۳ آذر ساعت ۱۰")
    await secretary.taps("بله، بفرست")
    await rings(isfahan)
    assert heard(isfahan) == 0

    isfahan.clock.advance(timedelta(days=3, minutes=1))
    await rings(isfahan)
    assert heard(isfahan) == 6

    secretary = await write(isfahan, "پیام دیگر برای فردا")
    await secretary.taps("زمان‌بندی")
    await secretary.says("شنبه ۱۴ آذر ساعت ۱۰")
    await secretary.taps("بله، بفرست")
    waits = ("پیام دیگر برای فردا", "شنبه ۱۴ آذر ۱۴۰۵، ساعت ۱۰:۰۰", "۶ نفر")
    shown = await secretary.taps("گزارش ارسال")
    assert [one for one in waits if one not in shown] == []
    assert "یک پیام همگانی برای شنبه ۱۴ آذر" in await secretary.says("/delivery")
    waiting = secretary.message_with("در انتظار زمان ارسال")
    assert "پیش از آنکه به کسی برسد لغو شد" in await secretary.taps("لغو بقیه", on=waiting)
    assert "پیامی در نوبت نیست" in await secretary.says("/delivery")
    isfahan.clock.advance(timedelta(days=20))
    await rings(isfahan)
    assert heard(isfahan, "پیام دیگر") == 0


@sqlite
async def test_what_goes_into_quiet_hours_says_when_it_comes_and_comes_then(isfahan: Town) -> None:
    member = isfahan.person("عضو هیأت")
    await member.says("/settings")
    await member.taps("ساعت سکوت")
    await member.says("از ۱۷ تا ۹")
    secretary = await write(isfahan)
    assert "سکوت" not in plain(secretary.last.text)
    await secretary.taps("زمان‌بندی")
    asked = await secretary.says("امروز ساعت ۱۸")
    assert "ساعت سکوت یک نفر دیرتر می‌گیرد: یکشنبه ۱ آذر ۱۴۰۵، ساعت ۰۹:۰۰" in asked
    await secretary.taps("بله، بفرست")

    isfahan.clock.advance(timedelta(hours=8))
    await rings(isfahan)
    assert heard(isfahan) == 5
    isfahan.clock.advance(timedelta(hours=4))
    await write(isfahan, "پیام شبانه")
    assert "سکوت ۵ نفر دیرتر می‌گیرند: یکشنبه ۱ آذر ۱۴۰۵، ساعت ۰۸:۰۰" in plain(secretary.last.text)
    assert "ساعت ۰۹:۰۰" in await secretary.taps("ارسال همین حالا")
    assert "در انتظار زمان ارسال" in await secretary.taps("بله، بفرست")
    for hours, reached in ((0, (5, 0)), (10, (5, 5)), (1, (6, 6))):
        isfahan.clock.advance(timedelta(hours=hours))
        await rings(isfahan)
        assert (heard(isfahan), heard(isfahan, "پیام شبانه")) == reached


@sqlite
async def test_cancelling_takes_back_what_still_waits(isfahan: Town) -> None:
    secretary = await write(isfahan)
    await secretary.taps("ارسال همین حالا")
    await secretary.taps("بله، بفرست")
    await isfahan.app.alarm.ring_broadcasts()  # in the outbox, but not delivered yet

    secretary._mark()
    isfahan.world.press(secretary.phone, *secretary._button("لغو بقیه", None))
    await isfahan.receive()
    await isfahan.settle()

    assert heard(isfahan) == 0
    assert "پیش از آنکه به کسی برسد لغو شد" in plain(secretary.last.text)
    async with isfahan.database.reading() as session:
        ended = select(OutboxMessage.state, func.count()).where(OutboxMessage.kind == "broadcast")
        found = await session.execute(ended.group_by(OutboxMessage.state))
        assert [tuple(row) for row in found] == [(OutboxState.CANCELLED, 6)]


@sqlite
async def test_whom_it_is_for_and_the_last_yes_can_be_typed(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    await secretary.says("/broadcast")
    await secretary.says(SAID)
    await secretary.taps("انصراف")
    assert "هنوز مصوبه‌ای" in await secretary.says("علی کاظمی")
    await secretary.says("/broadcast")
    await secretary.says(SAID)
    assert "هنوز مصوبه‌ای" in await secretary.says("تعرفه")
    assert "به ۶ نفر می‌رسد" in await secretary.says("همه")
    await secretary.taps("تغییر گیرندگان")
    await secretary.says("علی کاظمی")
    await secretary.says("نرگس")
    assert "به ۲ نفر می‌رسد" in await secretary.says("تمام شد")

    await secretary.says("ارسال همین حالا")
    assert "هنوز فرستاده نشده است" in await secretary.says("نه، ممنون")
    await secretary.says("ارسال همین حالا")
    assert "یکی نیست" in await secretary.says("ب")
    await secretary.says("آره بفرست")
    await rings(isfahan)

    assert heard(isfahan) == 2
    await secretary.says("/broadcast")
    await secretary.says(SAID)
    assert "یک مصوبه" in await secretary.says(SHORT)


@sqlite
async def test_confidential_words_are_refused_however_they_are_written(published: Town) -> None:
    secretary = published.person("دبیرخانه · اصفهان")
    async with published.database.writing() as session:
        text = (await session.scalars(select(Resolution.text).where(Resolution.id == 1))).one()
        await session.execute(
            update(Resolution).where(Resolution.id == 1).values(confidential=True)
        )

    await secretary.says("/broadcast")
    copied = "به استحضار می‌رساند " + text.replace("ی", "ي").replace("ک", "ك")
    assert "محرمانه" in await secretary.says(copied)
    assert "برای چه کسانی" in await secretary.says("جلسه ساعت ده برگزار می‌شود")


@sqlite
async def test_a_sessions_digest_goes_out_in_ordered_parts_and_without_secrets(
    published: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("council.digests.A_PART", 4)
    secretary, member = published.person("دبیرخانه · اصفهان"), published.person("عضو هیأت")
    async with published.database.writing() as session:
        await session.execute(
            update(Resolution).where(Resolution.id == 2).values(confidential=True)
        )
    await secretary.says("/broadcast")
    await secretary.taps("خلاصه")
    groups = secretary.labels()
    assert {"دبیران", "نمایندگان نهادها", "اعضا", "ناظران", "انصراف"} <= {*groups}
    shown = await secretary.taps("همه")
    assert "۱/۱ " in shown
    assert "۱/۲ " not in shown
    await secretary.taps("ارسال همین حالا")
    await secretary.taps("بله، بفرست")
    await rings(published)

    parts = [plain(m.text) for m in member.messages if "بخش" in plain(m.text)]
    assert ["بخش ۱" in parts[0], "بخش ۲" in parts[1]] == [True, True]
    assert "۱/۱" in parts[0]
    assert all("۱/۲ " not in part for part in parts)
    digest = member.message_with("بخش ۱")
    assert "اگر گزارش کاری است" in await member.replies(digest, "۶۰٪ انجام شد")
    assert "به پیام «خلاصهٔ جلسه» پاسخ داد:\n۶۰٪ انجام شد" in plain(secretary.last.text)


@sqlite
async def test_above_fifty_people_their_number_is_typed(
    isfahan: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("council.to_many.broadcasts.TYPED_ABOVE", 5)
    monkeypatch.setattr("bot.views.broadcasts.TYPED_ABOVE", 5)
    secretary = await write(isfahan)

    assert "تعداد را بنویسید: ۶" in await secretary.taps("ارسال همین حالا")
    assert "چیزی تغییر نکرد" in await secretary.says("۵")
    await secretary.says("۶")
    await rings(isfahan)
    assert heard(isfahan) == 6


@sqlite
async def test_a_photo_is_sent_by_its_id_and_members_may_not_broadcast(isfahan: Town) -> None:
    secretary, member = isfahan.person("دبیرخانه · اصفهان"), isfahan.person("عضو هیأت")
    assert "در حدود اختیارات شما نیست" in await member.says("/broadcast")

    await secretary.says("/broadcast")
    await secretary.uploads("map.pdf", b"%PDF-1.4", caption="نقشهٔ محل جلسه")
    await secretary.taps("انتخاب نام")
    await secretary.taps("علی کاظمی")
    await secretary.taps("تمام شد")
    assert "به یک نفر می‌رسد" in plain(secretary.last.text)
    await goes_out(secretary)

    assert member.last.content["caption"] == "نقشهٔ محل جلسه"
    assert member.last.content["document"]["file_name"] == "map.pdf"


@sqlite
async def test_members_are_told_of_a_session_that_is_entered_moved_or_cancelled(
    isfahan: Town,
) -> None:
    secretary, member = isfahan.person("دبیرخانه · اصفهان"), isfahan.person("عضو هیأت")
    await secretary.says("/meetings")
    await secretary.taps("ثبت جلسه")
    await secretary.says("شنبه ۲۱ آذر ساعت ۱۰ سالن غدیر")
    await secretary.taps("بله")
    entered = secretary.last

    async def tell() -> str:
        await secretary.taps("خبر به اعضا")
        assert "برای چه کسانی" in secretary.hears
        await secretary.taps("همه")
        await goes_out(secretary)
        return plain(member.hears)

    heard = await tell()
    assert "جلسهٔ بعد شنبه ۲۱ آذر ۱۴۰۵، ساعت ۱۰:۰۰ برگزار می‌شود." in heard
    assert "محل: سالن غدیر" in heard
    await secretary.taps("جابه‌جایی", on=entered)
    await secretary.says("یکشنبه ۲۲ آذر")
    await secretary.taps("بله")
    assert "جلسه به یکشنبه ۲۲ آذر ۱۴۰۵، ساعت ۱۰:۰۰ جابه‌جا شد." in await tell()
    await secretary.says("/meetings")
    await secretary.taps("لغو جلسه")
    await secretary.taps("بله")
    assert "جلسهٔ یکشنبه ۲۲ آذر ۱۴۰۵، ساعت ۱۰:۰۰ لغو شد." in await tell()
