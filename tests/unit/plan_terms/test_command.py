"""`python -m bot term`: answers for machines and people, a batch, and mistakes said in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from bot.cli.term import term

app = typer.Typer()
app.command()(term)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_json() -> None:
    result = run("Не позднее чем за 40 дней до дня голосования", "--voting-day", "2023-03-12", "--json")

    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert answer["understood"] is True
    (occurrence,) = answer["occurrences"]
    assert list(occurrence) == ["start", "end", "start_time", "end_time", "base", "rule", "explanation", "needs"]
    assert (occurrence["start"], occurrence["end"], occurrence["needs"]) == (None, "2023-01-30", [])


def test_hours_and_midnight_are_printed_as_they_stand() -> None:
    wording = "За 28 дней до дня голосования и прекращается в ноль часов первого дня голосования"
    result = run(wording, "--voting-day", "2023-03-12", "--first-voting-day", "2023-03-10", "--json")

    (occurrence,) = json.loads(result.stdout)["occurrences"]
    assert (occurrence["start"], occurrence["end"], occurrence["end_time"]) == ("2023-02-11", "2023-03-10", "00:00")


def test_a_printed_date_in_the_wording_is_not_counted() -> None:
    wording = "Не позднее чем за 40 дней до дня голосования\nНе позднее 31.01.2023"
    result = run(wording, "--voting-day", "2023-03-12", "--json")

    assert [o["end"] for o in json.loads(result.stdout)["occurrences"]] == ["2023-01-30"]


def test_events() -> None:
    wording = "Не позднее чем через три дня со дня официального опубликования решения о назначении выборов"
    result = run(wording, "--voting-day", "2023-03-12", "--event", "published=2022-12-15", "--json")
    assert [o["end"] for o in json.loads(result.stdout)["occurrences"]] == ["2022-12-18"]

    waiting = run(wording, "--voting-day", "2023-03-12", "--json")
    assert [o["needs"] for o in json.loads(waiting.stdout)["occurrences"]] == [["published"]]


@pytest.mark.parametrize(
    "wording", ["не позднее чем за 10 дней", "через 10 дней после дня голосования", "в течение 5 рабочих дней"]
)
def test_not_understood(wording: str) -> None:
    result = run(wording, "--voting-day", "2023-03-12", "--json")

    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert answer["understood"] is False
    assert all(o["start"] is None and o["end"] is None for o in answer["occurrences"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("срок", "--voting-day", "12.03.2023"), "2023-03-12"),
        (("срок", "--event", "unknown=2023-01-01"), "candidate_registered"),
        (("срок", "--event", "published"), "ключ="),
        (("срок", "--event", "published=вчера"), "не дата"),
        (("срок", "--event", "published=2022-12-15T10:00+07:00"), "без часового пояса"),
        (("срок", "--first-voting-day", "2023-03-10"), "не назван"),
        (("срок", "--voting-day", "2023-03-12", "--first-voting-day", "2023-03-13"), "позже"),
        (("срок", "--voting-day", "2023-03-12", "--first-voting-day", "2023-03-01"), "больше трёх"),
        (("--batch", "нет-такого-файла.jsonl"), "не прочитан"),
        ((), "Напишите срок"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_batch_answers_line_by_line_and_survives_bad_lines(tmp_path: Path) -> None:
    lines = [
        '{"id": "a", "term": "В день голосования", "voting_day": "2023-03-12", "first_voting_day": "2023-03-10"}',
        "не JSON",
        '{"id": "b", "term": 5}',
        '{"id": "c", "term": "Незамедлительно", "voting_day": "вчера"}',
        '{"id": 7, "term": "В течение суток после определения результатов выборов", '
        '"voting_day": "2023-03-12", "events": {"results_determined": "2023-03-13T02:00"}}',
        "[]",
        '{"id": "d", "term": "", "voting_day": "2023-03-12", "first_voting_day": null, "events": null}',
    ]
    batch = tmp_path / "terms.jsonl"
    batch.write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = run("--batch", str(batch))

    assert result.exit_code == 0
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", None, "b", "c", 7, None, "d"]
    assert ["error" in answer for answer in answers] == [False, True, True, True, False, True, False]
    assert (answers[0]["occurrences"][0]["start"], answers[0]["occurrences"][0]["end"]) == ("2023-03-10", "2023-03-12")
    assert answers[4]["occurrences"][0]["end_time"] == "02:00"
    assert (answers[6]["understood"], answers[6]["occurrences"]) == (True, [])


def test_a_batch_of_hostile_lines(tmp_path: Path) -> None:
    """Nothing that a line holds stops the next: depth, half an emoji, a line separator inside a text, no number."""
    lines = [
        "[" * 100_000,
        '{"id": "\\ud83d", "term": "ерунда"}',
        '{"id": 2, "term": "В день\u2028голосования", "voting_day": "2023-03-12", "events": {"decided": null}}',
        '{"id": NaN, "term": "В день голосования"}',
    ]
    batch = tmp_path / "terms.jsonl"
    batch.write_text("\n".join(lines), encoding="utf-8")
    result = run("--batch", str(batch))

    assert result.exit_code == 0
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [None, "\ud83d", 2, None]
    assert ["error" in answer for answer in answers] == [True, False, False, True]
    assert [o["end"] for o in answers[2]["occurrences"]] == ["2023-03-12"]


def test_a_table_for_people() -> None:
    result = run("Не позднее чем за 40 дней до дня голосования", "--voting-day", "2023-03-12")

    assert result.exit_code == 0
    assert "30.01.2023" in result.stdout
