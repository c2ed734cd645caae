"""Bot API servers as processes of their own, which tell over a pipe what they have taken.

What is written into a pipe outlives its writer: the receipts are the truth about what has arrived, whoever is killed.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import multiprocessing
import signal
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from aiohttp import web

from benchmarks.delivery.sending import FIRST_CHAT
from sandbox import NO_LIMITS, Limits, Sandbox, SandboxServer
from sandbox.dispatch import Journaled

HELP = "Что я умею"
"""In the answer to /help."""

PATIENCE = 120.0
"""Wall seconds after which a server that says nothing new has hung, or what is sent to it."""

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["benchmarks.delivery.sending", "benchmarks.delivery.telegrams"])
"""aiogram takes seconds to load: it is loaded once, and every process is a fork of that one."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One message that the server has taken; `at`: when it told so (Unix time)."""

    chat: int
    text: str
    method: str
    at: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """A call that the server refused."""

    code: int
    method: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody wrote at `at` (Unix time) was answered after so many seconds."""

    at: float
    seconds: float


class Telegram:
    """A Bot API server's process, seen from the one that started it. `stop()` at the end; it may be killed and started
    again on the same port in between."""

    def __init__(self, serve: Callable[..., None], **options: Any) -> None:
        self._serve = serve
        self._options = options
        self._news = threading.Condition()
        self._reader: threading.Thread | None = None
        self._process: BaseProcess | None = None
        self.port = 0
        self.receipts: list[Receipt] = []
        self.refusals: list[Refusal] = []
        self.answers: list[Answer] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        assert self._process.pid is not None
        return self._process.pid

    def start(self) -> None:
        """Listen on the port it had before, at first on any. Returns when it does."""
        ours, theirs = PROCESSES.Pipe(duplex=False)
        process = PROCESSES.Process(target=self._serve, args=(theirs, self.port), kwargs=self._options, daemon=True)
        process.start()
        theirs.close()
        self._process = process
        port = json.loads(ours.recv_bytes())["port"]
        if self.port not in (0, port):
            raise RuntimeError(f"port {self.port} is taken")
        self.port = port
        self._reader = threading.Thread(target=self._read, args=(ours,), daemon=True)
        self._reader.start()

    def kill(self) -> None:
        """kill -9, and everything it has told is read."""
        assert self._process is not None
        assert self._reader is not None
        self._process.kill()
        self._process.join()
        self._reader.join()

    def stop(self) -> None:
        """End it, however it is."""
        if self._process is not None and self._process.is_alive():
            self.kill()

    def wait_for(self, receipts: int, *, unless: Callable[[], bool] = lambda: False) -> bool:
        """Until so many messages have been taken since the start; False when `unless` became true first. Raises
        TimeoutError when nothing comes any more."""
        with self._news:
            while len(self.receipts) < receipts:
                if unless():
                    return False
                before = len(self.receipts)
                # A sender that has ended says nothing: now and then it is looked at.
                quiet = 0.0
                while len(self.receipts) == before and not unless():
                    if not self._news.wait(0.05):
                        quiet += 0.05
                    if quiet > PATIENCE:
                        raise TimeoutError(f"{before} of {receipts} messages, and no more")
            return True

    def wait_for_answers(self, number: int) -> None:
        """Until so many questions have been answered."""
        with self._news:
            if not self._news.wait_for(lambda: len(self.answers) >= number, PATIENCE):
                raise TimeoutError("nobody is answered")

    def _read(self, told: Connection) -> None:
        while True:
            try:
                said = json.loads(told.recv_bytes())
            except EOFError:
                return
            with self._news:
                if "answered" in said:
                    self.answers.append(Answer(said["at"], said["answered"]))
                elif "error" in said:
                    self.refusals.append(Refusal(said["error"], said["method"]))
                else:
                    self.receipts.append(Receipt(int(said["chat"]), said["text"], said["method"], time.time()))
                self._news.notify_all()


class _Tell(deque[Journaled]):
    """The sandbox's journal, told to whoever started it: before the bot is answered, and after the effect."""

    def __init__(self, to: Connection) -> None:
        super().__init__(maxlen=1)
        self._to = to

    def append(self, call: Journaled, /) -> None:
        super().append(call)
        if call.error is not None:
            self._to.send_bytes(json.dumps({"error": call.error.code, "method": call.method}).encode())
        elif call.method.startswith(("send", "copy")):
            text = str(call.args.get("text", ""))[:300]  # what fits is written to a pipe whole or not at all
            said = {"chat": call.args["chat_id"], "text": text, "method": call.method}
            self._to.send_bytes(json.dumps(said).encode())


def serve_sandbox(
    told: Connection, port: int, *, people: int, token: str, limited: bool = False, asking: bool = False
) -> None:
    """The project's sandbox, with so many people who have opened the dialog. `asking`: some of them write all the time,
    and it is told how long each answer takes."""
    asyncio.run(_serve_sandbox(told, port, people, token, limited, asking))


async def _serve_sandbox(told: Connection, port: int, people: int, token: str, limited: bool, asking: bool) -> None:
    sandbox = Sandbox(limits=Limits() if limited else NO_LIMITS, token=token)
    for number in range(people):
        sandbox.add_user("Человек", user_id=FIRST_CHAT + number).chat.started = True
    sandbox.dispatcher.journal = _Tell(told)
    async with SandboxServer(sandbox, port=port) as server:
        told.send_bytes(json.dumps({"port": server.port}).encode())
        if asking:
            await _ask_for_ever(sandbox, told, people)
        await _until_asked_to_end()


async def _ask_for_ever(sandbox: Sandbox, told: Connection, people: int) -> None:
    """One after another of the last hundred people asks for help, four times a second."""
    for turn in itertools.count():
        person = sandbox.person(FIRST_CHAT + people - 1 - turn % min(100, people - 1))
        person.skip()
        at = time.time()
        person.send("/help")
        await person.next_message(lambda message: HELP in message.text, seconds=PATIENCE)
        said = {"at": at, "answered": time.time() - at}
        told.send_bytes(json.dumps(said).encode())
        await asyncio.sleep(0.25)


_REST = (
    '"date":1675044000,"chat":{"id":1000001,"type":"private","first_name":"A"},'
    '"from":{"id":7000000001,"is_bot":true,"first_name":"B","username":"b_bot"},"text":"-"'
)


def serve_stub(told: Connection, port: int, *, latency: float = 0.0) -> None:
    """The least that a Bot API server can be: it reads a call and answers with a message, after `latency` seconds. It
    checks nothing."""
    asyncio.run(_serve_stub(told, port, latency))


async def _serve_stub(told: Connection, port: int, latency: float) -> None:
    taken = 0

    async def answer(request: web.Request) -> web.Response:
        nonlocal taken
        await request.read()
        taken += 1
        if latency:
            await asyncio.sleep(latency)
        body = f'{{"ok":true,"result":{{"message_id":{taken},{_REST}}}}}'
        return web.Response(text=body, content_type="application/json")

    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    told.send_bytes(json.dumps({"port": runner.addresses[0][1]}).encode())
    await _until_asked_to_end()
    await runner.cleanup()


async def _until_asked_to_end() -> None:
    end = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, end.set)
    await end.wait()
