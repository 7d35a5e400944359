"""How well sessions, numbers, dates, letters and articles are found however they are typed.

Every document is given a head and a foot as minutes have them, each identifier written in one way
by dice; each query names one of them in another way, half with a word of the text beside it.
"""

import argparse
import asyncio
import random
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import peers, texts
from benchmarks.answers import BEST, Answers, Text, mean_reciprocal_rank
from benchmarks.search import Product
from storage import schema
from storage.database import open_database

DOCUMENTS = 2_000
ENOUGH = 500
"""Of fewer documents, as many as are wanted are made."""
QUERIES = 600
ITEMS_OF_A_SESSION = 6
_WORD = re.compile(r"[^\W\d_]+")
_TELLING = 5
_WITH_A_WORD = 0.5

_SCRIPTS = ("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩")
_ONES = " یک دو سه چهار پنج شش هفت هشت نه".split(" ")
_TEENS = "ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده".split()
_TENS = "  بیست سی چهل پنجاه شصت هفتاد هشتاد نود".split(" ")
_HUNDREDS = " صد دویست سیصد چهارصد پانصد ششصد هفتصد هشتصد نهصد".split(" ")
_MONTHS = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()


@dataclass(frozen=True)
class Marks:
    """What a document can be told by; several share a day, an article, now and then a letter."""

    item: tuple[int, int]
    """Session and number."""
    day: tuple[int, int, int]
    article: int
    letter: tuple[int, int, int]


Relevant = dict[str, set[str]]
Shape = Callable[[Marks], str]
_ITEM: tuple[Shape, ...] = (
    lambda m: f"{m.item[0]}/{m.item[1]}",
    lambda m: f"{m.item[0]}-{m.item[1]}",
    lambda m: f"مصوبه {m.item[1]} جلسه {m.item[0]}",
    lambda m: f"جلسه شماره {m.item[0]} مصوبه شماره {m.item[1]}",
    lambda m: f"بند {ordinal(m.item[1])} نشست {ordinal(m.item[0])}",
    lambda m: f"مصوبه {ordinal(m.item[1])} {ordinal(m.item[0])}ین جلسه",
)
_DAY: tuple[Shape, ...] = (
    lambda m: f"{m.day[0]}/{m.day[1]:02}/{m.day[2]:02}",
    lambda m: f"{m.day[0]}/{m.day[1]}/{m.day[2]}",
    lambda m: f"{m.day[2]} {_MONTHS[m.day[1] - 1]} {m.day[0]}",
    lambda m: f"{ordinal(m.day[2])} {_MONTHS[m.day[1] - 1]} ماه {m.day[0]}",
)
_ARTICLE: tuple[Shape, ...] = (
    lambda m: f"ماده {m.article}",
    lambda m: f"ماده‌ی {m.article}",
    lambda m: f"ماده {in_words(m.article)}",
    lambda m: f"ماده {ordinal(m.article)}",
)
_LETTER: tuple[Shape, ...] = (
    lambda m: "/".join(map(str, m.letter)),
    lambda m: "-".join(map(str, m.letter)),
    lambda m: f"نامه {'/'.join(map(str, m.letter))}",
    lambda m: f"نامه شماره {'-'.join(map(str, m.letter))}",
)
SHAPES = {"item": _ITEM, "day": _DAY, "article": _ARTICLE, "letter": _LETTER}


