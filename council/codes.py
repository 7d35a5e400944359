"""A typed code: the resolution that has it, or that none does, also in the last session."""

from datetime import datetime

from council import access, dates, filters, resolutions
from council.access import Viewer
from council.filters import Kind
from council.query import Code, read_code
from council.resolutions import ResolutionCard
from storage import meetings
from storage import resolutions as stored
from storage.database import Session


async def jump(
    session: Session, *, viewer: Viewer, typed: str, now: datetime
) -> ResolutionCard | None:
    """The card of the resolution whose code was typed; None where it is no code or unknown.

    Also in the last session: «بند ۳ جلسه آخر».
    """
    code = await _with_its_number(session, viewer, typed, now)
    return await resolutions.by_code(session, viewer=viewer, query=code, now=now)


async def missing(session: Session, *, viewer: Viewer, typed: str, now: datetime) -> Code | None:
    """The code that was typed, where no resolution has it."""
    access.ensure(viewer, "search")
    code = read_code(await _with_its_number(session, viewer, typed, now))
    if code is None:
        return None
    known = await stored.by_code(
        session, viewer.council_id, meeting_number=code.session, number=str(code.number)
    )
    return None if known else code


async def _with_its_number(session: Session, viewer: Viewer, typed: str, now: datetime) -> str:
    """What was typed, with the last session's number in place of the words for it."""
    if not filters.may_name_last_session(typed):
        return typed
    asked = filters.read_filters(typed, dates.local_date(now, viewer.zone))
    last = next((one for one in asked.filters if one.kind is Kind.LAST_SESSION), None)
    meeting = await meetings.last(session, viewer.council_id) if last else None
    if last is None or meeting is None or meeting.number is None:
        return typed
    return f"{typed[: last.start]}جلسه {meeting.number}{typed[last.end :]}"
