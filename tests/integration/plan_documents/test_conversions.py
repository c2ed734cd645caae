"""The by-election plan as LibreOffice writes it: .doc, .rtf, .odt and .pdf read back to the same items."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from plan.files import open_plan
from plan.readers.errors import ConversionFailed, ProtectedDocument
from plan.readers.reading import read_document
from plan.writers import write_plan
from tests.integration.plan_documents.converting import as_seen, convert
from tests.unit.plan_documents.documents import DATA, HEADING, SHIPPED, seed_plan
from tests.unit.plan_documents.making import source, write_word
from tests.unit.plan_documents.word_markup import HEADER, cell, document, paragraph, row, table

NOW = datetime(2022, 12, 15, 9, tzinfo=UTC)
TERM = "Не позднее чем за 40 дней до дня голосования"
LOCKED = (
    'pdf:writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},'
    '"DocumentOpenPassword":{"type":"string","value":"ключ"}}'
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan as a Word document."""
    made = tmp_path_factory.mktemp("documents")
    write_word(made / "plan.docx", source())
    return made


@pytest.mark.parametrize("target", ["doc", "rtf", "odt", "pdf"])
def test_the_by_election_plan(soffice: str, folder: Path, target: str) -> None:
    assert as_seen(open_plan(convert(soffice, folder / "plan.docx", target))) == as_seen(seed_plan())


@pytest.mark.parametrize("target", ["doc", "rtf", "odt", "pdf"])
def test_a_plan_that_was_written_here(soffice: str, tmp_path: Path, target: str) -> None:
    plan = open_plan(SHIPPED)
    write_plan(plan, tmp_path / "план.docx", now=NOW)
    again = open_plan(convert(soffice, tmp_path / "план.docx", target))
    assert again.items == plan.items
    assert again.noticed == ()
    known, read = plan.head, again.head
    assert (read.title, read.commission, read.decision) == (known.title, known.commission, known.decision)
    assert (read.first_voting_day, read.voting_day, read.zone) == (known.first_voting_day, known.voting_day, known.zone)


@pytest.mark.parametrize("target", ["doc", "rtf", "odt"])
def test_a_work_plan_that_was_written_here(soffice: str, tmp_path: Path, target: str) -> None:
    plan = open_plan(DATA / "work_plan_kuzbass_2024.txt")
    write_plan(plan, tmp_path / "план.docx", now=NOW)
    again = open_plan(convert(soffice, tmp_path / "план.docx", target))
    assert again.items == plan.items
    assert (again.head.title, again.head.kind) == (plan.head.title, "work")


def test_lists_and_merged_cells_survive(soffice: str, tmp_path: Path) -> None:
    first, rest = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    number = paragraph("", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    body = "".join(paragraph(line) for line in HEADING.splitlines()) + table(
        HEADER,
        row(cell("СПИСКИ ИЗБИРАТЕЛЕЙ", '<w:gridSpan w:val="4"/>')),
        row(cell(number), "Первое", TERM, cell("ТИК", first)),
        row(cell(number), "Второе", TERM, cell("", rest)),
        row(cell(number), "Третье", TERM, "УИК"),
    )
    path = tmp_path / "plan.docx"
    path.write_bytes(document(body + paragraph(), numbering=numbering))
    plan = read_document(path)
    assert [item.performers for item in plan.items] == ["ТИК", "ТИК", "УИК"]
    assert open_plan(convert(soffice, path, "odt")) == plan


def test_a_locked_pdf(soffice: str, folder: Path) -> None:
    with pytest.raises(ProtectedDocument, match="закрыт паролем"):
        open_plan(convert(soffice, folder / "plan.docx", LOCKED))


def test_what_libreoffice_cannot_open(soffice: str, tmp_path: Path) -> None:
    path = tmp_path / "план.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le"))
    with pytest.raises(ConversionFailed, match=r"план\.doc: LibreOffice не смог открыть документ Word старого формата"):
        open_plan(path)
