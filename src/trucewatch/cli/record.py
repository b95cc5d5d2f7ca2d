"""Opening the record that a command works on, and who acts."""

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click
import django
from django.core.management import call_command

if TYPE_CHECKING:
    from trucewatch.accounts.models import Member

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_NAME = "Ceasefire record"


def open_record(*, name: str = DEFAULT_NAME, demonstration: str = "") -> bool:
    """Set up the framework and the database; an empty record is made where there is none.

    Returns whether the record is new.
    """
    prepare_database()
    from django.conf import settings

    from trucewatch.accounts.access import operator
    from trucewatch.accounts.actions import open_record as open_new
    from trucewatch.ledger.belonging import mark_folder, require_own_record
    from trucewatch.places.actions import load_gazetteer

    require_own_record(settings.TRUCEWATCH_HOME)
    is_new = open_new(name=name, demonstration=demonstration)
    if is_new:
        load_gazetteer(by=operator())
    mark_folder(settings.TRUCEWATCH_HOME)
    return is_new


def prepare_database() -> None:
    """Set up the framework and bring the tables up to date."""
    django.setup()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def acting(command: F) -> F:
    """Give a command `--as MEMBER`; it is called with ``by``, the member who acts."""

    @click.option(
        "--as",
        "acting_as",
        metavar="MEMBER",
        help="Act as this member, with their rights; without it, as the built-in operator.",
    )
    @functools.wraps(command)
    def wrapped(*args: Any, acting_as: str | None, **kwargs: Any) -> Any:
        open_record()
        return command(*args, by=acting_member(acting_as), **kwargs)

    return wrapped  # type: ignore[return-value]  # the same command with one option more


def acting_member(username: str | None) -> "Member":
    """The member of that name, or the built-in operator."""
    from trucewatch.accounts.access import operator
    from trucewatch.accounts.queries import find_member

    return find_member(username) if username else operator()
