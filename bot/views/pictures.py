"""Words for pictures: the chart, a caption that says what is seen, and the same as text."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from aiogram.utils.formatting import Bold, Italic, Text

from bot.i18n import _, ngettext, right_to_left
from bot.papers.charts import Bar, Chart, Part, Shade
from bot.papers.making import Unmade
from bot.papers.naming import file_name
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.wording import compose, isolate, lines, month_name, number, percent
from bot.views import stats as stats_views
from bot.views.stats import step
from council.figures.numbers import Share
from council.figures.pictures import AGES, Drawing, Fate, Kind, Row
from council.figures.stats import Overview

SHADES = {
    Fate.IMPLEMENTED: Shade.DONE,
    Fate.WAITING: Shade.WAITING,
    Fate.OPEN: Shade.OPEN,
    Fate.OVERDUE: Shade.LATE,
    Fate.OUT: Shade.OUT,
}
LIGHT, DARK = 0, 1


def menu(shown: Overview) -> Saying:
    """Which pictures there are of what is looked at."""
    rows: list[keyboards.Row] = [[button(name(kind), step(shown, "draw", kind))] for kind in Kind]
    rows.append([button(_("📊 Numbers"), step(shown, "all"))])
    text = lines(
        Bold(compose(_("🖼 Pictures of {scope}"), scope=stats_views.when(shown.scope))),
        isolate(stats_views.whose(shown.scope, shown.body, shown.council_name)),
        "",
        _("Choose one; it takes a few seconds. Each is there as text, too."),
    )
    return Saying(text, keyboards.keyboard(rows))


def name(kind: Kind) -> str:
    """A picture's name on a button."""
    words = {
        Kind.BODIES: _("🏛 States by body"),
        Kind.ON_TIME: _("⏱ On time by month"),
        Kind.AGES: _("⏳ Age of what is open"),
        Kind.YEAR: _("📅 The year by month"),
    }
    return words[kind]


def fate(value: Fate) -> str:
    """What became of items, in the legend of a picture."""
    words = {
        Fate.IMPLEMENTED: _("implemented"),
        Fate.WAITING: _("for review"),
        Fate.OPEN: _("open"),
        Fate.OVERDUE: _("overdue"),
        Fate.OUT: _("out of scope"),
    }
    return words[value]


def chart(drawn: Drawing, *, dark: bool) -> Chart:
    """The picture in words and numbers, ready to be drawn."""
    fates = _seen(drawn)
    shares = drawn.kind is Kind.ON_TIME
    on_time = [Part(_("on time"), Shade.DONE)]
    return Chart(
        title=title(drawn.kind),
        subtitle=_subtitle(drawn),
        parts=tuple(on_time if shares else [Part(fate(one), SHADES[one]) for one in fates]),
        bars=tuple(
            _share(row.on_time, row) if shares and row.on_time is not None else bar(row, fates)
            for row in drawn.rows
        ),
        right_to_left=right_to_left(),
        dark=dark,
        beside=drawn.kind is not Kind.BODIES,
        longest=100 if shares else None,
    )


def title(kind: Kind) -> str:
    """What a picture shows."""
    words = {
        Kind.BODIES: _("States of the items by body"),
        Kind.ON_TIME: _("On time, of what was due in each month"),
        Kind.AGES: _("How long the open items have been waiting"),
        Kind.YEAR: _("What became of each month's resolutions"),
    }
    return words[kind]


def _subtitle(drawn: Drawing) -> str:
    whose = stats_views.whose(drawn.scope, drawn.body, drawn.council_name)
    today = drawn.kind is Kind.AGES
    last = drawn.kind is Kind.ON_TIME and drawn.scope.year <= 0
    when = _("today") if today else _("the last twelve months") if last else ""
    return _(" · ").join((when or stats_views.when(drawn.scope), whose))


def _seen(drawn: Drawing) -> list[Fate]:
    total = _total(drawn)
    return [one for one in Fate if total[one]]


def _total(drawn: Drawing) -> Counter[Fate]:
    return sum((Counter(row.counts or {}) for row in drawn.rows), Counter[Fate]())


def _share(on_time: Share, row: Row) -> Bar:
    return Bar(label(row), (on_time.percent or 0,), ("",), _told(row))


def bar(row: Row, fates: Sequence[Fate]) -> Bar:
    """A row of counts, in pieces of these fates."""
    counts = row.counts or {}
    values = tuple(counts.get(one, 0) for one in fates)
    return Bar(label(row), values, tuple(number(one) for one in values), _told(row))


