"""A document of any format into a plan, in the caller's own process."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import assert_never

from plan.errors import DocumentError
from plan.model import Plan
from plan.readers.blocks import Block, Table, dumped, plan_document
from plan.readers.calendar_plan import read_calendar_plan
from plan.readers.content import LARGEST_FILE, Content, content_of, too_large
from plan.readers.encoding import decode
from plan.readers.errors import NoPlanTable, WrongContent
from plan.readers.text_dump import read_text_dump
from plan.readers.work_plan import is_work_plan, read_work_plan

_PROMISED = {
    ".docx": Content.WORD,
    ".docm": Content.WORD,
    ".xlsx": Content.EXCEL,
    ".xlsm": Content.EXCEL,
    ".pdf": Content.PDF,
    ".odt": Content.ODT,
    ".xls": Content.OLD_EXCEL,
    ".ods": Content.ODS,
}
"""What a name promises, where text behind it is a mistake."""


def read_document(path: Path, zone: str | None = None, scratch: Path | None = None) -> Plan:
    """The plan in a commission's document. `zone` overrides the zone of the region that the document names.

    `scratch` is an empty folder for what a conversion needs; without it one is made.

    Raises a named DocumentError for a file that is no such document, OSError for one that cannot be read.
    """
    name = path.name
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise too_large(size)
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)  # it may have grown meanwhile
        content = content_of(data)
        promised = _PROMISED.get(path.suffix.lower())
        if content is Content.TEXT and promised is not None:
            raise WrongContent(f"внутри файла не {promised.value}, а текст; сохраните план заново.")
        return _read(data, content, name, zone, scratch)
    except DocumentError as error:
        if str(error).startswith(name):
            raise
        raise type(error)(f"{name}: {error}") from error


def _read(data: bytes, content: Content, name: str, zone: str | None, scratch: Path | None) -> Plan:
    match content:
        case Content.TEXT:
            text = decode(data)
            if name.lower().endswith(".md"):
                from plan.readers.markdown import read_markdown

                return read_markdown(text, zone)
            if is_work_plan(text):
                return read_work_plan(text, name, zone)
            return read_calendar_plan(read_text_dump(text, name), zone)
        case Content.WORD:
            from plan.readers.word import read_word

            return _of_blocks(read_word(data), name, zone)
        case Content.EXCEL | Content.OLD_EXCEL | Content.ODS:
            from plan.readers.own_workbook import read_about, with_about
            from plan.readers.spreadsheet import read_spreadsheet

            sheets = read_spreadsheet(data)
            about = read_about(sheets, name)
            if about is None:
                return _of_blocks(sheets, name, zone)
            return with_about(read_calendar_plan(plan_document(name, sheets[:1]), about.head.zone), about)
        case Content.PDF:
            from plan.readers.pdf import read_pdf

            blocks = read_pdf(data)
            if is_work_plan(dumped(blocks)):
                # Its terms and people stand in columns made of spaces, of which a PDF keeps nothing.
                raise NoPlanTable("план работы комиссии из PDF не читается; дайте его как .docx, .doc, .odt или .rtf.")
            if not any(isinstance(block, Table) for block in blocks):
                words = sum(len(block.split()) for block in blocks if isinstance(block, str))
                raise NoPlanTable(
                    f"в PDF слов — {words}, таблиц нет: столбцы в PDF различаются по линиям таблицы, а их не видно; "
                    "сохраните план как .docx."
                )
            return read_calendar_plan(plan_document(name, blocks), zone)
        case Content.OLD_WORD | Content.RTF | Content.ODT:
            from plan.readers.office import as_word
            from plan.readers.word import read_word

            with _folder(scratch) as folder:
                return _of_blocks(read_word(as_word(data, content, folder)), name, zone)
        case _:
            assert_never(content)


@contextlib.contextmanager
def _folder(scratch: Path | None) -> Iterator[Path]:
    """The folder given, or one made for the purpose."""
    if scratch is not None:
        yield scratch
        return
    with tempfile.TemporaryDirectory(prefix="plan-", ignore_cleanup_errors=True) as made:
        yield Path(made)


def _of_blocks(blocks: Sequence[Block], name: str, zone: str | None) -> Plan:
    """A calendar plan where there is its table, else a work plan where the text is one."""
    text = dumped(blocks)
    if is_work_plan(text):
        return read_work_plan(text, name, zone)
    return read_calendar_plan(plan_document(name, blocks), zone)
