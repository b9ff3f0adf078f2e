"""The verb `sandi scan`; it imports little, because it is started often."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import click
import orjson

from rules.scan import scan
from rules.started import started
from sandi.cli import config_of
from sandi.errors import Problem
from sandi.verdict import Verdict

_CORES = os.cpu_count() or 1


@click.command(name="scan")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--all", "everything", is_flag=True, help="Write every verdict, quiet ones too.")
@click.option(
    "--json/--table", "as_json", default=None, help="JSON Lines, or a table to read (default: the table on a terminal)."
)
@click.option(
    "--workers", type=click.IntRange(1), default=_CORES, show_default="all cores", help="Processes to judge with."
)
@click.pass_context
def scan_files(
    ctx: click.Context, files: tuple[str, ...], everything: bool, as_json: bool | None, workers: int
) -> None:
    """Judge listings in FILE... (JSON Lines, plain or gzipped; - is standard input), one verdict a line.

    Writes what is not quiet: on a terminal a table, with the words that made each verdict and the counts as its last
    line; into a file or a pipe, and with --json, JSON Lines. A line that cannot be read is told on standard error as
    file:line and skipped. Exit status: 0, 1 when a line was skipped, 2 for wrong usage.

    Example: sandi scan listings.jsonl.gz > verdicts.jsonl
    """
    skipped = 0
    write, end = _json() if as_json or (as_json is None and not sys.stdout.isatty()) else _table()
    try:
        for result in scan(started(_packs(ctx)), files, workers=workers, brief=not everything):
            if isinstance(result, Problem):
                skipped += 1
                click.echo(str(result), err=True)
            else:
                write(result, everything or result.verdict != "quiet")
        end()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read us has read enough
    ctx.exit(1 if skipped else 0)


_Write = Callable[[Verdict, bool], object]
"""Writes a verdict; the flag says whether it is shown or only counted."""
_End = Callable[[], object]


def _json() -> tuple[_Write, _End]:
    out = sys.stdout.buffer

    def write(verdict: Verdict, shown: bool) -> None:
        if shown:
            out.write(orjson.dumps(verdict.to_json(), option=orjson.OPT_APPEND_NEWLINE))

    return write, out.flush


def _table() -> tuple[_Write, _End]:
    from rules.scan_told import Table

    table = Table(shutil.get_terminal_size().columns)

    def write(verdict: Verdict, shown: bool) -> None:
        for line in table.add(verdict, shown=shown):
            click.echo(line)

    return write, lambda: click.echo(table.end())


def _packs(ctx: click.Context) -> tuple[Path, ...]:
    """Folders of further rules. Where nothing is set there are none, and the settings need not be read."""
    data = ctx.find_root().obj
    if (data is None or data.is_dir()) and not any(name.upper().startswith("SANDI_") for name in os.environ):
        return ()
    packs: tuple[Path, ...] = config_of(ctx).packs
    return packs
