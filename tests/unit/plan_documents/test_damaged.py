"""Files damaged at random: a plan or a named error in one line, never anything else."""

from __future__ import annotations

import functools
import io
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plan import yaml_file
from plan.errors import PlanFileError
from plan.readers.reading import read_document
from plan.readers.source import SourceDocument
from plan.readers.text_dump import read_text_dump
from tests.unit.plan_documents.documents import HEADING, SHIPPED, dump
from tests.unit.plan_documents.making import write_excel, write_word
from tests.unit.plan_documents.pdf_writer import Printer

TERM = "Не позднее чем за 40 дней до дня голосования"
ROWS = [("СПИСКИ ИЗБИРАТЕЛЕЙ",), *((f"{n}.", f"Передача {n} (ст. 9 Закона)", TERM, "ТИК, УИК") for n in range(1, 9))]

Damage = list[tuple[float, int, bytes]]
damages = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 40), st.binary(max_size=8)), min_size=1, max_size=6
)
"""Where, in shares of the file, how many bytes are taken out, and what is put in their place."""


@functools.cache
def source() -> SourceDocument:
    return read_text_dump(dump(ROWS), "план.txt")


@functools.cache
def whole(suffix: str) -> bytes:
    if suffix == ".txt":
        return dump(ROWS).encode()
    if suffix == ".pdf":
        printer = Printer()
        printer.paragraph(HEADING.replace("\n", " "))
        printer.table(("№ п/п", "Мероприятие", "Срок", "Исполнители"), ROWS, (40, 200, 130, 110))
        return printer.written()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"план{suffix}"
        return (write_word if suffix == ".docx" else write_excel)(path, source()).read_bytes()


def damaged(data: bytes, damage: Damage) -> bytes:
    for place, taken, put in damage:
        at = int(place * len(data))
        data = data[:at] + put + data[at + taken :]
    return data


def damaged_part(data: bytes, name: str, damage: Damage) -> bytes:
    """The package with one part damaged and the others whole."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as written:
        for one in package.namelist():
            part = package.read(one)
            written.writestr(one, damaged(part, damage) if one == name else part)
    return out.getvalue()


def read(data: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"план{suffix}"
        path.write_bytes(data)
        try:
            assert read_document(path).items
        except PlanFileError as error:
            assert str(error).startswith("план.")
            assert "\n" not in str(error)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".pdf", ".txt"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damage=damages)
def test_a_damaged_file(suffix: str, damage: Damage) -> None:
    read(damaged(whole(suffix), damage), suffix)


@pytest.mark.parametrize(
    ("suffix", "part"),
    [
        (".docx", "word/document.xml"),
        (".docx", "word/styles.xml"),
        (".docx", "word/_rels/document.xml.rels"),
        (".xlsx", "xl/worksheets/sheet1.xml"),
        (".xlsx", "xl/sharedStrings.xml"),
        (".xlsx", "xl/workbook.xml"),
    ],
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damage=damages)
def test_a_damaged_part(suffix: str, part: str, damage: Damage) -> None:
    read(damaged_part(whole(suffix), part, damage), suffix)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damage=damages)
def test_a_damaged_yaml(damage: Damage) -> None:
    text = damaged(SHIPPED.read_bytes()[:8000], damage).decode("utf-8", errors="replace")
    try:
        yaml_file.load(text, "план.yaml")
    except PlanFileError as error:
        assert "\n" not in str(error)


def test_what_is_whole_is_read() -> None:
    """Damage would be no test of files that nobody could read."""
    for suffix in (".docx", ".xlsx", ".pdf", ".txt"):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"план{suffix}"
            path.write_bytes(whole(suffix))
            assert [item.number for item in read_document(path).items] == [str(n) for n in range(1, 9)]
