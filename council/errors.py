"""Why a council's action was refused; the words for it are made in the conversation."""

from datetime import date, datetime
from enum import StrEnum


class CouncilError(Exception):
    """An action was refused by a rule; nothing has changed."""


class NotAMemberError(CouncilError):
    """The person has no active membership anywhere."""


class NotAllowedError(CouncilError):
    """The person's role does not include this."""


class NotFoundError(CouncilError):
    """There is no such thing, or it is not this viewer's: deliberately the same."""


class AlreadyMemberError(CouncilError):
    """The invitation is for a council the person already belongs to."""


class ItemClosedError(CouncilError):
    """The item takes no more reports."""


class AlreadyDecidedError(CouncilError):
    """Somebody else decided first."""

    def __init__(self, who: str, at: datetime) -> None:
        super().__init__(f"decided at {at.isoformat()}")
        self.who = who
        self.at = at


class LetterheadRefusedError(CouncilError):
    """What was sent as template or emblem is no such file, or too large."""


class TooLateError(CouncilError):
    """A report can no longer be taken back: its minutes are over, or a newer one stands."""


class RequestDecidedError(CouncilError):
    """Somebody else answered the request for more time first."""


class OwnReportError(CouncilError):
    """Nobody reviews what they reported themselves."""


class MinutesKnownError(CouncilError):
    """The same document was published before."""

    def __init__(self, minutes_id: int, meeting_number: int | None) -> None:
        super().__init__(f"minutes {minutes_id}")
        self.minutes_id = minutes_id
        self.meeting_number = meeting_number


class DraftClosedError(CouncilError):
    """The draft was published or discarded meanwhile."""


class DraftChangedError(CouncilError):
    """The draft was changed meanwhile; look at it again."""


class EmptyMinutesError(CouncilError):
    """There is no text in what was sent."""


class NotTextError(CouncilError):
    """A file that is no text."""


class FileFault(StrEnum):
    """Why a file of minutes cannot be read."""

    LOCKED = "locked"
    """Under a password."""
    SCANNED = "scanned"
    """Pictures of pages, without text."""
    DAMAGED = "damaged"
    BOMB = "bomb"
    """Needs more memory, time or space than any minutes do."""
    TOO_MANY_PAGES = "too_many_pages"
    OLD_WORD = "old_word"
    """A .doc where the server has no program that reads it."""
    OTHER_KIND = "other_kind"
    """A picture, a spreadsheet, an archive: no document of minutes."""


class FileRefusedError(CouncilError):
    """A file that cannot be read as minutes, and why."""

    def __init__(self, why: FileFault) -> None:
        super().__init__(why.value)
        self.why = why


class TooLongError(CouncilError):
    """The text is longer than minutes are."""


class NothingFoundError(CouncilError):
    """No resolution is kept in the draft, so there is nothing to publish."""


class DateNotUnderstoodError(CouncilError):
    """What was typed is no date or period."""


class NotLaterError(CouncilError):
    """More time was asked for with a day that is not behind the present deadline, or today."""

    def __init__(self, than: date, *, is_deadline: bool) -> None:
        super().__init__(f"not later than {than.isoformat()}")
        self.than = than
        self.is_deadline = is_deadline


class MomentNotUnderstoodError(CouncilError):
    """What was typed is not both a day and an hour."""


class WeekdayDiffersError(DateNotUnderstoodError):
    """A day and a day of the week were typed that do not fit each other."""


class YearMissingError(DateNotUnderstoodError):
    """A day without a year was typed that passed not long ago: next year's may not be meant."""


class MomentPassedError(CouncilError):
    """The day or hour that was typed lies in the past, where one to come is asked for."""


class NumberNotUnderstoodError(CouncilError):
    """What was typed is no number."""


class UndecidedError(CouncilError):
    """Something in the draft is not sure, and nobody has said yet whether it was resolved."""


class ReportedAlreadyError(CouncilError):
    """Somebody has reported on what was published, so it cannot be taken back."""


