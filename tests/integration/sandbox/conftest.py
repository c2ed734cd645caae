"""A running sandbox with one person who has started the bot."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot

from sandbox import NO_LIMITS, Group, Person, Sandbox, SandboxServer
from tests.integration.sandbox.support import Api, aiogram_bot, open_api
from tests.unit.sandbox.support import HandClock


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def sandbox(clock: HandClock) -> Sandbox:
    return Sandbox(clock=clock, limits=NO_LIMITS)


@pytest.fixture
async def server(sandbox: Sandbox) -> AsyncIterator[SandboxServer]:
    async with SandboxServer(sandbox) as running:
        yield running


@pytest.fixture
async def api(server: SandboxServer) -> AsyncIterator[Api]:
    async with open_api(server) as client:
        yield client


@pytest.fixture
async def bot(server: SandboxServer) -> AsyncIterator[Bot]:
    async with aiogram_bot(server) as client:
        yield client


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    person = sandbox.add_user("Анна", "Петрова", role="Председатель УИК", username="anna_p")
    person.start()
    return person


@pytest.fixture
def forum(sandbox: Sandbox, anna: Person) -> Group:
    return sandbox.add_group("Операторы", forum=True, members=[anna])
