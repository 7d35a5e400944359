"""Words for the sessions to come: when and where, and what is due at them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import batched

from aiogram.utils.formatting import Bold, Italic, Text

from bot.i18n import _, ngettext
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import SessionStep, sum_of
from bot.saying.wording import compose, digits, hour, isolate, lines, moment, number, short_day
from bot.views import items
from council import dates
from council.meetings import Hung, Plan, SessionSeen
from storage.words import SessionState

HOURS = (8, 9, 10, 11, 14, 15, 16, 17, 18)


def coming(sessions: Sequence[SessionSeen], *, may_plan: bool) -> Saying:
    """The sessions to come; the secretary enters, moves and cancels them here."""
    parts: list[Text | str | None] = [Bold(_("📅 Upcoming sessions"))]
    rows: list[keyboards.Row] = []
    for one in sessions:
        parts += ["", *described(one)]
    if not sessions:
        parts.append(_("No session has been added yet."))
    elif len(sessions) == 1:
        rows += _ways(sessions[0], may_plan=may_plan)
    else:
        keys = [
            button(f"📅{told}", SessionStep(do="one", id=one.id))
            for one, told in zip(sessions, _told_apart(sessions), strict=True)
        ]
        rows += map(list, batched(keys, 2))
    if may_plan:
        first = sessions[0].id if sessions else 0
        rows.append([button(_("🗂 For the next session"), SessionStep(do="pack", id=first))])
        rows.append([button(_("➕ Add a session"), SessionStep(do="new", id=0))])
    return Saying(lines(*parts), keyboards.keyboard(rows))


def one_of_several(one: SessionSeen, *, may_plan: bool) -> Saying:
    """A session to come with what can be done about it."""
    back = [button(_("◀ Back"), SessionStep(do="list", id=0))]
    return Saying(
        lines(*described(one)), keyboards.keyboard([*_ways(one, may_plan=may_plan), back])
    )


def _told_apart(sessions: Sequence[SessionSeen]) -> list[str]:
    """What a button says of each of several sessions: its day, with the hour where two share it."""
    days = [dates.local_date(one.starts_at, one.zone) for one in sessions]
    return [
        f" {short_day(on)}" + (f" {hour(one.starts_at, one.zone)}" if days.count(on) > 1 else "")
        for one, on in zip(sessions, days, strict=True)
    ]


def _ways(one: SessionSeen, *, may_plan: bool) -> list[keyboards.Row]:
    calendar = [button(_("📅 To my calendar"), SessionStep(do="ics", id=one.id))]
    return [calendar, _steps(one)] if may_plan else [calendar]


def _steps(one: SessionSeen) -> keyboards.Row:
    return [
        button(_("Move"), SessionStep(do="move", id=one.id, n=one.version)),
        button(_("Cancel the session"), SessionStep(do="drop?", id=one.id, n=one.version)),
    ]


def described(one: SessionSeen) -> list[Text | str | None]:
    """A session in two or three lines."""
    due = ngettext("{n} item is due at it.", "{n} items are due at it.", one.items)
    return [
        Bold(moment(one.starts_at, one.zone)),
        compose(_("Place: {place}"), place=isolate(one.place)) if one.place else None,
        due.format(n=number(one.items)) if one.items else None,
    ]


def ask_when(moved: SessionSeen | None) -> Saying:
    """Ask for the day; hour and place may stand in the same line."""
    return Saying(
        lines(
            _heading(moved),
            "",
            _("When is it? For example: “Saturday at 17, main hall”."),
            Italic(
                _("A day is enough; I ask for the rest.")
                if moved is None
                else _("A day is enough; hour and place then stay as they are.")
            ),
        ),
        keyboards.keyboard([keyboards.leave()]),
    )


def _heading(moved: SessionSeen | None) -> Text:
    if moved is None:
        return Bold(_("An upcoming session"))
    when = Bold(moment(moved.starts_at, moved.zone))
    return compose(_("The session of {when} moves."), when=when)


def ask_hour(day: str) -> Saying:
    """Ask for the hour by tap or typing."""
    buttons = [
        button(digits(f"{full:02}:00"), SessionStep(do="hour", id=0, n=full)) for full in HOURS
    ]
    rows: list[keyboards.Row] = [buttons[n : n + 3] for n in range(0, len(buttons), 3)]
    rows.append(keyboards.leave())
    return Saying(lines(Bold(day), _("At what hour? Tap, or type it.")), keyboards.keyboard(rows))


def ask_place(begins: datetime, zone: str) -> Saying:
    """Ask for the place; it may be left open."""
    row = [button(_("Leave the place open"), SessionStep(do="here", id=0))]
    rows = [row, keyboards.leave()]
    when = Bold(moment(begins, zone))
    return Saying(lines(when, _("Where? Type the place.")), keyboards.keyboard(rows))


def ask_sure(plan: Plan, *, hour_kept: bool = False) -> Saying:
    """Show what was understood before it stands, and what else stands at about that time; with
    `hour_kept` nobody said the hour, it is the one from before."""
    moved = plan.moved
    yes, again = _("Yes, add it"), SessionStep(do="new", id=0)
    if moved:
        yes, again = _("Yes, move it"), SessionStep(do="move", id=moved.id, n=moved.version)
    row = [button(yes, yes_to(plan)), button(_("Change it"), again)]
    warning = _("⚠️ Another session begins at about that time: {when}.")
    return Saying(
        lines(
            _heading(moved),
            "",
            Bold(moment(plan.starts_at, plan.zone)),
            compose(_("Place: {place}"), place=isolate(plan.place)) if plan.place else None,
            Italic(_("The hour is as before; for another one, type it.")) if hour_kept else None,
            *(compose(warning, when=moment(one.starts_at, one.zone)) for one in plan.beside),
            "",
            _("Did I understand you right?"),
        ),
        keyboards.keyboard([row, keyboards.leave()]),
    )


def yes_to(plan: Plan) -> SessionStep:
    """The yes to this plan and to no other."""
    planned = sum_of(f"{plan.starts_at} {plan.place}")
    return SessionStep(do="sure", id=plan.moved.id if plan.moved else 0, n=planned)


def ask_sure_again(plan: Plan, *, refused: bool) -> Saying:
    """The same question after a no alone, or after words that were not understood."""
    lead = (
        _("What is to be different? Type the day, the hour or the place as it should be.")
        if refused
        else _(
            "I did not understand that. Type the day, the hour or the place as it should be, or "
            "tap a button."
        )
    )
    asked = ask_sure(plan)
    return replace(asked, text=lines(lead, "", asked.text))


def entered(one: SessionSeen, *, moved: bool) -> Saying:
    """The session stands; what follows it was told."""
    heading = _("✅ The session was moved.") if moved else _("✅ The session was added.")
    told = _("Those responsible for these items are told.") if one.items else None
    rows = [_to_tell(one, moved=moved), _steps(one)]
    return Saying(lines(Bold(heading), *described(one), told), keyboards.keyboard(rows))


def _to_tell(one: SessionSeen, *, moved: bool = False) -> keyboards.Row:
    return [button(_("📣 Tell the members"), SessionStep(do="tell", id=one.id, n=int(moved)))]


def news(one: SessionSeen, council: str, *, moved: bool) -> str:
    """What is said to the members of a session that was entered, moved or cancelled."""
    when = moment(one.starts_at, one.zone)
    if one.state is SessionState.CANCELLED:
        said = _("📅 {council}: the session of {when} was cancelled.")
        return said.format(council=council, when=when)
    said = (
        _("📅 {council}: the session was moved to {when}.")
        if moved
        else _("📅 {council}: the next session is on {when}.")
    )
    place = _("Place: {place}").format(place=one.place) if one.place else ""
    return "\n".join(filter(None, (said.format(council=council, when=when), place)))


def ask_cancel(one: SessionSeen) -> Saying:
    """Cancelling takes a second tap."""
    rows = [
        [
            button(_("Yes, cancel it"), SessionStep(do="drop", id=one.id, n=one.version)),
            button(_("No"), SessionStep(do="list", id=0)),
        ]
    ]
    return Saying(
        compose(
            _("Cancel the session of {when}? What is due then will wait for the next one."),
            when=Bold(moment(one.starts_at, one.zone)),
        ),
        keyboards.keyboard(rows),
    )


def cancelled(one: SessionSeen) -> Saying:
    """It is off."""
    return Saying(
        compose(_("The session of {when} was cancelled."), when=moment(one.starts_at, one.zone)),
        keyboards.keyboard([_to_tell(one)]),
    )


def moved_along(hung: Hung) -> Saying:
    """Tell those who answer for items that a session's date is theirs too."""
    one = hung.session
    when = Bold(moment(one.starts_at, one.zone))
    heading = (
        compose(_("📅 The session of {when} was cancelled."), when=when)
        if one.state is SessionState.CANCELLED
        else compose(_("📅 The next session is on {when}."), when=when)
    )
    place = compose(_("Place: {place}"), place=isolate(one.place)) if one.place else None
    listed = hung.items[: items.LISTED]
    return Saying(
        lines(
            heading,
            place if one.state is not SessionState.CANCELLED else None,
            "",
            _("What you report by the session moved with it:"),
            *(items.line(item, at) for at, item in enumerate(listed, start=1)),
        ),
        keyboards.keyboard(items.open_rows(listed)),
        tuple(item.id for item in listed),
    )
