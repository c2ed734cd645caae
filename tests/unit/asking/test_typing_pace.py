"""Every letter asks anew; only searches without end are stopped."""

from datetime import UTC, datetime, timedelta

import pytest

from services.asking import typing_pace as pace
from services.asking.typing_pace import LETTERS_A_MINUTE, SEARCHES_A_MINUTE, TypingPace

NOW = datetime(2023, 1, 25, tzinfo=UTC)
PHRASES = ("до какого числа можно снять кандидатуру", "протоколы участковых комиссий", "списки избирателей")


def letters(phrase: str) -> list[str]:
    """As it is typed."""
    return [phrase[:end] for end in range(len(phrase) + 1)]


def test_a_fast_typist_is_not_stopped() -> None:
    typing = TypingPace()
    for second, phrase in enumerate(PHRASES):
        now = NOW + timedelta(seconds=second)
        assert all(typing.allows("7", text, now) for text in letters(phrase) + letters(phrase)[::-1])


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("прот", "прото"),
        ("протоколы", "прото"),
        ("протaколы", "протколы"),
        ("протколы", "протоколы"),
        ("что завтра", "что завтра"),
    ],
)
def test_mending_goes_on_with_the_same_search(before: str, text: str) -> None:
    typing = TypingPace()
    allowed = [typing.allows("7", (before, text)[at % 2], NOW) for at in range(SEARCHES_A_MINUTE + 5)]
    assert all(allowed)


def test_searches_without_end_are_stopped_for_the_minute_and_for_nobody_else() -> None:
    typing = TypingPace()
    allowed = [typing.allows("7", f"{word} {word}", NOW) for word in map(str, range(1000, 10000, 300))]
    assert allowed == [True] * SEARCHES_A_MINUTE + [False] * (30 - SEARCHES_A_MINUTE)
    assert typing.allows("8", "что завтра", NOW)
    assert typing.allows("7", "что завтра", NOW + timedelta(minutes=1))


def test_a_machine_that_types_is_stopped_too() -> None:
    typing = TypingPace()
    allowed = [typing.allows("7", ("а", "аб")[at % 2], NOW) for at in range(LETTERS_A_MINUTE + 1)]
    assert allowed == [True] * LETTERS_A_MINUTE + [False]


def test_a_clock_that_is_set_back_stops_nobody() -> None:
    typing = TypingPace()
    for at in range(LETTERS_A_MINUTE):
        typing.allows("7", str(at), NOW)
    assert typing.allows("7", "что завтра", NOW - timedelta(hours=1))


def test_no_more_people_are_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "PEOPLE", 3)
    typing = TypingPace()
    for at in range(LETTERS_A_MINUTE):
        typing.allows("1", str(at), NOW)
    assert not typing.allows("1", "ещё", NOW)
    for other in ("2", "3", "4"):
        typing.allows(other, "что завтра", NOW)
    assert typing.allows("1", "ещё", NOW), "forgotten, as the one who was silent longest"
