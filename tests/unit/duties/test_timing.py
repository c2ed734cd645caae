"""On which mornings a duty is spoken of, by the dates of its term."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan.model import Occurrence, OccurrenceKind
from services.duties.model import DutyTerm, Nature
from services.duties.timing import (
    LEAD_DAYS,
    chase_days,
    hour_reminder,
    is_overdue,
    is_quiet,
    last_morning,
    lead_days,
    morning,
    opening_days,
    term_of,
)

KUZBASS = ZoneInfo("Asia/Novokuznetsk")
BERLIN = ZoneInfo("Europe/Berlin")

DEADLINE, WINDOW, EXACT = OccurrenceKind.DEADLINE, OccurrenceKind.WINDOW, OccurrenceKind.EXACT


def march(*days: int) -> set[date]:
    return {date(2023, 3, day) for day in days}


def term(
    kind: OccurrenceKind,
    end: date | None = None,
    end_time: time | None = None,
    *,
    start: date | None = None,
    start_time: time | None = None,
    zone: ZoneInfo = KUZBASS,
) -> DutyTerm:
    return term_of(Occurrence(kind, start=start, end=end, start_time=start_time, end_time=end_time), zone)


@pytest.mark.parametrize(
    ("end_time", "mornings", "last"),
    [
        pytest.param(None, march(3, 7, 9, 10), 10, id="to the end of 10 March"),
        pytest.param(time(18), march(3, 7, 9, 10), 10, id="to 18:00 of 10 March"),
        pytest.param(time(0), march(2, 6, 8, 9), 9, id="to 00:00 of 10 March: the last day is the 9th"),
        pytest.param(time(6), march(3, 7, 9), 9, id="to 06:00: the morning before is the last that can help"),
        pytest.param(time(9), march(3, 7, 9), 9, id="to 09:00: the digest would come too late"),
        pytest.param(time(9, 1), march(3, 7, 9, 10), 10, id="to 09:01"),
    ],
)
def test_an_end_is_announced_7_3_1_and_0_days_before_the_last_day_to_act(
    end_time: time | None, mornings: set[date], last: int
) -> None:
    dated = term(DEADLINE, date(2023, 3, 10), end_time)
    assert lead_days(Nature.OBLIGATION, dated) == mornings
    assert last_morning(dated) == date(2023, 3, last)


@pytest.mark.parametrize(
    ("end_time", "due"),
    [
        (None, datetime(2023, 3, 10, 17, tzinfo=UTC)),  # 24:00 of 10 March, seven hours ahead of UTC
        (time(18), datetime(2023, 3, 10, 11, tzinfo=UTC)),
        (time(0), datetime(2023, 3, 9, 17, tzinfo=UTC)),
    ],
)
def test_the_end_is_an_instant(end_time: time | None, due: datetime) -> None:
    assert term(DEADLINE, date(2023, 3, 10), end_time).due_at == due


@pytest.mark.parametrize(
    ("nature", "start_time", "mornings"),
    [
        pytest.param(Nature.PERIOD, None, march(10), id="a day begins"),
        pytest.param(Nature.PERIOD, time(8), march(9, 10), id="voting at 8:00 is told the day before as well"),
        pytest.param(Nature.PERIOD, time(0), march(10), id="from midnight on"),
        pytest.param(Nature.PERIOD, time(12), march(10), id="at noon"),
        pytest.param(Nature.BAN, None, march(9, 10), id="a ban holds from midnight on"),
    ],
)
def test_an_opening_is_announced(nature: Nature, start_time: time | None, mornings: set[date]) -> None:
    window = term(WINDOW, date(2023, 3, 12), time(20), start=date(2023, 3, 10), start_time=start_time)
    assert opening_days(nature, window) == mornings


def test_a_plain_deadline_or_day_does_not_open() -> None:
    assert not opening_days(Nature.OBLIGATION, term(DEADLINE, date(2023, 3, 10), start=date(2023, 3, 1)))
    assert not opening_days(Nature.OBLIGATION, term(EXACT, date(2023, 3, 10), start=date(2023, 3, 10)))


def test_an_opening_without_an_end_has_no_end_to_announce_and_is_never_overdue() -> None:
    opening = term(OccurrenceKind.OPENING, start=date(2023, 3, 1))
    assert opening_days(Nature.OBLIGATION, opening) == march(1)
    assert not lead_days(Nature.OBLIGATION, opening)
    assert not is_overdue(Nature.OBLIGATION, opening, datetime(2024, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("nature", list(Nature))
def test_only_an_obligation_is_ever_overdue(nature: Nature) -> None:
    dated = term(DEADLINE, date(2023, 3, 10))
    overdue = nature is Nature.OBLIGATION
    assert is_overdue(nature, dated, datetime(2023, 3, 11, tzinfo=UTC)) is overdue
    assert chase_days(nature, dated) == (march(11, 13, 17) if overdue else set())


@pytest.mark.parametrize(
    ("end_time", "mornings"),
    [
        (None, march(11, 13, 17)),
        (time(18), march(11, 13, 17)),
        (time(0), march(10, 12, 16)),
        (time(6), march(10, 12, 16)),
    ],
)
def test_the_first_morning_after_the_end_follows_the_hour(end_time: time | None, mornings: set[date]) -> None:
    assert chase_days(Nature.OBLIGATION, term(DEADLINE, date(2023, 3, 10), end_time)) == mornings


def test_what_is_done_at_once_begins_at_its_moment_and_is_not_late_a_second_later() -> None:
    counting = term(OccurrenceKind.AT_ONCE, date(2023, 3, 12), time(20), start=date(2023, 3, 12), start_time=time(20))
    assert opening_days(Nature.OBLIGATION, counting) == march(12)
    assert not lead_days(Nature.OBLIGATION, counting)
    assert not is_overdue(Nature.OBLIGATION, counting, datetime(2023, 3, 13, tzinfo=UTC))
    assert hour_reminder(Nature.OBLIGATION, counting) is None


@pytest.mark.parametrize(
    ("nature", "end_time", "expected"),
    [
        (Nature.OBLIGATION, time(18), datetime(2023, 3, 10, 11, tzinfo=UTC)),
        (Nature.PERIOD, time(0), datetime(2023, 3, 9, 17, tzinfo=UTC)),
        (Nature.OBLIGATION, None, None),
        (Nature.BAN, time(20), None),
    ],
)
def test_an_end_with_an_hour_is_reminded_of_apart(
    nature: Nature, end_time: time | None, expected: datetime | None
) -> None:
    assert hour_reminder(nature, term(WINDOW, date(2023, 3, 10), end_time, start=date(2023, 3, 1))) == expected


def test_the_morning_is_nine_by_the_wall_on_both_sides_of_a_clock_change() -> None:
    assert morning(date(2023, 3, 25), BERLIN) == datetime(2023, 3, 25, 8, tzinfo=UTC)
    assert morning(date(2023, 3, 26), BERLIN) == datetime(2023, 3, 26, 7, tzinfo=UTC)  # clocks go forward at 2:00
    assert morning(date(2023, 10, 28), BERLIN) == datetime(2023, 10, 28, 7, tzinfo=UTC)
    assert morning(date(2023, 10, 29), BERLIN) == datetime(2023, 10, 29, 8, tzinfo=UTC)  # and back at 3:00


def test_an_end_in_a_skipped_or_repeated_hour_is_still_an_instant() -> None:
    skipped = term(DEADLINE, date(2023, 3, 26), time(2, 30), zone=BERLIN)
    assert skipped.due_at == datetime(2023, 3, 26, 1, 30, tzinfo=UTC)
    repeated = term(DEADLINE, date(2023, 10, 29), time(2, 30), zone=BERLIN)
    assert repeated.due_at == datetime(2023, 10, 29, 0, 30, tzinfo=UTC)  # the first of the two: the safer


@pytest.mark.parametrize(("hour", "quiet"), [(8, True), (9, False), (21, False), (22, True), (0, True)])
def test_quiet_hours(hour: int, quiet: bool) -> None:
    assert is_quiet(datetime(2023, 3, 26, hour, 30, tzinfo=BERLIN), BERLIN) is quiet


@given(
    end=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    end_time=st.none() | st.times(),
    zone=st.sampled_from([KUZBASS, BERLIN, ZoneInfo("Europe/Kaliningrad"), ZoneInfo("America/St_Johns")]),
)
def test_every_announced_morning_comes_before_the_end_and_every_chasing_one_after_it(
    end: date, end_time: time | None, zone: ZoneInfo
) -> None:
    dated = term(DEADLINE, end, end_time, zone=zone)
    assert dated.due_at is not None
    assert dated.last_day is not None
    leads = lead_days(Nature.OBLIGATION, dated)
    assert all(morning(day, zone) < dated.due_at for day in leads)
    assert all(morning(day, zone) >= dated.due_at for day in chase_days(Nature.OBLIGATION, dated))
    assert {(dated.last_day - day).days for day in leads} <= set(LEAD_DAYS)
    assert {7, 3, 1} <= {(dated.last_day - day).days for day in leads}
