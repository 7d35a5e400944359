"""Words for reporting progress and for reviewing it."""

from collections.abc import Sequence

from aiogram.utils.formatting import BlockQuote, Bold, Italic, Text

from bot import keyboards
from bot.i18n import _, ngettext
from bot.keyboards import AskedStatus, button
from bot.replies import Saying
from bot.views import items
from bot.wording import (
    code,
    compose,
    excerpt,
    isolate,
    lines,
    moment,
    number,
    percent,
)
from council.items import ItemCard, LastReport
from council.progress import Submitted
from storage.words import Decision, ProgressStatus

PERCENTS = (10, 20, 30, 40, 50, 60, 70, 80, 90)
STATUSES = (
    ProgressStatus.IN_PROGRESS,
    ProgressStatus.REPORTED_DONE,
    ProgressStatus.BLOCKED,
    ProgressStatus.NOT_STARTED,
    ProgressStatus.NOT_ACTIONABLE,
)


def heading(item: ItemCard) -> Text:
    """Which item it is about, and what was last said."""
    body = _(", ") + isolate(item.body) if item.body else ""
    return lines(
        compose(_("Resolution {code}{body}"), code=Bold(code(item.code)), body=body),
        Italic(items.title(item, 120)),
        items.last_report(item),
    )


def ask_status(item: ItemCard) -> Saying:
    """The first and only obligatory step."""
    buttons = [
        button(
            items.status(status),
            keyboards.ReportItem(item=item.id, status=status.value),
        )
        for status in STATUSES
    ]
    rows: list[keyboards.Row] = [buttons[n : n + 2] for n in range(0, len(buttons), 2)]
    rows.append([button(_("◀ Back to the card"), keyboards.OpenItem(id=item.id))])
    return Saying(
        lines(heading(item), "", Bold(_("How does it stand?"))), keyboards.keyboard(rows),
        (item.id,),
    )  # fmt: skip


def ask_percent(item: ItemCard, status: ProgressStatus) -> Saying:
    """How much is done, by tap."""
    buttons = [
        button(
            percent(value),
            keyboards.ReportItem(item=item.id, status=status.value, percent=value),
        )
        for value in PERCENTS
    ]
    rows: list[keyboards.Row] = [buttons[n : n + 3] for n in range(0, len(buttons), 3)]
    rows.append(
        [
            button(_("◀ Back"), keyboards.ReportItem(item=item.id)),
            button(_("Skip"), keyboards.ReportItem(item=item.id, status=status.value, percent=-2)),
        ]
    )
    return Saying(
        lines(heading(item), "", Bold(_("How much of it is done?"))), keyboards.keyboard(rows),
        (item.id,),
    )  # fmt: skip


def ask_note(item: ItemCard, status: ProgressStatus, share: int | None) -> Saying:
    """A sentence and evidence, or nothing more."""
    said = items.status(status) + (_(", ") + percent(share) if share is not None else "")
    question = (
        _("What is in the way? One sentence helps the secretariat.")
        if status is ProgressStatus.BLOCKED
        else _("Say it in one sentence, or send a photo or file as evidence.")
    )
    rows: list[keyboards.Row] = [
        [button(_("✅ Submit without words"), keyboards.FinishReport(item=item.id))],
        [
            button(_("◀ Back"), keyboards.ReportItem(item=item.id)),
            button(_("Cancel"), keyboards.CancelReport(item=item.id)),
        ],
    ]
    text = lines(heading(item), "", compose(_("Your report: {said}"), said=Bold(said)), question)
    return Saying(text, keyboards.keyboard(rows), (item.id,))


def receipt(saved: Submitted) -> Saying:
    """One line that it was recorded, with what was understood."""
    item = saved.card
    last = item.last
    said = _said(last) if last else ""
    behalf = (
        compose(_("on behalf of {body}"), body=isolate(saved.on_behalf_of))
        if saved.on_behalf_of
        else None
    )
    text = lines(
        compose(_("✅ Recorded for {code}: {said}"), code=Bold(code(item.code)), said=Bold(said)),
        behalf,
        _("The secretariat has been told."),
    )
    row = [button(_("Open the card"), keyboards.OpenItem(id=item.id))]
    return Saying(text, keyboards.keyboard([row]), (item.id,))


