"""The demo's page in real Chromium: one running demo and one browser for all stories of a module."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, async_playwright, expect
from structlog.testing import capture_logs

from bot.demo.stage import Stage, open_stage
from tests.browser.page import DESKTOP, PATIENCE, Demo, Screen
from tests.e2e.manners import check_manners

PICTURES: Final = Path(__file__).parents[2] / "build" / "screenshots"
"""Git-ignored: what the page looked like in this run."""

RESTING_PLACE: Final = "about:blank"
"""Where a tab waits for the next story, without the news of this one."""

COMMANDS: Final = ("chromium", "chromium-browser", "google-chrome")

TOO_CLOSE: Final = "Too Many Requests: retry after 1"
"""Two calls at the pace that Telegram allows may arrive a little closer to each other where a machine is busy, and an
album is several messages: the bot waits the second that it is told to."""

FLAGS: Final = (
    # Nothing but the demo can be reached, whatever page or browser try.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--lang=ru",
    "--disable-dev-shm-usage",  # a container's is often too small
)

expect.set_options(timeout=PATIENCE * 1000)

_FAILED: Final = pytest.StashKey[bool]()


class Open(Protocol):
    """Loads the page anew, as somebody who has never been here; `beside` names the tab whose profile to share."""

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


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium, args=flags)
        yield opened
        await opened.close()


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def profile(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A browser profile. Its first tab goes from story to story: a new one would start a process of its own, and
    compile the whole page anew."""
    context = await browser.new_context(
        locale="ru-RU",
        timezone_id="Europe/Berlin",  # whoever looks may sit elsewhere: the page shows the campaign's hours
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE * 1000)
    yield context
    await context.close()


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def stage(request: pytest.FixtureRequest, browser: Browser) -> AsyncIterator[Stage]:
    """The demo, from a module's `FIRST_DAY` on and with its `PEOPLE`; what `check_manners` is to forgive stands in its
    `PROVOKED`."""
    module = request.module
    names = {"first_day": "FIRST_DAY", "people": "PEOPLE"}
    settings: dict[str, Any] = {name: getattr(module, wish) for name, wish in names.items() if hasattr(module, wish)}
    with capture_logs() as logs:
        async with open_stage(0, **settings) as opened:
            yield opened
        provoked = getattr(module, "PROVOKED", {})
        refusals = [*provoked.get("refusals", ()), TOO_CLOSE]
        check_manners(opened.sandbox, logs, **{**provoked, "refusals": refusals})


@pytest_asyncio.fixture(loop_scope="package")
async def open_page(request: pytest.FixtureRequest, stage: Stage, profile: BrowserContext) -> AsyncIterator[Open]:
    """Opens the page; afterwards none has complained, and none has asked anybody but this machine for anything."""
    opened: list[Demo] = []
    listening = ExitStack()

    async def opening(
        screen: Screen = DESKTOP,
        *,
        query: str = "",
        theme: str = "light",
        tour: bool = False,
        beside: Demo | None = None,
    ) -> Demo:
        assert (beside is None) == (not opened), "all tabs of a story are beside its first"
        if beside is None:
            page = profile.pages[0] if profile.pages else await profile.new_page()
        else:
            page = await _beside(beside.page)
        demo = Demo(page, stage)
        opened.append(demo)
        _listen(demo, listening)
        await page.set_viewport_size({"width": screen.width, "height": screen.height})
        await page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        await demo.open(query, tour=tour)
        return demo

    yield opening
    failed = request.node.stash.get(_FAILED, False)
    if failed:
        PICTURES.mkdir(parents=True, exist_ok=True)
        for number, demo in enumerate(opened):
            await demo.page.screenshot(path=PICTURES / f"failed-{request.node.name}-{number}.png")
    listening.close()
    for demo in opened:
        await demo.page.evaluate("localStorage.clear()")
        await (demo.page.close() if failed or demo is not opened[0] else demo.page.goto(RESTING_PLACE))
    assert not (foreign := [host for demo in opened for host in demo.hosts if host != "127.0.0.1"]), foreign
    complaints = [text for demo in opened for text in demo.complaints if not _forgiven(text, demo)]
    assert not complaints, complaints


async def _beside(page: Page) -> Page:
    """A second tab, in a window of its own: whatever is done in a tab behind another takes half a second longer."""
    async with page.expect_popup() as opened:
        await page.evaluate("void window.open('about:blank', '_blank', 'popup')")
    return await opened.value


def _listen(demo: Demo, listening: ExitStack) -> None:
    """Collect what the page complains of and whom it asks."""

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            demo.complaints.append(message.text)

    def failed(error: Error) -> None:
        demo.complaints.append(str(error))

    def asked(request: Request) -> None:
        demo.hosts.append(_host(request.url))

    page: Any = demo.page  # whose methods are overloaded for each of the names
    listeners: dict[str, Callable[[Any], None]] = {"pageerror": failed, "console": said, "request": asked}
    for name, listener in listeners.items():
        page.on(name, listener)
        listening.callback(page.remove_listener, name, listener)


def _host(url: str) -> str:
    parts = urlsplit(url)
    return "127.0.0.1" if parts.scheme in ("data", "blob") else str(parts.hostname)


def _forgiven(text: str, demo: Demo) -> bool:
    """Whether a story provoked this refusal: Chromium itself reports each answer that is not 2xx."""
    return any(re.search(rf"status of {status}\b", text) for status in demo.provoked)
