"""Pictures: every letter joined and there, a phone's width, and nothing drawn of nothing."""

import struct
from dataclasses import replace

import pytest

from bot.i18n import use_language
from bot.papers import pictures
from bot.papers.charts import Bar, Chart, Part, Shade
from bot.papers.refusing import RefusedError
from bot.views import pictures as views
from council.figures.numbers import Share
from council.figures.pictures import Drawing, Fate, Kind, Row
from council.figures.stats import Scope

LONG = "کمیسیون فناوری اطلاعات و ارتباطات (IT) و کسب‌وکارهای نوین اتاق بازرگانی، صنایع، معادن"
COUNTS = {fate: place for place, fate in enumerate(Fate, start=1)}
ROWS = {
    Kind.BODIES: (Row(body=LONG, counts=COUNTS), Row(others=3, counts=COUNTS), Row(counts=COUNTS)),
    Kind.ON_TIME: tuple(Row(month=(1404, m), on_time=Share(m % 4, m % 5)) for m in range(1, 13)),
    Kind.AGES: tuple(Row(age=age, counts=COUNTS) for age in range(5)),
    Kind.YEAR: tuple(Row(month=(1404, month), counts=COUNTS) for month in range(1, 13)),
}


def drawing(kind: Kind) -> Drawing:
    """A picture with every word that such a one can hold."""
    return Drawing(kind, 1, "شورای گفتگوی استان یزد", Scope(0, 1404, 3), None, ROWS[kind])


def size(png: bytes) -> tuple[int, int]:
    """Width and height, as the file's own header says (https://www.w3.org/TR/png/#11IHDR)."""
    assert (png[:8], png[12:16], png[-8:-4]) == (b"\x89PNG\r\n\x1a\n", b"IHDR", b"IEND")
    return struct.unpack(">II", png[16:24])


@pytest.mark.parametrize(
    ("kind", "language", "dark"),
    [*((kind, "fa", False) for kind in Kind), (Kind.BODIES, "en", True)],
)
def test_picture_has_every_letter_and_fits_a_phone(kind: Kind, language: str, dark: bool) -> None:
    with use_language(language):
        # A letter that no font has is a warning of matplotlib's, and a warning fails the test.
        png = pictures.render(views.chart(drawing(kind), dark=dark))

    width, height = size(png)
    assert width == 1080
    assert 400 < height < 1500
    assert len(png) < 300_000


def test_persian_letters_are_joined_and_a_missing_one_is_noticed() -> None:
    chart = Chart("ب", "ب", (Part("ب", Shade.DONE),), (Bar("ب", (1,), ("",), ""),), True)
    pictures.render(chart)
    sheet = pictures._Sheet(chart)

    assert sheet.width("بببب", 12) < 0.8 * 4 * sheet.width("ب", 12)
    with pytest.warns(UserWarning, match="missing from font"):
        sheet.width("漢", 12)


def test_long_names_are_wrapped_to_the_width() -> None:
    chart = Chart("ب", "ب", (), (), True)
    sheet = pictures._Sheet(chart)
    lines = sheet.wrapped(LONG, pictures.SMALL, 4.1)

    assert " ".join(lines) == LONG
    assert len(lines) == 2
    assert all(sheet.width(line, pictures.SMALL) <= 4.1 for line in lines)


def test_nothing_to_draw_and_too_much_are_refused() -> None:
    with use_language("fa"):
        whole = views.chart(drawing(Kind.AGES), dark=False)

    for chart, why in (
        (replace(whole, bars=()), "empty"),
        (replace(whole, parts=()), "empty"),
        (replace(whole, bars=whole.bars * 5), "too_long"),
    ):
        with pytest.raises(RefusedError) as refused:
            pictures.render(chart)
        assert refused.value.why == why
