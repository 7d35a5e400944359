"""Words for confidential resolutions; their own words never stand in these."""

from aiogram.utils.formatting import Bold, Italic, Text

from bot import keyboards
from bot.i18n import _
from bot.keyboards import SecretStep
from bot.replies import Saying
from bot.wording import code, compose, lines
from council.confidential import AccessList

LISTED = 40


def access_list(shown: AccessList) -> Saying:
    """Who may know of it: a tap puts somebody on the list or takes them off."""
    which = shown.resolution_id
    rows: list[keyboards.Row] = [
        [keyboards.button(f"✔ {name}", SecretStep(do="forbid", id=which, n=one))]
        for one, name in shown.listed
    ]
    rows += [
        [keyboards.button(name, SecretStep(do="allow", id=which, n=one))]
        for one, name in shown.others[: LISTED - len(rows)]
    ]
    rows.append([keyboards.button(_("🔓 Lift"), SecretStep(do="lift", id=which))])
    return Saying(
        lines(
            compose(_("🔒 {code} is confidential."), code=Bold(code(shown.code))),
            _("Secretaries and those with ✔ may know of it. A tap changes the list."),
            Italic(_("Every opening is logged. A picture of the screen cannot be prevented.")),
        ),
        keyboards.keyboard(rows),
    )


def ask_code(of: str) -> Saying:
    """Lifting takes the code, typed."""
    words = _("Type {code} to let the whole council see it.")
    return Saying(compose(words, code=Bold(code(of))))


def lifted() -> Saying:
    """Said after lifting."""
    return Saying(Text(_("It is confidential no longer.")))
