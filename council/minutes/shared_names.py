"""Where one printed name means several: shared head nouns, lists of persons, cells of a table."""

import re
from dataclasses import replace
from itertools import pairwise

from council.minutes import body_words as known
from council.minutes.body_names import (
    BROKEN_PLURALS,
    PERSONS,
    Word,
    compounds_in,
    is_head,
    name_end,
    singular_of,
    words_of,
)
from council.minutes.spelling import joined, pattern
from council.text import ZWNJ, fold

_TOKEN = re.compile(rf"[\w{ZWNJ}]+")
_PLURAL_END = re.compile(rf"[\s{ZWNJ}]*(?:هایی|های|ها)$")
_TITLES = frozenset(
    fold("آقای آقا خانم مهندس دکتر جناب سرکار حاج حاجی عمو دایی خاله عمه سید").split()
)
_MOST_OF_PERSON = 4
_WHOLE_NAME = 2
_LONGEST_GROUP = 90
_SPLIT = pattern(r"\s*[،,/؛+]\s*|\s+[-–]\s+|_و_")
_LATER = pattern(r"\S+(?:،_\S+)?_و_\S")
_EDGES = f" \t\n{ZWNJ}.-–:()|_"


def names(text: str, folded: str, words: list[Word]) -> tuple[str, ...]:
    """Return the printed name of these words, or one for each where a plural head is shared."""
    head, tail = words[0], [word for word in words[1:] if word.plain not in known.HONORIFICS]
    if head.plain in PERSONS:
        return _persons(text, tail, PERSONS[head.plain])
    if singular_of(head.plain) == head.plain or not tail:
        return (_printed(text, [head, *tail]),)
    whole = compounds_in(folded)
    parts: list[list[Word]] = [[]]
    for word in tail:
        inside = any(start < word.start < end for start, end in whole)
        if not inside and (word.plain == "و" or word.opens):
            parts.append([])
        if inside or word.plain != "و":
            parts[-1].append(word)
    parts = [part for part in parts if part]
    if len(parts) < 2:
        return (_printed(text, [head, *tail]),)
    singular = text[head.start : head.start + _bare_length(folded[head.start : head.end])]
    singular = BROKEN_PLURALS.get(head.plain, singular)
    return tuple(f"{singular} {_printed(text, part)}" for part in parts)


def _bare_length(printed: str) -> int:
    return len(_PLURAL_END.sub("", printed))


def _persons(text: str, tail: list[Word], title: str) -> tuple[str, ...]:
    """Return «آقای X», «آقای Y» of «آقایان X و Y», also where «و» is glued to the second.

    The last name is taken no longer than those before it: the object may follow («… گزارش را»).
    """
    parts: list[list[Word]] = [[]]
    for place, word in enumerate(tail):
        glued = place > 0 and word.plain.startswith("و") and len(word.plain) > 3
        if word.plain == "و" or word.opens or (glued and len(parts) == 1):
            parts.append([])
        if word.plain != "و":
            parts[-1].append(replace(word, start=word.start + 1) if glued else word)
    parts = [part for part in parts if part]
    longest = max((len(part) for part in parts[:-1]), default=_WHOLE_NAME)
    if parts:
        titles = sum(word.plain in _TITLES for word in parts[-1][:longest])
        parts[-1] = parts[-1][: longest + (titles if len(parts) == 1 else 0)]
    return tuple(f"{title} {_printed(text, part)}" for part in parts)


def _printed(text: str, words: list[Word]) -> str:
    """Return the words as printed, on one line; words of courtesy between them are left out."""
    pieces, start = [], words[0].start
    for word, following in pairwise((*words, None)):
        end = word.end if word else start
        between = text[end : following.start] if following else "."
        if between.strip(f" ،,\n{ZWNJ}"):
            pieces.append(text[start:end])
            start = following.start if following else end
    return re.sub(r"\s+", " ", " ".join(pieces)).strip(f"{ZWNJ} ")


def names_in_cell(text: str) -> tuple[str, ...]:
    """Return the names in a table cell or after «مسئول پیگیری:», separators understood."""
    folded = fold(text)
    pieces: list[str] = []
    start = 0
    for found in _SPLIT.finditer(folded):
        begins = _starts_name(folded, found.end())
        if not begins and (
            "و" in found[0] or ("،" in found[0] and _LATER.match(folded, found.end()))
        ):
            continue
        pieces.append(text[start : found.start()].strip(_EDGES))
        start = found.end()
    pieces.append(text[start:].strip(_EDGES))
    whole = (" ".join(piece.split()) for piece in pieces)  # a cell may run over several lines
    named = (piece for piece in whole if piece and len(piece) <= 120 and _is_name(piece))
    return tuple(name for piece in named for name in (_one_by_one(piece) or (piece,)))


def _is_name(piece: str) -> bool:
    words = words_of(fold(piece))
    officer = len(words) > 1 and is_head(fold(piece), words[0])  # «مسئول تأسیسات»
    return bool(words) and (officer or words[0].plain not in known.STOPS)


def _one_by_one(piece: str) -> tuple[str, ...]:
    """Return the persons joined by «و», or the bodies that share a plural head; else nothing."""
    folded = fold(piece)
    words = words_of(folded)
    if words[0].plain in _TITLES or piece[-1].isascii():
        both = [one.strip(_EDGES) for one in re.split(r"\sو\s", piece)]
        return tuple(both) if all(len(one.split()) <= _MOST_OF_PERSON for one in both) else ()
    several = words[0].plain in PERSONS or singular_of(words[0].plain) != words[0].plain
    shared = is_head(folded, words[0]) and several
    return (
        names(piece, folded, words) if shared and name_end(folded, words, 0) == len(words) else ()
    )


def group_of(printed: str) -> tuple[str, ...]:
    """Return the bodies that a short text consists of; empty where it says anything else."""
    if not printed.strip() or len(printed) > _LONGEST_GROUP:
        return ()
    if shared := _one_by_one(printed.strip(_EDGES)):
        return shared
    pieces = names_in_cell(printed)
    for piece in pieces:
        folded = fold(piece)
        words = words_of(folded)
        words = words[1:] if words and words[0].plain in known.EVERY else words
        if not words or not is_head(folded, words[0]) or name_end(folded, words, 0) < len(words):
            return ()
    return pieces


def _starts_name(folded: str, at: int) -> bool:
    word = _TOKEN.match(folded, at)
    if word is None or _is_adjective(word[0]):
        return False
    return is_head(folded, Word(word.start(), word.end(), joined(word[0]), ""))


def _is_adjective(word: str) -> bool:
    """Tell whether a word is made of a head and says what another name is about («بانکی»); behind
    «ا», «و» and a half space «ی» but joins what follows («شورای شهر»)."""
    plain = joined(word)
    made_of = plain[:-1] if plain.endswith("ی") else ""
    return (
        made_of in known.OFFICES | known.GROUPS
        and plain not in known.OFFICES | known.GROUPS
        and word[-2] not in f"او{ZWNJ}"
    )
