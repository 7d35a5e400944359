"""What a turn of the sentence («ولی») makes of what stands before it: overcome, or undone."""

import re
from collections.abc import Sequence

from council.reports.clauses import Clause
from council.reports.signs import Sign

_BUT = frozenset("ولی اما لیکن ولیکن منتها منتهی".split())
_CONCEDES = frozenset("هرچند گرچه".split())
_IN_WAY = frozenset({Sign.BLOCKED, Sign.WEAKLY_BLOCKED, Sign.PENDING})
_ENDED = frozenset({Sign.DONE, Sign.CLOSED})
_MADE = _ENDED | {Sign.RESULT}
_AGAINST = _IN_WAY | {
    Sign.NOTHING, Sign.UNFINISHED, Sign.DENIED, Sign.LATER, Sign.PROMISED, Sign.MAYBE, Sign.HEARD,
    Sign.PART, Sign.RUNNING, Sign.NOT_OURS,
}  # fmt: skip
_STILL = re.compile(r"\b(?:HAVE|BE)[+-]PRES\b")
_ACTED = re.compile(r"\b(?:DO|GIVE|BRING|MAKE|HIT)\+PAST\b")
"""Who replies did it themselves; a step that «was done» overcomes nothing."""
_UNDOES = re.compile(
    r"\b(?:(?:جمع(?: اوری)?|خراب|تخریب|ویران|حذف|پاک)(?:ا?ش|شون|شان)? (?:DO|BECOME)"
    r"|(?:بر|پس)(?:ش|شون|شان)? (?:HAVE|TAKE)|از (?:کار|بین|جا) (?:FALL|GO|BRING|DO|BECOME))\+PAST"
    r"|\bLIFT\+PAST"
)
_THEN = re.compile(r"^(?:بعد|بعدا|بعدش|سپس|دوباره)\b")
_NOW = re.compile(r"^(?:الان|حالا|اکنون|هم اکنون)\b(?!.*\bپیگیر)")


def overcome(
    shown: Sequence[tuple[Clause, frozenset[Sign]]],
) -> list[tuple[Clause, frozenset[Sign]]]:
    """The clauses with their signs, less the hindrances that the end of the reply outweighs.

    «قبول نکردند ولی تحویل دادیم» ends with a delivery. What is still lacking («مجوز نداریم ولی
    نقشه تکمیل شد») goes only where the whole matter is said to be over.
    """
    for at in range(len(shown) - 1, 0, -1):
        if not _turns(shown[at - 1][0], shown[at][0]):
            continue
        after = frozenset().union(*(found for _one, found in shown[at:]))
        acted = shown[at - 1][0].begins in _CONCEDES or _ACTED.search(shown[-1][0].words)
        if not acted and Sign.CLOSED not in after and after & _ENDED:
            continue
        before = [(one, _less(one, found, shown[at][0], after)) for one, found in shown[:at]]
        return [*before, *shown[at:]]
    return list(shown)


def undone(
    shown: Sequence[tuple[Clause, frozenset[Sign]]],
) -> list[tuple[Clause, frozenset[Sign]]]:
    """The clauses with their signs; what undoes behind a turn what was done before it stands in the
    way: «نصب شد ولی جمعش کردند»."""
    found: list[tuple[Clause, frozenset[Sign]]] = []
    for one, signs in shown:
        behind = one.begins in _BUT or _THEN.search(one.words)
        done = any(its & _MADE and not its & _IN_WAY and not before.former for before, its in found)
        undoes = behind and done and _UNDOES.search(one.words)
        found.append((one, frozenset({Sign.BLOCKED}) if undoes else signs))
    return found


def _turns(before: Clause, one: Clause) -> bool:
    return one.begins in _BUT or (before.begins in _CONCEDES and one.begins not in _CONCEDES)


def _less(
    one: Clause, found: frozenset[Sign], turn: Clause, after: frozenset[Sign]
) -> frozenset[Sign]:
    ended = after & _ENDED and not after & _AGAINST
    if ended and (Sign.CLOSED in after or not _STILL.search(one.words)):
        return found - _IN_WAY
    going = Sign.RUNNING in after and not after & (_IN_WAY | {Sign.NOTHING})
    return found - _IN_WAY if going and _NOW.search(turn.words) else found
