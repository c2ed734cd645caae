"""Texts, numbers, roles, references, spelling and kinds of question."""

from __future__ import annotations

import pytest

from plan.model import Position, Role
from questions import kinds, lexemes, numbers, references, roles, text
from questions.askable import AskablePlan
from questions.kinds import Asked
from questions.lexemes import Lexeme
from questions.references import LawReference, laws_of, matches


def words(question: str) -> tuple[Lexeme, ...]:
    return lexemes.lexemes(text.tokens(text.clean(question)))


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("xnj ltkfnm", "что делать"),
        ("ghbdtn", "привет"),
        ("что дeлать", "что делать"),  # a Latin «e»
        ("TИК", "тик"),
        ("чт\u200bо за\u200dвтра", "что завтра"),
        ("\u202eчто завтра", "что завтра"),
        ("chto zavtra", "что завтра"),
        ("ЧТО   ЗАВТРА", "что   завтра"),
        ("ещё", "еще"),
        ("25–27", "25-27"),
        ("№ 28", "# 28"),
        ("qr код", "qr код"),
    ],
)
def test_text_is_made_plain(written: str, plain: str) -> None:
    assert " ".join(text.clean(written).split()) == " ".join(plain.split())


@pytest.mark.parametrize(
    ("said", "value", "ordinal"),
    [
        ("пятьдесят четыре", 54, False),
        ("двадцать восьмой", 28, True),
        ("сто три", 103, False),
        ("15-го", 15, True),
        ("пару", 2, False),
        ("тридцатое", 30, True),
    ],
)
def test_numbers(said: str, value: int, ordinal: bool) -> None:
    found = numbers.read(words(said), 0)
    assert found is not None
    assert (found.value, found.ordinal) == (value, ordinal)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("участковым комиссиям", [Role.UIK]),
        ("уика", [Role.UIK]),
        ("самовыдвиженцу", [Role.CANDIDATE]),
        ("редакции газет", [Role.MEDIA]),
        ("дела тика", [Role.TIK]),
        ("у главы", [Role.HEAD]),
        ("мэру", [Role.HEAD]),
        ("территориальная избирательная комиссия", [Role.TIK]),
        ("окружная комиссия", [Role.OIK]),
        ("облизбирком", [Role.REGIONAL]),
        ("избирательная комиссия кемеровской области", [Role.REGIONAL]),
        ("у партии", [Role.ASSOCIATION]),
        ("выдвиженцам партии", [Role.CANDIDATE]),
        ("кандидат от партии", [Role.CANDIDATE]),
        ("уик и тик", [Role.UIK, Role.TIK]),
        ("сбербанк", [Role.BANK]),
        ("совет народных депутатов", [Role.COUNCIL]),
        ("погода", []),
    ],
)
def test_roles(question: str, expected: list[Role]) -> None:
    assert list(roles.read(words(question)).roles) == expected


def test_positions_and_commissions_by_number() -> None:
    who = roles.read(words("что у председателя УИК № 1034"))
    assert who.positions == (Position.CHAIRMAN,)
    assert who.commissions == ("УИК 1034",)
    assert roles.read(words("мои сроки")).mine
    assert roles.named("самовыдвиженец") is Role.CANDIDATE
    assert roles.named("космонавт") is None


@pytest.mark.parametrize(
    ("question", "items", "laws"),
    [
        ("пункт 28", ["28"], []),
        ("п.50-2", ["50-2"], []),
        ("пункт номер пятьдесят четыре", ["54"], []),
        ("двадцать восьмой пункт", ["28"], []),
        ("что в 103 пункте", ["103"], []),
        ("№ 28", ["28"], []),
        ("28", ["28"], []),
        ("2.25", ["2.25"], []),
        ("п. 7 ст. 19", [], ["п. 7 ст. 19"]),
        ("ст 61 зко", [], ["ст. 61 ЗКО"]),
        ("п 9 ст 51 зко", [], ["п. 9 ст. 51 ЗКО"]),
        ("статья 55 пункт 2", [], ["п. 2 ст. 55"]),
        ("67-ФЗ", [], ["ФЗ"]),
        ("УИК 1034", [], []),
        ("30 января", [], []),
        ("номер участка", [], []),
    ],
)
def test_references(question: str, items: list[str], laws: list[str]) -> None:
    found = references.read(words(question))
    assert (list(found.items), [str(law) for law in found.laws]) == (items, laws)


def test_printed_references() -> None:
    assert laws_of("п. 7 ст. 19 ФЗ, п. 6 ст. 11 ЗКО") == (LawReference("19", "7", "ФЗ"), LawReference("11", "6", "ЗКО"))
    assert LawReference("54", "6", "ЗКО") in laws_of("п. 19 ст. 30, п.п. 3, 6 ст. 54 ЗКО")
    assert LawReference("21", "7-1", "ЗКО") in laws_of("п. 7-1 ст. 21 ЗКО")
    assert matches(LawReference("19", "7"), LawReference("19", "7", "ФЗ"))
    assert not matches(LawReference("19", "7", "ЗКО"), LawReference("19", "7", "ФЗ"))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("бюлетеня", "бюллетеня"),
        ("наблюдатили", "наблюдатели"),
        ("слудующей", "следующей"),
        ("ндо", "надо"),
        ("троки", "сроки"),
        ("наследующей", "следующей"),
        ("погода", "погода"),
        ("марсе", "марсе"),
    ],
)
def test_spelling(by_election: AskablePlan, written: str, meant: str) -> None:
    corrected = by_election.speller.correct(text.tokens(text.clean(written)))
    assert meant in [token.text for token in corrected] or (written == "марсе" and corrected)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("до какого числа можно сняться", Asked.UNTIL_WHEN),
        ("с какого числа можно агитировать", Asked.FROM_WHEN),
        ("кто утверждает текст бюллетеня", Asked.WHO),
        ("сколько дней проверяют подписи", Asked.HOW_LONG),
        ("по какому закону", Asked.WHICH_LAW),
        ("что нужно сделать", Asked.WHAT_IS_DUE),
        ("успею ещё подать документы", Asked.TOO_LATE),
        ("сколько дней осталось", Asked.DAYS_LEFT),
        ("когда голосование", Asked.WHEN),
    ],
)
def test_kinds(question: str, kind: Asked) -> None:
    assert kinds.read(words(question)) is kind
