"""What a file holds, by its bytes: the name may say something else."""

from __future__ import annotations

import enum
import io
import struct
import zipfile
import zlib

from plan.readers.encoding import decode
from plan.readers.errors import DamagedDocument, DocumentTooLarge, EmptyDocument, ProtectedDocument, WrongContent

LARGEST_FILE = 30_000_000
"""Bytes. The plan of 109 rows takes 50,000 as .docx; a decision scanned into its pages takes a few million."""

LARGEST_UNPACKED = 120_000_000
"""Bytes that an archive may claim to hold. 10,000 rows of a plan take 12 million as .docx."""

LARGEST_PART = 60_000_000
"""Bytes of one part of a package that is parsed."""

MOST_ENTRIES = 3_000
"""Files in an archive: a plan has fewer than 30, a document with a picture on every page some hundreds."""


MOST_ROWS = 30_000
"""Rows of all tables. A plan has a hundred; each is walked through in Python."""


class Content(enum.Enum):
    """What can be read; the value is what it is called to a person."""

    TEXT = "текст"
    WORD = "документ Word"
    EXCEL = "таблица Excel"
    OLD_EXCEL = "таблица Excel старого формата (.xls)"
    ODS = "таблица OpenDocument"
    PDF = "документ PDF"
    OLD_WORD = "документ Word старого формата (.doc)"
    RTF = "документ RTF"
    ODT = "документ OpenDocument"


