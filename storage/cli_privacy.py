"""`sandi db purge|hold`: forget what is past its time, keep what a case needs."""

from __future__ import annotations

from dataclasses import asdict

import click

from sandi.cli import config_of
from sandi.text import visible
from sandi.verdict import CONTACT_KINDS as KINDS
from storage.cli_tables import json_option, print_json


@click.command()
@click.option(
    "--contact", metavar="VALUE", help="Everything of the listings with this number, handle or address instead."
)
@click.option("--kind", default="phone", show_default=True, type=click.Choice(KINDS), help="What --contact is.")
@click.option("--reason", default="", help="Why; it goes into the audit log.")
@click.option("--yes", is_flag=True, help="Do it. Without it only what would go is shown.")
@json_option
@click.pass_context
def purge(ctx: click.Context, contact: str | None, kind: str, reason: str, yes: bool, as_json: bool) -> None:
    """Forget what is past its time, or all of one contact: rows, search index, captures, free pages and log.

    Listings that raised nothing go 30 days after they were last seen; those of dismissed leads are emptied after 90
    days, and the decision stays. Leads that are open, kept, unsure or escalated stay. A hold (sandi db hold) keeps
    everything. Backups made before still hold what goes: they are named.

    Exit status: 0 shown or done, 2 wrong usage or no database.

    Example: sandi db purge --yes --reason "monthly"
    """
    from storage import retention
    from storage.database import Store

    config = config_of(ctx)
    with Store.open(config, create=False) as store:
        planned = retention.plan_contact(store, kind, contact) if contact else retention.plan(store)
        done = None
        if yes:
            done = retention.purge(store, planned, actor=config.user, reason=reason)
    backups = sorted(str(path) for path in (config.data / "backups").glob("*.db"))
    if as_json:
        print_json({"plan": asdict(planned), "done": asdict(done) if done else None, "backups": backups})
        return
    verb = "went" if done else "would go"
    click.echo(f"{len(planned.listings):,} listings, {len(planned.captures):,} captures {verb}.")
    click.echo(f"{len(planned.leads):,} leads {'were' if done else 'would be'} emptied; their decisions stay.")
    if planned.held:
        click.echo(f"{planned.held:,} are on hold and stay.")
    if planned.due:
        click.echo(f"Open for a year, to be reviewed: leads {', '.join(map(str, planned.due[:20]))}")
    if done and not done.whole:
        click.echo("A program was reading: old pages of the log go with its next write, or run this again.")
    if backups:
        click.echo(f"Backups from before still hold them: {', '.join(map(visible, backups[-5:]))}")
    if not yes:
        click.echo('Nothing was changed. To do it: --yes --reason "…"')


@click.command()
@click.argument("lead", type=click.IntRange(1))
@click.option("--reason", required=True, help="Why; it goes into the audit log.")
@click.option("--lift", is_flag=True, help="End the hold.")
@click.pass_context
def hold(ctx: click.Context, lead: int, reason: str, lift: bool) -> None:
    """Keep what belongs to LEAD past its time, for a case; --lift ends it.

    Exit status: 0 noted, 2 wrong usage or no such lead.

    Example: sandi db hold 12 --reason "asked for by the prosecutor"
    """
    from storage import retention
    from storage.database import Store

    config = config_of(ctx)
    with Store.open(config, create=False) as store:
        (retention.lift if lift else retention.hold)(store, lead, actor=config.user, reason=reason)
    click.echo(f"Lead {lead} is {'no longer on hold' if lift else 'on hold: nothing of it is purged'}.")
