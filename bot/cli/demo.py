"""`python -m bot demo`: the whole bot on this machine, no token needed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

PORT = 8080
PEOPLE = 12
"""The cast (`bot.demo.cast.CAST`)."""


def demo(
    port: Annotated[int, typer.Option(help="Порт страницы; если он занят, берётся следующий свободный.")] = PORT,
    browser: Annotated[bool, typer.Option(help="Открыть страницу в браузере.")] = True,
    people: Annotated[
        int,
        typer.Option(min=0, max=1000, help="Сколько людей: меньше двенадцати — не все роли, больше — ещё и УИК."),
    ] = PEOPLE,
    plan: Annotated[
        Path | None,
        typer.Option(help="Показать другой план: файл YAML или документ комиссии; без него — план из поставки."),
    ] = None,
) -> None:
    """Показать бота на этом компьютере: без токена, без сети, с часами, которые можно двигать."""
    import asyncio
    import signal

    typer.echo("Срок: готовим демонстрацию…")
    # Nothing has begun yet: while the libraries are loaded, some seconds, Ctrl+C needs no good order.
    usual = signal.signal(signal.SIGINT, _leave)
    try:
        from bot.demo.stage import NoFreePort
        from plan.errors import PlanFileError
    finally:
        signal.signal(signal.SIGINT, usual)
    try:
        asyncio.run(_demo(port, browser, people, plan))
    except (asyncio.CancelledError, KeyboardInterrupt):
        return  # Ctrl+C while it was still getting ready
    except PlanFileError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except NoFreePort:
        typer.echo(
            f"Порт {port} и следующие за ним заняты: назовите другой, «python -m bot demo --port 9000».", err=True
        )
        raise typer.Exit(2) from None


def _leave(number: int, frame: object) -> None:
    import os

    os._exit(130)


async def _demo(port: int, browser: bool, people: int, plan: Path | None) -> None:
    import asyncio
    import webbrowser

    from bot.demo.stage import PLAN, open_stage
    from bot.logs import configure_logs
    from bot.stopping import stop_on_signals

    configure_logs("ERROR", "console")
    stopped, ready, whole = asyncio.Event(), asyncio.Event(), asyncio.current_task()

    async def stop() -> None:
        typer.echo("Останавливаем…")
        if ready.is_set():
            stopped.set()
        elif whole is not None:
            whole.cancel()

    with stop_on_signals(stop):
        async with open_stage(port, people=people, plan_file=plan or PLAN) as stage:
            ready.set()
            if port and not stage.url.endswith(f":{port}"):
                typer.echo(f"Порт {port} занят, взят следующий свободный: {stage.url.rpartition(':')[2]}.")
            typer.echo(f"Откройте в браузере: {stage.url}\nОстановить: Ctrl+C")
            if browser:
                await asyncio.to_thread(webbrowser.open, stage.url)
            await stopped.wait()
