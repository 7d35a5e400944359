"""Words for the settings of reminders, a council's and one item's, and for what they change."""

from aiogram.utils.formatting import Bold, Italic, Text

from bot.i18n import _, ngettext
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import ClockStep, PolicyStep, ReminderStep
from bot.saying.wording import (
    code,
    compose,
    isolate,
    lines,
    number,
    short_day,
)
from bot.views.preferences import HOURS, QUIET, WEEK, mark, on_off
from bot.views.setting_words import explained, group_name, name, words
from council.reminding.policies import Policy
from council.reminding.policy_changes import CouncilSettings
from council.reminding.policy_effects import Effect
from council.reminding.reminder_plan import ItemPlan
from council.reminding.setting_values import (
    AT_PUBLISHING,
    GROUPS,
    OF_ITEMS,
    encode,
    group_of,
    weekend_number,
)

THURSDAY, FRIDAY = 3, 4
WEEKENDS = (((FRIDAY,), ()), ((FRIDAY,), (THURSDAY,)), ((THURSDAY, FRIDAY), ()))
BEFORE = ((7, 3, 1, 0), (14, 7, 3, 1, 0), (3, 1, 0), (1, 0), (0,), ())
NUMBERS = {
    "overdue_every": (0, 1, 2, 3, 5, 7), "overdue_times": (3, 5, 10, 15, 20),
    "stale_days": (0, 14, 30, 45, 60, 90), "to_owner": (0, 1, 2, 3, 5, 7),
    "to_secretary": (0, 3, 6, 9, 12), "to_chair": (0, 6, 12, 18, 24),
}  # fmt: skip
PEOPLE_SHOWN = 24


def of_council(council: str) -> Saying:
    """What a council can set, a button for each group of settings."""
    told = [
        line
        for group, fields in GROUPS.items()
        for line in ("", Bold(group_name(group)), _(", ").join(name(one) for one in fields))
    ]
    keys = [button(group_name(one), PolicyStep(do="group", what=one)) for one in GROUPS]
    rows: list[keyboards.Row] = [keys[n : n + 2] for n in range(0, len(keys), 2)]
    rows.append([button(_("◀ My settings"), ClockStep(do="show"))])
    head = compose(_("🏛 Settings of {council}"), council=Bold(isolate(council)))
    return Saying(lines(head, *told), keyboards.keyboard(rows))


def of_group(shown: CouncilSettings, group: str) -> Saying:
    """What the council has set in one group, and a button for each."""
    fields = GROUPS[group]
    text = lines(
        Bold(group_name(group)),
        "",
        *(_line(field, _present(field, shown)) for field in fields),
        "",
        Italic(_("Tap one, or type its name. You see what a change does before it is saved.")),
    )
    keys = [button(name(field), _opens(field)) for field in fields]
    rows: list[keyboards.Row] = [keys[n : n + 2] for n in range(0, len(keys), 2)]
    rows.append([button(_("◀ Settings of the council"), PolicyStep(do="show"))])
    return Saying(text, keyboards.keyboard(rows))


def _opens(field: str) -> PolicyStep:
    """Where the button of a setting leads: closures and the welcome have screens of their own."""
    own = field in ("closures", "welcome")
    return PolicyStep(do=field) if own else PolicyStep(do="ask", what=field)


def of_item(plan: ItemPlan) -> Saying:
    """What one item has, and whether that is its own."""
    item = plan.item
    text = lines(
        compose(_("🔔 Reminders for {code}"), code=Bold(code(item.code))),
        _("set for this item alone") if plan.own else _("as for the whole council"),
        "",
        *(_line(field, words(field, _number_of(field, plan.policy))) for field in OF_ITEMS),
        "",
        Italic(_("Everybody who may see the item sees what is set here.")),
    )
    keys = [button(name(field), PolicyStep(do="ask", what=field, id=item.id)) for field in OF_ITEMS]
    rows: list[keyboards.Row] = [keys[n : n + 2] for n in range(0, len(keys), 2)]
    if plan.own:
        rows.append([button(_("Like the council"), PolicyStep(do="like", id=item.id))])
    rows.append([button(_("◀ Back"), ReminderStep(do="plan", id=item.id))])
    return Saying(text, keyboards.keyboard(rows))


def _line(field: str, value: str) -> Text:
    return _named(name(field), value)


def _named(what: str, value: str) -> Text:
    return compose(_("{name}: {value}"), name=what, value=Bold(value))


def _closures(shown: CouncilSettings) -> str:
    if not shown.closures:
        return _("none")
    return _(", ").join(short_day(one) for one, _name, _half in shown.closures[:4])


def _number_of(field: str, policy: Policy) -> int:
    return encode(field, getattr(policy, field))


def _present(field: str, shown: CouncilSettings) -> str:
    match field:
        case "chair":
            return isolate(shown.chair) if shown.chair else _("nobody named")
        case "closures":
            return _closures(shown)
        case "welcome":
            return on_off(shown.welcome is not None)
    return words(field, present_number(field, shown))


def present_number(field: str, shown: CouncilSettings) -> int:
    """The number of what is set now; 0 for the chair, who is known by name."""
    hours, week = shown.times.hours, shown.times.week
    match field:
        case "chair":
            return 0
        case "hour":
            return hours.reminder
        case "quiet":
            return hours.quiet_from * 100 + hours.quiet_to
        case "weekend":
            return weekend_number(week.weekend, week.half_days)
        case "weekly":
            return 0 if shown.weekly_day is None else shown.weekly_day + 1
        case "digest":
            return AT_PUBLISHING.index(shown.at_publishing)
        case "second":
            return int(shown.second)
    return _number_of(field, shown.times.policy)


