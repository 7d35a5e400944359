"""Words for being away: the days, who stands in, and what they are told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from aiogram.utils.formatting import Bold, Italic, Text

from bot.i18n import _
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import ClockStep, LeaveStep
from bot.saying.wording import compose, day, isolate, lines, short_day
from bot.views import calendar
from council.people.leaves import Away

PEOPLE_A_PAGE = 8


def short(away: Away | None) -> str:
    """One's leave in a few words."""
    if away is None:
        return _("none")
    return _("{first} to {last}").format(
        first=short_day(away.first_day), last=short_day(away.last_day)
    )


def leave(away: Away | None) -> Saying:
    """One's leave as it stands, and what can be done."""
    rows: list[keyboards.Row] = []
    if away is not None:
        rows.append([button(_("I am back: end my leave"), LeaveStep(do="end"))])
    label = _("Change it") if away else _("➕ Go on leave")
    rows += [
        [button(label, LeaveStep(do="first"))],
        [button(_("◀ Settings"), ClockStep(do="show"))],
    ]
    if away is None:
        text = lines(
            Bold(_("🌴 Leave")),
            _("You are not on leave. While you are, your reminders go to your stand-in."),
        )
    else:
        text = lines(Bold(_("🌴 Leave")), *_described(away))
    return Saying(text, keyboards.keyboard(rows))


def _described(away: Away) -> tuple[Text | str, ...]:
    days = compose(
        _("From {first} to the end of {last}; it ends by itself."),
        first=day(away.first_day),
        last=day(away.last_day),
    )
    if away.substitute is None:
        return days, _("No stand-in: the follow-up owner or the secretariat is reminded.")
    return days, compose(_("Stand-in: {name}"), name=isolate(away.substitute))


def ask_day(today: date, month: int, first: date | None) -> Saying:
    """From when, or until when."""
    turn = "last" if first else "first"
    year, shown = calendar.shown_month(month, today)
    rows = calendar.month_rows(
        year,
        shown,
        today=first or today,
        on_day=lambda one: LeaveStep(do=f"{turn}=", n=one.toordinal()),
        on_month=lambda y, m: LeaveStep(do=turn, n=y * 100 + m),
    )
    rows.append([button(_("◀ Back"), LeaveStep(do="show"))])
    asked = (
        compose(_("On leave from {first}. Until when?"), first=Bold(day(first)))
        if first
        else Bold(_("From which day are you on leave?"))
    )
    hint = _("Tap a day, or type it; “1 to 10 Azar” gives both.")
    return Saying(lines(asked, Italic(hint)), keyboards.keyboard(rows))


def ask_substitute(first: date, last: date, people: Sequence[tuple[int, str]], page: int) -> Saying:
    """Who stands in."""
    start = page * PEOPLE_A_PAGE
    shown = people[start : start + PEOPLE_A_PAGE]
    rows: list[keyboards.Row] = [
        [button(name, LeaveStep(do="who", n=person_id))] for person_id, name in shown
    ]
    if start + PEOPLE_A_PAGE < len(people):
        rows.append([button(_("More ▶"), LeaveStep(do="people", n=page + 1))])
    rows.append([button(_("Nobody"), LeaveStep(do="who"))])
    rows.append([button(_("◀ Back"), LeaveStep(do="show"))])
    return Saying(
        lines(
            compose(
                _("On leave from {first} to {last}."), first=Bold(day(first)), last=Bold(day(last))
            ),
            _("Who stands in for you? They get your reminders and may report. Tap or type a name."),
        ),
        keyboards.keyboard(rows),
    )


def nobody_of_that_name(asked: Saying) -> Saying:
    """The same question again, after a name that nobody here has."""
    said = _("I know nobody of that name here; tap one below.")
    return replace(asked, text=lines(said, "", asked.text))


def taken(away: Away) -> Saying:
    """It is kept."""
    shown = leave(away)
    told = _("Your stand-in has been told.") if away.substitute else None
    return Saying(lines(Bold(_("✅ Saved.")), shown.text, told), shown.keyboard)


def ended() -> Saying:
    """Back again."""
    shown = leave(None)
    return Saying(
        lines(Bold(_("✅ Welcome back: your reminders come to you again."))), shown.keyboard
    )


def stand_in(away: Away) -> Saying:
    """Told to who stands in."""
    return Saying(
        lines(
            compose(
                _("🌴 {name} is on leave and named you as stand-in."), name=isolate(away.person)
            ),
            *_described(away)[:1],
            _("Meanwhile their reminders come to you, and you may report for their bodies."),
        )
    )


def stand_in_over(away: Away) -> Saying:
    """Told to who stood in."""
    return Saying(
        compose(_("🌴 {name} is back; you no longer stand in."), name=isolate(away.person))
    )
