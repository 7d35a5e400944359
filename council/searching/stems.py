"""Persian words without their endings, as the search index knows them."""

from functools import lru_cache

_PLURALS = (
    *("هایشان", "هایمان", "هایتان", "هایی", "هایش", "هایم", "هایت", "های", "ها"),
    *("ترینها", "ترین", "تری", "تر"),
)
_KEEP = frozenset(
    "هفته مالیات عملیات ادبیات حیات جنایت دفتر دکتر کمتر بیشتر مادر پدر متر لیتر تئاتر"
    " اجرای شورا برای جای پای چهارم".split()
)
_SAME_WORD = {
    **{"هییت": "هیات", "مسیول": "مسوول", "مسیولیت": "مسوولیت", "مسیله": "مساله"},
    **{"سیوال": "سوال", "شیون": "شوون", "نشست": "جلسه", "صورتجلسه": "صورتجلسه"},
    **{"اطاق": "اتاق", "طهران": "تهران", "اصفهان": "اصفهان", "امپراطور": "امپراتور"},
}
_LEAST = 3  # letters that must remain


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return a folded word without plural, comparative and ezafe endings.

    Light on purpose: it never leaves fewer than three letters, and never guesses at «ان».
    """
    word = _SAME_WORD.get(word, word)
    if word in _KEEP or not word.isalpha() or word.isascii():
        return word
    word = _without(word, _PLURALS)
    if word.endswith(("یی", "ای")) and len(word) > _LEAST + 2:
        word = word[:-1] if word.endswith("یی") else word[:-2]
    elif word.endswith("ی") and len(word) > _LEAST:
        word = word[:-1]
    if word.endswith("گ") and len(word) > _LEAST + 1:
        word = word[:-1]
    if word.endswith("ندگان") and len(word) > _LEAST + 4:
        word = word[:-3]
    elif word.endswith("ات") and len(word) >= _LEAST + 2 and word not in _KEEP:
        word = word[:-2]
    elif word.endswith("ه") and len(word) > _LEAST and word not in _KEEP:
        word = word[:-1]
    return _SAME_WORD.get(word, word)


def _without(word: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            return word.removesuffix(ending)
    return word
