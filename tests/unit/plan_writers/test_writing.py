"""Plans written as files: by suffix, whole or not at all, and no library loaded that the format does not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from plan.errors import PlanFileError
from plan.files import open_plan
from plan.model import Plan
from plan.writers import FORMATS, plan_as, write_plan
from tests.unit.plan_documents.documents import SHIPPED
from tests.unit.plan_writers.plans import NOW

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def shipped() -> Plan:
    return open_plan(SHIPPED)


@pytest.mark.parametrize("suffix", [*FORMATS, ".yml", ".DOCX"])
def test_every_format(shipped: Plan, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"план{suffix}"
    write_plan(shipped, path, now=NOW)
    assert path.stat().st_size > 1000
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", [".yaml", ".docx", ".xlsx", ".md"])
def test_what_can_be_opened_again(shipped: Plan, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"план{suffix}"
    write_plan(shipped, path, now=NOW)
    assert open_plan(path).items == shipped.items


def test_an_unknown_suffix_names_the_known_ones(shipped: Plan, tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match=r"в формате «\.pdf» план не записывается; .*\.docx \(документ Word"):
        write_plan(shipped, tmp_path / "план.pdf", now=NOW)


def test_a_file_that_exists_is_kept(shipped: Plan, tmp_path: Path) -> None:
    path = tmp_path / "план.docx"
    path.write_text("подписано", encoding="utf-8")
    with pytest.raises(PlanFileError, match="файл уже есть"):
        write_plan(shipped, path, now=NOW)
    assert path.read_text(encoding="utf-8") == "подписано"
    write_plan(shipped, path, now=NOW, overwrite=True)
    assert open_plan(path).items == shipped.items


def test_a_folder_that_is_not_there(shipped: Plan, tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match="файл не записывается"):
        write_plan(shipped, tmp_path / "нет" / "план.docx", now=NOW)


def test_a_plan_that_cannot_be_written_leaves_what_was_there(
    shipped: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "план.xlsx"
    path.write_text("прежний", encoding="utf-8")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(PlanFileError, match="файл не записывается"):
        write_plan(shipped, path, now=NOW, overwrite=True)
    assert [(one.name, one.read_text(encoding="utf-8")) for one in tmp_path.iterdir()] == [("план.xlsx", "прежний")]


def test_bytes_for_a_message(shipped: Plan) -> None:
    assert plan_as(".docx", shipped, now=NOW).startswith(b"PK")


def test_a_yaml_plan_is_checked_without_the_libraries_of_other_formats() -> None:
    program = (
        "import sys\nfrom pathlib import Path\nimport plan.writers\nfrom plan.files import open_plan\n"
        f"from plan.dated import date_plan\ndate_plan(open_plan(Path({str(SHIPPED)!r})))\n"
        "print([name for name in ('docx', 'lxml', 'xlsxwriter', 'icalendar') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
