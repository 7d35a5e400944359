"""Finds what a document says outside of what was found in it, line by line."""

from collections.abc import Iterator


def pieces_outside(text: str, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield where the pieces of lines with words in them stand that no `taken` span covers.

    The spans come in order of the text.
    """
    at = 0
    for line in text.splitlines(keepends=True):
        for start, end in _outside(at, at + len(line), taken):
            said = text[start:end]
            begin = start + len(said) - len(said.lstrip())
            bare = said.strip()
            if any(sign.isalpha() for sign in bare):
                yield begin, begin + len(bare)
        at += len(line)


def _outside(start: int, end: int, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the parts of a line that no span covers."""
    at = start
    for begin, stop in taken:
        if stop <= at or begin >= end:
            continue
        if begin > at:
            yield at, begin
        at = min(stop, end)
    if at < end:
        yield at, end
