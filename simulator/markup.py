"""Text with HTML tags (parse_mode) turned into text and entities."""

from html.parser import HTMLParser

from simulator.entities import utf16_length
from simulator.errors import bad_request
from simulator.model import Json

# https://core.telegram.org/bots/api#html-style
TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "code": "code", "pre": "pre", "a": "text_link",
    "blockquote": "blockquote",
}  # fmt: skip


def parse_text(text: str, parse_mode: str | None) -> tuple[str, list[Json] | None]:
    """Give the text and the entities that the parse mode finds in it, None without a mode."""
    if not parse_mode:
        return text, None
    if parse_mode.lower() != "html":
        raise bad_request(f"can't parse entities: parse mode {parse_mode} is not simulated")
    reader = _HtmlReader()
    reader.feed(text)
    reader.close()
    if reader.open_tags:
        tag = reader.open_tags[-1][0]
        raise bad_request(
            f"can't parse entities: Can't find end tag corresponding to start tag {tag}"
        )
    return "".join(reader.parts), reader.entities


class _HtmlReader(HTMLParser):
    """Collects the text and one entity per pair of tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.entities: list[Json] = []
        self.open_tags: list[tuple[str, Json]] = []
        self._length = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            raise bad_request(f'can\'t parse entities: Unsupported start tag "{tag}"')
        entity: Json = {"type": TAGS[tag], "offset": self._length, "length": 0}
        values = dict(attrs)
        if tag == "a":
            entity["url"] = values.get("href") or ""
        if tag == "blockquote" and "expandable" in values:
            entity["type"] = "expandable_blockquote"
        self.open_tags.append((tag, entity))

    def handle_endtag(self, tag: str) -> None:
        if not self.open_tags or self.open_tags[-1][0] != tag:
            raise bad_request(f'can\'t parse entities: Unmatched end tag "{tag}"')
        _, entity = self.open_tags.pop()
        entity["length"] = self._length - entity["offset"]
        if entity["length"] and (entity["type"] != "text_link" or entity["url"]):
            self.entities.append(entity)

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
        self._length += utf16_length(data)
