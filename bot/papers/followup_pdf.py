"""Writes a follow-up report as a .pdf, with typst, which comes with `mosavabe[pdf]`."""

import base64
import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from bot.papers.followup import FollowUpPaper, Outcome, Row
from bot.papers.text import plain

_FONTS = Path(str(files("fontpkg_noto_sans_arabic"))) / "files"
_LAYOUT = Path(__file__).with_name("followup.typ")


def render(given: FollowUpPaper) -> bytes:
    """The document. What it says comes in as data: nothing in it is ever read as markup.

    An emblem that cannot be drawn is left out: other programs forgave what was wrong with it.
    """
    try:
        return _compiled(given)
    except typst.TypstError:
        if given.emblem is None:
            raise
        return _compiled(replace(given, emblem=None))


def _compiled(given: FollowUpPaper) -> bytes:
    made: bytes = typst.compile(  # type: ignore[call-overload]  # the stubs know no dict of files
        {"main": _LAYOUT.read_bytes(), "emblem.svg": _drawn(given.emblem or b"")},
        font_paths=[str(_FONTS)],
        sys_inputs={"data": json.dumps(_data(given), ensure_ascii=False)},
    )
    return made


def _drawn(emblem: bytes) -> bytes:
    """The picture inside a drawing: the library takes files of text only."""
    kind = "png" if emblem.startswith(b"\x89PNG") else "jpeg"
    href = f"data:image/{kind};base64,{base64.b64encode(emblem).decode()}"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100">'
        f'<image width="100" height="100" href="{href}"/></svg>'
    ).encode()


def _data(given: FollowUpPaper) -> dict[str, Any]:
    words = {name: plain(one) for name, one in vars(given.words).items() if isinstance(one, str)}
    return {
        "persian": given.persian,
        "title": plain(given.title),
        "council": plain(given.council),
        "scope": plain(f"{given.scope} · {given.made_on}"),
        "notice": plain(given.notice),
        "emblem": given.emblem is not None,
        "words": words | {"signatures": [plain(one) for one in given.words.signatures]},
        "sessions": [
            {"title": plain(one.title), "rows": [_row(row) for row in one.rows]}
            for one in given.sessions
        ],
        "evidence": [
            [plain(one.code), plain(one.file), plain(one.who), one.on_jalali]
            for one in given.evidence
        ],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "cells": [
            plain(row.code),
            plain(row.text),
            plain(row.body),
            plain("\n".join(filter(None, [row.due_jalali, row.deadline]))),
            plain("\n".join(filter(None, [row.reported_jalali, row.report])) or "—"),
            plain(f"{row.state}\n{row.percent_words}" if row.percent else row.state),
        ],
        "late": row.outcome is Outcome.LATE,
    }
