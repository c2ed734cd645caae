"""A leader that nobody hears any more, though its connection stands: it claims nothing more, and another one leads."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

from services.delivery.model import DeliveryState
from storage.database import open_database
from tests.integration.delivery.rows import LEASE, keys, put, row, states
from tests.integration.storage.silent_proxy import silent_proxy
from tests.integration.storage.test_leadership import standing
from tests.unit.scheduler.fakes import START

PATIENCE = 120.0
"""Wall seconds. It takes ten (`storage.own_connection.SILENCE_S`) on a machine that has nothing else to do."""

S = DeliveryState


async def test_another_leads_when_the_way_to_the_leader_swallows_everything(postgres_url: str) -> None:
    async with (
        silent_proxy(postgres_url) as proxy,
        await open_database(proxy.through(postgres_url)) as one,
        await open_database(postgres_url) as two,
        asyncio.timeout(PATIENCE),
    ):
        await put(two.units, row("a", 1), row("b", 2))
        async with standing(one.leadership) as first, AsyncExitStack() as later:
            term = await first.leads()
            second = await later.enter_async_context(standing(two.leadership))
            assert keys(await term.queue.claim(START, 1, LEASE)) == ["a"]
            proxy.swallow()
            assert await term.queue.claim(START, 5, LEASE) == (), "nothing that it asked for comes back"
            await term.lost.wait()
            await second.elected.wait()
            assert second.term is not None
            assert not second.term.lost.is_set()
            assert await second.term.queue.recover(START, at_start=True) == 1
            assert set(keys(await second.term.queue.claim(START, 5, LEASE))) == {"a", "b"}
            assert await term.queue.claim(START, 5, LEASE) == ()
        assert set((await states(two)).values()) == {S.SENDING}


async def test_it_notices_by_itself_where_it_has_nothing_to_say(postgres_url: str) -> None:
    """The probe asks for it."""
    async with (
        silent_proxy(postgres_url) as proxy,
        await open_database(proxy.through(postgres_url)) as one,
        asyncio.timeout(PATIENCE),
        standing(one.leadership) as first,
    ):
        term = await first.leads()
        proxy.swallow()
        await term.lost.wait()
        assert await term.queue.next_due() is None
