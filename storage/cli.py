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
@_json
@click.pass_context
def verify(ctx: click.Context, as_json: bool) -> None:
    """Check that everything kept is whole: pages, search index, audit chain, sealed records, captures.

    Exit status: 0 all whole, 1 something is not, 2 wrong usage or no database.

    Example: sandi db verify
    """
    from storage.database import Store
    from storage.verifying import verify as check

    with Store.open(config_of(ctx), create=False) as store:
        checks = check(store)
    if as_json:
        _print_json([{**asdict(item), "ok": item.ok} for item in checks])
    else:
        rows = [(c.name, "ok" if c.ok else "fail", "\n".join(c.problems) or f"{c.counted:,} read") for c in checks]
        _print_table(("part", "state", "found"), rows)
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
