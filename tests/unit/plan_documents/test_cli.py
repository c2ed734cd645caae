"""`python -m bot plan`: what a machine gets, what a person sees, and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.plan import plan_commands
from plan.files import open_plan
from tests.unit.plan_documents.documents import SEED, SHIPPED, dump

ITEM_KEYS = [
    *("number", "section", "activity", "term", "performers", "roles", "kind"),
    *("occurrences", "in_force", "printed", "status"),
]
FINDING_KEYS = ["item", "code", "severity", "what", "why", "advice", "message"]
OCCURRENCE_KEYS = ["start", "end", "start_time", "end_time", "base", "rule", "explanation", "needs"]
CLEAN = dump([("1.", "Составление списков (ст. 9 Закона)", "Не позднее чем за 11 дней до дня голосования", "УИК")])


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(plan_commands, list(arguments))
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("path", [SEED, SHIPPED], ids=["document", "yaml"])
def test_check_for_machines(path: Path) -> None:
    code, out, _ = run("check", str(path), "--json")
    answer = json.loads(out)
    assert code == 1
    assert list(answer) == ["items", "findings", "conventions"]
    assert len(answer["items"]) == 109
    assert [list(item) for item in answer["items"]] == [ITEM_KEYS] * 109
    assert all(list(found) == OCCURRENCE_KEYS for item in answer["items"] for found in item["occurrences"])
    assert [item["status"] for item in answer["items"]].count("agrees") == 54
    assert [item["number"] for item in answer["items"] if item["status"] == "differs"] == ["67"]
    assert all(list(finding) == FINDING_KEYS for finding in answer["findings"])


def test_an_exact_day_starts_and_ends_on_it_and_midnight_stays_as_printed() -> None:
    items = {item["number"]: item for item in json.loads(run("check", str(SHIPPED), "--json")[1])["items"]}
    day = items["21"]["occurrences"][0]
    assert (day["start"], day["end"]) == ("2023-03-09", "2023-03-09")
    agitation = items["51"]["occurrences"][0]
    assert (agitation["end"], agitation["end_time"]) == ("2023-03-10", "00:00")
    assert items["28"]["roles"] == ["кандидат"]
    assert items["4"]["occurrences"][0]["start"] is None


def test_facts_given_on_the_command_line_are_counted_with() -> None:
    _, out, _ = run(
        "check", str(SHIPPED), "--json", "--event", "candidate_registered=2023-02-01", "--voting-day", "2023-03-19"
    )
    items = {item["number"]: item for item in json.loads(out)["items"]}
    assert items["37"]["occurrences"][0]["end"] == "2023-02-06"
    assert items["4"]["occurrences"][0]["end"] == "2023-02-06"


def test_the_first_voting_day_alone_belongs_to_the_documents_own_last() -> None:
    _, out, _ = run("check", str(SHIPPED), "--json", "--first-voting-day", "2023-03-11")
    items = {item["number"]: item for item in json.loads(out)["items"]}
    assert items["10"]["occurrences"][0]["end"] == "2023-03-10"


def test_a_plan_without_errors_exits_with_0(tmp_path: Path) -> None:
    path = tmp_path / "план.txt"
    path.write_text(CLEAN, encoding="utf-8")
    code, out, _ = run("check", str(path))
    assert code == 0
    assert "Составление списков" in out


def test_check_for_people() -> None:
    code, out, _ = run("check", str(SHIPPED))
    assert code == 1
    assert "до пн, 30 января" in out
    assert "Напечатано 24.12.2023" in " ".join(out.split())
    assert "Пунктов: 109" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "нет.yaml"), "нет.yaml: файла нет"),
        (("check", "."), "папка"),
        (("check", str(SHIPPED), "--voting-day", "вчера"), "не дата"),
        (("check", str(SHIPPED), "--event", "приход=2023-01-01"), "Нет события"),
        (("check", str(SHIPPED), "--first-voting-day", "2023-03-13"), "позже"),
        (("import", "нет.txt", "--out", "план.yaml"), "нет.txt: файла нет"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_2(arguments: tuple[str, ...], said: str) -> None:
    code, out, err = run(*arguments)
    assert code == 2
    assert out == ""
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("план.yaml", b"title: \xff\xd8\xe0\xed", "не похоже на русский текст"),
        ("план.txt", b"PK\x03\x04rest", "документа Word"),
        ("план.txt", b"\xff\xd8\xff\xe0photo", "фотография"),
        ("план.txt", bytes(range(128, 256)) * 3, "не похоже на русский текст"),
        ("план.txt", b"", "файл пуст"),
        ("план.pdf", b"%PDF", "не документ PDF, а текст"),
        ("план.odp", b"any", "формат «.odp» не читается"),
    ],
)
def test_files_that_are_something_else(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    code, _, err = run("check", str(path))
    assert code == 2
    assert said in err


def test_a_document_in_windows_1251_is_read(tmp_path: Path) -> None:
    path = tmp_path / "план.txt"
    path.write_bytes(CLEAN.encode("cp1251"))
    assert [item.activity for item in open_plan(path).items] == ["Составление списков"]


def test_import_writes_what_check_reads_and_overwrites_only_when_told(tmp_path: Path) -> None:
    out = tmp_path / "план.yaml"
    assert run("import", str(SEED), "--out", str(out))[0] == 0
    assert out.read_text(encoding="utf-8") == SHIPPED.read_text(encoding="utf-8")
    code, _, err = run("import", str(SEED), "--out", str(out))
    assert code == 2
    assert "--force" in err
    assert run("import", str(SEED), "--out", str(out), "--force")[0] == 0


def test_a_document_whose_plan_would_not_load_is_not_written(tmp_path: Path) -> None:
    source, out = tmp_path / "план.txt", tmp_path / "план.yaml"
    row = ("1.", "Составление", "Не позднее 30.02.2027", "УИК")
    source.write_text(dump([row]), encoding="utf-8")
    code, _, err = run("import", str(source), "--out", str(out))
    assert code == 2
    assert "30.02.2027" in err
    assert not out.exists()


def test_events_are_published() -> None:
    code, out, _ = run("events", "--json")
    keys = [event["key"] for event in json.loads(out)["events"]]
    assert code == 0
    assert {"decided", "published", "results_published"} <= set(keys)
    assert "опубликование" in run("events")[1]


def test_findings_can_be_chosen_and_the_exit_code_goes_by_those() -> None:
    code, out, _ = run("check", str(SHIPPED), "--json", "--select", "no-event")
    assert code == 0
    assert [one["item"] for one in json.loads(out)["findings"]] == ["42", "65", "72"]
    code, out, _ = run("check", str(SHIPPED), "--json", "--ignore", "printed-")
    assert code == 0
    assert "printed-year-differs" not in {one["code"] for one in json.loads(out)["findings"]}
    code, _, error = run("check", str(SHIPPED), "--select", "no-such-code")
    assert (code, "plan codes" in error) == (2, True)


def test_findings_for_people_say_why_and_what_to_do() -> None:
    _, out, _ = run("check", str(SHIPPED), "--select", "no-term")
    assert "внимание · Срок не указан · no-term" in out
    assert "Напоминать не о чем" in out
    assert "→ Впишите срок по закону или дату." in " ".join(out.split())


def test_every_line_of_the_findings_fits_a_terminal() -> None:
    _, out, _ = run("check", str(SHIPPED))
    assert max(len(line.rstrip()) for line in out.splitlines()) <= 80


def test_conventions_in_force_are_said(tmp_path: Path) -> None:
    _, out, _ = run("check", str(SHIPPED), "--json")
    conventions = {one["name"]: one for one in json.loads(out)["conventions"]}
    assert conventions["term_since_day"]["value"] == "N-1"
    assert not any(one["overridden"] for one in conventions.values())
    assert all(one["source"] for one in conventions.values())
    path = tmp_path / "план.yaml"
    text = SHIPPED.read_text(encoding="utf-8").replace(
        "abbreviations:", "conventions:\n  term_since_day: N\nabbreviations:"
    )
    path.write_text(text, encoding="utf-8")
    _, out, _ = run("check", str(path), "--json")
    one = next(one for one in json.loads(out)["conventions"] if one["name"] == "term_since_day")
    assert (one["value"], one["source"], one["overridden"]) == ("N", "заголовок плана", True)
    _, out, _ = run("check", str(path))
    assert "Счёт дней: «в N-дневный срок со дня E» — N, день события не считается" in " ".join(out.split())


def test_codes_and_conventions_are_listed() -> None:
    listed = json.loads(run("codes", "--json")[1])["codes"]
    assert {"code", "severity", "meaning", "why", "advice"} == set(listed[0])
    assert "event-cycle" in run("codes")[1]
    assert "voting_day_base" in {one["name"] for one in json.loads(run("conventions", "--json")[1])["conventions"]}
    assert "67-ФЗ" in run("conventions")[1]