_PICTURES_AND_OTHERS = (
    (b"\xff\xd8\xff", "фотография JPEG"),
    (b"\x89PNG", "картинка PNG"),
    (b"GIF8", "картинка GIF"),
    (b"BM", "картинка BMP"),
    (b"II*\x00", "картинка TIFF"),
    (b"MM\x00*", "картинка TIFF"),
    (b"AT&TFORM", "скан DjVu"),
    (b"Rar!", "архив RAR"),
    (b"7z\xbc\xaf", "архив 7z"),
    (b"\x1f\x8b", "архив GZIP"),
    (b"MZ", "программа Windows"),
    (b"\x7fELF", "программа"),
    (b"SQLite format 3", "база данных"),
    (b"OggS", "звукозапись"),
    (b"ID3", "звукозапись"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EXPECTED = "ожидался календарный план: .docx, .xlsx, .pdf с текстом, .doc, .rtf, .odt, .xls, .ods или текст"
_PROTECTED = "документ закрыт паролем; снимите пароль и сохраните документ заново."


def content_of(data: bytes) -> Content:
    """What the bytes are. Raises a named DocumentError for what no reader takes."""
    if not data.strip():
        raise EmptyDocument(f"файл пуст ({len(data)} байт); {_EXPECTED}.")
    if len(data) > LARGEST_FILE:
        raise too_large(len(data))
    if data.startswith(b"PK\x03\x04"):
        return _packed_content(data)
    if data.startswith(_OLE):
        return _ole_content(data)
    if b"%PDF-" in data[:1024]:
        return Content.PDF
    if data.startswith(b"{\\rt"):
        return Content.RTF
    if data[4:8] == b"ftyp":
        raise WrongContent(f"внутри файла фотография или видео с телефона; {_EXPECTED}.")
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        raise WrongContent(f"внутри файла картинка WebP; {_EXPECTED}.")
    for signature, kind in _PICTURES_AND_OTHERS:
        if data.startswith(signature) and not (len(signature) == 2 and _is_text(data)):
            raise WrongContent(f"внутри файла {kind}; {_EXPECTED}.")
    return Content.TEXT


def too_many_rows() -> DocumentTooLarge:
    return DocumentTooLarge(f"в таблицах больше {MOST_ROWS} строк; это не план: удалите лишние строки.")


def text_of(data: bytes) -> str:
    """The text of a file that should hold nothing else. Raises a named DocumentError that says what it holds."""
    content = content_of(data)
    if content is not Content.TEXT:
        raise WrongContent(f"внутри файла {content.value}, а не текст; дайте ему окончание его формата.")
    return decode(data)


def too_large(size: int) -> DocumentTooLarge:
    return DocumentTooLarge(
        f"файл слишком велик: {size / 1e6:.0f} МБ при допустимых {LARGEST_FILE / 1e6:.0f} МБ; {_EXPECTED}."
    )


def open_package(data: bytes) -> zipfile.ZipFile:
    """The archive, once its entries are known to be few and small. Raises DocumentTooLarge, DamagedDocument."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, struct.error) as error:
        raise DamagedDocument(
            "внутри архив документа Word или Excel, и он повреждён; сохраните документ заново."
        ) from error
    entries = package.infolist()
    if len(entries) > MOST_ENTRIES:
        raise DocumentTooLarge(
            f"в документе {len(entries)} вложенных файлов при допустимых {MOST_ENTRIES}; это не план."
        )
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > LARGEST_UNPACKED:
        raise DocumentTooLarge(
            f"документ распаковывается в {unpacked / 1e6:.0f} МБ при допустимых {LARGEST_UNPACKED / 1e6:.0f} МБ; "
            "это не план."
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise ProtectedDocument("архив закрыт паролем; снимите пароль и сохраните документ заново.")
    return package


def read_part(package: zipfile.ZipFile, name: str) -> bytes:
    """One part of the package; b"" when there is none. Raises DocumentTooLarge, DamagedDocument."""
    try:
        entry = package.getinfo(name)
    except KeyError:
        return b""
    if entry.file_size > LARGEST_PART:
        raise DocumentTooLarge(
            f"текст документа занимает {entry.file_size / 1e6:.0f} МБ при допустимых {LARGEST_PART / 1e6:.0f} МБ; "
            "это не план."
        )
    try:
        return package.read(entry)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError, zlib.error) as error:
        raise DamagedDocument("документ повреждён: часть его не распаковывается; сохраните документ заново.") from error


def _packed_content(data: bytes) -> Content:
    package = open_package(data)
    names = set(package.namelist())
    if "[Content_Types].xml" in names:
        for folder, content in (("word/", Content.WORD), ("xl/", Content.EXCEL)):
            if any(name.startswith(folder) for name in names):
                return content
        kind = "презентация PowerPoint" if any(name.startswith("ppt/") for name in names) else "архив"
        raise WrongContent(f"внутри файла {kind}; {_EXPECTED}.")
    if "mimetype" in names:
        mimetype = read_part(package, "mimetype")[:100].decode("ascii", errors="replace")
        for kind, content in (("text", Content.ODT), ("spreadsheet", Content.ODS)):
            if f"opendocument.{kind}" in mimetype:
                if b"encryption-data" in read_part(package, "META-INF/manifest.xml"):
                    raise ProtectedDocument(_PROTECTED)
                return content
        if "opendocument" in mimetype:
            raise WrongContent("внутри файла рисунок или презентация OpenDocument; сохраните план как .odt или .docx.")
    raise WrongContent(f"внутри файла архив ZIP без документа; {_EXPECTED}.")


def _ole_content(data: bytes) -> Content:
    """Old Office formats, and new ones under a password, are a small file system (MS-CFB) with named streams."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise ProtectedDocument(_PROTECTED)
    if holds("WordDocument"):
        if _word_is_encrypted(data):
            raise ProtectedDocument(_PROTECTED)
        return Content.OLD_WORD
    if holds("Workbook") or holds("Book"):
        return Content.OLD_EXCEL
    raise WrongContent(f"внутри файла старый документ Office, но не Word; {_EXPECTED}.")


def _word_is_encrypted(data: bytes) -> bool:
    """The flag fEncrypted of the file information block (MS-DOC 2.5.2) in the stream «WordDocument» (MS-CFB 2.6)."""
    entry = data.find("WordDocument".encode("utf-16-le"))
    try:
        (shift,) = struct.unpack_from("<H", data, 30)
        (sector,) = struct.unpack_from("<I", data, entry + 116)
        (flags,) = struct.unpack_from("<H", data, ((sector + 1) << min(shift, 16)) + 10)
    except struct.error:
        return False
    return bool(flags & 0x0100)


def _is_text(data: bytes) -> bool:
    return not any(byte < 9 for byte in data[:512])
