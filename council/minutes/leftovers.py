"""What a document says outside its resolutions, line by line, to show and to add from."""

from collections.abc import Iterator

from council.minutes.record import LeftOut, MinutesRecord


def leftovers(text: str, record: MinutesRecord) -> tuple[LeftOut, ...]:
    """Return the pieces of lines that no resolution covers, in order, offsets in the text.

    `text` is the one that the record was read from. The reason is that of a look-alike where one
    stands in the piece, else «other».
    """
    taken = [(found.start, found.end) for found in record.resolutions]
    return tuple(
        LeftOut(text[start:end], start, end, _reason(record, start, end))
        for start, end in pieces_outside(text, taken)
    )


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
    """Yield the parts of a line that no resolution covers."""
    at = start
    for begin, stop in taken:
        if stop <= at or begin >= end:
            continue
        if begin > at:
            yield at, begin
        at = min(stop, end)
    if at < end:
        yield at, end


def _reason(record: MinutesRecord, start: int, end: int) -> str:
    alike = (left for left in record.left_out if left.start < end and start < left.end)
    return next((left.reason for left in alike), "other")
