"""The pace of a bot, on a clock moved by hand."""

import pytest

from sandbox.errors import ApiError
from sandbox.limits import NO_LIMITS, Limits, RateLimiter
from tests.unit.sandbox.support import HandClock


def send(limiter: RateLimiter, chat: str, *, group: bool = False, paid: bool = False, count: int = 1) -> int:
    """Seconds to wait; 0 when it was sent."""
    try:
        limiter.check(chat, group=group, paid=paid, count=count)
    except ApiError as error:
        assert error.code == 429
        assert error.parameters is not None
        wait: int = error.parameters["retry_after"]
        assert error.description == f"Too Many Requests: retry after {wait}"
        return wait
    limiter.spend(chat, group=group, paid=paid, count=count)
    return 0


def test_thirty_a_second_over_all() -> None:
    clock = HandClock()
    limiter = RateLimiter(clock, Limits())
    assert [send(limiter, str(n)) for n in range(31)] == [0] * 30 + [1]
    clock.forward(0.9)
    assert send(limiter, "late") == 1
    clock.forward(0.1)
    assert [send(limiter, f"next {n}") for n in range(31)] == [0] * 30 + [1]


def test_a_thousand_a_second_when_paid() -> None:
    limiter = RateLimiter(HandClock(), Limits())
    assert [send(limiter, str(n), paid=True) for n in range(1001)] == [0] * 1000 + [1]


def test_one_a_second_in_a_chat_after_a_short_burst() -> None:
    clock = HandClock()
    limiter = RateLimiter(clock, Limits(chat_burst=3))
    assert [send(limiter, "a") for _ in range(4)] == [0, 0, 0, 1]
    assert send(limiter, "b") == 0
    for _ in range(10):
        clock.forward(1)
        assert [send(limiter, "a"), send(limiter, "a")] == [0, 1]
    clock.forward(60)
    assert [send(limiter, "a") for _ in range(4)] == [0, 0, 0, 1]


def test_twenty_a_minute_in_a_group() -> None:
    clock = HandClock()
    limiter = RateLimiter(clock, Limits())
    for _ in range(20):
        assert send(limiter, "g", group=True) == 0
        clock.forward(1)
    assert send(limiter, "g", group=True) == 40
    clock.forward(40)
    assert send(limiter, "g", group=True) == 0


def test_an_album_counts_as_its_messages() -> None:
    clock = HandClock()
    limiter = RateLimiter(clock, Limits(chat_burst=3))
    assert send(limiter, "a", count=10) == 0
    assert send(limiter, "a") == 8
    clock.forward(8)
    assert send(limiter, "a") == 0


def test_what_was_refused_does_not_count() -> None:
    clock = HandClock()
    limiter = RateLimiter(clock, Limits(chat_burst=1))
    assert send(limiter, "a") == 0
    for _ in range(50):
        assert send(limiter, "a") == 1
    clock.forward(1)
    assert send(limiter, "a") == 0


def test_limits_can_be_switched_off() -> None:
    limiter = RateLimiter(HandClock(), NO_LIMITS)
    assert {send(limiter, "a", group=True) for _ in range(5000)} == {0}


@pytest.mark.parametrize("back", [-5, -3600])
def test_a_clock_that_goes_back_does_not_give_tokens(back: int) -> None:
    clock = HandClock()
    limiter = RateLimiter(clock, Limits(chat_burst=1))
    assert send(limiter, "a") == 0
    clock.forward(back)
    assert send(limiter, "a") >= 1
