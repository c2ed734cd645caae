"""The by-election plan of 2023, whole: what is said of every row is approved once and compared ever after.

`calendar_plan_kmo_11_2023.approved.txt` is read and signed off by a person; when a change of it is meant, run
`python -m tests.approval.test_calendar_plan` and review the difference. The odd rows:

- 67 prints the year 2023 for a date of 2022: the plan's one error.
- 15 counts from the end of the window of 14, which no one records.
- 50 is a heading for 50-1 … 50-3; 54 is a ban, and names nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from plan.checks import check_plan
from plan.dated import date_plan
from plan.files import open_plan
from plan.model import DatedItem, Occurrence, Plan
from plan.performers import responsibility

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "tests" / "data" / "calendar_plan_kmo_11_2023.txt"
SHIPPED = ROOT / "data" / "plans" / "2023-03-12-kmo-11.yaml"
APPROVED = Path(__file__).with_name("calendar_plan_kmo_11_2023.approved.txt")


def test_the_document_is_read_as_approved() -> None:
    assert report(open_plan(DOCUMENT)) == APPROVED.read_text(encoding="utf-8")


def test_the_shipped_yaml_is_read_as_approved() -> None:
    assert report(open_plan(SHIPPED)) == APPROVED.read_text(encoding="utf-8")


def report(plan: Plan) -> str:
    return "\n".join([*_head(plan), "", *_items(plan), "", *_findings(plan), ""])


def _head(plan: Plan) -> Iterator[str]:
    head = plan.head
    yield f"{head.title} | {head.commission} | {head.zone} | {head.kind}"
    yield f"decision {head.decision} | voting {head.first_voting_day} – {head.voting_day}"
    yield from (f"event {key} {when}" for key, when in head.events.items())
    yield from (f"abbreviation {short} = {meaning}" for short, meaning in head.abbreviations.items())


def _items(plan: Plan) -> Iterator[str]:
    for dated in date_plan(plan):
        yield f"{dated.item.number} {dated.status.value} | {dated.item.section}"
        yield f"    {' / '.join(dated.item.activity.splitlines())}"
        yield f"    law: {dated.item.law}"
        yield f"    who: {_performers(dated)}"
        yield from (f"    {_occurrence(found)}" for found in dated.occurrences)
        yield from (f"    printed: {text}" for text in dated.item.printed)


def _performers(dated: DatedItem) -> str:
    named = [
        one.role.value
        + "".join(f" ({position.value})" for position in sorted(one.positions))
        + (" (участвует)" if one.assists else "")
        for one in dated.performers
    ]
    return f"{', '.join(named)} – {responsibility(dated.performers).value}"


def _occurrence(found: Occurrence) -> str:
    hours = [f"{hour:%H:%M}" if hour is not None else "-" for hour in (found.start_time, found.end_time)]
    needs = f" needs {', '.join(found.needs)}" if found.needs else ""
    return f"{found.kind.value}: {found.start or '-'} {hours[0]} … {found.end or '-'} {hours[1]}{needs} | {found.text}"


def _findings(plan: Plan) -> Iterator[str]:
    for finding in check_plan(plan):
        yield f"{finding.severity.value} {finding.item or '*'} {finding.code}: {finding.message}"


if __name__ == "__main__":
    APPROVED.write_text(report(open_plan(DOCUMENT)), encoding="utf-8")
