"""Words for what the clock sends: notices of new items and the reminder of the day."""

from collections.abc import Mapping, Sequence
from datetime import date

from aiogram.utils.formatting import Bold, Italic, Text

from bot.i18n import _, ngettext
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import AnswerTime
from bot.saying.wording import code, compose, excerpt, isolate, lines, moment, number
from bot.saying.wording import day as day_words
from bot.views import items
from bot.views.reassigning import not_mine
from bot.views.reminder_plan import put_off_key, put_off_some_key
from council.items import ItemCard
from council.reminding.bundles import DayBundle

LISTED = 8


def assigned(shown: tuple[ItemCard, ...], council_name: str) -> Saying:
    """What new minutes order of the reader's bodies."""
    count = ngettext("{n} new item for you", "{n} new items for you", len(shown)).format(
        n=number(len(shown))
    )
    first = shown[:LISTED]
    listed = [items.line(item, place) for place, item in enumerate(first, start=1)]
    rest = len(shown) - len(first)
    text = lines(
        compose(_("📬 {count} · {council}"), count=Bold(count), council=isolate(council_name)),
        *(part for one in listed for part in ("", one)),
        "",
        compose(_("…and {n} more in /my."), n=rest) if rest else None,
        Italic(_("Open an item with its button; to report, reply to its card.")),
    )
    return Saying(text, keyboards.keyboard(items.open_rows(first)), tuple(i.id for i in first))


def day(bundle: DayBundle, council_name: str) -> Saying:
    """The one reminder of the day: what is due, what was raised to one, what awaits review."""
    work = bundle.work
    today = tuple(item for item in work.this_week if item.due_on == item.today)
    soon = tuple(item for item in work.this_week if item.due_on != item.today)
    later = tuple(i for i in work.later if i not in bundle.ahead) if bundle.whole else ()
    undated = work.undated if bundle.whole else ()
    missed = tuple(item for item, _last in bundle.missed)
    soon = tuple(item for item in soon if item not in missed)
    own = (
        *(*work.overdue, *missed, *work.this_week, *bundle.ahead, *bundle.stale, *work.waiting),
        *(*later, *undated),
    )
    shown = tuple(dict.fromkeys((*own, *bundle.raised)))[:LISTED]
    place = {item.id: at for at, item in enumerate(shown, start=1)}
    news = bundle.news[:LISTED]
    places = {item.id: at for at, item in enumerate(news, start=len(shown) + 1)}
    unsaid = len(bundle.news) - len(news)
    left = len({*own} - {*shown})
    raised = len({*bundle.raised} - {*own, *shown})
    text = lines(
        compose(_("⏰ Reminder · {council}"), council=Bold(isolate(council_name))),
        *items.headed(_("Overdue"), work.overdue, place),
        *not_done(bundle, place),
        *items.headed(_("Today"), today, place),
        *items.headed(_("Within a week"), soon, place),
        *items.headed(_("In more than a week"), bundle.ahead, place),
        *items.headed(_("Silent for long: any news?"), bundle.stale, place),
        *items.headed(_("Waiting for review"), work.waiting, place),
        *items.headed(_("Overdue elsewhere, raised to you"), bundle.raised, place),
        *items.headed(_("Later"), later, place),
        *items.headed(_("Without a date"), undated, place),
        compose(_("…and {n} more in /my."), n=left) if left else None,
        compose(_("…and {n} more that are raised to you; type “overdue” to see them."), n=raised)
        if raised
        else None,
        *items.headed(_("News of what you follow"), news, places),
        compose(_("…and {n} more of what you follow."), n=unsaid) if unsaid else None,
        *queue(bundle.reports),
        *requests(bundle.requests[:LISTED]),
        *whole(bundle),
        *items.standing_in(bundle.stands_in_for),
        *in_place(bundle, shown),
        "" if shown else None,
        Italic(how_to_answer(shown)) if shown else None,
    )
    rows = _alone(shown[0], bundle) if len(shown) == 1 else _several(shown, bundle)
    rows += items.open_rows([item for item in news if item not in shown])
    rows += request_rows(bundle.requests[:LISTED])
    return Saying(text, keyboards.keyboard(rows), tuple(item.id for item in shown))


def not_done(bundle: DayBundle, place: Mapping[int, int]) -> list[Text | str]:
    """The periods that passed without being done; the next one has begun."""
    silent = _("the period until {date} had no report")
    heard = _("the period until {date} had reports, but was not done")
    shown = [
        items.line(
            item,
            place[item.id],
            when=(heard if last.heard else silent).format(
                date=day_words(last.due_on, weekday=False)
            ),
        )
        for item, last in bundle.missed
        if item.id in place
    ]
    return ["", Bold(_("Period not done")), *shown] if shown else []


