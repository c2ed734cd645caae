"""Documents are read in a process of their own: a plan or a named error comes back, whatever the file does to it."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from plan.errors import DocumentError, PlanFileError
from plan.files import open_plan
from plan.readers import isolation, limits
from plan.readers.errors import ConverterMissing, DamagedDocument, DocumentTooComplex, WrongContent
from plan.readers.isolation import ReadingProcessError, read_isolated
from tests.unit.plan_documents.documents import SEED, seed_plan
from tests.unit.plan_documents.making import source, write_excel, write_word
from tests.unit.plan_documents.word_markup import document


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def test_a_plan_comes_back_whole(tmp_path: Path, scratch: Path) -> None:
    assert open_plan(SEED) == seed_plan()
    assert open_plan(write_word(tmp_path / "план.docx", source())) == seed_plan()
    assert open_plan(write_excel(tmp_path / "план.xlsx", source())) == seed_plan()
    assert list(scratch.iterdir()) == []


def test_the_zone_given_goes_along(tmp_path: Path) -> None:
    assert open_plan(write_word(tmp_path / "план.docx", source()), "Asia/Omsk").head.zone == "Asia/Omsk"


def test_an_error_comes_back_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "план.docx"
    path.write_bytes(b"\xff\xd8\xff\xe0 photo")
    with pytest.raises(WrongContent, match=r"^план\.docx: внутри файла фотография JPEG; ожидался"):
        open_plan(path)
    assert path.read_bytes() == b"\xff\xd8\xff\xe0 photo"


def test_reading_ends_with_its_time(scratch: Path) -> None:
    with pytest.raises(DocumentTooComplex, match="не прочитан за 0 секунд"):
        read_isolated(SEED, longest=0.01)
    assert list(scratch.iterdir()) == []


def test_a_document_that_takes_gigabytes_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "план.docx"
    path.write_bytes(document("<a/>" * 14_000_000))
    assert path.stat().st_size < 1_000_000
    before = resource.getrlimit(resource.RLIMIT_AS)
    with pytest.raises((DocumentTooComplex, DamagedDocument)):
        open_plan(path)
    assert resource.getrlimit(resource.RLIMIT_AS) == before


@pytest.mark.parametrize(
    ("module", "error", "ended"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", DocumentTooComplex, "-9"),
        ("raise ZeroDivisionError", DamagedDocument, "ZeroDivisionError"),
    ],
)
def test_a_process_that_breaks_down_is_a_named_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, error: type[DocumentError], ended: str
) -> None:
    package = tmp_path / "plan" / "readers"
    package.mkdir(parents=True)
    (package / "reading_process.py").write_text(module, encoding="utf-8")
    monkeypatch.setattr(isolation, "_ROOT", tmp_path)
    with pytest.raises(error) as raised:
        read_isolated(SEED)
    assert isinstance(raised.value.__cause__, ReadingProcessError)
    assert ended in str(raised.value.__cause__)


def test_without_libreoffice_one_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "план.rtf"
    path.write_bytes(b"{\\rtf1 plan}")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConverterMissing) as raised:
        open_plan(path)
    assert str(raised.value) == (
        "план.rtf: документ RTF читается через LibreOffice, а он здесь не установлен; сохраните план как .docx или "
        "установите пакет libreoffice-writer-nogui."
    )


def test_what_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "план.docx"
    os.mkfifo(pipe)
    with pytest.raises(WrongContent, match="это не файл"):
        open_plan(pipe)
    with pytest.raises(PlanFileError, match="файла нет"):
        open_plan(tmp_path / "нет.docx")
    (tmp_path / "папка.docx").mkdir()
    with pytest.raises(PlanFileError, match="это папка"):
        open_plan(tmp_path / "папка.docx")


def test_a_limit_of_memory_holds_for_its_block_only() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    with limits.memory_of(64 << 30):
        assert resource.getrlimit(resource.RLIMIT_AS)[0] in (64 << 30, before[1])
    assert resource.getrlimit(resource.RLIMIT_AS) == before
