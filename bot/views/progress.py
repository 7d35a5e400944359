"""Words for reporting progress."""

from collections.abc import Sequence
from datetime import date

from aiogram.utils.formatting import BlockQuote, Bold, Italic, Text

from bot.i18n import _, ngettext
from bot.saying import keyboards, taps
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import AskedStatus
from bot.saying.wording import (
    code,
    compose,
    excerpt,
    isolate,
    lines,
    number,
    percent,
)
from bot.views import items, reviews
from bot.views.item_story import in_short
from bot.views.postponements import until_button
from council.items import ItemCard
from council.progress import Submitted
from storage.words import ProgressStatus

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


def ask_status(item: ItemCard, *, manages: bool = False) -> Saying:
    """The first and only obligatory step; who manages items finds the other ways out here too."""
    buttons = [
        button(
            items.status(status),
            taps.ReportItem(item=item.id, status=status.value),
        )
        for status in STATUSES
    ]
    rows: list[keyboards.Row] = [buttons[n : n + 2] for n in range(0, len(buttons), 2)]
    if item.due_on is not None:
        rows.append([button(_("⏳ Ask for more time"), taps.AskTime(item=item.id))])
    if manages:
        rows.append([button(_("Close or change the item"), taps.CloseItem(item=item.id))])
    rows.append([button(_("◀ Back to the card"), taps.OpenItem(id=item.id))])
    return Saying(
        lines(heading(item), "", Bold(_("Where does it stand?"))), keyboards.keyboard(rows),
        (item.id,),
    )  # fmt: skip


def ask_percent(item: ItemCard, status: ProgressStatus) -> Saying:
    """How much is done, by tap."""
    buttons = [
        button(
            percent(value),
            taps.ReportItem(item=item.id, status=status.value, percent=value),
        )
        for value in PERCENTS
    ]
    rows: list[keyboards.Row] = [buttons[n : n + 3] for n in range(0, len(buttons), 3)]
    rows.append(
        [
            button(_("◀ Back"), taps.ReportItem(item=item.id)),
            button(_("Skip"), taps.ReportItem(item=item.id, status=status.value, percent=-2)),
        ]
    )
    return Saying(
        lines(heading(item), "", Bold(_("How much of it is done?"))), keyboards.keyboard(rows),
        (item.id,),
    )  # fmt: skip


def ask_note(item: ItemCard, status: ProgressStatus, share: int | None, note: str = "") -> Saying:
    """A sentence and evidence, or nothing more."""
    said = items.status(status) + (_(", ") + percent(share) if share is not None else "")
    question = (
        _("What is in the way? One sentence helps the secretariat.")
        if status is ProgressStatus.BLOCKED
        else _("Say it in one sentence, or send a photo or file as evidence.")
    )
    submit = _("✅ Submit it") if note else _("✅ Submit without words")
    rows: list[keyboards.Row] = [
        [button(submit, taps.FinishReport(item=item.id))],
        [
            button(_("◀ Back"), taps.ReportItem(item=item.id)),
            button(_("Cancel"), taps.CancelReport(item=item.id)),
        ],
    ]
    text = lines(
        heading(item),
        "",
        compose(_("Your report: {said}"), said=Bold(said)),
        BlockQuote(excerpt(note, 300)) if note else None,
        _("These words stay unless you type others.") if note else question,
    )
    return Saying(text, keyboards.keyboard(rows), (item.id,))


