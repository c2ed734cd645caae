"""`python -m benchmarks.delivery [part …] [--quick]`: every figure of docs/benchmarks.md about delivery.

About so long on two idle processors: throughput 5 minutes, paced 5, pending 5, broadcast 6, fanout 10; several times
that on busy ones, where moments (late by, p99) say more about the other work than about the bot: the load average is
printed. Without PostgreSQL on this machine, SQLite alone is measured. `python -m benchmarks.crash` is the crash test.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.delivery import broadcast, fanout, paced, pending, throughput
from benchmarks.delivery.databases import ENGINES, Databases, databases, describe

Part = Callable[[Databases, bool], None]


def _throughput(made: Databases, quick: bool) -> None:
    throughput.run(
        made,
        people=600 if quick else 2_000,
        repeats=1 if quick else 3,
        servers=("sandbox", "stub"),
        windows=(5, 100) if quick else throughput.WINDOWS,
    )


def _paced(made: Databases, quick: bool) -> None:
    paced.run(made, people=60 if quick else 840, latencies=(0.1,) if quick else (0.1, 0.2, 0.3))


def _pending(made: Databases, quick: bool) -> None:
    pending.run(
        made,
        rows=10_000 if quick else 1_000_000,
        jobs=1_000 if quick else 100_000,
        soon=20 if quick else 300,
    )


def _broadcast(made: Databases, quick: bool) -> None:
    broadcast.run(made, people=2_000 if quick else 100_000, quiet=5 if quick else 30, seconds=10 if quick else 90)


def _fanout(made: Databases, quick: bool) -> None:
    fanout.run(made, members=200 if quick else 20_000, precincts=17 if quick else 1_700)


PARTS: dict[str, tuple[str, Part]] = {
    "throughput": ("messages/s without limits", _throughput),
    "paced": ("messages/s of the 30 allowed", _paced),
    "pending": ("reminders that wait", _pending),
    "broadcast": ("one announcement to everybody", _broadcast),
    "fanout": ("a plan to all precincts", _fanout),
}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.delivery", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS) + "; all of them where none is named")
    parser.add_argument("--quick", action="store_true", help="few rows, one run: whether it works, not how fast")
    parser.add_argument("--engine", choices=ENGINES, action="append", help="both where none is named")
    options = parser.parse_args()
    for part in options.parts:
        if part not in PARTS:
            parser.error(f"no such part: {part}")
    with databases(tuple(options.engine or ENGINES)) as made:
        print(describe(Path(tempfile.gettempdir())))
        if made.missing:
            print(f"not measured, because it is not installed here: {', '.join(made.missing)}")
        for name in options.parts or PARTS:
            title, run = PARTS[name]
            print(f"\n# {name}: {title}", flush=True)
            began, before = time.monotonic(), os.getloadavg()[0]
            run(made, options.quick)
            print(
                f"({time.monotonic() - began:.0f} s; load average {before:.1f} at the beginning, "
                f"{os.getloadavg()[0]:.1f} at the end)",
                flush=True,
            )


if __name__ == "__main__":
    main()
