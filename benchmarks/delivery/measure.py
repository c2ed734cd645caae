"""Memory and shares of what was measured."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")


def resident() -> float:
    """MiB that this process has in memory now (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE / 2**20


def share(values: Sequence[float], part: float) -> float:
    """The value below which that part of them lies; `values` are not empty."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)]


def shares(seconds: Sequence[float]) -> str:
    """Median, 99th of a hundred and the longest, in milliseconds."""
    p50, p99, most = (share(seconds, part) * 1000 for part in (0.5, 0.99, 1.0))
    return f"p50 {p50:.1f} ms, p99 {p99:.1f} ms, longest {most:.1f} ms ({len(seconds)})"
