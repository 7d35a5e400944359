"""Words for messages on hold: what waits after a restore, and how to let it go."""

from aiogram.utils.formatting import Bold, Text

from bot import keyboards
from bot.i18n import _
from bot.keyboards import Choose, button
from bot.replies import Saying
from bot.wording import compose, isolate, lines, moment
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
            _("The bot's memory was put back to an older copy. Held since {when}."),
            when=moment(held.since, zone),
        ),
        compose(_("{n} older messages may have gone out before: they will not be sent."), n=old)
        if old
        else None,
        compose(_("{n} newer messages will go out."), n=held.waiting.new)
        if held.waiting.new
        else None,
        _("What was entered after that copy is gone; enter it again before you go on."),
    )
    release = button(_("✅ Let messages go out"), Choose(what=RELEASE, value=since))
    return Saying(text, keyboards.keyboard([[release]]))


def released(held: Held) -> Saying:
    """After the hold."""
    return Saying(
        lines(
            _("✅ Notices and reminders go out again."),
            compose(_("{n} newer messages will go out."), n=held.waiting.new)
            if held.waiting.new
            else None,
        )
    )


def nothing_held() -> Saying:
    """There is no hold (any more)."""
    return Saying(Text(_("Nothing is on hold: notices and reminders go out.")))
