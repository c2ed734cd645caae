"""How fast plans are read and dated, in what memory, and beside dateparser: `python -m benchmarks.plans`.

The plan of 109 rows in each format, after start-up and as a person waits for it; 100, 1,000 and 10,000 rows of it, with
the time a row takes against that of a hundred rows; the memory of a process that reads and dates them; and dateparser
on the same terms. Processor time of this process where nothing else is said: a busy machine changes it little.

PDFs are printed by LibreOffice, and left out where it is not installed.
"""

from __future__ import annotations

import importlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from datetime import time as hour
from functools import partial
from pathlib import Path
from typing import Any

from plan import yaml_file
from plan.checks import check_plan
from plan.dated import date_plan
from plan.files import open_plan
from plan.model import DatedItem, Plan
from plan.readers.office import find_converter
from plan.readers.reading import read_document
from plan.writers import plan_as

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "data" / "plans" / "2023-03-12-kmo-11.yaml"
FORMATS = (".yaml", ".docx", ".xlsx", ".pdf")
SIZES = (100, 1_000, 10_000)
REPEATS = 7
LARGEST_PDF = 1_000
"""Rows: more take more pages than the reader takes."""
MADE = datetime(2026, 1, 1, tzinfo=UTC)

_MEMORY = """\
import sys
from pathlib import Path
from benchmarks.plans import read
from plan.dated import date_plan
date_plan(read(Path(sys.argv[1])))
print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""
_NUMERIC = re.compile(r"\b(\d\d)\.(\d\d)\.(\d{4})\b")


def main() -> None:
    plan = open_plan(SHIPPED)
    with tempfile.TemporaryDirectory(prefix="plans-") as folder:
        one_plan(plan, Path(folder))
        many_rows(plan, Path(folder))
    beside_dateparser(plan)


def one_plan(plan: Plan, folder: Path) -> None:
    print(f"== {len(plan.items)} rows, milliseconds: median of {REPEATS}")
    print(
        f"{'':6} {'read':>8} {'date':>8} {'both':>8} {'check':>8} | a person waits, at best, "
        f"{'to open':>8} {'plan check':>11}"
    )
    for suffix in FORMATS:
        path = written(plan, folder, "plan", suffix)
        if path is None:
            print(f"{suffix:6} not measured: LibreOffice is not installed")
            continue
        read(path)  # start-up: what the reader imports
        reading = median(partial(read, path))
        found = read(path)
        dated = date_plan(found)
        dating = median(partial(date_plan, found))
        checking = median(partial(check_plan, found, dated))
        opening = shortest(partial(open_plan, path))
        command = [sys.executable, "-m", "bot", "plan", "check", str(path)]
        whole = shortest(partial(subprocess.run, command, cwd=ROOT, capture_output=True, check=False))
        print(
            f"{suffix:6} {reading:8.1f} {dating:8.1f} {reading + dating:8.1f} {checking:8.1f} | {'':24} "
            f"{opening:8.0f} {whole:11.0f}"
        )


def many_rows(plan: Plan, folder: Path) -> None:
    print("\n== rows: seconds; a row's time against that of 100 rows; megabytes of the whole process at most")
    for suffix in FORMATS:
        first: float | None = None
        for rows in SIZES:
            path = None if suffix == ".pdf" and rows > LARGEST_PDF else written(longer(plan, rows), folder, "r", suffix)
            if path is None:
                continue
            spent = median(partial(read_and_date, path), repeats=3 if rows < SIZES[-1] else 1) / 1000
            first = first or spent / rows
            print(f"{suffix:6} {rows:6} rows {spent:7.2f} s   x{spent / rows / first:.2f}   {memory(path):4.0f} MB")
    first = None
    for rows in SIZES:
        long = longer(plan, rows)
        dated = date_plan(long)
        spent = median(partial(check_plan, long, dated), repeats=1) / 1000
        first = first or spent / rows
        print(f"checks {rows:6} rows {spent:7.2f} s   x{spent / rows / first:.2f}")


def beside_dateparser(plan: Plan) -> None:
    """The rows that print dates: what is printed is the truth, but for the one row that prints a wrong year."""
    warnings.simplefilter("ignore")  # it warns of its own calls
    search_dates = importlib.import_module("dateparser.search").search_dates

    base = datetime.combine(plan.head.voting_day or date.min, hour())
    settings = {"RELATIVE_BASE": base, "DATE_ORDER": "DMY"}

    def search(text: str) -> set[date]:
        found: Any = search_dates(text, languages=["ru"], settings=settings)
        return {moment.date() for _, moment in found or ()}

    rows = [(one, numeric(" ".join(one.item.printed))) for one in date_plan(plan) if one.printed]
    search("1 мая 2023")  # start-up
    print(f"\n== {len(rows)} rows with a printed date: rows right, milliseconds a row")
    began = time.process_time()
    ours = date_plan(replace(plan, items=tuple(one.item for one, _ in rows)), None)
    spent = (time.process_time() - began) * 1000 / len(rows)
    print(f"printed dates  this engine {right(rows, [printed_days(one) for one in ours]):3} of {len(rows)}")
    print(
        f"wordings       this engine {right(rows, [computed_days(one) for one, _ in rows]):3} of {len(rows)}"
        f"   {spent:6.2f} ms for both"
    )
    for name, texts in (
        ("printed dates", [" ".join(one.item.printed) for one, _ in rows]),
        ("wordings", [one.item.term for one, _ in rows]),
    ):
        began = time.process_time()
        found = [search(text) for text in texts]
        spent = (time.process_time() - began) * 1000 / len(rows)
        print(f"{name:14} dateparser  {right(rows, found):3} of {len(rows)}   {spent:6.2f} ms")


def right(rows: Sequence[tuple[DatedItem, set[date]]], found: Sequence[set[date]]) -> int:
    return sum(days >= printed for (_, printed), days in zip(rows, found, strict=True))


def printed_days(one: DatedItem) -> set[date]:
    return {printed.date for printed in one.printed}


def computed_days(one: DatedItem) -> set[date]:
    return {day for found in one.computed for day in (found.start, found.end) if day is not None}


def numeric(text: str) -> set[date]:
    return {date(int(year), int(month), int(day)) for day, month, year in _NUMERIC.findall(text)}


def read(path: Path) -> Plan:
    """The plan in the file, read in this process."""
    if path.suffix == ".yaml":
        return yaml_file.load(path.read_text(encoding="utf-8"), path.name)
    return read_document(path)


def read_and_date(path: Path) -> object:
    return date_plan(read(path))


def longer(plan: Plan, rows: int) -> Plan:
    """A plan of so many rows: the same over and over, with numbers of their own."""
    items = (replace(plan.items[at % len(plan.items)], number=str(at + 1)) for at in range(rows))
    return replace(plan, items=tuple(items), noticed=())


def written(plan: Plan, folder: Path, name: str, suffix: str) -> Path | None:
    """The plan as a file; None for a PDF where no program prints one."""
    if suffix != ".pdf":
        path = folder / f"{name}{len(plan.items)}{suffix}"
        path.write_bytes(plan_as(suffix, plan, now=MADE))
        return path
    converter = find_converter()
    source = written(plan, folder, name, ".docx")
    if converter is None or source is None:
        return None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [converter, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    return source.with_suffix(".pdf")


def median(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Milliseconds of this process's processor time."""
    spent = []
    for _ in range(repeats):
        began = time.process_time()
        work()
        spent.append((time.process_time() - began) * 1000)
    return statistics.median(spent)


def shortest(work: Callable[[], object]) -> float:
    """Milliseconds by the clock on the wall: what others do at the same time only makes it longer."""
    spent = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        work()
        spent.append((time.perf_counter() - began) * 1000)
    return min(spent)


def memory(path: Path) -> float:
    """Megabytes that a fresh process needs at most to read and date the plan.

    By Linux's own mark: `ru_maxrss` begins with what the process that started it had.
    """
    done = subprocess.run([sys.executable, "-c", _MEMORY, str(path)], cwd=ROOT, capture_output=True, check=True)
    return int(done.stdout) / 1024


if __name__ == "__main__":
    main()
