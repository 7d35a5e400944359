"""Formatted texts as Telegram takes them: letters, and entities counted in UTF-16 units."""

from aiogram.utils.formatting import BlockQuote, Bold, Italic, Text, TextLink

from bot.saying.rendering import rendered


def test_entities_stand_where_aiogram_itself_would_put_them() -> None:
    said = Text(
        "🔎 ", Bold("سلام ", Italic("😀 دنیا"), 12),
        BlockQuote(Text("یک ", Bold("دو")), "\n", ""), "", Text(),
        TextLink("اینجا", url="https://example.org"),
    )  # fmt: skip

    text, entities = rendered(said)

    assert (text, entities) == said.render()
    assert [(one.type, one.offset, one.length) for one in entities] == [
        ("bold", 3, 14),
        ("italic", 8, 7),
        ("blockquote", 17, 6),
        ("bold", 20, 2),
        ("text_link", 23, 5),
    ]
