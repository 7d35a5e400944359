"""What the words of a query mean in a council's vocabulary: known, misspelt, glued or split."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from storage.search import packing, spelling
from storage.search.driver import Driver
from storage.search.opening import Flood, Opened, open_search
from storage.search.terms import EVERY, Term, read_drawers, read_numbers, read_terms

# What a reading of a word is worth beside the word itself (1.0).
_FORM = 0.5
_FORM_ALONE = 0.8
_GLUED = 0.9
_REPAIRED = 0.6
_TYPED_IN_LATIN = 0.7
_SPLIT = 0.7
_SPLIT_OF_A_KNOWN_WORD = 0.35
_REPAIR_OF_A_KNOWN_WORD = 0.24

_REPAIRS = 3
_RARE_DOCUMENTS = 3
"""A word of so few documents may itself be a slip; its neighbours are looked at too."""
_USUAL_SHARE = 0.001
"""A word of more documents is no slip of two words into one."""
_LEAST_HALF = 3
_FLOOD = Flood(least=5_000, part=5)
"""A word of so many documents says little and costs much: left out beside rarer ones."""


@dataclass(frozen=True)
class SearchWord:
    """One word of a query as index tokens."""

    token: str
    forms: tuple[str, ...] = ()
    """Further tokens of the same place: the parts of a compound, a number in digits."""
    splits: tuple[tuple[str, ...], ...] = ()
    """Ways to read it as two or three words that were glued."""
    place: int = 0
    """Where it stands among all words that were typed, those that say little included."""
    whole: bool = False
    """Whether the token says all that the forms say: what holds it is as if it held them all."""


@dataclass(frozen=True)
class SearchQuery:
    """What is looked for; prepared by the one who knows the language."""

    words: tuple[SearchWord, ...] = ()
    glued: tuple[str, ...] = ()
    """Tokens that two neighbouring words make when they are written as one."""


Reading = tuple[Term, float]


@dataclass(frozen=True)
class Understood:
    """What the words of a query mean here: one entry per word, each a list of (term, gain)."""

    documents: int = 0
    words: tuple[tuple[Reading, ...], ...] = ()
    glued: tuple[Reading, ...] = ()
    places: tuple[int, ...] = ()
    """Where in the query each word stands, for nearness."""
    corrected: tuple[tuple[str, str], ...] = ()
    """Words that are not known here, each with a term that it, or a half of it, was taken for."""
    told_by: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """Numbers of whole terms, each with those of its forms."""

    @property
    def readings(self) -> dict[int, Reading]:
        """Return every term once, by its number, at its highest gain."""
        best: dict[int, Reading] = {}
        for term, gain in (*self.glued, *(one for word in self.words for one in word)):
            if term.number not in best or best[term.number][1] < gain:
                best[term.number] = (term, gain)
        return best


async def open_query(
    driver: Driver, council_id: int, query: SearchQuery, eyes: int | None
) -> Opened:
    """Return what the council's vocabulary has of the query, and what the eyes are listed for."""
    return await open_search(
        driver,
        council_id,
        words={t for word in query.words for t in (word.token, *word.forms)} | {*query.glued},
        flood=_FLOOD,
        eyes=eyes,
    )


async def understand(
    driver: Driver, council_id: int, query: SearchQuery, opened: Opened
) -> Understood:
    """Return the terms to look for and what each is worth; no words for nothing.

    `opened` is what `open_query` gave for the same query.
    """
    known = _in_use(opened.terms)
    if EVERY not in known:
        return Understood()
    total = known[EVERY].documents
    usual_documents = max(_RARE_DOCUMENTS, total * _USUAL_SHARE)
    unusual = [
        word
        for word in query.words
        if word.token not in known or known[word.token].documents <= usual_documents
    ]
    halves = {t for word in unusual for two in word.splits if len(two) == 2 for t in two}
    known |= await _known(driver, council_id, halves - known.keys())
    doubtful = [word.token for word in query.words if _is_doubtful(word, known)]
    repairs = await _repairs(driver, council_id, doubtful)
    dark = [word for word in query.words if not _is_explained(word, known, repairs)]
    if dark:
        known |= await _known(driver, council_id, {t for w in dark for p in w.splits for t in p})
        others = [other for word in dark for _, other in _half_known(word, known)]
        repairs |= await _repairs(driver, council_id, others)
    glued = [(known[token], _GLUED) for token in query.glued if token in known]
    words = [list(_read(word, known, repairs, usual_documents)) for word in query.words]
    rarer = [
        [one for one in word if not _FLOOD.holds(one[0].documents, total)]
        for word in (glued, *words)
    ]
    if any(rarer):
        glued, *words = rarer
    return Understood(
        total,
        tuple(_gains(word, total) for word in words),
        _gains(glued, total),
        tuple(word.place for word in query.words),
        tuple(one for word in query.words for one in _taken_for(word, known, repairs)),
        _told_by(query.words, known),
    )


def _told_by(words: Sequence[SearchWord], known: Mapping[str, Term]) -> dict[int, frozenset[int]]:
    return {
        known[word.token].number: frozenset(known[f].number for f in word.forms if f in known)
        for word in words
        if word.whole and word.token in known
    }


