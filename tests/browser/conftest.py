"""The demo's page in real Chromium: one running demo and one browser for all stories of a module."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import AsyncIterator, Generator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Error, Request, async_playwright, expect
from structlog.testing import capture_logs

from bot.demo.stage import Stage, open_stage
from tests.browser.page import DESKTOP, Demo, Screen
from tests.e2e.manners import check_manners

PICTURES: Final = Path(__file__).parents[2] / "build" / "screenshots"
"""Git-ignored: what the page looked like in this run."""

PATIENCE: Final = 20_000
"""Milliseconds that something on the page may take on a busy machine."""

COMMANDS: Final = ("chromium", "chromium-browser", "google-chrome")

FLAGS: Final = (
    # Nothing but the demo can be reached, whatever page or browser try.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--lang=ru",
    "--disable-dev-shm-usage",  # a container's is often too small
)

expect.set_options(timeout=PATIENCE)

_FAILED: Final = pytest.StashKey[bool]()


class Open(Protocol):
    """Opens the page anew, in a browser profile of its own unless `beside` names the one to share."""

    async def __call__(
        self,
        screen: Screen = DESKTOP,
        *,
        query: str = "",
        theme: str = "light",
        tour: bool = False,
        beside: Demo | None = None,
    ) -> Demo: ...


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember who failed: the page of a failed story is photographed."""
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is; playwright's own is not downloaded."""
    found = next((path for command in COMMANDS if (path := shutil.which(command))), None)
    if found is None:
        missing = "Chromium is not installed: apt-get install chromium"
        assert os.environ.get("REQUIRE_ALL") != "1", missing
        pytest.skip(missing)
    return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium, args=flags)
        yield opened
        await opened.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(request: pytest.FixtureRequest, browser: Browser) -> AsyncIterator[Stage]:
    """The demo, from a module's `FIRST_DAY` on; what `check_manners` is to forgive stands in its `PROVOKED`."""
    module = request.module
    settings: dict[str, Any] = {"first_day": module.FIRST_DAY} if hasattr(module, "FIRST_DAY") else {}
    with capture_logs() as logs:
        async with open_stage(0, **settings) as opened:
            yield opened
        check_manners(opened.sandbox, logs, **getattr(module, "PROVOKED", {}))


@pytest_asyncio.fixture(loop_scope="module")
async def open_page(request: pytest.FixtureRequest, stage: Stage, browser: Browser) -> AsyncIterator[Open]:
    """Opens the page; afterwards none has complained, and none has asked anybody but this machine for anything."""
    async with AsyncExitStack() as closing:
        opened: list[Demo] = []

        async def opening(
            screen: Screen = DESKTOP,
            *,
            query: str = "",
            theme: str = "light",
            tour: bool = False,
            beside: Demo | None = None,
        ) -> Demo:
            if beside is None:
                context = await closing.enter_async_context(_profile(browser, screen, theme))
            else:
                context = beside.page.context
            demo = Demo(await context.new_page(), stage)
            opened.append(demo)
            _listen(demo)
            await demo.open(query, tour=tour)
            return demo

        yield opening
        if request.node.stash.get(_FAILED, False):
            PICTURES.mkdir(parents=True, exist_ok=True)
            for number, demo in enumerate(opened):
                await demo.page.screenshot(path=PICTURES / f"failed-{request.node.name}-{number}.png")
    assert not (foreign := [host for demo in opened for host in demo.hosts if host != "127.0.0.1"]), foreign
    complaints = [text for demo in opened for text in demo.complaints if not _forgiven(text, demo)]
    assert not complaints, complaints


@asynccontextmanager
async def _profile(browser: Browser, screen: Screen, theme: str) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(
        viewport={"width": screen.width, "height": screen.height},
        color_scheme="dark" if theme == "dark" else "light",
        locale="ru-RU",
        timezone_id="Europe/Berlin",  # whoever looks may sit elsewhere: the page shows the campaign's hours
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    try:
        yield context
    finally:
        await context.close()


def _listen(demo: Demo) -> None:
    """Collect what the page complains of and whom it asks."""

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            demo.complaints.append(message.text)

    def failed(error: Error) -> None:
        demo.complaints.append(str(error))

    def asked(request: Request) -> None:
        demo.hosts.append(_host(request.url))

    demo.page.on("pageerror", failed)
    demo.page.on("console", said)
    demo.page.on("request", asked)


def _host(url: str) -> str:
    parts = urlsplit(url)
    return "127.0.0.1" if parts.scheme in ("data", "blob") else str(parts.hostname)


def _forgiven(text: str, demo: Demo) -> bool:
    """Whether a story provoked this refusal: Chromium itself reports each answer that is not 2xx."""
    return any(re.search(rf"status of {status}\b", text) for status in demo.provoked)
