"""`python -m bot demo`: what a newcomer starts first."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import aiohttp
import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from tests.e2e.processes import ROOT, started


async def test_it_starts_beside_a_taken_port_and_ends_when_told_to(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        # No token, no .env, no database: whatever this machine's settings say, the demo has its own.
        broken = {"BOT_TOKEN": "nonsense", "DATABASE_URL": "nonsense", "OPERATORS_CHAT_ID": "nonsense"}
        async with started("demo", "--no-browser", "--port", str(port), cwd=ROOT, settings=broken, fresh=True) as demo:
            said = await demo.says(f"Порт {port} занят")
            url = (await demo.says("Откройте в браузере: ")).rpartition(" ")[2]
            assert url.startswith("http://127.0.0.1:")
            assert not url.endswith(f":{port}")
            assert said.endswith(f"взят следующий свободный: {url.rpartition(':')[2]}.")
            async with aiohttp.ClientSession() as session, session.get(url) as page:
                assert page.status == 200
                assert "<html" in await page.text()
            await asyncio.sleep(0)
            demo.terminate()
            assert await demo.ends() == 0
        assert "Останавливаем" in demo.out[-1]
        assert not demo.err, demo.transcript


async def test_it_ends_when_told_to_while_it_plays() -> None:
    async with started(
        "demo", "--no-browser", "--port", "0", "--people", "2", cwd=ROOT, settings={}, fresh=True
    ) as demo:
        url = (await demo.says("Откройте в браузере: ")).rpartition(" ")[2]
        async with aiohttp.ClientSession() as session, session.get(f"{url}/sandbox/events") as tab:
            async with session.post(f"{url}/sandbox/clock/play", json={"minutes_per_second": 1440}) as answer:
                assert answer.status == 200
            async for line in tab.content:
                if b'"type": "message"' in line:
                    break
        demo.terminate()
        assert await demo.ends() == 0
    assert not any("занят" in line for line in demo.out)
    assert not demo.err, demo.transcript


@pytest.mark.parametrize("people", ["-1", "1001", "many"])
def test_a_number_of_people_that_cannot_be(people: str) -> None:
    told = CliRunner().invoke(app, ["demo", "--no-browser", "--people", people])
    assert told.exit_code == 2
    assert "--people" in told.output
