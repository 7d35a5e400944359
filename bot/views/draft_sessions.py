"""Words for the session of a draft: its fields as they were read, and correcting them."""

from aiogram.utils.formatting import Bold, Text

from bot.i18n import _
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import DraftStep
from bot.saying.wording import compose, day, digits, excerpt, isolate, lines, names, number
from council.minutes.corrections import FIELDS, MODES
from council.minutes.drafts import OpenDraft
from council.minutes.proposal import Draft


def session(opened: OpenDraft) -> Saying:
    """The session's fields, a button each."""
    labels = {
        "number": _("Number"),
        "held_on": _("Date"),
        "chair": _("Chair"),
        "venue": _("Place"),
        "subject": _("Subject"),
        "mode": _("How it was held"),
    }
    keys = [
        button(labels[name], DraftStep(do="field", id=opened.id, n=place))
        for place, name in enumerate(FIELDS)
    ]
    rows: list[keyboards.Row] = [keys[n : n + 3] for n in range(0, len(keys), 3)]
    rows.append([button(_("📋 List"), DraftStep(do="sum", id=opened.id))])
    text = lines(
        Bold(_("The session as I read it")),
        *fields_of(opened.draft),
        *attendance(opened.draft, whole=True),
        *missing(opened.draft),
        "",
        _("Tap what is to be corrected."),
    )
    return Saying(text, keyboards.keyboard(rows))


def ask_field(opened: OpenDraft, name: str) -> Saying:
    """What to type for a field; a dash empties it."""
    questions = {
        "number": _("What is the session's number? Type it, or a dash if it has none."),
        "held_on": _(
            "On which day was it held? Type it as in “1405/10/30”, or a dash to leave it empty."
        ),
        "chair": _("Who chaired it? Type the name, or a dash to leave it empty."),
        "venue": _("Where was it held? Type it, or a dash to leave it empty."),
        "subject": _("What was it about? Type it, or a dash to leave it empty."),
    }
    rows: list[keyboards.Row] = []
    if name == "mode":
        rows = [
            [button(mode(one), DraftStep(do="mode", id=opened.id, n=place))]
            for place, one in enumerate(MODES)
        ]
    rows.append([button(_("◀ Back"), DraftStep(do="sess", id=opened.id))])
    return Saying(Text(questions.get(name) or _("How was it held?")), keyboards.keyboard(rows))


def fields_of(draft: Draft) -> list[Text | None]:
    """The session's fields, one a line; what was not read is left out."""
    fields = draft.session
    held = day(fields.held_on) if fields.held_on else None
    if fields.held_on:
        held = f"{held} ({isolate(digits(fields.held_on.isoformat()))})"
    rows = (
        (_("Council: {value}"), isolate(fields.council) if fields.council else None),
        (_("Session: {value}"), number(fields.number) if fields.number else None),
        (_("Date: {value}"), held),
        (_("Chair: {value}"), isolate(fields.chair) if fields.chair else None),
        (_("Place: {value}"), isolate(fields.venue) if fields.venue else None),
        (_("Held: {value}"), mode(fields.mode) if fields.mode else None),
        (_("Subject: {value}"), isolate(excerpt(fields.subject, 120)) if fields.subject else None),
    )
    return [compose(label, value=value) if value else None for label, value in rows]


def attendance(draft: Draft, *, whole: bool) -> list[Text]:
    """Who came, who did not, and who was a guest: by name, or only how many."""
    fields = draft.session
    groups = (
        (_("Present ({n}): {names}"), _("Present: {n}"), fields.present),
        (_("Absent ({n}): {names}"), _("Absent: {n}"), fields.absent),
        (_("Guests ({n}): {names}"), _("Guests: {n}"), fields.guests),
    )
    return [
        compose(by_name, n=len(who), names=names(who)) if whole else compose(counted, n=len(who))
        for by_name, counted, who in groups
        if who
    ]


def missing(draft: Draft) -> list[str | None]:
    """What a session cannot do without and the text does not say."""
    return [
        None if draft.session.number else _("❓ I found no session number."),
        None if draft.session.held_on else _("❓ I found no date of the session."),
    ]


def mode(value: str) -> str:
    """How a session was held."""
    words = {
        "online": _("online"),
        "hybrid": _("in person and online"),
        "in_person": _("in person"),
    }
    return words.get(value, value)
