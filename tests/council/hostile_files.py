"""Files that somebody might send instead of minutes: each made here, none of them readable."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

import docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BODY = '<w:document xmlns:w="{w}"><w:body>{body}</w:body></w:document>'
PARAGRAPH = "<w:p><w:r><w:t>x</w:t></w:r></w:p>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def real_docx() -> bytes:
    """A good .docx, to be spoiled."""
    buffer = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("مقرر شد شهرداری گزارش دهد.")
    document.save(buffer)
    return buffer.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    """An archive of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx_with(body: str = "", *, whole: str = "", **others: bytes) -> bytes:
    """The good .docx with another main part, and further members."""
    with zipfile.ZipFile(io.BytesIO(real_docx())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["word/document.xml"] = (whole or BODY.format(w=W, body=body)).encode()
    return zipped(members | others)


def lying_size() -> bytes:
    """A .docx whose main part says that it is ten bytes long."""
    content = bytearray(docx_with(PARAGRAPH * 100_000))
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        length = struct.unpack_from("<H", content, at + 28)[0]
        if content[at + 46 : at + 46 + length] == b"word/document.xml":
            struct.pack_into("<I", content, at + 24, 10)
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


def locked_member() -> bytes:
    """A .docx whose members are marked as encrypted."""
    content = bytearray(real_docx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def pdf(*objects: bytes, root: int = 1, extra: bytes = b"") -> bytes:
    """A PDF of these objects with a table of their places."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root %d 0 R %s >>\n" % (len(objects) + 1, root, extra)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def pdf_with_pages(count: int, content: bytes = b"", filters: bytes = b"") -> bytes:
    """A PDF of so many pages that all print one stream."""
    kids = b" ".join(b"%d 0 R" % (4 + place) for place in range(count))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 3 0 R >>"
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids),
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), filters, content),
        *[page] * count,
    )


LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
OUTSIDE = '<!DOCTYPE l [<!ENTITY i SYSTEM "file:///etc/passwd">]>'
SAYING = (
    f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>'
)
NESTED = "<w:tbl><w:tr><w:tc>" * 3000 + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * 3000


def various(count: int) -> Iterator[str]:
    """Paragraphs that no archive packs away: what they weigh shows only in the reader's memory."""
    return (
        f"<w:p><w:r><w:t>{place * 7919 % 999_983:06}</w:t></w:r></w:p>" for place in range(count)
    )


def files() -> Iterator[tuple[str, bytes, str]]:
    """Name, content, and why it is refused: a FileFault or the error's name."""
    good = real_docx()
    yield "empty.docx", b"", "EmptyMinutesError"
    yield "blank.txt", b" \n\t" * 500, "EmptyMinutesError"
    yield "twenty_megabytes.txt", b"a" * 20_000_000, "TooLongError"
    yield "noise.txt", bytes(range(256)) * 99, "NotTextError"
    yield "torn_utf16.txt", b"\xff\xfe" + "الف".encode("utf-16-le") + b"\x01", "NotTextError"
    yield "program.docx.exe", b"MZ" + bytes(range(256)) * 40, "NotTextError"
    yield "picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(64), "other_kind"
    yield "photo.pdf", b"\xff\xd8\xff\xe0" + bytes(64), "other_kind"
    yield "rich.txt", b"{\\rtf1\\ansi x}", "other_kind"
    yield "archive.docx", zipped({"../../etc/cron.d/x": b"x"}), "other_kind"
    yield "sheet.docx", zipped({"xl/workbook.xml": b"<x/>"}), "other_kind"
    yield "no_members.docx", b"PK\x05\x06" + bytes(18), "other_kind"
    yield "half.docx", good[: len(good) // 2], "damaged"
    yield "only_the_main_part.docx", zipped({"word/document.xml": b"<x/>"}), "damaged"
    yield "torn_xml.docx", docx_with(whole="<w:document"), "damaged"
    yield "locked_members.docx", locked_member(), "locked"
    yield "under_password.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "locked"
    yield "old_sheet.doc", OLE + bytes(2000), "other_kind"
    yield "thousands.docx", zipped({f"{place}": b"" for place in range(1001)}), "bomb"
    yield "spaces.docx", docx_with(f"<w:p><w:r><w:t>{' ' * 45_000_000}</w:t></w:r></w:p>"), "bomb"
    yield "nested_zip.docx", docx_with(PARAGRAPH, x=zipped({"y": bytes(60_000_000)}) * 900), "bomb"
    yield "lying_size.docx", lying_size(), "damaged"
    yield "laughs.docx", docx_with(whole=LAUGHS + SAYING), "damaged"
    yield "outside.docx", docx_with(whole=OUTSIDE + SAYING), "EmptyMinutesError"
    yield "tables_in_tables.docx", docx_with(NESTED), "damaged"
    yield "paragraphs.docx", docx_with(PARAGRAPH * 400_000), "bomb"
    yield "many_paragraphs.docx", docx_with("".join(various(100_000))), "bomb"
    yield "torn.pdf", b"%PDF-1.7\n" + b"1 0 obj <<" * 50, "damaged"
    yield "loop.pdf", pdf(b"<< /Type /Catalog /Pages 2 0 R >>", LOOP), "damaged"
    yield "scanned.pdf", pdf_with_pages(3), "scanned"
    yield "ten_thousand_pages.pdf", pdf_with_pages(10_000), "too_many_pages"
    yield "locked.pdf", pdf(*LOCKED, extra=LOCK), "locked"
    yield "deflated.pdf", pdf_with_pages(1, DEFLATED, b"/Filter /FlateDecode"), "scanned"


LOOP = b"<< /Type /Pages /Count 1 /Kids [2 0 R] /Parent 2 0 R >>"
LOCKED = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Count 0 /Kids [] >>",
    b"<< /Filter /Standard /V 1 /R 2 /P -4 /Length 40 /O <%s> /U <%s> >>"
    % (b"28" * 32, b"bf" * 32),
)
LOCK = b"/Encrypt 3 0 R /ID [<00> <00>]"
DEFLATED = zlib.compress(bytes(80_000_000))
