"""Draws a chart as PNG, for a phone: matplotlib is the pen, a child process the only hand.

1080 pixels wide, so that a phone of 390 points shows the smallest letters at about twelve.
"""

import io
import logging
from collections.abc import Iterator
from importlib.resources import as_file, files
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from bot.papers.charts import Bar, Chart, Shade
from bot.papers.refusing import RefusedError

WIDTH, DPI = 4.5, 240
MARGIN, BAR, LINE, GAP = 0.22, 0.21, 0.225, 0.13
"""Inches: the edge, the thickness of a bar, a line of small letters, the room between two bars."""
TITLE, SMALL, INSIDE = 14.5, 11.5, 10
"""Sizes of letters in points."""
MOST_BARS, MOST_LETTERS = 24, 200
FONTS = ("Noto Sans Arabic", "DejaVu Sans")
"""The second, which matplotlib brings along, has the Latin letters that the first lacks."""
RLM, LRM = "\u200f", "\u200e"
INK = {False: ("#ffffff", "#1b2430", "#5b6675"), True: ("#17212b", "#f2f5f8", "#9fb0c0")}
"""Paper, letters and lesser letters, in the light and in the dark."""
COLOURS = {
    Shade.DONE: ("#2e8b57", "#4fbf86"),
    Shade.WAITING: ("#e0a526", "#f0c35a"),
    Shade.OPEN: ("#3d7cc9", "#6aa7ec"),
    Shade.LATE: ("#c8323c", "#f0737b"),
    Shade.OUT: ("#a3adb8", "#66727f"),
}


class _Sheet:
    """Paper of unknown height: everything is put at inches from its top, then it is cut."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.paper, self.ink, self.lesser = INK[chart.dark]
        self.figure = Figure(figsize=(WIDTH, 1), dpi=DPI, facecolor=self.paper)
        self.canvas: Any = FigureCanvasAgg(self.figure)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.axes.set_xlim((WIDTH, 0) if chart.right_to_left else (0, WIDTH))
        self.y = MARGIN
        self._widths: dict[tuple[str, float], float] = {}

    def write(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        *,
        colour: str | None = None,
        anchor: str = "start",
    ) -> Any:  # noqa: ANN401  matplotlib's Text
        """One line, its middle so far from the top; `x` counts from where reading begins."""
        rtl = self.chart.right_to_left
        sides = {"start": "right" if rtl else "left", "end": "left" if rtl else "right"}
        return self.axes.text(
            x, y, (RLM if rtl else LRM) + words[:MOST_LETTERS],
            fontsize=size, color=colour or self.ink, va="center",
            ha=sides.get(anchor, "center"),
        )  # fmt: skip

    def width(self, words: str, size: float) -> float:
        """Inches that the words take."""
        if (words, size) not in self._widths:
            text = self.write(0, 0, words, size)
            box = text.get_window_extent(self.canvas.get_renderer())
            text.remove()
            self._widths[words, size] = float(box.width) / DPI
        return self._widths[words, size]

    def wrapped(self, words: str, size: float, width: float) -> list[str]:
        """The words in lines of no more than this many inches."""
        lines: list[str] = []
        for word in words[:MOST_LETTERS].split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(longer, size) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def paragraph(self, words: str, size: float, *, colour: str | None = None) -> None:
        """Lines from edge to edge; moves down."""
        step = LINE * size / SMALL
        for line in self.wrapped(words, size, WIDTH - 2 * MARGIN):
            self.write(MARGIN, self.y + step / 2, line, size, colour=colour)
            self.y += step

    def block(self, x: float, y: float, width: float, shade: Shade) -> None:
        """A filled piece of the thickness of a bar, its middle so far from the top."""
        colour = COLOURS[shade][self.chart.dark]
        self.axes.add_patch(
            Rectangle((x, y - BAR / 2), width, BAR, facecolor=colour, edgecolor=self.paper)
        )

    def png(self) -> bytes:
        """The sheet, cut where it ends."""
        height = self.y + MARGIN
        self.figure.set_size_inches(WIDTH, height)
        self.axes.set_ylim(height, 0)
        out = io.BytesIO()
        self.canvas.print_png(out)
        return out.getvalue()


def render(given: Chart) -> bytes:
    """The chart as PNG. Raises RefusedError `empty` or `too_long`."""
    if not given.bars or not given.parts:
        raise RefusedError("empty")
    if len(given.bars) > MOST_BARS:
        raise RefusedError("too_long")
    _take_fonts()
    sheet = _Sheet(given)
    sheet.paragraph(given.title, TITLE)
    sheet.paragraph(given.subtitle, SMALL, colour=sheet.lesser)
    sheet.y += GAP
    if len(given.parts) > 1:
        _legend(sheet)
    _bars(sheet)
    return sheet.png()


def _take_fonts() -> None:
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    known = {font.name for font in font_manager.fontManager.ttflist}
    if FONTS[0] not in known:
        folder = files("fontpkg_noto_sans_arabic") / "files"
        for one in folder.iterdir():
            with as_file(one) as path:
                font_manager.fontManager.addfont(path)
    mpl.rcParams["font.family"] = list(FONTS)


def _legend(sheet: _Sheet) -> None:
    """The parts in as many lines as they need."""
    x, square, room = MARGIN, 0.15, 0.2
    for part in sheet.chart.parts:
        needs = square + 0.07 + sheet.width(part.name, SMALL)
        if x > MARGIN and x + needs > WIDTH - MARGIN:
            x, sheet.y = MARGIN, sheet.y + LINE * 1.15
        middle = sheet.y + LINE / 2
        colour = COLOURS[part.shade][sheet.chart.dark]
        sheet.axes.add_patch(Rectangle((x, middle - square / 2), square, square, facecolor=colour))
        sheet.write(x + square + 0.07, middle, part.name, SMALL)
        x += needs + room
    sheet.y += LINE + GAP * 1.5


def _bars(sheet: _Sheet) -> None:
    chart = sheet.chart
    longest = chart.longest or max(sum(bar.values) for bar in chart.bars) or 1
    end = max(sheet.width(bar.told, SMALL) for bar in chart.bars) + 0.1
    labels = 0.0
    if chart.beside:
        labels = max(sheet.width(bar.label, SMALL) for bar in chart.bars) + 0.12
    room = WIDTH - 2 * MARGIN - labels - end
    for bar in chart.bars:
        if not chart.beside:
            sheet.paragraph(bar.label, SMALL)
        middle = sheet.y + LINE / 2
        if chart.beside:
            sheet.write(MARGIN, middle, bar.label, SMALL)
        x = MARGIN + labels
        for value, words, shade in _pieces(chart, bar):
            width = room * min(value, longest) / longest
            sheet.block(x, middle, width, shade)
            if sheet.width(words, INSIDE) + 0.05 < width:
                dark_on = sheet.chart.dark or shade is Shade.WAITING
                colour = "#10161d" if dark_on else "#ffffff"
                sheet.write(x + width / 2, middle, words, INSIDE, colour=colour, anchor="middle")
            x += width
        sheet.write(x + 0.07, middle, bar.told, SMALL, colour=sheet.lesser)
        sheet.y += LINE + GAP


def _pieces(chart: Chart, bar: Bar) -> Iterator[tuple[int, str, Shade]]:
    for value, words, part in zip(bar.values, bar.inside, chart.parts, strict=True):
        if value > 0:
            yield value, words, part.shade
