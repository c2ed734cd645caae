"""Legal references: parted from the activity, and read into provisions."""

from __future__ import annotations

import pytest

from plan.law import LawReference, has_unclosed_bracket, references, split_activity


@pytest.mark.parametrize(
    ("text", "activity", "law"),
    [
        ("Составление списков (п. 1 ст. 9 ЗКО)", "Составление списков", "п. 1 ст. 9 ЗКО"),
        (
            "Оформление книг (в случае разделения списка) (п. 12 ст. 9 ЗКО)",
            "Оформление книг (в случае разделения списка)",
            "п. 12 ст. 9 ЗКО",
        ),
        ("Запрет (включая сеть «Интернет»)", "Запрет (включая сеть «Интернет»)", ""),
        ("Передача в комиссии (далее – УИК)", "Передача в комиссии (далее – УИК)", ""),
        (
            "Передача (п. 13 ст. 55 ЗКО)\nВыдача (п. 14 ст. 55 ЗКО)",
            "Передача\nВыдача",
            "п. 13 ст. 55 ЗКО; п. 14 ст. 55 ЗКО",
        ),
        ("Выдвижение (статья 24 Закона области)", "Выдвижение", "статья 24 Закона области"),
        (
            "Выдача копий лицам, указанным в п. 3 ст. 30 ФЗ (п. 27 ст. 60 ЗКО)",
            "Выдача копий лицам, указанным в п. 3 ст. 30 ФЗ",
            "п. 27 ст. 60 ЗКО",
        ),
        ("", "", ""),
    ],
)
def test_references_at_the_end_are_parted(text: str, activity: str, law: str) -> None:
    split = split_activity(text)
    assert (split.activity, split.law, split.unclosed) == (activity, law, False)


def test_an_unclosed_bracket_reaches_to_the_end() -> None:
    split = split_activity("Принятие решения (ст. 7 Закона области (далее – ЗКО)")
    assert (split.activity, split.law, split.unclosed) == (
        "Принятие решения",
        "ст. 7 Закона области (далее – ЗКО)",
        True,
    )


@pytest.mark.parametrize(
    ("law", "expected"),
    [
        ("п. 7 ст. 19 ФЗ, п. 6 ст. 11 ЗКО", [("7", "19", "ФЗ"), ("6", "11", "ЗКО")]),
        ("ст. 7, ст. 78 Закона области", [("", "7", "Закона области"), ("", "78", "Закона области")]),
        ("ст. ст. 25, 26 ЗКО", [("", "25", "ЗКО"), ("", "26", "ЗКО")]),
        ("п. 19 ст. 30, п.п. 3, 6 ст. 54 ЗКО", [("19", "30", "ЗКО"), ("3", "54", "ЗКО"), ("6", "54", "ЗКО")]),
        ("п. 7. ст. 71 ЗКО", [("7", "71", "ЗКО")]),
        ("п. 5-1 ст. 54 ЗКО", [("5-1", "54", "ЗКО")]),
        ("пункт 9.1 статьи 26 Федерального закона", [("9.1", "26", "Федерального закона")]),
        ("п. 14 постановления ЦИК России", [("14", "", "постановления ЦИК России")]),
        ("Положение о регистрации", []),
        ("", []),
    ],
)
def test_references_are_read(law: str, expected: list[tuple[str, str, str]]) -> None:
    assert references(law) == tuple(LawReference(article, point, act) for point, article, act in expected)


@pytest.mark.parametrize(("text", "unclosed"), [("(а) б", False), ("(а (б)", True), ("1) первое; 2) второе", False)])
def test_unclosed_brackets(text: str, unclosed: bool) -> None:
    assert has_unclosed_bracket(text) is unclosed
