"""A rule of the checks: what one code means."""

from __future__ import annotations

from dataclasses import dataclass

from plan.model import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """`meaning`, `why` and `advice` are Russian; the last two are whole sentences."""

    code: str
    severity: Severity
    meaning: str
    why: str
    advice: str


def error(code: str, meaning: str, why: str, advice: str) -> Rule:
    """A contradiction: somebody has to decide before the plan can be relied on."""
    return Rule(code, Severity.ERROR, meaning, why, advice)


def warning(code: str, meaning: str, why: str, advice: str) -> Rule:
    """Probably a mistake in the document, or a gap through which a deadline falls."""
    return Rule(code, Severity.WARNING, meaning, why, advice)


def info(code: str, meaning: str, why: str, advice: str) -> Rule:
    """Worth mending when the document is next opened."""
    return Rule(code, Severity.INFO, meaning, why, advice)
