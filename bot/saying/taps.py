"""What a tap on a button means: the data that each kind of button carries.

It carries ids only; whoever receives it loads and checks everything again. `of` is the number of
what somebody sent and was asked about. Towards numbers and reports: `paper_taps.py`.
"""

from zlib import crc32

from aiogram.filters.callback_data import CallbackData

from council.minutes.drafts import OpenDraft


class HomeStep(CallbackData, prefix="hm"):
    """From the first screen: back, all commands, what a button begins; `leave` ends a question."""

    do: str


class OpenResolution(CallbackData, prefix="r"):
    """Open the card of a resolution."""

    id: int


class OpenItem(CallbackData, prefix="i"):
    """Open the card that an item stands on."""

    id: int


class OpenMyWork(CallbackData, prefix="m"):
    """Show one's own work."""


class ItemHistory(CallbackData, prefix="h"):
    """Show every report on an item."""

    id: int


class ReportItem(CallbackData, prefix="p"):
    """Begin a report on an item, with what is known of it so far."""

    item: int
    status: str = ""
    percent: int = -1


class FinishReport(CallbackData, prefix="pf"):
    """Submit the report that is being written, without (more) words."""

    item: int


class CancelReport(CallbackData, prefix="px"):
    """Drop the report that is being written; no item where it is not known yet which it is on."""

    item: int = 0
    of: int = 0


class AskedStatus(CallbackData, prefix="pq"):
    """Answer the one question about a reply that was not clear."""

    item: int
    status: str
    of: int


class ChosenItem(CallbackData, prefix="pi"):
    """Say which of a message's items the reply was about."""

    item: int
    of: int


class TypedReport(CallbackData, prefix="tr"):
    """Take the words that were searched for as a report."""


class ReceiptStep(CallbackData, prefix="rc"):
    """Take back or correct what was just reported, or see the evidence of a report; on a receipt of
    several reports, which stays as it is, one of them."""

    do: str
    id: int


class AskTime(CallbackData, prefix="at"):
    """Ask for more time for an item, until a day where one was chosen (ISO)."""

    item: int
    on: str = ""
    of: int = 0


class AnswerTime(CallbackData, prefix="an"):
    """Grant or refuse a request for more time, or take one's own back."""

    do: str
    id: int


class CloseItem(CallbackData, prefix="ci"):
    """For secretaries: end an item that will not be done, or change how often it is asked."""

    item: int
    do: str = ""


class FollowStep(CallbackData, prefix="fo"):
    """Follow a resolution, or stop."""

    id: int


class SearchPage(CallbackData, prefix="s"):
    """Show another page of the search that the message names."""

    page: int


class SearchStep(CallbackData, prefix="sf"):
    """Change the search that the message names, run one of one's own, or see lists of searches."""

    do: str
    at: int = 0
    word: str = ""


class DraftStep(CallbackData, prefix="d"):
    """A step in correcting a draft of minutes.

    Where it is with the finding at a place, `order` is the order of the findings that it is of.
    """

    do: str
    id: int
    at: int = 0
    n: int = 0
    order: int = 0


def step_of(opened: OpenDraft, index: int, do: str, n: int = 0) -> DraftStep:
    """A step with one finding, as long as the findings stand in their present order."""
    return DraftStep(do=do, id=opened.id, at=index, n=n, order=opened.draft.order)


NEW_BODY = -1


def sum_of(words: str) -> int:
    """Printed words as a number of no more digits than an id has: a name whose place moves when
    another is taken off, or all that a yes is said to."""
    return crc32(words.encode()) >> 3


class MapBody(CallbackData, prefix="dm"):
    """Say which body an unknown name of a finding means: `body`, NEW_BODY, or 0 for a page.

    `name` is the sum of it, and `order` the order of the findings.
    """

    id: int
    at: int
    name: int
    body: int = 0
    page: int = 0
    order: int = 0


NO_DAY = 0
"""In place of a day: none."""


class CorrectStep(CallbackData, prefix="e"):
    """A step in correcting what was published, or in taking up an item of the archive."""

    do: str
    id: int
    n: int = 0


class Blank(CallbackData, prefix="o"):
    """A key of a calendar that stands for no day that could be chosen."""

    past: bool = False


class ReviewStep(CallbackData, prefix="v"):
    """Open, accept or return a report."""

    do: str
    id: int


class WordsStep(CallbackData, prefix="vw"):
    """Send what was written in reply to a report to its author, as a question or as a reason."""

    do: str
    id: int
    of: int


class Choose(CallbackData, prefix="c"):
    """Choose a language, a council, or the body of a group."""

    what: str
    value: str


class SessionStep(CallbackData, prefix="ss"):
    """A step with a session to come; `n` is its version, or an hour."""

    do: str
    id: int
    n: int = 0


class ReminderStep(CallbackData, prefix="rm"):
    """A step with one item's reminders: the plan, putting off, switching off."""

    do: str
    id: int
    n: int = 0


class NotMine(CallbackData, prefix="nm"):
    """An item that is not theirs: say so, let it stay, or give it to the body `n`."""

    do: str
    id: int
    n: int = 0


class OwnerStep(CallbackData, prefix="ow"):
    """Who follows an item up: choose, turn to page `n`, name the membership `n`, 0 for nobody."""

    do: str
    id: int
    n: int = 0


class BroadcastStep(CallbackData, prefix="bc"):
    """A step with a message to many; `n` is a person (below an answer its author), a body,
    minutes or a page."""

    do: str
    id: int
    n: int = 0


class ClockStep(CallbackData, prefix="ck"):
    """A step in one's own settings: a screen, or a value `n` of the setting `what`."""

    do: str
    what: str = ""
    n: int = 0


class LeaveStep(CallbackData, prefix="lv"):
    """A step in going on leave; `n` is a day, a month or a person."""

    do: str
    n: int = 0


class PolicyStep(CallbackData, prefix="po"):
    """A step in the settings of the council's reminders (`id` 0) or of one item's."""

    do: str
    what: str = ""
    id: int = 0
    n: int = 0


class MemberStep(CallbackData, prefix="mb"):
    """A step with a member: open, suspend, restore, remove, a role, a body, erase."""

    do: str
    id: int
    n: int = 0


class InviteStep(CallbackData, prefix="iv"):
    """A step with an invitation: confirm or decline who came, revoke, renew."""

    do: str
    id: int


class PeopleStep(CallbackData, prefix="pl"):
    """A step of the members' screen: a page, inviting somebody, the roster."""

    do: str
    n: int = 0


class BodyStep(CallbackData, prefix="bd"):
    """A step with a body: open, rename, a further name, merge."""

    do: str
    id: int
    n: int = 0


class SynonymStep(CallbackData, prefix="sy"):
    """A step with words that mean the same: a page of them, teach, drop."""

    do: str
    id: int


class GroupStep(CallbackData, prefix="gr"):
    """A step with a bound group."""

    do: str
    id: int


class SecretStep(CallbackData, prefix="cf"):
    """A step with a confidential resolution: mark, lift, its access list."""

    do: str
    id: int
    n: int = 0


class LogStep(CallbackData, prefix="lg"):
    """A page of the log, or the story of a resolution."""

    do: str
    n: int


class SecondStep(CallbackData, prefix="se"):
    """A step with what waits for a second person: agree, refuse, open, or list what waits."""

    do: str
    id: int = 0


class PrivacyStep(CallbackData, prefix="pv"):
    """A step of the privacy screen."""

    do: str