def _alone(item: ItemCard, bundle: DayBundle) -> list[keyboards.Row]:
    """What can be done at once where the reminder is of one item."""
    later = [put_off_key(item.id, below=True)] if item.id in bundle.may_put_off else []
    other = [not_mine(item.id)] if item.may_report else []
    return [*keyboards.of_items([item]), [*later, *other]]


def _several(shown: Sequence[ItemCard], bundle: DayBundle) -> list[keyboards.Row]:
    """A button for each item, and one to put off what one answers for."""
    first = next((item.id for item in shown if item.id in bundle.may_put_off), None)
    later = [] if first is None else [put_off_some_key(first)]
    return [*items.open_rows(shown), later]


def whole(bundle: DayBundle) -> list[Text | str]:
    """The next session, for those who want all of their work in one message."""
    coming = bundle.next_session
    if coming is None:
        return []
    when = moment(coming.starts_at, coming.zone)
    return ["", compose(_("📅 The next session is on {when}."), when=when)]


def in_place(bundle: DayBundle, shown: Sequence[ItemCard]) -> list[Text | str]:
    """Why one is reminded of the work of bodies that one does not speak for."""
    codes: dict[str, list[str]] = {}
    for item in shown:
        if item.id in bundle.in_place_of:
            codes.setdefault(bundle.in_place_of[item.id], []).append(item.code)
    if not codes:
        return []
    why = ngettext(
        "This comes to you in place of a body that nobody here answers for:",
        "These come to you in place of bodies that nobody here answers for:",
        len(codes),
    )
    listed = [
        compose(
            _("• {body}: {codes}"),
            body=isolate(body),
            codes=_(", ").join(map(code, dict.fromkeys(some))),
        )
        for body, some in codes.items()
    ]
    return ["", Text(why), *listed]


def queue(reports: int) -> list[Text | str]:
    """The secretary's morning line: how many reports wait."""
    if not reports:
        return []
    count = ngettext(
        "{n} report is waiting for you: /review",
        "{n} reports are waiting for you: /review",
        reports,
    )
    return ["", Bold(count.format(n=number(reports)))]


def requests(waiting: Sequence[tuple[int, ItemCard]]) -> list[Text | str]:
    """The secretary's morning line: who waits for an answer about more time."""
    if not waiting:
        return []
    count = ngettext(
        "{n} request for more time is waiting for your answer: {codes}",
        "{n} requests for more time are waiting for your answer: {codes}",
        len(waiting),
    )
    codes = [code(item.code) for _id, item in waiting]
    return ["", Bold(count.format(n=number(len(waiting)), codes=_(", ").join(codes)))]


def request_rows(waiting: Sequence[tuple[int, ItemCard]]) -> list[keyboards.Row]:
    """A button for each request."""
    label = _("⏳ Answer {code}")
    buttons = [
        button(label.format(code=code(item.code)), AnswerTime(do="show", id=asked))
        for asked, item in waiting
    ]
    return [buttons[n : n + 2] for n in range(0, len(buttons), 2)]


def how_to_answer(shown: tuple[ItemCard, ...]) -> str:
    """The reminder is the form."""
    if len(shown) == 1:
        return _("Reply to this message to report, for example “60% done, letter sent”.")
    return _("Open an item with its button, or reply here and choose which one it is about.")


def to_group(
    item: ItemCard, *, due: bool, missed_on: date | None = None, heard: bool = False
) -> Saying:
    """One item in its body's group, so that a reply binds to it."""
    silent = _("The period until {date} had no report.")
    reported = _("The period until {date} had reports, but was not done.")
    sentence = reported if heard else silent
    heading = _("⏰ Reminder: {code}") if due else _("📬 New item: {code}")
    text = lines(
        compose(heading, code=Bold(code(item.code))),
        Text("\u2068", excerpt(item.text, 900), "\u2069"),
        "",
        Bold(sentence.format(date=day_words(missed_on))) if missed_on else None,
        items.paragraph(item),
        "",
        Italic(_("Reply to this message to report, for example “60% done, letter sent”.")),
    )
    later = [put_off_key(item.id, below=True)] if due and item.may_report else []
    return Saying(text, keyboards.keyboard([*keyboards.of_items([item]), later]), (item.id,))
