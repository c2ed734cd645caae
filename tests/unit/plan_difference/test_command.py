"""`python -m bot plan diff`: what a person reads, what a program gets, and the exit codes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli.plan import plan_commands
from bot.cli.plan_diff_dates import shift_words
from plan.files import open_plan, save_plan
from plan.model import Item, Plan
from tests.unit.plan_documents.documents import SEED, SHIPPED

PLAN = open_plan(SHIPPED)


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(plan_commands, ["diff", *arguments])
    return result.exit_code, result.stdout, result.stderr


def saved(folder: Path, plan: Plan) -> str:
    path = folder / "new.yaml"
    save_plan(plan, path)
    return str(path)


def without_printed(plan: Plan) -> Plan:
    return replace(plan, items=tuple(replace(item, printed=()) for item in plan.items))


def moved_by_a_week(plan: Plan) -> Plan:
    return replace(plan, head=replace(plan.head, voting_day=date(2023, 3, 19), first_voting_day=date(2023, 3, 17)))


def changed(plan: Plan) -> Plan:
    items = list(plan.items)
    items[5] = replace(items[5], term="Не позднее чем за 12 дней до дня голосования", printed=())
    items[6] = replace(items[6], performers="УИК")
    items[19] = replace(items[19], activity=f"{items[19].activity} с выдачей справок")
    del items[60]
    items.insert(30, Item("0", items[30].section, "Проверка помещений для голосования", "", "постоянно", (), "УИК"))
    return replace(plan, items=tuple(replace(item, number=str(place)) for place, item in enumerate(items, 1)))


def test_nothing_differs_and_the_code_is_0() -> None:
    assert run(str(SHIPPED), str(SHIPPED)) == (0, "Различий нет.\n", "")


def test_a_document_and_its_plan_in_yaml_are_the_same_plan() -> None:
    assert run(str(SEED), str(SHIPPED))[0] == 0


@pytest.mark.parametrize("arguments", [("нет.yaml", str(SHIPPED)), (str(SHIPPED), "нет.docx")])
def test_a_file_that_cannot_be_read_is_told_in_one_line_and_the_code_is_2(arguments: tuple[str, str]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert "файла нет" in err and err.count("\n") == 1


def test_a_moved_voting_day_for_people(tmp_path: Path) -> None:
    old = tmp_path / "old.yaml"
    save_plan(without_printed(PLAN), old)
    code, out, _ = run(str(old), saved(tmp_path, moved_by_a_week(without_printed(PLAN))))
    assert code == 1
    assert out.startswith("Сроки сдвинулись у 48 (все на 7 дней позже), изменены сведения о плане.\n")
    assert "Кого касается (пунктов): ТИК 21, УИК 12" in out
    assert "  день голосования: 12.03.2023 → 19.03.2023; позже на 7 дней\n" in out
    assert "      до пн, 30 января, 18:00 → до пн, 6 февраля, 18:00\n" in out
    assert "(!)" not in out
    assert max(map(len, out.splitlines())) <= 80
    assert not any(line.endswith(" ") for line in out.splitlines())


def test_dates_that_printed_ones_hold_are_marked_and_the_mark_is_explained(tmp_path: Path) -> None:
    _, out, _ = run(str(SHIPPED), saved(tmp_path, moved_by_a_week(PLAN)))
    assert "до пн, 30 января, 18:00 → до пн, 6 февраля, 18:00 (!)\n" in out
    assert "\n(!) посчитано по формулировке" in out


def test_rows_and_cells_for_people(tmp_path: Path) -> None:
    _, out, _ = run(str(SHIPPED), saved(tmp_path, changed(PLAN)))
    assert out.startswith("Добавлено 1, убрано 1, изменена формулировка у 3, сроки сдвинулись у 1,")
    assert "Добавлены\n  31  Проверка помещений для голосования (УИК)\n" in out
    assert "срок: Не позднее чем за [было: 11] [стало: 12] дней до дня голосования" in out
    assert "[стало: с выдачей справок]" in " ".join(out.split())
    assert "раньше на 1 день" in out
    assert "убраны: ТИК; добавлены: УИК" in out
    assert "Номера\n  31–50 → 32–51 (20)\n" in out


def test_the_same_for_programs_accounts_for_every_row(tmp_path: Path) -> None:
    code, out, _ = run(str(SHIPPED), saved(tmp_path, changed(PLAN)), "--json")
    answer: dict[str, Any] = json.loads(out)
    assert code == 1 and out.count("\n") == 1
    assert not answer["equal"]
    assert (answer["summary"]["added"], answer["summary"]["removed"], answer["summary"]["reworded"]) == (1, 1, 3)
    told = [one["number"] for one in answer["added"] + answer["changed"]] + answer["unchanged"]
    assert sorted(told, key=int) == [str(number) for number in range(1, 110)]
    [sixth] = [one for one in answer["changed"] if one["number"] == "6"]
    assert sixth["ends"] == [
        {
            "part": 1,
            "part_before": 1,
            "side": "end",
            "shift": "moved",
            "before": {"date": "2023-02-28", "time": None},
            "after": {"date": "2023-02-27", "time": None},
            "days": -1,
        }
    ]
    assert {"kept": "added", "text": "12"} in sixth["cells"][0]["words"]
    assert [one["role"] for one in next(o for o in answer["changed"] if o["number"] == "7")["performers_gained"]] == [
        "УИК"
    ]


def test_the_same_for_programs_when_nothing_differs() -> None:
    code, out, _ = run(str(SHIPPED), str(SHIPPED), "--json")
    answer = json.loads(out)
    assert (code, answer["equal"], len(answer["unchanged"])) == (0, True, 109)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "позже на 1 день"),
        (-2, "раньше на 2 дня"),
        (5, "позже на 5 дней"),
        (11, "позже на 11 дней"),
        (-21, "раньше на 21 день"),
        (112, "позже на 112 дней"),
    ],
)
def test_days_are_counted_in_russian(days: int, words: str) -> None:
    assert shift_words(days) == words
