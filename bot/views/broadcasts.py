"""Words for messages to many: writing, addressing, confirming, watching, accounting."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from aiogram.types import MessageEntity
from aiogram.utils.formatting import Bold, Text

from bot import keyboards
from bot.i18n import _, ngettext
from bot.keyboards import button
from bot.replies import Saying
from bot.taps import BroadcastStep
from bot.views import digests
from bot.wording import compose, day, excerpt, isolate, lines, moment, names, number
from council.broadcast_accounts import Account
from council.broadcasting import HowFar
from council.broadcasts import TYPED_ABOVE, Outline, Written
from storage.broadcasts import Fate
from storage.words import BroadcastState, OutboxState, Role

NAMED = 12
ROLES = (Role.SECRETARY, Role.REPRESENTATIVE, Role.MEMBER, Role.OBSERVER)


def ask(
    sessions: Sequence[tuple[int, int | None, date | None]], recent: Sequence[Outline]
) -> Saying:
    """What shall be said: a text, a file, or a session's digest; and what was sent before."""
    rows: list[keyboards.Row] = [
        [
            button(
                _("Digest: {session}").format(
                    session=digests.title(
                        session_number, day(held, weekday=False) if held else None
                    )
                ),
                BroadcastStep(do="minutes", id=0, n=minutes_id),
            )
        ]
        for minutes_id, session_number, held in sessions
    ]
    rows += [
        [
            button(
                _("Delivery: {text}").format(text=excerpt(subject(one.written), 30)),
                BroadcastStep(do="report", id=one.id),
            )
        ]
        for one in recent
    ]
    return Saying(
        lines(
            Bold(_("📣 Broadcast")),
            _("Write the text, or send a photo or file. You see it before it goes out."),
        ),
        keyboards.keyboard([*rows, keyboards.leave()]),
    )


def subject(written: Written) -> str:
    """A message in a few words."""
    if written.minutes_id is not None:
        return _("digest of a session")
    return written.text or _("a file")


def ask_audience(
    bodies: Sequence[tuple[int, str]], broadcast_id: int, *, all_of_it: bool
) -> Saying:
    """Whom it is for."""
    rows: list[keyboards.Row] = []
    if all_of_it:
        rows.append([button(_("Everybody"), BroadcastStep(do="all", id=broadcast_id))])
        rows.append([button(_("Those with open items"), BroadcastStep(do="open", id=broadcast_id))])
        roles = [
            button(_all_with(role), BroadcastStep(do="role", id=broadcast_id, n=at))
            for at, role in enumerate(ROLES)
        ]
        rows += [roles[:2], roles[2:]]
        rows.append([button(_("Choose names"), BroadcastStep(do="names", id=broadcast_id))])
    rows += [
        [button(excerpt(name, 40), BroadcastStep(do="body", id=broadcast_id, n=body_id))]
        for body_id, name in bodies
    ]
    rows.append([button(_("Cancel"), BroadcastStep(do="drop", id=broadcast_id))])
    return Saying(Text(_("Who is it for?")), keyboards.keyboard(rows))


def _all_with(role: Role) -> str:
    words = {
        Role.SECRETARY: _("The secretaries"),
        Role.REPRESENTATIVE: _("The representatives of bodies"),
        Role.MEMBER: _("The members"),
        Role.OBSERVER: _("The observers"),
    }
    return words[role]


def ask_names(
    people: Sequence[tuple[int, str]], chosen: Sequence[int], broadcast_id: int
) -> Saying:
    """Names to tick."""
    rows: list[keyboards.Row] = [
        [
            button(
                ("☑ " if person_id in chosen else "☐ ") + name,
                BroadcastStep(do="name", id=broadcast_id, n=person_id),
            )
        ]
        for person_id, name in people
    ]
    back = button(_("◀ Back"), BroadcastStep(do="to", id=broadcast_id))
    done = button(_("Done"), BroadcastStep(do="named", id=broadcast_id))
    rows.append([done, back] if chosen else [back])
    return Saying(Text(_("Tap the names.")), keyboards.keyboard(rows))


