"""What an administrator gets wrong: one line that names it and the remedy, exit code 2, nothing changed."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from sandbox import Sandbox, SandboxServer
from storage.database import open_database
from tests.e2e.processes import ROOT, refusal

TOKEN = "7000000001:sandbox-token"

PLAN = """\
title: Выборы депутатов, назначенные на 12 марта 2023 года
commission: ТИК Кемеровского округа
zone: Asia/Novokuznetsk
voting_day: 2023-03-12
items:
  - number: '1'
    activity: Назначение выборов
    term: Не позднее чем за 80 дней до дня голосования
    performers: ТИК
  - number: '2'
    activity: Изготовление бюллетеней
    term: Не позднее чем за 20 дней до дня голосования
    performers: ТИК
"""

Given = Callable[[Path], Mapping[str, str]]


def env(**settings: str) -> Given:
    return lambda folder: settings


def env_file(content: str | bytes) -> Given:
    def write(folder: Path) -> Mapping[str, str]:
        (folder / ".env").write_bytes(content if isinstance(content, bytes) else content.encode())
        return {}

    return write


def plan_file(content: str | bytes, name: str = "plan.yaml") -> Given:
    def write(folder: Path) -> Mapping[str, str]:
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return {"BOT_TOKEN": TOKEN, "PLANS": name}

    return write


SETTINGS: dict[str, tuple[Given, tuple[str, ...]]] = {
    "no token": (env(), ("BOT_TOKEN", "@BotFather", "make demo")),
    "an empty token": (env(BOT_TOKEN="  "), ("BOT_TOKEN", "@BotFather")),
    "no token at all in the form of one": (env(BOT_TOKEN="abc def"), ("BOT_TOKEN", "@BotFather")),
    "the bot's name for a token": (env(BOT_TOKEN="@srok_bot"), ("BOT_TOKEN", "@BotFather")),
    ".env in another encoding": (env_file("BOT_TOKEN=1:a # токен".encode("cp1251")), (".env", "UTF-8")),
    ".env with a name for a number": (
        env_file(f"BOT_TOKEN={TOKEN}\nADMIN_IDS=@ivanov"),
        (".env, строка 2", "ADMIN_IDS", "числа"),
    ),
    ".env with a line that sets nothing": (env_file(f"BOT_TOKEN={TOKEN}\n\nтокен мой\n"), (".env, строка 3", "ИМЯ=")),
    ".env with a misspelt name": (
        env_file(f"BOT_TOKEN={TOKEN}\nADMIN_ID=5"),
        (".env, строка 2", "ADMIN_ID нет", "ADMIN_IDS"),
    ),
    ".env with somebody else's name": (
        env_file(f"BOT_TOKEN={TOKEN}\n\nCOMPOSE_FILE=x.yaml"),
        (".env, строка 3", "COMPOSE_FILE нет", ".env.example"),
    ),
    "a webhook without an address": (env(BOT_TOKEN=TOKEN, WEBHOOK_URL="srok"), ("WEBHOOK_URL", "https")),
    "a webhook's secret with a space": (env(BOT_TOKEN=TOKEN, WEBHOOK_SECRET="а б"), ("WEBHOOK_SECRET", "256")),
    "a port that is none": (env(BOT_TOKEN=TOKEN, WEBHOOK_LISTEN="127.0.0.1:99999"), ("WEBHOOK_LISTEN", "8443")),
    "no number for the chat": (env(BOT_TOKEN=TOKEN, OPERATORS_CHAT_ID="чат"), ("OPERATORS_CHAT_ID", "-100")),
    "an address that is none": (env(BOT_TOKEN=TOKEN, BOT_API_URL="localhost"), ("BOT_API_URL", "https://")),
    "a database that is none": (env(BOT_TOKEN=TOKEN, DATABASE_URL="srok.db"), ("DATABASE_URL", "sqlite+aiosqlite")),
    "a window too wide": (env(BOT_TOKEN=TOKEN, CLAIM_WINDOW="0"), ("CLAIM_WINDOW", "от 1 до 100")),
    "no plan there": (env(BOT_TOKEN=TOKEN, PLANS="нет.yaml"), ("нет.yaml", "PLANS")),
}

PLANS: dict[str, tuple[Given, tuple[str, ...]]] = {
    "an unknown key": (
        plan_file(PLAN.replace("    performers: ТИК\n", "    perfomers: ТИК\n", 1)),
        ("plan.yaml", "строка 9", "perfomers", "performers"),
    ),
    "an impossible date": (
        plan_file(PLAN.replace("voting_day: 2023-03-12", "voting_day: 2023-02-30")),
        ("plan.yaml", "строка 4", "2023-02-30"),
    ),
    "an impossible date in a term": (
        plan_file(PLAN.replace("Не позднее чем за 80 дней до дня голосования", "До 31.02.2023")),
        ("plan.yaml", "строка 8", "31.02.2023"),
    ),
    "a number given twice": (
        plan_file(PLAN.replace("number: '2'", "number: '1'")),
        ("plan.yaml", "строка 10", "номер пункта 1", "строке 6"),
    ),
    "an unknown zone": (plan_file(PLAN.replace("Asia/Novokuznetsk", "Сибирь")), ("plan.yaml", "строка 3", "Сибирь")),
    "no YAML": (plan_file("title: [\n"), ("plan.yaml", "строка")),
    "an empty file": (plan_file(""), ("plan.yaml", "пуст")),
    "no text": (plan_file(bytes(range(256)) * 9), ("plan.yaml",)),
    "another format": (plan_file("%PDF", "plan.pdf"), ("plan.pdf", "файл")),
}


FRESH = ("no token", "an unknown key")
"""One of each kind in an interpreter that has loaded nothing yet."""


@pytest.mark.parametrize("case", [*SETTINGS, *PLANS])
async def test_a_slip_is_told_before_anything_happens(case: str, tmp_path: Path) -> None:
    given, named = (SETTINGS | PLANS)[case]
    settings = given(tmp_path)
    before = contents(tmp_path)
    line = await refusal(cwd=tmp_path, settings=settings, fresh=case in FRESH)
    assert not [part for part in named if part not in line], line
    assert TOKEN not in line
    assert contents(tmp_path) == before, "no database, no lock, nothing"


async def test_what_telegram_or_the_database_refuse(tmp_path: Path) -> None:
    """All at once."""
    sandbox = Sandbox()
    revoked = "7000000009:never-was-or-revoked"
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    _database_from_the_future(tmp_path / "newer.db")
    await _damaged_database(tmp_path / "damaged.db")
    (tmp_path / "disk").symlink_to(tmp_path / "not-mounted", target_is_directory=True)
    before = contents(tmp_path)

    async with SandboxServer(sandbox) as server:

        def told(database: str, code: int = 2, **settings: str) -> Coroutine[Any, Any, str]:
            given = {"BOT_TOKEN": sandbox.token, "BOT_API_URL": server.base_url, "PLANS": "plan.yaml"}
            given["DATABASE_URL"] = f"sqlite+aiosqlite:///{database}"
            given |= settings
            return refusal(cwd=tmp_path, settings=given, code=code)

        of_token, of_api, of_database, of_damage, of_server, of_disk = await asyncio.gather(
            told("unused.db", BOT_TOKEN=revoked),
            told("unused.db", code=1, BOT_API_URL="http://127.0.0.1:9"),  # may pass by itself
            told("newer.db"),
            told("damaged.db"),  # found out when the plan is to be put into it
            told("", code=1, DATABASE_URL="postgresql+asyncpg://srok:hush@127.0.0.1:9/srok"),
            told("disk/srok.db", code=1),
        )
    assert "BOT_TOKEN" in of_token
    assert "@BotFather" in of_token
    assert revoked not in of_token
    assert "http://127.0.0.1:9" in of_api
    assert "BOT_API_URL" in of_api
    assert "newer.db" in of_database
    assert "9999_future" in of_database
    assert "damaged.db" in of_damage
    assert "файл повреждён" in of_damage
    assert "сервер не отвечает" in of_server
    assert "hush" not in of_server
    assert "диск недоступен" in of_disk
    after = contents(tmp_path)
    for left in ("newer.db.lock", "damaged.db.lock", "damaged.db-wal", "damaged.db-shm"):
        after.pop(left, None)
        before.pop(left, None)
    assert after == before, "nothing was created, nothing changed"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.exists()}


def _database_from_the_future(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
    connection.execute("INSERT INTO alembic_version VALUES ('9999_future')")
    connection.commit()
    connection.close()


async def _damaged_database(path: Path) -> None:
    """It can be opened; one table cannot be read."""
    async with await open_database(f"sqlite+aiosqlite:///{path}"):
        pass
    connection = sqlite3.connect(path)
    [(page,)] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'campaigns'")
    [(size,)] = connection.execute("PRAGMA page_size")
    connection.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)


def test_the_example_of_settings_can_be_copied() -> None:
    """.env.example names every setting, and none that does not exist."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    named = {line.partition("=")[0].lower() for line in lines if line and not line.startswith("#")}
    assert named == set(Settings.model_fields)
