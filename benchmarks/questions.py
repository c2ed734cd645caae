"""How well and how fast questions are answered, beside what a library alone would do: `python -m benchmarks.questions`.

For each labelled file of tests/data/questions (what each was used for: its README) the figures of
`questions.scoring`; then topics by SQLite's FTS5 and by rapidfuzz over the same rows, and times by dateparser where it
is installed (it is no dependency); then start, latency and memory of a process that holds questions/ and plan/ alone.
"""

from __future__ import annotations

import importlib.util
import json
import re
import resource
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.process import extract

from plan.files import open_plan
from questions import words
from questions.answer import understand
from questions.askable import AskablePlan, make_askable
from questions.scoring import report

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data" / "questions"
PLANS = {"second": DATA / "second-plan.yaml", "other": DATA / "other-plan.yaml"}
BY_ELECTION = ROOT / "data" / "plans" / "2023-03-12-kmo-11.yaml"
FILES = ("dev", "own", "shaped", "held-out", "times", "second", "blind-topics", "blind-times", "other")

Row = dict[str, Any]
Search = Callable[[str], Sequence[str]]


def main() -> None:
    began = time.process_time()
    askable = make_askable(open_plan(BY_ELECTION))
    words.warm()
    start = time.process_time() - began
    for name in FILES:
        rows = [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        plan = make_askable(open_plan(PLANS[name])) if name in PLANS else askable
        print(f"\n== {name}: {len(rows)} questions")
        print(*(line for line in report(rows, plan).splitlines() if not line.startswith("  ")), sep="\n")
        topics = [row for row in rows if row["kind"] == "b"]
        for rival, search in (("FTS5", fts5(plan)), ("rapidfuzz", fuzzy(plan))):
            print(f"{rival}: recall@1 {recall(topics, search, 1):.3f}, recall@3 {recall(topics, search, 3):.3f}")
        times = [row for row in rows if row.get("from")]
        if times:
            print(f"dateparser: {dates(times)}")
    print("\n== process")
    latencies = sorted(latency(askable, [row for name in FILES[:5] for row in read(name)]))
    print(f"start {start:.2f} s of processor time, p50 {at(latencies, 0.5):.1f} ms, p99 {at(latencies, 0.99):.1f} ms")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


def read(name: str) -> list[Row]:
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def latency(plan: AskablePlan, rows: Iterable[Row]) -> Iterable[float]:
    for row in rows:
        began = time.process_time()
        understand(row["q"], plan, date.fromisoformat(row["today"]))
        yield (time.process_time() - began) * 1000


def at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def recall(rows: Sequence[Row], search: Search, depth: int) -> float:
    return sum(not set(search(row["q"])[:depth]).isdisjoint(row["items"]) for row in rows) / max(len(rows), 1)


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
    if importlib.util.find_spec("dateparser") is None:
        return "not installed"
    search_dates = importlib.import_module("dateparser.search").search_dates
    right = 0
    for row in rows:
        base = datetime.combine(date.fromisoformat(row["today"]), datetime.min.time())  # labels have no zone
        found = search_dates(row["q"], languages=["ru"], settings={"RELATIVE_BASE": base})
        right += bool(found) and found[0][1].date().isoformat() in {row["from"], *(alt[0] for alt in row["alts"])}
    return f"first day right {right} / {len(rows)}"


if __name__ == "__main__":
    main()
