"""Where the buttons of the clock panel lead."""

from datetime import UTC, datetime

import pytest

from sandbox import ControlState, Queued, Upcoming
from sandbox.people.clockweb import MoveRefused, destination, state_json

NOW = datetime(2023, 1, 25, 6, 30, tzinfo=UTC)  # 09:30 in Moscow


def state(now: datetime = NOW, events: tuple[Upcoming, ...] = ()) -> ControlState:
    return ControlState(
        now=now,
        first=datetime(2022, 12, 12, 21, tzinfo=UTC),
        last=datetime(2023, 5, 11, 20, tzinfo=UTC),
        zone="Europe/Moscow",
        next_events=events,
        queue=(Queued(NOW, "Анна", "Сводка"),),
    )


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ({"step": "hour"}, datetime(2023, 1, 25, 7, 30, tzinfo=UTC)),
        ({"step": "morning"}, datetime(2023, 1, 26, 6, 0, tzinfo=UTC)),
        ({"to": "2023-02-01T09:00"}, datetime(2023, 2, 1, 6, 0, tzinfo=UTC)),
        ({"to": "2023-02-01T09:00+00:00"}, datetime(2023, 2, 1, 9, 0, tzinfo=UTC)),
    ],
)
def test_destination(body: dict[str, str], wanted: datetime) -> None:
    assert destination(state(), body) == wanted


def test_before_nine_the_next_morning_is_today() -> None:
    early = datetime(2023, 1, 25, 2, 0, tzinfo=UTC)
    assert destination(state(early), {"step": "morning"}) == datetime(2023, 1, 25, 6, 0, tzinfo=UTC)


def test_the_next_event_is_one_that_is_still_to_come() -> None:
    later = datetime(2023, 1, 27, tzinfo=UTC)
    assert destination(state(events=(Upcoming(NOW, "now"), Upcoming(later, "later"))), {"step": "event"}) == later


@pytest.mark.parametrize(
    ("body", "code"), [({"step": "event"}, "no_event"), ({"to": "soon"}, "bad_date"), ({}, "bad_date")]
)
def test_refused(body: dict[str, str], code: str) -> None:
    with pytest.raises(MoveRefused) as caught:
        destination(state(), body)
    assert caught.value.code == code


def test_the_panel_shows_local_times() -> None:
    shown = state_json(state())
    assert shown["now"] == "2023-01-25T09:30"
    assert shown["first"] == "2022-12-13T00:00"
    assert shown["queue"] == [{"at": "2023-01-25T09:30", "to": "Анна", "text": "Сводка"}]