def _gains(readings: Iterable[Reading], total: int) -> tuple[Reading, ...]:
    best: dict[int, Reading] = {}
    for term, worth in readings:
        rarity = log(1 + (total - term.documents + 0.5) / (term.documents + 0.5))
        gain = worth * max(rarity, 0.01)
        if term.number not in best or best[term.number][1] < gain:
            best[term.number] = (term, gain)
    return tuple(best.values())


def _is_doubtful(word: SearchWord, known: Mapping[str, Term]) -> bool:
    return word.token not in known or known[word.token].documents <= _RARE_DOCUMENTS


def _is_explained(
    word: SearchWord, known: Mapping[str, Term], repairs: Mapping[str, Sequence[Reading]]
) -> bool:
    return bool(word.token in known or repairs.get(word.token) or _best_split(word, known))


def _read(
    word: SearchWord,
    known: Mapping[str, Term],
    repairs: Mapping[str, Sequence[Reading]],
    usual_documents: float,
) -> Iterator[Reading]:
    """Say which terms a word may mean, and how much each is worth."""
    repaired = repairs.get(word.token, ())
    if word.token in known:
        yield known[word.token], 1.0
    for form in word.forms:
        if form in known:
            yield known[form], _FORM if word.token in known else _FORM_ALONE
    for term, worth in repaired:
        yield term, worth * (_REPAIR_OF_A_KNOWN_WORD if word.token in known else 1.0)
    usual = word.token in known and known[word.token].documents > usual_documents
    split = () if usual else _best_split(word, known)
    sure = word.token in known or (repaired and repaired[0][1] >= _REPAIRED)
    for part in split:
        yield known[part], _SPLIT_OF_A_KNOWN_WORD if sure else _SPLIT
    if not sure and not split:
        for half, other in _half_known(word, known):
            yield known[half], _SPLIT
            yield from repairs.get(other, ())


def _taken_for(
    word: SearchWord, known: Mapping[str, Term], repairs: Mapping[str, Sequence[Reading]]
) -> Iterator[tuple[str, str]]:
    """Say what a word was guessed to be that neither is known nor falls into known words."""
    if word.token in known:
        return
    guessed = [repairs[word.token]] if repairs.get(word.token) else []
    if not guessed and not _best_split(word, known):
        for half, other in _half_known(word, known):
            yield word.token, half
            guessed.append(repairs.get(other, ()))
    for found in filter(None, guessed):
        yield word.token, found[0][0].text


def _best_split(word: SearchWord, known: Mapping[str, Term]) -> tuple[str, ...]:
    """The way to read a glued word in the fewest parts whose rarest is most common."""
    ways = [parts for parts in word.splits if all(part in known for part in parts)]
    return min(
        ways,
        key=lambda parts: (len(parts), -min(known[part].documents for part in parts)),
        default=(),
    )


def _half_known(word: SearchWord, known: Mapping[str, Term]) -> list[tuple[str, str]]:
    """The ways to read a glued word of which one half is misspelt: (known half, other half)."""
    ways = [
        (half, other)
        for parts in word.splits
        if len(parts) == 2
        for half, other in (parts, parts[::-1])
        if half in known and len(half) >= _LEAST_HALF and len(other) >= _LEAST_HALF
    ]
    return sorted(ways, key=lambda way: (-len(way[0]), way))[:2]


async def _known(driver: Driver, council_id: int, tokens: Iterable[str]) -> dict[str, Term]:
    return _in_use(await read_terms(driver, council_id, tokens)) if tokens else {}


def _in_use(terms: Mapping[str, Term]) -> dict[str, Term]:
    return {text: term for text, term in terms.items() if term.documents > 0}


async def _repairs(
    driver: Driver, council_id: int, words: Iterable[str]
) -> dict[str, list[Reading]]:
    """Return for each word the few terms of the vocabulary that it may have been meant to be."""
    keys = {word: _keys(word) for word in words}
    drawers = {packing.drawer(key) for found in keys.values() for key in found}
    if not drawers:
        return {}
    opened = {
        drawer: packing.read(entries)
        for drawer, entries in (await read_drawers(driver, council_id, drawers)).items()
    }
    numbers = {word: _candidates(found, opened) for word, found in keys.items()}
    terms = await read_numbers(driver, council_id, set().union(*numbers.values()))
    return {
        word: _closest(word, {terms[n] for n in found if n in terms and terms[n].documents > 0})
        for word, found in numbers.items()
    }


def _candidates(keys: set[int], opened: Mapping[int, packing.Numbers]) -> set[int]:
    found: set[int] = set()
    for key in keys:
        if (drawer := packing.drawer(key)) in opened:
            found |= packing.terms_under(opened[drawer], [key])
    return found


def _keys(word: str) -> set[int]:
    if word.isascii() and word.isalpha():
        return spelling.skeleton_keys(word)
    return set(spelling.keys(word))


def _closest(word: str, terms: set[Term]) -> list[Reading]:
    if word.isascii():
        near = sorted(
            (spelling.latin_distance(word, term.text) - log(term.documents) / 10, term.number, term)
            for term in terms
        )
        return [(term, _TYPED_IN_LATIN / place) for place, (*_, term) in enumerate(near, 1)][
            :_REPAIRS
        ]
    far = sorted(
        (spelling.distance(word, term.text), -term.documents, term.number, term)
        for term in terms
        if term.text != word
    )
    return [
        (term, _REPAIRED / place)
        for place, (away, *_, term) in enumerate(far[:_REPAIRS], 1)
        if away <= 1.0
    ]
