"""Keys under which a word of the vocabulary is found although it was typed wrongly."""

import re
from collections.abc import Iterable
from functools import lru_cache
from zlib import crc32

_SAME_SOUND = dict(zip("ثصطذضظحغ", "سستزززهق", strict=True))
_SOUNDS = str.maketrans(_SAME_SOUND)
_ALIKE_TO = {sound: sound + "".join(one for one, of in _SAME_SOUND.items() if of == sound)
             for sound in _SAME_SOUND.values()}  # fmt: skip
_LATIN = str.maketrans(
    {
        **{"ا": "a", "ع": "a", "و": "o", "ی": "i", "ب": "b", "پ": "p", "ت": "t", "ج": "j"},
        **{"چ": "C", "خ": "K", "د": "d", "ر": "r", "ز": "z", "ژ": "Z", "س": "s", "ش": "S"},
        **{"ف": "f", "ق": "g", "ک": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h"},
    }
)
_TYPED = (
    *(("kh", "K"), ("gh", "g"), ("ch", "C"), ("sh", "S"), ("zh", "Z"), ("ph", "f"), ("ck", "k")),
    *(("ou", "o"), ("oo", "o"), ("aa", "a"), ("ee", "i"), ("q", "g"), ("c", "k"), ("x", "ks")),
    *(("u", "o"), ("v", "o"), ("w", "o"), ("y", "i"), ("e", ""), ("'", "")),
)
_TYPED_ENDING = re.compile(r"(?<=..)(?:ha(?:ye|yi|i|y)?|tarin|eh)$")
_VOWELS = str.maketrans("", "", "aoi")
_LEAST_LETTERS = 4
"""A shorter word has too many neighbours to be repaired."""
_MOST_LETTERS = 24
_LEAST_CONSONANTS = 2
_TWICE = re.compile(r"([^aoi])\1")


@lru_cache(maxsize=4_000)
def sounds(word: str) -> str:
    """Return the word with letters that sound alike made one."""
    return word.translate(_SOUNDS)


@lru_cache(maxsize=4_000)
def keys(word: str) -> tuple[int, ...]:
    """Return the keys of a word: its sound, and its sound less each one letter; often none.

    Two words of one edit (a letter wrong, missing, extra, or two swapped) share a key.
    """
    if not _LEAST_LETTERS <= len(word) <= _MOST_LETTERS or not word.isalpha() or word.isascii():
        return ()
    heard = sounds(word)
    shorter = {heard[:place] + heard[place + 1 :] for place in range(len(heard))}
    return tuple(sorted(crc32(text.encode()) for text in {heard, *shorter}))


@lru_cache(maxsize=4_000)
def latin(word: str) -> str:
    """Return a word, Persian or typed in Latin letters, in one Latin spelling; no short «e»."""
    if not word.isascii():
        return sounds(word).translate(_LATIN)
    for typed, letter in _TYPED:
        word = word.replace(typed, letter)
    return _TWICE.sub(r"\1", word)


def skeleton_key(word: str) -> int | None:
    """Return the key of a word's consonants, None where there are too few to tell it by."""
    bare = latin(word).translate(_VOWELS)
    return None if len(bare) < _LEAST_CONSONANTS else crc32(f"~{bare}".encode())


def keys_of_term(term: str) -> set[int]:
    """Return all keys under which a term of the vocabulary is kept; none for numbers and codes."""
    found = set(keys.__wrapped__(term))  # a new word comes once: it is not worth remembering
    bare = None if term.isascii() or not term.isalpha() else skeleton_key(term)
    return found if bare is None else found | {bare}


def skeleton_keys(typed: str) -> set[int]:
    """Return the keys of a word typed in Latin letters: as it is, and without its ending."""
    bare = _TYPED_ENDING.sub("", typed)
    forms = {typed, bare, bare.removesuffix("h"), bare.removesuffix("i")}
    return {key for key in map(skeleton_key, forms) if key is not None}


def latin_distance(typed: str, word: str) -> float:
    """Return how far a word typed in Latin letters is from a Persian one: vowels count less."""
    one, other = latin(_TYPED_ENDING.sub("", typed)), latin(word)
    before = [float(place) / 2 for place in range(len(other) + 1)]
    for letter in one:
        cost = 0.3 if letter in "ao" else 0.6
        row = [before[0] + cost]
        for j, against in enumerate(other, 1):
            extra = 0.5 if against in "aoi" else 1.0
            row.append(min(before[j] + cost, row[-1] + extra, before[j - 1] + (letter != against)))
        before = row
    return before[-1]


def distance(one: str, other: str) -> float:
    """Return how far apart two spellings are: 0 the same, 0.5 the same sound, 1 an edit, …

    Two swapped neighbours count as one edit. Farther than two edits is told as 9.
    """
    if one == other:
        return 0.0
    if sounds(one) == sounds(other):
        return 0.5
    if abs(len(one) - len(other)) > 2:
        return 9.0
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, against in enumerate(other, 1):
            step = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                step = min(step, older[j - 2] + 1)
            row.append(step)
    return float(row[-1]) if row[-1] <= 2 else 9.0


@lru_cache(maxsize=10_000)  # the hits of one search have most of their words in common
def is_alike(typed: str, word: str) -> bool:
    """Whether a typed word may have been meant to be this word: one edit, or Latin letters."""
    if typed.isascii():
        return typed.isalpha() and skeleton_key(word) in skeleton_keys(typed)
    return word.isalpha() and _is_near(typed, word) and bool(keys(typed))


def ends_like(typed: str, words: Iterable[str]) -> set[str]:
    """Return the words that `is_alike` may be true of for a word that is not typed in Latin
    letters: most are told from it by their length, or by how they begin and end."""
    sizes = range(max(1, len(typed) - 1), len(typed) + 2)
    firsts, lasts = (_ALIKE_TO.get(sounds(end), end) for end in (typed[0], typed[-1]))
    return {
        word for word in words if len(word) in sizes and (word[0] in firsts or word[-1] in lasts)
    }


def _is_near(one: str, other: str) -> bool:
    """Whether `distance` is at most one edit, without filling its table."""
    shorter = min(len(one), len(other))
    if max(len(one), len(other)) - shorter > 1 or not shorter:
        return False  # words that sound alike are of one length
    if sounds(one) == sounds(other):
        return True
    if one[0] != other[0] and one[-1] != other[-1] and shorter > 2:
        return False
    first = next((n for n in range(shorter) if one[n] != other[n]), shorter)
    left = shorter - first
    last = next((n for n in range(left) if one[-1 - n] != other[-1 - n]), left)
    rest, against = one[first : len(one) - last], other[first : len(other) - last]
    swapped = len(rest) == 2 and rest == against[::-1]
    return swapped or max(len(rest), len(against)) <= 1
