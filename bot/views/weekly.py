"""Words for the council's week."""

from aiogram.utils.formatting import Bold, Italic, Text

from bot import keyboards
from bot.i18n import _, ngettext
from bot.keyboards import ClockStep, button
from bot.replies import Saying
from bot.wording import bar, compose, isolate, lines, moment, number, percent, short_day
from council.weekly import WeekSeen


def digest(seen: WeekSeen, council_name: str) -> Saying:
    """What was decided, reported and done in a week, what is late, and the next session."""
    counts = seen.counts
    span = compose(_("{first} to {last}"), first=short_day(seen.first), last=short_day(seen.last))
    in_time = counts.open - counts.overdue
    share = round(100 * in_time / counts.open) if counts.open else 100
    text = lines(
        compose(_("🗞 The week · {council}"), council=Bold(isolate(council_name))),
        span,
        "",
        _count(ngettext("{n} resolution was published", "{n} resolutions were published",
                        counts.resolutions), counts.resolutions),
        _count(ngettext("{n} report came in", "{n} reports came in", counts.reports),
               counts.reports),
        _count(ngettext("{n} item was confirmed as done", "{n} items were confirmed as done",
                        counts.done), counts.done),
        "",
        compose(
            _("Of {open} open items, {overdue} are overdue."),
            open=counts.open,
            overdue=counts.overdue,
        ),
        compose(_("In time: {share} {bar}"), share=percent(share), bar=bar(share)),
        *_late(seen),
        *_next(seen),
    )  # fmt: skip
    stop = button(_("Not every week"), ClockStep(do="ask", what="weekly"))
    return Saying(text, keyboards.keyboard([[stop]]))


def _count(sentence: str, n: int) -> Text | None:
    return compose(_("• {what}"), what=sentence.format(n=number(n))) if n else None


def _late(seen: WeekSeen) -> list[Text | str]:
    if not seen.late:
        return []
    listed = [
        compose(
            _("• {body}: {n}, the oldest since {day}"),
            body=isolate(one.body),
            n=one.items,
            day=short_day(one.since),
        )
        for one in seen.late
    ]
    return ["", Bold(_("Most overdue")), *listed]


def _next(seen: WeekSeen) -> list[Text | str]:
    coming = seen.next_session
    if coming is None:
        return ["", Italic(_("No session has been entered yet."))]
    when = moment(coming.starts_at, coming.zone)
    return ["", compose(_("📅 The next session is on {when}."), when=when)]
