"""kill -9 for real, in short; `python -m benchmarks.crash` is the long form: thousands of rows, dozens of kills.

Senders are processes of their own over storage, the dispatcher, the sender and HTTP; so is the Bot API server, which is
killed as well. What has arrived is counted there.
"""

from __future__ import annotations

import pytest

from benchmarks.delivery.crash_trial import CrashTrial, Trial

ROWS = 240
KILLS = 7
SEED = 53
"""Of the moments: at the start, at work, at a statement or commit, while draining; and the server's."""


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_nothing_is_lost_and_no_repeat_unmarked(request: pytest.FixtureRequest, engine: str) -> None:
    database_url = request.getfixturevalue(f"{engine}_url")
    verdict = CrashTrial(Trial(database_url, ROWS, KILLS, seed=SEED, telegram_dies=True)).run()
    assert verdict.kills.total() >= KILLS - 2, "it was through before it had been killed often enough"
    assert not verdict.faults, verdict
