"""A bot's queue of updates."""

import asyncio

import pytest

from sandbox.errors import ApiError
from sandbox.updates import DEFAULT_KINDS, UpdateFeed


def numbers(updates: list[dict[str, object]]) -> list[object]:
    return [u["update_id"] for u in updates]


def feed(count: int) -> UpdateFeed:
    result = UpdateFeed(100)
    for n in range(count):
        result.push("message", {"text": str(n)})
    return result


async def test_numbers_rise_and_the_offset_confirms() -> None:
    updates = feed(5)
    assert numbers(await updates.fetch(0, 2, 0)) == [100, 101]
    assert numbers(await updates.fetch(0, 2, 0)) == [100, 101]
    assert numbers(await updates.fetch(102, 100, 0)) == [102, 103, 104]
    assert updates.pending == 3
    assert await updates.fetch(105, 100, 0) == []
    updates.push("message", {})
    assert numbers(await updates.fetch(105, 100, 0)) == [105]


async def test_a_negative_offset_leaves_the_newest() -> None:
    updates = feed(5)
    assert numbers(await updates.fetch(-2, 100, 0)) == [103, 104]
    assert numbers(await updates.fetch(0, 100, 0)) == [103, 104]


async def test_a_long_poll_ends_with_the_first_update() -> None:
    updates = feed(0)
    poll = asyncio.create_task(updates.fetch(0, 100, 30))
    await asyncio.sleep(0)
    assert updates.polled
    updates.push("message", {"text": "x"})
    assert numbers(await poll) == [100]
    assert not updates.polled


async def test_the_older_of_two_polls_is_ended() -> None:
    updates = feed(0)
    older = asyncio.create_task(updates.fetch(0, 100, 30))
    await asyncio.sleep(0)
    newer = asyncio.create_task(updates.fetch(0, 100, 30))
    with pytest.raises(ApiError) as caught:
        await older
    assert caught.value.description == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    updates.push("message", {})
    assert len(await newer) == 1


async def test_a_poll_that_was_given_up_leaves_nothing_behind() -> None:
    updates = feed(0)
    poll = asyncio.create_task(updates.fetch(0, 100, 30))
    await asyncio.sleep(0)
    poll.cancel()
    with pytest.raises(asyncio.CancelledError):
        await poll
    updates.push("message", {})
    assert len(await updates.fetch(0, 100, 30)) == 1


def test_only_what_was_asked_for_is_queued() -> None:
    updates = UpdateFeed(1)
    assert updates.push("chat_member", {}) is None
    updates.allow(["chat_member", "no_such_kind"])
    assert updates.push("message", {}) is None
    assert updates.push("chat_member", {}) == 1
    updates.allow(None)
    assert updates.wants("chat_member")
    updates.allow([])
    assert updates.wants("message")
    assert not updates.wants("chat_member")
    assert "message_reaction" not in DEFAULT_KINDS


def test_the_log_outlives_confirmation() -> None:
    updates = feed(3)
    updates.confirm(103)
    assert updates.pending == 0
    assert [u["update_id"] for u in updates.log] == [100, 101, 102]
