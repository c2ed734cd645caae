"""Checks: a plan read like a good linter reads code. One small function a check; each says what, why, what to do."""

from __future__ import annotations

from plan.checks import calling, numbers, people, terms, wording
from plan.checks.base import Check, Checked
from plan.dated import date_plan, facts_of
from plan.model import DatedItem, Facts, Finding, Plan, Severity

__all__ = ["CHECKS", "check_plan", "has_errors"]

CHECKS: tuple[Check, ...] = (
    calling.voting_days,
    calling.call_within_bounds,
    calling.publication_within_bounds,
    numbers.duplicate_numbers,
    numbers.skipped_numbers,
    terms.dates_out_of_calendar,
    terms.printed_dates,
    terms.missing_terms,
    terms.terms_not_understood,
    terms.doubtful_terms,
    terms.terms_without_event,
    terms.periods_in_the_text,
    terms.starts_without_end,
    terms.touching_windows,
    terms.through_left_out,
    terms.agitation_in_one_day,
    people.missing_performers,
    people.unknown_performers,
    wording.unclosed_brackets,
    wording.stray_letters,
    wording.dots_in_references,
    wording.template_remnants,
    wording.undefined_abbreviations,
    wording.unused_abbreviations,
)
"""All checks, in the order in which their findings about one item are told."""


def check_plan(
    plan: Plan, dated: tuple[DatedItem, ...] | None = None, facts: Facts | None = None
) -> tuple[Finding, ...]:
    """Everything a person should look at: about the document as a whole first, then item by item.

    What the reader noticed in the source (`Plan.noticed`) is told with the rest, until it is removed there.
    """
    facts = facts or facts_of(plan)
    checked = Checked(plan, date_plan(plan, facts) if dated is None else dated, facts)
    found = list(plan.noticed)
    for check in CHECKS:
        found.extend(check(checked))
    places = {item.number: place for place, item in enumerate(plan.items)}
    unique = {(finding.item, finding.code, finding.message): finding for finding in found}
    return tuple(
        sorted(unique.values(), key=lambda finding: -1 if finding.item is None else places.get(finding.item, -1))
    )


def has_errors(findings: tuple[Finding, ...]) -> bool:
    """Whether any finding is a contradiction: the command line then exits with 1."""
    return any(finding.severity is Severity.ERROR for finding in findings)
