"""Processes that run `python -m bot`, forked from one that has loaded the libraries already.

Loading aiogram takes some 5 s of processor time, most of it pydantic's; a test that starts three instances would spend
it three times over. Everything else is as from a shell: a process of its own, with its own folder, environment,
streams, signals and exit code, that enters the program by `bot/__main__.py`.
"""

from __future__ import annotations

import asyncio
import os
import runpy
import sys
from collections.abc import Mapping
from io import TextIOWrapper
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

PRELOADED = ("bot.app", "bot.cli.run", "benchmarks.delivery.sending", "benchmarks.delivery.telegrams", __name__)
"""What the process from which others are forked has loaded; pytest has one of it for these tests and the crash test."""

_CONTEXT = get_context("forkserver")


class ForkedProcess:
    """What the tests use of `asyncio.subprocess.Process`."""

    def __init__(self, process: ForkServerProcess, stdout: asyncio.StreamReader, stderr: asyncio.StreamReader) -> None:
        self.stdout, self.stderr = stdout, stderr
        self._process = process

    @property
    def returncode(self) -> int | None:
        """The exit code, minus the signal's number for a killed one; None while it runs."""
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """As `kill` does; nothing when it has ended."""
        if self.returncode is None:
            assert self._process.pid is not None
            os.kill(self._process.pid, number)

    async def wait(self) -> int:
        """The exit code, when it has ended."""
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._process.sentinel, ended.set)
        try:
            while (code := self.returncode) is None:
                ended.clear()
                await ended.wait()
        finally:
            loop.remove_reader(self._process.sentinel)
        return code


async def fork_bot(arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str]) -> ForkedProcess:
    """Start `python -m bot` with these arguments, in this folder, with this environment and no other."""
    (out, their_out), (err, their_err) = _CONTEXT.Pipe(duplex=False), _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_run, args=(arguments, str(folder), dict(environment), their_out, their_err))
    with their_out, their_err:
        await asyncio.to_thread(process.start)  # the first one waits for the libraries
    return ForkedProcess(process, await _reader(out), await _reader(err))


async def _reader(pipe: Connection) -> asyncio.StreamReader:
    with pipe:
        stream = os.fdopen(os.dup(pipe.fileno()), "rb", 0)
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), stream)
    return reader


def _run(
    arguments: tuple[str, ...], folder: str, environment: dict[str, str], out: Connection, err: Connection
) -> None:
    for pipe, stream in ((out, sys.stdout), (err, sys.stderr)):
        assert isinstance(stream, TextIOWrapper)
        os.dup2(pipe.fileno(), stream.fileno())
        pipe.close()
        stream.reconfigure(line_buffering=True)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["bot", *arguments]
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
