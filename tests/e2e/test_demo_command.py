"""`python -m bot demo`: what a newcomer starts first."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import aiohttp

from tests.e2e.processes import ROOT, started


async def test_it_starts_beside_a_taken_port_and_ends_when_told_to(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        # No token, no .env, no database: whatever this machine's settings say, the demo has its own.
        broken = {"BOT_TOKEN": "nonsense", "DATABASE_URL": "nonsense", "OPERATORS_CHAT_ID": "nonsense"}
        async with started("demo", "--no-browser", "--port", str(port), cwd=ROOT, settings=broken, fresh=True) as demo:
            await demo.says(f"Порт {port} занят")
            url = (await demo.says("Откройте в браузере: ")).rpartition(" ")[2]
            assert url.startswith("http://127.0.0.1:")
            assert not url.endswith(f":{port}")
            async with aiohttp.ClientSession() as session, session.get(url) as page:
                assert page.status == 200
                assert "<html" in await page.text()
            await asyncio.sleep(0)
            demo.terminate()
            assert await demo.ends() == 0
        assert "Останавливаем" in demo.out[-1]
        assert not demo.err, demo.transcript
