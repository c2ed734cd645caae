"""A tab that is opened before its host has everything in its place."""

from __future__ import annotations

import pytest
from playwright.async_api import BrowserContext, Request, expect

from sandbox import Sandbox, SandboxServer

pytestmark = pytest.mark.asyncio(loop_scope="package")

PATIENCE = "Готовим демонстрацию…"


async def test_a_page_that_is_opened_too_early_waits_and_opens_by_itself(profile: BrowserContext) -> None:
    sandbox = Sandbox(ready=False)
    sandbox.add_user("Анна")
    page = profile.pages[0] if profile.pages else await profile.new_page()
    asked: list[str] = []

    def ask(request: Request) -> None:
        if "/sandbox/" in request.url:
            asked.append(request.url)

    async with SandboxServer(sandbox) as server:
        page.on("request", ask)
        await page.goto(server.base_url)
        await expect(page.get_by_text(PATIENCE)).to_be_visible()
        sandbox.add_user("Борис")
        await expect(page.get_by_text("Борис")).to_have_count(0)
        assert len(asked) == 2, "the news and one look: whoever waits does not ask again and again"
        sandbox.open_page()
        await expect(page.get_by_text(PATIENCE)).to_be_hidden()
        for name in ("Анна", "Борис"):
            await expect(page.get_by_role("navigation", name="Люди").get_by_text(name).first).to_be_visible()
        page.remove_listener("request", ask)
        await page.evaluate("localStorage.clear()")
        await page.goto("about:blank")
