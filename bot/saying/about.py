"""What a button or an open question is about, so that it is answered in the right council."""

MAX_DIGITS = 9
"""No id of ours is longer; a number of more digits was not made by the bot."""

ABOUT = {
    "r": ("resolution", 1),
    "i": ("item", 1),
    "h": ("item", 1),
    "p": ("item", 1),
    "pf": ("item", 1),
    "px": ("item", 1),
    "pq": ("item", 1),
    "pi": ("item", 1),
    "rc": ("progress", 2),
    "at": ("item", 1),
    "an": ("postponement", 2),
    "ci": ("item", 1),
    "fo": ("resolution", 1),
    "d": ("minutes", 2),
    "v": ("progress", 2),
    "vw": ("progress", 2),
    "c:body": ("body", 2),
    "mb": ("membership", 2),
    "iv": ("invitation", 2),
    "bd": ("body", 2),
    "gr": ("chat", 2),
    "cf": ("resolution", 2),
    "dm": ("minutes", 1),
    "rm": ("item", 2),
    "po": ("item", 3),
    "nm": ("item", 2),
    "ow": ("item", 2),
    "ss": ("session", 2),
    "bc": ("broadcast", 2),
    "e": ("item", 2),
    "e:list": ("resolution", 2),
    "e:menu": ("resolution", 2),
    "e:text": ("resolution", 2),
    "lg:story": ("resolution", 2),
    "st": ("council", 2),
    "se": ("second", 2),
    "sy:drop": ("synonyms", 2),
}
"""What a button's data is about, by its beginning: the kind of thing, and where its id stands.

So a button works in the council that its thing belongs to, whichever council is open now.
"""

ASKED_ABOUT = {
    "item": "item",
    "progress": "progress",
    "id": "minutes",
    "resolution": "resolution",
    "membership": "membership",
    "body": "body",
}
"""The same for an open question: what the ids in its data are ids of."""


def about(data: str) -> tuple[str, int] | None:
    """The kind and id of the thing that a button's data is about, if it is about one."""
    parts = data.split(":")
    kind, place = ABOUT.get(":".join(parts[:2])) or ABOUT.get(parts[0]) or ("", 0)
    written = parts[place] if 0 < place < len(parts) else ""
    fits = written.isascii() and written.isdecimal() and len(written) <= MAX_DIGITS
    return (kind, int(written)) if fits else None
