"""The `mosavabe` command: a list of what an operator does at the server."""

import sys

import typer

from bot.operations import console, founding, reading, running, storing
from bot.settings import SettingsError

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__
)

app.command()(running.run)
app.command()(running.demo)
app.command()(running.doctor)
app.command()(founding.init)
app.command()(founding.invite)
app.command()(reading.parse)
app.command(name="import")(reading.import_)
app.command()(storing.migrate)
app.command()(storing.backup)
app.command()(storing.restore)
app.command()(storing.export)
app.command()(storing.copy)


def main() -> None:
    """Run the command line; what the operator can put right is said without a traceback."""
    try:
        app()
    except SettingsError as error:
        sys.exit(str(error))
    except OSError as error:
        if (told := console.in_words(error)) is None:
            raise
        sys.exit(told)
