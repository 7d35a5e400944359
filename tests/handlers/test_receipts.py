"""After a report: taking it back, correcting it, albums, copies of evidence, and its story."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import event, func, select

from bot.updates.evidence import EvidenceKeeper
from council import items, reviews
from council.errors import AlreadyDecidedError
from storage import members
from storage.models import (
    ActionItem,
    Attachment,
    AuditEvent,
    ProgressUpdate,
    Review,
    Withdrawal,
)
from storage.words import Decision, ItemState, ProgressStatus, Role
from tests.handlers.people import invite
from tests.handlers.siege import press
from tests.town import Persona, Town, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
JPEG = b"\xff\xd8\xff\xe0 picture"


@pytest.fixture
async def unit(single: Town) -> Persona:
    """Who speaks for the unit, with the card of its one item, 5/1, before them."""
    speaker = single.person("واحد بررسی")
    await speaker.says("5/1")
    return speaker


async def count(town: Town, table: type) -> int:
    """How many rows a table has."""
    async with town.database.reading() as session:
        return (await session.scalar(select(func.count()).select_from(table))) or 0


async def item_of(town: Town) -> tuple[ItemState, int]:
    """How the one item stands."""
    async with town.database.reading() as session:
        item = (await session.scalars(select(ActionItem))).one()
        return item.state, item.percent


async def album(unit: Persona, size: int, *, caption: str) -> None:
    """Reply to the card with pictures that belong together; the first carries the words."""
    card = unit.last
    for place in range(size):
        unit.town.world.upload(
            unit.phone, unit.chat, f"{place}.jpg", JPEG, as_photo=True, reply_to=card,
            media_group="album", caption=caption if place == 0 else "",
        )  # fmt: skip
    await unit.town.settle()


async def test_a_report_taken_back_leaves_the_item_as_it_was(unit: Persona) -> None:
    secretary = unit.town.person("دبیرخانه · اصفهان")
    await unit.replies(unit.last, "۴۰٪ انجام شد")
    await unit.replies(unit.message_with("ثبت شد"), "انجام شد")

    assert "لغو شد" in await unit.taps("لغو")

    assert await item_of(unit.town) == (ItemState.IN_PROGRESS, 40)
    assert await count(unit.town, Withdrawal) == 1
    assert "گزارش‌دهنده آن را لغو کرد" in plain(secretary.last.text)
    assert secretary.labels() == ["برگهٔ مصوبه"]
    assert await press(unit.town, secretary.phone, secretary.chat, ["v:yes:2"]) == [
        "گزارش‌دهنده آن را لغو کرد."
    ]
    assert await count(unit.town, Review) == 0
    assert "۴۰٪" in await secretary.says("/review")


async def test_a_reason_typed_for_a_report_that_was_taken_back_ends_the_question(
    unit: Persona,
) -> None:
    secretary = unit.town.person("دبیرخانه · اصفهان")
    await unit.replies(unit.last, "انجام شد")
    await secretary.taps("برگرداندن", on=secretary.last)
    await unit.taps("لغو")

    told = await secretary.says("ناقص است")

    assert "آن را لغو کرد" in told
    assert await count(unit.town, Review) == 0
    assert "🔎" in await secretary.says("گزارش")  # words are looked for again


async def test_after_ten_minutes_a_report_stands(unit: Persona) -> None:
    await unit.replies(unit.last, "انجام شد")
    receipt = unit.last
    await unit.town.passes(minutes=11)

    assert "دیگر نمی‌توان" in await unit.taps("لغو", on=receipt)
    assert await item_of(unit.town) == (ItemState.REPORTED_DONE, 100)


async def test_a_double_tap_on_take_back_counts_once(unit: Persona) -> None:
    await unit.replies(unit.last, "انجام شد")
    message, data = unit._button("لغو", unit.last)
    presses = [unit.town.world.press(unit.phone, message, data) for _ in range(2)]
    await unit.town.settle()

    assert "دیگر نمی‌توان" in plain(unit.town.world.presses[presses[1].id].text)
    assert await count(unit.town, Withdrawal) == 1


async def test_correcting_keeps_words_and_files_and_replaces_the_report(unit: Persona) -> None:
    await unit.uploads("a.jpg", JPEG, caption="۴۰٪ انجام شد", as_photo=True, reply_to=unit.last)
    await unit.taps("ویرایش")
    await unit.taps("در دست اقدام")
    assert "۴۰٪ انجام شد" in await unit.taps("۶۰٪")
    await unit.town.restart()

    receipt = await unit.taps("✅ ثبت شود")

    assert "۶۰٪، در دست اقدام، یک فایل" in receipt
    assert await item_of(unit.town) == (ItemState.IN_PROGRESS, 60)
    assert await count(unit.town, Withdrawal) == 1


async def test_a_sentence_typed_over_the_correction_replaces_the_report(unit: Persona) -> None:
    await unit.uploads("a.jpg", JPEG, caption="۴۰٪ انجام شد", as_photo=True, reply_to=unit.last)
    await unit.taps("ویرایش")

    assert "۶۰٪، در دست اقدام، یک فایل" in await unit.says("۶۰٪ شد، نامه ارسال شد")
    assert await item_of(unit.town) == (ItemState.IN_PROGRESS, 60)
    assert await count(unit.town, Withdrawal) == 1


async def test_a_correction_that_is_dropped_changes_nothing(unit: Persona) -> None:
    await unit.replies(unit.last, "۴۰٪ انجام شد")
    await unit.taps("ویرایش")
    await unit.taps("انجام شد")
    await unit.taps("انصراف")

    assert await item_of(unit.town) == (ItemState.IN_PROGRESS, 40)
    assert await count(unit.town, Withdrawal) == 0


async def test_an_album_of_twelve_is_one_report_and_one_audit_row(unit: Persona) -> None:
    await album(unit, 12, caption="۷۰٪ انجام شد")

    assert await count(unit.town, ProgressUpdate) == 1
    assert await count(unit.town, Attachment) == 12
    async with unit.town.database.reading() as session:
        kept = select(func.count()).where(AuditEvent.action == "reported")
        assert await session.scalar(kept) == 1


async def test_an_album_without_words_is_asked_about_once(unit: Persona) -> None:
    before = len(unit.messages)
    await album(unit, 3, caption="")
    assert len(unit.messages) == before + 1
    assert "📎 برای ۵/۱ مدرکی بدون توضیح فرستادید." in plain(unit.last.text)

    await unit.taps("انجام شد")

    assert await count(unit.town, ProgressUpdate) == 1
    assert await count(unit.town, Attachment) == 3


async def test_files_that_come_later_are_counted_on_the_card_that_was_sent(unit: Persona) -> None:
    secretary = unit.town.person("دبیرخانه · اصفهان")
    await unit.replies(unit.last, "۴۰٪ انجام شد")
    asked, sent = secretary.last, len(secretary.messages)
    assert "📎 دیدن مستندات" not in secretary.labels(asked)

    for name in ("a.jpg", "b.jpg"):
        await unit.uploads(name, JPEG, as_photo=True)

    assert "۲ فایل" in plain(secretary.last.text)
    assert "📎 دیدن مستندات" in secretary.labels()
    assert len(secretary.messages) == sent
    assert "۲ فایل" in plain(await secretary.says("/review"))


@pytest.mark.parametrize("button", ["برگرداندن", "پرسش"])
async def test_files_that_come_while_a_secretary_is_asked_leave_the_question_where_it_stands(
    unit: Persona, button: str
) -> None:
    secretary = unit.town.person("دبیرخانه · اصفهان")
    await unit.replies(unit.last, "۴۰٪ انجام شد")
    asked = await secretary.taps(button, on=secretary.last)

    await unit.uploads("a.jpg", JPEG, as_photo=True)

    assert plain(secretary.last.text) == asked
    assert "یک فایل" in await secretary.taps("بازگشت", on=secretary.last)
    await unit.uploads("b.jpg", JPEG, as_photo=True)
    assert "۲ فایل" in plain(secretary.last.text)


async def test_evidence_is_copied_by_what_it_is_and_named_by_us(
    unit: Persona, tmp_path: Path
) -> None:
    await unit.uploads("../../x.jpg", JPEG, caption="۱۰٪", reply_to=unit.last)
    await unit.uploads(
        "y.pdf", b"MZ\x90\x00 program", caption="۲۰٪", reply_to=unit.message_with("۵/۱")
    )
    keeper = EvidenceKeeper(unit.town.app.bot, unit.town.database, tmp_path)

    assert await keeper.copy_waiting() == 1
    assert await keeper.copy_waiting() == 0

    async with unit.town.database.reading() as session:
        kept = (await session.scalars(select(Attachment).order_by(Attachment.id))).all()
        council_id = unit.town.council_ids["isfahan"]
        assert [(one.copy_name, one.copy_refused) for one in kept] == [
            (f"{council_id}/{kept[0].id}.jpg", None), (None, "other_kind"),
        ]  # fmt: skip
    assert (tmp_path / "evidence" / str(kept[0].copy_name)).read_bytes() == JPEG


async def test_a_file_that_telegram_does_not_hand_out_costs_no_report(
    unit: Persona, tmp_path: Path
) -> None:
    big = b"%PDF-" + bytes(21_000_000)
    receipt = await unit.uploads("big.pdf", big, caption="۸۰٪ انجام شد", reply_to=unit.last)
    keeper = EvidenceKeeper(unit.town.app.bot, unit.town.database, tmp_path)
    await keeper.copy_waiting()

    assert "۸۰٪" in receipt
    async with unit.town.database.reading() as session:
        assert (await session.scalars(select(Attachment.copy_refused))).one() == "too_big"


async def test_ten_reviewers_at_once_make_one_decision(unit: Persona) -> None:
    await unit.replies(unit.last, "انجام شد")
    town, council_id = unit.town, unit.town.council_ids["isfahan"]
    for _ in range(9):
        await invite(town, "isfahan", Role.SECRETARY)
    async with town.database.reading() as session:
        people = await members.with_role(session, council_id, Role.SECRETARY)
        progress_id = (await session.scalars(select(ProgressUpdate.id))).one()

    async def decide(person_id: int) -> bool:
        from council.people.members import viewer_in  # noqa: PLC0415  named beside its use

        try:
            async with town.database.writing() as session:
                viewer = await viewer_in(session, person_id, council_id)
                assert viewer is not None
                await reviews.decide(
                    session, viewer=viewer, progress_id=progress_id,
                    decision=Decision.ACCEPTED, now=town.clock.now(),
                )  # fmt: skip
        except AlreadyDecidedError:
            return False
        return True

    decided = await asyncio.gather(*(decide(person.id) for person in people))

    assert len(people) == 10
    assert sorted(decided) == [False] * 9 + [True]
    assert await count(town, Review) == 1
    assert await item_of(town) == (ItemState.IMPLEMENTED, 100)


async def test_a_list_costs_as_many_queries_with_three_items_as_with_one(published: Town) -> None:
    from council.people.members import viewer_in  # noqa: PLC0415  named beside its use

    council_id = published.council_ids["isfahan"]
    async with published.database.reading() as session:
        person = (await members.with_role(session, council_id, Role.SECRETARY))[0]
        viewer = await viewer_in(session, person.id, council_id)
        ids = list((await session.scalars(select(ActionItem.id).order_by(ActionItem.id))).all())
        assert viewer is not None
        assert len(ids) >= 9
        counted: list[int] = []
        for some in (ids[:1], ids):
            seen = 0

            def see(*_: object) -> None:
                nonlocal seen
                seen += 1

            engine = session.get_bind()
            event.listen(engine, "before_cursor_execute", see)
            await items.cards(session, viewer=viewer, item_ids=some, now=published.clock.now())
            event.remove(engine, "before_cursor_execute", see)
            counted.append(seen)

    assert counted[0] == counted[1]


async def test_the_story_tells_reports_requests_and_decisions(unit: Persona) -> None:
    secretary = unit.town.person("دبیرخانه · اصفهان")
    card = unit.last
    await unit.replies(card, "۴۰٪ انجام شد")
    await unit.replies(card, "انجام شد")
    await secretary.taps("برگرداندن")
    await secretary.taps("مستندات پیوست نشده است")
    assert "مستندات پیوست نشده است" in unit.last.text

    assert "این گزارش برگردانده شد: مستندات پیوست نشده است." in await unit.says("5/1")
    told = plain(await unit.taps("سابقه"))

    assert "گزارش تازه‌تری جای آن را گرفت" in told
    assert "هنوز بررسی نشده" not in told
    assert "(برگردانده شد: مستندات پیوست نشده است.)" in told


async def test_a_question_reaches_the_author_whose_reply_is_a_new_report(unit: Persona) -> None:
    secretary = unit.town.person("دبیرخانه · اصفهان")
    await unit.replies(unit.last, "۹۰٪ انجام شد")
    for name in ("a.jpg", "b.jpg"):
        await unit.uploads(name, JPEG, as_photo=True)
    await secretary.taps("پرسش از گزارش‌دهنده")
    await secretary.says("چه کاری مانده است؟")
    assert "چه کاری مانده است؟" in unit.last.text

    await unit.town.passes(minutes=5)
    receipt = await unit.replies(unit.last, "فقط تحویل مانده، ۹۵ درصد")

    assert "۹۵٪" in receipt
    card = plain(secretary.last.text)
    assert "مریم رضایی پرسیده بود: چه کاری مانده است؟\nگزارش پیشین: در دست اقدام، ۹۰٪" in card
    assert card.endswith("۹۰٪ انجام شد\n۲ فایل در گزارش پیشین")
    before = len(secretary.messages)
    await secretary.taps("دیدن مستندات", on=secretary.last)
    assert len(secretary.messages) == before + 2
    await unit.replies(unit.message_with("چه کاری مانده است؟"), "تحویل شد، ۹۸ درصد")
    assert "پرسیده بود" not in plain(secretary.last.text)
    async with unit.town.database.reading() as session:
        found = await session.scalars(select(ProgressUpdate.status).order_by(ProgressUpdate.id))
        assert list(found) == [ProgressStatus.IN_PROGRESS] * 3
