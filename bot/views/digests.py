"""Words for digests: what a session resolved."""

from aiogram.utils.formatting import Bold, Italic, Text

from bot.i18n import _, ngettext
from bot.saying import keyboards, taps
from bot.saying.replies import Saying
from bot.saying.wording import code, compose, day, excerpt, isolate, lines, names, number, short_day
from council.digests import Line, SessionDigest


def of_session(digest: SessionDigest) -> Saying:
    """One part of a session's digest, a button for each resolution."""
    count = ngettext("{n} resolution", "{n} resolutions", digest.total)
    heading = title(digest.number, day(digest.held_on) if digest.held_on else None)
    first = digest.part == 0
    part = compose(_("part {n} of {all}"), n=digest.part + 1, all=digest.parts)
    text = lines(
        compose(_("📋 {session} · {council}"), session=Bold(heading),
                council=isolate(digest.council_name)),
        Bold(count.format(n=number(digest.total))) if first else None,
        Italic(part) if digest.parts > 1 else None,
        *(piece for one in digest.lines for piece in ("", line(one))),
    )  # fmt: skip
    buttons = [
        keyboards.button(code(one.code), taps.OpenResolution(id=one.resolution_id))
        for one in digest.lines
    ]
    rows: list[keyboards.Row] = [buttons[n : n + 4] for n in range(0, len(buttons), 4)]
    return Saying(text, keyboards.keyboard(rows))


def title(session_number: int | None, held: str | None) -> str:
    """Which session it was."""
    if session_number is None:
        return held or _("Session without number and date")
    if held is None:
        return _("Session {number}").format(number=number(session_number))
    return _("Session {number}, {date}").format(number=number(session_number), date=held)


def line(one: Line) -> Text:
    """A resolution: code, gist, who must act, by when."""
    nobody = _("no body named") if one.orders else _("for information")
    who = names(one.bodies) if one.bodies else nobody
    due = _("due {date}").format(date=short_day(one.due_on)) if one.due_on else None
    return lines(
        compose(
            _("{code} {text}"), code=Bold(code(one.code)), text=isolate(excerpt(one.gist, 110))
        ),
        f"   {who}" + (_(", ") + due if due else ""),
    )
