"""`trucewatch digest`: once a day, to each member, how much awaits them and nothing of what."""

import click

from trucewatch.cli.record import open_record


@click.command(epilog="Example: trucewatch digest")
@click.option("--dry-run", is_flag=True, help="Only print who would be told how much.")
def digest(dry_run: bool) -> None:
    """Mail each member with an address how much awaits them; run it once a day."""
    open_record()
    from django.core.mail import send_mail

    from trucewatch.cases.queries.digests import digests

    told = 0
    for each in digests():
        if dry_run:
            click.echo(f"{each.member.username}\t{each.number}\t{each.overdue}")
            continue
        if each.member.email:
            send_mail(each.subject, each.text, None, [each.member.email])
            told += 1
    if not dry_run:
        click.echo(f"{told:,} told", err=True)
