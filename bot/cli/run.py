"""`python -m bot run`: the bot for real, with the settings of the environment and .env."""

from __future__ import annotations

import typer


def run() -> None:
    """Start the bot: it polls Telegram, answers, reminds and relays until Ctrl+C or SIGTERM."""
    import asyncio

    from bot.app import TelegramUnusable
    from bot.settings import SettingsInvalid
    from messengers.telegram.intake import TokenRefused
    from plan.errors import PlanFileError
    from storage.errors import DatabaseError

    try:
        asyncio.run(_run())
    except (SettingsInvalid, PlanFileError, DatabaseError, TelegramUnusable) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except TokenRefused:
        typer.echo(
            "Telegram больше не принимает BOT_TOKEN: его отозвали. Возьмите новый у @BotFather (/token), впишите его "
            "в .env и запустите бота снова; ничего не потеряно.",
            err=True,
        )
        raise typer.Exit(2) from None


async def _run() -> None:
    import structlog

    from bot.app import Application, check_telegram, make_bot, read_plans
    from bot.clock import SystemClock
    from bot.logs import configure_logs
    from bot.settings import Settings
    from bot.stopping import stop_on_signals
    from storage.database import open_database

    settings = Settings.load()
    token = settings.require_token()
    configure_logs(settings.log_level, settings.log_format)
    log = structlog.get_logger("bot")
    plans = read_plans(settings.plan_files())
    bot = make_bot(token, settings.bot_api_url)
    async with bot.context(auto_close=True):
        username = await check_telegram(bot, settings.bot_api_url)
        async with await open_database(settings.database_url) as database:
            application = Application(settings, SystemClock(), database, bot)
            await application.prepare(plans)
            with stop_on_signals(application.stop):
                log.info("bot.started", username=username, plans=[plan.slug for plan in plans])
                if settings.operators_chat_id is None:
                    log.warning("bot.no_operators_chat", remedy="set OPERATORS_CHAT_ID in .env")
                await application.run()
            log.info("bot.stopped")
