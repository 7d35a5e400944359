"""Words for one's own settings: one screen each, every value a button."""

from collections.abc import Iterable, Sequence

from aiogram.utils.formatting import Bold, Italic, Text

from bot.i18n import _, current_language
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import ClockStep, LeaveStep, PolicyStep
from bot.saying.wording import compose, digits, isolate, lines, weekday_name
from bot.views import leaves
from bot.views.members import LANGUAGE_NAMES
from council.people.leaves import Away
from council.people.preferences import DigestWish, Preferences
from council.reminding.policies import Hours

WEEK = (5, 6, 0, 1, 2, 3, 4)
"""Days of the week as date.weekday(), Saturday first."""
HOURS = range(6, 22)
QUIET = ((21, 8), (22, 7), (23, 7), (20, 9))
LIKE_COUNCIL = 9_999
WISHES = tuple(DigestWish)


def settings(own: Preferences, away: Away | None, council: str, *, secretary: bool) -> Saying:
    """Everything one has set, and a button for each; English is written in Latin digits only."""
    has_two_numerals = current_language() == "fa"
    text = lines(
        compose(_("⚙️ My settings · {council}"), council=Bold(isolate(council))),
        "",
        _line(_("Language"), LANGUAGE_NAMES[own.language]),
        _line(_("My hour"), hour_words(own.hours.reminder, own=own.own_hour)),
        _line(_("Quiet hours"), quiet_words(own.hours, own=own.own_quiet)),
        _line(_("My digest"), digest_words(own)),
        _line(_("News of what I follow"), news_words(own.news_in_digest)),
        _line(_("Weekly digest of the council"), on_off(own.weekly)),
        _line(_("Leave"), leaves.short(away)),
        _line(_("Calendar"), calendar_name(own.gregorian)),
        _line(_("Numerals"), numerals_name(own.latin)) if has_two_numerals else None,
        "",
        Italic(_("Tap one, or type its name.")),
    )
    names = {
        "language": _("Language"), "hour": _("My hour"), "quiet": _("Quiet hours"),
        "digest": _("My digest"), "news": _("News of what I follow"),
        "weekly": _("Weekly digest"), "calendar": _("Calendar"), "numerals": _("Numerals"),
    }  # fmt: skip
    if not has_two_numerals:
        del names["numerals"]
    keys = [button(name, ClockStep(do="ask", what=what)) for what, name in names.items()]
    keys.append(button(_("Leave"), LeaveStep(do="show")))
    rows: list[keyboards.Row] = [keys[n : n + 2] for n in range(0, len(keys), 2)]
    if secretary:
        rows.append([button(_("🏛 Settings of the council"), PolicyStep(do="show"))])
    return Saying(text, keyboards.keyboard(rows))


def _line(name: str, value: str) -> Text:
    return compose(_("{name}: {value}"), name=name, value=Bold(value))


def hour_words(hour: int, *, own: bool) -> str:
    """An hour, and whether it is the council's."""
    return clock_hour(hour) + ("" if own else " " + _("(like the council)"))


def quiet_words(hours: Hours, *, own: bool) -> str:
    """The quiet hours, and whether they are the council's."""
    return span(hours.quiet_from, hours.quiet_to) + ("" if own else " " + _("(like the council)"))


def span(first: int, last: int) -> str:
    """From one hour to another; two equal hours are none."""
    if first == last:
        return _("none")
    return _("{first} to {last}").format(first=clock_hour(first), last=clock_hour(last))


def clock_hour(hour: int) -> str:
    """A full hour."""
    return digits(f"{hour:02}:00")


def digest_words(own: Preferences) -> str:
    """When one's digest comes."""
    if own.digest is DigestWish.WEEKLY:
        return _("weekly, on {days}").format(days=day_names(own.digest_days))
    return wish_words(own.digest)


def wish_words(wish: DigestWish) -> str:
    """How often one's digest comes."""
    words = {
        DigestWish.OFF: _("none"),
        DigestWish.DAILY: _("every working day"),
        DigestWish.WEEKLY: _("weekly"),
        DigestWish.BEFORE_SESSION: _("before each session"),
    }
    return words[wish]


def day_names(days: Sequence[int]) -> str:
    """Days of the week, Saturday first."""
    return _(", ").join(weekday_name(day) for day in WEEK if day in days)


def on_off(on: bool) -> str:
    """Whether it comes."""
    return _("on") if on else _("off")


def news_words(in_digest: bool) -> str:
    """When one hears what changed on what one follows."""
    return _("in my digest") if in_digest else _("at once")