def _said(last: LastReport) -> str:
    share = percent(last.percent) + _(", ") if last.percent is not None else ""
    evidence = (
        _(", ") + ngettext("{n} file", "{n} files", last.evidence).format(n=number(last.evidence))
        if last.evidence
        else ""
    )
    return f"{share}{items.status(last.status)}{evidence}"


def cancelled() -> Saying:
    """Nothing was recorded."""
    return Saying(Text(_("Nothing was recorded.")))


def ask_meaning(item: ItemCard, note: str, guess: ProgressStatus | None) -> Saying:
    """The one question about a reply that was not clear; the likeliest answer comes first."""
    buttons = [
        button(items.status(status), AskedStatus(item=item.id, status=status.value))
        for status in sorted(STATUSES, key=lambda status: status is not guess)
    ]
    rows: list[keyboards.Row] = [buttons[n : n + 2] for n in range(0, len(buttons), 2)]
    rows.append([button(_("It is not a report"), keyboards.CancelReport(item=item.id))])
    text = lines(
        compose(_("Your words on {code}:"), code=Bold(code(item.code))),
        BlockQuote(excerpt(note, 300)) if note else None,
        _("How does it stand? One tap and it is recorded."),
    )
    return Saying(text, keyboards.keyboard(rows), (item.id,))


def ask_which(shown: Sequence[ItemCard]) -> Saying:
    """A reply to a message about several items: which one?"""
    rows = [
        [
            button(
                f"{code(item.code)}: {excerpt(item.body or item.title, 30)}",
                keyboards.ChosenItem(item=item.id),
            )
        ]
        for item in shown
    ]
    return Saying(
        Text(_("Which item is your reply about? Your words are kept.")), keyboards.keyboard(rows)
    )


def thanks() -> Saying:
    """A reply that reports nothing."""
    return Saying(
        lines(
            _("Thank you. I took this as a greeting, not as a report."),
            _("To report, reply with how it stands, for example “60% done, letter sent”."),
        )
    )


def forwarded() -> Saying:
    """A forwarded message is nobody's statement here."""
    return Saying(Text(_("A forwarded message is not a report. Please say it in your own words.")))


def unclear_target() -> Saying:
    """A reply to something that is no item."""
    return Saying(
        lines(
            _("I could not find an item in the message you replied to."),
            _("Open it with /my or by searching, and reply to its card."),
        )
    )


def history(item: ItemCard, reports: Sequence[LastReport], zone: str) -> Saying:
    """Every report on an item, as a story."""
    told: list[Text | str] = [story_line(one, zone) for one in reports]
    row = [button(_("Open the card"), keyboards.OpenItem(id=item.id))]
    text = lines(
        compose(_("History of {code}"), code=Bold(code(item.code))),
        *(told or [_("No report so far.")]),
    )
    return Saying(
        text,
        keyboards.keyboard([row]),
        (item.id,) if item.may_report else (),
        protected=item.confidential,
    )


def story_line(one: LastReport, zone: str) -> Text:
    """One report and what became of it."""
    who = isolate(one.author)
    if one.on_behalf_of:
        who = _("{who} on behalf of {body}").format(who=who, body=isolate(one.on_behalf_of))
    verdicts = {
        Decision.ACCEPTED: _("accepted"),
        Decision.RETURNED: _("returned: {reason}").format(reason=isolate(one.reason or "—")),
    }
    verdict = verdicts[one.decision] if one.decision else _("not reviewed yet")
    return lines(
        "",
        compose(_("• {when}, {who}: {said}"), when=moment(one.at, zone), who=who, said=_said(one)),
        Italic(isolate(excerpt(one.note, 300))) if one.note else None,
        f"  ({verdict})",
    )
