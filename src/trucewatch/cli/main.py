"""The `trucewatch` command; each command's code is loaded only when it runs."""

import importlib
import os
import sys
from typing import Any

import click

COMMANDS = {
    "serve": "serve:serve",
    "demo": "demo:demo",
    "check-setup": "check_setup:check_setup",
    "import": "imports:import_",
    "export": "exports:export",
    "link": "linking:link",
    "scope": "scope:scope",
    "names": "names:names",
    "extract": "extraction:extract",
    "bulletin": "bulletins:bulletin",
    "contacts": "contacts:contacts",
    "redline": "redlines:redline",
    "ground": "ground:ground",
    "paper": "papers:paper",
    "ledger": "ledger:ledger",
    "member": "members:member",
    "digest": "digest:digest",
    "vault": "vault:vault",
    "hooks": "hooks:hooks",
    "backup": "backups:backup",
    "restore": "backups:restore",
}

_HELP = {
    "serve": "Serve the record to browsers.",
    "demo": "Load the demonstration record and serve it.",
    "check-setup": "Tell whether this installation has all it needs.",
    "import": "Take in data from a file.",
    "export": "Write data to a file.",
    "link": "Say which reports describe one incident.",
    "scope": "Say which reports lie where a ceasefire applied, by which text.",
    "names": "Say which pairs of names can be one person's.",
    "extract": "Say what press articles, statements and communiqués say.",
    "bulletin": "Make a bulletin.",
    "contacts": "Say who met whom, how often, in which format.",
    "redline": "Show what became of one version of a text in another.",
    "ground": "Tell what was reported before, during and after a round of talks.",
    "paper": "Make a paper of a round of talks.",
    "ledger": "Verify, export or sign the ledger.",
    "member": "Add, invite or reset members.",
    "digest": "Mail members how much awaits them.",
    "vault": "Change the key of the names of callers and witnesses.",
    "hooks": "Tell addresses outside of events.",
    "backup": "Write the whole record to one file.",
    "restore": "Make a record from a backup.",
}


class LazyGroup(click.Group):
    """Knows the names and one line about each command; imports a command to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        loaded = importlib.import_module(f"trucewatch.cli.{module}")
        command: click.Command = getattr(loaded, attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, _HELP[name]) for name in COMMANDS])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: trucewatch import ucdp-ged ged_syria.csv",
)
@click.version_option(package_name="trucewatch")
def trucewatch() -> None:
    """One shared, sourced record of a ceasefire.

    The record lies in the folder named by TRUCEWATCH_HOME. Data goes to standard output, progress
    and summaries to standard error. Exit status: 0 done, 2 refused with reasons, 1 anything else.
    """


def _is_of_database(error: Exception) -> bool:
    """It comes from the database; commands that need none do not load it, and start faster."""
    database = sys.modules.get("django.db")
    return database is not None and isinstance(error, database.DatabaseError)


def main(arguments: list[str] | None = None) -> Any:
    """Run one command and leave with its exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trucewatch.config.settings")
    from trucewatch.vocabulary.refusal import Refused

    try:
        # Out of its standalone mode, click returns the status that a command left with.
        sys.exit(trucewatch.main(args=arguments, standalone_mode=False))
    except click.ClickException as error:
        error.show()
        sys.exit(2 if isinstance(error, click.UsageError) else error.exit_code)
    except Refused as refusal:
        field = f" ({refusal.field})" if refusal.field else ""
        click.echo(f"refused{field}: {refusal.reason}", err=True)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except Exception as error:
        if os.environ.get("TRUCEWATCH_DEBUG"):
            raise
        if isinstance(error, OSError) or _is_of_database(error):
            named = error.filename if isinstance(error, OSError) else None
            home = os.environ.get("TRUCEWATCH_HOME", "the record's folder")
            where = f"{named}" if named else f"{home} or its database"
            click.echo(f"error: {where} cannot be used: {error}", err=True)
        else:
            click.echo(f"error: {type(error).__name__}: {error}", err=True)
            click.echo("Set TRUCEWATCH_DEBUG=1 to see where it happened.", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
