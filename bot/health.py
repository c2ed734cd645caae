"""Is the bot well? Judged from facts alone: what it has done last, what waits, what there is room for.

Nothing here loads aiogram or a database: `python -m bot health` has to answer while the bot itself is in trouble.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, assert_never

STALE_AFTER = timedelta(seconds=60)
"""A running bot writes its state six times as often."""
STUCK_AFTER = timedelta(minutes=15)
"""So long after it was due a reminder that has not gone out is stuck."""
SILENT_AFTER = timedelta(minutes=1)
"""So long without an answer is more than a hiccup, of Telegram or of the database."""
IDLE_AFTER = timedelta(minutes=5)
"""Whoever leads looks into the outbox twice a minute; a call in flight may keep it from that for three."""
DISK_LOW = 200 * 1024 * 1024
"""Bytes: a day of a large campaign, and time for somebody to make room."""
CLOCK_OFF_S = 60.0
"""A minute that nobody notices in «до 18:00»; the header that tells it is exact to a second."""
OVERDUE_COUNTED = 1_000


class Problem(enum.StrEnum):
    """What may be wrong; the value is its name in the state file and at GET /health."""

    NOT_RUNNING = "not_running"
    DATABASE = "database"
    TOKEN = "token"
    TELEGRAM = "telegram"
    UPDATES = "updates"
    OUTBOX = "outbox"
    DESK = "desk"
    DISK = "disk"
    CLOCK = "clock"

    @property
    def is_failure(self) -> bool:
        """Whether the bot cannot do its work for it (exit code 1); otherwise it is a warning."""
        return self not in (Problem.DESK, Problem.DISK, Problem.CLOCK)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known at `at`. Moments are UTC; None where it is not known or is no affair of this instance."""

    at: datetime
    pid: int
    leads_since: datetime | None = None
    database_reachable: bool = True
    outbox_failing_since: datetime | None = None
    claimed_at: datetime | None = None
    overdue: int | None = None
    held_lanes: tuple[str, ...] = ()
    held_until: datetime | None = None
    telegram_answered_at: datetime | None = None
    telegram_failing_since: datetime | None = None
    telegram_trouble: str = ""
    updates_failing_since: datetime | None = None
    updates_trouble: str = ""
    token_refused: bool = False
    clock_skew_s: float | None = None
    disk_free: int | None = None
    desk_trouble: str = ""
    told: tuple[str, ...] = field(default=())
    """The problems that administrators have been told of and that are not over."""


def problems(facts: Facts, now: datetime) -> tuple[Problem, ...]:
    """What is wrong, the worst first. What only follows from something else is left out."""
    return tuple(_problems(facts, now))


def _problems(facts: Facts, now: datetime) -> Iterable[Problem]:
    if now - facts.at > STALE_AFTER:
        yield Problem.NOT_RUNNING
        return
    database = not facts.database_reachable or _lasts(facts.outbox_failing_since, facts.at, SILENT_AFTER)
    if database:
        yield Problem.DATABASE
    telegram = facts.token_refused or _lasts(facts.telegram_failing_since, facts.at, SILENT_AFTER)
    if telegram:
        yield Problem.TOKEN if facts.token_refused else Problem.TELEGRAM
    if _lasts(facts.updates_failing_since, facts.at, SILENT_AFTER) and not (database or telegram):
        yield Problem.UPDATES
    idle = facts.leads_since is not None and _lasts(facts.claimed_at or facts.leads_since, facts.at, IDLE_AFTER)
    # What fell due while nobody led is late by no fault of the sending, which has only begun.
    stuck = bool(facts.overdue) and _lasts(facts.leads_since, facts.at, STUCK_AFTER)
    if (stuck or idle) and not (database or telegram):
        yield Problem.OUTBOX
    if facts.desk_trouble:
        yield Problem.DESK
    if facts.disk_free is not None and facts.disk_free < DISK_LOW:
        yield Problem.DISK
    if facts.clock_skew_s is not None and abs(facts.clock_skew_s) > CLOCK_OFF_S:
        yield Problem.CLOCK


def _lasts(since: datetime | None, now: datetime, span: timedelta) -> bool:
    return since is not None and now - since >= span