class OwnBroadcastError(CouncilError):
    """Somebody answers a message to many that is their own."""


class AnswerNotPassedOnError(CouncilError):
    """Somebody answers an answer to their message to many, but may write to whole bodies only."""


class NotConfirmedError(CouncilError):
    """What was typed is not the confirmation that was asked for."""


class CodeRefusedError(CouncilError):
    """The code for binding a group is unknown, used or expired."""


class GroupTakenError(CouncilError):
    """The group is bound already, to this body; it is unbound in private first."""

    def __init__(self, body_name: str) -> None:
        super().__init__("bound already")
        self.body_name = body_name


class NotOwnContactError(CouncilError):
    """The shared contact is somebody else's."""


class PhoneNotUnderstoodError(CouncilError):
    """What was typed is no mobile number."""


class AnsweredError(CouncilError):
    """The question was answered meanwhile, by oneself or by somebody else."""


class LastOneError(CouncilError):
    """A council keeps at least one admin and one secretary."""


class OneselfError(CouncilError):
    """Nobody changes their own role, or suspends or removes themselves."""


class RosterUnreadableError(CouncilError):
    """The file is no table of people."""


class RosterTooLargeError(CouncilError):
    """The file needs more memory, time or space than any table of people does."""


class SynonymsNotUsableError(CouncilError):
    """A line does not name two to eight different words, or there are too many groups."""


class NameTakenError(CouncilError):
    """Another body goes by that name."""


class ElsewhereTooError(CouncilError):
    """The person belongs to another council too, whose record they stay in."""


class SessionChangedError(CouncilError):
    """The session was moved, cancelled or held meanwhile."""


class PutOffTooOftenError(CouncilError):
    """The reminders were put off so often, or would be for so long, that it ends here."""


class PutOffTooLongError(CouncilError):
    """The reminders would wait for longer than they may: until `last` at the latest."""

    def __init__(self, last: date) -> None:
        super().__init__(f"until {last.isoformat()} at the latest")
        self.last = last


class PutOffUnclearError(DateNotUnderstoodError):
    """What was typed is no day and no length for which reminders could wait."""


class HourNotUsableError(CouncilError):
    """There is no such hour, or it is no full one."""


class HourIsQuietError(CouncilError):
    """The reminder would come at an hour that lies in the quiet hours."""

    def __init__(self, hour: int, first: int, last: int) -> None:
        super().__init__(f"{hour} lies between {first} and {last}")
        self.hour = hour
        self.first = first
        self.last = last


class LeaveNotUsableError(CouncilError):
    """The days of a leave are past, the wrong way round, or too many."""


class SettingNotUsableError(CouncilError):
    """What was typed or chosen is no value of this setting."""


class BroadcastChangedError(CouncilError):
    """The message to many was sent, cancelled or changed meanwhile."""


class ConfidentialTextError(CouncilError):
    """The words are those of a confidential resolution: they never go to many."""


class NobodyAddressedError(CouncilError):
    """There is nobody whom the message would go to."""


class NobodySecondsError(CouncilError):
    """The council wants a second person for this, and there is nobody who could agree."""


class OwnRequestError(CouncilError):
    """Nobody agrees to what they asked for themselves: it takes a second person."""


class AskerGoneError(CouncilError):
    """Whoever asked for it may do it no longer, so nobody can agree to it."""


class ErasedAlreadyError(NotFoundError):
    """The person's data were erased meanwhile."""


FINAL = (
    NotAMemberError,
    NotAllowedError,
    NotFoundError,
    ItemClosedError,
    AlreadyDecidedError,
    RequestDecidedError,
    AnsweredError,
    TooLateError,
    OwnReportError,
    DraftClosedError,
    ReportedAlreadyError,
    SessionChangedError,
    BroadcastChangedError,
    LastOneError,
    OneselfError,
    ElsewhereTooError,
    ErasedAlreadyError,
    NobodySecondsError,
)
"""Refusals that no other words would help against: a question that was being answered is over."""
