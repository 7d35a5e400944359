"""Words for each number: its short name, and what exactly it counts."""

from bot.i18n import _
from bot.saying.wording import number
from council.figures.numbers import RESCHEDULE_AFTER_DAYS, Figure
from council.items import STALE_DAYS


def name(figure: Figure) -> str:
    """A number's short name, on its button and over its list."""
    words = {
        Figure.FOLLOWED: _("📋 All"),
        Figure.IN_SCOPE: _("📐 In scope"),
        Figure.TO_IMPLEMENT: _("To implement"),
        Figure.IMPLEMENTED: _("✅ Implemented"),
        Figure.JUDGED: _("Due so far"),
        Figure.ON_TIME: _("⏱ On time"),
        Figure.LATE: _("🐢 Late"),
        Figure.OPEN: _("🔵 Open"),
        Figure.OVERDUE: _("⏰ Overdue"),
        Figure.BLOCKED: _("⛔ Blocked"),
        Figure.WAITING: _("🟡 For review"),
        Figure.STALE: _("🔕 Silent"),
        Figure.RESCHEDULE: _("🗓 New date"),
        Figure.REPEATING: _("🔁 Repeating"),
        Figure.MISSED: _("🔁 With missed periods"),
    }
    return words[figure]


def meaning(figure: Figure) -> str:
    """What a number counts, in one sentence."""
    words = {
        Figure.FOLLOWED: _("Every item that was notified; drafts and the archive are left out."),
        Figure.IN_SCOPE: _(
            "All, except what was referred up, is outside the body's task, or was withdrawn."
        ),
        Figure.TO_IMPLEMENT: _("In scope, and to be done once."),
        Figure.IMPLEMENTED: _(
            "In scope, and the secretariat accepted the report that it is done."
            " Repeating items have no end and are counted by their periods."
        ),
        Figure.JUDGED: _("With a date, and implemented or past that date."),
        Figure.ON_TIME: _(
            "Implemented, and the accepted report came by the deadline;"
            " the share is of what was implemented or is overdue."
        ),
        Figure.LATE: _("Implemented after the deadline, or overdue now."),
        Figure.OPEN: _("Still open for reports."),
        Figure.OVERDUE: _("Open, the deadline has passed, and it is not reported as done."),
        Figure.BLOCKED: _("The last report names an obstacle."),
        Figure.WAITING: _("Reported as done; the secretariat has not decided yet."),
        Figure.STALE: _("Open, and nothing was reported for {n} days.").format(
            n=number(STALE_DAYS)
        ),
        Figure.RESCHEDULE: _(
            "Overdue for more than {n} days, or overdue and blocked: it needs another date."
        ).format(n=number(RESCHEDULE_AFTER_DAYS)),
        Figure.REPEATING: _("In scope, and reported period by period."),
        Figure.MISSED: _(
            "Repeating, and a period ended that was not reported as done and accepted;"
            " other reports close no period."
        ),
    }
    return words[figure]
