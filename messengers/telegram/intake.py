"""Updates in: stored before they are confirmed, handled in order within a chat and side by side across chats."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.types import Update
from pydantic import ValidationError

from messengers.telegram import passing
from messengers.telegram.passing import Passing, is_passing
from messengers.telegram.talk import MESSENGER
from services.clock import Clock
from services.updates import Custody, UpdateAlreadyHandled, Updates, handling

log = structlog.get_logger(__name__)

KINDS = ("message", "edited_message", "callback_query", "my_chat_member", *passing.KINDS)
"""The kinds of update that the bot asks for; others may come nevertheless."""

IN_HAND = 1000
"""No more is fetched while this many updates wait for their handlers."""

AT_ONCE = 64
"""Chats served at the same time."""


MARK_SECONDS, MARK_AGAIN = 30.0, 0.2
"""How long, and how often, it is tried to mark an answered update while the store is away."""


LOOK_AGAIN = 0.1
"""Seconds between looks at an update that another instance has in hand."""


class IntakeBusy(Exception):
    """No update can be taken now: too many are in hand, or the bot is stopping. It was not stored."""


class Intake:
    """`run()` until `stop()` handles what comes in: by `take()` (polling), by `feed()` (webhooks), by `take_up()`."""

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        updates: Updates,
        clock: Clock,
        *,
        custody: Custody | None = None,
        first_pause: float = 1.0,
        drain_seconds: float = 20.0,
    ) -> None:
        """`custody` where several instances are handed updates at the same time."""
        self._bot = bot
        self._dispatcher = dispatcher
        self._updates = updates
        self._clock = clock
        self._custody = custody
        self._first_pause = first_pause
        self._drain_seconds = drain_seconds
        self._running = asyncio.Event()
        self._stopping = asyncio.Event()
        self._room = asyncio.Semaphore(IN_HAND)
        self._places = asyncio.Semaphore(AT_ONCE)
        self._waiting: dict[str, deque[_InHand]] = {}
        self._in_hand: dict[int, _InHand] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._beside: set[asyncio.Task[None]] = set()
        self._group: asyncio.TaskGroup | None = None
        self._passing = Passing(self._dispatch, self._spawn)
        dispatcher["background"] = self.background

    async def run(self) -> None:
        """Handle what comes in until `stop()`; what is in hand is finished first."""
        try:
            async with asyncio.TaskGroup() as group:
                self._group = group
                self._running.set()
                await self._stopping.wait()
                self._passing.forget()
                for task in self._beside:
                    task.cancel()
                await self._drain()
        finally:
            self._running.clear()
            self._group = None

    async def stop(self) -> None:
        """Take nothing more; polling ends at once, and `run` when what is in hand has been handled."""
        self._stopping.set()

    async def feed(self, raw: Mapping[str, Any], *, patience: float = 0.0) -> None:
        """Take one update from elsewhere (a webhook). Returns when it has been handled, or `patience` seconds after it
        was stored; so it may be confirmed in any case. Raises IntakeBusy, and what the store raises."""
        await self._running.wait()
        if is_passing(raw):  # never refused: it would come again when nobody waits for it any more
            if not self._stopping.is_set():
                self._passing.take([raw])
            return
        if self._stopping.is_set() or self._room.locked():
            raise IntakeBusy
        deadline = asyncio.get_running_loop().time() + patience
        number = _id_of(raw)
        fresh = await self._store([raw])
        while True:
            if number not in self._in_hand:
                await self._claim([raw], fresh)
            if (one := self._in_hand.get(number)) is not None:
                left = max(0.0, deadline - asyncio.get_running_loop().time())
                await asyncio.wait([one.handled], timeout=left)
                if not one.handled.done() or one.handled.result():
                    return
            # Another instance has it in hand: the chat's next update waits for that one too.
            if self._custody is None or asyncio.get_running_loop().time() >= deadline:
                return
            if not await self._custody.is_open(MESSENGER, number):
                return
            await self.rest(LOOK_AGAIN)

    async def stopped(self) -> None:
        """Until `stop()` is called."""
        await self._stopping.wait()

    @property
    def is_stopping(self) -> bool:
        return self._stopping.is_set()

    async def take_up(self) -> None:
        """Handle what was left open by runs that are over: one at a time and each counted first, so that an update
        that takes the process down is the only one to be given up for it."""
        await self._running.wait()
        for update_id, body in await self._updates.open(MESSENGER, self._clock.now()):
            if self._stopping.is_set():
                return
            if update_id in self._in_hand:
                continue
            one = self._in_hand[update_id] = _InHand(json.loads(body))
            try:
                if self._custody is not None and not await self._custody.take(MESSENGER, [update_id]):
                    self._drop(one)
                    continue
                await self._updates.begin_again(MESSENGER, update_id)
                self._spawn(self._attend(one))
            except BaseException:
                self._drop(one)
                raise
            await asyncio.shield(one.handled)

    def background(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something beside the updates, until it ends or the intake stops. Its errors are logged. Handlers are
        handed this as `background`."""
        if self._group is None or self._stopping.is_set():
            work.close()
            return
        task = self._group.create_task(_supervised(work))
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def rest(self, seconds: float) -> None:
        """For so long, or until `stop()`."""
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return

    async def take(self, batch: Sequence[Mapping[str, Any]]) -> bool:
        """Store, so that they may be confirmed, then hand on what is this instance's to handle; whether there was
        anything. What somebody is typing is not stored. Raises what the store raises."""
        kept = [raw for raw in batch if not is_passing(raw)]
        came = bool(kept) and await self._claim(kept, await self._store(kept))
        return (not self._stopping.is_set() and self._passing.take(batch)) or came

    async def _store(self, batch: Sequence[Mapping[str, Any]]) -> set[int]:
        """Keep them; the ids that were not known."""
        bodies = [(_id_of(raw), _body(raw)) for raw in batch]
        return set(await self._updates.store(MESSENGER, bodies, self._clock.now()))

    async def _claim(self, batch: Sequence[Mapping[str, Any]], fresh: set[int]) -> bool:
        """Queue those that were not known; among several instances those that nobody alive has in hand."""
        ours: list[_InHand] = []
        for raw in batch:
            number = _id_of(raw)
            if number not in self._in_hand and (self._custody is not None or number in fresh):
                ours.append(_InHand(raw, again=number not in fresh))
                self._in_hand[number] = ours[-1]
        if not ours:
            return False
        free = {one.id for one in ours}
        try:
            if self._custody is not None:
                free = set(await self._custody.take(MESSENGER, [one.id for one in ours]))
        except BaseException:
            for one in ours:
                self._drop(one)
            raise
        for one in ours:
            if one.id in free:
                await self._submit(one)
            else:
                self._drop(one)
        return bool(free)

    def _drop(self, one: _InHand) -> None:
        """It is not this instance's after all."""
        self._in_hand.pop(one.id, None)
        if not one.handled.done():
            one.handled.set_result(False)

    async def _submit(self, one: _InHand) -> None:
        """Queue it behind its chat's earlier ones; waits while too many are in hand."""
        await self._room.acquire()
        chat = chat_of(one.raw)
        queue = self._waiting.get(chat)
        if queue is not None:
            queue.append(one)
            return
        self._waiting[chat] = deque([one])
        self._spawn(self._serve(chat))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        if self._group is None:
            work.close()
            raise RuntimeError("the intake is not running")
        worker = self._group.create_task(work)
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    async def _serve(self, chat: str) -> None:
        """Handle a chat's updates one after another until none is left."""
        queue = self._waiting[chat]
        while queue:
            async with self._places:
                await self._attend(queue[0])
            queue.popleft()
            self._room.release()
        del self._waiting[chat]

    async def _attend(self, one: _InHand) -> None:
        try:
            if not one.again or await self._begun_again(one.id):
                await self._handle(one.raw)
        finally:
            if self._custody is not None:
                await self._custody.let_go(MESSENGER, one.id)
            self._in_hand.pop(one.id, None)
            if not one.handled.done():
                one.handled.set_result(True)

    async def _begun_again(self, update_id: int) -> bool:
        """Counted, so that what takes one instance after another down with it, or what none of them can mark as
        answered, is given up in the end."""
        try:
            await self._updates.begin_again(MESSENGER, update_id)
        except Exception as error:  # the store is away: it stays open, and comes again
            log.error("telegram.update_left_open", update=update_id, exc_info=error)
            return False
        return True

    async def _drain(self) -> None:
        """Let what is in hand finish; what does not in time stays open in the store, for the next start."""
        if not self._workers:
            return
        _, unfinished = await asyncio.wait(self._workers, timeout=self._drain_seconds)
        for worker in unfinished:
            worker.cancel()
        if unfinished:
            log.warning("telegram.drain_unfinished", chats=len(unfinished))

    async def _handle(self, raw: Mapping[str, Any]) -> None:
        update_id = _id_of(raw)
        again = True
        while again:
            again = False
            with handling(MESSENGER, update_id, self._clock.now()) as current:
                try:
                    await self._dispatch(raw)
                except UpdateAlreadyHandled:
                    return
                except Exception as error:  # the store failed around a handler: tried again, bounded
                    log.error("telegram.update_failed", update=update_id, exc_info=error)
                    again = not current.handled and await self._failed(update_id)
                    if again:
                        await self.rest(self._first_pause)
                    continue
            if not current.handled:
                await self._mark_handled(update_id)

    async def _dispatch(self, raw: Mapping[str, Any]) -> None:
        try:
            update = Update.model_validate(raw, context={"bot": self._bot})
        except ValidationError as error:
            log.error("telegram.update_unreadable", update=_id_of(raw), errors=error.error_count())
            return
        if not any(kind in raw for kind in KINDS):
            log.info("telegram.update_unknown", update=_id_of(raw), kinds=sorted(set(raw) - {"update_id"}))
            return
        await self._dispatcher.feed_update(self._bot, update)

    async def _failed(self, update_id: int) -> bool:
        try:
            return await self._updates.failed(MESSENGER, update_id, self._clock.now())
        except Exception as error:  # it stays open and is taken up at the next start
            log.error("telegram.update_left_open", update=update_id, exc_info=error)
            return False

    async def _mark_handled(self, update_id: int) -> None:
        """What was answered must not be answered again because the store was away for a moment."""
        deadline = asyncio.get_running_loop().time() + MARK_SECONDS
        while True:
            try:
                await self._updates.handled(MESSENGER, update_id, self._clock.now())
                return
            except Exception as error:  # it stays open, and is taken up by a later run, unless it is marked in time
                if self._stopping.is_set() or asyncio.get_running_loop().time() > deadline:
                    log.error("telegram.update_left_open", update=update_id, exc_info=error)
                    return
            await self.rest(MARK_AGAIN)