def calendar_name(gregorian: bool) -> str:
    """A calendar in words."""
    return _("Gregorian") if gregorian else _("Jalali")


def numerals_name(latin: bool) -> str:
    """Digits in words, with an example that shows them."""
    if latin:
        return _("Latin ({example})").format(example="123")
    return _("Persian ({example})").format(example="۱۲۳")


def ask(what: str, own: Preferences) -> Saying:
    """One setting: what it means, and its values."""
    asked = {
        "language": _("Which language shall I speak?"),
        "hour": _("At what hour shall I remind you? Tap one, or type it, for example “10”."),
        "quiet": _(
            "When shall I be silent? What comes meanwhile waits for the morning. Tap one, or "
            "type “22 to 7”."
        ),
        "digest": _(
            "All of your open work in one message, at your hour and in place of that day's "
            "reminder. How often?"
        ),
        "news": _(
            "When something changes on a resolution you follow, shall I say so at once, or in "
            "your daily or weekly digest?"
        ),
        "weekly": _("Once a week: what was decided and done in the council. Shall I send it?"),
        "calendar": _("Which calendar shall I write dates in? I read both."),
        "numerals": _("Which digits shall I write? I read both."),
    }
    rows = _values(what, own)
    rows.append([button(_("◀ Settings"), ClockStep(do="show"))])
    return Saying(Text(asked[what]), keyboards.keyboard(rows))


def _values(what: str, own: Preferences) -> list[keyboards.Row]:
    if what == "digest":
        return _digest_rows(own)
    chosen, values = {
        "language": (list(LANGUAGE_NAMES).index(own.language), _numbered(LANGUAGE_NAMES.values())),
        "hour": (own.hours.reminder if own.own_hour else LIKE_COUNCIL, _hours(own.hours)),
        "quiet": (_quiet_number(own), _quiets()),
        "news": (int(own.news_in_digest), {0: news_words(False), 1: news_words(True)}),
        "weekly": (int(own.weekly), {1: _("Yes"), 0: _("No")}),
        "calendar": (int(own.gregorian), {0: calendar_name(False), 1: calendar_name(True)}),
        "numerals": (int(own.latin), {0: numerals_name(False), 1: numerals_name(True)}),
    }[what]
    keys = [
        button(mark(label, n == chosen), ClockStep(do="set", what=what, n=n))
        for n, label in values.items()
    ]
    wide = 4 if what == "hour" else 2
    return [keys[n : n + wide] for n in range(0, len(keys), wide)]


def mark(label: str, chosen: bool) -> str:
    """A button's label, with a sign where it is what is set now."""
    return f"● {label}" if chosen else label


def _numbered(names: Iterable[str]) -> dict[int, str]:
    return dict(enumerate(names))


def _hours(hours: Hours) -> dict[int, str]:
    heard = [hour for hour in HOURS if not hours.quiet_at(hour)]
    return {hour: clock_hour(hour) for hour in heard} | {LIKE_COUNCIL: _("Like the council")}


def _quiets() -> dict[int, str]:
    known = {first * 100 + last: span(first, last) for first, last in QUIET}
    return known | {0: _("No quiet hours"), LIKE_COUNCIL: _("Like the council")}


def _quiet_number(own: Preferences) -> int:
    hours = own.hours
    return hours.quiet_from * 100 + hours.quiet_to if own.own_quiet else LIKE_COUNCIL


def _digest_rows(own: Preferences) -> list[keyboards.Row]:
    often = [wish for wish in WISHES if wish is not DigestWish.WEEKLY]
    keys = [
        button(
            mark(wish_words(wish), wish is own.digest),
            ClockStep(do="set", what="digest", n=WISHES.index(wish)),
        )
        for wish in often
    ]
    days = [
        button(
            mark(weekday_name(day), day in own.digest_days),
            ClockStep(do="set", what="digest_day", n=day),
        )
        for day in WEEK
    ]
    return [keys[:1], keys[1:], days[:4], days[4:]]


def kept(saying: Saying) -> Saying:
    """The settings again, with the word that something was kept."""
    return Saying(lines(Bold(_("✅ Saved.")), "", saying.text), saying.keyboard)


def no_digest(asked: Saying) -> Saying:
    """News cannot wait for a digest that may not come: how often shall one come?"""
    sentence = _("First choose a daily or weekly digest; until then I tell you at once.")
    return Saying(lines(Bold(sentence), "", asked.text), asked.keyboard)
