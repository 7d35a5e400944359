"""Words for the first screen: what matters now, three buttons that do it, and all commands."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardMarkup
from aiogram.utils.formatting import Bold, Text

from bot.commands import commands_of, words
from bot.i18n import _, ngettext
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import HomeStep, OpenMyWork, PeopleStep, SearchStep
from bot.saying.wording import compose, isolate, lines, moment, names, number
from bot.views.members import role, stranger
from council.access import Viewer
from council.home import HomeSeen, OwnGroup
from council.people.admission import Joined
from storage.words import Role

GROUPS_SHOWN = 12
CHAPTERS = {
    "find": ("my", "lists", "searches", "follow"),
    "secretariat": ("minutes", "review", "delivery", "bodies", "synonyms", "bind"),
    "council": ("meetings", "report", "stats", "members", "broadcast", "log"),
    "own": ("settings", "leave", "language", "council", "cancel", "privacy"),
}
"""The manual's chapters and their commands."""


def home(viewer: Viewer, seen: HomeSeen) -> Saying:
    """The first screen of somebody who is known: where they are, what waits, what to do."""
    title = compose(
        _("{council} · {role}"),
        council=Bold(isolate(viewer.council_name)),
        role=role(viewer.role),
    )
    return Saying(
        lines(title, "", *(_now(viewer, seen) or [_first_task(viewer)])),
        keyboards.keyboard(_buttons(viewer.role, seen)),
    )


def joined(who: Joined, seen: HomeSeen | None = None) -> Saying:
    """Welcome, with the first thing to do, or what waits for the body, and the first screen's
    buttons."""
    viewer = who.viewer
    speaks = (
        compose(_("You speak for: {bodies}"), bodies=Bold(names(who.body_names)))
        if who.body_names
        else None
    )
    return Saying(
        lines(
            compose(
                _("Welcome, {name}. You joined {council} as {role}."),
                name=isolate(viewer.name),
                council=Bold(isolate(viewer.council_name)),
                role=role(viewer.role),
            ),
            speaks,
            *(("", isolate(who.words)) if who.words else ()),
            "",
            _waits_already(viewer, seen) or _first_task(viewer),
        ),
        keyboards.keyboard(_buttons(viewer.role, seen)),
    )


def _waits_already(viewer: Viewer, seen: HomeSeen | None) -> str:
    """What the body was given before anybody spoke for it; empty where that is nothing."""
    if seen is None or not seen.items.own or viewer.role is not Role.REPRESENTATIVE:
        return ""
    words = ngettext(
        "To begin: {n} open item waits for your body's report; see “My work”.",
        "To begin: {n} open items wait for your body's reports; see “My work”.",
        seen.items.own,
    )
    return words.format(n=number(seen.items.own))


def _first_task(viewer: Viewer) -> str:
    """The one thing to begin with."""
    words_of = {
        Role.ADMIN: _("To begin: invite the secretariat."),
        Role.SECRETARY: _(
            "To begin: send me the minutes of a session here, as text, Word or PDF. I show "
            "what I find; nothing is official until you publish it."
        ),
        Role.REPRESENTATIVE: _(
            "To begin: see whether your body's group is bound. What the council gives your "
            "body to do comes here, and to that group."
        ),
        Role.MEMBER: _("What do you want to find? Type a few words to search the resolutions."),
    }
    return words_of.get(viewer.role) or words_of[Role.MEMBER]


def _now(viewer: Viewer, seen: HomeSeen) -> list[Text | str]:
    """What matters now, at most two lines; nothing where the first thing is still to be done."""
    if viewer.role is Role.SECRETARY:
        return [] if seen.nothing_yet else _of_secretary(seen)
    if viewer.role is Role.REPRESENTATIVE:
        return _of_representative(seen)
    return _of_admin(seen) if viewer.role is Role.ADMIN else _of_member(viewer, seen)


def _of_admin(seen: HomeSeen) -> list[Text | str]:
    if not seen.staffed:
        return []
    n = seen.items.council
    still = ngettext("{n} item of the council is open.", "{n} items of the council are open.", n)
    return [
        still.format(n=number(n)) if n else _("The secretariat is there; no item is open yet."),
        _("You look after members, invitations and groups."),
    ]


def _of_secretary(seen: HomeSeen) -> list[Text | str]:
    reports = ngettext(
        "{n} report is waiting for you.", "{n} reports are waiting for you.", seen.reports
    )
    late = ngettext("{n} item is overdue.", "{n} items are overdue.", seen.items.council_late)
    drafts = ngettext(
        "{n} draft is not published yet.", "{n} drafts are not published yet.", seen.drafts
    )
    said = [
        words_of.format(n=number(n))
        for words_of, n in (
            (reports, seen.reports),
            (late, seen.items.council_late),
            (drafts, seen.drafts),
        )
        if n
    ]
    return [*said] or [_("Nothing is waiting for you, and nothing is overdue.")]


def _of_representative(seen: HomeSeen) -> list[Text | str]:
    if not seen.items.own:
        return [_("You owe no report. Whatever is given to your body comes here by itself.")]
    late = ngettext(
        "{n} item of yours is overdue.", "{n} items of yours are overdue.", seen.items.own_late
    )
    soon = ngettext(
        "{n} item of yours is due within a week.",
        "{n} items of yours are due within a week.",
        seen.items.own_soon,
    )
    said = [
        words_of.format(n=number(n))
        for words_of, n in ((late, seen.items.own_late), (soon, seen.items.own_soon))
        if n
    ]
    return [*said] or [_("Nothing of yours is due within a week.")]


