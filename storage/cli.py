"""`sandi db`: check, back up, verify and search the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sandi.cli import config_of
from sandi.text import visible
from sandi.verdict import CONTACT_KINDS as KINDS

_COLOURS = {"ok": "green", "warn": "yellow", "fail": "red"}

_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")


@click.group()
def db() -> None:
    """Check, back up, verify and search the database.

    Example: sandi db doctor && sandi db backup
    """


@db.command()
@_json
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Check what an operator can get wrong, and say how to mend it.

    Exit status: 0 nothing fails (warnings may stand), 1 something fails, 2 wrong usage.

    Example: sandi db doctor --json
    """
    from storage import doctor as checks

    findings = checks.check(config_of(ctx))
    if as_json:
        _print_json([asdict(finding) for finding in findings])
    else:
        rows = [(item.name, item.state, _with_mend(item.found, item.mend)) for item in findings]
        _print_table(("check", "state", "found"), rows)
    ctx.exit(1 if any(finding.state == "fail" for finding in findings) else 0)


@db.command()
@click.argument("target", required=False, type=click.Path(path_type=Path))
@_json
@click.pass_context
def backup(ctx: click.Context, target: Path | None, as_json: bool) -> None:
    """Copy the database to TARGET (a folder, or a file NAME.db; backups/ in the data folder if left out); verify it.

    Captures and the key file are not in it: copy the captures folder too, and keep the key file apart from both.

    Exit status: 0 made and verified, 2 not made.

    Example: sandi db backup /mnt/safe/
    """
    from storage.backup import backup as make
    from storage.database import Store

    with Store.open(config_of(ctx), create=False) as store:
        path = make(store, target)
        key_file = store.config.key_file
    if as_json:
        _print_json({"path": str(path), "bytes": path.stat().st_size})
        return
    click.echo(f"{visible(str(path))}  {path.stat().st_size / 1e6:.1f} MB, verified")
    click.echo(f"Keep the key file {visible(str(key_file))} too, in another place: without it what is sealed is lost.")


@db.command()
@click.option("--rebuild-search", is_flag=True, help="Make the search index anew before; nothing else is changed.")
@_json
@click.pass_context
def verify(ctx: click.Context, rebuild_search: bool, as_json: bool) -> None:
    """Check that everything kept is whole: pages, search index, audit chain, sealed records, captures.

    Damage in the database makes it read-only until a verification finds all well.

    Exit status: 0 all whole, 1 something is not, 2 wrong usage or no database.

    Example: sandi db verify
    """
    from storage import verifying
    from storage.database import Store

    with Store.open(config_of(ctx), create=False) as store:
        if rebuild_search:
            verifying.rebuild_search(store)
        checks = verifying.verify(store)
        closed = store.read_only
    if as_json:
        _print_json([{**asdict(item), "ok": item.ok} for item in checks])
    else:
        rows = [(c.name, "ok" if c.ok else "fail", "\n".join(c.problems) or f"{c.counted:,} read") for c in checks]
        _print_table(("part", "state", "found"), rows)
        if closed:
            click.echo("The database is read-only from now on: keep it, and restore the last backup that verifies.")
    ctx.exit(0 if all(item.ok for item in checks) else 1)


@db.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 500), help="Listings shown.")
@click.option("--cursor", help="Go on after a page: the cursor it ended with.")
@_json
@click.pass_context
def search(ctx: click.Context, words: tuple[str, ...], limit: int, cursor: str | None, as_json: bool) -> None:
    """Listings that hold all WORDS, newest first. Contacts are masked; a word may end in * for a beginning.

    Exit status: 0 also when nothing is found, 2 wrong usage or no database.

    Example: sandi db search tanpa ijazah 'kambo*'
    """
    from storage.database import Store
    from storage.search import search as find

    with Store.open(config_of(ctx), create=False) as store:
        page = find(store, " ".join(words), cursor=cursor, limit=limit)
    if as_json:
        _print_json([row.to_json() for row in page.rows])
        return
    if not page.rows:
        click.echo("No listing holds these words.")
        return
    rows = [(str(one.id), one.source, f"{visible(one.title)}\n{one.url}", one.last_seen[:10]) for one in page.rows]
    _print_table(("id", "source", "listing", "seen"), rows)
    if page.cursor:
        click.echo(f"More: --cursor {page.cursor}")


@db.command()
@click.option(
    "--contact", metavar="VALUE", help="Everything of the listings with this number, handle or address instead."
)
@click.option("--kind", default="phone", show_default=True, type=click.Choice(KINDS), help="What --contact is.")
@click.option("--reason", default="", help="Why; it goes into the audit log.")
@click.option("--yes", is_flag=True, help="Do it. Without it only what would go is shown.")
@_json
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
        _print_json({"plan": asdict(planned), "done": asdict(done) if done else None, "backups": backups})
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


@db.command()
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


@db.command()
@click.argument("backup_file", metavar="BACKUP", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--yes", is_flag=True, help="Put it in the place of the present database, which is kept beside it.")
@_json
@click.pass_context
def restore(ctx: click.Context, backup_file: Path, yes: bool, as_json: bool) -> None:
    """Check BACKUP, and with --yes make it the database of this data folder.

    It must be made by sandi db backup, whole, of this key file and of no newer sandi. The database that was there is
    kept as sandi.db.before-TIME.

    Exit status: 0 fits (or restored), 2 does not fit, or wrong usage.

    Example: sandi db restore backups/sandi-20261123T021500Z.db --yes
    """
    from storage import restoring

    config = config_of(ctx)
    found = restoring.check(config, backup_file)
    aside = restoring.restore(config, backup_file, actor=config.user) if yes else None
    if as_json:
        _print_json({"backup": asdict(found), "restored": yes, "aside": str(aside) if aside else None})
        return
    click.echo(f"Whole, and fits: {found.listings:,} listings, {found.leads:,} leads, {found.decisions:,} decisions; ")
    click.echo(f"last change {found.last_change or 'unknown'}.")
    if not yes:
        click.echo("Nothing was changed. To put it in place: --yes")
        return
    click.echo("Restored." + (f" What was there is kept as {visible(str(aside))}" if aside else ""))
    click.echo("Captures made after the backup, or missing here, are told by: sandi db verify")


def _with_mend(found: str, mend: str) -> str:
    return f"{found}\n→ {mend}" if mend else found


def _print_json(value: Any) -> None:
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def _print_table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Cells are texts of strangers: shown as text, never as markup, and without control characters."""
    table = Table(*head, box=None, pad_edge=False)
    for row in rows:
        cells = ["\n".join(visible(line, limit=300) for line in cell.split("\n")) for cell in row]
        table.add_row(*(Text(cell, style=_COLOURS.get(cell, "")) for cell in cells))
    Console().print(table)
