"""An item that is not theirs, and what the secretariat hears of delivery."""

import pytest
from sqlalchemy import update

from storage.models import ActionItem
from storage.words import ItemState, Role
from tests.handlers.people import invite
from tests.handlers.reminded import day_by_day
from tests.town import Town, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_the_secretariat_may_let_it_be(single: Town) -> None:
    unit, secretary = single.person("واحد بررسی"), single.person("دبیرخانه · اصفهان")
    await single.passes(days=7)

    assert "به دبیرخانه گفته شد" in await unit.taps("کار ما نیست")
    assert "می‌گوید: کار ما نیست" in plain(secretary.last.text)
    assert "همان‌جا می‌ماند" in await secretary.taps("همان بماند")
    assert "همچنان بر عهدهٔ شماست" in plain(unit.last.text)


async def test_the_new_body_is_told_and_reminded(single: Town) -> None:
    unit, secretary = single.person("واحد بررسی"), single.person("دبیرخانه · اصفهان")
    other = await invite(single, "isfahan", Role.REPRESENTATIVE, "کمیسیون صنعت")
    await single.passes(days=7)
    await unit.taps("کار ما نیست")

    await secretary.taps("سپردن")
    assert "به کمیسیون صنعت سپرده شد" in await secretary.taps("کمیسیون صنعت")

    assert "از این پس ۵/۱ بر عهدهٔ شماست" in plain(other.last.text)
    assert "۵/۱ دیگر کار شما نیست" in plain(unit.last.text)
    assert await day_by_day(single, other, 5) == [1, 4, 5]
    assert await day_by_day(single, unit, 3) == []


async def test_said_in_words_it_is_decided_as_by_the_button(single: Town) -> None:
    unit, secretary = single.person("واحد بررسی"), single.person("دبیرخانه · اصفهان")
    other = await invite(single, "isfahan", Role.REPRESENTATIVE, "کمیسیون صنعت")
    await unit.says("۵/۱")
    card = unit.last
    said = await unit.replies(card, "این به ما مربوط نیست")
    assert "ثبت شد: کار ما نیست" in said
    assert "تا تصمیم دبیرخانه، این مورد نزد شما می‌ماند" in said
    await secretary.taps("همان بماند")
    await secretary.taps("این کار را به نهاد شما سپرده است")
    assert "این کار را به نهاد شما سپرده است" in plain(unit.last.text)

    await unit.replies(card, "این به ما مربوط نیست")
    assert "نهادی را برگزینید" in await secretary.taps("سپردن به نهاد دیگر")
    assert "دبیرخانه آن را به نهاد دیگری می‌سپارد" in plain(unit.last.text)
    await secretary.taps("سپردن به نهاد دیگر")
    assert "به کمیسیون صنعت سپرده شد" in await secretary.taps("کمیسیون صنعت")

    assert "از این پس ۵/۱ بر عهدهٔ شماست" in plain(other.last.text)
    assert "مانع" not in await other.says("۵/۱")


async def test_a_secretary_puts_the_wrong_body_right_from_the_card(single: Town) -> None:
    unit, secretary = single.person("واحد بررسی"), single.person("دبیرخانه · اصفهان")
    other = await invite(single, "isfahan", Role.REPRESENTATIVE, "کمیسیون صنعت")
    await secretary.says("۵/۱")

    await secretary.taps("تصحیح")
    await secretary.taps("مسئول اجرا")
    assert "کار کدام نهاد است" in await secretary.says("صنعت")
    assert secretary.labels() == ["کمیسیون صنعت", "برگهٔ مصوبه"]
    assert "به کمیسیون صنعت سپرده شد" in await secretary.taps("کمیسیون صنعت")

    assert "از این پس ۵/۱ بر عهدهٔ شماست" in plain(other.last.text)
    assert "دبیرخانه آن را به کمیسیون صنعت سپرد" in plain(unit.last.text)
    assert "کمیسیون صنعت" in await unit.taps("برگه")


async def test_words_below_a_choice_are_a_search_once_the_item_is_closed(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")
    await secretary.says("۵/۱")
    await secretary.taps("تصحیح")
    await secretary.taps("مسئول اجرا")
    async with single.database.writing() as session:
        await session.execute(update(ActionItem).values(state=ItemState.WITHDRAWN))

    assert "یک مصوبه" in await secretary.says("فهرست تعرفه")


async def test_the_secretariat_hears_once_who_blocked_the_bot(single: Town) -> None:
    unit, secretary = single.person("واحد بررسی"), single.person("دبیرخانه · اصفهان")
    single.world.block_bot(unit.phone)
    await single.settle()

    await single.passes(days=1)
    told = [plain(m.text) for m in secretary.messages if "دیگر پیامی" in plain(m.text)]
    assert len(told) == 1
    assert "ربات را مسدود کرده است، از ۳۰ آبان" in told[0]
    await single.passes(days=1)
    assert sum("دیگر پیامی" in plain(m.text) for m in secretary.messages) == 1

    shown = await secretary.says("/delivery")
    assert "پیام نمی‌رسد به" in shown
    assert "در هفت روز گذشته" in shown
    assert "اختیارات شما" in await single.person("عضو هیأت").says("/delivery")
