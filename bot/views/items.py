"""Words for action items: one line, one paragraph on a card, and one's own work."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from aiogram.utils.formatting import Bold, Text

from bot.i18n import _
from bot.saying import keyboards, taps
from bot.saying.replies import Saying
from bot.saying.wording import (
    bar,
    code,
    compose,
    excerpt,
    isolate,
    lines,
    names,
    percent,
    short_day,
)
from bot.saying.wording import day as day_words
from bot.views import deadlines
from council.items import ItemCard, MyWork
from storage.words import Decision, ItemState, ProgressStatus

LISTED = 8


_STATES: Mapping[ItemState, Callable[[], str]] = {
    ItemState.DRAFT: lambda: _("draft"),
    ItemState.NOTIFIED: lambda: _("🔔 notified"),
    ItemState.IN_PROGRESS: lambda: _("🔵 in progress"),
    ItemState.BLOCKED: lambda: _("⛔ blocked"),
    ItemState.REPORTED_DONE: lambda: _("🟡 reported done, waiting for review"),
    ItemState.IMPLEMENTED: lambda: _("✅ implemented"),
    ItemState.REFERRED_UP: lambda: _("⏫ referred up"),
    ItemState.NOT_ACTIONABLE: lambda: _("not actionable"),
    ItemState.WITHDRAWN: lambda: _("withdrawn"),
    ItemState.ARCHIVED: lambda: _("🗄 from the archive, not followed up"),
}


def state(value: ItemState) -> str:
    """A state in words, with a sign that repeats them."""
    return _STATES[value]()


def status(value: ProgressStatus) -> str:
    """What a report says, in words."""
    words = {
        ProgressStatus.NOT_STARTED: _("not started"),
        ProgressStatus.IN_PROGRESS: _("in progress"),
        ProgressStatus.BLOCKED: _("blocked"),
        ProgressStatus.REPORTED_DONE: _("done"),
        ProgressStatus.NOT_ACTIONABLE: _("not our task"),
    }
    return words[value]


def paragraph(item: ItemCard, place: int | None = None) -> Text:
    """What a card says of one item; its place where the card has several."""
    body = isolate(item.body) if item.body else _("no body named")
    helpers = (
        compose(_("With the help of: {bodies}"), bodies=names(item.supporting))
        if item.supporting
        else None
    )
    away = deadlines.distance(item)
    lead = compose(_("Responsible: {body}"), body=Bold(body))
    return lines(
        lead if place is None else compose(_("{place}. {line}"), place=place, line=lead),
        helpers,
        compose(_("🧭 Follow-up: {name}"), name=isolate(item.owner)) if item.owner else None,
        compose(_("Deadline: {deadline}"), deadline=deadlines.of_item(item)),
        compose(
            _("State: {state}, {percent} {bar}"),
            state=state(item.state),
            bar=bar(item.percent),
            percent=percent(item.percent),
        ),
        Bold(_("⏰ {distance}").format(distance=away)) if away else None,
        last_report(item),
    )


def last_report(item: ItemCard) -> Text | None:
    """The newest report on an item in one line, and in a second one that it was returned."""
    last = item.last
    if last is None:
        return None
    who = isolate(last.author)
    if last.on_behalf_of:
        who = _("{who} on behalf of {body}").format(who=who, body=isolate(last.on_behalf_of))
    shown = last.note and not item.confidential
    note = ": " + _("“{words}”").format(words=isolate(excerpt(last.note, 160))) if shown else ""
    figure = f" {percent(last.percent)}" if last.percent is not None else ""
    told = compose(
        _("Last report: {who}, {date}, {status}{figure}{note}"),
        who=who,
        date=short_day(last.at.date()),
        status=status(last.status),
        figure=figure,
        note=note,
    )
    if last.decision is not Decision.RETURNED:
        return told
    why = isolate(excerpt(last.reason, 160)) if last.reason and not item.confidential else ""
    returned = (
        _("↩️ This report was returned: {reason}") if why else _("↩️ This report was returned.")
    )
    return lines(told, compose(returned, reason=why))


def title(item: ItemCard, length: int) -> str:
    """What an item is about, in so many characters; never for a confidential one."""
    if item.confidential:
        return _("🔒 confidential")
    return isolate(excerpt(item.title, length))


def line(item: ItemCard, place: int, *, when: str | None = None) -> Text:
    """An item in a list: number, code, excerpt, and when it is due, or what else is to be said."""
    dated = _("due {date}").format(date=short_day(item.due_on)) if item.due_on else _("no date")
    when = when or deadlines.distance(item) or dated
    return lines(
        compose(
            _("{place}. {code} {title}"),
            place=place,
            code=Bold(code(item.code)),
            title=title(item, 90),
        ),
        compose(_("   {state}, {when}"), state=state(item.state), when=when),
    )


def my_work(work: MyWork) -> Saying:
    """One's own open items by urgency, a button each."""
    shown = work.all[:LISTED]
    if not shown:
        return Saying(
            lines(
                _("You have no open items."),
                _("Type what you are looking for, and I will search the resolutions."),
            )
        )
    text = lines(Bold(_("My work")), *grouped(work, shown))
    if len(work.all) > len(shown):
        rest = len(work.all) - len(shown)
        text = lines(text, "", compose(_("…and {n} more; search to see them."), n=rest))
    text = lines(text, *standing_in(work.stands_in_for))
    return Saying(text, keyboards.keyboard(open_rows(shown)), tuple(item.id for item in shown))


def standing_in(lent: Sequence[tuple[str, date]]) -> list[Text | str]:
    """Why one reads of other people's work."""
    sentence = _("🌴 You stand in for {name} until the end of {day}.")
    return [
        part
        for name, last in lent
        for part in ("", compose(sentence, name=isolate(name), day=day_words(last)))
    ]


def grouped(work: MyWork, shown: Sequence[ItemCard]) -> list[Text | str]:
    """The shown items under the headings of their urgency, numbered through."""
    place = {item.id: n for n, item in enumerate(shown, start=1)}
    return [
        *headed(_("Overdue"), work.overdue, place),
        *headed(_("Within a week"), work.this_week, place),
        *headed(_("Later"), work.later, place),
        *headed(_("Without a date"), work.undated, place),
        *headed(_("Waiting for review"), work.waiting, place),
    ]


def headed(heading: str, listed: Sequence[ItemCard], place: Mapping[int, int]) -> list[Text | str]:
    """The items that have a place, under a heading; nothing where none has."""
    numbered = [line(item, place[item.id]) for item in listed if item.id in place]
    return ["", Bold(heading), *numbered] if numbered else []


def open_rows(shown: Sequence[ItemCard]) -> list[keyboards.Row]:
    """A button per item, three in a row."""
    buttons = [keyboards.button(code(item.code), taps.OpenItem(id=item.id)) for item in shown]
    return [buttons[n : n + 3] for n in range(0, len(buttons), 3)]
