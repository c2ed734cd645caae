"""Any text at all is answered, politely and soon: nothing crashes, nothing backtracks."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questions import text
from questions.answer import Outcome, understand
from questions.askable import AskablePlan
from tests.unit.questions.conftest import WEDNESDAY, Ask

_PIECES = st.sampled_from(
    [
        *[
            "с",
            "по",
            "до",
            "к",
            "через",
            "за",
            "после",
            "не",
            "позднее",
            "30",
            "31",
            "28.02",
            "99.99",
            "-",
            ".",
            ",",
            "№",
            "п",
            "ст",
            "зко",
            "января",
            "недели",
            "последний",
            "первый",
        ],
        *[
            "день",
            "половина",
            "голосования",
            "уик",
            "тик",
            "мои",
            "двадцать",
            "пятого",
            "а",
            "у",
            "ничего",
            "следующей",
            "накануне",
            "между",
            "и",
        ],
        *("\u200b", "\u202e", "🤣", "<b>", "'", '"', ";", "--", "%", "\x00", "ё", "xnj", "0", "00", "000001"),
    ]
)


@given(st.lists(_PIECES, max_size=30).map(" ".join) | st.text(max_size=200))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_has_an_outcome(ask: Ask, question: str) -> None:
    found = ask(question)
    assert found.outcome in Outcome
    assert bool(found.items) or found.outcome not in (Outcome.ITEMS, Outcome.SUGGEST)
    if found.start is not None and found.end is not None and found.outcome is Outcome.RANGE:
        assert (found.end - found.start).days < 4000


@pytest.mark.parametrize(
    "question",
    [
        "слово " * 700,
        "а" * 4096,
        "🤣" * 4096,
        "5-" * 2048,
        "с 5 по " * 600,
        "пункт " * 700,
        "двадцать " * 450,
        "первая неделя " * 290,
        "<script>alert(1)</script>" * 160,
        "'; DROP TABLE items; --",
        "\u202e" * 4096,
        "۳۰ января",
        "٣",
        "1" * 4096,
        "п. " + "1." * 2000,
        "²³ ½ Ⅷ января",
    ],
)
def test_long_and_strange_texts(by_election: AskablePlan, question: str) -> None:
    assert understand(question, by_election, WEDNESDAY).outcome in Outcome


def test_only_so_much_is_read() -> None:
    assert len(text.clean("а" * 10_000)) <= text.MAX_CHARACTERS
    assert len(text.tokens("а " * 10_000)) == text.MAX_TOKENS
