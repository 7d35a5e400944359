"""Words for asking for a follow-up report: what it tells of, in which form, and that it is made."""

from aiogram.types import InlineKeyboardMarkup
from aiogram.utils.formatting import Bold, Italic, Text

from bot.i18n import _, ngettext
from bot.papers.renderers import is_installed
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.paper_taps import LetterheadStep, ReportStep
from bot.saying.replies import Saying
from bot.saying.wording import compose, day, digits, excerpt, isolate, lines, number
from bot.views.followup_paper import title
from council.followup.followup_report import Outline
from council.followup.followup_scopes import Choices, Only, Scope, Which

FORMS = ("docx", "xlsx", "pdf")
A_PAGE = 8
SEASONS = 4


def choose(choices: Choices) -> Saying:
    """Which sessions the report tells of; most often the next session's is wanted."""
    rows: list[keyboards.Row] = [
        [button(_("📋 For the next session"), step("see", Scope()))],
        [
            button(meeting(held, day_held), step("see", Scope(Which.MEETING, meeting_id)))
            for meeting_id, held, day_held in choices.sessions
        ],
        [button(season(one), step("see", Scope(Which.QUARTER, one))) for one in choices.quarters],
        [
            *(
                button(
                    _("Year {year}").format(year=number(one)), step("see", Scope(Which.YEAR, one))
                )
                for one in choices.years
            ),
            button(_("All sessions"), step("see", Scope(Which.ALL))),
        ],
    ]
    if not choices.sessions:
        nothing = _("No minutes have been published yet; the report begins with the first ones.")
        return Saying(lines(Bold(title()), nothing))
    text = lines(
        Bold(title()),
        _("What shall the report cover? Tap, or type it after the command: /report autumn 1404"),
    )
    return Saying(text, keyboards.keyboard(rows))


def step(do: str, scope: Scope, at: int = 0) -> ReportStep:
    """The data of a button about this scope."""
    return ReportStep(
        do=do, which=scope.which.value, n=scope.number, body=scope.body_id,
        only=scope.only.value, at=at,
    )  # fmt: skip


def scope_of(data: ReportStep) -> Scope:
    """The scope that a button's data names; ValueError where no button of ours says that."""
    return Scope(Which(data.which), data.n, data.body, Only(data.only))


def meeting(held: int | None, on: object) -> str:
    """A session on a button."""
    if held is not None:
        return _("Session {number}").format(number=number(held))
    return _("Session without number") if on is None else day(on, weekday=False)  # type: ignore[arg-type]


def season(value: int) -> str:
    """A quarter of a Jalali year: «پاییز ۱۴۰۵»."""
    year, quarter = divmod(value, 10)
    words = (_("spring"), _("summer"), _("autumn"), _("winter"))
    name = words[(quarter - 1) % SEASONS]
    return _("{season} {year}").format(season=name, year=number(year))


def scope_words(shown: Outline) -> str:
    """What the report tells of, in one line."""
    scope = shown.scope
    match scope.which:
        case Which.MEETING:
            held, on = shown.meeting or (None, None)
            words = meeting(held, on)
        case Which.YEAR:
            words = _("Year {year}").format(year=number(scope.number))
        case Which.QUARTER:
            words = season(scope.number)
        case Which.ALL:
            words = _("All sessions")
        case Which.NEXT:
            words = _("For the next session")
    if shown.body:
        words += f" · {isolate(shown.body)}"
    return words if scope.only is Only.EVERY else f"{words} · {only_words(scope.only)}"


def only_words(only: Only) -> str:
    """Which items, on a button."""
    words = {
        Only.EVERY: _("all states"),
        Only.OPEN: _("only open"),
        Only.OVERDUE: _("only overdue"),
        Only.IMPLEMENTED: _("only implemented"),
    }
    return words[only]


def outline(shown: Outline) -> Saying:
    """How much it would tell, and the forms in which it can be had."""
    counts = shown.counts
    told = ngettext("{n} item", "{n} items", counts.items).format(n=number(counts.items))
    sessions = ngettext("of {n} session", "of {n} sessions", counts.sessions)
    text = lines(
        Bold(title()),
        scope_words(shown),
        "",
        f"{told} {sessions.format(n=number(counts.sessions))}"
        if counts.items
        else _("There is nothing to follow up here."),
        _how(shown) if counts.items else None,
        _explained(shown.scope),
        _("Only what is yours to do or to follow up; the secretariat's report has everything.")
        if shown.own
        else None,
        _left_out(shown.confidential),
    )
    return Saying(text, _steps(shown))


def _steps(shown: Outline) -> InlineKeyboardMarkup | None:
    scope = shown.scope
    forms = [
        button(_form(form), step(f"make.{form}", scope))
        for form in FORMS
        if is_installed(f"followup.{form}")
    ]
    rows: list[keyboards.Row] = [forms] if shown.counts.items else []
    rows.append([button(only_words(one), step("see", _with(scope, one))) for one in _others(scope)])
    body = _("🏛 All bodies") if shown.body else _("🏛 One body only…")
    rows.append([button(body, step("see" if shown.body else "body", _of_all(scope)))])
    if shown.confidential:
        rows.append([button(_("🔒 With confidential ones (Word)"), step("secret", scope))])
    back = [button(_("◀ Back"), step("list", Scope()))]
    if shown.may_set_letterhead:
        back.append(button(_("⚙️ Template and emblem"), LetterheadStep(do="see")))
    rows.append(back)
    return keyboards.keyboard(rows)


