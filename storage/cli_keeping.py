"""`sandi db backup|restore|verify|checkpoint|nightly`: what keeps the database safe and believable."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from sandi import priority
from sandi.cli import config_of
from sandi.text import visible
from storage.cli_tables import json_option, print_json, print_table

_recipient = click.option(
    "--recipient",
    "recipients",
    multiple=True,
    envvar="SANDI_RECIPIENTS",
    metavar="age1…",
    help="Encrypt to this age recipient (SANDI_RECIPIENTS; may be repeated). Only its identity file opens it.",
)
_keep = click.option(
    "--keep", type=click.IntRange(1), help="Afterwards delete all but so many of the backups in that folder."
)


@click.command()
@click.argument("target", required=False, type=click.Path(path_type=Path))
@_recipient
@_keep
@json_option
@click.pass_context
def backup(
    ctx: click.Context, target: Path | None, recipients: tuple[str, ...], keep: int | None, as_json: bool
) -> None:
    """Copy the database to TARGET (a folder, or a file NAME.db; backups/ in the data folder if left out); verify it.

    Captures and the key file are not in it: copy the captures folder too, and keep the key file apart from both.

    Exit status: 0 made and verified, 2 not made.

    Example: sandi db backup /mnt/safe/ --recipient age1… --keep 14
    """
    priority.give_way()  # before all that has to be imported
    from storage import backup as backups
    from storage.database import Store

    with Store.open(config_of(ctx), create=False) as store:
        path = backups.backup(store, target, recipients=recipients)
        key_file = store.config.key_file
    gone = backups.rotate(path.parent, keep) if keep else []
    if as_json:
        told = {"path": str(path), "bytes": path.stat().st_size, "encrypted": bool(recipients)}
        print_json({**told, "deleted": [str(one) for one in gone]})
        return
    click.echo(
        f"{visible(str(path))}  {path.stat().st_size / 1e6:.1f} MB, verified{', then encrypted' if recipients else ''}"
    )
    for one in gone:
        click.echo(f"deleted {visible(str(one))}")
    click.echo(f"Keep the key file {visible(str(key_file))} too, in another place: without it what is sealed is lost.")


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@json_option
@click.pass_context
def checkpoint(ctx: click.Context, folder: Path | None, as_json: bool) -> None:
    """Write a signed checkpoint of the audit log into FOLDER (checkpoints/ in the data folder if left out).

    Keep checkpoints where the database is not: they show that the log was cut off or written anew, which the log alone
    cannot. `sandi db verify --checkpoints FOLDER` compares.

    Exit status: 0 written, 2 not written.

    Example: sandi db checkpoint /mnt/witness/
    """
    from storage import checkpoints
    from storage.database import Store

    with Store.open(config_of(ctx), create=False) as store:
        path = checkpoints.write(store, folder)
    if as_json:
        print_json({"path": str(path)})
        return
    click.echo(visible(str(path)))


@click.command()
@click.argument("target", required=False, type=click.Path(path_type=Path, file_okay=False))
@_recipient
@_keep
@click.option(
    "--checkpoints",
    "witness",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of checkpoints (checkpoints/ in the data folder if left out).",
)
@click.option("--purge/--no-purge", default=True, show_default=True, help="Forget what is past its time.")
@json_option
@click.pass_context
def nightly(
    ctx: click.Context,
    target: Path | None,
    recipients: tuple[str, ...],
    keep: int | None,
    witness: Path | None,
    purge: bool,
    as_json: bool,
) -> None:
    """What a night should bring: verify all, forget what is past its time, write a checkpoint, back up into TARGET.
    Then links are built anew when it is time, and correlation rules run over all that is kept.

    Where the verification finds damage nothing else is done, so that no good backup gives way to a bad one.

    Exit status: 0 done, 1 damage was found, 2 a step could not be done.

    Example: sandi db nightly /mnt/safe/ --recipient age1… --keep 14 --checkpoints /mnt/witness/
    """
    priority.give_way()  # before all that has to be imported
    from linking import night
    from storage.database import Store
    from storage.nightly import tend

    config = config_of(ctx)
    with Store.open(config, create=False) as store:
        told = tend(store, target, recipients=recipients, keep=keep, witness=witness, purge=purge, actor=config.user)
        links = night.tend(store) if told.whole else None
    if as_json:
        print_json(asdict(told) | {"links": asdict(links) if links else None})
    else:
        for line in (*told.lines, *(links.lines if links else ())):
            click.echo(visible(line))
    ctx.exit(0 if told.whole else 1)


@click.command()
@click.option("--rebuild-search", is_flag=True, help="Make the search index anew before; nothing else is changed.")
@click.option(
    "--checkpoints",
    "witness",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Compare the audit log with the checkpoints in this folder (checkpoints/ in the data folder if left out).",
)
@json_option
@click.pass_context
def verify(ctx: click.Context, rebuild_search: bool, witness: Path | None, as_json: bool) -> None:
    """Check that everything kept is whole: pages, search index, audit chain, sealed records, captures.

    Damage in the database makes it read-only until a verification finds all well.

    Exit status: 0 all whole, 1 something is not, 2 wrong usage or no database.

    Example: sandi db verify
    """
    priority.give_way()  # before all that has to be imported
    from storage import verifying
    from storage.database import Store

    with Store.open(config_of(ctx), create=False) as store:
        if rebuild_search:
            verifying.rebuild_search(store)
        checks = verifying.verify(store, witness)
        closed = store.read_only
    if as_json:
        print_json([{**asdict(item), "ok": item.ok} for item in checks])
    else:
        rows = [(c.name, "ok" if c.ok else "fail", "\n".join(c.problems) or f"{c.counted:,} read") for c in checks]
        print_table(("part", "state", "found"), rows)
        if closed:
            click.echo("The database is read-only from now on: keep it, and restore the last backup that verifies.")
    ctx.exit(0 if all(item.ok for item in checks) else 1)


@click.command()
@click.argument("backup_file", metavar="BACKUP", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--yes", is_flag=True, help="Put it in the place of the present database, which is kept beside it.")
@click.option(
    "--identity",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The age identity file that opens an encrypted backup.",
)
@json_option
@click.pass_context
def restore(ctx: click.Context, backup_file: Path, yes: bool, identity: Path | None, as_json: bool) -> None:
    """Check BACKUP, and with --yes make it the database of this data folder.

    It must be made by sandi db backup, whole, of this key file and of no newer sandi. The database that was there is
    kept as sandi.db.before-TIME.

    Exit status: 0 fits (or restored), 2 does not fit, or wrong usage.

    Example: sandi db restore backups/sandi-20261123T021500Z.db --yes
    """
    from storage import restoring

    config = config_of(ctx)
    with restoring.opened(config, backup_file, identity) as plain:
        found = restoring.check(config, plain)
        aside = restoring.restore(config, plain, actor=config.user) if yes else None
    if as_json:
        print_json({"backup": asdict(found), "restored": yes, "aside": str(aside) if aside else None})
        return
    click.echo(f"Whole, and fits: {found.listings:,} listings, {found.leads:,} leads, {found.decisions:,} decisions; ")
    click.echo(f"last change {found.last_change or 'unknown'}.")
    if not yes:
        click.echo("Nothing was changed. To put it in place: --yes")
        return
    click.echo("Restored." + (f" What was there is kept as {visible(str(aside))}" if aside else ""))
    click.echo("Captures made after the backup, or missing here, are told by: sandi db verify")
