"""Words for minutes before and after they are a draft: what to send, and what publishing did."""

from collections.abc import Mapping, Sequence

from aiogram.utils.formatting import Bold

from bot.i18n import _, ngettext
from bot.saying import keyboards, taps
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import BroadcastStep, DraftStep
from bot.saying.wording import compose, isolate, lines, number
from bot.views.drafts import title
from bot.views.publishing import nameless, unheard
from council.minutes.drafts import OpenDraft
from council.minutes.publishing import Published

LISTED = 10


def ask(*, past: bool = False) -> Saying:
    """What to send; `past` where there are published minutes to look at."""
    text = lines(
        Bold(_("New minutes")),
        _("Paste the text of the minutes here, or send a Word (.docx), PDF or .txt file."),
        _("I show what I find; nothing is official until you publish it."),
    )
    return Saying(text, keyboards.keyboard([*(_past() if past else []), keyboards.leave()]))


def waiting(drafts: Sequence[OpenDraft], elsewhere: Mapping[int, str], *, past: bool) -> Saying:
    """Drafts that wait, and the way to begin another; `elsewhere` names who has one in hand."""
    rows: list[keyboards.Row] = [
        [button(_whose(one, elsewhere), DraftStep(do="sum", id=one.id))] for one in drafts[:LISTED]
    ]
    count = ngettext("{n} draft is waiting:", "{n} drafts are waiting:", len(drafts)).format(
        n=number(len(drafts))
    )
    rows += _past() if past else []
    return Saying(lines(ask().text, "", count), keyboards.keyboard([*rows, keyboards.leave()]))


def _whose(one: OpenDraft, elsewhere: Mapping[int, str]) -> str:
    if one.id not in elsewhere:
        return title(one.draft)
    return _("{title} · {name}").format(title=title(one.draft), name=isolate(elsewhere[one.id]))


def _past() -> list[keyboards.Row]:
    return [[button(_("🗂 Published minutes"), DraftStep(do="past", id=0))]]


def published(result: Published, *, offer_digest: bool) -> Saying:
    """What publishing did, and the next step."""
    session = (
        _("Session {number}").format(number=number(result.meeting_number))
        if result.meeting_number
        else _("The session")
    )
    resolutions = ngettext("{n} resolution", "{n} resolutions", result.resolutions).format(
        n=number(result.resolutions)
    )
    people = ngettext("{n} person", "{n} people", result.told_people).format(
        n=number(result.told_people)
    )
    told = _("{people} will be told.").format(people=people) if result.told_people else None
    said = _("✅ {session} is published: {resolutions}.")
    if result.archived:
        said = _("🗄 {session} is in the archive: {resolutions}.")
        told = _("It can be found from now on; nobody is told or reminded.")
    mine = not result.archived and (result.nameless or result.unheard_bodies)
    digest = BroadcastStep(do="minutes", id=0, n=result.minutes_id)
    rows: list[keyboards.Row] = [
        [button(_("📌 My work"), taps.OpenMyWork())] if mine else [],
        [button(_("📣 Send its digest"), digest)] if offer_digest and not result.archived else [],
        [button(_("↩️ Take it back"), DraftStep(do="undo?", id=result.minutes_id))],
    ]
    return Saying(
        lines(
            compose(said, session=Bold(session), resolutions=resolutions),
            told,
            unheard(result.unheard_bodies),
            _("Invite who speaks for them: /members") if result.unheard_bodies else None,
            None if result.archived else nameless(result.nameless),
        ),
        keyboards.keyboard(rows),
    )
