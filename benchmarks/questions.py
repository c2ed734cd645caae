"""How well and how fast questions are answered, beside what a library alone would do: `python -m benchmarks.questions`
prints tables in Markdown, one line a set of tests/data/questions; `SETS` says what each set was used for.

The same questions with one slip of the keyboard each, topics by SQLite's FTS5 and by rapidfuzz over the same rows, and
times by dateparser where it is installed (it is no dependency) are measured in the same run; then the start, latency
and memory of fresh processes that hold questions/ and plan/ alone.
"""

from __future__ import annotations

import importlib.util
import json
import random
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.process import extract

from benchmarks.questions_fit import BY_ELECTION, DATA, rows_of
from benchmarks.questions_slips import slip
from plan.files import open_plan
from questions.answer import Outcome, understand
from questions.askable import AskablePlan, make_askable
from questions.scoring import judge

OTHER = DATA / "other-plan.yaml"
THIRD = DATA / "third-plan.yaml"
FIFTH = DATA / "fifth-plan.yaml"
SIXTH = DATA / "sixth-plan.yaml"
WORK = DATA.parent / "work_plan_kuzbass_2024.txt"

Row = dict[str, Any]
Search = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Questions:
    """A set of labelled questions. `half`: only ids of this remainder by two. `use`: what it was used for — shaped
    (the data were written after it), fitted (and the weights), counted (its figures were looked at while working, its
    questions were not), unseen (measured once, when all was done)."""

    name: str
    plan: Path
    use: str
    half: int | None = None

    @property
    def label(self) -> str:
        return self.name if self.half is None else f"{self.name}, {('even', 'odd')[self.half]}"

    def rows(self) -> list[Row]:
        return [row for row in rows_of(self.name) if self.half is None or _number(row) % 2 == self.half]


SETS = (
    Questions("dev", BY_ELECTION, "fitted"),
    Questions("own", BY_ELECTION, "fitted"),
    Questions("shaped", BY_ELECTION, "fitted"),
    Questions("times", BY_ELECTION, "shaped"),
    Questions("held-out", BY_ELECTION, "times shaped, topics counted"),
    Questions("blind-times", BY_ELECTION, "shaped"),
    Questions("blind-topics", BY_ELECTION, "fitted", 0),
    Questions("blind-topics", BY_ELECTION, "counted", 1),
    Questions("blind-mixed", BY_ELECTION, "shaped", 0),
    Questions("blind-mixed", BY_ELECTION, "counted", 1),
    Questions("blind-late", BY_ELECTION, "unseen"),
    Questions("second", DATA / "second-plan.yaml", "counted"),
    Questions("other", OTHER, "fitted", 0),
    Questions("other", OTHER, "counted", 1),
    Questions("third", THIRD, "fitted", 0),
    Questions("third", THIRD, "counted", 1),
    Questions("fifth", FIFTH, "shaped", 0),
    Questions("fifth", FIFTH, "counted", 1),
    Questions("sixth", SIXTH, "unseen"),
    Questions("work", WORK, "fitted", 0),
    Questions("work", WORK, "counted", 1),
)


def main() -> None:
    write = sys.stdout.write
    write("| set | questions | use | ranges | roles | recall@1 | recall@3 | answered or offered | outside answered |\n")
    write("|---|---|---|---|---|---|---|---|---|\n")
    for each in SETS:
        write(f"| {each.label} | {len(each.rows())} | {each.use} | {' | '.join(of_answers(each))} |\n")
    write("\n| set | with one slip: ranges | recall@1 | recall@3 |\n|---|---|---|---|\n")
    for each in SETS:
        write(f"| {each.label} | {' | '.join(of_slips(each))} |\n")
    write("\n| set | FTS5: recall@1 | recall@3 | rapidfuzz: recall@1 | recall@3 | dateparser: first days |\n")
    write("|---|---|---|---|---|---|\n")
    for each in SETS:
        write(f"| {each.label} | {' | '.join(of_rivals(each))} |\n")
    write("\n| process | rows | questions | start, s | p50, ms | p99, ms | most, ms | memory, MB |\n")
    write("|---|---|---|---|---|---|---|---|\n")
    for path in dict.fromkeys(each.plan for each in SETS):
        write(f"| {path.stem} | {' | '.join(of_process(path))} |\n")


def _number(row: Row) -> int:
    return int("".join(sign for sign in row["id"] if sign.isdecimal()))


