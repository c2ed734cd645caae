"""What a fresh process that holds questions/ and plan/ alone takes: `python -m benchmarks.questions_process PLAN FILE…`
answers the labelled questions of the files against the plan and prints one JSON object.

Seconds and milliseconds are processor time; the memory is the most that was resident.
"""

from __future__ import annotations

import json
import re
import sys
import time
from datetime import date
from pathlib import Path


def most_resident() -> int:
    """Kilobytes of this process alone (`VmHWM`, Linux): `ru_maxrss` would count what its parent had."""
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) if found else 0


def main() -> None:
    began = time.process_time()
    # imported here, so that the start counts them
    from plan.files import open_plan
    from questions import words
    from questions.answer import understand
    from questions.askable import make_askable

    plan = make_askable(open_plan(Path(sys.argv[1])))
    words.warm()
    start = time.process_time() - began
    took = []
    for path in sys.argv[2:]:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            asked = time.process_time()
            understand(row["q"], plan, date.fromisoformat(row["today"]))
            took.append((time.process_time() - asked) * 1000)
    took.sort()
    figures = {
        "rows": len(plan.items),
        "questions": len(took),
        "start_s": start,
        "p50_ms": took[len(took) // 2],
        "p99_ms": took[min(int(len(took) * 0.99), len(took) - 1)],
        "most_ms": took[-1],
        "memory_mb": most_resident() / 1024,
    }
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
