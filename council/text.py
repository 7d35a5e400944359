"""Persian text: folding for comparison, hygiene of input, digits, number words and sorting."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

ZWNJ = "\u200c"

# ---------------------------------------------------------------- characters

_LETTERS = dict(zip("يىئكةۀەہأإآٱؤ", "یییکهههه" + "اااا" + "و", strict=True))
_DIGITS = {digit: str(value % 10) for value, digit in enumerate("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩0123456789")}
_SPACES = "\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_WIDTHLESS = _BIDI + "\u200d\u200b\u2060\ufeff\u00ad\u0640\u00ac"
_PRESENTATION_FORMS = (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD))
_FA_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_EN_DIGITS = str.maketrans(_DIGITS)


@cache
def _folding() -> dict[int, str]:
    table = {ord(form): letter for form, letter in (_LETTERS | _DIGITS).items()}
    for code in _PRESENTATION_FORMS:
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            table[code] = _LETTERS.get(plain, plain)
    table |= {ord(space): " " for space in _SPACES}
    table |= {ord(mark): ZWNJ for mark in _WIDTHLESS}
    table |= {code: ZWNJ for code in range(0x0600, 0x0700) if _is_mark(code)}
    return table


@cache
def _folding_of_signs() -> tuple[re.Pattern[str], dict[str, str]]:
    """The table as a pattern and its answers: ten times as fast as `str.translate` on Persian."""
    plain = {chr(code): sign for code, sign in _folding().items() if sign != chr(code)}
    return re.compile(f"[{re.escape(''.join(plain))}]"), plain


def _is_mark(code: int) -> bool:
    return unicodedata.category(chr(code)) == "Mn"


def fold(text: str) -> str:
    """Return the text with look-alike characters made one, of exactly the same length.

    Letters: Arabic ye and kaf, hamza carriers, alef with madda, ta marbuta and presentation forms
    become the plain Persian letter. Digits of all three scripts become ASCII, wide and narrow
    spaces a space, and everything without width (marks, tatweel, bidi controls) a ZWNJ. A span
    found in the folded text is therefore the same span in the original.
    """
    shape, plain = _folding_of_signs()
    return replace_signs(text, shape, plain)


def replace_signs(text: str, shape: re.Pattern[str], table: Mapping[str, str]) -> str:
    """Return the text with each sign that the pattern finds replaced by what the table has for it.

    The table's answers hold no sign that the table would change. A text has few different signs:
    one replacement for each is faster than one for each place.
    """
    for sign in set(shape.findall(text)):
        text = text.replace(sign, table[sign])
    return text


def key(name: str) -> str:
    """Return what two spellings of one name have in common: compare keys, never show them.

    Folded and case-folded; ZWNJ and marks are gone, punctuation counts as a space, and runs of
    spaces are one.
    """
    plain = fold(name).replace(ZWNJ, "").casefold()
    return " ".join("".join(char if char.isalnum() else " " for char in plain).split())


_UNWANTED = dict.fromkeys(
    [*map(ord, _BIDI), 0xFEFF, 0x2060, 0x00AD]
    + [code for code in range(0x20) if chr(code) not in "\t\n"]
    + [*range(0x7F, 0xA0)]
)


def clean(text: str) -> str:
    """Return input fit to be kept: no bidi and other control characters, Unix line ends.

    ZWNJ, ZWJ and marks survive: they are spelling. Presentation forms, which only broken
    exports write, become letters. Apply once, where text comes in, before any span is taken.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    plain = plain.translate(_UNWANTED)
    return re.sub(
        "[\ufb50-\ufdff\ufe70-\ufefc]+",
        lambda run: unicodedata.normalize("NFKC", run[0]),
        plain,
    )


_PERSIAN_LETTERS = str.maketrans("يىك", "ییک")


def clean_name(name: str) -> str:
    """Return a name fit to be kept: clean, on one line, with Persian ye and kaf for the Arabic ones
    of other keyboards. Texts that are quoted keep the letters they were written in."""
    return " ".join(clean(name).translate(_PERSIAN_LETTERS).split())


def fa_digits(text: str | int) -> str:
    """Return the text with ASCII digits written as Persian ones."""
    return str(text).translate(_FA_DIGITS)


def en_digits(text: str) -> str:
    """Return the text with Persian and Arabic digits written as ASCII ones."""
    return text.translate(_EN_DIGITS)


# ---------------------------------------------------------------- number words

_ONES = {
    **{"یک": 1, "دو": 2, "سه": 3, "سو": 3, "چهار": 4, "پنج": 5},
    **{"شش": 6, "هفت": 7, "هشت": 8, "نه": 9},
}
_TEENS = {
    **{"ده": 10, "یازده": 11, "دوازده": 12, "سیزده": 13, "چهارده": 14, "پانزده": 15},
    **{"پونزده": 15, "شانزده": 16, "شونزده": 16, "هفده": 17, "هیفده": 17},
    **{"هجده": 18, "هیجده": 18, "هژده": 18, "نوزده": 19},
}
_TENS = {
    **{"بیست": 20, "سی": 30, "چهل": 40, "پنجاه": 50, "شصت": 60, "شست": 60},
    **{"هفتاد": 70, "هشتاد": 80, "نود": 90},
}
_HUNDREDS = {
    **{"یکصد": 100, "صد": 100, "دویست": 200, "سیصد": 300, "چهارصد": 400, "پانصد": 500},
    **{"پونصد": 500, "ششصد": 600, "شیشصد": 600, "هفتصد": 700, "هشتصد": 800, "نهصد": 900},
}
_FIRST = {"اول": 1, "اولین": 1, "نخست": 1, "نخستین": 1, "صفر": 0}


