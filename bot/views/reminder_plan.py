"""Words for the plan of an item's reminders, and for putting them off."""

from collections.abc import Sequence
from datetime import date

from aiogram.utils.formatting import Bold, Italic, Text

from bot.i18n import _, ngettext
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import OpenItem, PolicyStep, ReminderStep
from bot.saying.wording import code, compose, day, digits, isolate, lines, number
from bot.views import items as item_views
from bot.views.reassigning import not_mine
from council.items import ItemCard
from council.reminding.reminder_plan import Chosen, ItemPlan, Landing, PutOff
from council.reminding.rungs import Rung, Why

LISTED = 9


def plan(shown: ItemPlan) -> Saying:
    """What will be sent for an item, on which day, and to whom."""
    item = shown.item
    rest = len(shown.coming) - LISTED
    text = lines(
        compose(_("🔔 Reminders for {code}"), code=Bold(code(item.code))),
        compose(_("Responsible: {body}"), body=isolate(item.body)) if item.body else None,
        "",
        *(_rung(one) for one in shown.coming[:LISTED]),
        compose(_("…and {n} more."), n=rest) if rest > 0 else None,
        Bold(nothing_planned(shown)) if not shown.coming else None,
        Italic(_("The secretariat set this for the item alone.")) if shown.own else None,
        "",
        compose(
            _("Sent at {hour} on working days; {n} so far.")
            if shown.passed
            else _("Sent at {hour} on working days."),
            hour=digits(f"{shown.hour:02}:00"),
            n=shown.passed,
        ),
        *(put_off_line(one) for one in shown.put_off),
    )
    return Saying(text, keyboards.keyboard(_rows(shown)), (item.id,))


def _rung(one: Rung) -> Text:
    return compose(_("• {date}: {what}"), date=day(one.day), what=what(one))


def what(one: Rung) -> str:
    """What is said on a day of the plan, and to whom."""
    n = one.days
    words = {
        Why.BEFORE: ngettext("{n} day before the date", "{n} days before the date", n),
        Why.TODAY: _("the date itself"),
        Why.OVERDUE: ngettext("{n} working day overdue", "{n} working days overdue", n),
        Why.PUT_OFF: _("end of the delay"),
        Why.STALE: ngettext("any news after {n} day?", "any news after {n} days?", n),
        Why.MISSED: _("if it was not done, this is said to the body and the secretariat"),
        Why.TO_OWNER: _("the follow-up owner is told too"),
        Why.TO_SECRETARY: _("the secretariat is told too"),
        Why.TO_CHAIR: _("the chair is told too"),
    }
    return words[one.why].format(n=number(n))


def nothing_planned(shown: ItemPlan) -> str:
    """Why nothing will be sent."""
    if not shown.item.is_open:
        return _("The item is closed; nothing is sent.")
    if not shown.policy.on:
        return _("Reminders are switched off for this item.")
    if shown.item.due_on is None:
        return _("It has no date yet; nothing is sent until it has one.")
    return _("No further reminder is planned.")


def put_off_line(one: PutOff) -> Text:
    """One time that the reminders were put off."""
    return compose(
        _("💤 Put off until {date}: {reason}"), date=day(one.until), reason=isolate(one.reason)
    )


def _rows(shown: ItemPlan) -> list[keyboards.Row]:
    item = shown.item
    rows: list[keyboards.Row] = []
    if shown.may_put_off:
        rows.append([put_off_key(item.id)])
    if item.is_open and item.may_report and not shown.may_set:
        rows.append([not_mine(item.id)])
    if shown.may_set and item.is_open:
        off = shown.policy.on
        label = _("Switch off") if off else _("Switch on")
        step = ReminderStep(do="off" if off else "on", id=item.id)
        change = button(_("Change for this item"), PolicyStep(do="show", id=item.id))
        rows.append([button(label, step), change])
    rows.append([button(_("◀ Back to the card"), OpenItem(id=item.id))])
    return rows


def put_off_key(item_id: int, *, below: bool = False) -> keyboards.Button:
    """The button that asks until when an item's reminders shall wait; `below` a message that is to
    stay as it is."""
    return button(_("💤 Put off"), ReminderStep(do="later", id=item_id, n=int(below)))


def offer(item: ItemCard, until: date | None = None) -> Saying:
    """The way to be reminded later, for who asks for that in words; `until` when they said."""
    key = put_off_key(item.id)
    words = _("If the reminders for {code} shall wait, tap 💤 and say until when.")
    if until:
        key = button(_("💤 Put off"), ReminderStep(do="only", id=item.id, n=until.toordinal()))
        words = _("If the reminders for {code} shall wait until {date}, tap 💤.")
    return Saying(
        compose(words, code=Bold(code(item.code)), date=Bold(day(until)) if until else ""),
        keyboards.keyboard([[key]]),
        (item.id,),
        heeds_edits=True,
    )


