"""Words for reviewing reports: what the secretary decides on, and what the author is told."""

from aiogram.utils.formatting import BlockQuote, Bold, Italic, Text

from bot.i18n import _, ngettext
from bot.saying import keyboards, taps
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import ReviewStep, WordsStep
from bot.saying.wording import (
    code,
    compose,
    excerpt,
    isolate,
    lines,
    moment,
    number,
    percent,
    short_day,
)
from bot.views import items
from bot.views.reassigning import give_to_another
from council.reviews import Question, UnderReview
from storage.words import Decision, ProgressStatus

THEIRS = 4
"""The place of the reason for returning “not our task”, which no other report is returned for."""


def report(shown: UnderReview, zone: str, *, waiting: int = 0) -> Saying:
    """A report as the secretary decides on it."""
    who = isolate(shown.author)
    if shown.on_behalf_of:
        who = _("{who} on behalf of {body}").format(who=who, body=isolate(shown.on_behalf_of))
    evidence = len(shown.evidence)
    item = shown.card
    body = _(", ") + isolate(item.body) if item.body else ""
    rows: list[keyboards.Row] = []
    not_theirs = shown.status is ProgressStatus.NOT_ACTIONABLE
    given_up = not_theirs and shown.decision is Decision.ACCEPTED and item.is_open
    if given_up:
        rows.append([give_to_another(item.id, _("Give it to another body"))])
    if shown.alone and shown.waits:
        rows.append([accept_alone(shown.id)])
    elif not shown.mine and shown.waits:
        leave = _("It stays with them") if not_theirs else _("↩️ Return")
        rows.append([_accept(shown), button(leave, ReviewStep(do="no", id=shown.id))])
        rows.append([button(_("❓ Ask its author"), ReviewStep(do="ask", id=shown.id))])
    if shown.files:
        rows.append([button(_("📎 See the evidence"), ReviewStep(do="files", id=shown.id))])
    if waiting and not shown.waits:
        rows.append([button(_("Next report ▶"), taps.HomeStep(do="review"))])
    rows.append([button(_("Open the card"), taps.OpenItem(id=item.id))])
    more = ngettext("{n} more report waits.", "{n} more reports wait.", waiting)
    text = lines(
        compose(_("📝 Report on {code}{body}"), code=Bold(code(item.code)), body=body),
        Italic(items.title(item, 120)),
        "",
        compose(_("{who}, {when}"), who=who, when=moment(shown.at, zone)),
        Bold(_status(shown)),
        BlockQuote(excerpt(shown.note, 900)) if shown.note else None,
        ngettext("{n} file", "{n} files", evidence).format(n=number(evidence))
        if evidence
        else None,
        *_answers(shown.answers),
        decision(shown),
        _("Now choose the body that it is given to.") if given_up else None,
        more.format(n=number(waiting)) if waiting else None,
    )
    return Saying(text, keyboards.keyboard(rows), protected=item.confidential)


def _accept(shown: UnderReview) -> keyboards.Button:
    not_theirs = shown.status is ProgressStatus.NOT_ACTIONABLE
    words = _("Give it to another body") if not_theirs else _("✅ Accept")
    return button(words, ReviewStep(do="yes", id=shown.id))


def _status(said: UnderReview | Question) -> str:
    share = _(", ") + percent(said.percent) if said.percent is not None else ""
    return items.status(said.status) + share


def _answers(asked: Question | None) -> list[Text | str | None]:
    """What had been asked, and what the report that it was about said."""
    if asked is None:
        return []
    count = len(asked.evidence)
    files = ngettext("{n} file with the earlier report", "{n} files with the earlier report", count)
    return [
        "",
        compose(
            _("❓ {who} had asked: {question}"),
            who=isolate(asked.by),
            question=isolate(excerpt(asked.words, 300)),
        ),
        compose(_("The earlier report: {said}"), said=Bold(_status(asked))),
        BlockQuote(excerpt(asked.note, 300)) if asked.note else None,
        files.format(n=number(count)) if count else None,
    ]


def accept_alone(progress_id: int, item: str = "") -> keyboards.Button:
    """The only reviewer's way to what they reported themselves; with the item's code where it
    stands among others."""
    words = (
        _("✅ Accept {n}, with a reason").format(n=code(item))
        if item
        else _("✅ Accept it, with a reason")
    )
    return button(words, ReviewStep(do="own", id=progress_id))


def decision(shown: UnderReview) -> Text | None:
    """What was decided and by whom."""
    if shown.withdrawn:
        return Text(_("Its author took it back."))
    if shown.decision is None:
        return None
    who = isolate(shown.decided_by or "")
    if shown.by_author:
        said = _("✅ Accepted by {who}, who reported it too and reviews alone: {reason}")
        return compose(said, who=who, reason=isolate(shown.reason or "—"))
    if shown.decision is Decision.ACCEPTED:
        return compose(_("✅ Accepted by {who}."), who=who)
    return compose(_("↩️ Returned by {who}: {reason}"), who=who, reason=isolate(shown.reason or "—"))


