"""The catalogue of findings: every code that is ever told stands in it, once, with all that it has to say."""

from __future__ import annotations

import re
from pathlib import Path

from plan.checks import CATALOGUE, CODES
from plan.checks.page import page

ROOT = Path(__file__).parents[3]
RULES = [rule for chapter in CATALOGUE for rule in chapter.rules]


def test_every_code_stands_once_and_says_everything() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.code) for rule in RULES)
    assert all(rule.meaning and not rule.meaning.endswith(".") for rule in RULES)
    assert all(text.endswith(".") for rule in RULES for text in (rule.why, rule.advice))


def test_codes_are_told_somewhere_and_those_told_are_in_the_catalogue() -> None:
    readers = _sources("readers")
    noticed = re.findall(r"(?:notes\.add\(\s*[^,]+,|Finding\(\s*[^,]+,)\s*\"([a-z]+(?:-[a-z]+)+)\"", readers)
    assert noticed
    assert set(noticed) <= CODES
    told = _sources(".")
    assert [code for code in sorted(CODES) if f'"{code}"' not in told] == []


def _sources(folder: str) -> str:
    """The code below a folder of plan/, without the catalogue itself."""
    paths = (path for path in (ROOT / "plan" / folder).rglob("*.py") if not path.name.startswith("catalogue"))
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def test_the_page_is_the_catalogue() -> None:
    assert (ROOT / "docs" / "findings.md").read_text(encoding="utf-8") == page(), (
        "python -m plan.checks.page > docs/findings.md"
    )