@cache
def plan_of(path: Path) -> AskablePlan:
    return make_askable(open_plan(path))


def _marks(rows: Sequence[Row], plan: AskablePlan) -> dict[str, list[bool]]:
    marks: dict[str, list[bool]] = {}
    for row in rows:
        understood = understand(row["q"], plan, date.fromisoformat(row["today"]))
        for name, good in judge(row, understood).items():
            marks.setdefault(name, []).append(good)
        if "action" in row:
            marks.setdefault("surely", []).append(understood.outcome is Outcome.ITEMS)
    return marks


def _share(good: Sequence[bool] | None) -> str:
    return f"{sum(good) / len(good):.3f}" if good else ""


def of_answers(each: Questions) -> Iterator[str]:
    marks = _marks(each.rows(), plan_of(each.plan))
    for name in ("range", "role", "recall@1", "recall@3", "answered or offered"):
        yield _share(marks.get(name))
    outside = marks.get("outside: not answered")
    if outside is None:
        yield ""
    else:
        yield f"{outside.count(False)} of {len(outside)}, surely {sum(marks['surely'])}"


def of_slips(each: Questions) -> Iterator[str]:
    dice = random.Random(each.label)
    rows = [{**row, "q": slip(row["q"], dice)} for row in each.rows() if "action" not in row]
    marks = _marks(rows, plan_of(each.plan))
    for name in ("range", "recall@1", "recall@3"):
        yield _share(marks.get(name))


def of_rivals(each: Questions) -> Iterator[str]:
    rows = each.rows()
    topics = [row for row in rows if "items" in row]
    for search in (fts5(plan_of(each.plan)), fuzzy(plan_of(each.plan))):
        for depth in (1, 3):
            yield _share([not set(search(row["q"])[:depth]).isdisjoint(row["items"]) for row in topics])
    yield dates([row for row in rows if row.get("from")])


def texts(plan: AskablePlan) -> dict[str, str]:
    return {row.number: f"{row.activity} {row.term} {row.performers}" for row in plan.plan.items}


def fts5(plan: AskablePlan) -> Search:
    """Plain full-text search: any word, ranked by BM25."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE rows USING fts5(number UNINDEXED, body)")
    base.executemany("INSERT INTO rows VALUES (?, ?)", texts(plan).items())

    def search(question: str) -> Sequence[str]:
        asked = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question))
        found = (
            base.execute("SELECT number FROM rows WHERE rows MATCH ? ORDER BY rank LIMIT 3", (asked,)) if asked else ()
        )
        return [number for (number,) in found]

    return search


def fuzzy(plan: AskablePlan) -> Search:
    """rapidfuzz alone: the rows most like the question."""
    rows = texts(plan)

    def search(question: str) -> Sequence[str]:
        return [number for _, _, number in extract(question, rows, scorer=fuzz.token_set_ratio, limit=3)]

    return search


def dates(rows: Sequence[Row]) -> str:
    """The share of times whose first day dateparser finds."""
    if not rows:
        return ""
    if importlib.util.find_spec("dateparser") is None:
        return "not installed"
    search_dates = importlib.import_module("dateparser.search").search_dates
    right = []
    for row in rows:
        base = datetime.combine(date.fromisoformat(row["today"]), datetime.min.time())  # labels have no zone
        found = search_dates(row["q"], languages=["ru"], settings={"RELATIVE_BASE": base})
        days = {row["from"], *(alt[0] for alt in row.get("alts", ()))}
        right.append(bool(found) and found[0][1].date().isoformat() in days)
    return _share(right)


def of_process(path: Path) -> Iterator[str]:
    """A fresh process for this plan, asked every set of questions about it."""
    names = dict.fromkeys(each.name for each in SETS if each.plan == path)
    files = [str(DATA / f"{name}.jsonl") for name in names]
    made = subprocess.run(
        [sys.executable, "-m", "benchmarks.questions_process", str(path), *files],
        check=True,
        capture_output=True,
        text=True,
    )
    found = json.loads(made.stdout)
    yield from (str(found[name]) for name in ("rows", "questions"))
    yield f"{found['start_s']:.2f}"
    yield from (f"{found[name]:.1f}" for name in ("p50_ms", "p99_ms", "most_ms"))
    yield f"{found['memory_mb']:.0f}"


if __name__ == "__main__":
    main()
