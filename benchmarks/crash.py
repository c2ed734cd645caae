"""kill -9 in full: `python -m benchmarks.crash [--rows 5000] [--kills 60] [--engine …] [--seed …]`.

Senders are killed at random moments; what has arrived is counted on the receiving side. Ends with code 1 when anything
was lost, came twice without saying so, or is stored otherwise than it happened.
"""

from __future__ import annotations

import argparse
import sys
from random import Random

from benchmarks.delivery.crash_trial import CrashTrial, Trial, Verdict, When
from benchmarks.delivery.databases import ENGINES, databases

COLUMNS = (
    ("rows", 6),
    ("kills", 6),
    ("sending at kills", 17),
    ("arrived", 8),
    ("lost", 5),
    ("given up", 9),
    ("repeats", 8),
    ("unmarked", 9),
    ("announced twice", 16),
    ("unknown", 8),
    ("wrong states", 13),
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crash", description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000, help="half of them digests, half an announcement's")
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--engine", choices=ENGINES, action="append", help="both where none is named")
    parser.add_argument("--window", type=int, action="append", help="rows in `sending` at a time; 5 and 100")
    parser.add_argument("--seed", type=int, help="of the moments; a new one each time where none is given")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else Random().randrange(1_000_000)
    print(f"seed {seed}")
    print(f"{'':36}" + "".join(f"{name:>{width}}" for name, width in COLUMNS))
    failed = False
    with databases(tuple(options.engine or ENGINES)) as made:
        if made.missing:
            print(f"not tried, because it is not installed here: {', '.join(made.missing)}")
        for engine in made.engines:
            for window in options.window or (5, 100):
                for telegram_dies in (False, True):
                    trial = Trial(made.new(engine), options.rows, options.kills, window, seed, telegram_dies)
                    verdict = CrashTrial(trial).run()
                    _print(f"{engine}, window {window}" + (", server too" if telegram_dies else ""), verdict)
                    failed = failed or bool(verdict.faults)
    return int(failed)


def _print(name: str, verdict: Verdict) -> None:
    figures = (
        verdict.rows,
        verdict.kills.total(),
        verdict.in_doubt,
        verdict.arrived,
        verdict.lost,
        verdict.given_up,
        verdict.repeats,
        verdict.unmarked,
        verdict.repeated_announcements,
        verdict.unknown_announcements + verdict.unknown_digests,
        verdict.wrong_states,
    )
    print(f"{name:36}" + "".join(f"{figure:>{width}}" for figure, (_, width) in zip(figures, COLUMNS, strict=True)))
    print("    killed " + ", ".join(f"{when.value}: {verdict.kills[when]}" for when in When if verdict.kills[when]))
    for fault in verdict.faults:
        print(f"    WRONG: {fault}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
