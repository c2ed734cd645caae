"""Files that are not what a plan is read from: each is told by name and in one sentence, before it is parsed."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from plan.errors import DocumentError
from plan.readers import content
from plan.readers.content import Content, content_of, open_package, read_part
from plan.readers.errors import (
    ContradictoryVotingDays,
    DamagedDocument,
    DocumentTooLarge,
    EmptyDocument,
    IncompleteTable,
    NoPlanTable,
    ProtectedDocument,
    WrongContent,
)
from plan.readers.reading import read_document
from tests.unit.plan_documents.documents import HEADING, dump
from tests.unit.plan_documents.word_markup import document, paragraph, row, table

TERM = "Не позднее чем за 40 дней до дня голосования"


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def ole(*streams: str, flags: int = 0) -> bytes:
    """The beginning of a Compound File: its header, a directory with the streams, and the first stream's sector."""
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504)
    struct.pack_into("<H", header, 30, 9)  # sectors of 512 bytes
    directory = b"".join(
        name.encode("utf-16-le").ljust(116, b"\0") + struct.pack("<I", 4) + b"\0" * 8 for name in streams
    ).ljust(512 * 4, b"\0")
    return bytes(header) + directory + b"\0" * 10 + struct.pack("<H", flags) + b"\0" * 500


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"PLAN", Content.TEXT),
        (b"BM the text begins so", Content.TEXT),
        (b"{\\rtf1\\ansi", Content.RTF),
        (b"\n%PDF-1.4", Content.PDF),
        (packed(**{"[Content_Types].xml": b"", "word__document.xml": b""}), Content.WORD),
        (packed(**{"[Content_Types].xml": b"", "xl__workbook.xml": b""}), Content.EXCEL),
        (packed(mimetype=b"application/vnd.oasis.opendocument.text"), Content.ODT),
        (ole("WordDocument"), Content.OLD_WORD),
        (ole("Workbook"), Content.OLD_EXCEL),
        (packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), Content.ODS),
    ],
)
def test_what_a_file_is(data: bytes, expected: Content) -> None:
    assert content_of(data) is expected


