"""The world that people are met in."""

import pytest

from services.unit_of_work import Units
from tests.integration.world import World, build_world


@pytest.fixture
async def world(units: Units) -> World:
    return await build_world(units)
