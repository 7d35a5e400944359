"""Whether somebody only says hello or thanks, or wants the first screen, as people do to a bot."""

import re
import unicodedata

from council.reports import understand
from council.reports.clauses import clauses
from council.text import fold

_HELLO = re.compile(
    r"(?:(?:سلام(?: علیکم| بر شما)?|درود(?: بر شما)?|وقت ?تان بخیر|(?:وقت|صبح|ظهر|عصر|شب|روز) ?بخیر"
    r"|خسته ?نباشید|با سلام(?: و (?:احترام|ادب|درود))?|hi|hello|good (?:morning|day|evening)"
    r"|چطور(?:ید|ین|ی)|خوب(?:ید|ین)|حال ?(?:شما|تون|تان) (?:چطور|خوب)(?:ه| ?است)|چه خبر"
    r"|how are you|start|شروع|(?:main )?menu|منو(?:ی ?اصلی)?|(?:go )?back"
    r"|بازگشت|برگشت|صفحه ?ی? ?(?:اصلی|نخست|اول))[ !?.،,؛؟]*)+"
)
_MOST_OF_THANKS = 5
_THANKS = "ممنون"
"""What `clauses` makes of all words of thanks."""


def is_greeting(said: str) -> bool:
    """Whether there is nothing else in it, or only a wish to begin anew; however it is spelt, in
    Persian or English."""
    return _HELLO.fullmatch(fold(said).replace("\u200c", " ").strip().lower()) is not None


def is_thanks(said: str) -> bool:
    """Whether it is a few words of thanks, or signs such as 👍, and reports nothing."""
    if not has_words(said):
        return any(unicodedata.category(sign) == "So" for sign in said)
    if len(said.split()) > _MOST_OF_THANKS or understand(said).is_update:
        return False
    told = clauses(said)
    return not told or any(_THANKS in one.words.split() for one in told)


def has_words(said: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return any(map(str.isalnum, said))
