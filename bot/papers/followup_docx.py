"""Writes a follow-up report as a .docx, by our template or by one of the council's own."""

import io
import zipfile
from typing import Any

from docx.image.exceptions import (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
)
from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage
from jinja2.exceptions import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from bot.papers import followup_template
from bot.papers.followup import FollowUpPaper, Row, SessionTable
from bot.papers.refusing import RefusedError
from bot.papers.text import plain

BAD_TEMPLATE, BAD_EMBLEM = "template", "emblem"
_NO_PICTURE = (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError)
EMBLEM_HEIGHT_CM = 1.3


def render(given: FollowUpPaper) -> bytes:
    """The document. Raises RefusedError where the council's own template cannot be filled."""
    ours = followup_template.build(persian=given.persian)
    try:
        template = DocxTemplate(io.BytesIO(given.template or ours))
        template.init_docx()
        context = _context(given) | {"emblem": _emblem(template, given)}
        # A council's template is a program of strangers: it reaches nothing but these values.
        template.render(context, SandboxedEnvironment(autoescape=True), autoescape=True)
        out = io.BytesIO()
        template.save(out)
    except MemoryError:
        raise
    except _NO_PICTURE as error:
        raise RefusedError(BAD_EMBLEM) from error
    except (TemplateError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        if given.template is None:
            raise
        raise RefusedError(BAD_TEMPLATE) from error
    return out.getvalue()


def _context(given: FollowUpPaper) -> dict[str, Any]:
    """What templates may name: documented in docs/report-template.md."""
    words = {name: plain(text) for name, text in vars(given.words).items() if isinstance(text, str)}
    return {
        "title": plain(given.title),
        "council": plain(given.council),
        "scope": plain(given.scope),
        "made_on": plain(given.made_on),
        "notice": plain(given.notice),
        "words": words | {"signatures": [plain(one) for one in given.words.signatures]},
        "sessions": [_session(one) for one in given.sessions],
        "evidence": [
            {"code": plain(one.code), "file": plain(one.file), "who": plain(one.who),
             "day": one.on_jalali}
            for one in given.evidence
        ],
    }  # fmt: skip


def _session(table: SessionTable) -> dict[str, Any]:
    return {"title": plain(table.title), "rows": [_row(row) for row in table.rows]}


def _row(row: Row) -> dict[str, str]:
    deadline = "\n".join(filter(None, [row.due_jalali, row.deadline]))
    report = "\n".join(filter(None, [row.reported_jalali, row.report]))
    state = f"{row.state}\n{row.percent_words}" if row.percent else row.state
    texts = {"code": row.code, "text": row.text, "body": row.body, "deadline": deadline,
             "report": report or "—", "state": state}  # fmt: skip
    return {name: plain(text) for name, text in texts.items()}


def _emblem(template: DocxTemplate, given: FollowUpPaper) -> Any:  # noqa: ANN401  no types
    if given.emblem is None:
        return ""
    return InlineImage(template, io.BytesIO(given.emblem), height=Cm(EMBLEM_HEIGHT_CM))
