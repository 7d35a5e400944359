"""A second reader of replies, learned from labelled ones: what nobody wrote a rule for.

A maximum-entropy classifier (python-crfsuite with sequences of one) over words, pieces of words,
the clauses as the rules see them, and the signs found in them. `python -m council.reports.learn`
makes its weights.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pycrfsuite

from council.reports.clauses import Clause
from council.reports.shares import share
from council.reports.signs import signs
from council.reports.spelling import plain
from council.reports.verbs import is_verb, tag

WEIGHTS = Path(__file__).parent / "weights.crfsuite"
NOTHING_SAID = "none"
"""The class of what is no report; the other classes are the names of the states."""

_MARKS = re.compile(r"[.,?]")
_WE = re.compile("(?:م|یم|ایم|ام|یمش|مش)$")
_YOU = re.compile("(?:ید|ین)$")
_THEY = re.compile("(?:ند|ن|اند)$")
_NUMBER = re.compile(r"\b(?!(?:0|100)\b)\d+")
_PIECES = (3, 4, 5)


def chances(reply: str, told: Sequence[Clause]) -> dict[str, float]:
    """How likely each class is for a reply and its clauses; the values add up to one."""
    tagger = _tagger()
    tagger.set([features(reply, told)])
    return {name: tagger.marginal(name, 0) for name in tagger.labels()}


def features(reply: str, told: Sequence[Clause]) -> list[str]:
    """What the classifier looks at; courtesies do not count, nor how the keyboard writes."""
    heard = [one for one in told if not one.is_courtesy]
    words = _NUMBER.sub("N", " ".join(one.words for one in heard)).split()
    found = {"any", f"length {min(6, len(words) // 3)}"}
    if not words:
        found |= {f"mark {mark}" for mark in reply if not mark.isspace()}
    written = plain(reply)
    for part in _MARKS.split(written):
        if not Clause(part).is_courtesy:
            spelled = _NUMBER.sub("N", part).split()
            found |= {*_runs("word", spelled, 2)}
            found |= {f"piece {piece}" for word in spelled for piece in _pieces(f"^{word}$")}
    for one in heard:
        found |= _of_clause(one)
    found |= set(_who(written))
    part = share(told)
    found.add(f"share {part if part in {None, 0, 100} else 'part'}")
    shown = [signs(one) for one in heard if one.tells]
    if shown:
        found.add(f"last {' '.join(sorted(sign.name for sign in shown[-1]))}")
    return sorted(found)


def _who(spelled: str) -> Iterator[str]:
    """Who did what: «نکرده‌ایم» hangs on us, «نداده‌اند» on others."""
    words = spelled.split()
    for word, tagged in zip(words, map(tag, ([word] for word in words)), strict=True):
        if is_verb(word) and tagged:
            who = (
                "we"
                if _WE.search(word)
                else "you"
                if _YOU.search(word)
                else "they"
                if _THEY.search(word)
                else "it"
            )
            yield f"who {who} {tagged[0]}"
            yield f"who {who} {re.sub('^[A-Z]+', '', tagged[0])}"


def _of_clause(one: Clause) -> set[str]:
    seen = _NUMBER.sub("N", one.words).split()
    found = {
        *_runs("said", seen, 3),
        f"tells {one.tells}",
        f"conditional {one.conditional}",
        f"asks {one.asks}",
    }
    found |= {f"around {first} {last}" for first, last in zip(seen, seen[2:], strict=False)}
    if seen:
        found.add(f"ends {seen[-1]}")
    return found | {f"sign {sign.name} {one.tells}" for sign in signs(one)}


def _runs(kind: str, words: Sequence[str], longest: int) -> Iterator[str]:
    for length in range(1, longest + 1):
        for at in range(len(words) - length + 1):
            yield f"{kind} {' '.join(words[at : at + length])}"


def _pieces(word: str) -> Iterator[str]:
    for length in _PIECES:
        for at in range(len(word) - length + 1):
            yield word[at : at + length]


@cache
def _tagger() -> pycrfsuite.Tagger:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(WEIGHTS))
    return tagger