def preview(outline: Outline, zone: str) -> Saying:
    """How many it goes to and who they are, before anything is sent."""
    some = names([name for _id, name in outline.people[:NAMED]])
    more = len(outline.people) - NAMED
    count = ngettext("It goes to {n} person:", "It goes to {n} people:", len(outline.people))
    nobody = _("Nobody would receive it. Choose other recipients.")
    own = BroadcastStep(do="", id=outline.id)
    rows = [
        [button(_("Test on me"), own.model_copy(update={"do": "test"}))],
        [
            button(_("Send now"), own.model_copy(update={"do": "now"})),
            button(_("Schedule"), own.model_copy(update={"do": "later"})),
        ],
        [
            button(_("Change recipients"), own.model_copy(update={"do": "to"})),
            button(_("Throw away"), own.model_copy(update={"do": "drop"})),
        ],
    ]
    if not outline.people:
        rows = rows[-1:]
    return Saying(
        lines(
            Bold(_("📣 Not sent yet")),
            "",
            digests.of_session(outline.digest).text
            if outline.digest
            else isolate(excerpt(subject(outline.written), 600)),
            "",
            Bold(count.format(n=number(len(outline.people))) if outline.people else nobody),
            some or None,
            compose(_("…and {n} more."), n=more) if more > 0 else None,
            compose(_("At {when}."), when=moment(outline.send_at, zone))
            if outline.send_at
            else None,
            *_held(outline, zone),
        ),
        keyboards.keyboard(rows),
    )


def _held(outline: Outline, zone: str) -> list[Text]:
    """Whom it reaches later because of quiet hours, and when."""
    return [
        compose(
            ngettext(
                "🌙 Because of quiet hours {n} person gets it later: {when}.",
                "🌙 Because of quiet hours {n} people get it later: {when}.",
                people,
            ),
            n=people,
            when=moment(opens_at, zone),
        )
        for opens_at, people in outline.held
    ]


def confirm(outline: Outline, at: datetime | None, zone: str) -> Saying:
    """The last question; to many people, their number must be typed."""
    n = len(outline.people)
    when = moment(at, zone) if at else _("now")
    if n > TYPED_ABOVE:
        return Saying(
            lines(
                compose(_("This goes to {n} people, {when}."), n=Bold(number(n)), when=when),
                *_held(outline, zone),
                compose(_("To send it, type how many they are: {n}"), n=Bold(number(n))),
            )
        )
    step = "go" if at is None else "go-later"
    row = [
        button(_("Yes, send it"), BroadcastStep(do=step, id=outline.id, n=n)),
        button(_("No"), BroadcastStep(do="back", id=outline.id)),
    ]
    asked = ngettext("Send it to {n} person, {when}?", "Send it to {n} people, {when}?", n)
    return Saying(
        lines(compose(asked, n=Bold(number(n)), when=when), *_held(outline, zone)),
        keyboards.keyboard([row]),
    )


def ask_hour(broadcast_id: int) -> Saying:
    """Ask for a Jalali day and an hour."""
    back = button(_("◀ Back"), BroadcastStep(do="back", id=broadcast_id))
    asked = Text(_("When? For example: “Saturday at 10”."))
    return Saying(asked, keyboards.keyboard([[back]]))


def under_way(far: HowFar, send_at: datetime | None, zone: str) -> Saying:
    """How far it is; the message is edited while it goes."""
    done = far.total - far.waiting
    states = {
        BroadcastState.WAITING: _("⏳ Scheduled"),
        BroadcastState.SENDING: _("📣 Being sent"),
        BroadcastState.DONE: _("✅ Sent"),
        BroadcastState.CANCELLED: _("🛑 Cancelled"),
    }
    waiting = far.state is BroadcastState.WAITING
    row = [button(_("Delivery report"), BroadcastStep(do="report", id=far.id))]
    if far.state in (BroadcastState.WAITING, BroadcastState.SENDING):
        row.append(button(_("Cancel the rest"), BroadcastStep(do="stop", id=far.id)))
    return Saying(
        lines(
            Bold(states.get(far.state, "")),
            moment(send_at, zone) if waiting and send_at else None,
            compose(_("{done} of {all} people"), done=done, all=far.total) if not waiting else None,
            compose(
                _("Sent: {sent} · failed: {failed} · seen: {seen}"),
                sent=far.sent,
                failed=far.failed,
                seen=far.seen,
            )
            if not waiting
            else None,
        ),
        keyboards.keyboard([row]),
    )