def receipt(saved: Submitted, *, reworded: str = "", others: Sequence[ItemCard] = ()) -> Saying:
    """One line that it was recorded, with what was understood.

    `reworded` are the words that its author put in place of those that were taken first; `others`
    the items that the same words may have been about.
    """
    item = saved.card
    recorded = (
        _("✏️ Corrected as you edited it, for {code}: {said}")
        if reworded
        else _("✅ Recorded for {code}: {said}")
    )
    text = lines(
        _what(recorded, saved),
        BlockQuote(excerpt(reworded, 300)) if reworded else None,
        *_behalf(saved),
        _who_reviews(alone=saved.alone),
        _stays(saved),
        _("Is there news of the others in that message too? Tap below.") if others else None,
    )
    rows = [
        [
            button(_("✏️ Edit"), taps.ReceiptStep(do="edit", id=saved.id)),
            button(_("Take back"), taps.ReceiptStep(do="back", id=saved.id)),
        ],
        [button(_("Open the card"), taps.OpenItem(id=item.id))],
    ]
    rows += [[_report_on(one)] for one in others]
    if saved.alone:
        rows.insert(0, [reviews.accept_alone(saved.id)])
    shown = keyboards.keyboard(rows)
    return Saying(text, shown, (item.id,), report=saved.id, heeds_edits=True)


def receipt_of(several: Sequence[Submitted]) -> Saying:
    """One receipt of reports that were made at once, each with its own way back."""
    if len(several) == 1:
        return receipt(several[0])
    alike = len({(one.on_behalf_of, one.in_place_of) for one in several}) == 1
    said: list[Text | str | None] = []
    rows: list[keyboards.Row] = []
    for one in several:
        item = code(one.card.code)
        said.append(_what(_("✅ Recorded for {code}: {said}"), one))
        said += [] if alike else _behalf(one)
        if one.alone:
            rows.append([reviews.accept_alone(one.id, one.card.code)])
        edit = button(_("✏️ Edit {n}").format(n=item), taps.ReceiptStep(do="edit_one", id=one.id))
        back = button(_("Take {n} back").format(n=item), taps.ReceiptStep(do="back_one", id=one.id))
        rows.append([edit, back])
    said += _behalf(several[0]) if alike else []
    stays = next(filter(None, map(_stays, several)), None)
    text = lines(*said, _who_reviews(alone=all(one.alone for one in several)), stays)
    return Saying(text, keyboards.keyboard(rows), tuple(one.card.id for one in several))


def _what(recorded: str, saved: Submitted) -> Text:
    """On which item it was recorded, and what was understood."""
    last = saved.card.last
    said = Bold(in_short(last) if last else "")
    return compose(recorded, code=Bold(code(saved.card.code)), said=said)


def _behalf(saved: Submitted) -> list[Text]:
    """For which body it was recorded, and in place of whom, where that is not its author."""
    told = []
    if saved.on_behalf_of:
        told.append(compose(_("on behalf of {body}"), body=isolate(saved.on_behalf_of)))
    if saved.in_place_of:
        told.append(compose(_("in place of {name}"), name=isolate(saved.in_place_of)))
    return told


def _stays(saved: Submitted) -> str | None:
    last = saved.card.last
    if last is None or last.status is not ProgressStatus.NOT_ACTIONABLE:
        return None
    return _("Until it decides, the item stays with you.")


def _who_reviews(*, alone: bool) -> str:
    if alone:
        return _("Nobody else reviews here: accept it yourself, with a reason.")
    return _("The secretariat has been told.")


def _report_on(item: ItemCard) -> keyboards.Button:
    words = _("Report {n}").format(n=code(item.code))
    return button(words, taps.ReportItem(item=item.id))


def evidence_added(item: ItemCard) -> Saying:
    """Files went to the report that was made a moment ago; the card as it stands with them."""
    count = item.last.evidence if item.last else 1
    text = ngettext(
        "📎 Added to your report on {code}: {n} file now.",
        "📎 Added to your report on {code}: {n} files now.",
        count,
    )
    return Saying(Text(text.format(code=code(item.code), n=number(count))), None, (item.id,))


def taken_back(item: ItemCard) -> Saying:
    """A report is gone; the item stands as it stood before."""
    text = lines(
        compose(_("Your report on {code} was taken back."), code=Bold(code(item.code))),
        compose(_("State now: {state}"), state=items.state(item.state)),
    )
    rows = [*keyboards.of_items([item])]
    return Saying(text, keyboards.keyboard(rows), (item.id,))


