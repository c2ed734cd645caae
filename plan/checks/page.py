"""The catalogue as a page of the documentation (docs/findings.md); a test keeps the page as this makes it."""

from __future__ import annotations

import sys

from plan.checks.catalogue import CATALOGUE
from plan.model import Severity

_NAMES = {Severity.ERROR: "ошибка", Severity.WARNING: "внимание", Severity.INFO: "к сведению"}

_HEAD = """\
# Замечания к плану

`python -m bot plan check ФАЙЛ` читает план и говорит, что в нём не так: код замечания, важность, пункт, что найдено,
почему это важно и что сделать. `--json` отдаёт то же программе, `--select КОД` и `--ignore КОД` отбирают замечания.
Код возврата 1 — есть ошибки.

- **ошибка** — противоречие: пока его не решили, на план нельзя полагаться;
- **внимание** — вероятная ошибка в документе или пробел, в который может провалиться срок;
- **к сведению** — стоит поправить, когда документ откроют в следующий раз.

Эта страница сделана из `plan/checks/catalogue.py`: `python -m plan.checks.page > docs/findings.md`.
"""


def page() -> str:
    """The whole page, in Markdown."""
    lines = [_HEAD]
    for chapter in CATALOGUE:
        lines.append(f"## {chapter.title}\n")
        lines.append("| код | важность | что значит | почему важно | что делать |")
        lines.append("|---|---|---|---|---|")
        for rule in chapter.rules:
            cells = (f"`{rule.code}`", _NAMES[rule.severity], rule.meaning, rule.why, rule.advice)
            lines.append(f"| {' | '.join(cells)} |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(page())
