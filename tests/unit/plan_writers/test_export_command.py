"""`python -m bot plan export`: the file, what is said of it, and every way in which there is none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar
from typer.testing import CliRunner

from bot.cli.plan import plan_commands
from plan.files import open_plan
from tests.unit.plan_documents.documents import SEED, SHIPPED


def export(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(plan_commands, ["export", *arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("suffix", [".yaml", ".md"])
def test_a_document_is_written_in_another_form_and_is_the_same_plan(suffix: str, tmp_path: Path) -> None:
    out = tmp_path / f"план{suffix}"
    assert export(str(SEED), "--to", str(out)) == (0, f"{out}: записано пунктов – 109.\n", "")
    assert open_plan(out).items == open_plan(SHIPPED).items
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_a_calendar_says_which_items_have_no_date(tmp_path: Path) -> None:
    code, out, _ = export(str(SHIPPED), "--to", str(tmp_path / "x.ics"), "--role", "уик")
    events = Calendar.from_ical((tmp_path / "x.ics").read_bytes()).events
    first, second = out.splitlines()
    assert code == 0
    assert first.endswith(f": записано событий – {len(events)}.")
    assert second.startswith("Без даты, в календарь не вошли пункты (") and "98" in second


def test_the_territorial_commission_gets_the_duties_of_the_district_one(tmp_path: Path) -> None:
    export(str(SHIPPED), "--to", str(tmp_path / "x.ics"), "--role", "ТИК")
    summaries = [str(event["SUMMARY"]) for event in Calendar.from_ical((tmp_path / "x.ics").read_bytes()).events]
    assert any(summary.startswith("п. 89. ") for summary in summaries)


def test_a_calendar_is_brought_up_to_date_in_its_place(tmp_path: Path) -> None:
    out, moved = tmp_path / "x.ics", tmp_path / "moved.yaml"
    export(str(SHIPPED), "--to", str(out))
    text = SHIPPED.read_text(encoding="utf-8").replace("за 40 дней до дня голосования", "за 41 день до дня голосования")
    moved.write_text(text, encoding="utf-8")
    code, said, _ = export(str(moved), "--to", str(out), "--previous", str(out), "--force")
    changed = [event for event in Calendar.from_ical(out.read_bytes()).events if event["SEQUENCE"] == 1]
    assert code == 0
    assert f"Изменено с прошлого раза – {len(changed)}, отменено – 0." in said
    assert {event.decoded("DTSTART") for event in changed} >= {date(2023, 1, 29)}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["нет.yaml", "--to", "x.md"], "файла нет"),
        ([str(SHIPPED), "--to", "x.pdf"], "в формате «.pdf» план не записывается"),
        ([str(SHIPPED), "--to", "x"], "в формате «без расширения» план не записывается"),
        ([str(SHIPPED), "--to", "x.md", "--role", "ТИК"], "бывают только у календаря"),
        ([str(SHIPPED), "--to", "x.ics", "--role", "дворник"], "«дворник» – нет такого исполнителя"),
        ([str(SHIPPED), "--to", "x.ics", "--previous", "нет.ics"], "прежний календарь не открывается"),
        ([str(SHIPPED), "--to", "x.ics", "--previous", str(SHIPPED)], "прежний календарь не читается"),
        ([str(SHIPPED), "--to", "нет/x.ics"], "файл не записывается"),
        ([str(SHIPPED), "--to", "там.md"], "файл уже есть"),
    ],
)
def test_no_file_and_one_sentence(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "там.md").write_text("чужой", encoding="utf-8")
    code, out, err = export(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["чужой"]
