"""The by-election plan written as Word and Excel documents reads back to the same plan."""

from __future__ import annotations

from pathlib import Path

from plan import yaml_file
from plan.readers.reading import read_document
from tests.unit.plan_documents.documents import DATA, SHIPPED, seed_plan
from tests.unit.plan_documents.making import source, write_excel, write_word, write_work_plan

WORK_PLAN = DATA / "work_plan_kuzbass_2024.txt"


def test_word(tmp_path: Path) -> None:
    plan = read_document(write_word(tmp_path / "план.docx", source()))
    assert plan == seed_plan()
    assert plan.items == yaml_file.load(SHIPPED.read_text(encoding="utf-8"), SHIPPED.name).items


def test_excel(tmp_path: Path) -> None:
    assert read_document(write_excel(tmp_path / "план.xlsx", source())) == seed_plan()


def test_what_a_file_is_is_told_by_its_bytes(tmp_path: Path) -> None:
    word = write_word(tmp_path / "план.docx", source())
    renamed = word.rename(tmp_path / "план.doc")
    assert read_document(renamed) == seed_plan()


def test_a_yearly_work_plan(tmp_path: Path) -> None:
    """In a document its cells stand in tables of one row between the paragraphs."""
    path = write_work_plan(tmp_path / "план.docx", WORK_PLAN.read_text(encoding="utf-8"))
    assert read_document(path) == read_document(WORK_PLAN)
