"""A small notation for phrases of tagged Persian, one a line, and its reading as one expression.

`(a|b)` one of them, `[a|b]` perhaps one of them, `~` up to four words, `~~` up to nine, `word*` any
ending, `>!(a|b)` none of these follows, `^` and `$` the ends of the clause. Verbs are tags such as
`BECOME+PAST` (see `verbs`) or the names in NAMES. A line may be broken after a `|` with a
backslash; one that begins with `#` says nothing. A phrase begins and ends at the edge of a word.
"""

import re

_LIGHT = (
    "(?:BECOME|DO|GIVE|TAKE|ARRIVE|BRING|GO|CARRY|EAT|HIT|CLOSE|COME|FALL|PUT|SEND|MAKE|BUY|WRITE"
    "|PAY|PULL)"
)
NAMES = {
    "<past>": rf"{_LIGHT}\+PAST",
    "<past-not>": rf"(?:{_LIGHT}|CAN)-PAST",
    "<now>": rf"{_LIGHT}\+PRES",
    "<not>": rf"(?:{_LIGHT}|CAN|SEE|HAVE|FIND)-(?:PAST|PRES)",
    "<will>": r"[A-Z]+\+(?:FUT|SUBJ|PRES)",
    "<shall>": r"[A-Z]+\+FUT",
    "<is>": r"BE\+PRES",
    "<isnt>": "(?:BE|HAVE)-(?:PRES|PAST|SUBJ)",
    "<has>": r"HAVE\+PRES",
    "<any-past>": r"[A-Z]+\+PAST",
    "<any-now>": r"[A-Z]+\+PRES",
    "<any-if-not>": "[A-Z]+-SUBJ",
    "<denied>": "[A-Z]+-(?:PAST|PRES|SUBJ|FUT)",
    "<num>": r"\d{1,3}",
    "<word>": r"[^\W\d_]{2,}",
}


def phrases(table: str) -> re.Pattern[str]:
    """The lines of a table as one expression, to be searched for in a clause."""
    lines = (line.strip() for line in re.sub(r"\| +", "|", table).splitlines())
    return re.compile("|".join(_shape(line) for line in lines if line and line[0] != "#"))


def _shape(line: str) -> str:
    starts, ends = line.startswith("^"), line.endswith("$")
    line = line.removeprefix("^").removesuffix("$").strip()
    for place, name in enumerate(NAMES):
        line = line.replace(name, f"\x01{place}\x02")
    line = line.replace("+", r"\+").replace("*", r"\w*")
    line = re.sub(r">! ?\(([^()]*)\)", r"(?! ?(?:\1)(?!\\w))", line)
    line = re.sub(r"\((?!\?)", "(?:", line)
    first = re.match(r"(?:\[[^\]]*\] )*", line)
    length = first.end() if first else 0
    perhaps = re.sub(r"\[([^\]]*)\] ", r"(?:(?:\1) )?", line[:length])
    line = perhaps + re.sub(r" \[([^\]]*)\]", r"(?: (?:\1))?", line[length:])
    line = re.sub(r" ~$", "(?: [^ ,]+){0,4}", line)
    line = re.sub(r" ~ (\(\?:.*)\|\$\)$", r"(?:(?: [^ ,]+){0,4}$| (?:[^ ,]+ ){0,4}\1))", line)
    line = line.replace(" ~~ ", " (?:[^ ,]+ ){0,9}").replace(" ~ ", " (?:[^ ,]+ ){0,4}")
    named = list(NAMES.values())
    line = re.sub("\x01(\\d+)\x02", lambda at: f"(?:{named[int(at[1])]})", line)
    return f"{'^' if starts else '(?<![^ ])'}{line}{'$' if ends else '(?![^ ])'}"
