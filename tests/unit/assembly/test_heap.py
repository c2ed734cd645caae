"""Done in a process of its own: what is frozen stays so."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
TWICE = """
import gc
from bot import heap
heap.settle()
frozen = gc.get_freeze_count()
more = [[] for _ in range(1000)]
heap.settle()
print(frozen > 1000, gc.get_freeze_count() <= frozen)
"""


def test_what_is_loaded_is_settled_once() -> None:
    run = subprocess.run([sys.executable, "-c", TWICE], cwd=ROOT, check=True, capture_output=True, text=True)
    assert run.stdout.split() == ["True", "True"]
