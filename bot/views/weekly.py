"""Words for the council's week."""

from collections.abc import Sequence
from dataclasses import replace

from aiogram.types import InlineKeyboardButton
from aiogram.utils.formatting import Bold, Italic, Text

from bot.i18n import _, current_language, ngettext
from bot.papers.charts import Chart, Part
from bot.papers.making import Unmade
from bot.papers.naming import file_name
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import ClockStep, SearchStep
from bot.saying.wording import (
    bar,
    compose,
    excerpt,
    isolate,
    lines,
    moment,
    number,
    percent,
    short_day,
)
from bot.views import pictures
from council.figures.pictures import Fate
from council.searching.searches import SearchNews
from council.weekly import WeekSeen
from storage.week import Late, WeekCounts

MAX_CAPTION = 1024  # https://core.telegram.org/bots/api#sendphoto


def digest(seen: WeekSeen, council_name: str) -> Saying:
    """What was decided, reported and done in a week, what is late, and the next session; with a
    picture of what is open, and in words alone where that cannot be made."""
    stop = button(_("No weekly digest"), ClockStep(do="ask", what="weekly"))
    rows = [[_to_search(one)] for one in seen.searches]
    told = Saying(_text(seen, council_name, len(seen.late)), keyboards.keyboard([*rows, [stop]]))
    if not seen.bodies:
        return told
    fitting = (_text(seen, council_name, shown) for shown in range(len(seen.late), -1, -1))
    caption = next((text for text in fitting if len(text.render()[0]) <= MAX_CAPTION), None)
    if caption is None:
        return told
    drawn = chart(seen, council_name)
    picture = Unmade("chart.png", drawn, file_name(drawn.title, "png"), picture=True, shared=True)
    return replace(told, text=caption, unmade=picture, otherwise=told)


def chart(seen: WeekSeen, council_name: str) -> Chart:
    """How the open items of each body stand at the end of the week."""
    fates = (Fate.WAITING, Fate.OPEN, Fate.OVERDUE)
    return Chart(
        title=_("Open items by body"),
        subtitle=_(" · ").join((_span(seen).render()[0], isolate(council_name))),
        parts=tuple(Part(pictures.fate(one), pictures.SHADES[one]) for one in fates),
        bars=tuple(pictures.bar(row, fates) for row in seen.bodies),
        right_to_left=current_language() == "fa",
    )


def _text(seen: WeekSeen, council_name: str, late_shown: int) -> Text:
    counts = seen.counts
    in_time = counts.open - counts.overdue
    share = round(100 * in_time / max(1, counts.open))
    return lines(
        compose(_("🗞 The week · {council}"), council=Bold(isolate(council_name))),
        _span(seen),
        *_happened(counts),
        "",
        compose(_open(counts), open=counts.open, overdue=counts.overdue),
        compose(_("In time: {share} {bar}"), share=percent(share), bar=bar(share))
        if counts.open
        else None,
        *_late(seen.late[:late_shown]),
        *_next(seen),
        _found(seen),
    )


def _happened(counts: WeekCounts) -> list[Text | str]:
    told = (
        (ngettext("{n} resolution was published", "{n} resolutions were published",
                  counts.resolutions), counts.resolutions),
        (ngettext("{n} report came in", "{n} reports came in", counts.reports), counts.reports),
        (ngettext("{n} item was confirmed as done", "{n} items were confirmed as done",
                  counts.done), counts.done),
    )  # fmt: skip
    listed = [
        compose(_("• {what}"), what=sentence.format(n=number(n))) for sentence, n in told if n
    ]
    return ["", *listed] if listed else []


def _open(counts: WeekCounts) -> str:
    if not counts.open:
        return _("No item is open.")
    if not counts.overdue:
        return _("Of {open} open items, none is overdue.")
    return _("Of {open} open items, {overdue} are overdue.")


def _found(seen: WeekSeen) -> Text | None:
    if not seen.searches:
        return None
    return compose(_("⭐ Your kept searches found something new; see below."))


def _to_search(one: SearchNews) -> InlineKeyboardButton:
    words = _("⭐ {query}: {n} new").format(query=excerpt(one.query, 40), n=number(one.count))
    return button(words, SearchStep(do="run", at=one.id))


def _span(seen: WeekSeen) -> Text:
    return compose(_("{first} to {last}"), first=short_day(seen.first), last=short_day(seen.last))


def _late(late: Sequence[Late]) -> list[Text | str]:
    if not late:
        return []
    listed = [
        compose(
            ngettext(
                "• {body}: {n} item, since {day}",
                "• {body}: {n} items, the oldest since {day}",
                one.items,
            ),
            body=isolate(one.body),
            n=one.items,
            day=short_day(one.since),
        )
        for one in late
    ]
    return ["", Bold(_("Most overdue")), *listed]


def _next(seen: WeekSeen) -> list[Text | str]:
    coming = seen.next_session
    if coming is None:
        return ["", Italic(_("The next session has not been entered yet."))]
    when = moment(coming.starts_at, coming.zone)
    return ["", compose(_("📅 The next session is on {when}."), when=when)]
