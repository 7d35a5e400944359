"""Words for messages on hold: what waits after a restore, and how to let it go."""

from aiogram.utils.formatting import Bold, Text

from bot.i18n import _, ngettext
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import Choose
from bot.saying.wording import compose, isolate, lines, moment, number
from council.holds import Held

RELEASE = "release"


def question(held: Held, zone: str, council: str) -> Saying:
    """Why nothing goes out, what waits, and the one button that ends it."""
    old = held.waiting.old + held.waiting.doubtful
    since = f"{int(held.since.timestamp()):x}"  # as long as an id of ours may be
    text = lines(
        Bold(_("⏸ Notices and reminders are on hold")),
        isolate(council),
        "",
        compose(
            _("The bot's data were restored from an older copy. On hold since {when}."),
            when=moment(held.since, zone),
        ),
        _older(old),
        _newer(held),
        _("What was entered after that copy is gone; enter it again before you go on."),
    )
    release = button(_("✅ Let messages go out"), Choose(what=RELEASE, value=since))
    return Saying(text, keyboards.keyboard([[release]]))


def _older(n: int) -> str | None:
    count = ngettext(
        "{n} older message may have gone out before: it will not be sent.",
        "{n} older messages may have gone out before: they will not be sent.",
        n,
    )
    return count.format(n=number(n)) if n else None


def _newer(held: Held) -> str | None:
    n = held.waiting.new
    count = ngettext("{n} newer message will go out.", "{n} newer messages will go out.", n)
    return count.format(n=number(n)) if n else None


def released(held: Held) -> Saying:
    """After the hold."""
    return Saying(
        lines(
            _("✅ Notices and reminders go out again."),
            _newer(held),
        )
    )


def nothing_held() -> Saying:
    """There is no hold (any more)."""
    return Saying(Text(_("Nothing is on hold: notices and reminders go out.")))
