"""Words for publishing a draft: the last look before it counts, and whom it does not reach."""

from collections.abc import Sequence
from datetime import date

from aiogram.utils.formatting import Bold, Text

from bot.i18n import _, ngettext
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import DraftStep
from bot.saying.wording import compose, isolate, lines, names, number
from bot.views import draft_sessions, drafts
from council.minutes.drafts import OpenDraft
from council.minutes.foreseeing import Foreseen


def confirm(opened: OpenDraft, foreseen: Foreseen, today: date, *, ask_names: bool) -> Saying:
    """The last look before it counts: what is made, who is told and who is not.

    `ask_names` where a new name may still turn out to be a known body's.
    """
    draft = opened.draft
    count = len(draft.kept)
    secret = sum(one.confidential for _i, one in draft.kept)
    hidden = ngettext("{n} of them is confidential.", "{n} of them are confidential.", secret)
    text = lines(
        Bold(
            ngettext("Publish {n} resolution?", "Publish {n} resolutions?", count).format(
                n=number(count)
            )
        ),
        _of_another(*foreseen.another) if foreseen.another else None,
        *draft_sessions.missing(draft),
        *([] if opened.archived else _reached(foreseen)),
        compose(_("New, to be created: {bodies}"), bodies=names(foreseen.new))
        if foreseen.new
        else None,
        hidden.format(n=number(secret)) if secret else None,
        drafts.period_note(opened),
    )
    rows: list[keyboards.Row] = []
    if ask_names:
        rows.append([button(_("❔ The new names"), DraftStep(do="new", id=opened.id))])
    if opened.archived:
        rows.append([button(_("🔔 Tell and remind"), DraftStep(do="arch", id=opened.id, n=0))])
    elif opened.old(today):
        rows.append([button(_("🗄 Only for the archive"), DraftStep(do="arch", id=opened.id, n=1))])
    rows.append(
        [
            button(_("◀ Back"), DraftStep(do="sum", id=opened.id)),
            button(_("✅ Yes, publish"), DraftStep(do="pub", id=opened.id, n=opened.version)),
        ]
    )
    return Saying(text, keyboards.keyboard(rows))


def _of_another(printed: str, own: str) -> Text:
    words = _("⚠️ This reads like minutes of “{printed}”, but would count for “{council}”.")
    return compose(words, printed=isolate(printed), council=isolate(own))


def _reached(foreseen: Foreseen) -> list[Text | str | None]:
    """Who is told, and for whom nobody is."""
    told = compose(_("Bodies to be told: {bodies}"), bodies=names(foreseen.told))
    nobody = None if foreseen.unheard else _("No body is named, so nobody is told.")
    return [
        told if foreseen.told else nobody,
        unheard(foreseen.unheard),
        nameless(foreseen.nameless),
    ]


def unheard(bodies: Sequence[str]) -> Text | None:
    """The bodies that have nobody here, and who is reminded for them."""
    if not bodies:
        return None
    words = _("Nobody has joined for these bodies yet: {bodies}. Their reminders come to you.")
    return compose(words, bodies=names(bodies))


def nameless(count: int) -> str | None:
    """How many items wait for the secretary because the minutes name nobody."""
    if not count:
        return None
    return ngettext(
        "{n} item names no body and waits in your own work.",
        "{n} items name no body and wait in your own work.",
        count,
    ).format(n=number(count))
