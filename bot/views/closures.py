"""Words for a council's own days off: which there are, closing a day, and what that does."""

from collections.abc import Sequence
from datetime import date

from aiogram.utils.formatting import Bold, Italic, Text

from bot.i18n import _
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import PolicyStep
from bot.saying.wording import compose, day, isolate, lines, names, short_day
from bot.views import calendar
from bot.views.policies import back_to, told
from council.reminding.policy_changes import CouncilSettings
from council.reminding.policy_effects import Effect


def closures(shown: CouncilSettings) -> Saying:
    """The council's own closures to come; each is taken back by its button."""
    listed = [
        compose(
            _("• {day}: {name}{half}"),
            day=day(one),
            name=isolate(called),
            half=_(" (from noon)") if half else "",
        )
        for one, called, half in shown.closures
    ]
    rows: list[keyboards.Row] = [
        [
            button(
                _("Open on {day}").format(day=short_day(one)),
                PolicyStep(do="open", n=one.toordinal()),
            )
        ]
        for one, _name, _half in shown.closures
    ]
    rows.append([button(_("➕ Close a day"), PolicyStep(do="close"))])
    rows.append([back_to("closures")])
    head = Bold(_("Closures"))
    hint = _("Official holidays are known already; here are the council's own days off.")
    return Saying(lines(head, hint, "", *(listed or [Text(_("none"))])), keyboards.keyboard(rows))


def ask_closed_day(today: date, month: int) -> Saying:
    """Which day."""
    year, shown = calendar.shown_month(month, today)
    rows = calendar.month_rows(
        year,
        shown,
        today=today,
        on_day=lambda one: PolicyStep(do="close=", n=one.toordinal()),
        on_month=lambda y, m: PolicyStep(do="close", n=y * 100 + m),
    )
    rows.append([button(_("◀ Back"), PolicyStep(do="closures"))])
    return Saying(Text(_("On which day are the offices closed? Tap or type it.")),
                  keyboards.keyboard(rows))  # fmt: skip


def ask_closed_why(when: Sequence[date]) -> Saying:
    """Why, which is the closure's name."""
    rows: list[keyboards.Row] = [
        [button(one, PolicyStep(do="why", n=at))] for at, one in enumerate(closing_reasons())
    ]
    rows.append([button(_("◀ Back"), PolicyStep(do="closures"))])
    return Saying(
        compose(_("Closed on {day}. Why? Tap, or type a few words."), day=Bold(days(when))),
        keyboards.keyboard(rows),
    )


def closing_reasons() -> tuple[str, ...]:
    """Reasons that need no typing."""
    return _("air pollution"), _("cold or snow"), _("a local holiday")


def days(when: Sequence[date]) -> str:
    """Days in a row by the first and the last of them, others one by one."""
    in_a_row = len(when) > 1 and (when[-1] - when[0]).days + 1 == len(when)
    if not in_a_row:
        return names([day(one) for one in when])
    return _("{first} to {last}").format(first=day(when[0]), last=day(when[-1]))


def yes_to(when: Sequence[date]) -> PolicyStep:
    """Closes these days and no others."""
    return PolicyStep(do="closed", n=sum(one.toordinal() for one in when))


def closing(when: Sequence[date], called: str, whole: Effect, half: Effect) -> Saying:
    """What closing does, for whole days or from noon on."""
    yes = yes_to(when)
    all_of_it = _("✅ The whole day") if len(when) == 1 else _("✅ These days as a whole")
    rows: list[keyboards.Row] = [
        [
            button(all_of_it, yes),
            button(_("From noon on"), yes.model_copy(update={"do": "halved"})),
        ],
        [button(_("◀ Back"), PolicyStep(do="closures"))],
    ]
    text = lines(
        compose(_("{day}: {name}"), day=Bold(days(when)), name=isolate(called)),
        "",
        *told(whole),
        None if half.changed else Italic(_("From noon on: morning reminders still go out.")),
    )
    return Saying(text, keyboards.keyboard(rows))
