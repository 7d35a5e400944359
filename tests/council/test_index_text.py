"""Spellings of one word become one token; codes, found words and queries are read from typing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from council.searching.query import found_spans, prepare_fields, prepare_query
from council.searching.stems import stem
from council.searching.tokens import INDEX_VERSION, index_text, pieces, plain
from council.searching.typed_codes import Code, read_code
from storage.search import SearchFields

TYPED = st.text(max_size=300) | st.text(
    alphabet=st.sampled_from("آابپتمیيكکهةۀأئ ًّـ\u200c\u200d\u200f\u00ad ۰۱۷۲0972/-.,«»\"'*():"),
    max_size=80,
)


@pytest.mark.parametrize(
    "spellings",
    [
        ["کمیسیون‌ها", "کمیسیونها", "کمیسیون ها", "كميسيونها", "کمیسیون‌های", "کمیسیون های"],
        ["هیأت", "هيأت", "هیئت", "هیات"],
        ["مسؤول", "مسئول", "مسوول"],
        ["مُصَوَّبه", "مصوبه", "مصوبات", "مصـوبه", "مصوبه‌ها", "مصوبهٔ", "مصوبه‌ی"],
        ["جلسه", "جلسات", "جلسه‌ای", "جلسۀ", "نشست"],
        ["می‌شود", "میشود", "می شود", "می\u00ad شود"],
        ["بزرگ‌ترین", "بزرگترین", "بزرگ ترین"],
        ["بند ۷", "بند 7", "بند ٧", "بند 07"],
        ["تولیدکننده", "تولیدکنندگان"],
        ["خیابان"],
        ["۱,۲۵۰,۰۰۰", "1250000", "۱٬۲۵۰٬۰۰۰", "1.250.000"],
        ["۱۴۰۴/۰۶/۲۲", "1404-6-22", "1404/6/22"],
    ],
)
def test_spellings_of_one_word_are_one_token(spellings: list[str]) -> None:
    assert len({index_text(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("سازمان", "ساز"),
        ("خیابان", "خیاب"),
        ("هفته", "هفت"),
        ("مالیات", "مالی"),
        ("استان", "است"),
        ("کارت", "کار"),
        ("تنها", "تن"),
    ],
)
def test_stem_does_not_run_different_words_together(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", ""),
        ("پسا‌کرونا", "پساکرونا|پسا|کرونا"),
        ("هفتاد و دومین جلسه", "هفتاد|72|جلسه=72 و دومین جلس"),
        ("نشست شماره ۷۲", "جلس شمار 72|شماره=72|جلسه=72"),
        ("بند سوم نشست ۷۲", "بند سوم|3|بند=3|72/3 جلس 72|جلسه=72"),
        ("جلسه شماره ۹ مصوبه ۳", "جلس شمار 9|شماره=9|جلسه=9|9/3 مصوب 3|مصوبه=3"),
        ("بند ۳ در تبصره جلسه ۹", "بند 3|بند=3|9/3 در تبصر جلس 9|جلسه=9"),
        ("بند ۳ این جلسه ۹", "بند 3|بند=3 این جلس 9|جلسه=9"),
        ("ماده ۳ جلسه ۹", "ماد 3|ماده=3 جلس 9|جلسه=9"),
        ("نامه 974/93/7", "نام 974/93/7|974|93|7"),
        ("۹۳/۴/۲۲", "93/4/22|1393/4/22|93|4|22"),
        ("۲۲ شهریور ۱۴۰۴", "22|6-22|1404/6/22 شهریور|1404/6 1404"),
        ("سال۱۳۹۹", "سال 1399"),
        ("۱-ضمن تشکر", "1 ضمن تشکر"),
        ("یک گزارش", "یک گزارش"),
        ("COVID-۱۹", "covid 19"),
    ],
)
def test_index_text_of_compounds_numbers_and_codes(text: str, tokens: str) -> None:
    assert index_text(text) == tokens


@given(TYPED)
def test_folding_for_tokens_keeps_the_length(text: str) -> None:
    assert len(plain(text)) == len(text)


@given(TYPED)
def test_pieces_stand_in_order_inside_the_text(text: str) -> None:
    places = [place for piece in pieces(text) for place in (piece.start, piece.end)]

    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)


@given(TYPED)
def test_index_text_holds_what_the_pieces_say(text: str) -> None:
    assert index_text(text).split() == ["|".join(piece.tokens) for piece in pieces(text)]


@settings(deadline=None)  # the first call loads a word list
@given(TYPED, TYPED)
def test_anything_typed_is_read(query: str, text: str) -> None:
    prepare_query(query)
    read_code(query)
    spans = found_spans(query, text)

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@pytest.mark.parametrize(
    "query",
    [
        "۷۲/۳",
        "72/3",
        "72-3",
        "٧٢/٣",
        "\u2068۷۲/۳\u2069",
        "مصوبه ۷۲/۳",
        "مصوبه ۳ جلسه ۷۲",
        "مصوبهٔ ۳ از جلسهٔ ۷۲",
        "مصوبه شماره ۳ جلسه شماره ۷۲",
        "بند سوم نشست هفتاد و دوم",
        "سومین بند نشست هفتاد و دوم",
        "بند سه جلسه هفتاد‌و‌دوم",
        "بند ۳ هفتاد و دومین جلسه",
        "جلسه ۷۲ مصوبه ۳",
        "نشست هفتاد و دوم، بند سوم",
        "resolution 3 of session 72",
        "لطفاً متن مصوبه ۳ از جلسه ۷۲ رو بدین",
    ],
)
def test_code_is_read_however_it_is_said(query: str) -> None:
    assert read_code(query) == Code(session=72, number=3)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "گزارش",
        "۷۲",
        "۱۴۰۴/۶/۲۲",
        "مصوبه ۳",
        "جلسه ۷۲",
        "۷۲/۳ گزارش",
        "برای ۲۰/۹",
        "۷۲/",
        "/" * 4096,
    ],
)
def test_other_queries_are_no_code(query: str) -> None:
    assert read_code(query) is None


@pytest.mark.parametrize(
    ("query", "text", "bold"),
    [
        ("گزارش دو هفتگی", "گزارش بصورت دو هفتگی تهیه گردد", ["گزارش", "دو", "هفتگی"]),
        ("کميسيون ها", "نظر کمیسیون‌های تخصصی", ["کمیسیون‌های"]),
        ("پساکرونا", "دوران پسا کرونا", ["پسا کرونا"]),
        ("پسا کرونا", "دوران پساکرونا", ["پساکرونا"]),
        ("جلسه ۷۲", "هفتاد و دومین جلسه", ["هفتاد و دومین", "جلسه"]),
        ("مصوبه", "مُصَوَّبه‌ها", ["مُصَوَّبه‌ها"]),
        ("کمسیون", "نظر کمیسیون‌های تخصصی", ["کمیسیون‌های"]),
        ("gozaresh", "گزارش‌ها آماده شد", ["گزارش‌ها"]),
        ("گزارش", "گزارش و گزارس", ["گزارش"]),
        ("چیزی دیگر", "گزارش", []),
        ("", "گزارش", []),
    ],
)
def test_found_words_are_marked_in_the_verbatim_text(
    query: str, text: str, bold: list[str]
) -> None:
    assert [text[start:end] for start, end in found_spans(query, text)] == bold


def test_words_that_say_little_are_left_out_where_another_remains() -> None:
    assert [word.token for word in prepare_query("چه گزارشی از کمیسیون‌ها").words] == [
        stem("گزارش"),
        stem("کمیسیون"),
    ]
    assert [word.token for word in prepare_query("که از").words] == ["که", "از"]


def test_fields_of_a_resolution_are_prepared_apart() -> None:
    assert prepare_fields(
        code="۷۲/۳",
        text="گزارش‌ها",
        meeting_number=72,
        bodies=["اتاق", "شورا"],
        clauses=["بند"],
        reports=[],
    ) == SearchFields(
        code="72/3 جلسه=72",
        text="گزارش",
        bodies="اتاق شورا",
        clauses="بند",
        reports="",
        version=INDEX_VERSION,
    )


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("بند سوم نشست هفتاد و دوم", ["72/3"]),
        ("مصوبه شماره ۳ جلسه شماره ۷۲ بودجه", ["72/3", "بودج"]),
        ("پل جلسه ۷۲ بند ۳", ["پل", "72/3"]),
        ("مصوبه ۳", ["مصوبه=3", "بند=3"]),
        ("جلسه ۷۲ بند ۳ و بند ۴", ["جلسه=72", "بند=3", "بند=4", "مصوبه=3", "مصوبه=4"]),
        ("ماده صد و بیستم", ["ماده=120"]),
        ("۲۲ شهریور ۱۴۰۴ پل", ["1404/6/22", "پل"]),
        ("جلسه", ["جلس"]),
        ("99/6/22 پل", ["99/6/22", "پل"]),
        ("22/6/1404 پل", ["22/6/1404", "پل"]),
        ("بند 12345678901 جلسه ۷۲", ["بند", "12345678901", "جلسه=72"]),
    ],
)
def test_what_a_number_names_is_looked_for_in_place_of_its_words(
    typed: str, first: list[str]
) -> None:
    assert [word.token for word in prepare_query(typed).words] == first


@pytest.mark.parametrize("typed", ["۷۲/۳", "مصوبه ۳ جلسه ۷۲", "بند سوم نشست هفتاد و دوم"])
def test_code_is_one_word_that_also_looks_for_session_and_number(typed: str) -> None:
    (word,) = prepare_query(typed).words

    assert (word.token, word.whole) == ("72/3", True)
    assert {"جلسه=72", "مصوبه=3", "بند=3"} <= set(word.forms)


def test_neighbours_that_say_a_number_are_not_one_word() -> None:
    assert prepare_query("ماده چهل و دو").glued == ()
    assert prepare_query("پسا کرونا").glued == ("پساکرونا",)
