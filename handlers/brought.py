"""What a message brings to a report: its words and the files that came with them."""

from typing import Any

from aiogram.types import Message

from council import access
from council.access import Viewer
from council.progress import Evidence, Report
from storage.words import ProgressStatus


def words_of(message: Message) -> str:
    """The text or caption, without blanks around it."""
    return (message.text or message.caption or "").strip()


def evidence_of(message: Message) -> list[dict[str, Any]]:
    """What was attached, as plain values that an open question can keep."""
    piece = (
        message.document
        or message.voice
        or message.audio
        or message.video
        or message.video_note
        or (message.photo[-1] if message.photo else None)
    )
    if piece is None:
        return []
    kind = message.content_type
    return [
        {
            "kind": str(getattr(kind, "value", kind)),
            "file_id": piece.file_id,
            "file_name": getattr(piece, "file_name", None),
            "size": piece.file_size,
        }
    ]


def brings_evidence(message: Message, viewer: Viewer | None) -> bool:
    """Whether files came that speak for a report; documents of who takes minutes in are minutes."""
    reads = viewer is not None and access.can(viewer, "read_minutes")
    return bool(evidence_of(message)) and not (reads and message.document)


def pieces(form: dict[str, Any]) -> tuple[Evidence, ...]:
    """The evidence that a form has kept."""
    return tuple(Evidence(**piece) for piece in form.get("evidence", ()))


def report_of(form: dict[str, Any]) -> Report:
    """The report that a filled form makes."""
    return Report(
        status=ProgressStatus(form["status"]),
        percent=form.get("percent"),
        note=form.get("note", ""),
        evidence=pieces(form),
    )
