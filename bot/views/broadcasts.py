"""Words for messages to many: writing, addressing, confirming, watching."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from aiogram.types import InlineKeyboardButton, MessageEntity
from aiogram.utils.formatting import Bold, Pre, Text

from bot.i18n import _, ngettext
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import BroadcastStep, sum_of
from bot.saying.wording import compose, day, excerpt, isolate, lines, moment, names, number
from bot.views import digests
from council.to_many.broadcasting import HowFar
from council.to_many.broadcasts import TYPED_ABOVE, Outline, Written
from storage.words import BroadcastState, Role

NAMED = 12
SHOWN = 3_500
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
    if outline.written.minutes_id is None:
        rows.insert(-1, [button(_("Change the text"), own.model_copy(update={"do": "words"}))])
    if not outline.people:
        rows = rows[2:]
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


def ask_words(written: Written) -> Saying:
    """The text as it stands, to copy and send back corrected."""
    return Saying(
        lines(
            Pre(excerpt(written.text, SHOWN)) if written.text else None,
            _("Copy it, correct it, and send me the whole text.")
            if written.text
            else _("Type the text that goes with the file."),
        ),
        keyboards.keyboard([keyboards.leave()]),
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
    row = [
        button(_("Yes, send it"), yes_to(outline, at)),
        button(_("No"), BroadcastStep(do="back", id=outline.id)),
    ]
    asked = ngettext("Send it to {n} person, {when}?", "Send it to {n} people, {when}?", n)
    return Saying(
        lines(compose(asked, n=Bold(number(n)), when=when), *_held(outline, zone)),
        keyboards.keyboard([row]),
    )


def yes_to(outline: Outline, at: datetime | None) -> BroadcastStep:
    """The yes to this message, to these people at this moment, and to no other."""
    agreed = sum_of(f"{outline.version} {at.timestamp() if at else 0}")
    return BroadcastStep(do="go-later" if at else "go", id=outline.id, n=agreed)


def ask_hour(broadcast_id: int) -> Saying:
    """Ask for a Jalali day and an hour."""
    back = button(_("◀ Back"), BroadcastStep(do="back", id=broadcast_id))
    asked = Text(_("When? For example: “Saturday at 10”."))
    return Saying(asked, keyboards.keyboard([[back]]))


def stop_button(broadcast_id: int) -> InlineKeyboardButton:
    """Takes back what has not gone out yet."""
    return button(_("Cancel the rest"), BroadcastStep(do="stop", id=broadcast_id))


def under_way(far: HowFar, send_at: datetime | None, zone: str) -> Saying:
    """How far it is, and who has seen and answered it; the message is edited as that changes."""
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
        row.append(stop_button(far.id))
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
            compose(_("💬 Answers: {n}"), n=far.answers) if far.answers else None,
        ),
        keyboards.keyboard([row]),
    )


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