def sentence(problem: Problem, facts: Facts) -> str:
    """What it is and what to do about it, in plain Russian."""
    match problem:
        case Problem.NOT_RUNNING:
            return f"Бот не работает: последнее известие о нём — {_moment(facts.at)}. Запустите его."
        case Problem.DATABASE:
            return (
                "База данных недоступна или в неё нельзя писать: напоминания ждут. Проверьте место на диске и сервер "
                "базы; когда она снова доступна, бот продолжит сам. Если файл повреждён, восстановите его из копии."
            )
        case Problem.TOKEN:
            return "Telegram не принимает BOT_TOKEN: возьмите новый у @BotFather (/token) и перезапустите бота."
        case Problem.TELEGRAM:
            since = facts.telegram_failing_since or facts.at
            return (
                f"Telegram не отвечает с {_moment(since)} ({facts.telegram_trouble[:120]}). Проверьте интернет; "
                "когда связь будет, бот продолжит сам."
            )
        case Problem.UPDATES if facts.updates_trouble == "conflict":
            return (
                "Сообщения людей забирает другая программа с тем же BOT_TOKEN, и бот их не видит: остановите её или "
                "отзовите токен у @BotFather (/revoke)."
            )
        case Problem.UPDATES:
            since = facts.updates_failing_since or facts.at
            return (
                f"Бот не получает сообщений людей с {_moment(since)}, хотя отправлять может. Посмотрите журнал бота; "
                "когда помеха исчезнет, бот продолжит сам."
            )
        case Problem.OUTBOX if facts.held_until is not None:
            return (
                f"Telegram ограничил отправку до {_moment(facts.held_until)}: напоминания ждут. Бот отправит их сам, "
                "как только будет можно."
            )
        case Problem.OUTBOX:
            if not facts.overdue:
                return "Очередь сообщений никто не разбирает больше пяти минут: перезапустите бота."
            number = f"{OVERDUE_COUNTED} или больше" if facts.overdue >= OVERDUE_COUNTED else str(facts.overdue)
            return f"Больше 15 минут не удаётся отправить сообщения (их {number}). Посмотрите журнал бота."
        case Problem.DESK:
            return (
                f"Чат операторов недоступен ({facts.desk_trouble[:120]}): вопросы горячей линии ждут. Верните бота "
                "в чат с правом писать или исправьте OPERATORS_CHAT_ID."
            )
        case Problem.DISK:
            free = (facts.disk_free or 0) // (1024 * 1024)
            return f"На диске почти нет места: осталось {free} МБ. Освободите место, иначе бот не сможет записывать."
        case Problem.CLOCK:
            skew = facts.clock_skew_s or 0.0
            way = "отстают" if skew > 0 else "спешат"
            return f"Часы этой машины {way} на {round(abs(skew))} с: включите синхронизацию времени (NTP)."
        case _:
            assert_never(problem)


def report(facts: Facts, now: datetime) -> str:
    """Everything that is known, in lines for an administrator."""
    found = problems(facts, now)
    failing = any(problem.is_failure for problem in found)
    lines = ["Бот не справляется." if failing else "Бот работает."]
    lines += [f"{'✗' if problem.is_failure else '!'} {sentence(problem, facts)}" for problem in found]
    if Problem.NOT_RUNNING in found:
        return "\n".join(lines)
    role = "в резерве" if facts.leads_since is None else f"ведущий с {_moment(facts.leads_since)}"
    lines.append(f"  экземпляр: {role}, процесс {facts.pid}, состояние на {_moment(facts.at)}")
    lines.append(f"  база данных: {'отвечает' if facts.database_reachable else 'не отвечает'}")
    if facts.telegram_answered_at is not None:
        lines.append(f"  последний ответ Telegram: {_moment(facts.telegram_answered_at)}")
    if facts.claimed_at is not None:
        lines.append(f"  очередь просмотрена: {_moment(facts.claimed_at)}")
    if facts.held_lanes:
        until = "" if facts.held_until is None else f" до {_moment(facts.held_until)}"
        lines.append(f"  Telegram просит подождать{until}: {', '.join(facts.held_lanes)}")
    if facts.overdue is not None:
        lines.append(f"  опаздывают больше чем на 15 минут: {facts.overdue}")
    if facts.disk_free is not None:
        lines.append(f"  свободно на диске: {facts.disk_free // (1024 * 1024)} МБ")
    return "\n".join(lines)


def _moment(at: datetime) -> str:
    return f"{at.astimezone():%d.%m %H:%M:%S}"


def write_state(path: Path, facts: Facts) -> None:
    """Replace the state file. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(json.dumps(asdict(facts), default=datetime.isoformat, ensure_ascii=False), encoding="utf-8")
    fresh.replace(path)


_MOMENTS = tuple(field.name for field in fields(Facts) if "datetime" in str(field.type))


def read_state(path: Path) -> Facts | None:
    """The facts last written; None where there are none to be read."""
    try:
        read: Any = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(read, dict):
            return None
        for name in _MOMENTS:
            read[name] = None if read.get(name) is None else datetime.fromisoformat(read[name])
        return Facts(**{**read, "held_lanes": tuple(read["held_lanes"]), "told": tuple(read["told"])})
    except (OSError, ValueError, KeyError, TypeError):
        return None
