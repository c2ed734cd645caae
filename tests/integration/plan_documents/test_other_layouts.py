"""Plans laid out otherwise, as LibreOffice writes them: the same items come back."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pytest
from docx.enum.section import WD_ORIENT
from pypdfium2 import raw

from plan.files import open_plan
from plan.readers.source import SourceDocument, SourceRow
from tests.integration.plan_documents.converting import as_seen, convert, convert_together
from tests.unit.plan_documents.documents import DATA, seed_plan
from tests.unit.plan_documents.making import source, write_word, write_work_plan

TARGETS = ("doc", "rtf", "odt", "pdf")
ORDERS = {
    "performers-second": ((0, 3, 1, 2), ("№ п/п", "Кто исполняет", "Мероприятия", "Срок исполнения"), (1, 4, 7, 5)),
    "no-numbers": ((2, 1, 3), ("Срок выполнения", "Содержание работы", "Исполнитель (ответственный)"), (5, 8, 4)),
    "marks": (
        (0, 1, 2, 3, None),
        ("№", "Наименование мероприятия", "Сроки", "Ответственный", "Отметка об исполнении"),
        (1.2, 6, 4.5, 3.5, 2),
    ),
}


def in_other_columns(order: Sequence[int | None], header: tuple[str, ...]) -> SourceDocument:
    """The by-election plan with its columns so ordered; None is an empty column."""
    document = source()
    rows = tuple(
        row if len(row.cells) == 1 else SourceRow(tuple("" if at is None else row.cells[at] for at in order), row.place)
        for row in document.rows
    )
    return SourceDocument(document.name, document.before, header, rows, document.after)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of the documents that several tests look at."""
    return tmp_path_factory.mktemp("layouts")


Columns = dict[tuple[str, str], Path]


@pytest.fixture(scope="module")
def columns(soffice: str, folder: Path) -> Columns:
    """The plan in other columns, by variant and format; "docx" is the original."""
    originals = [
        write_word(folder / f"{variant}.docx", in_other_columns(order, header), widths)
        for variant, (order, header, widths) in ORDERS.items()
    ]
    made = {(path.stem, "docx"): path for path in originals}
    for target in TARGETS:
        made |= {(path.stem, target): path for path in convert_together(soffice, originals, target)}
    return made


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("variant", ORDERS)
def test_other_columns(columns: Columns, variant: str, target: str) -> None:
    header = ORDERS[variant][1]
    expected = [replace(item, number="") for item in seed_plan().items]
    for one in (columns[variant, "docx"], columns[variant, target]):
        plan = open_plan(one)
        assert [replace(item, number="") for item in plan.items] == expected
        assert plan.head == seed_plan().head
        if "№" in header[0]:
            assert [item.number for item in plan.items] == [item.number for item in seed_plan().items]


@pytest.fixture(scope="module")
def on_its_side(soffice: str, folder: Path) -> bytes:
    """The plan on wide pages, printed."""
    path = write_word(folder / "wide.docx", source())
    document = docx.Document(str(path))
    for section in document.sections:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    document.save(str(path))
    return convert(soffice, path, "pdf").read_bytes()


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_pages_turned_on_their_side(on_its_side: bytes, tmp_path: Path, quarters: int) -> None:
    printed = tmp_path / "plan.pdf"
    printed.write_bytes(turned(on_its_side, quarters))
    assert as_seen(open_plan(printed)) == as_seen(seed_plan())


def turned(data: bytes, quarters: int) -> bytes:
    """The PDF with the contents of its pages turned by so many right angles, and shown upright by their flag."""
    document = pdfium.PdfDocument(data)
    for page in document:
        width, height = page.get_size()
        matrix = (
            (1, 0, 0, 1, 0, 0),
            (0, 1, -1, 0, height, 0),
            (-1, 0, 0, -1, width, height),
            (0, -1, 1, 0, 0, width),
        )[quarters]
        if quarters % 2:
            width, height = height, width
        raw.FPDFPage_TransFormWithClip(page.raw, raw.FS_MATRIX(*matrix), raw.FS_RECTF(0, height, width, 0))
        page.set_mediabox(0, 0, width, height)
        page.set_rotation(90 * quarters)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


@pytest.mark.parametrize("target", ["doc", "rtf", "odt"])
def test_the_yearly_work_plan(soffice: str, tmp_path: Path, target: str) -> None:
    text = (DATA / "work_plan_kuzbass_2024.txt").read_text(encoding="utf-8")
    path = write_work_plan(tmp_path / "plan.docx", text)
    plan = open_plan(path)
    assert len(plan.items) == 118
    converted = open_plan(convert(soffice, path, target))
    assert converted.head == plan.head
    assert converted.items == plan.items
