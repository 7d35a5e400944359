"""Words for how delivery is doing."""

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Italic, Text

from bot.i18n import _, ngettext
from bot.saying.replies import Saying
from bot.saying.wording import compose, isolate, lines, moment, number, short_day
from bot.views.broadcast_accounts import reason
from council import dates
from council.delivery_health import Health
from storage.delivery_health import Unreachable

NAMED = 20


def health(seen: Health, council: str, zone: str) -> Saying:
    """What waits, what went out in a week, what did not and why, and who cannot be reached."""
    waiting = ngettext(
        "{n} message is waiting to be sent.", "{n} messages are waiting to be sent.", seen.waiting
    )
    oldest = seen.oldest
    text = lines(
        compose(_("📮 Delivery · {council}"), council=Bold(isolate(council))),
        "",
        waiting.format(n=number(seen.waiting)) if seen.waiting else None,
        _scheduled(seen, zone),
        None if seen.waiting or seen.scheduled else _("Nothing is waiting to be sent."),
        compose(_("The oldest has been waiting since {when}."), when=moment(oldest, zone))
        if oldest
        else None,
        compose(_("Not known whether they arrived: {n}"), n=seen.doubtful)
        if seen.doubtful
        else None,
        "",
        Bold(_("In the last seven days")),
        compose(_("• sent: {n}"), n=seen.sent),
        *(
            compose(_("• not sent, {why}: {n}"), why=reason(why), n=count)
            for why, count in sorted(seen.not_sent.items())
        ),
        *_named(seen.unreachable, zone),
    )
    return Saying(text)


def _scheduled(seen: Health, zone: str) -> Text | None:
    """The messages to many whose hour is still to come."""
    if not seen.scheduled or seen.next_at is None:
        return None
    words = ngettext(
        "⏳ {n} broadcast is scheduled, for {when}. See /broadcast.",
        "⏳ {n} broadcasts are scheduled, the first for {when}. See /broadcast.",
        seen.scheduled,
    )
    return compose(words, n=seen.scheduled, when=moment(seen.next_at, zone))


def _named(found: Sequence[Unreachable], zone: str) -> list[Text | str]:
    if not found:
        return ["", _("Everybody can be reached.")]
    rest = len(found) - NAMED
    shown: list[Text | str] = ["", Bold(_("Cannot be reached"))]
    shown += [_one(one, zone) for one in found[:NAMED]]
    if rest > 0:
        shown.append(compose(_("…and {n} more."), n=rest))
    return shown


def _one(one: Unreachable, zone: str) -> Text:
    what = _("the group of {name}").format(name=isolate(one.name)) if one.is_group else None
    return compose(
        _("• {who}: {why}, since {day}"),
        who=what or isolate(one.name),
        why=reason(one.why),
        day=short_day(dates.local_date(one.since, zone)),
    )


def newly_unreachable(found: Sequence[Unreachable], zone: str) -> Saying:
    """Told to the secretaries once, the morning after."""
    return Saying(
        lines(
            Bold(_("📮 These can no longer be reached:")),
            *(_one(one, zone) for one in found[:NAMED]),
            "",
            Italic(_("Ask them to open the bot and press Start; then messages reach them again.")),
            _("Full status: /delivery"),
        )
    )
