"""Numbers of precincts as a secretary types them."""

import pytest

from handlers.inviter import MOST_PRECINCTS, precinct_numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1034", (1034,)),
        ("УИК № 1034", (1034,)),
        ("1034, 1036 и 1040", (1034, 1036, 1040)),
        ("1034-1037", (1034, 1035, 1036, 1037)),
        ("1034 – 1035; 1034", (1034, 1035)),
        ("1", (1,)),
    ],
)
def test_numbers_and_spans_are_read(text: str, numbers: tuple[int, ...]) -> None:
    assert precinct_numbers(text) == numbers


@pytest.mark.parametrize(
    "text", ["", "УИК", "тысяча", "1034 Иванова", "0", "1040-1034", "12345", f"1-{MOST_PRECINCTS + 1}"]
)
def test_anything_else_is_not_guessed(text: str) -> None:
    assert precinct_numbers(text) == ()
