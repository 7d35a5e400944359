"""Words for what means the same to a council's search."""

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Text

from bot.i18n import _, ngettext
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import SynonymStep
from bot.saying.wording import compose, isolate, lines, number
from council.searching.synonyms import SynonymGroup

LISTED = 8


def every(groups: Sequence[SynonymGroup], page: int) -> Saying:
    """A page of the council's own groups; a button drops each."""
    page = max(0, min(page, max(0, (len(groups) - 1) // LISTED)))
    here = list(enumerate(groups, start=1))[page * LISTED : (page + 1) * LISTED]
    listed = [
        compose(_("{place}. {words}"), place=n, words=_(" = ").join(map(isolate, one.words)))
        for n, one in here
    ]
    drops = [
        button(_("✕ Remove {n}").format(n=number(n)), SynonymStep(do="drop", id=one.id))
        for n, one in here
    ]
    turn = []
    if page > 0:
        turn.append(button(_("◀ Back"), SynonymStep(do="page", id=page - 1)))
    if (page + 1) * LISTED < len(groups):
        turn.append(button(_("More ▶"), SynonymStep(do="page", id=page + 1)))
    rows: list[keyboards.Row] = [drops[n : n + 4] for n in range(0, len(drops), 4)]
    rows += [turn, [button(_("➕ Teach words"), SynonymStep(do="teach", id=0))]]
    about = _("Whoever searches for one of them also finds the others.")
    nothing = None if groups else _("Nothing has been taught yet; the usual ones are known.")
    text = lines(Bold(_("Words that mean the same")), about, nothing, "", *listed)
    return Saying(text, keyboards.keyboard(rows))


def ask() -> Saying:
    """How they are typed."""
    back = [button(_("◀ Back"), SynonymStep(do="page", id=0))]
    words = _("Type the words with = between them, a group in each line. For example:")
    example = isolate(_("water company = abfa"))
    return Saying(lines(words, example), keyboards.keyboard([back]))


def taught(new: int) -> Text:
    """How many groups are new."""
    words = ngettext("{n} group was taught.", "{n} groups were taught.", new)
    return Text(words.format(n=number(new)))