def _of_member(viewer: Viewer, seen: HomeSeen) -> list[Text | str]:
    fresh = ngettext(
        "{n} new resolution in the last 30 days.",
        "{n} new resolutions in the last 30 days.",
        seen.fresh,
    )
    said: list[Text | str] = []
    if seen.next_session:
        when = Bold(moment(seen.next_session, viewer.zone))
        said.append(compose(_("Next session: {when}"), when=when))
    if seen.fresh:
        said.append(fresh.format(n=number(seen.fresh)))
    return [*said, _first_task(viewer)] if said else []


def first_buttons(role: Role) -> InlineKeyboardMarkup | None:
    """The buttons of the first screen, before anything waits."""
    return keyboards.keyboard(_buttons(role, None))


def _buttons(role: Role, seen: HomeSeen | None) -> list[keyboards.Row]:
    """Three things to do, a row each, and the way to everything else."""
    reports, own = (seen.reports, seen.items.own) if seen else (0, 0)
    find = button(_("🔎 Find"), HomeStep(do="find"))
    work = button(_counted(_("📌 My work"), own), OpenMyWork())
    by_role: dict[Role, list[keyboards.Button]] = {
        Role.ADMIN: [
            button(_("👥 Members and invitations"), PeopleStep(do="page")),
            button(_("🔗 Bind groups"), HomeStep(do="bind")),
            find,
        ],
        Role.SECRETARY: [
            button(_("📄 New minutes"), HomeStep(do="minutes")),
            button(_counted(_("🗂 Reports to review"), reports), HomeStep(do="review")),
            find,
        ],
        Role.REPRESENTATIVE: [
            work,
            find,
            button(_("👥 My body's group"), HomeStep(do="group")),
        ],
        Role.MEMBER: [find, work, button(_("🗂 Lists"), SearchStep(do="lists"))],
    }
    three = by_role.get(role) or by_role[Role.MEMBER]
    return [*([one] for one in three), [button(_("Everything else"), HomeStep(do="all"))]]


def _counted(label: str, count: int) -> str:
    return _("{label} ({n})").format(label=label, n=number(count)) if count else label


def help_for(viewer: Viewer | None) -> Saying:
    """What the bot is for, and everything this person can do, chapter by chapter."""
    purpose = _(
        "I keep the council's resolutions: find them, report on them, and be reminded in time."
    )
    if viewer is None:
        return Saying(lines(purpose, stranger().text))
    mine, described = set(commands_of(viewer)), words()
    text = lines(purpose, "", _("Type any words to search the resolutions."))
    if Role.REPRESENTATIVE is viewer.role:
        text = lines(text, _("Reply to a reminder or a card to report progress."))
    for chapter, title in _chapters().items():
        listed = [
            compose(_("{command} {words}"), command=isolate(f"/{one}"), words=described[one])
            for one in CHAPTERS[chapter]
            if one in mine
        ]
        text = lines(text, "", Bold(title), *listed) if listed else text
    rows = [[button(_("◀ Back"), HomeStep(do="home"))]]
    return Saying(text, keyboards.keyboard(rows))


def _chapters() -> dict[str, str]:
    return {
        "find": _("Resolutions and work"),
        "secretariat": _("For the secretariat"),
        "council": _("The council"),
        "own": _("For yourself"),
    }


def ask_what_to_find() -> Saying:
    """What is looked for? Lists for those who do not know yet."""
    text = lines(
        _("What do you want to find?"),
        _("Type a few words, the number of a resolution, a body or a date here."),
        _("For example: “overdue”, “last session”, “72/3”."),
    )
    rows = [
        [
            button(_("🗂 Lists"), SearchStep(do="lists")),
            button(_("🕘 My searches"), SearchStep(do="own")),
        ]
    ]
    return Saying(text, keyboards.keyboard(rows))


def left() -> Saying:
    """In place of a question that was given up."""
    back = [button(_("The first screen"), HomeStep(do="home"))]
    return Saying(Text(_("Nothing has changed.")), keyboards.keyboard([back]))


def own_groups(found: Sequence[OwnGroup]) -> Saying:
    """Whether the groups of one's bodies are bound, and how that is done."""
    said: list[Text | str | None] = []
    for one in found[:GROUPS_SHOWN]:
        state = (
            _("{body}: its group is bound. Its items come there; reply to one to report.")
            if one.bound
            else _("{body}: no group is bound yet.")
        )
        said.append(compose(state, body=Bold(isolate(one.body_name))))
    if len(found) > GROUPS_SHOWN:
        said.append(compose(_("…and {n} more."), n=len(found) - GROUPS_SHOWN))
    if not found:
        said.append(_("You speak for no body yet; the secretariat settles that."))
    elif not all(one.bound for one in found):
        said += [
            "",
            _("To bind it:"),
            _("1. Ask the secretariat for this; only it can bind a group."),
            _("2. Make its secretary a member of the group."),
            compose(
                _("3. The secretary types {command}, chooses the body and adds me to the group."),
                command=isolate("/bind"),
            ),
        ]
    rows = [[button(_("◀ Back"), HomeStep(do="home"))]]
    return Saying(lines(*said), keyboards.keyboard(rows))
