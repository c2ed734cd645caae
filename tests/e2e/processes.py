"""The bot as a process of its own: `python -m bot …`, as an administrator starts it.

Forked from a process that has the libraries loaded, unless a test asks for a `fresh` interpreter.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.e2e.forked import ForkedProcess, fork_bot

ROOT = Path(__file__).resolve().parents[2]

PATIENCE = 60.0
"""Seconds before a process that should have ended, or said something, fails the test."""

_SETTINGS = ("BOT_", "DATABASE_", "ADMIN_", "OPERATORS_", "PLANS", "LANGUAGE", "LOG_", "CLAIM_", "WEBHOOK_")


@dataclass
class BotProcess:
    """A running `python -m bot`; what it says is gathered as it comes."""

    process: Process | ForkedProcess
    out: list[str] = field(default_factory=list)
    err: list[str] = field(default_factory=list)
    _said: asyncio.Event = field(default_factory=asyncio.Event)

    async def says(self, words: str) -> str:
        """The first line with these words, on either stream. Fails when the process ends without it."""
        async with asyncio.timeout(PATIENCE):
            while True:
                self._said.clear()
                for line in (*self.out, *self.err):
                    if words in line:
                        return line
                assert not self._is_over(), f"it ended without «{words}»:\n{self.transcript}"
                await self._said.wait()

    async def ends(self) -> int:
        """The exit code."""
        async with asyncio.timeout(PATIENCE):
            code = await self.process.wait()
            while not self._is_over():
                self._said.clear()
                await self._said.wait()
            return code

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """kill -9."""
        self.process.send_signal(signal.SIGKILL)

    @property
    def transcript(self) -> str:
        return "\n".join((*self.out, *self.err))

    def _is_over(self) -> bool:
        return all(stream is not None and stream.at_eof() for stream in (self.process.stdout, self.process.stderr))

    async def listen(self, stream: asyncio.StreamReader, lines: list[str]) -> None:
        while line := await stream.readline():
            lines.append(line.decode().rstrip("\n"))
            self._said.set()
        self._said.set()


@asynccontextmanager
async def started(
    *arguments: str, cwd: Path, settings: Mapping[str, str] | None = None, fresh: bool = False
) -> AsyncIterator[BotProcess]:
    """`python -m bot` with these arguments and settings, none of this machine's; killed at the end if need be. A
    `fresh` one is a new interpreter, that loads everything by itself."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_SETTINGS)}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "NO_COLOR": "1", **(settings or {})}
    process: Process | ForkedProcess
    if fresh:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *arguments, cwd=cwd, env=environment, stdout=PIPE, stderr=PIPE
        )
    else:
        process = await fork_bot(arguments, cwd, environment)
    assert process.stdout is not None
    assert process.stderr is not None
    bot = BotProcess(process)
    async with asyncio.TaskGroup() as listeners:
        listeners.create_task(bot.listen(process.stdout, bot.out))
        listeners.create_task(bot.listen(process.stderr, bot.err))
        try:
            yield bot
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGKILL)
            await process.wait()


async def refusal(*, cwd: Path, settings: Mapping[str, str], fresh: bool = False, code: int = 2) -> str:
    """What `python -m bot run` says when it refuses: it must end with this code after one line, and no traceback."""
    async with started("run", cwd=cwd, settings=settings, fresh=fresh) as bot:
        ended = await bot.ends()
    assert ended == code, bot.transcript
    assert not bot.out
    assert len(bot.err) == 1, bot.transcript
    assert "Traceback" not in bot.transcript
    return bot.err[0]
