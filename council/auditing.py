"""What somebody did, written into the audit trail in the transaction of the deed itself."""

from datetime import datetime
from typing import Any

from council.access import Viewer
from storage import audit
from storage.database import Session


def record(
    session: Session,
    viewer: Viewer,
    action: str,
    subject: str,
    subject_id: int,
    now: datetime,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write that the viewer did this to that thing, in the council where they are; ids, no texts.

    An empty `before` or `after` is written as nothing. What nobody in a council did (the clock,
    the terminal, somebody who is not in it yet) goes to `storage.audit.record` directly.
    """
    audit.record(
        session, **_event(viewer, action, subject, subject_id, now, before=before, after=after)
    )


async def record_last(
    session: Session,
    viewer: Viewer,
    action: str,
    subject: str,
    subject_id: int,
    now: datetime,
    *,
    after: dict[str, Any],
) -> None:
    """The same at the end of the transaction, without an entity: for what somebody waits for."""
    event = _event(viewer, action, subject, subject_id, now, before=None, after=after)
    await audit.record_last(session, **event)


def _event(
    viewer: Viewer,
    action: str,
    subject: str,
    subject_id: int,
    now: datetime,
    *,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> dict[str, Any]:
    return {
        "council_id": viewer.council_id,
        "actor_id": viewer.person_id,
        "action": action,
        "subject": subject,
        "subject_id": subject_id,
        "at": now,
        "before": before or None,
        "after": after or None,
    }
