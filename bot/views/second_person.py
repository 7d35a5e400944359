"""Words for what waits for a second person: asked, to be answered, answered."""

from collections.abc import Sequence
from dataclasses import replace

from aiogram.utils.formatting import BlockQuote, Bold, Italic, Text

from bot.i18n import _, ngettext
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import PolicyStep, SecondStep
from bot.saying.wording import code, compose, excerpt, isolate, lines, moment, names, number
from bot.views import closing
from council.seconding.deeds import Deed
from council.seconding.second_person import Asked, Seconders
from council.seconding.seconded import Request
from storage.words import Act

QUOTED = 300


def asked(waits: Asked, zone: str) -> Saying:
    """Said to who wants to do it: it is not done yet, and who can agree."""
    row = [button(_("Take the request back"), SecondStep(do="no", id=waits.request_id))]
    return Saying(
        lines(
            Bold(_("🤝 Waiting for a second person.")),
            compose(_("I have asked: {names}"), names=names(waits.names)),
            compose(
                _("As soon as one of them agrees, it is done. Without an answer it lapses {when}."),
                when=moment(waits.until, zone),
            ),
        ),
        keyboards.keyboard([row]),
    )


def request(shown: Request, zone: str) -> Saying:
    """A request with what it is about, or what became of it."""
    if shown.deed is None:
        return answered(shown)
    rows: list[keyboards.Row] = [
        [
            button(_("✅ Agree"), SecondStep(do="yes", id=shown.id)),
            button(_("Refuse"), SecondStep(do="no", id=shown.id)),
        ]
    ]
    if shown.own:
        rows = [[button(_("Take the request back"), SecondStep(do="no", id=shown.id))]]
    deed = shown.deed
    return Saying(
        lines(
            Bold(_("🤝 A second person is needed")),
            compose(
                _("{who} wants: {deed}"),
                who=isolate(shown.asked_by),
                deed=Bold(what(shown.act, deed)),
            ),
            BlockQuote(excerpt(deed.words, QUOTED)) if deed.words else None,
            compose(_("Without an answer it lapses {when}."), when=moment(shown.until, zone)),
        ),
        keyboards.keyboard(rows),
        protected=deed.confidential,
    )


def what(act: Act, deed: Deed) -> str:
    """A deed in a few words."""
    match act:
        case Act.CLOSE:
            kind = closing.label(deed.kind) if deed.kind else ""
            return _("close {code} ({kind})").format(code=code(deed.about), kind=kind)
        case Act.TAKE_BACK:
            return _take_back(deed)
        case Act.LIFT:
            return _("lift the confidentiality of {code}").format(code=code(deed.about))
        case Act.BROADCAST:
            words = ngettext(
                "send a message to {n} person", "send a message to {n} people", deed.count
            )
            return words.format(n=number(deed.count))
        case Act.EXPORT:
            words = ngettext(
                "take a report with {n} confidential item",
                "take a report with {n} confidential items",
                deed.count,
            )
            return words.format(n=number(deed.count))
        case Act.ERASE:
            return _("erase the data of {name}").format(name=isolate(deed.about))
        case Act.SWITCH_OFF:
            return _("stop asking for a second person")


def _take_back(deed: Deed) -> str:
    words = ngettext(
        "take back published minutes with {n} resolution",
        "take back published minutes with {n} resolutions",
        deed.count,
    )
    if deed.about:
        words = ngettext(
            "take back the minutes of session {session} with {n} resolution",
            "take back the minutes of session {session} with {n} resolutions",
            deed.count,
        )
    return words.format(n=number(deed.count), session=code(deed.about))


def called(act: Act) -> str:
    """A deed without its thing, which may be gone."""
    return {
        Act.CLOSE: _("closing an item"),
        Act.TAKE_BACK: _("taking minutes back"),
        Act.LIFT: _("lifting “confidential”"),
        Act.BROADCAST: _("a broadcast"),
        Act.EXPORT: _("a report with confidential items"),
        Act.ERASE: _("erasing somebody's data"),
        Act.SWITCH_OFF: _("no longer asking for a second person"),
    }[act]


def answered(shown: Request) -> Saying:
    """What became of a request; also told to who asked."""
    by = isolate(shown.answered_by or "")
    what_for = called(shown.act) + (f" ({code(shown.called)})" if shown.called else "")
    if shown.agreed:
        said = compose(_("✅ {who} agreed, and it is done: {deed}."), who=by, deed=Bold(what_for))
    elif shown.answered_by is None:
        said = compose(
            _("Nobody answered in time, so it was not done: {deed}. You can ask again."),
            deed=Bold(what_for),
        )
    elif shown.answered_by == shown.asked_by:
        said = compose(
            _("{who} took the request back: {deed}. Nothing was done."),
            who=by,
            deed=Bold(what_for),
        )
    else:
        said = compose(_("{who} refused: {deed}. Nothing was done."), who=by, deed=Bold(what_for))
    return Saying(lines(said))


def waiting(requests: Sequence[Request]) -> Saying:
    """Everything that waits for the reader's word, each with its button."""
    rows: list[keyboards.Row] = [
        [button(_("{n}. Open").format(n=number(at)), SecondStep(do="open", id=one.id))]
        for at, one in enumerate(requests, start=1)
    ]
    listed = [
        compose(_("{n}. {who}: {deed}"), n=at, who=isolate(one.asked_by), deed=called(one.act))
        for at, one in enumerate(requests, start=1)
    ]
    nothing = _("Nothing is waiting for your approval.") if not listed else None
    return Saying(
        lines(Bold(_("🤝 Waiting for a second person")), *listed, nothing), keyboards.keyboard(rows)
    )


def beside(saying: Saying, count: int) -> Saying:
    """The saying with a button to what waits for the reader's word, where something does."""
    if not count:
        return saying
    label = _("🤝 Waiting for your approval: {n}").format(n=number(count))
    rows = [*keyboards.rows_of(saying.keyboard), [button(label, SecondStep(do="list"))]]
    return replace(saying, keyboard=keyboards.keyboard(rows))


def effect(*, on: bool, could: Seconders) -> Saying:
    """What wanting a second person does, before it is kept."""
    keep = [button(_("✅ Save it"), PolicyStep(do="keep", what="second", n=int(on)))]
    back = [button(_("◀ Back"), PolicyStep(do="ask", what="second"))]
    all_of_them = could.everything + could.people_only
    if not on:
        said: list[Text | str | None] = [
            _("From now on a typed confirmation is enough for everything."),
            compose(_("One of them must agree to that: {names}"), names=names(all_of_them))
            if all_of_them
            else None,
        ]
        return Saying(lines(Bold(_("A second person: off")), "", *said),
                      keyboards.keyboard([keep, back]))  # fmt: skip
    if not could.everything:
        alone = _(
            "You are the only secretary, so nobody could agree. Invite another one first: /members"
        )
        refused = Bold(_("A second person: cannot be switched on yet"))
        return Saying(lines(refused, "", alone), keyboards.keyboard([back]))
    return Saying(
        lines(
            Bold(_("A second person: on")),
            "",
            _(
                "From now on nobody does these alone: closing an item, taking minutes back, "
                "lifting “confidential”, erasing somebody, confidential items in a report, a "
                "message to more than 200 people."
            ),
            compose(_("What you ask for, these can agree to: {names}"),
                    names=names(could.everything)),
            compose(_("To erasing also: {names}"), names=names(could.people_only))
            if could.people_only
            else None,
            Italic(_("Switching it off takes a second person, too.")),
        ),
        keyboards.keyboard([keep, back]),
    )  # fmt: skip
