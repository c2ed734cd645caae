"""LibreOffice for the tests that convert documents."""

from __future__ import annotations

import os

import pytest

from plan.readers.office import find_converter


@pytest.fixture(scope="module")
def soffice() -> str:
    command = find_converter()
    if command is None:
        missing = "LibreOffice (soffice) is not installed: apt-get install libreoffice-writer-nogui"
        assert os.environ.get("REQUIRE_ALL") != "1", missing
        pytest.skip(missing)
    return command
