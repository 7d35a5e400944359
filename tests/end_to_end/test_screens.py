"""Views on a phone of 360 points: nothing leaves its place, every label is whole."""

from tests.bot.views.screens import misfits, phone, said_by_the_bot
from tests.browser import needs_chromium  # skips where playwright is missing

from playwright.async_api import Browser  # isort: skip

pytestmark = needs_chromium
WIDER = "() => document.styleSheets[1].insertRule('#log .bubble { min-width: 500px; }')"


async def test_every_persian_view_with_long_names_fits_a_small_phone(chromium: Browser) -> None:
    """`make screens` looks at both languages, at long lists and at empty ones too."""
    wall = await said_by_the_bot(["fa"], ["full"])

    async with phone(wall, chromium, "fa") as page:
        found = await misfits(wall, page, "fa")

    assert len(wall.names["fa"]) > 150
    assert found == []


async def test_what_does_not_fit_is_noticed(chromium: Browser) -> None:
    wall = await said_by_the_bot(["fa"], [])

    async with phone(wall, chromium, "fa") as page:
        await page.evaluate(WIDER)
        found = await misfits(wall, page, "fa")

    assert {line.split(":")[0] for line in found} == {"fa a text as long as Telegram takes"}
