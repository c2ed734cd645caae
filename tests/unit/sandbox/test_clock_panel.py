"""Where the buttons of the clock panel lead."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from sandbox import ControlState, Deadline, Queued, Stage, Upcoming
from sandbox.people.clockweb import MoveRefused, destination, events_at, state_json

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


def test_what_is_at_a_moment_is_named_in_both_languages() -> None:
    later = datetime(2023, 1, 27, tzinfo=UTC)
    there = state(events=(Upcoming(NOW, "now"), Upcoming(later, "позже", "later"), Upcoming(later, "и это")))
    assert [(one["title"], one.get("title_en")) for one in events_at(there, later)] == [
        ("позже", "later"),
        ("и это", None),
    ]
    assert events_at(there, later + timedelta(minutes=1)) == []


@pytest.mark.parametrize(
    ("body", "code"), [({"step": "event"}, "no_event"), ({"to": "soon"}, "bad_date"), ({}, "bad_date")]
)
def test_refused(body: dict[str, str], code: str) -> None:
    with pytest.raises(MoveRefused) as caught:
        destination(state(), body)
    assert caught.value.code == code


def test_a_step_ends_with_the_calendar() -> None:
    last = state().last
    assert destination(state(last - timedelta(minutes=20)), {"step": "hour"}) == last
    assert destination(state(last - timedelta(hours=3)), {"step": "morning"}) == last


@pytest.mark.parametrize(
    ("now", "body", "said"),
    [
        (NOW, {"to": "2023-05-12T00:00"}, "the calendar ends before that"),
        (state().last, {"step": "hour"}, "the calendar is at its end"),
        (state().last, {"to": "2023-05-12T00:00"}, "the calendar is at its end"),
    ],
)
def test_there_is_nothing_beyond_the_calendar(now: datetime, body: dict[str, str], said: str) -> None:
    with pytest.raises(MoveRefused, match=said) as caught:
        destination(state(now), body)
    assert caught.value.code == "beyond"


def test_the_panel_says_when_the_calendar_is_over() -> None:
    assert state_json(state())["over"] is False
    assert state_json(state(state().last))["over"] is True


def test_the_panel_says_it_in_english_where_there_are_words() -> None:
    spoken = replace(
        state(events=(Upcoming(NOW, "срок", "a term"), Upcoming(NOW, "срок"))),
        queue=(Queued(NOW, "Анна", "Сводка", "Anna", "Digest"),),
        stages=(Stage("Выдвижение", date(2023, 1, 1), date(2023, 1, 2), "Nomination"),),
        deadlines=(Deadline(NOW, "Подача", "28", "Filing"),),
    )
    shown = state_json(spoken)
    assert [event.get("title_en") for event in shown["next_events"]] == ["a term", None]
    assert (shown["queue"][0]["to_en"], shown["queue"][0]["text_en"]) == ("Anna", "Digest")
    assert shown["strip"]["stages"][0]["title_en"] == "Nomination"
    assert shown["strip"]["deadlines"][0]["title_en"] == "Filing"


def test_the_queue_may_be_longer_than_what_is_shown() -> None:
    assert state_json(state())["queue_length"] == 1
    assert state_json(replace(state(), queue_length=7_138))["queue_length"] == 7_138


def test_the_panel_shows_local_times() -> None:
    shown = state_json(state())
    assert shown["now"] == "2023-01-25T09:30"
    assert shown["first"] == "2022-12-13T00:00"
    assert shown["queue"] == [{"at": "2023-01-25T09:30", "to": "Анна", "text": "Сводка"}]
