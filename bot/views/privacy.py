"""Words about what is kept, and about erasing."""

from aiogram.utils.formatting import Bold, Text

from bot.i18n import _
from bot.saying import keyboards
from bot.saying.replies import Saying
from bot.saying.taps import MemberStep, PrivacyStep
from bot.saying.wording import compose, isolate, lines


def privacy(*, known: bool) -> Saying:
    """What is kept about the reader, who sees it, and how it goes."""
    row = [keyboards.button(_("Ask to be erased"), PrivacyStep(do="ask"))]
    if not known:
        return Saying(Text(_("Nothing about you is kept.")))
    return Saying(
        lines(
            Bold(_("What I keep about you")),
            _("• Your name, your Telegram number, and your phone where the secretariat typed it."),
            _("• Your role, whom you speak for, and the reports you submitted, with their files."),
            _("• Your answers to broadcasts, for the secretariat and who sent them."),
            _("• Who did what and when, so that the council's record can be trusted."),
            _("• Your last searches, for you alone; /searches forgets them."),
            _("Members see your name and role, never your phone. Nothing leaves this server."),
            _what_goes(),
        ),
        keyboards.keyboard([row]),
    )


def _what_goes() -> str:
    return _("Once erased, your name, phone and account go; the reports stay without a name.")


def ask_sure() -> Saying:
    """The last question before the secretariat hears of it."""
    row = [
        keyboards.button(_("Yes, ask"), PrivacyStep(do="sure")),
        keyboards.button(_("No"), PrivacyStep(do="show")),
    ]
    words = _("Shall I ask the secretariat to erase your data?")
    return Saying(lines(Bold(words), _what_goes()), keyboards.keyboard([row]))


def request_sent() -> Saying:
    """Said to who asked, with the way back."""
    row = [keyboards.button(_("Take the request back"), PrivacyStep(do="back"))]
    words = _("The secretariat has been asked to erase your data.")
    return Saying(Text(words), keyboards.keyboard([row]))


def taken_back() -> Saying:
    """Said to who asks no longer."""
    return Saying(Text(_("You took the request back; the secretariat is told.")))


def no_longer_asked(name: str) -> Saying:
    """Told to the secretaries."""
    return Saying(compose(_("{name} no longer asks to be erased."), name=Bold(isolate(name))))


def asked(name: str, membership_id: int) -> Saying:
    """Told to the secretaries."""
    row = [keyboards.button(_("🗑 Erase their data"), MemberStep(do="erase", id=membership_id))]
    words = _("{name} asks to be erased.")
    return Saying(compose(words, name=Bold(isolate(name))), keyboards.keyboard([row]))


def ask_name(name: str) -> Saying:
    """What has to be typed before anything is erased."""
    return Saying(
        lines(
            compose(_("Erase {name}?"), name=Bold(isolate(name))),
            _("Name, phone and account go for good; the reports stay without a name."),
            _("Type the name as it stands above to confirm."),
        ),
        keyboards.keyboard([keyboards.leave()]),
    )


def erased(pseudonym: str) -> Saying:
    """Said after erasing."""
    words = _("Done. The record calls them {name} from now on.")
    return Saying(compose(words, name=isolate(pseudonym)))
