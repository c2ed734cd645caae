"""Limits that a process takes upon itself before it reads what somebody else wrote."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

LARGEST_MEMORY = 1 << 30
"""Bytes of address space. 10,000 rows take 200 MB of it; libraries are mapped into it too."""

LARGEST_CONVERTER_MEMORY = 4 << 30
"""Bytes of address space for LibreOffice, which maps far more than it uses."""

LARGEST_OUTPUT = 200_000_000
"""Bytes of any one file that is written."""

LONGEST_COMPUTING = 120
"""Seconds of the processor, should the process that waits for this one be gone."""


def limit_memory(size: int) -> None:
    """Let the process, and what it starts, map no more than `size` bytes. Windows has no such limit."""
    try:
        import resource
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (size if most == resource.RLIM_INFINITY else min(size, most), most))


@contextlib.contextmanager
def memory_of(size: int) -> Iterator[None]:
    """Another limit of memory for what is started meanwhile."""
    try:
        import resource
    except ImportError:
        yield
        return
    before, most = resource.getrlimit(resource.RLIMIT_AS)
    limit_memory(size)
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (before, most))


def limit_the_rest() -> None:
    """Limit the processor's time and the size of files, and leave no core dumps."""
    try:
        import resource
    except ImportError:
        return
    for limit, most in (
        (resource.RLIMIT_CPU, LONGEST_COMPUTING),
        (resource.RLIMIT_FSIZE, LARGEST_OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(limit)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (allowed, hard))
