"""`sandi db purge|hold|subject`: forget what is past its time, keep what a case needs, answer who asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import click

from sandi.cli import config_of
from sandi.config import Config
from sandi.text import visible
from sandi.verdict import CONTACT_KINDS as KINDS
from storage.cli_tables import json_option, print_json, print_table


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
    everything. Backups and packs made before still hold what goes: they are named.

    Exit status: 0 shown or done, 2 wrong usage or no database.

    Example: sandi db purge --yes --reason "monthly"
    """
    from storage import remains, retention
    from storage.database import Store

    config = config_of(ctx)
    with Store.open(config, create=False) as store:
        planned = retention.plan_contact(store, kind, contact) if contact else retention.plan(store)
        done = None
        if yes:
            done = retention.purge(store, planned, actor=config.user, reason=reason)
    if as_json:
        print_json({"plan": asdict(planned), "done": asdict(done) if done else None, **asdict(remains.of(config))})
        return
    verb = "went" if done else "would go"
    click.echo(f"{len(planned.listings):,} listings, {len(planned.captures):,} captures {verb}.")
    click.echo(f"{len(planned.leads):,} leads {'were' if done else 'would be'} emptied; their decisions stay.")
    if planned.held:
        click.echo(f"{planned.held:,} are on hold and stay.")
    if planned.needed:
        click.echo(f"{len(planned.needed):,} captures hold it too and stay, for leads of others rest on them (sealed).")
    if planned.due:
        click.echo(f"Open for a year, to be reviewed: leads {', '.join(map(str, planned.due[:20]))}")
    if done and not done.whole:
        click.echo("A program was reading: old pages of the log go with its next write, or run this again.")
    _tell_remains(config)
    if not yes:
        click.echo('Nothing was changed. To do it: --yes --reason "…"')


def _tell_remains(config: Config) -> None:
    """Name the copies in the data folder that a purge does not reach."""
    from storage import remains

    left = remains.of(config)
    if left.backups:
        click.echo(f"Backups from before still hold them: {', '.join(map(visible, left.backups[-5:]))}")
    if left.packs:
        click.echo(f"Packs from before may hold them too: {', '.join(map(visible, left.packs[-5:]))}")


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


@click.group()
def subject() -> None:
    """Answer people who ask what is kept of their number, handle or address. Make sure first that it is theirs.

    Example: sandi db subject find +6281200000000 --reason "letter of 3 May"
    """


def _asked(command: Callable[..., Any]) -> Callable[..., Any]:
    """The words that each request needs: the contact, its kind, and a reason for the audit log."""
    kind = click.option("--kind", default="phone", show_default=True, type=click.Choice(KINDS), help="What VALUE is.")
    reason = click.option("--reason", required=True, help="Why; it goes into the audit log.")
    return click.argument("value")(kind(reason(command)))


@subject.command("find")
@_asked
@json_option
@click.pass_context
def find_subject(ctx: click.Context, value: str, kind: str, reason: str, as_json: bool) -> None:
    """Show all that is kept of the contact VALUE, with texts masked, to answer from.

    Exit status: 0 shown, also when nothing is kept, 2 wrong usage or no database.

    Example: sandi db subject find bunga_x --kind telegram --reason "mail of 3 May"
    """
    from storage import subjects
    from storage.database import Store

    config = config_of(ctx)
    with Store.open(config, create=False) as store:
        report = subjects.find(store, kind, value, actor=config.user, reason=reason)
    if as_json:
        print_json(asdict(report))
        return
    if report.watched:
        click.echo("It is on a watchlist.")
    if report.contact is None and not report.listings:
        click.echo("Nothing is kept of it.")
        return
    if report.contact is None:
        click.echo("No rule read it as a contact, but it stands in:")
    else:
        state = f", restricted since {report.restricted_since[:10]}" if report.restricted_since else ""
        click.echo(f"{report.masked}, first seen {report.first_seen[:10]}, opened {report.unmasked} times{state}")
    rows = [
        (str(one.listing), one.source, f"{one.title}\n{one.url}", one.last_seen[:10], one.lead or "no lead")
        for one in report.listings
    ]
    print_table(("id", "source", "listing", "seen", "lead"), rows)


@subject.command("restrict")
@_asked
@click.pass_context
def restrict_subject(ctx: click.Context, value: str, kind: str, reason: str) -> None:
    """Keep what there is of VALUE, but let nobody open the contact or the texts it stands in.

    Exit status: 0 noted, 2 nothing is kept of it, or wrong usage.

    Example: sandi db subject restrict +6281200000000 --reason "disputed, letter of 3 May"
    """
    from storage import subjects
    from storage.database import Store

    config = config_of(ctx)
    with Store.open(config, create=False) as store:
        subjects.restrict(store, kind, value, actor=config.user, reason=reason)
    click.echo("Restricted: it is kept, and nobody opens it.")


@subject.command("lift")
@_asked
@click.pass_context
def lift_subject(ctx: click.Context, value: str, kind: str, reason: str) -> None:
    """End the restriction of VALUE.

    Exit status: 0 noted, 2 it is not restricted, or wrong usage.

    Example: sandi db subject lift +6281200000000 --reason "settled"
    """
    from storage import subjects
    from storage.database import Store

    config = config_of(ctx)
    with Store.open(config, create=False) as store:
        subjects.lift(store, kind, value, actor=config.user, reason=reason)
    click.echo("No longer restricted.")


@subject.command("erase")
@_asked
@click.option("--yes", is_flag=True, help="Do it. Without it only what would go is shown.")
@click.pass_context
def erase_subject(ctx: click.Context, value: str, kind: str, reason: str, yes: bool) -> None:
    """Forget VALUE and every listing it stands in, but for those on hold, and end watches that follow it.

    Exit status: 0 shown or done, 2 wrong usage or no database.

    Example: sandi db subject erase +6281200000000 --reason "letter of 3 May" --yes
    """
    from storage import retention, subjects
    from storage.database import Store

    config = config_of(ctx)
    with Store.open(config, create=False) as store:
        planned = retention.plan_contact(store, kind, value)
        if not yes:
            click.echo(f"{len(planned.listings):,} listings would go, {len(planned.leads):,} leads would be emptied.")
            click.echo("Nothing was changed. To do it: --yes")
            return
        done = subjects.erase(store, kind, value, actor=config.user, reason=reason)
    click.echo(f"{done.listings:,} listings went, {done.leads:,} leads were emptied, {done.captures:,} captures went.")
    if planned.held:
        click.echo(f"{planned.held:,} listings are on hold and stay.")
    if planned.needed:
        click.echo(f"{len(planned.needed):,} captures hold it too and stay, for leads of others rest on them (sealed).")
    _tell_remains(config)
    click.echo("Backups, packs and exports that were taken elsewhere still hold it: delete what you may.")
