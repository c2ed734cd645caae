"""The stage that reminders are tested on."""

import pytest

from storage.database import Database
from tests.integration.duties.stage import Stage, build_stage


@pytest.fixture
async def stage(database: Database) -> Stage:
    return await build_stage(database)
