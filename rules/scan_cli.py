"""The verb `sandi scan`; it imports little, because it is started often."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
import orjson

from rules.scan import scan
from rules.started import started
from sandi.cli import config_of
from sandi.errors import Problem

_CORES = os.cpu_count() or 1


@click.command(name="scan")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--all", "everything", is_flag=True, help="Write every verdict, quiet ones too.")
@click.option(
    "--workers", type=click.IntRange(1), default=_CORES, show_default="all cores", help="Processes to judge with."
)
@click.pass_context
def scan_files(ctx: click.Context, files: tuple[str, ...], everything: bool, workers: int) -> None:
    """Judge listings in FILE... (JSON Lines, plain or gzipped; - is standard input), one verdict a line.

    Writes what is not quiet. A line that cannot be read is told on standard error as file:line and skipped. Exit
    status: 0, 1 when a line was skipped, 2 for wrong usage.

    Example: sandi scan listings.jsonl.gz > verdicts.jsonl
    """
    skipped = 0
    out = sys.stdout.buffer
    try:
        for result in scan(started(_packs(ctx)), files, workers=workers, brief=not everything):
            if isinstance(result, Problem):
                skipped += 1
                click.echo(str(result), err=True)
            elif everything or result.verdict != "quiet":
                out.write(orjson.dumps(result.to_json(), option=orjson.OPT_APPEND_NEWLINE))
        out.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read us has read enough
    ctx.exit(1 if skipped else 0)


def _packs(ctx: click.Context) -> tuple[Path, ...]:
    """Folders of further rules. Where nothing is set there are none, and the settings need not be read."""
    data = ctx.find_root().obj
    if (data is None or data.is_dir()) and not any(name.upper().startswith("SANDI_") for name in os.environ):
        return ()
    packs: tuple[Path, ...] = config_of(ctx).packs
    return packs