def in_words(number: int) -> str:
    """Return the cardinal words of a number from 1 to 999."""
    tens = number % 100
    small = [_TEENS[tens - 10]] if 10 <= tens < 20 else [_TENS[tens // 10], _ONES[tens % 10]]
    return " و ".join(part for part in (_HUNDREDS[number // 100], *small) if part)


def ordinal(number: int) -> str:
    """Return the ordinal words of a number from 1 to 999, without «ین»."""
    if number == 1:
        return "اول"
    words = in_words(number)
    if words.endswith("سه"):
        return f"{words[:-1]}وم"
    return f"{words}\u200cام" if words.endswith("ی") else f"{words}م"


def marked(documents: Sequence[Text], seed: int) -> tuple[list[Text], dict[str, Marks]]:
    """Return the documents with identifiers written on them, and which they are."""
    dice = random.Random(seed)
    written, marks = [], {}
    for place, one in enumerate(documents):
        session, item = divmod(place, ITEMS_OF_A_SESSION)
        year, month = divmod(session, len(_MONTHS))
        marks[one.id] = Marks(
            (session % 900 + 1, item + 1),
            (1330 + year % 75, month + 1, session * 7 % 29 + 1),
            dice.randint(1, 250),
            (dice.randint(1, 4_000), 30 + year % 70, dice.randint(1, 40)),
        )
        head, day, article, letter = (
            _in_a_script(dice.choice(shapes)(marks[one.id]), dice) for shapes in SHAPES.values()
        )
        text = f"{head} مورخ {day}: {one.text} (به استناد {article} قانون، موضوع {letter})"
        written.append(Text(one.id, text))
    return written, marks


def asked(
    documents: Sequence[Text], marks: Mapping[str, Marks], seed: int
) -> tuple[dict[str, list[Text]], dict[str, Relevant]]:
    """Return queries by what they name, and for each the documents that bear it."""
    dice = random.Random(seed)
    text_of = {one.id: one.text for one in documents}
    how_often = Counter(word for one in documents for word in set(_WORD.findall(one.text)))
    bearers: dict[tuple[str, object], set[str]] = defaultdict(set)
    for name, its in marks.items():
        for kind in SHAPES:
            bearers[kind, getattr(its, kind)].add(name)
    queries: dict[str, list[Text]] = {kind: [] for kind in SHAPES}
    relevant: dict[str, Relevant] = {kind: {} for kind in SHAPES}
    for place in range(QUERIES):
        one, kind = dice.choice(documents), list(SHAPES)[place % len(SHAPES)]
        typed = _in_a_script(dice.choice(SHAPES[kind])(marks[one.id]), dice)
        right = bearers[kind, getattr(marks[one.id], kind)]
        words = [word for word in _WORD.findall(one.text) if len(word) >= _TELLING]
        if words and dice.random() < _WITH_A_WORD:
            word = min(dice.sample(words, min(3, len(words))), key=how_often.__getitem__)
            typed = f"{typed} {word}"
            right = {name for name in right if word in text_of[name]} or right
        queries[kind].append(Text(str(place), typed))
        relevant[kind][str(place)] = right
    return queries, relevant


def _in_a_script(text: str, dice: random.Random) -> str:
    return text.translate(str.maketrans(_SCRIPTS[0], dice.choice(_SCRIPTS)))


async def of_product(documents: Sequence[Text], queries: peers.Queries) -> dict[str, Answers]:
    """Return the product's answers by what the queries name."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'codes.db'}", durable=False)
        try:
            await schema.upgrade(database)
            product = Product(database)
            await product.load(documents)
            return {kind: await product.answer(some) for kind, some in queries.items()}
        finally:
            await database.close()


def line(name: str, answers: Mapping[str, Answers], relevant: Mapping[str, Relevant]) -> str:
    """Return MRR@10 of one system by what the queries name, and the mean of those."""
    found = [mean_reciprocal_rank(answers[kind].ids, right) for kind, right in relevant.items()]
    each = " ".join(f"{one:8.3f}" for one in found)
    return f"{name:21} {each} {sum(found) / len(found):8.3f}"


def main(arguments: Sequence[str]) -> None:
    """Read the command line, write and ask identifiers, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.codes", description=__doc__)
    parser.add_argument("--docs", type=Path, help='lines of {"id", "text"}; else what is there')
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-peers", action="store_true", help="measure this product alone")
    options = parser.parse_args(arguments)
    given = texts.given(options.docs)[:DOCUMENTS]
    if len(given) < ENOUGH:
        given = list(texts.invented(given, DOCUMENTS, options.seed))
    documents, marks = marked(given, options.seed)
    queries, relevant = asked(documents, marks, options.seed)
    print(f"{len(documents)} documents, {QUERIES} queries with seed {options.seed}: MRR@{BEST}")
    print(" " * 21, *(f"{kind:>8}" for kind in SHAPES), f"{'mean':>8}")
    print(line("this product", asyncio.run(of_product(documents, queries)), relevant))
    for name, answer in {} if options.no_peers else peers.ALL.items():
        if answers := answer(documents, queries):
            print(line(name, answers, relevant))


if __name__ == "__main__":
    main(sys.argv[1:])
