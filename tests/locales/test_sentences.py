"""Sentences fill their places in every language, and no words bypass the catalogues."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from bot.i18n import LANGUAGES, ngettext, use_language
from bot.i18n import _ as translated
from bot.saying.wording import compose
from locales import catalogues

PLACE = re.compile(r"\{(\w+)\}")
COMMAND = re.compile(r"/[a-z]+")
SPEAKERS = {
    *("Text", "Bold", "Italic", "Code", "BlockQuote", "ExpandableBlockQuote", "Saying"),
    *("lines", "compose", "button", "toast", "isolate", "BotCommand"),
}
"""What takes words that people will read."""
SILENT = {"callback_data", "command", "data", "document", "items", "keyboard"}
"""The named arguments of these that are not words."""
FILES = [
    path
    for path in catalogues.sources()
    if "handlers" in path.parts or "views" in path.parts or path.stem in ("keyboards", "commands")
]


def every_sentence() -> list[Message]:
    return catalogues.messages(catalogues.extract())


def hard_coded(source: str) -> list[str]:
    """The words in a module that are given to a speaker without going through a catalogue."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    words: list[str] = []
    for call in calls:
        name = getattr(call.func, "id", None) or getattr(call.func, "attr", None)
        if name not in SPEAKERS:
            continue
        spoken = [one.value for one in call.keywords if one.arg not in SILENT]
        for argument in [*call.args, *spoken]:
            words += [text for text in plain_strings(argument) if has_words(text)]
    return words


def plain_strings(node: ast.expr) -> Iterator[str]:
    """The strings that an argument is put together from; calls judge their own arguments."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif not isinstance(node, ast.Call):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                yield from plain_strings(child)


def has_words(text: str) -> bool:
    return any(letter.isalpha() for letter in COMMAND.sub("", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_takes_its_places(language: str) -> None:
    catalog = catalogues.read(language)
    for message in catalogues.messages(catalog):
        names = set(PLACE.findall("".join(catalogues.forms(message.id))))
        for form in catalogues.forms(message.string):
            filled = form.format(**dict.fromkeys(names, "X"))

            assert "{" not in filled
            assert "}" not in filled
            assert compose(form, **dict.fromkeys(names, "X")).render()[0] == filled


def test_persian_is_spoken_where_nothing_else_was_chosen() -> None:
    assert translated("Nothing found.") == "چیزی پیدا نشد."


def test_an_unknown_language_means_persian() -> None:
    with use_language("xx"):
        assert translated("Nothing found.") == "چیزی پیدا نشد."


def test_persian_says_one_in_a_word_and_all_other_numbers_in_figures() -> None:
    said = [ngettext("{n} month", "{n} months", count) for count in (0, 1, 2)]

    assert said == ["{n} ماه", "یک ماه", "{n} ماه"]


def test_english_says_what_the_code_says() -> None:
    with use_language("en"):
        said = [translated(catalogues.forms(one.id)[0]) for one in every_sentence()]

    assert said == [catalogues.forms(one.id)[0] for one in every_sentence()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_words_bypass_the_catalogues(path: Path) -> None:
    assert hard_coded(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "code",
    [
        'Text("Saved.")',
        'Saying(Text(Bold("Saved.")))',
        'lines("", f"Saved. {n}")',
        'button("Saved." if n else "", Open(id=1))',
        'toast(callback, text="✅ " + "Saved.")',
        'compose("Saved. {n}", n=n)',
        'views.compose(_("{n}"), n="Saved.")',
        'keyboards.button("Saved.", Open(id=1))',
    ],
)
def test_planted_words_are_found(code: str) -> None:
    assert [word.strip().partition(" ")[0] for word in hard_coded(code)] == ["Saved."]


@pytest.mark.parametrize(
    "code",
    [
        'Text(_("Saved."))',
        'lines("", "   ", f" · {n}", None)',
        'button(_("Open"), Choose(what="language", value=code))',
        'Code(f"/bind {secret}")',
        'compose(ngettext("{n} file", "{n} files", n), n=n)',
    ],
)
def test_what_is_translated_or_no_word_is_left_alone(code: str) -> None:
    assert hard_coded(code) == []
