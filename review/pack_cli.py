"""`sandi leads pack`: the evidence pack of a lead."""

from __future__ import annotations

import os
from pathlib import Path

import click

from rules.schema import TLP
from sandi.cli import config_of
from sandi.errors import SandiError
from sandi.text import visible


@click.command(epilog="Exit status: 0 written, 2 wrong usage, unknown lead, or refused.")
@click.argument("lead", type=click.IntRange(1, 2**63 - 1))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    show_default="exports/sandi-lead-LEAD.zip in the data folder",
    help="File to write; never replaced.",
)
@click.option("--reason", required=True, help="For whom and what for; it goes into the audit log.")
@click.option("--tlp", type=click.Choice(TLP), default="clear", show_default=True, help="Rules up to this level go in.")
@click.pass_context
def pack(ctx: click.Context, lead: int, output: Path | None, reason: str, tlp: str) -> None:
    """Write the evidence pack of LEAD: a ZIP with report, published text, pages, rules, decisions and custody, signed.

    It holds contacts in clear. It verifies with sha256sum and openssl alone; README.txt in it says how.

    Example: sandi leads pack 12 --reason "for the police, unit PPA"
    """
    from review.pack import build
    from review.tlp import shared
    from storage.database import Store

    config = config_of(ctx)
    target = (output or config.data / "exports" / f"sandi-lead-{lead}.zip").absolute()
    if target.exists():
        raise SandiError(f"{target} exists, and a pack never replaces a file; name another with --output")
    with Store.open(config, create=False) as store:
        made = build(store, lead, shared(store, tlp), actor=config.user, reason=reason)
    try:
        if output is None:
            target.parent.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(made.body)
    except OSError as error:
        raise SandiError(f"{target} cannot be written: {error.strerror}; name another with --output") from None
    click.echo(f"{visible(str(target))}  {len(made.body) / 1e3:,.0f} kB, {len(made.files)} files, signed")
    click.echo("It holds contacts in clear: hand it over by a safe way, and delete it where it is not needed.")
