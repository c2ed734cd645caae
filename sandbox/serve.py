"""Starting the sandbox on this machine: the Bot API and the page on one port."""

from typing import Self

from aiohttp import web

from sandbox.control import Sandbox
from sandbox.people.web import PageRoutes
from sandbox.server import BotApi

HOST = "127.0.0.1"
PORTS_TRIED = 50
"""How many ports above a taken one are tried."""
BODY_LIMIT = 64 * 1024 * 1024
"""Bytes of a request without files; those count for themselves."""
_SHUTDOWN_SECONDS = 1.0


class PortsTaken(OSError):
    """No free port was found near the one that was asked for."""


class SandboxServer:
    """An HTTP server around a Sandbox: `async with SandboxServer(sandbox) as server: server.base_url`.

    `port=0` takes any free port; another number takes it or the next free one above it.
    """

    def __init__(self, sandbox: Sandbox | None = None, *, port: int = 0) -> None:
        self.sandbox = sandbox or Sandbox()
        self.wanted_port = port
        self.port = 0
        self._api: BotApi | None = None
        self._runner: web.AppRunner | None = None

    @property
    def base_url(self) -> str:
        """The address for TelegramAPIServer.from_base, BOT_API_URL and a browser."""
        return f"http://{HOST}:{self.port}"

    async def start(self) -> None:
        """Listen. Errors: PortsTaken."""
        app = web.Application(client_max_size=BODY_LIMIT)
        sandbox = self.sandbox
        self._api = BotApi(sandbox.dispatcher, sandbox.faults, sandbox.find_bot)
        self._api.add_routes(app)
        PageRoutes(sandbox).add_routes(app)
        self._runner = web.AppRunner(
            app, access_log=None, handler_cancellation=True, shutdown_timeout=_SHUTDOWN_SECONDS
        )
        await self._runner.setup()
        self.port = await self._listen(self._runner)

    async def _listen(self, runner: web.AppRunner) -> int:
        last = self.wanted_port + (PORTS_TRIED if self.wanted_port else 0)
        for port in range(self.wanted_port, last + 1):
            site = web.TCPSite(runner, HOST, port)
            try:
                await site.start()
            except OSError:
                continue
            address: tuple[str, int] = runner.addresses[0]
            return address[1]
        await runner.cleanup()
        raise PortsTaken(f"no free port from {self.wanted_port} to {last} on {HOST}")

    async def stop(self) -> None:
        """Stop listening; long polls and hanging calls are let go."""
        if self._api is not None:
            self._api.close()
        self.sandbox.changes.close()
        for bot in self.sandbox.world.bots_by_id.values():
            bot.feed.wake()
        await self.sandbox.dispatcher.webhooks.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.stop()
