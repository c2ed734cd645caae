"""One running demo for all stories of a module: the seeded plan, the cast in their seats, a clock that is moved."""

from __future__ import annotations

import multiprocessing
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from bot.demo.stage import Stage, open_stage
from tests.e2e.forked import PRELOADED
from tests.e2e.manners import check_manners


def pytest_collection_finish() -> None:
    """After every import: the last list given counts, for whoever starts the forking process."""
    multiprocessing.set_forkserver_preload(list(PRELOADED))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """The demo, from a module's `FIRST_DAY` on. When its stories are over, everything that was said is looked at once
    more; a module's `PROVOKED` is what `check_manners` is to forgive."""
    settings: dict[str, Any] = {
        name.lower(): getattr(request.module, name) for name in ("FIRST_DAY", "TOPICS") if hasattr(request.module, name)
    }
    with capture_logs() as logs:
        async with open_stage(0, **settings) as opened:
            yield opened
        check_manners(opened.sandbox, logs, **getattr(request.module, "PROVOKED", {}))
