"""`sandi db`: check and search the database; what keeps it safe and what forgets stands in cli_keeping, cli_privacy."""

from __future__ import annotations

from dataclasses import asdict

import click

from sandi.cli import config_of
from sandi.text import visible
from storage.cli_keeping import backup, checkpoint, nightly, restore, verify
from storage.cli_keys import escrow, recover_key, rotate_key
from storage.cli_privacy import hold, purge, subject
from storage.cli_tables import json_option, print_json, print_table


@click.group()
def db() -> None:
    """Check, back up, verify and search the database.

    Example: sandi db doctor && sandi db backup
    """


@db.command()
@json_option
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Check what an operator can get wrong, and say how to mend it.

    Exit status: 0 nothing fails (warnings may stand), 1 something fails, 2 wrong usage.

    Example: sandi db doctor --json
    """
    from storage import doctor as checks

    findings = checks.check(config_of(ctx))
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        rows = [
            (item.name, item.state, f"{item.found}\n→ {item.mend}" if item.mend else item.found) for item in findings
        ]
        print_table(("check", "state", "found"), rows)
    ctx.exit(1 if any(finding.state == "fail" for finding in findings) else 0)


@db.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 500), help="Listings shown.")
@click.option("--cursor", help="Go on after a page: the cursor it ended with.")
@json_option
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
        print_json([row.to_json() for row in page.rows])
        return
    if not page.rows:
        click.echo("No listing holds these words.")
        return
    rows = [(str(one.id), one.source, f"{visible(one.title)}\n{one.url}", one.last_seen[:10]) for one in page.rows]
    print_table(("id", "source", "listing", "seen"), rows)
    if page.cursor:
        click.echo(f"More: --cursor {page.cursor}")


for command in (backup, checkpoint, escrow, hold, nightly, purge, recover_key, restore, rotate_key, subject, verify):
    db.add_command(command)