# ---------------------------------------------------------------- one setting


def ask(field: str, present: int, item_id: int = 0, people: dict[int, str] | None = None) -> Saying:
    """What a setting means, and its values."""
    values = people if field == "chair" else {n: words(field, n) for n in _choices(field)}
    keys = [
        button(mark(label, n == present), PolicyStep(do="try", what=field, id=item_id, n=n))
        for n, label in (values or {}).items()
    ]
    wide = 4 if field == "hour" else 1 if field in ("before", "chair", "weekend") else 2
    rows: list[keyboards.Row] = [keys[n : n + wide] for n in range(0, len(keys), wide)]
    rows.append([back(item_id) if item_id else back_to(field)])
    typed = Italic(_("Tap one, or type it.")) if field != "chair" else None
    return Saying(
        lines(Bold(name(field)), explained(field), typed),
        keyboards.keyboard(rows),
    )


def back(item_id: int) -> keyboards.Button:
    """To the settings of one item."""
    return button(_("◀ Back"), PolicyStep(do="show", id=item_id))


def back_to(field: str) -> keyboards.Button:
    """From a setting of the council to the group it stands in."""
    return button(_("◀ Back"), PolicyStep(do="group", what=group_of(field)))


def _choices(field: str) -> list[int]:
    match field:
        case "on" | "in_group" | "digest" | "second":
            return [1, 0]
        case "before":
            return [encode(field, days) for days in BEFORE]
        case "hour":
            return list(HOURS)
        case "quiet":
            return [first * 100 + last for first, last in (*QUIET, (0, 0))]
        case "weekend":
            return [weekend_number(*one) for one in WEEKENDS]
        case "weekly":
            return [*(one + 1 for one in WEEK), 0]
    return list(NUMBERS[field])


def effect(field: str, n: int, does: Effect, item_id: int, label: str | None) -> Saying:
    """What the change does, before it is kept."""
    rows: list[keyboards.Row] = [
        [button(_("✅ Save it"), PolicyStep(do="keep", what=field, id=item_id, n=n))],
        [button(_("◀ Back"), PolicyStep(do="ask", what=field, id=item_id))],
    ]
    return Saying(
        lines(_line(field, label or words(field, n)), "", *_means(field, n, does)),
        keyboards.keyboard(rows),
    )


def _means(field: str, n: int, does: Effect) -> list[Text | str]:
    """What a change does: to the reminders of the coming month, or where it moves none of them."""
    match field:
        case "hour":
            said = _(
                "From now on reminders come at this hour to those who chose none of their own."
            )
        case "quiet" if n // 100 != n % 100:
            said = _("From now on nothing goes out in these hours; what waits goes out after them.")
        case "quiet":
            said = _("From now on messages go out at any hour.")
        case "chair" if n:
            said = _("From now on they are told of overdue items, as set under “To the chair”.")
        case "chair":
            said = _("From now on overdue items are raised no further than the secretariat.")
        case "weekly" if n:
            said = _("It comes every week on this day; a week without news is left out.")
        case "weekly":
            said = _("From now on nobody gets it; one's own digest goes on.")
        case "digest" if n:
            said = _("After every publishing I ask whether to send it to all.")
        case "digest":
            said = _("I offer it no more; it can still be sent with /broadcast.")
        case _:
            return told(does)
    return [said]


def told(does: Effect) -> list[Text | str]:
    """What a change does, in lines."""
    if not does.changed:
        return [_("No open item's reminders change in the coming month.")]
    count = ngettext(
        "From now on, for {n} open item:", "From now on, for {n} open items:", does.changed
    )
    return [
        Bold(count.format(n=number(does.changed))),
        compose(
            _("{after} reminders in the coming month instead of {before}."),
            after=does.after,
            before=does.before,
        ),
    ]


def kept(saying: Saying) -> Saying:
    """The settings again, with the word that something was kept."""
    return Saying(lines(Bold(_("✅ Saved.")), "", saying.text), saying.keyboard)


# ---------------------------------------------------------------- words of welcome


def ask_welcome(words_now: str | None) -> Saying:
    """The council's own words to everybody who joins."""
    rows: list[keyboards.Row] = []
    if words_now:
        rows.append([button(_("No welcome message"), PolicyStep(do="unwelcome"))])
    rows.append([back_to("welcome")])
    return Saying(
        lines(
            Bold(_("Welcome message")),
            _(
                "Everybody who joins reads it. Type it; you see the whole message before it is "
                "saved."
            ),
            "",
            isolate(words_now) if words_now else Italic(_("none")),
        ),
        keyboards.keyboard(rows),
    )


def try_welcome(greeting: Saying) -> Saying:
    """The whole message as a newcomer will read it."""
    rows: list[keyboards.Row] = [
        [button(_("✅ Save it"), PolicyStep(do="greet"))],
        [button(_("◀ Back"), PolicyStep(do="welcome"))],
    ]
    head = Bold(_("Whoever joins from now on reads:"))
    return Saying(lines(head, "", greeting.text), keyboards.keyboard(rows))