class _InHand:
    """An update on its way to its handler. `handled` becomes True when it has been there, whatever came of it, and
    False when it is another instance's. `again`: a dead instance had it in hand, and may have answered it."""

    __slots__ = ("again", "handled", "id", "raw")

    def __init__(self, raw: Mapping[str, Any], *, again: bool = False) -> None:
        self.raw = raw
        self.again = again
        self.id = _id_of(raw)
        self.handled: asyncio.Future[bool] = asyncio.get_running_loop().create_future()


def _body(raw: Mapping[str, Any]) -> str:
    body = json.dumps(raw, ensure_ascii=False, sort_keys=True)
    try:
        body.encode()
    except UnicodeEncodeError:  # half a character, which no database takes: written as an escape
        return json.dumps(raw, sort_keys=True)
    return body


async def _supervised(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception as error:
        log.error("telegram.background_failed", exc_info=error)


def _id_of(raw: Mapping[str, Any]) -> int:
    return int(raw["update_id"])


def chat_of(raw: Mapping[str, Any]) -> str:
    """What keeps its order: the chat that the update stands in, or its author where there is none."""
    for value in raw.values():
        if not isinstance(value, Mapping):
            continue
        message = value.get("message")
        for place in (value.get("chat"), message.get("chat") if isinstance(message, Mapping) else None):
            if isinstance(place, Mapping) and "id" in place:
                return str(place["id"])
        author = value.get("from") or value.get("user")
        if isinstance(author, Mapping) and "id" in author:
            return str(author["id"])
    return ""
