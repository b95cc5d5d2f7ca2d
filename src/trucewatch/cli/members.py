"""`trucewatch member`: the first administrator, invitations, lost passwords and second factors."""

import sys
from typing import TYPE_CHECKING

import click

from trucewatch.cli.record import acting
from trucewatch.vocabulary.roles import OrganisationKind, Role
from trucewatch.vocabulary.scopes import Scope

if TYPE_CHECKING:
    from trucewatch.accounts.models import Member, Organisation

_ROLE = click.Choice([role.value for role in Role])
_KIND = click.Choice([kind.value for kind in OrganisationKind])
_ORGANISATION = click.option(
    "--organisation", default="mission", show_default=True, help="Key of the organisation."
)
_NEW = click.option(
    "--new-organisation",
    type=_KIND,
    help="Enter the organisation as one of this kind when there is none of that key.",
)
_SITE = click.option(
    "--site",
    default="http://127.0.0.1:8000",
    show_default=True,
    help="Address of the site, for the link.",
)


@click.group(epilog="Example: trucewatch member add amal --role administrator")
def member() -> None:
    """Members of the record."""


@member.command(epilog="Example: trucewatch member add amal --role administrator --name 'Amal N.'")
@click.argument("username")
@click.option("--role", type=_ROLE, required=True)
@_ORGANISATION
@_NEW
@click.option("--name", default="", help="The name that others see.")
@click.option("--email", default="")
@acting
def add(
    username: str,
    role: str,
    organisation: str,
    new_organisation: str | None,
    name: str,
    email: str,
    by: "Member",
) -> None:
    """Add a member; the password is asked for, or read from standard input in a pipe."""
    from trucewatch.accounts.actions import Newcomer, add_member

    house = _organisation(organisation, new_organisation, by)
    newcomer = Newcomer(username, Role(role), house, display_name=name, email=email)
    added = add_member(newcomer, password=_password(), by=by)
    click.echo(f"{added.username} is a member ({Role(role).label}, {house}).", err=True)


@member.command(epilog="Example: trucewatch member invite --role liaison --organisation opposition")
@click.option("--role", type=_ROLE, required=True)
@_ORGANISATION
@_NEW
@click.option("--email", default="")
@_SITE
@acting
def invite(
    role: str,
    organisation: str,
    new_organisation: str | None,
    email: str,
    site: str,
    by: "Member",
) -> None:
    """Print a link with which one person joins, once, within 14 days."""
    from trucewatch.accounts.actions import invite_member

    house = _organisation(organisation, new_organisation, by)
    _, token = invite_member(role=Role(role), organisation=house, email=email, by=by)
    click.echo(f"{site.rstrip('/')}/invitations/{token}/")


@member.command(epilog="Example: trucewatch member reset amal --second-factor")
@click.argument("username")
@click.option("--second-factor", is_flag=True, help="Take the lost second factor away instead.")
@_SITE
@acting
def reset(username: str, second_factor: bool, site: str, by: "Member") -> None:
    """Print a link to choose a new password; the old one no longer works."""
    from trucewatch.accounts.actions import record_second_factor_reset, reset_password
    from trucewatch.accounts.queries import find_member

    found = find_member(username)
    if second_factor:
        record_second_factor_reset(found, by=by)
        click.echo(f"{username} sets up a new second factor at the next sign-in.", err=True)
        return
    click.echo(f"{site.rstrip('/')}/passwords/{reset_password(found, by=by)}/")


@member.command(epilog="Example: trucewatch member token amal --scope read-reports --days 30")
@click.argument("username")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([scope.value.replace(":", "-") for scope in Scope]),
    multiple=True,
    required=True,
    help="What the token may read; can be given several times.",
)
@click.option("--days", type=click.IntRange(1, 365), default=30, show_default=True)
@click.option("--name", default="Command line", show_default=True, help="What it is for.")
@acting
def token(username: str, scopes: tuple[str, ...], days: int, name: str, by: "Member") -> None:
    """Print a token with which a program reads as that member; it is shown once."""
    from trucewatch.accounts.queries import find_member
    from trucewatch.accounts.tokens import make_token

    wanted = [Scope(scope.replace("-", ":", 1)) for scope in scopes]
    made, word = make_token(find_member(username), name=name, scopes=wanted, days=days, by=by)
    click.echo(word)
    click.echo(f"{made.prefix}… reads as {username} until {made.expires_at:%Y-%m-%d}", err=True)


def _password() -> str:
    if sys.stdin.isatty():
        asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return asked
    return sys.stdin.readline().rstrip("\r\n")


def _organisation(key: str, new_kind: str | None, by: "Member") -> "Organisation":
    from trucewatch.accounts.actions import add_organisation
    from trucewatch.accounts.models import Organisation
    from trucewatch.accounts.queries import find_organisation

    if new_kind and not Organisation.objects.filter(key=key).exists():
        return add_organisation(key=key, name=key, kind=OrganisationKind(new_kind), by=by)
    return find_organisation(key)
