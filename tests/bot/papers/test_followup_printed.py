"""Follow-up reports as LibreOffice prints them, where it is installed; `make test-long` looks."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.papers import followup_docx, followup_xlsx
from tests.bot.papers.papers import WORDS, paper

pytestmark = [
    pytest.mark.skipif(
        not os.environ.get("MOSAVABE_LONG"), reason="prints for ten seconds; make test-long does"
    ),
    pytest.mark.skipif(
        not (shutil.which("soffice") and shutil.which("pdftoppm")),
        reason="LibreOffice or poppler is not installed",
    ),
]
SECONDS = 120


def printed(folder: Path, name: str, content: bytes) -> tuple[list[str], list[bytes]]:
    """The text and the picture of every page."""
    (folder / name).write_bytes(content)
    run = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    subprocess.run(
        [*run, "--convert-to", "pdf", "--outdir", folder, folder / name],
        check=True, capture_output=True, timeout=SECONDS,
    )  # fmt: skip
    pdf = (folder / name).with_suffix(".pdf")
    told = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, timeout=SECONDS
    )
    subprocess.run(
        ["pdftoppm", "-r", "40", "-png", pdf, folder / "page"], check=True, timeout=SECONDS
    )
    pages = told.stdout.decode().split("\f")[:-1]
    return pages, [one.read_bytes() for one in sorted(folder.glob("page*.png"))]


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_forty_rows_go_over_pages_with_their_headings(tmp_path: Path, form: str) -> None:
    writer = followup_docx if form == "docx" else followup_xlsx

    pages, pictures = printed(tmp_path, f"report.{form}", writer.render(paper()))

    whole = re.sub("[\u202a-\u202e\u200e\u200f]", "", "\n".join(pages))
    assert len(pages) == len(pictures) > 2
    assert all(len(picture) > 2_000 for picture in pictures)
    assert pages[0].count(WORDS.body) == pages[1].count(WORDS.body) == 1
    assert "IT" in whole
    assert len(re.findall("۷۲/[۰-۹]|[۰-۹]/۷۲", whole)) >= 40
