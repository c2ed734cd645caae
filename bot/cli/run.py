"""`python -m bot run`: the bot for real, with the settings of the environment and .env."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from bot.seeds import PlanSeed
    from bot.settings import Settings


def run() -> None:
    """Запустить бота: он принимает сообщения из Telegram, отвечает, напоминает и пересылает до Ctrl+C или SIGTERM."""
    # What the administrator has written is checked before the large libraries are loaded: a slip is told at once.
    from bot.seeds import read_plans
    from bot.settings import Settings, SettingsInvalid
    from plan.errors import PlanFileError

    try:
        settings = Settings.load()
        token = settings.require_token()
        plans = read_plans(settings.plan_files())
    except (SettingsInvalid, PlanFileError) as error:
        _refuse(error)
    _serve(settings, token, plans)


def _refuse(reason: object, code: int = 2) -> NoReturn:
    """One line for the administrator, and exit code 2: nothing has been changed. Of what may pass by itself the code
    is 1: a service manager starts the bot again."""
    typer.echo(" ".join(str(reason).split()), err=True)
    raise typer.Exit(code)


def _serve(settings: Settings, token: str, plans: tuple[PlanSeed, ...]) -> None:
    import asyncio

    from bot.app import TelegramAway, TelegramUnusable
    from messengers.telegram.polling import TokenRefused
    from messengers.telegram.webhook import WebhookNotListening
    from plan.errors import PlanFileError
    from storage.errors import DatabaseAway, DatabaseError

    try:
        asyncio.run(_run(settings, token, plans))
    except (TelegramAway, DatabaseAway) as away:
        _refuse(away, code=1)
    except (PlanFileError, DatabaseError, TelegramUnusable, WebhookNotListening) as error:
        _refuse(error)
    except TokenRefused:
        _refuse(
            "Telegram больше не принимает BOT_TOKEN: его отозвали. Возьмите новый у @BotFather (/token), впишите его "
            "в .env и запустите бота снова; ничего не потеряно."
        )


async def _run(settings: Settings, token: str, plans: tuple[PlanSeed, ...]) -> None:
    import asyncio

    import structlog

    from bot.app import Application, check_telegram, make_bot
    from bot.clock import SystemClock
    from bot.health_watch import HealthWatch
    from bot.logs import configure_logs
    from bot.stopping import CutShort, stop_on_signals
    from storage.database import open_database

    configure_logs(settings.log_level, settings.log_format)
    log = structlog.get_logger("bot")
    bot = make_bot(token, settings.bot_api_url)
    async with bot.context(auto_close=True):
        username = await check_telegram(bot, settings.bot_api_url)
        async with await open_database(settings.database_url) as database:
            application = Application(settings, SystemClock(), database, bot)
            with stop_on_signals(application.stop):
                try:
                    await application.prepare(plans)
                except CutShort:
                    log.info("bot.stopped")
                    return
                except Exception as error:
                    if (refused := await database.explain(error)) is None:
                        raise
                    raise refused from error
                log.info("bot.started", username=username, plans=[plan.slug for plan in plans])
                if settings.operators_chat_id is None:
                    log.warning("bot.no_operators_chat", remedy="set OPERATORS_CHAT_ID in .env")
                watch = HealthWatch(application, settings.admin_ids, settings.health_path)
                watching = asyncio.ensure_future(watch.run())
                try:
                    await application.run()
                finally:
                    watching.cancel()
                    await asyncio.wait({watching})
            log.info("bot.stopped")