def _any_of(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=lambda word: -len(word)))


@cache
def _number_shape() -> re.Pattern[str]:
    below_hundred = (
        f"(?:(?P<{{0}}teen>{_any_of(_TEENS)})"
        f"|(?P<{{0}}ten>{_any_of(_TENS)})(?:و?(?P<{{0}}tail>{_any_of(_ONES)}))?"
        f"|(?P<{{0}}one>{_any_of(_ONES)}))"
    )
    below_thousand = (
        f"(?:(?P<{{0}}hundred>{_any_of(_HUNDREDS)})(?:و?{below_hundred.replace('{0}', '{0}h')})?"
        f"|{below_hundred})"
    )
    thousands = below_thousand.replace("{0}", "t")
    rest = below_thousand.replace("{0}", "r")
    return re.compile(
        f"(?:(?:{thousands})?(?P<thousand>هزار)(?:و?(?:{rest}))?|{rest.replace('<r', '<s')})"
        "(?:ام|م)?(?:ین)?"
    )


_VALUES = _ONES | _TEENS | _TENS | _HUNDREDS


def number_from_words(words: str) -> int | None:
    """Return the number that cardinal or ordinal words (or digits) name, else None.

    Knows 0 to 999,999 in any spacing: «هفتاد و دومین», «یک‌صد و بیست و سوم», «سی‌ویکمین», «۷۲مین».
    The whole text must be the number.
    """
    if len(words) > 100 or re.search(r"\d\s+\d", words):
        return None
    compact = re.sub(f"[{ZWNJ}\\s]+", "", fold(words))
    if digits := re.fullmatch(r"(\d{1,9})(?:ام|م)?(?:ین)?", compact):
        return int(digits[1])
    if compact in _FIRST:
        return _FIRST[compact]
    found = _number_shape().fullmatch(compact)
    if found is None:
        return None
    total, thousands = 0, 0
    for name, word in found.groupdict().items():
        if word is None or name == "thousand":
            continue
        if name.startswith("t"):
            thousands += _VALUES[word]
        else:
            total += _VALUES[word]
    if found["thousand"]:
        total += (thousands or 1) * 1000
    return total


NUMBER_WORD = (
    "(?:"
    + "|".join(
        sorted(
            (
                *_TEENS,
                *_TENS,
                *_HUNDREDS,
                *_ONES,
                "هزار",
                "اولین",
                "اول",
                "نخستین",
                "نخست",
                "یک صد",
            ),
            key=lambda word: -len(word),
        )
    )
    + ")"
)
NUMBER = (
    rf"(?:\d{{1,9}}|{NUMBER_WORD}(?:[ {ZWNJ}]?و?[ {ZWNJ}]?{NUMBER_WORD}){{0,6}})"
    rf"(?:[ {ZWNJ}]?(?:امین|مین|ام|م)(?!\w))?"
)
"""Regular expression for a number in *folded* text: digits or words, cardinal or ordinal."""


# ---------------------------------------------------------------- sorting

_ALPHABET = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"


@cache
def _sort_codes() -> dict[str, str]:
    codes = {" ": "00"} | {str(digit): str(10 + digit) for digit in range(10)}
    codes |= {letter: str(30 + place) for place, letter in enumerate(_ALPHABET)}
    return codes | {chr(ord("a") + place): str(70 + place) for place in range(26)}


def sort_key(name: str) -> str:
    """Return a string of ASCII digits that sorts names by the 33-letter Persian alphabet.

    Two digits a character, so any collation of any database orders it alike: space, digits,
    آ to ی, then Latin letters; other characters do not count.
    """
    codes = _sort_codes()
    folded = zip(name, fold(name), strict=True)
    plain = "".join("آ" if char == "آ" else other for char, other in folded).casefold()
    return "".join(codes.get(char, "") for char in " ".join(plain.split()))


# ---------------------------------------------------------------- words that say little


@cache
def common_words() -> frozenset[str]:
    """Return hazm's list of Persian words that say little by themselves, folded, without ZWNJ.

    The list is read from where hazm is installed: importing hazm takes two thirds of a second and
    40 MB, of which this needs nothing.
    """
    found = find_spec("hazm")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("hazm is not installed", name="hazm")
    file = Path(found.submodule_search_locations[0]) / "data" / "stopwords.dat"
    words = file.read_text(encoding="utf-8").split("\n")
    return frozenset(fold(word.strip()).replace(ZWNJ, "").replace("_", "") for word in words)