def report(account: Account) -> Saying:
    """Who got it, who did not and why, and who has seen it."""
    sent = account.of(OutboxState.SENT)
    doubtful = tuple(
        one
        for one in account.fates
        if one.state is OutboxState.UNCERTAIN or one.reason == "unconfirmed"
    )
    waiting = account.of(OutboxState.PENDING, OutboxState.SENDING)
    missed = account.missed
    seen = tuple(one for one in account.fates if one.seen_at is not None)
    rows: list[keyboards.Row] = []
    if missed and account.state is BroadcastState.DONE:
        label = _("Send again to those not reached")
        rows.append([button(label, BroadcastStep(do="again", id=account.id))])
    return Saying(
        lines(
            Bold(_("📣 Delivery report")),
            _group(_("✅ Sent: {n}"), sent),
            _group(_("👁 Seen: {n}"), seen, named=True),
            _group(_("⏳ On the way: {n}"), waiting),
            _group(_("❓ In doubt, not sent again: {n}"), doubtful, named=True),
            _group(_("⚠️ Not reached: {n}"), missed),
            *(_reason(one) for one in missed[: 2 * NAMED]),
            None if account.fates else _("Nothing has gone out yet."),
        ),
        keyboards.keyboard(rows),
    )


def _group(words: str, people: Sequence[Fate], *, named: bool = False) -> Text | None:
    if not people:
        return None
    some = names([one.name for one in people[:NAMED]]) if named else None
    more = _("…and {n} more.").format(n=number(len(people) - NAMED))
    rest = more if named and len(people) > NAMED else None
    return lines(compose(words, n=len(people)), some, rest)


def _reason(one: Fate) -> Text:
    why = reason("expired" if one.state is OutboxState.EXPIRED else one.reason)
    return compose(_("• {name}: {why}"), name=isolate(one.name), why=why)


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


def thrown_away() -> Saying:
    """Nothing was sent."""
    return Saying(Text(_("Thrown away; nothing was sent.")))


def started(outline: Outline, zone: str) -> Saying:
    """It goes, or waits for its hour; this message is edited while it goes."""
    far = HowFar(
        outline.id, 0, 0, outline.state, len(outline.people), 0, len(outline.people), 0, None, None
    )
    return under_way(far, outline.send_at, zone)


def said(written: Written, broadcast_id: int) -> Saying:
    """The message as everybody gets it, with the button that says it was seen."""
    entities = [MessageEntity(**one) for one in written.entities]
    has_file = written.file_kind is not None and written.file_id is not None
    return Saying(
        Text.from_entities(written.text, entities) if written.text else Text(),
        keyboards.keyboard([seen_row(broadcast_id)]),
        media=(written.file_kind or "", written.file_id or "") if has_file else None,
    )


def seen_row(broadcast_id: int) -> keyboards.Row:
    """The one button under every message to many."""
    return [button(_("👁 Seen"), BroadcastStep(do="seen", id=broadcast_id))]


def plain_entities(found: Sequence[Any]) -> list[dict[str, Any]]:
    """Entities as plain JSON, as they are kept."""
    return [one.model_dump(mode="json", exclude_none=True) for one in found]


def with_seen(saying: Saying, broadcast_id: int) -> Saying:
    """A digest with the button that says it was seen."""
    rows = [*keyboards.rows_of(saying.keyboard), seen_row(broadcast_id)]
    return replace(saying, keyboard=keyboards.keyboard(rows))