def put_off_some_key(first_id: int) -> keyboards.Button:
    """The same below a message of several items, which the message itself names."""
    return button(_("💤 Put off"), ReminderStep(do="which", id=first_id, n=1))


def ask_which(shown: Chosen, until: date | None = None, *, titled: bool = False) -> Saying:
    """Which of a message's items shall wait: one, or all; `until` when is known where it was
    typed already. They are `titled` where no message above names them."""
    on = until.toordinal() if until else 0
    one, several = ("only", "until") if until else ("later", "all")
    ones = [button(code(item.code), ReminderStep(do=one, id=item.id, n=on)) for item in shown.all]
    every = button(_("All of them"), ReminderStep(do=several, id=shown.first.id, n=on))
    rows: list[keyboards.Row] = [ones[at : at + 3] for at in range(0, len(ones), 3)]
    asked = (
        compose(_("Which reminders shall wait until {date}?"), date=Bold(day(until)))
        if until
        else Text(_("Which reminders shall wait?"))
    )
    named = [item_views.line(item, at) for at, item in enumerate(shown.all, start=1)]
    return Saying(
        lines(asked, *named) if titled else asked,
        keyboards.keyboard([*rows, [every], keyboards.leave()]),
        shown.ids,
    )


def ask_until(shown: Chosen, days: Sequence[date]) -> Saying:
    """Until when, by tap or in one's own words."""
    rows: list[keyboards.Row] = [
        [button(day(one), ReminderStep(do="until", id=shown.first.id, n=one.toordinal()))]
        for one in days
    ]
    rows.append([_back(shown)])
    return Saying(
        lines(
            compose(_("Until when shall the reminders for {code} wait?"), code=_codes(shown)),
            _("Tap a day, or type a day or a length, for example “three days”."),
        ),
        keyboards.keyboard(rows),
        _several(shown),
    )


def _codes(shown: Chosen) -> Bold:
    return _bold_codes(shown.all)


def _bold_codes(shown: Sequence[ItemCard]) -> Bold:
    return Bold(_(", ").join(code(item.code) for item in shown))


def _several(shown: Chosen) -> tuple[int, ...]:
    """What a message must keep that asks about several items; a single one is on its buttons."""
    return shown.ids if shown.others else ()


def _back(shown: Chosen) -> keyboards.Button:
    do = "which" if shown.others else "plan"
    return button(_("◀ Back"), ReminderStep(do=do, id=shown.first.id))


def reasons() -> dict[str, str]:
    """Reasons that need no typing, by the steps that their buttons are."""
    return {
        "waiting": _("waiting for another body's answer"),
        "underway": _("it is being done; the report follows"),
        "away": _("the one in charge is away"),
    }


def ask_reason(shown: Chosen, landing: Landing) -> Saying:
    """Why: by tap or in one's own words; it stays on the record."""
    rows: list[keyboards.Row] = [
        [button(words, ReminderStep(do=step, id=shown.first.id, n=landing.until.toordinal()))]
        for step, words in reasons().items()
    ]
    rows.append([_back(shown)])
    return Saying(
        lines(
            compose(
                _("The reminders for {code} wait until {date}."),
                code=_codes(shown),
                date=Bold(day(landing.until)),
            ),
            *_lands(landing),
            _("Why? Tap a reason or write one."),
            Italic(_("The reason is recorded; what is overdue is still raised.")),
        ),
        keyboards.keyboard(rows),
        _several(shown),
    )


def _lands(landing: Landing) -> list[Text]:
    """That the day is none on which anybody works, and that a deadline passes before."""
    told = []
    if landing.comes_on != landing.until:
        words = _("That day is a day off; they come on {date}.")
        told.append(compose(words, date=Bold(day(landing.comes_on))))
    if landing.late:
        words = _("⚠️ That is after the deadline of {code}.")
        told.append(compose(words, code=_bold_codes(landing.late)))
    return told


def put_off(shown: Chosen, done: PutOff, landing: Landing) -> Saying:
    """It was put off."""
    rows = [[button(_("Reminders"), ReminderStep(do="plan", id=shown.first.id))]]
    return Saying(
        lines(compose(_("✅ {code}:"), code=_codes(shown)), put_off_line(done), *_lands(landing)),
        keyboards.keyboard(() if shown.others else rows),
        shown.ids,
    )
