"""A text that arrives in several messages is one document, and gets one answer."""

from datetime import timedelta

import pytest

from storage import minutes
from tests.handlers.papers import document
from tests.handlers.people import publish_draft
from tests.town import Persona, Town, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PICTURE = b"\xff\xd8\xff"
ORDER = (
    "مقرر شد واحد بررسی‌های اقتصادی ظرف {n} روز گزارش شمارهٔ {n} را دربارهٔ صادرات {word} تهیه کند."
)
GOODS = "فرش پسته زعفران خرما سنگ کاشی فولاد پوشاک دارو کفش چای برنج".split()


def long_minutes(session: str = "دهم") -> str:
    """Minutes of some 9,000 characters: 24 resolutions, each told at length."""
    head = f"صورت‌جلسه جلسه {session} هیأت نمایندگان\nتاریخ: ۲۴ آبان ۱۴۰۵\n\nمصوبات:\n"
    reason = "با توجه به آنچه در جلسه گفته شد و نظر اعضا دربارهٔ دشواری‌های این کالا، " * 4
    return head + "\n".join(
        f"{n}- {reason}" + ORDER.format(n=n, word=GOODS[n % len(GOODS)]) for n in range(1, 25)
    )


@pytest.fixture
def secretary(isfahan: Town) -> Persona:
    """Isfahan's secretary."""
    return isfahan.person("دبیرخانه · اصفهان")


async def drafts_of(town: Town) -> list[tuple[int, int]]:
    """(id, how many findings) of the drafts that stand."""
    async with town.database.reading() as session:
        found = await minutes.open_drafts(session, town.council_ids["isfahan"])
    return [(one.id, len(one.draft["findings"])) for one in found]


async def test_a_paste_of_three_messages_is_one_draft_with_one_answer(
    secretary: Persona,
) -> None:
    text = long_minutes()
    assert len(text) > 2 * 4096
    before = len(secretary.messages)

    summary = await secretary.says(text)

    assert "۲۴ مصوبه" in summary
    assert len(secretary.messages) == before + 1
    assert [count for _, count in await drafts_of(secretary.town)] == [24]


async def test_parts_that_come_one_by_one_grow_the_same_draft(secretary: Persona) -> None:
    text = long_minutes()
    cut = text.index("\n9-")
    assert "۸ مصوبه" in await secretary.says(text[:cut])
    secretary.town.clock.advance(timedelta(seconds=3))
    await secretary.town.restart()

    assert "۲۴ مصوبه" in await secretary.says(text[cut + 1 :])
    assert len(await drafts_of(secretary.town)) == 1


async def test_later_words_are_no_part_of_it(secretary: Persona) -> None:
    text = document("isfahan.txt").decode()[:4000]
    await secretary.says(text)
    secretary.town.clock.advance(timedelta(seconds=30))

    assert "هنوز مصوبه‌ای ابلاغ نشده" in await secretary.says("پسا کرونا")
    assert len(await drafts_of(secretary.town)) == 1
    assert "آنچه خواندم" in await secretary.taps("📑", on=secretary.last)


async def test_a_corrected_draft_takes_no_further_part(secretary: Persona) -> None:
    text = long_minutes()
    cut = text.index("\n9-")
    await secretary.says(text[:cut])
    await secretary.taps("یک‌به‌یک")
    await secretary.taps("کنار گذاشتن")
    await secretary.says(text[cut + 1 :])

    assert [count for _, count in await drafts_of(secretary.town)][1:] == [8]


async def test_forwarded_messages_are_one_draft(isfahan: Town, secretary: Persona) -> None:
    world = isfahan.world
    speaker = isfahan.person("دبیر کمیسیون‌ها")
    group = isfahan.groups["isfahan"]
    told = long_minutes().split("\n")
    posts = [world.say(speaker.phone, group, "\n".join(told[n : n + 6])) for n in (0, 6)]
    await secretary.says("/minutes")
    before = len(secretary.messages)

    for post in posts:
        world.forward(secretary.phone, post, secretary.chat)
    await isfahan.settle()

    assert len(secretary.messages) == before + 1
    assert "۸ مصوبه" in plain(secretary.last.text)


async def test_a_whole_that_was_published_before_is_said_and_leaves_nothing(
    secretary: Persona,
) -> None:
    text = long_minutes()
    await secretary.says(text)
    await publish_draft(secretary)
    secretary.town.clock.advance(timedelta(seconds=60))
    before = len(secretary.messages)

    assert "پیش‌تر" in await secretary.says(text)
    assert len(secretary.messages) == before + 1
    assert await drafts_of(secretary.town) == []


async def test_a_picture_with_words_is_read_where_minutes_were_asked_for(
    isfahan: Town, secretary: Persona
) -> None:
    await secretary.says("/minutes")
    caption = long_minutes().split("\n2-")[0][:1000]
    isfahan.world.upload(
        secretary.phone, secretary.chat, "post.jpg", PICTURE, as_photo=True, caption=caption
    )
    await isfahan.settle()

    assert "یک مصوبه:" in plain(secretary.last.text)
