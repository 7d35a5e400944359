"""List numbers that Word writes by itself: they stand in no paragraph, only in its settings."""

from typing import TYPE_CHECKING, Any

from council.minutes.layout import LETTERS

if TYPE_CHECKING:
    from docx.document import Document

type Node = Any
"""An element of lxml, which comes without types."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{_W}val"
_LETTERED = frozenset({"arabicAbjad", "arabicAlpha", "hebrew1"})
_ABJAD = "الف ب ج د ه و ز ح ط ی ک ل م ن س ع ف ص ق ر ش ت ث خ ذ ض ظ غ".split()
_MOST_LEVELS = 9


class Numbering:
    """Counts the numbered paragraphs of one document in their order; ask once for each."""

    def __init__(self, document: "Document") -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[str, list[int]] = {}
        self._abstract: dict[str, str] = {}
        self._by_style = {
            style.get(f"{_W}styleId"): style.find(f"{_W}pPr/{_W}numPr")
            for style in document.styles.element.iter(f"{_W}style")
        }
        root = _numbering_root(document)
        if root is not None:
            self._read(root)

    def _read(self, root: Node) -> None:
        for abstract in root.iter(f"{_W}abstractNum"):
            levels = {}
            for level in abstract.iter(f"{_W}lvl"):
                shape = (_value(level, "numFmt"), _value(level, "lvlText"), _whole(level, "start"))
                levels[int(level.get(f"{_W}ilvl"))] = shape
            self._levels[abstract.get(f"{_W}abstractNumId")] = levels
        for number in root.iter(f"{_W}num"):
            self._abstract[number.get(f"{_W}numId")] = _value(number, "abstractNumId")

    def mark(self, paragraph: Node) -> str:
        """Return the paragraph's number or bullet with a space behind it; empty without one."""
        properties = paragraph.find(f"{_W}pPr")
        asked = None if properties is None else properties.find(f"{_W}numPr")
        if asked is None and properties is not None:
            style = properties.find(f"{_W}pStyle")
            asked = None if style is None else self._by_style.get(style.get(_VAL))
        if asked is None:
            return ""
        levels = self._levels.get(self._abstract.get(_value(asked, "numId"), ""))
        if not levels:
            return ""
        depth = int(_value(asked, "ilvl") or 0)
        return self._next(_value(asked, "numId"), levels, min(depth, _MOST_LEVELS - 1))

    def _next(self, number: str, levels: dict[int, tuple[str, str, int]], depth: int) -> str:
        counts = self._counts.setdefault(number, [0] * _MOST_LEVELS)
        shape, printed, start = levels.get(depth, ("none", "", 1))
        counts[depth] = counts[depth] + 1 if counts[depth] else start
        counts[depth + 1 :] = [0] * (_MOST_LEVELS - depth - 1)
        if shape == "none":
            return ""
        if shape == "bullet":
            return "• "
        for level in range(depth + 1):
            inner = levels.get(level, (shape, "", 1))[0]
            printed = printed.replace(f"%{level + 1}", _written(counts[level] or 1, inner))
        return f"{printed} " if printed.strip() else ""


def _written(count: int, shape: str) -> str:
    if shape in _LETTERED:
        letters = _ABJAD if shape == "arabicAbjad" else LETTERS.split("|")
        return letters[(count - 1) % len(letters)]
    return str(count)


def _numbering_root(document: "Document") -> Node:
    """Return the numbering part's tree; None where the document numbers nothing."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering") and not relation.is_external:
            return relation.target_part.element
    return None


def _value(element: Node, name: str) -> str:
    found = element.find(f"{_W}{name}")
    return "" if found is None else found.get(_VAL) or ""


def _whole(element: Node, name: str) -> int:
    return int(_value(element, name) or 1)
