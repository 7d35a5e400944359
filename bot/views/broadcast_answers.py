"""Words for what somebody answers to a message to many."""

from aiogram.utils.formatting import BlockQuote, Bold, Text

from bot.i18n import _
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import BroadcastStep
from bot.saying.wording import compose, excerpt, isolate, lines, what_fits
from bot.views.broadcast_accounts import FIRST_WORDS
from bot.views.broadcasts import subject
from council.to_many.broadcast_answers import Answered


def passed_on(author: str | None, *, report: bool, file: bool) -> Saying:
    """Said to who answered: who gets it, that the file it came with stays behind, and where a
    report belongs."""
    told: Text | str = _("✅ The secretariat gets your answer.")
    if author is not None:
        words = _("✅ {name}, who sent this message, gets your answer.")
        told = compose(words, name=isolate(author))
    hint = _("If it is a report on an item, open the item with /my and reply to its card.")
    stays = _("Only the words go: I cannot pass on the picture or file that came with them.")
    return Saying(lines(told, stays if file else None, hint if report else None))


def words_only() -> Saying:
    """A picture or file in answer to a message to many goes nowhere."""
    asked = _("I can only pass on words: please write your answer, as a reply to that message.")
    return Saying(Text(asked))


def answered(found: Answered) -> Saying:
    """Told to who sent the message."""
    quoted = isolate(excerpt(subject(found.written), FIRST_WORDS))
    step = BroadcastStep(do="report", id=found.broadcast_id, n=found.person_id)
    return Saying(
        lines(
            compose(
                _("💬 {name} answered the message “{text}”:"),
                name=Bold(isolate(found.name)),
                text=quoted,
            ),
            BlockQuote(what_fits(found.words)),
        ),
        keyboards.keyboard([[button(_("Delivery report"), step)]]),
    )
