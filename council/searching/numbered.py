"""What the numbers of a query name: a session and its resolution, an article, a letter, a day."""

import re
from collections.abc import Iterator, Sequence

from council.searching.said_together import counted
from council.searching.stems import stem
from council.searching.tokens import Piece
from storage.search import SearchWord

_CODE = re.compile(r"(\d{1,4})/(\d{1,3})")
_DAY = re.compile(r"\d{4}/\d{1,2}/\d{1,2}")
_SESSION_NOUN = "جلسه"
_ITEM_NOUNS = ("مصوبه", "بند")


def numbers_once(found: Sequence[Piece]) -> list[tuple[int, Piece]]:
    """Return the pieces and where they stand, less those that a number says already.

    Of «بند سوم جلسه هفتاد و دوم» «سوم» and «هفتاد» are left, which are «بند=۳» and «جلسه=۷۲»; of
    «۲ مهر ۱۴۰۴» only «۲», which is the day.
    """
    reach = 0
    kept = []
    for place, piece in enumerate(found):
        if piece.start >= reach:
            kept.append((place, piece))
        reach = max(reach, piece.reach)
        if (date := _date(piece)) is not None:
            year = (one for one in found[place + 1 :] if one.surface == date.split("/")[0])
            reach = max(reach, next(year, piece).end)
    said = (token.partition("=") for _, piece in kept for token in piece.tokens[1:])
    named = {stem(noun) for noun, equal, _ in said if equal}
    return [(place, piece) for place, piece in kept if piece.tokens[0] not in named]


def _date(piece: Piece) -> str | None:
    """Return the day that begins here in words, as the index has it."""
    if "/" in piece.tokens[0]:
        return None
    return next((token for token in piece.tokens[1:] if _DAY.fullmatch(token)), None)


def _counts(piece: Piece) -> list[tuple[str, int]]:
    """Return what a number counts: «شماره» only where nothing else is named."""
    parted = (token.partition("=") for token in piece.tokens[:0:-1])
    found = [(noun, int(number)) for noun, equal, number in parted if equal]
    return [one for one in found if one[0] != "شماره"] or found


def most_telling_first(piece: Piece) -> list[str]:
    """Return the piece's tokens: «جلسه=۷۲» and «۷۲» before the words that say so.

    A code is also said as session and number, and read from its other end, as it may be seen.
    """
    main, *further = piece.tokens
    if bare := _CODE.fullmatch(main):
        session, item = map(int, bare.groups())
        further += [counted(_SESSION_NOUN, session), *(counted(n, item) for n in _ITEM_NOUNS)]
    if "/" in main:
        return [main, *further, "/".join(main.split("/")[::-1])]
    if (date := _date(piece)) is not None:
        return [date, *(token for token in further if token != date), date.rpartition("/")[0]]
    if named := [counted(*one) for one in _counts(piece)]:
        return [*named, *(token for token in further if "=" not in token), main]
    return [*further, main] if piece.reach > piece.end else [main, *further]


def code_in(telling: Sequence[tuple[int, Piece]]) -> tuple[SearchWord, set[int]] | None:
    """Return the one resolution that is named by session and number, and the places that do so.

    As a code it is one word however it was typed, so that pieces of it do not add up to more.
    """
    named = [(place, piece, *one) for place, piece in telling for one in _counts(piece)]
    sessions = [one for one in named if one[2] == _SESSION_NOUN]
    items = [one for one in named if one[2] in _ITEM_NOUNS]
    if not len(sessions) == len(items) == 1:
        return None
    (at, session, _, first), (there, item, _, second) = *sessions, *items
    forms = [*most_telling_first(session), *most_telling_first(item)]
    forms += [counted(noun, second) for noun in _ITEM_NOUNS]
    code = f"{first}/{second}"
    others = tuple(dict.fromkeys(form for form in forms if form != code))
    return SearchWord(code, others, place=min(at, there), whole=True), {at, there}


def items_in(telling: Sequence[tuple[int, Piece]]) -> Iterator[SearchWord]:
    """Yield «بند=۳» for «مصوبه ۳» and the other way round: what is passed goes by either."""
    for place, piece in telling:
        for found, number in _counts(piece):
            if found in _ITEM_NOUNS:
                for noun in _ITEM_NOUNS:
                    yield SearchWord(counted(noun, number), place=place, whole=True)


def is_whole(token: str) -> bool:
    """Whether the token says all that its further forms say: a code, a day, «ماده=۱۰۰»."""
    return "/" in token or "=" in token
