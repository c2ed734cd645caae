"""What people hand over instead of a plan: one Russian sentence, exit code 2, nothing written, no traceback.

The command line opens it, in the process of its own that the bot uses too.
"""

from __future__ import annotations

import errno
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.plan import plan_commands
from tests.unit.plan_documents.documents import HEADING, SHIPPED, dump
from tests.unit.plan_documents.pdf_writer import Printer
from tests.unit.plan_documents.word_markup import HEADER, TRANSITIONAL, document, paragraph, row, table

TERM = "Не позднее чем за 40 дней до дня голосования"
ROW = ("1.", "Передача", TERM, "ТИК")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def with_markup(markup: str) -> bytes:
    """A Word document whose main part is this markup."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document(""))) as source, zipfile.ZipFile(out, "w") as package:
        for name in source.namelist():
            package.writestr(name, markup if name == "word/document.xml" else source.read(name))
    return out.getvalue()


def entities(text: str) -> bytes:
    """A document of which every entity stands for ten of the one before."""
    steps = "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9))
    return with_markup(
        f'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">{steps}<!ENTITY file SYSTEM "file:///etc/passwd">]>'
        f'<w:document xmlns:w="{TRANSITIONAL}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'
    )


def understated(size: int) -> bytes:
    """A package that says a part of it is small, and holds `size` bytes."""
    data = bytearray(document(paragraph("0" * size)))
    place = data.rindex(b"word/document.xml") - 46
    data[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


def scan() -> bytes:
    printer = Printer()
    printer.line(0, 0, 100, 100)
    return printer.written()


CASES: list[tuple[str, Callable[[], bytes], str]] = [
    ("пустой.docx", lambda: b"", "файл пуст"),
    ("пустой.yaml", lambda: b"", "файл пуст"),
    ("пробелы.txt", lambda: b" \r\n \t", "файл пуст"),
    ("фото.docx", lambda: b"\xff\xd8\xff\xe0" + bytes(2000), "внутри файла фотография JPEG; ожидался"),
    ("фото.pdf", lambda: b"\x89PNG\r\n\x1a\n" + bytes(2000), "внутри файла картинка PNG; ожидался"),
    ("фото.yaml", lambda: b"\xff\xd8\xff\xe0" + bytes(range(256)), "внутри файла фотография JPEG; ожидался"),
    ("word.yaml", lambda: document(paragraph("План")) + b"\xff", "внутри файла документ Word, а не текст"),
    ("бомба.docx", lambda: document(paragraph("0" * 130_000_000)), "распаковывается в 130 МБ"),
    ("бомба-2.docx", lambda: document(paragraph("0" * 70_000_000)), "текст документа занимает 70 МБ"),
    ("бомба-3.docx", lambda: document(paragraph("0" * 12_000_000)), "слишком длинный текст"),
    ("бомба-4.docx", lambda: understated(70_000_000), "повреждён"),
    ("сущности.docx", lambda: entities("&j;"), "сущности XML"),
    ("чужой-файл.docx", lambda: entities("&file;"), "сущности XML"),
    ("вложения.docx", lambda: document("<w:sdt><w:sdtContent>" * 3000 + "</w:sdtContent></w:sdt>" * 3000), "сложнее"),
    ("строки.docx", lambda: document(table(HEADER, "<w:tr/>" * 1_000_000)), "больше 30000 строк"),
    ("пароль.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "закрыт паролем"),
    ("обрыв.docx", lambda: document(paragraph("План " * 1000))[:-40], "повреждён"),
    ("обрыв.pdf", lambda: b"%PDF-1.7\n1 0 obj", "PDF повреждён"),
    ("скан.pdf", scan, "ожидался PDF с текстовым слоем"),
    (
        "три.docx",
        lambda: document(table(row("№", "Мероприятие", "Срок"), row("1", "Передача", TERM), columns=(1, 1, 1))),
        "столбцов — 3: «№», «Мероприятие», «Срок»; не найден столбец «Исполнители»",
    ),
    ("письмо.docx", lambda: document(paragraph("Уважаемые коллеги!")), "слов — 2, таблиц нет; ожидалась таблица"),
    ("письмо.txt", lambda: "Уважаемые коллеги!".encode("cp1251"), "ни одной ячейки таблицы; ожидалась таблица"),
    ("не-текст.txt", lambda: bytes(range(128, 256)) * 9, "не похоже на русский текст"),
    (
        "два-дня.txt",
        lambda: dump([ROW, ("2.", "Проведение голосования", "12.09.2027", "УИК")], HEADING).encode(),
        "дни голосования противоречат друг другу",
    ),
    ("глубоко.yaml", lambda: b"[" * 100_000, "слишком глубокая вложенность"),
    ("ссылки.yaml", lambda: b"a: &a [1]\nb: [*a, *a]\n", "ссылки YAML"),
    ("объект.yaml", lambda: b'!!python/object/apply:os.system ["true"]', "тег YAML"),
    ("план.odp", lambda: b"any", "формат «.odp» не читается; ожидался один из"),
]


def refused(path: Path) -> str:
    """What is said about the file, once checking it and importing it have both been refused in the same sentence."""
    out = path.with_name("out.yaml")
    before = sorted(path.parent.iterdir())
    checked = CliRunner().invoke(plan_commands, ["check", str(path)])
    imported = CliRunner().invoke(plan_commands, ["import", str(path), "--out", str(out), "--force"])
    for done in (checked, imported):
        assert done.exit_code == 2
        assert done.stdout == ""
        assert done.stderr.count("\n") == 1
        assert "Traceback" not in done.stderr
    assert sorted(path.parent.iterdir()) == before
    assert checked.stderr == imported.stderr
    return checked.stderr


@pytest.mark.parametrize(("name", "content", "said"), CASES, ids=[name for name, _, _ in CASES])
def test_one_sentence_says_what_was_found_and_expected(
    tmp_path: Path, name: str, content: Callable[[], bytes], said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content())
    answer = refused(path)
    assert said in answer
    assert name in answer


@pytest.mark.parametrize("suffix", [".docx", ".yaml", ".txt", ".pdf"])
def test_200_megabytes_are_not_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"план{suffix}"
    with path.open("wb") as file:
        file.truncate(200_000_000)  # a hole: it takes no room on the disk
    assert "файл слишком велик: 200 МБ при допустимых" in refused(path)


@pytest.mark.parametrize("suffix", [".docx", ".yaml"])
def test_what_is_no_file(tmp_path: Path, suffix: str) -> None:
    pipe, folder, loop, device = (tmp_path / f"{name}{suffix}" for name in ("канал", "папка", "круг", "нули"))
    os.mkfifo(pipe)
    folder.mkdir()
    loop.symlink_to(loop)
    device.symlink_to("/dev/zero")
    assert "это не файл" in refused(pipe)
    assert "это папка" in refused(folder)
    assert "ссылка ведёт на саму себя" in refused(loop)
    assert "это не файл" in refused(device)
    assert "файла нет" in refused(tmp_path / f"нет{suffix}")


@pytest.mark.parametrize("suffix", [".docx", ".yaml"])
def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    path = tmp_path / f"план{suffix}"
    path.write_bytes(b"any")

    def deny(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)  # nothing is denied to a superuser, who may well run the tests
    assert "файл не открывается: нет права на него; проверьте имя и права" in refused(path)


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("suffix", [".txt", ".yaml"])
def test_other_encodings_are_read(tmp_path: Path, encoding: str, suffix: str) -> None:
    path = tmp_path / f"план{suffix}"
    text = SHIPPED.read_text(encoding="utf-8").replace("\u2011", "-") if suffix == ".yaml" else dump([ROW])
    path.write_bytes(text.encode(encoding))
    done = CliRunner().invoke(plan_commands, ["import", str(path), "--out", str(tmp_path / "out.yaml")])
    assert (done.exit_code, done.stderr) == (0, "")


def test_a_link_to_a_plan_is_the_plan(tmp_path: Path) -> None:
    path, link = tmp_path / "план.txt", tmp_path / "ссылка.txt"
    path.write_text(dump([ROW]), encoding="utf-8")
    link.symlink_to(path)
    done = CliRunner().invoke(plan_commands, ["import", str(link), "--out", str(tmp_path / "out.yaml")])
    assert done.exit_code == 0
