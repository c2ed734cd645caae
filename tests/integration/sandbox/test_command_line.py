"""`python -m sandbox` as a tool of its own."""

import asyncio
import socket
import sys
import time
from pathlib import Path

import aiohttp
import pytest

from sandbox.__main__ import main

ROOT = Path(__file__).parents[3]


async def test_it_serves_any_bot_on_the_next_free_port_and_says_so() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "sandbox", "--port", str(port), cwd=ROOT, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        first = (await process.stdout.readline()).decode()
        second = (await process.stdout.readline()).decode()
    try:
        assert first.startswith(f"Port {port} is taken, using ")
        address = second.split()[4]
        async with aiohttp.ClientSession() as session, session.get(f"{address}/bot55:any_token/getMe") as response:
            assert (await response.json())["result"]["id"] == 55
        async with aiohttp.ClientSession() as session:
            bot = f"{address}/bot55:any_token"
            async with session.get(f"{address}/sandbox/chats") as response:
                rows = (await response.json())["chats"]
            groups = [row for row in rows if "members" in row]
            assert [(row["title"], row["title_en"], row["forum"], len(row["members"])) for row in groups] == [
                ("Группа", "Group", False, 4),
                ("Группа с темами", "Group with topics", True, 4),
            ]
            async with session.get(f"{bot}/getUpdates") as response:
                told = (await response.json())["result"]
            assert told[0]["update_id"] > time.time() - 600, "a bot that outlived another run hears of them"
            standing = [update["my_chat_member"]["new_chat_member"] for update in told if "my_chat_member" in update]
            assert [member["status"] for member in standing] == ["member", "administrator"]
            plain, forum = (row["id"] for row in groups)
            async with session.get(f"{bot}/sendMessage", params={"chat_id": plain, "text": "x"}) as response:
                assert (await response.json())["ok"]
            async with session.get(f"{bot}/createForumTopic", params={"chat_id": forum, "name": "x"}) as response:
                assert (await response.json())["ok"]
    finally:
        process.terminate()
        await process.wait()


@pytest.mark.parametrize("argument", ["--token=nonsense", "--port=99999", "--what"])
def test_bad_arguments(argument: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([argument])
    assert caught.value.code == 2
    assert argument.split("=")[0] in capsys.readouterr().err
