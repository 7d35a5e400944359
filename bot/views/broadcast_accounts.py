"""Words for what became of a message to many, by person."""

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Text

from bot.i18n import _, ngettext
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import BroadcastStep
from bot.saying.wording import compose, excerpt, how_many_fit, isolate, lines, moment, names, number
from bot.views.broadcasts import NAMED, stop_button, subject
from council.to_many.broadcast_accounts import Account, Noted
from storage.broadcasts import Fate
from storage.words import BroadcastState, OutboxState

FIRST_WORDS = 60
ANSWERS = 5
"""So many answers are shown, each with its first words."""
NAME_LETTERS = 40


def report(account: Account, zone: str) -> Saying:
    """Who got it, who did not and why, and who has seen it; before its hour, when it goes."""
    if account.state is BroadcastState.WAITING:
        return _scheduled(account, zone)
    rows: list[keyboards.Row] = []
    if account.missed and account.state is BroadcastState.DONE:
        label = _("Send again to those not reached")
        rows.append([button(label, BroadcastStep(do="again", id=account.id))])
    cancelled = account.state is BroadcastState.CANCELLED
    told = [one for one in _groups(account) if one is not None]
    return Saying(
        lines(
            Bold(_("📣 Delivery report")),
            *(_cancelled(account) if cancelled else ()),
            *told[: how_many_fit(told)],
            None if account.fates or cancelled else _("Nothing has gone out yet."),
        ),
        keyboards.keyboard(rows),
    )


def _scheduled(account: Account, zone: str) -> Saying:
    people = len(account.fates)
    count = ngettext("It goes to {n} person.", "It goes to {n} people.", people)
    return Saying(
        lines(
            Bold(_("⏳ Scheduled")),
            isolate(excerpt(subject(account.written), FIRST_WORDS)),
            moment(account.send_at, zone) if account.send_at else None,
            compose(count, n=people),
        ),
        keyboards.keyboard([[stop_button(account.id)]]),
    )


def _cancelled(account: Account) -> list[Text | str]:
    quoted = isolate(excerpt(subject(account.written), FIRST_WORDS))
    if account.reached_nobody:
        return [quoted, _("🛑 Cancelled before it went to anybody.")]
    return [quoted, _("🛑 Cancelled while it was being sent.")]


def _groups(account: Account) -> list[Text | None]:
    doubtful, missed = account.doubtful, account.missed
    seen = tuple(one for one in account.fates if one.seen_at is not None)
    answers = [(one.name, one.answer) for one in account.fates if one.answer]
    taken_back = () if account.reached_nobody else account.taken_back
    return [
        _group(_("✅ Sent: {n}"), account.of(OutboxState.SENT)),
        _group(_("👁 Seen: {n}"), seen, named=True),
        compose(_("💬 Answers: {n}"), n=len(answers)) if answers else None,
        *(_said(name, isolate(excerpt(words, FIRST_WORDS))) for name, words in answers[:ANSWERS]),
        _group(_("⏳ On the way: {n}"), account.on_the_way),
        _group(_("❓ In doubt, not sent again: {n}"), doubtful, named=True),
        _group(_("🛑 Taken back before it went: {n}"), taken_back),
        _group(_("⚠️ Not reached: {n}"), missed),
        *(_reason(one) for one in missed[: 2 * NAMED]),
    ]


def _group(words: str, people: Sequence[Fate], *, named: bool = False) -> Text | None:
    if not people:
        return None
    some = names([_short(one.name) for one in people[:NAMED]]) if named else None
    more = _("…and {n} more.").format(n=number(len(people) - NAMED))
    rest = more if named and len(people) > NAMED else None
    return lines(compose(words, n=len(people)), some, rest)


def _reason(one: Fate) -> Text:
    why = reason("expired" if one.state is OutboxState.EXPIRED else one.reason)
    return _said(one.name, why)


def _said(name: str, words: str) -> Text:
    return compose(_("• {name}: {words}"), name=isolate(_short(name)), words=words)


def _short(name: str) -> str:
    return excerpt(name, NAME_LETTERS)


def marked() -> str:
    """What stands on the button then; it stays, because a reply is known by it."""
    return _("✔️ Seen")


def noted(seen: Noted) -> str:
    """What became of “seen”, said over the button."""
    words = {
        Noted.NOW: _("Thank you, noted."),
        Noted.BEFORE: _("That you have seen it was noted before."),
        Noted.NOT: _("This copy was a trial; nothing was noted."),
    }
    return words[seen]


def reason(why: str | None) -> str:
    """Why a message did not arrive, in words."""
    reasons: dict[str | None, str] = {
        "blocked": _("blocked the bot"),
        "deactivated": _("the account was deleted"),
        "never started": _("never pressed Start"),
        "unreachable": _("cannot be reached"),
        "chat not found": _("cannot be reached"),
        "kicked": _("the bot was removed from the group"),
        "not a member": _("the bot was removed from the group"),
        "removed from the group": _("the bot was removed from the group"),
        "no right to write": _("the bot may not write in the group"),
        "cancelled": _("cancelled"),
        "no rights any more": _("left the council"),
        "unconfirmed": _("it is not known whether it arrived"),
        "expired": _("it was too late for it"),
    }
    return reasons.get(why) or _("refused by Telegram")
