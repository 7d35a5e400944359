"""Folding keeps lengths, keys make spellings equal, number words become numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.text import (
    clean,
    en_digits,
    fa_digits,
    fold,
    key,
    number_from_words,
    sort_key,
)
from storage.search.spelling import distance, is_alike, keys

PERSIAN = st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x6FF))


@given(st.text() | PERSIAN)
def test_fold_keeps_the_length_and_is_stable(text: str) -> None:
    folded = fold(text)

    assert len(folded) == len(text)
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("كميسيون", "کمیسیون"),
        ("هيأت رئيسۀ إداره", "هیات رییسه اداره"),
        ("٣٤ و ۵۶ و 78", "34 و 56 و 78"),
        ("دورهٔ آینده", "دوره\u200c اینده"),
        ("جلســه", "جل\u200c\u200cه".replace("جل", "جلس")),
        ("می‌شود", "می‌شود"),
        ("ﺟﻠﺴﻪ", "جلسه"),
    ],
)
def test_fold_makes_look_alikes_one(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("كميسيونِ صنعت، معدن", "کمیسیون صنعت  معدن"),
        ("واحد بررسی‌های اقتصادی", "واحد بررسیهای اقتصادی"),
        ("دبیرخانهٔ شورا", "دبیرخانه شورا"),
        ("اتاق «ایران»", " اتاق ایران\u200f"),
        ("جلسـه ۷۲", "جلسه 72"),
        ("Matsa", "MATSA"),
    ],
)
def test_key_of_two_spellings_is_one(name: str, same: str) -> None:
    assert key(name) == key(same)


def test_key_keeps_different_names_apart() -> None:
    assert key("کمیسیون صنعت") != key("کمیسیون معدن")


def test_clean_strips_controls_and_keeps_spelling() -> None:
    dirty = "\ufeff\u202bمی‌شود\u202c\x00\r\nدورهٔ \u2067۳\u2069\tب"

    assert clean(dirty) == "می‌شود\nدورهٔ ۳\tب"


@given(st.text() | PERSIAN)
def test_clean_twice_is_clean_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_digits_go_both_ways() -> None:
    assert fa_digits(1404) == "۱۴۰۴"
    assert en_digits("۱۴۰۴/٠٦/22") == "1404/06/22"


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("هفتاد و دومین", 72),
        ("یک‌صد و بیست و سوم", 123),
        ("سی‌ویکمین", 31),
        ("سی‌ام", 30),
        ("سی امین", 30),
        ("سومین", 3),
        ("اول", 1),
        ("نخستین", 1),
        ("نهم", 9),
        ("هفتادم", 70),
        ("بیست‌وپنج", 25),
        ("بيست و پنجمين", 25),
        ("۷۲مین", 72),
        ("٧٢", 72),
        ("سیصد و هجدهمین", 318),
        ("هزار و سیصد و نود و نه", 1399),
        ("دو هزار و بیست و پنج", 2025),
        ("دوازده هزار", 12000),
        ("صفر", 0),
        ("", None),
        ("مقرر", None),
        ("دوره", None),
        ("سه شنبه", None),
        ("۷۲/۳", None),
        ("دو دو", None),
    ],
)
def test_number_words(words: str, number: int | None) -> None:
    assert number_from_words(words) == number


def test_long_nonsense_is_no_number() -> None:
    assert number_from_words("بیست و " * 100_000) is None


def test_sort_key_follows_the_persian_alphabet() -> None:
    names = ["گل", "Zand", "کتاب", "پدر", "آب", "اتاق", "۲", "ژاله", "زمان", "چای", "كاخ", "یاد"]

    assert sorted(names, key=sort_key) == [
        *["۲", "آب", "اتاق", "پدر", "چای", "زمان", "ژاله", "كاخ", "کتاب", "گل", "یاد", "Zand"]
    ]


@pytest.mark.parametrize(
    ("typed", "word", "meant"),
    [
        ("کتابخانه", "کتابخانه", True),
        ("کتابحانه", "کتابخانه", True),  # a letter wrong
        ("کتبخانه", "کتابخانه", True),  # missing
        ("کتاابخانه", "کتابخانه", True),  # extra
        ("کاتبخانه", "کتابخانه", True),  # two swapped
        ("متابخانم", "کتابخانه", False),  # two wrong, far apart
        ("کتابخان", "کتابخانهها", False),
        ("ثابط", "سابت", True),  # the same sound throughout
        ("پل", "پلی", False),  # too short to be repaired
    ],
)
def test_word_is_taken_for_another_of_one_edit_or_the_same_sound(
    typed: str, word: str, meant: bool
) -> None:
    assert is_alike(typed, word) is meant
    assert not keys(typed) or (distance(typed, word) <= 1.0) is meant