def _how(shown: Outline) -> str | None:
    counts = shown.counts
    still = ngettext("{n} open item", "{n} open items", counts.open).format(n=number(counts.open))
    late = _("{n} overdue").format(n=number(counts.overdue))
    done = _("{n} implemented").format(n=number(counts.implemented))
    still += f" ({late})" if counts.overdue else ""
    told = [still] * bool(counts.open) + [done] * bool(counts.implemented)
    return _(", ").join(told) or None


def _explained(scope: Scope) -> Text | None:
    if scope.which is not Which.NEXT:
        return None
    return Italic(_("What is open of all past sessions, and what was closed since the last one."))


def _left_out(confidential: int) -> str | None:
    if not confidential:
        return None
    words = ngettext(
        "🔒 {n} confidential item is left out.",
        "🔒 {n} confidential items are left out.",
        confidential,
    )
    return words.format(n=number(confidential))


def _form(form: str) -> str:
    return {"docx": "📄 Word", "xlsx": "📊 Excel", "pdf": "📕 PDF"}[form]


def _others(scope: Scope) -> list[Only]:
    return [one for one in Only if one is not scope.only][:3]


def _with(scope: Scope, only: Only) -> Scope:
    return Scope(scope.which, scope.number, scope.body_id, only)


def _of_all(scope: Scope) -> Scope:
    return Scope(scope.which, scope.number, 0, scope.only)


def choose_body(scope: Scope, bodies: list[tuple[int, str]], page: int) -> Saying:
    """The bodies that lead something, a button each."""
    shown = bodies[page * A_PAGE : (page + 1) * A_PAGE]
    rows: list[keyboards.Row] = [
        [
            button(
                excerpt(name, 60),
                step("see", Scope(scope.which, scope.number, body_id, scope.only)),
            )
        ]
        for body_id, name in shown
    ]
    turn = []
    if page:
        turn.append(button(_("◀ Back"), step("body", scope, page - 1)))
    if (page + 1) * A_PAGE < len(bodies):
        turn.append(button(_("More ▶"), step("body", scope, page + 1)))
    rows += [turn, [button(_("All bodies"), step("see", _of_all(scope)))]]
    words = _("Whose items?") if bodies else _("No body leads an item yet.")
    return Saying(lines(Bold(title()), words), keyboards.keyboard(rows))


def being_made(shown: Outline, form: str) -> Saying:
    """Said at once; it becomes `made` when the file has been sent."""
    return Saying(
        lines(
            compose(_("⏳ The report is being made ({form})…"), form=_form(form)),
            scope_words(shown),
            _("No need to wait here; it comes by itself."),
        )
    )


def made(shown: Outline, form: str) -> Saying:
    """What the waiting message becomes; the other forms stay at hand."""
    return Saying(
        lines(compose(_("✅ The report was sent ({form})."), form=_form(form)), scope_words(shown)),
        _steps(shown),
    )


def caption(shown: Outline, council: str) -> Text:
    """Under the file."""
    counts = shown.counts
    return lines(
        Bold(title()),
        f"{isolate(council)} · {scope_words(shown)}",
        _how(shown) if counts.items else None,
    )


def not_made() -> Saying:
    """Where the document could not be made."""
    return Saying(
        lines(
            Bold(_("The report could not be made.")),
            _("Try again, or choose another format or fewer sessions: /report"),
            _(
                "If you use a template of your own, check that it still works, or go back to the "
                "standard one."
            ),
        )
    )


def file_title(shown: Outline) -> str:
    """What the file is called."""
    return f"{title()} {scope_words(shown)}"


def ask_confirmation(shown: Outline) -> Saying:
    """A file with confidential items leaves the bot: it takes a typed number."""
    n = number(shown.confidential)
    return Saying(
        lines(
            Bold(_("🔒 A report with confidential items")),
            _("Whoever has the file can read them. It is logged under your name that you took it."),
            compose(_("To go on, type how many they are: {n}"), n=Bold(n)),
        ),
        keyboards.keyboard([[button(_("◀ Back"), step("see", shown.scope))]]),
    )


def notice(scope: Scope) -> str:
    """What stands above a confidential report."""
    return _("CONFIDENTIAL: for authorised readers only") if scope.confidential else ""


def confirm_again(shown: Outline) -> Saying:
    """Something else than the number was typed."""
    return Saying(
        compose(
            _("That is not the number. Type {n}, or go back."),
            n=Bold(digits(str(shown.confidential))),
        ),
        keyboards.keyboard([[button(_("◀ Back"), step("see", shown.scope))]]),
    )
