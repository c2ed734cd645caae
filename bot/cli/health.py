"""`python -m bot health`: is the running bot well? For an administrator, systemd and Docker."""

from __future__ import annotations

import typer


def health() -> None:
    """Показать, здоров ли запущенный бот. Код выхода: 0 — работает, 1 — не справляется или не запущен."""
    from datetime import UTC, datetime

    from bot.health import problems, read_state, report
    from bot.settings import Settings, SettingsInvalid

    try:
        file = Settings.load().health_path
    except SettingsInvalid as error:
        typer.echo(" ".join(str(error).split()), err=True)
        raise typer.Exit(2) from None
    facts = read_state(file)
    if facts is None:
        typer.echo(f"Бот не работает: файла состояния {file} нет. Запустите его: python -m bot run.")
        raise typer.Exit(1)
    now = datetime.now(UTC)
    typer.echo(report(facts, now))
    if any(problem.is_failure for problem in problems(facts, now)):
        raise typer.Exit(1)
