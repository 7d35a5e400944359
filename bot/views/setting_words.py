"""What the settings of a council and of one item are called, what they do, and their values."""

from collections.abc import Callable

from bot.i18n import _, ngettext
from bot.saying.wording import number, weekday_name
from bot.views.preferences import WEEK, clock_hour, on_off, span
from council.reminding.setting_values import SWITCHES


def name(field: str) -> str:
    """What a setting is called."""
    names = {
        "on": _("Reminders"),
        "before": _("Before the date"),
        "overdue_every": _("While overdue"),
        "overdue_times": _("Overdue limit"),
        "to_owner": _("To the follow-up owner"),
        "to_secretary": _("To the secretariat"),
        "to_chair": _("To the chair"),
        "in_group": _("In the groups"),
        "stale_days": _("Silent items"),
        "chair": _("The chair"),
        "hour": _("Hour"),
        "quiet": _("Quiet hours"),
        "weekend": _("Weekend"),
        "weekly": _("Weekly digest"),
        "digest": _("Session digest"),
        "second": _("A second person"),
        "closures": _("Closures"),
        "welcome": _("Welcome message"),
    }
    return names[field]


def group_name(group: str) -> str:
    """What a group of a council's settings is called."""
    names = {
        "reminders": _("🔔 Reminders"),
        "raising": _("⏫ Raising what is overdue"),
        "days": _("🕘 Days and hours"),
        "messages": _("🗞 Digests and the rest"),
    }
    return names[group]


def words(field: str, n: int) -> str:
    """A value in words."""
    if field in SWITCHES:
        return on_off(bool(n))
    made: dict[str, Callable[[int], str]] = {
        "before": _before, "hour": clock_hour, "quiet": lambda n: span(n // 100, n % 100),
        "weekend": _weekend, "weekly": _weekly, "digest": _digest,
    }  # fmt: skip
    return made[field](n) if field in made else _delay(field, n)


def _before(n: int) -> str:
    found = [at for at in range(28, -1, -1) if n >> at & 1]
    if not found:
        return _("never")
    listed = _(", ").join(number(at) for at in found if at)
    if not listed:
        return _("on the day itself")
    said = _("{days} days before").format(days=listed)
    return _("{days} and the day itself").format(days=said) if 0 in found else said


def _delay(field: str, n: int) -> str:
    if n == 0:
        return _("off")
    said = {
        "overdue_every": ngettext("every working day", "every {n} working days", n),
        "overdue_times": ngettext("{n} time", "{n} times", n),
        "stale_days": ngettext("asked after {n} day", "asked after {n} days", n),
    }
    late = ngettext("{n} working day after the date", "{n} working days after the date", n)
    return said.get(field, late).format(n=number(n))


def _weekend(n: int) -> str:
    free = [day_ for day_ in WEEK if n >> day_ & 1]
    half = [day_ for day_ in WEEK if n >> day_ + 7 & 1]
    said = _(", ").join(weekday_name(one) for one in free) or _("none")
    halves = [_("half of {day}").format(day=weekday_name(one)) for one in half]
    return _(", ").join([said, *halves])


def _weekly(n: int) -> str:
    return _("on {day}").format(day=weekday_name(n - 1)) if n else _("off")


def _digest(n: int) -> str:
    return _("offered when minutes are published") if n else _("off")


def nobody() -> str:
    """No chair."""
    return _("Nobody")


def explained(field: str) -> str:
    """What a setting does."""
    said = {
        "on": _("Whether anything is reminded at all. Notices of new items go out in any case."),
        "before": _(
            "How many days before the date its body is reminded; or type other days: “10, 5, 1”."
        ),
        "overdue_every": _("How often what is past its date is reminded."),
        "overdue_times": _("After this many reminders of an overdue item I stop."),
        "to_owner": _("When the follow-up owner of an overdue item is told too."),
        "to_secretary": _("When the secretariat is told of an overdue item too."),
        "to_chair": _("When the chair is told of an overdue item too."),
        "in_group": _("Whether a body's group is reminded too; one message per item."),
        "stale_days": _("After this long without a report, I ask for news of an item."),
        "chair": _("The last one to be told of what is not done."),
        "hour": _("The hour of those who chose none of their own."),
        "quiet": _("Nothing is sent in these hours; what comes meanwhile waits."),
        "weekend": _("On these days nobody is reminded; they do not count as working days."),
        "weekly": _("On this day the council's digest goes to everybody who wants it."),
        "digest": _("After publishing, I offer to send the session's digest to all."),
        "second": _(
            "Whether the weightiest steps need a second person's approval: closing an item, "
            "taking minutes back, lifting “confidential”, erasing somebody, confidential "
            "items in a report, a message to more than 200 people."
        ),
    }
    return said[field]
