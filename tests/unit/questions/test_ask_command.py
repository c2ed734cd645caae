"""`python -m bot ask`: one question, a batch, a labelled batch, and what is said of mistakes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer
from typer.testing import CliRunner

from bot.cli.ask import ask
from tests.unit.questions.conftest import DATA, ROOT

PLAN = ROOT / "data" / "plans" / "2023-03-12-kmo-11.yaml"
_APP = typer.Typer()
_APP.command()(ask)


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(_APP, [*arguments])
    return result.exit_code, result.output


def answer(*arguments: str) -> dict[str, Any]:
    code, output = run(*arguments, "--json", "--today", "2023-01-25")
    assert code == 0
    read: dict[str, Any] = json.loads(output)
    return read


def test_one_question() -> None:
    assert answer("что у кандидата с 20 по 30 января") == {
        "id": None,
        "outcome": "range",
        "from": "2023-01-20",
        "to": "2023-01-30",
        "overdue": False,
        "roles": ["кандидат"],
        "items": ["28"],
    }


def test_the_askers_role() -> None:
    assert answer("что 9 марта", "--role", "уик")["roles"] == ["УИК"]


def test_a_table_for_people() -> None:
    code, output = run("до какого числа можно сняться", "--today", "2023-01-25", "--plan", str(PLAN))
    assert code == 0
    assert "04.03.2023" in output
    assert "горячую линию" in run("где мой участок по адресу ленина 5", "--today", "2023-01-25")[1]
    assert "сроках выборов" in run("привет", "--today", "2023-01-25")[1]


def test_a_batch_answers_line_by_line_in_order(tmp_path: Path) -> None:
    lines = [
        '{"id": "1", "q": "что завтра", "today": "2023-01-25"}',
        "не json",
        '{"id": "3", "q": 5, "today": "2023-01-25"}',
        '{"id": "4", "q": "пункт 28", "today": "вчера"}',
        '{"id": "5", "q": "пункт 28", "today": "2023-01-25", "role": "уик"}',
        '{"id": "6", "q": "что завтра"}',
        '{"id": "\\ud83d", "q": "что\u2028завтра", "today": "2023-01-25"}',
        "[" * 100_000,
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    code, output = run("--batch", str(file))
    answers = [json.loads(line) for line in output.splitlines()]
    assert code == 0
    assert [row["id"] for row in answers] == ["1", None, "3", "4", "5", "6", "\ud83d", None]
    assert answers[0]["from"] == "2023-01-26"
    assert answers[4]["items"] == ["28"]
    assert answers[6]["from"] == "2023-01-26"
    assert all("error" in answers[place] for place in (1, 2, 3, 5, 7))


def test_another_plan_and_a_labelled_batch() -> None:
    code, output = run("--batch", str(DATA / "second.jsonl"), "--plan", str(DATA / "second-plan.yaml"), "--score")
    assert code == 0
    assert "recall@1" in output


def test_mistakes_are_one_line_and_exit_code_2(tmp_path: Path) -> None:
    for arguments in (
        ("что завтра", "--today", "25.01"),
        ("что завтра", "--today", "2023-01-25", "--role", "космонавт"),
        ("что завтра", "--today", "2023-01-25", "--plan", str(tmp_path / "none.yaml")),
        ("--batch", str(tmp_path / "none.jsonl")),
        (),
    ):
        code, output = run(*arguments)
        assert code == 2
        assert len(output.strip().splitlines()) == 1
