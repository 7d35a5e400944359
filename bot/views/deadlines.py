"""Words for deadlines: the date, and why it is that date."""

from datetime import date

from bot.i18n import _, ngettext
from bot.saying.wording import day, isolate, number
from council.deadlines import Deadline, Due, Period, Reason, Unit
from council.items import ItemCard, ItemFound
from storage.words import DeadlineKind


def printed(deadline: Deadline) -> str:
    """What the minutes say about the time, in their own words or ours."""
    if deadline.text:
        return _("“{words}”").format(words=isolate(deadline.text))
    return kind(deadline.kind)


def kind(value: DeadlineKind) -> str:
    """A kind of deadline in words."""
    words = {
        DeadlineKind.NONE: _("no deadline"),
        DeadlineKind.DATE: _("on a date"),
        DeadlineKind.RELATIVE: _("within a period"),
        DeadlineKind.RECURRING: _("repeating"),
        DeadlineKind.AT_MEETING: _("by the next session"),
        DeadlineKind.SOON: _("as soon as possible"),
        DeadlineKind.EVENT: _("standing duty, at each occasion"),
        DeadlineKind.CONTINUOUS: _("continuous"),
    }
    return words[value]


def period(value: Period) -> str:
    """A period in words: «۲ هفته»."""
    n = value.count
    words = {
        Unit.HOUR: ngettext("{n} hour", "{n} hours", n),
        Unit.DAY: ngettext("{n} day", "{n} days", n),
        Unit.WORKING_DAY: ngettext("{n} working day", "{n} working days", n),
        Unit.WEEK: ngettext("{n} week", "{n} weeks", n),
        Unit.MONTH: ngettext("{n} month", "{n} months", n),
        Unit.YEAR: ngettext("{n} year", "{n} years", n),
    }
    return words[value.unit].format(n=number(n))


def every(value: Period) -> str:
    """How often: «هر دو هفته», and of one «هر هفته»."""
    n = value.count
    words = {
        Unit.HOUR: ngettext("every hour", "every {n} hours", n),
        Unit.DAY: ngettext("every day", "every {n} days", n),
        Unit.WORKING_DAY: ngettext("every working day", "every {n} working days", n),
        Unit.WEEK: ngettext("every week", "every {n} weeks", n),
        Unit.MONTH: ngettext("every month", "every {n} months", n),
        Unit.YEAR: ngettext("every year", "every {n} years", n),
    }
    return words[value.unit].format(n=number(n))


def why(due: Due) -> str:
    """The reason of a due date in one sentence."""
    since = day(due.counted_from, weekday=False) if due.counted_from else ""
    length = period(due.period) if due.period else ""
    often = every(due.period) if due.period else ""
    match due.reason:
        case Reason.PERIOD:
            words = _("{length} from notification on {since}")
        case Reason.EVERY:
            words = _("{often}, counted from notification on {since}")
        case Reason.CADENCE:
            words = _("no date of its own: news is asked for {often} from {since}")
        case Reason.YEAR_END:
            words = _("end of the Jalali year")
        case Reason.PRINTED_DATE:
            words = (
                _("printed date, already past when notified: no reminders until a new date is set")
                if due.past
                else _("the date printed in the minutes")
            )
        case Reason.SET_DATE:
            words = (
                _("set by the secretariat, already past when notified: no reminders until changed")
                if due.past
                else _("the date set by the secretariat")
            )
        case Reason.NEXT_MEETING:
            words = _("set once the next session is fixed")
        case Reason.EACH_MEETING:
            words = _("at every session")
        case Reason.SOON:
            words = _("no date of its own; set one if it should be reminded")
        case Reason.UNREAD:
            words = _("the period could not be computed; set a date")
        case Reason.NONE:
            words = _("no deadline in the minutes")
    return words.format(length=length, often=often, since=since)


def proposed(deadline: Deadline, due: Due) -> str:
    """A draft's deadline: printed words, computed date, reason."""
    if due.reason is Reason.NONE:
        return _("none")
    if due.on is None:
        return _("{printed}: {why}").format(printed=printed(deadline), why=why(due))
    if deadline.text is None:
        return _("{date} ({why})").format(date=day(due.on), why=why(due))
    return _("{printed} → {date} ({why})").format(
        printed=printed(deadline), date=day(due.on), why=why(due)
    )


def of_item(item: ItemCard) -> str:
    """An item's deadline on its card."""
    if item.due_on is None:
        return _undated(item)
    if item.extended:
        until = _("extended until {date}").format(date=day(item.due_on))
        if not item.repeats:
            return until
        return _("{until}; as a rule {why}").format(until=until, why=why(item.due))
    if item.due.reason in (Reason.NEXT_MEETING, Reason.EACH_MEETING):
        why_so = _("the day of the next session; it moves along with it")
        return _("{date} ({why})").format(date=day(item.due_on), why=why_so)
    return _("{date} ({why})").format(date=day(item.due_on), why=why(item.due))


def _undated(item: ItemCard) -> str:
    """What the minutes say where it makes no date; readers who set none are asked for none."""
    reasons = {
        Reason.SOON: _("no date of its own"),
        Reason.UNREAD: _("the period could not be computed"),
    }
    if item.due.reason in reasons:
        said = kind(item.deadline.kind) if item.confidential else printed(item.deadline)
        return _("{printed} ({why})").format(printed=said, why=reasons[item.due.reason])
    return why(item.due) if item.due.reason is not Reason.NONE else _("none")


def distance(item: ItemCard | ItemFound) -> str | None:
    """How far away the due date is, in words; None where there is none, and where it has passed
    for what is not late, because it was reported as done."""
    left = item.days_left
    if left is None or (left < 0 and not item.overdue):
        return None
    if left == 0:
        return _("due today")
    if left < 0:
        late = -left
        return ngettext("{n} day overdue", "{n} days overdue", late).format(n=number(late))
    return ngettext("{n} day left", "{n} days left", left).format(n=number(left))


def next_dates(first: date, following: list[date]) -> str:
    """The first dates of a repetition: «۱۵ آذر، ۲۹ آذر، …»."""
    return _(", ").join(day(one, weekday=False) for one in (first, *following)) + "…"
