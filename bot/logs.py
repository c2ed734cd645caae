"""Logs: named events through structlog, and the token in none of them."""

import logging
import re
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_TOKEN = re.compile(r"(?<!\d)(\d{5,19}):[A-Za-z0-9_-]{20,}")


def hide_tokens(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Blacken every bot token, wherever in the entry it stands: addresses of the Bot API hold it."""
    return {key: _hidden(value) for key, value in event.items()}


def _hidden(value: Any) -> Any:
    match value:
        case str():
            return _TOKEN.sub(r"\1:***", value)
        case list() | tuple():
            return [_hidden(part) for part in value]
        case dict():
            return {key: _hidden(part) for key, part in value.items()}
        case _:
            return value


def configure_logs(level: str, style: str) -> None:
    """Write entries of `level` and above to stderr, as lines for people ("console") or for machines ("json")."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ExtraAdder(),
    ]
    renderer: list[Processor] = (
        [structlog.processors.dict_tracebacks, hide_tokens, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if style == "json"
        else [
            structlog.processors.format_exc_info,
            hide_tokens,
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ]
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer]
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in ("aiogram", "aiohttp", "apscheduler", "alembic", "sqlalchemy", "filelock", "pymorphy3"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
