"""Words for a finding's deadline: presets, and a calendar."""

from datetime import date

from aiogram.utils.formatting import Bold

from bot.i18n import _
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import DraftStep, step_of
from bot.saying.wording import compose, lines
from bot.saying.wording import day as day_words
from bot.views import calendar, deadlines
from bot.views.findings import finding_number
from council.deadlines import Deadline, period_of
from council.minutes.drafts import OpenDraft
from storage.words import DeadlineKind

PRESETS = (
    Deadline(DeadlineKind.NONE),
    Deadline(DeadlineKind.RELATIVE, norm="P1W"),
    Deadline(DeadlineKind.RELATIVE, norm="P2W"),
    Deadline(DeadlineKind.RELATIVE, norm="P1M"),
    Deadline(DeadlineKind.RELATIVE, norm="P3M"),
    Deadline(DeadlineKind.RECURRING, norm="P2W"),
    Deadline(DeadlineKind.RECURRING, norm="P1M"),
    Deadline(DeadlineKind.RECURRING, norm="P3M"),
    Deadline(DeadlineKind.CONTINUOUS, norm="continuous"),
    Deadline(DeadlineKind.AT_MEETING, norm="next_session"),
)


def choose_deadline(opened: OpenDraft, index: int) -> Saying:
    """By when: presets by tap, a day in the calendar, a date by typing."""
    buttons = [
        button(preset_name(preset), step_of(opened, index, "due=", place))
        for place, preset in enumerate(PRESETS)
    ]
    rows: list[keyboards.Row] = [buttons[n : n + 2] for n in range(0, len(buttons), 2)]
    rows.append([button(_("🗓 Calendar"), step_of(opened, index, "cal"))])
    rows.append([button(_("◀ Back"), step_of(opened, index, "one"))])
    text = lines(
        compose(
            _("By when is resolution {n} due?"),
            n=Bold(finding_number(index, opened.draft.findings[index])),
        ),
        _("Tap one, or type a date such as “1405/10/30”."),
    )
    return Saying(text, keyboards.keyboard(rows))


def ask_past(opened: OpenDraft, index: int, day: date) -> Saying:
    """A day was typed that is past: is it meant?"""
    keep = step_of(opened, index, "day", day.toordinal())
    rows: list[keyboards.Row] = [
        [button(_("Keep this day"), keep)],
        [button(_("◀ Back"), step_of(opened, index, "due"))],
    ]
    text = lines(
        compose(_("{date} has passed already."), date=Bold(day_words(day))),
        _("Type another day, or keep this one: nobody is reminded of a day that was past."),
    )
    return Saying(text, keyboards.keyboard(rows))


def choose_day(opened: OpenDraft, index: int, today: date, month: int) -> Saying:
    """A month to choose a day from; `month` is YYYYMM, 0 for the present one."""
    year, number = calendar.shown_month(month, today)

    def on_day(day: date) -> DraftStep:
        return step_of(opened, index, "day", day.toordinal())

    def on_month(shown_year: int, shown: int) -> DraftStep:
        return step_of(opened, index, "cal", shown_year * 100 + shown)

    rows = calendar.month_rows(year, number, today=today, on_day=on_day, on_month=on_month)
    rows.append([button(_("◀ Back"), step_of(opened, index, "due"))])
    off = calendar.days_off(year, number)
    text = lines(
        compose(
            _("On which day is resolution {n} due?"),
            n=Bold(finding_number(index, opened.draft.findings[index])),
        ),
        _("{mark} Friday or an official holiday").format(mark=calendar.OFF),
        *off,
    )
    return Saying(text, keyboards.keyboard(rows))


def preset_name(preset: Deadline) -> str:
    """A preset on its button."""
    length = period_of(preset)
    if preset.kind is DeadlineKind.RECURRING and length:
        return deadlines.every(length)
    if preset.kind is DeadlineKind.RELATIVE:
        return _("{length} from notification").format(length=due_period(preset))
    return deadlines.kind(preset.kind)


def due_period(preset: Deadline) -> str:
    """The length of a preset in words."""
    length = period_of(preset)
    return deadlines.period(length) if length else ""