def label(row: Row) -> str:
    """Whose or when a bar is."""
    if row.month is not None:
        return month_name(row.month[1])
    if row.age is not None:
        return _age(row.age)
    if row.others:
        words = ngettext("{n} other body", "{n} other bodies", row.others)
        return words.format(n=number(row.others))
    return row.body or _("no body named")


def _age(place: int) -> str:
    if place == len(AGES):
        return _("more than {n} days").format(n=number(AGES[-1]))
    if place == 0:
        return _("up to {n} days").format(n=number(AGES[0]))
    return _("{first} to {last} days").format(
        first=number(AGES[place - 1] + 1), last=number(AGES[place])
    )


def _told(row: Row) -> str:
    """The number that stands at a bar's end."""
    if row.on_time is None:
        return number(sum((row.counts or {}).values()))
    if row.on_time.percent is None:
        return _("nothing was due")
    return _("{percent} ({part} of {whole})").format(
        percent=percent(row.on_time.percent),
        part=number(row.on_time.part),
        whole=number(row.on_time.whole),
    )


def caption(drawn: Drawing) -> Text:
    """What is seen, for those who do not see it: in whole numbers."""
    return lines(Bold(title(drawn.kind)), isolate(_subtitle(drawn)), _in_words(drawn))


def _in_words(drawn: Drawing) -> str:
    if drawn.kind is Kind.ON_TIME:
        part = sum(row.on_time.part for row in drawn.rows if row.on_time)
        whole = sum(row.on_time.whole for row in drawn.rows if row.on_time)
        words = _("Done on time: {part} of {whole} that were due.")
        return words.format(part=number(part), whole=number(whole))
    total = _total(drawn)
    words = ngettext("{n} item: {fates}.", "{n} items: {fates}.", total.total())
    said = words.format(n=number(total.total()), fates=_fates(total))
    worst = max(drawn.rows, key=lambda row: (row.counts or {}).get(Fate.OVERDUE, 0))
    late = (worst.counts or {}).get(Fate.OVERDUE, 0)
    if drawn.kind is not Kind.BODIES or not late or len(drawn.rows) < 2:
        return said
    most = _("Most overdue: {body} ({n}).")
    return f"{said} {most.format(body=isolate(label(worst)), n=number(late))}"


def _fates(counts: Counter[Fate]) -> str:
    return _(", ").join(f"{number(counts[one])} {fate(one)}" for one in Fate if counts[one])


def picture(drawn: Drawing, *, dark: bool, progress: int | None = None) -> Saying:
    """The picture with its caption; in words where it cannot be made.

    `progress` is the message that told to wait.
    """
    if drawn.empty:
        return replace(nothing(drawn), progress=progress, settled=nothing(drawn))
    other = button(
        _("☀️ Light") if dark else _("🌙 Dark"),
        step(drawn, "draw", drawn.kind, LIGHT if dark else DARK),
    )
    rows = [
        [button(_("📝 As text"), step(drawn, "text", drawn.kind)), other],
        [button(_("🖼 Other pictures"), step(drawn, "pictures"))],
    ]
    return Saying(
        caption(drawn),
        keyboards.keyboard(rows),
        unmade=Unmade(
            "chart.png", chart(drawn, dark=dark), file_name(title(drawn.kind), "png"), picture=True
        ),
        otherwise=as_text(drawn),
        progress=progress,
        settled=Saying(compose(_("🖼 {picture}: it is here."), picture=Bold(title(drawn.kind)))),
    )


def as_text(drawn: Drawing) -> Saying:
    """The picture as a list, for those who do not see it or cannot load it."""
    if drawn.empty:
        return nothing(drawn)
    said = [
        compose(_("• {label}: {values}"), label=Bold(isolate(label(row))), values=_values(row))
        for row in drawn.rows
        if row.on_time or any((row.counts or {}).values())
    ]
    back = [button(_("🖼 Other pictures"), step(drawn, "pictures"))]
    return Saying(lines(caption(drawn), "", *said), keyboards.keyboard([back]))


def _values(row: Row) -> str:
    return _told(row) if row.on_time is not None else _fates(Counter(row.counts or {}))


def on_its_way(kind: Kind) -> Saying:
    """In place of the menu, until the picture is there."""
    return Saying(
        compose(
            _("⏳ {picture}: it is being made and comes in a few seconds."),
            picture=Bold(title(kind)),
        )
    )


def nothing(drawn: Drawing) -> Saying:
    """There is nothing to draw."""
    back = [button(_("🖼 Other pictures"), step(drawn, "pictures"))]
    return Saying(
        lines(
            Bold(title(drawn.kind)),
            Italic(isolate(_subtitle(drawn))),
            _("There is nothing to draw here yet."),
        ),
        keyboards.keyboard([back]),
    )
