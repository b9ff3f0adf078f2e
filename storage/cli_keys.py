"""`sandi db rotate-key|escrow|recover-key`: the key file changed, kept by somebody else, and brought back."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from sandi.cli import config_of
from sandi.text import visible
from storage.cli_tables import json_option, print_json


@click.command("rotate-key")
@click.option("--reason", required=True, help="Why; it goes into the audit log.")
@json_option
@click.pass_context
def rotate_key(ctx: click.Context, reason: str, as_json: bool) -> None:
    """Make a new key file, and seal everything anew with it: for the day on which somebody may have seen the old one.

    Stop the schedule, the workbench and every crawl first. Backups made before need the old key file, which is kept
    beside the new one: move it to them, or delete it. Make a new escrow afterwards.

    Exit status: 0 done, 2 not done, and nothing was changed.

    Example: sandi db rotate-key --reason "a laptop was stolen"
    """
    from storage.rotation import rotate

    config = config_of(ctx)
    done = rotate(config, actor=config.user, reason=reason)
    if as_json:
        print_json(asdict(done))
        return
    click.echo(f"{done.records:,} records and the keys of {done.captures:,} captures were sealed anew.")
    if done.watches:
        click.echo(f"{done.watches:,} watches of contacts that no listing has ended; add them again.")
    click.echo(f"The old key file, which backups of before need: {visible(done.old_key)}")


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--recipient", "recipients", multiple=True, required=True, metavar="age1…", help="Who can open it; may be repeated."
)
@click.pass_context
def escrow(ctx: click.Context, target: Path, recipients: tuple[str, ...]) -> None:
    """Write the key file, encrypted to an age recipient, as TARGET: it helps when the key file is lost.

    Keep the identity file of the recipient where neither this machine nor its backups are.

    Exit status: 0 written, 2 not written.

    Example: sandi db escrow /mnt/safe/key.age --recipient age1…
    """
    from storage.database import Store
    from storage.escrow import write

    config = config_of(ctx)
    with Store.open(config, create=False) as store:
        write(store, target, recipients, actor=config.user)
    click.echo(f"{visible(str(target))} opens with the identity file of its recipient, and with nothing else.")


@click.command("recover-key")
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--identity", required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.pass_context
def recover_key(ctx: click.Context, source: Path, identity: Path) -> None:
    """Put the key file of the escrow SOURCE back in its place, opened by the age identity file --identity.

    Exit status: 0 in place, 2 not done.

    Example: sandi db recover-key /mnt/safe/key.age --identity identity.txt
    """
    from storage.escrow import recover

    click.echo(f"The key file lies in its place again: {visible(str(recover(config_of(ctx), source, identity)))}")
