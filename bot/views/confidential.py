"""Words for confidential resolutions; their own words never stand in these."""

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Italic, Text

from bot.i18n import _
from bot.saying import keyboards, taps
from bot.saying.replies import Saying
from bot.saying.taps import SecretStep
from bot.saying.wording import code, compose, lines, names
from council.confidential import AccessList

A_PAGE = 20


def access_list(shown: AccessList, page: int = 0) -> Saying:
    """Who may know of it: a tap puts somebody on the list or takes them off."""
    which = shown.resolution_id
    listed = [
        keyboards.button(f"✔ {name}", SecretStep(do="forbid", id=which, n=one))
        for one, name in shown.listed
    ]
    first = max(0, min(page, (len(shown.others) - 1) // A_PAGE)) * A_PAGE
    others = [
        keyboards.button(name, SecretStep(do="allow", id=which, n=one))
        for one, name in shown.others[first : first + A_PAGE]
    ]
    rows = [*keyboards.in_columns(listed), *keyboards.in_columns(others), _pages(shown, first)]
    rows.append([keyboards.button(_("🔓 Lift confidentiality"), SecretStep(do="lift", id=which))])
    rows.append([keyboards.button(_("◀ Back to the card"), taps.OpenResolution(id=which))])
    return Saying(
        lines(
            compose(_("🔒 {code} is confidential."), code=Bold(code(shown.code))),
            _("Secretaries and those with ✔ may know of it. A tap changes the list."),
            _gone_to(shown.gone_to),
            Italic(_("Every opening is logged, but screenshots cannot be prevented.")),
        ),
        keyboards.keyboard(rows),
    )


def known_in(groups: Sequence[str], which: int) -> Saying:
    """Which groups were told of it; asked before it becomes confidential."""
    told = _("🔒 Told of this already, in a group: {groups}. Make it confidential?")
    yes = keyboards.button(_("Yes, make it confidential"), SecretStep(do="sure", id=which))
    back = keyboards.button(_("◀ Back to the card"), taps.OpenResolution(id=which))
    return Saying(
        lines(
            compose(told, groups=Bold(names(groups))),
            _("I take it out of my messages there; who has read it knows."),
        ),
        keyboards.keyboard([[yes], [back]]),
    )


def _gone_to(groups: Sequence[str]) -> Text | None:
    """Said just after it was marked."""
    if not groups:
        return None
    told = _("Had been told of it, in a group: {groups}. I take it out of my messages there.")
    return compose(told, groups=Bold(names(groups)))


def hidden(*, in_group: bool) -> Saying:
    """What stands in place of a message that said something of it."""
    if in_group:
        theirs = _("Those who may know of it see it, and report on it, in private with me: /my")
    else:
        theirs = _("You may not see it any more; ask the secretariat. The rest is in /my.")
    return Saying(lines(_("🔒 What stood here is confidential now."), theirs))


def _pages(shown: AccessList, first: int) -> keyboards.Row:
    """Buttons to the names before and after those on show."""
    which, page = shown.resolution_id, first // A_PAGE
    row = []
    if page > 0:
        row.append(keyboards.button(_("◀ Back"), SecretStep(do="page", id=which, n=page - 1)))
    if first + A_PAGE < len(shown.others):
        row.append(keyboards.button(_("More ▶"), SecretStep(do="page", id=which, n=page + 1)))
    return row


def ask_code(of: str) -> Saying:
    """Lifting takes the code, typed."""
    words = _("Type {code} to let the whole council see it.")
    return Saying(compose(words, code=Bold(code(of))), keyboards.keyboard([keyboards.leave()]))


def lifted() -> Saying:
    """Said after lifting."""
    return Saying(Text(_("It is no longer confidential.")))
