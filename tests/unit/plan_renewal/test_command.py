"""`python -m bot plan new`: what is written, shown and refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.plan import plan_commands
from plan.files import open_plan
from plan.renewal import BadElection, NewElection, renew
from plan.yaml_file import dump
from tests.unit.plan_renewal.support import AUTUMN_2019, SEED, Row, plan_of, seed

DAYS = {
    "--voting-day": "2027-09-19",
    "--first-voting-day": "2027-09-17",
    "--decided": "2027-06-25",
    "--published": "2027-06-28",
}


def run(out: Path, *more: str, source: str | None = None, **changed: str | None) -> Result:
    days = DAYS | {f"--{name.replace('_', '-')}": day for name, day in changed.items()}
    given = [word for name, day in days.items() if day is not None for word in (name, day)]
    return CliRunner().invoke(plan_commands, ["new", "--from", source or str(SEED), "--out", str(out), *given, *more])


def test_the_plan_is_written_and_shown(tmp_path: Path) -> None:
    out = tmp_path / "new.yaml"
    result = run(out)
    assert result.exit_code == 0, result.output
    plan = open_plan(out)
    item = plan.item("4")
    assert item is not None
    assert item.printed == ("Не позднее 09.08.2027",)
    assert "Проверьте вручную" in result.output
    assert "записано пунктов — 109" in result.output


def test_its_own_title_and_decision(tmp_path: Path) -> None:
    out = tmp_path / "new.yaml"
    result = run(out, "--title", "Календарный  план", "--decision-number", "7/31", "--decision-date", "2027-07-01")
    assert result.exit_code == 0, result.output
    head = open_plan(out).head
    assert (head.title, head.decision and head.decision.number) == ("Календарный план", "7/31")


def test_a_number_without_its_date_takes_the_publication_and_says_so(tmp_path: Path) -> None:
    out = tmp_path / "new.yaml"
    result = run(out, "--decision-number", "7/31")
    decision = open_plan(out).head.decision
    assert decision is not None
    assert f"{decision.date}" == "2027-06-28"
    assert "не названа; записано 28.06.2027" in " ".join(result.output.split())


def test_json(tmp_path: Path) -> None:
    answer = json.loads(run(tmp_path / "new.yaml", "--json").stdout)
    assert len(answer["items"]) == 109
    assert {"title-carried", "names-carried"} <= {one["code"] for one in answer["by_hand"]}


def test_errors_in_the_new_plan_are_told_and_it_is_written(tmp_path: Path) -> None:
    source, out = tmp_path / "old.yaml", tmp_path / "new.yaml"
    source.write_text(dump(plan_of(Row("До 15 июля 2019 года"), vote=AUTUMN_2019)), encoding="utf-8")
    result = run(out, source=str(source))
    assert result.exit_code == 1
    assert "файл записан" in " ".join(result.output.split())
    assert open_plan(out).noticed[0].code == "old-date-in-term"


def test_a_voting_day_off_sunday_is_only_a_warning(tmp_path: Path) -> None:
    result = run(tmp_path / "new.yaml", voting_day="2027-09-18", first_voting_day=None)
    assert result.exit_code == 0
    assert "не воскресенье" in " ".join(result.output.split())


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"voting_day": "19.09.2027"}, "не дата"),
        ({"first_voting_day": "2027-09-20"}, "позже дня голосования"),
        ({"first_voting_day": "2027-09-16"}, "больше трёх дней"),
        ({"decided": "2027-09-20", "published": None}, "а голосование начинается 17.09.2027"),
        ({"published": "2027-06-24"}, "раньше чем принято"),
        ({"published": "2027-09-17"}, "а голосование начинается"),
        ({"voting_day": "0027-09-19", "first_voting_day": None, "decided": None, "published": None}, "Проверьте год"),
        ({"title": " "}, "Заголовок пуст"),
        ({"decision_number": " "}, "Номер решения пуст"),
        ({"decision_date": "2027-07-01"}, "но не его номер"),
    ],
)
def test_days_that_cannot_be_are_refused_in_one_line(tmp_path: Path, changed: dict[str, str | None], said: str) -> None:
    out = tmp_path / "new.yaml"
    result = run(out, **changed)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_not_overwritten_unasked(tmp_path: Path) -> None:
    out = tmp_path / "new.yaml"
    out.write_text("прежнее", encoding="utf-8")
    assert run(out).exit_code == 2
    assert out.read_text(encoding="utf-8") == "прежнее"
    assert run(out, "--force").exit_code == 0


def test_no_such_plan(tmp_path: Path) -> None:
    result = run(tmp_path / "new.yaml", source=str(tmp_path / "no.yaml"))
    assert result.exit_code == 2
    assert "файла нет" in result.stderr


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    result = run(tmp_path / "new.odp")
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", [".docx", ".ics", ".md"])
def test_other_formats(tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"new{suffix}"
    assert run(out).exit_code == 0
    assert out.stat().st_size > 1000


def test_a_plan_without_a_voting_day_cannot_be_made_over() -> None:
    plan = replace(seed(), head=replace(seed().head, voting_day=None, first_voting_day=None))
    with pytest.raises(BadElection, match="не указан день голосования"):
        renew(plan, NewElection(date(2027, 9, 19)))


def test_a_work_plan_cannot_be_made_over() -> None:
    with pytest.raises(BadElection, match="годовой план"):
        renew(replace(seed(), head=replace(seed().head, kind="work")), NewElection(date(2027, 9, 19)))
