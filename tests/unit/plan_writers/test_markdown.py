"""A plan as Markdown: what it looks like, and that it is read back as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan.errors import DocumentError
from plan.files import open_plan
from plan.model import Choice, Head, Item, Override, Plan
from plan.readers.errors import DamagedDocument, NoPlanTable
from plan.readers.markdown import read_markdown
from plan.writers import write_plan
from plan.writers.markdown import escaped, markdown, unescaped
from tests.unit.plan_documents.documents import DATA, SEED, SHIPPED
from tests.unit.plan_documents.test_yaml_file import plans

NOW = datetime(2023, 1, 1, tzinfo=UTC)
DECISION = Override(
    "67",
    Choice.COMPUTED,
    date(2022, 12, 24),
    "описка в годе",
    "Иванова А. А.",
    datetime(2022, 12, 20, 10, tzinfo=UTC),
    printed=date(2023, 12, 24),
    computed=date(2022, 12, 24),
)
SMALL = """\
# План выборов

- **День голосования:** 19.09.2027
- **Часовой пояс:** Asia/Novokuznetsk

| № | Содержание мероприятия | Срок исполнения | Исполнители |
| --- | --- | --- | --- |
| 1 | Составление списков<br>*(ст. 9 ЗКО)* | Не позднее чем за 11 дней до дня голосования<br>**07.09.2027** | УИК |
"""


def written(plan: Plan) -> str:
    return markdown(plan, NOW).decode()


@pytest.mark.parametrize("path", [SHIPPED, SEED, DATA / "work_plan_kuzbass_2024.txt"], ids=["yaml", "text", "work"])
def test_a_plan_is_read_back_from_its_markdown(path: Path, tmp_path: Path) -> None:
    plan = replace(open_plan(path), overrides=(DECISION,))
    write_plan(plan, tmp_path / "план.md", now=NOW)
    assert open_plan(tmp_path / "план.md") == replace(plan, noticed=())


@given(plans)
@settings(max_examples=100)
def test_any_plan_is_read_back_from_its_markdown(plan: Plan) -> None:
    assert read_markdown(written(plan)) == replace(plan, noticed=())


@given(st.text(max_size=50) | st.text("\\*_|`<br>&#10;\n -~[]()", max_size=50))
def test_any_text_is_one_line_without_bare_signs_and_read_back(text: str) -> None:
    line = escaped(text)
    assert unescaped(line) == text
    assert len(line.splitlines()) <= 1
    assert line == line.strip()


def test_what_it_looks_like() -> None:
    item = Item("1", "СПИСКИ", "Список | схема\nучастков", "ст. 9 *ЗКО*", "Не позднее\n1 мая", ("01.05.2027",), "ТИК")
    head = Head(
        "План <выборов>", "ТИК города", "Asia/Omsk", voting_day=date(2027, 9, 19), first_voting_day=date(2027, 9, 17)
    )
    plan = Plan(head, (item, replace(item, number="2", section="", law="", printed=())))
    assert written(plan) == (
        "# План &lt;выборов&gt;\n"
        "\n"
        "- **Комиссия:** ТИК города\n"
        "- **Первый день голосования:** 17.09.2027\n"
        "- **День голосования:** 19.09.2027\n"
        "- **Часовой пояс:** Asia/Omsk\n"
        "\n"
        "## СПИСКИ\n"
        "\n"
        "| № | Содержание мероприятия | Срок исполнения | Исполнители |\n"
        "| --- | --- | --- | --- |\n"
        "| 1 | Список \\| схема<br>участков<br>*(ст. 9 \\*ЗКО\\*)* "
        "| Не позднее<br>1 мая<br>**01.05.2027** | ТИК |\n"
        "\n"
        "---\n"
        "\n"
        "| № | Содержание мероприятия | Срок исполнения | Исполнители |\n"
        "| --- | --- | --- | --- |\n"
        "| 2 | Список \\| схема<br>участков | Не позднее<br>1 мая | ТИК |\n"
    )


def test_a_decision_on_a_date_is_noted_in_its_row_and_kept_in_a_table_of_its_own() -> None:
    text = written(replace(open_plan(SHIPPED), overrides=(DECISION,)))
    [row] = [line for line in text.split("\n") if line.startswith("| 67 |") and "принята дата" in line]
    assert "<br>*принята дата по формулировке: сб, 24.12.2022 (решение: Иванова А. А., 20.12.2022" in row
    assert "### Решения о датах" in text
    assert text.rstrip().endswith("| 24.12.2023 | 24.12.2022 |")


def test_a_page_saved_on_windows_with_aligned_columns_is_read() -> None:
    text = "\ufeff" + SMALL.replace("| --- |", "| :--- |").replace("УИК |", "УИК      |").replace("\n", "\r\n")
    [item] = read_markdown(text).items
    assert (item.law, item.printed, item.performers) == ("ст. 9 ЗКО", ("07.09.2027",), "УИК")


def test_the_zone_can_be_given() -> None:
    assert read_markdown(SMALL, "Europe/Moscow").head.zone == "Europe/Moscow"


@pytest.mark.parametrize("text", ["", "просто текст", "# Заголовок\n\n- **Часовой пояс:** UTC\n", "| a | b |\n"])
def test_other_markdown_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(NoPlanTable, match="ожидался план"):
        read_markdown(text)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("19.09.2027", "31.09.2027", "строка 3: «31.09.2027» – не дата"),
        ("Asia/Novokuznetsk", "Кузбасс", "часового пояса «Кузбасс» нет"),
        ("День голосования:", "День выборов:", "строка 3: неизвестное поле «День выборов»"),
        (" | УИК |", " |", "строка 8: в строке таблицы ячеек 3, а столбцов 4"),
        ("| 1 |", "Примечание.\n| 1 |", "строка 8: «Примечание.»"),
        ("- **Часовой", "- **День голосования:** 20.09.2027\n- **Часовой", "строка 4: поле «День голосования» уже"),
        ("\n| №", "- **Известные события:**\n  - вчера: 01.01.2027\n\n| №", "нет события «вчера»"),
        ("\n| №", "- **Соглашения о счёте:**\n  - счёт: N\n\n| №", "Нет соглашения о счёте «счёт»"),
    ],
)
def test_a_slip_of_the_hand_is_told_with_its_line(old: str, new: str, said: str) -> None:
    with pytest.raises(DamagedDocument, match=said):
        read_markdown(SMALL.replace(old, new, 1))


def test_an_error_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "план.md"
    path.write_text("# Заметки\n\nКупить хлеба.\n", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"^план\.md: строка 3: «Купить хлеба\.»"):
        open_plan(path)