def queue_empty() -> Saying:
    """Nothing to review."""
    return Saying(Text(_("No report waits for review; a new one comes here by itself.")))


def ask_reason(shown: UnderReview) -> Saying:
    """Returning needs a reason that the author can act on."""
    not_theirs = shown.status is ProgressStatus.NOT_ACTIONABLE
    rows = [
        [button(reason, ReviewStep(do=f"t{at}", id=shown.id))]
        for at, reason in enumerate(return_reasons())
        if not_theirs is (at == THEIRS)
    ]
    rows.append([button(_("◀ Back"), ReviewStep(do="open", id=shown.id))])
    return Saying(
        compose(
            _("Why do you return the report on {code}? Type the reason; its author will read it."),
            code=Bold(code(shown.card.code)),
        ),
        keyboards.keyboard(rows),
    )


def ask_own_reason(shown: UnderReview) -> Saying:
    """Accepting what one reported oneself, where nobody else could."""
    words = _(
        "You reported this yourself, and nobody else reviews here. Type why {code} counts as done;"
        " the reason stands in the history."
    )
    return Saying(
        compose(words, code=Bold(code(shown.card.code))),
        keyboards.keyboard([[button(_("◀ Back"), ReviewStep(do="open", id=shown.id))]]),
    )


def return_reasons() -> tuple[str, ...]:
    """The usual reasons for returning a report, one tap each; see THEIRS."""
    return (
        _("The evidence is missing."),
        _("The evidence does not show this."),
        _("It is done in part only; say what is left."),
        _("This is about another resolution."),
        _("The resolution gives this task to your body."),
    )


def ask_question(shown: UnderReview) -> Saying:
    """What does the secretary want to know?"""
    return Saying(
        compose(
            _("Type your question about the report on {code}; it waits until you decide."),
            code=Bold(code(shown.card.code)),
        ),
        keyboards.keyboard([[button(_("◀ Back"), ReviewStep(do="open", id=shown.id))]]),
    )


def question_sent(shown: UnderReview) -> Saying:
    """The question is on its way."""
    return Saying(
        compose(
            _("Asked {who}. The report waits in /review."),
            who=isolate(shown.author),
        )
    )


def still_waits(shown: UnderReview) -> Saying:
    """Thanks for a report decide nothing."""
    sentence = _("You are welcome. The report on {code} still waits for your decision.")
    return Saying(compose(sentence, code=Bold(code(shown.card.code))))


def ask_what_for(shown: UnderReview, words: str, *, of: int, accepts: bool = False) -> Saying:
    """What was written in reply to a report: is it for its author, or does it accept the report?"""
    rows: list[keyboards.Row] = [
        *([[_accept(shown)]] if accepts else []),
        [button(_("❓ Send it as a question"), WordsStep(do="tell", id=shown.id, of=of))],
        [
            button(
                _("↩️ Return the report for this reason"),
                WordsStep(do="for", id=shown.id, of=of),
            )
        ],
        [button(_("Report progress"), taps.ReportItem(item=shown.card.id))],
        [button(_("◀ Back"), ReviewStep(do="open", id=shown.id))],
    ]
    text = lines(
        compose(
            _(
                "Do you accept what {who} reported on {code}, or is this for them?"
                " So far nothing is sent or recorded."
            )
            if accepts
            else _(
                "Is this for {who}, who reported on {code}? So far nothing is sent or recorded."
            ),
            who=isolate(shown.author),
            code=Bold(code(shown.card.code)),
        ),
        BlockQuote(excerpt(words, 300)),
    )
    return Saying(text, keyboards.keyboard(rows), protected=shown.card.confidential)


def decided(shown: UnderReview) -> Saying:
    """Told to the author of a report."""
    item = shown.card
    accepted = shown.decision is Decision.ACCEPTED
    text = lines(
        compose(
            _("Your report of {date} on {code} was accepted.")
            if accepted
            else _("Your report of {date} on {code} was returned."),
            date=short_day(shown.at.date()),
            code=Bold(code(item.code)),
        ),
        compose(_("Reason: {reason}"), reason=isolate(shown.reason)) if shown.reason else None,
        _("The secretariat gives it to another body.")
        if accepted and shown.status is ProgressStatus.NOT_ACTIONABLE
        else compose(_("State now: {state}"), state=items.state(item.state)),
    )
    rows = keyboards.of_items([item]) if item.may_report else []
    rows.append([button(_("Open the card"), taps.OpenItem(id=item.id))])
    return Saying(text, keyboards.keyboard(rows), (item.id,) if item.may_report else ())
