"""What holds for every term: its words read back, its dates move with their base, its start never follows its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from plan.dating import occurrences
from plan.model import Facts, PrintedDate, Status
from plan.term import Part, Term, parse
from plan.term.status import judge
from plan.term.tree import (
    After,
    Amount,
    Anchor,
    At,
    AtOnce,
    Before,
    BeforeSpan,
    Beside,
    Bound,
    Edge,
    Event,
    FixedDay,
    Form,
    Limit,
    Months,
    Since,
    Unit,
    Voting,
    VotingDay,
    WithinBefore,
)
from plan.wordlist import words

Amounts = st.SearchStrategy[Amount]
counts = st.integers(1, 120)
days = counts.map(lambda n: Amount(n, Unit.DAY))
amounts = st.builds(Amount, counts, st.sampled_from(list(Unit)))
events = st.sampled_from(
    [
        Event("published", "официального опубликования решения о назначении выборов"),
        Event("candidate_registered", "регистрации кандидата"),
        Event("appeal_received", "обращения"),
        Event("other_event", "принятия решения о дополнительном зачислении в резерв составов УИК"),
        Event("protocol_signed", "подписания протокола"),
    ]
)
voting_days = st.sampled_from([VotingDay(which) for which in (Voting.DAY, Voting.FIRST, Voting.LAST)])
fixed_days = st.dates(date(2015, 1, 1), date(2035, 12, 31)).map(lambda d: FixedDay(d.day, d.month, d.year))
calendar_days: st.SearchStrategy[Anchor] = st.one_of(
    voting_days, st.builds(Beside, st.one_of(voting_days, events), st.sampled_from([-1, 1]))
)
anchors: st.SearchStrategy[Anchor] = st.one_of(calendar_days, events)


def _after(
    form: Form, limits: list[Limit], since: list[Since], size: st.SearchStrategy[Amount]
) -> st.SearchStrategy[Bound]:
    """Offsets from an event; «после дня» of a calendar day and «после» of an event are what the words can tell."""

    def settle(limit: Limit, amount: Amount, how: Since, anchor: Anchor) -> Bound:
        if how in (Since.AFTER, Since.AFTER_DAY):
            how = Since.AFTER if isinstance(anchor, Event) else Since.AFTER_DAY
        if how is Since.MOMENT and not isinstance(anchor, Event):
            how = Since.DAY
        return After(form, limit, amount, how, anchor)

    return st.builds(settle, st.sampled_from(limits), size, st.sampled_from(since), anchors)


def _months(first: int, more: int, year: int | None) -> Months:
    return Months(((first, min(12, first + more)),), year)


any_since = list(Since)
common_edges = [Edge.ON, Edge.BY, Edge.NOT_BEFORE, Edge.SINCE, Edge.UNTIL]
bounds: st.SearchStrategy[Bound] = st.one_of(
    st.builds(Before, st.sampled_from(list(Limit)), amounts, anchors),
    st.builds(lambda n, m, a: BeforeSpan(Amount(n + m, Unit.DAY), Amount(m, Unit.DAY), a), counts, counts, anchors),
    st.builds(WithinBefore, days, anchors, st.booleans()),
    _after(Form.THROUGH, list(Limit), any_since, amounts),
    _after(Form.TERM, [Limit.BARE, Limit.NOT_LATER], any_since, amounts),
    _after(Form.WITHIN, [Limit.BARE, Limit.NOT_LATER], any_since, amounts),
    _after(Form.EXPIRY, [Limit.BARE], any_since, amounts),
    _after(Form.AT_LEAST, [Limit.BARE], any_since, amounts),
    _after(Form.NTH_DAY, [Limit.BARE, Limit.NOT_LATER], [Since.AFTER], days),
    st.builds(
        At, st.sampled_from([Edge.ON, Edge.BY, Edge.NOT_BEFORE, Edge.SINCE, Edge.AFTER, Edge.UNTIL]), calendar_days
    ),
    st.builds(At, st.sampled_from([Edge.ON, Edge.BY, Edge.NOT_BEFORE, Edge.SINCE, Edge.UNTIL, Edge.TO]), fixed_days),
    st.builds(AtOnce, st.lists(anchors, max_size=2).map(tuple)),
    st.builds(
        lambda a, n, y: Months(((a, min(12, a + n)),), y),
        st.integers(1, 12),
        st.integers(0, 5),
        st.none() | st.just(2024),
    ),
)


def _term(bound: Bound) -> Term:
    return Term((Part((bound,)),))


@given(bounds)
@settings(max_examples=600, deadline=None)
def test_a_rendered_term_reads_back(bound: Bound) -> None:
    term = _term(bound)

    assert parse(term.render()).parts == term.parts


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_no_text_raises(text: str) -> None:
    occurrences(parse(text), Facts(date(2023, 3, 12)))


_WORDS = [
    *words("не позднее ранее чем за через в течение до дня день голосования со с по после момента 10 30 5-го дней"),
    *words("часов первого предшествующего следующего ( ) , ; - . 12.03.2023 30.01.2023 января марта 2023 года 18"),
    *words("18.00 и а но также если при наличии незамедлительно срок десятидневный регистрации кандидата решения"),
    *words("включительно истечении"),
    "\n",
]


@given(st.lists(st.sampled_from(_WORDS), max_size=25).map(" ".join))
@settings(max_examples=1500, deadline=None)
def test_words_of_terms_in_any_order_never_raise_and_never_end_before_they_start(text: str) -> None:
    for facts in (Facts(date(2023, 3, 12), date(2023, 3, 10)), Facts(date(2023, 3, 12), date(2023, 3, 12))):
        for occurrence in occurrences(parse(text), facts):
            if occurrence.start is not None and occurrence.end is not None:
                assert occurrence.start <= occurrence.end


@given(bounds, st.integers(-400, 400), st.integers(0, 2))
@settings(max_examples=400, deadline=None)
def test_a_term_counted_from_the_voting_day_moves_with_it(bound: Bound, shift: int, more_days: int) -> None:
    voting_day = date(2023, 3, 12)
    term = parse(_term(bound).render())
    here = Facts(voting_day, voting_day - timedelta(more_days))
    step = timedelta(shift)
    there = Facts(voting_day + step, voting_day - timedelta(more_days) + step)

    for one, other in zip(occurrences(term, here), occurrences(term, there), strict=True):
        if _counts_days(bound) and not one.needs:
            assert other.start == (one.start + step if one.start else None)
            assert other.end == (one.end + step if one.end else None)


def _counts_days(bound: Bound) -> bool:
    """Counted from a voting day in days: months have their own length, and a literal date stands still."""
    if isinstance(bound, Months):
        return False
    if isinstance(bound, (Before, After, WithinBefore)) and bound.amount.unit in (Unit.MONTH, Unit.YEAR):
        return False
    return not (isinstance(bound, At) and isinstance(bound.anchor, FixedDay))


@given(st.integers(0, 120), st.integers(-60, 60).filter(bool))
@settings(deadline=None)
def test_a_mutated_printed_date_is_always_found(count: int, error: int) -> None:
    term = parse(f"Не позднее чем за {count + 5} дней до дня голосования")
    found = occurrences(term, Facts(date(2023, 3, 12)))
    end = found[0].end
    assert end is not None

    assert judge(term, found, [PrintedDate(end, "end")]) is Status.AGREES
    assert judge(term, found, [PrintedDate(end + timedelta(error), "end")]) is Status.DIFFERS


@given(st.dates(date(2015, 1, 1), date(2035, 1, 1)))
def test_a_literal_voting_day_moves_with_the_plan(voting_day: date) -> None:
    written_for = Facts(voting_day, voting_day)
    term = parse(f"{voting_day.day:02}.{voting_day.month:02}.{voting_day.year}")
    moved = replace(written_for, voting_day=voting_day + timedelta(28), first_voting_day=voting_day + timedelta(28))

    (occurrence,) = occurrences(term, moved, written_for)
    assert occurrence.start == occurrence.end == voting_day + timedelta(28)


def test_a_long_text_is_read_part_by_part() -> None:
    part = "Не позднее чем за 40 дней до дня голосования, если иное не установлено законом;\n"
    few, many = parse(part * 10), parse(part * 1000)

    assert len(few.parts) == 10
    assert len(many.parts) == 1000
