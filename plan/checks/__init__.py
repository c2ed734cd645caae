"""Checks: a plan read like a good linter reads code. One small function a check; each says what, why, what to do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from plan.checks import calling, cycles, dates, decisions, names, numbers, people, stated, terms, wording
from plan.checks.base import Check, Checked
from plan.checks.catalogue import CATALOGUE, CODES, rule_of
from plan.dated import date_plan, facts_of
from plan.model import DatedItem, Facts, Finding, Plan, Severity

__all__ = ["CATALOGUE", "CHECKS", "CODES", "UnknownCode", "check_plan", "has_errors", "rule_of", "selected"]

CHECKS: tuple[Check, ...] = (
    calling.voting_days,
    calling.call_within_bounds,
    calling.publication_within_bounds,
    numbers.duplicate_numbers,
    numbers.skipped_numbers,
    numbers.missing_references,
    dates.impossible_printed_dates,
    dates.printed_dates,
    dates.printed_hours,
    dates.unchecked_dates,
    dates.dates_counted_from,
    dates.reversed_printed_dates,
    stated.stated_days,
    stated.agitation_days,
    decisions.decisions,
    terms.missing_terms,
    terms.terms_not_understood,
    dates.reversed_windows,
    terms.doubtful_terms,
    terms.terms_without_event,
    cycles.event_cycles,
    terms.periods_in_the_text,
    terms.starts_without_end,
    terms.touching_windows,
    terms.through_left_out,
    stated.agitation_in_one_day,
    people.missing_performers,
    people.unknown_performers,
    people.carried_duties,
    names.foreign_names,
    names.short_names,
    names.regional_names,
    names.abolished_commissions,
    wording.unclosed_brackets,
    wording.stray_letters,
    wording.dots_in_references,
    wording.field_codes,
    wording.template_remnants,
    wording.undefined_abbreviations,
    wording.unused_abbreviations,
)
"""All checks, in the order in which their findings about one item are told."""


def check_plan(
    plan: Plan, dated: tuple[DatedItem, ...] | None = None, facts: Facts | None = None
) -> tuple[Finding, ...]:
    """Everything a person should look at: about the document as a whole first, then item by item.

    What the reader noticed in the source (`Plan.noticed`) is told with the rest, until it is removed there; where it
    says only what was found, the catalogue adds why and what to do.
    """
    facts = facts or facts_of(plan)
    checked = Checked(plan, date_plan(plan, facts) if dated is None else dated, facts)
    findings = [_explained(finding) for finding in plan.noticed]
    for check in CHECKS:
        findings.extend(check(checked))
    places = {item.number: place for place, item in enumerate(plan.items)}
    unique = {(finding.item, finding.code, finding.message): finding for finding in findings}
    return tuple(
        sorted(unique.values(), key=lambda finding: -1 if finding.item is None else places.get(finding.item, -1))
    )


def _explained(finding: Finding) -> Finding:
    if finding.why or finding.advice or finding.code not in CODES:
        return finding
    rule = rule_of(finding.code)
    return replace(finding, why=rule.why, advice=rule.advice)


class UnknownCode(ValueError):
    """A code that no finding has."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Кода замечания «{code}» нет. Все коды: python -m bot plan codes.")


def selected(
    findings: tuple[Finding, ...], select: Collection[str] = (), ignore: Collection[str] = ()
) -> tuple[Finding, ...]:
    """The findings with the codes in `select` (all when it is empty), without those in `ignore`.

    A code ending in «-» stands for all that begin with it («decision-»). Raises UnknownCode for the first one that
    the catalogue does not have.
    """
    for code in (*select, *ignore):
        if not any(_is_meant(code, known) for known in CODES):
            raise UnknownCode(code)
    return tuple(
        finding
        for finding in findings
        if (not select or any(_is_meant(code, finding.code) for code in select))
        and not any(_is_meant(code, finding.code) for code in ignore)
    )


def _is_meant(code: str, known: str) -> bool:
    return known == code or (code.endswith("-") and known.startswith(code))


def has_errors(findings: tuple[Finding, ...]) -> bool:
    """Whether any finding is a contradiction: the command line then exits with 1."""
    return any(finding.severity is Severity.ERROR for finding in findings)
