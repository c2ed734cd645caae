"""`python -m bot demo`: what a newcomer starts first."""

from __future__ import annotations

import asyncio
import signal
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


async def test_two_at_once_end_with_ctrl_c() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    options = ("demo", "--no-browser", "--port", port, "--people", "2")
    async with started(*options, cwd=ROOT, settings={}) as one, started(*options, cwd=ROOT, settings={}) as other:
        urls = [(await demo.says("Откройте в браузере: ")).rpartition(" ")[2] for demo in (one, other)]
        assert urls[0] != urls[1]
        async with aiohttp.ClientSession() as session:
            for url in urls:
                async with session.get(f"{url}/sandbox/chats") as answer:
                    assert len((await answer.json())["chats"]) == 4
            # A jump under way is no reason to wait.
            jump = asyncio.ensure_future(session.post(f"{urls[0]}/sandbox/clock", json={"to": "2023-05-11T09:00"}))
            while not (await (await session.get(f"{urls[0]}/sandbox/clock")).json())["can_stop"]:
                pass
            for demo in (one, other):
                demo.process.send_signal(signal.SIGINT)
                assert await demo.ends() == 0
            await asyncio.wait([jump])
            assert jump.exception() is not None or (await jump).status in {200, 409}
    for demo in (one, other):
        assert demo.out[-1] == "Останавливаем…"
        assert not demo.err, demo.transcript


async def test_ctrl_c_while_it_gets_ready() -> None:
    async with started("demo", "--no-browser", "--port", "0", cwd=ROOT, settings={}) as demo:
        await demo.says("готовим")
        demo.process.send_signal(signal.SIGINT)
        assert await demo.ends() in {0, 130}
    assert not demo.err, demo.transcript
    assert not any("Откройте" in line for line in demo.out)


async def test_a_plan_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text("items: [", encoding="utf-8")
    async with started("demo", "--no-browser", "--plan", str(file), cwd=ROOT, settings={}) as demo:
        assert await demo.ends() == 2
    assert len(demo.err) == 1, demo.transcript
    assert demo.err[0].startswith(str(file))


async def test_it_plays_another_plan_with_nobody_in_it() -> None:
    plan = str(ROOT / "tests" / "data" / "checks" / "clean_local_one_day.yaml")
    options = ("--no-browser", "--port", "0", "--people", "0", "--plan", plan)
    async with started("demo", *options, cwd=ROOT, settings={}) as demo:
        url = (await demo.says("Откройте в браузере: ")).rpartition(" ")[2]
        there = {"to": "2027-10-19T23:59"}
        async with aiohttp.ClientSession() as session, session.post(f"{url}/sandbox/clock", json=there) as answer:
            state = await answer.json()
        demo.terminate()
        assert await demo.ends() == 0
    assert (state["over"], state["sent"], state["queue_length"]) == (True, 0, 0)
    assert state["first"] == "2027-06-25T00:00"
    assert not demo.err, demo.transcript


@pytest.mark.parametrize("people", ["-1", "1001", "many"])
def test_a_number_of_people_that_cannot_be(people: str) -> None:
    told = CliRunner().invoke(app, ["demo", "--no-browser", "--people", people])
    assert told.exit_code == 2
    assert "--people" in told.output
