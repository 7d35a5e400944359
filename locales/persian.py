"""What Persian sentences must look like: letters, marks, half-spaces, and isolated Latin."""

import re

FSI, PDI = "\u2068", "\u2069"
ZWNJ = "\u200c"
_PLACE = re.compile(r"\{\w+\}")
_LATIN = r"(?:/[a-z]\w*|\.(?:txt|csv|docx?|xlsx)\b)"
"""The Latin that may stand in a sentence: a command, the ending of a file."""
_LOOSE = re.compile(rf"(?<!{FSI}){_LATIN}(?!\w)")
_LETTER = r"[\u0621-\u064a\u0670-\u06d3]"
_MENDED = r"(?:شود|شوم|شوید|شده|کنم|کند|کنید|کنند|خواه|توان|دهد|دهم|دهید|ماند|بینید|جویید)"

FAULTS = (
    (re.compile(r"[A-Za-z]"), "Latin letters"),
    (re.compile(r"[0-9\u0660-\u0669]"), "digits that are not Persian"),
    (re.compile(r"[%,;?]"), "a mark that is not Persian: ٪ ، ؛ ؟"),
    (re.compile("[\"'“”‘’]"), "quotation marks other than «»"),
    (re.compile(r"[يىكةۀ]"), "Arabic letters: write ی ک ه هٔ"),
    (re.compile(r"\.\.\."), "three dots: write …"),
    (re.compile(r"(?<!\w)ن?می (?=\w)"), "«می» without a half-space"),
    (re.compile(rf"(?<!\w)ن?می{_MENDED}"), "«می» glued to its verb"),
    (re.compile(r" ها(?:یی|ی|یم|یت|یش|یتان|یشان|یمان)?(?!\w)"), "«ها» without a half-space"),
    (re.compile(r" تر(?:ین)?(?!\w)"), "«تر» without a half-space"),
    (re.compile(r" (?:ی|ای|اند|ام|اید)(?!\w)"), "an ending without a half-space"),
    (re.compile(rf"ه{ZWNJ}ی(?!\w)"), "«ه‌ی»: write «هٔ»"),
    (re.compile(rf"{ZWNJ}(?!{_LETTER})|(?<!{_LETTER}){ZWNJ}"), "a half-space at a word's edge"),
    (re.compile(r"(?<=\w) +[،؛؟:!.](?!\w)|« | »"), "a space before a mark"),
    (re.compile(r"[،؛؟](?=\w)"), "no space after a mark"),
    (re.compile(r"(?<=\S)  "), "two spaces"),
)

TERMS = {
    "نشست": "جلسه", "لینک": "پیوند", "پرونده": "فایل", "ادمین": "مدیر", "کاربر": "عضو",
    "جستجو": "جست‌وجو", "صورتجلسه": "صورت‌جلسه", "کلیک": "زدن", "آپلود": "فرستادن",
    "دانلود": "گرفتن", "ددلاین": "مهلت", "تسک": "کار", "گروپ": "گروه", "ممبر": "عضو",
}  # fmt: skip
"""Words that the glossary does not know, and the one that it has for the thing."""


def faults(sentence: str) -> list[str]:
    """Give what is wrong with a Persian sentence, in words; an empty list for a good one.

    Places in braces, commands and file endings are left out of the judgement, but a command or
    ending must be isolated, or the line scrambles.
    """
    found = [f"{loose} is not isolated" for loose in _LOOSE.findall(sentence)]
    plain = re.sub(rf"{FSI}?{_LATIN}{PDI}?|{_PLACE.pattern}", "۰", sentence)
    found += [words for shape, words in FAULTS if shape.search(plain)]
    said = re.findall(rf"{_LETTER}+", plain)
    return found + [
        f"«{odd}»: the glossary says «{ours}»" for odd, ours in TERMS.items() if odd in said
    ]


def isolated(sentence: str) -> str:
    """Isolate the commands and file endings that are not isolated yet."""
    return _LOOSE.sub(lambda found: f"{FSI}{found[0]}{PDI}", sentence)