def cancelled(item_id: int, *, stands: bool = False) -> Saying:
    """Nothing was recorded; the item's card is a tap away, where one was chosen. `stands`: a report
    made before does."""
    card = [button(_("Open the card"), taps.OpenItem(id=item_id))] if item_id else []
    said = _("Your report stays as it was.") if stands else _("Nothing was recorded.")
    return Saying(Text(said), keyboards.keyboard([card]))


def read_before() -> Saying:
    """Words were changed of which nothing waits for a change."""
    return Saying(
        lines(
            _("I read this message as you first sent it; editing it changes nothing here."),
            _("Send what you mean as a new message."),
        )
    )


def ask_meaning(
    item: ItemCard,
    note: str,
    guess: ProgressStatus | None,
    until: date | None = None,
    *,
    of: int,
    stands: bool = False,
) -> Saying:
    """The one question about a reply that was not clear; the likeliest answer comes first.

    It is kept under the number `of`. `stands` where the words were changed: what they said at first
    stays until it is answered.
    """
    buttons = [
        button(items.status(status), AskedStatus(item=item.id, status=status.value, of=of))
        for status in sorted(STATUSES, key=lambda status: status is not guess)
    ]
    rows: list[keyboards.Row] = [buttons[n : n + 2] for n in range(0, len(buttons), 2)]
    if until is not None:
        rows.insert(0, [until_button(item, until, of=of)])
    about = _("Your words on {code}:") if note else _("📎 You sent evidence on {code}, no words.")
    leave = _("Keep my report as it was") if stands else _("It is not a report")
    rows.append([button(leave, taps.CancelReport(item=item.id, of=of))])
    text = lines(
        compose(about, code=Bold(code(item.code))),
        BlockQuote(excerpt(note, 300)) if note else None,
        _("Where does it stand? One tap and it is recorded."),
    )
    return Saying(text, keyboards.keyboard(rows), (item.id,), heeds_edits=True)


def ask_which(shown: Sequence[ItemCard], *, of: int, for_time: bool = False) -> Saying:
    """What is kept under `of` may be about several items: which one? By what tells them apart."""
    many_bodies = len({item.body for item in shown}) > 1
    rows = [
        [
            button(
                f"{code(item.code)}: {excerpt((many_bodies and item.body) or item.title, 30)}",
                taps.ChosenItem(item=item.id, of=of),
            )
        ]
        for item in shown
    ]
    rows.append([button(_("Cancel"), taps.CancelReport(of=of))])
    about = _("Which item is your report about? What you sent is kept.")
    return Saying(
        Text(_("Which item do you need more time for?") if for_time else about),
        keyboards.keyboard(rows),
        heeds_edits=True,
    )


def over() -> str:
    """What a question was about is recorded, was dropped, or was kept too long ago."""
    return _("This question is no longer open. What was not recorded must be sent again.")


def nothing_to_report_on() -> str:
    """Words or files were to become a report, but nothing is asked of their sender."""
    return _("You have no open work to report on. Open an item's card and see who answers for it.")


def thanks(about: Sequence[ItemCard] = ()) -> Saying:
    """A reply to these items reports nothing; what is replied to this is about them too."""
    return Saying(
        lines(
            _("Thank you. I took this as a greeting, not as a report."),
            _("To report, reply with where it stands, for example “60% done, letter sent”."),
        ),
        items=tuple(item.id for item in about),
        heeds_edits=True,
    )


def send_as_reply() -> Saying:
    """A file came while something else is asked, which stays open."""
    said = _("To report with this file, send it as a reply to the item's card.")
    return Saying(lines(said, _("The question above is still open.")))


def forwarded(about: Sequence[ItemCard] = ()) -> Saying:
    """A forwarded message is nobody's statement here, also not on the items it replied to."""
    return Saying(
        Text(_("A forwarded message is not a report. Please say it in your own words.")),
        items=tuple(item.id for item in about),
    )


def unclear_target() -> Saying:
    """A reply to something that is no item."""
    return Saying(
        lines(
            _("I could not find an item in the message you replied to."),
            _("Open it with /my or by searching, and reply to its card."),
        )
    )
