"""`python -m bot`: the command line. `plan`, `term` and `ask` start without Telegram or a database."""

import typer

from bot.cli.ask import ask
from bot.cli.demo import demo
from bot.cli.health import health
from bot.cli.phrasings import phrasings
from bot.cli.plan import plan_commands
from bot.cli.run import run
from bot.cli.term import term

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(plan_commands, name="plan")
app.command()(run)
app.command()(demo)
app.command()(health)
app.command()(term)
app.command()(ask)
app.command()(phrasings)


if __name__ == "__main__":
    app(prog_name="python -m bot")