@pytest.mark.parametrize(
    ("data", "error", "said"),
    [
        (b"", EmptyDocument, "файл пуст"),
        (b" \r\n ", EmptyDocument, "файл пуст"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", WrongContent, "фотография JPEG"),
        (b"\x89PNG\r\n\x1a\n", WrongContent, "картинка PNG"),
        (b"\x00\x00\x00\x18ftypheic", WrongContent, "фотография или видео"),
        (b"RIFF\x00\x00\x00\x00WEBP", WrongContent, "WebP"),
        (b"MZ\x90\x00\x03", WrongContent, "программа"),
        (b"Rar!\x1a\x07", WrongContent, "архив RAR"),
        (b"PK\x03\x04cut short", DamagedDocument, "повреждён"),
        (packed(any=b"text"), WrongContent, "архив ZIP без документа"),
        (packed(**{"[Content_Types].xml": b"", "ppt__slide.xml": b""}), WrongContent, "PowerPoint"),
        (packed(mimetype=b"application/vnd.oasis.opendocument.graphics"), WrongContent, "рисунок или презентация"),
        (
            packed(
                mimetype=b"application/vnd.oasis.opendocument.text",
                **{"META-INF__manifest.xml": b"<manifest:encryption-data/>"},
            ),
            ProtectedDocument,
            "закрыт паролем",
        ),
        (ole("EncryptionInfo", "EncryptedPackage"), ProtectedDocument, "закрыт паролем"),
        (ole("WordDocument", flags=0x0100), ProtectedDocument, "закрыт паролем"),
        (ole("PowerPoint Document"), WrongContent, "не Word"),
        (packed(**{f"{n}.xml": b"" for n in range(content.MOST_ENTRIES + 1)}), DocumentTooLarge, "вложенных файлов"),
    ],
)
def test_what_no_reader_takes(data: bytes, error: type[DocumentError], said: str) -> None:
    with pytest.raises(error, match=said):
        content_of(data)


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = document(paragraph("0" * 1_000_000))
    assert len(bomb) < 20_000
    monkeypatch.setattr(content, "LARGEST_UNPACKED", 500_000)
    with pytest.raises(DocumentTooLarge, match="распаковывается"):
        content_of(bomb)
    monkeypatch.undo()
    monkeypatch.setattr(content, "LARGEST_PART", 500_000)
    with pytest.raises(DocumentTooLarge, match="текст документа"):
        read_part(open_package(bomb), "word/document.xml")


def test_a_damaged_part_is_a_damaged_document() -> None:
    data = bytearray(document(paragraph("план " * 1000)))
    place = data.index(b"word/document.xml") + 60
    data[place : place + 20] = b"\xff" * 20
    with pytest.raises(DamagedDocument):
        read_part(open_package(bytes(data)), "word/document.xml")


def test_a_large_file_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "план.docx"
    with path.open("wb") as file:
        file.truncate(200_000_000)  # a hole: it takes no room on the disk
    with pytest.raises(DocumentTooLarge, match=r"план.docx: файл слишком велик: 200 МБ при допустимых 30 МБ"):
        read_document(path)


@pytest.mark.parametrize(
    ("body", "error", "said"),
    [
        (paragraph("Письмо"), NoPlanTable, "таблиц нет"),
        (table(row("Имя", "Адрес", "Телефон"), columns=(1, 1, 1)), NoPlanTable, "столбцов — 3"),
        (
            table(row("№ п/п", "Мероприятие", "Срок"), row("1", "Передача", TERM), columns=(1, 1, 1)),
            IncompleteTable,
            "столбцов — 3: «№ п/п», «Мероприятие», «Срок»; не найден столбец «Исполнители»",
        ),
        (table(row("№ п/п", "Мероприятие", "Срок", "Исполнители")), IncompleteTable, "нет ни одного пункта"),
    ],
)
def test_documents_without_a_plan(tmp_path: Path, body: str, error: type[DocumentError], said: str) -> None:
    path = tmp_path / "план.docx"
    path.write_bytes(document(body))
    with pytest.raises(error, match=said) as raised:
        read_document(path)
    assert str(raised.value).startswith("план.docx: ")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("heading", "vote"),
    [
        (f"{HEADING}\nДень голосования – 12 сентября 2027 года", ""),
        (HEADING, "12.09.2027"),
        (HEADING, "с 10 по 12 сентября 2027 года"),
        (
            "1. Утвердить календарный план выборов главы города, назначенных на 12 сентября 2027 года.\n" + HEADING,
            "",
        ),
    ],
)
def test_two_voting_days(tmp_path: Path, heading: str, vote: str) -> None:
    path = tmp_path / "план.txt"
    path.write_text(
        dump([("1.", "Передача", TERM, "ТИК"), ("2.", "Проведение голосования", vote, "УИК")], heading),
        encoding="utf-8",
    )
    with pytest.raises(ContradictoryVotingDays, match=r"12\.09\.2027.*19\.09\.2027|19\.09\.2027.*12\.09\.2027"):
        read_document(path)


@pytest.mark.parametrize(
    ("heading", "activity", "term"),
    [
        (HEADING, "Голосование", "17, 18 и 19 сентября 2027 года"),
        (f"{HEADING}\nДни голосования: 17, 18, 19 сентября 2027 года", "Голосование", "В день голосования"),
        (f"{HEADING}\nПервый день голосования – 17 сентября 2027 года", "Голосование", "19.09.2027"),
        (HEADING, "Голосование отдельных групп избирателей", "с 29.08.2027 по 16.09.2027"),
        (HEADING, "Проведение голосования", "Не ранее чем за 20 дней до дня голосования (29.08.2027)"),
        (
            "Выборы, назначенные на 13 сентября 2026 года, признаны несостоявшимися.\n" + HEADING,
            "Голосование",
            "19.09.2027",
        ),
    ],
)
def test_days_of_one_vote(tmp_path: Path, heading: str, activity: str, term: str) -> None:
    path = tmp_path / "план.txt"
    path.write_text(dump([("1.", activity, term, "УИК")], heading), encoding="utf-8")
    assert len(read_document(path).items) == 1
