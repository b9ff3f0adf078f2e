"""`sandi links rules`: correlation rules, checked, tested and run over what is kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from linking.terminal import json_option, print_json, print_table
from sandi.cli import config_of
from sandi.errors import InputError

if TYPE_CHECKING:
    from linking.correlation_files import RuleFile

EXIT = "Exit status: 0 all is well, 1 something is wrong, 2 wrong usage."


@click.group()
def rules() -> None:
    """Rules on what several listings say together.

    Example: sandi links rules run
    """


@rules.command(epilog=EXIT)
@json_option
@click.pass_context
def lint(ctx: click.Context, as_json: bool) -> None:
    """Check every correlation rule; a mistake is told with its file, line and mend.

    Example: sandi links rules lint
    """
    from linking.correlation_files import files, read

    found, problems = read(files(config_of(ctx).packs))
    if as_json:
        print_json([problem.to_json() for problem in problems])
    else:
        click.echo("\n".join(map(str, problems)) or f"{len(found)} rules, nothing to mend.")
    ctx.exit(1 if problems else 0)


@rules.command(epilog=EXIT)
@click.pass_context
def test(ctx: click.Context) -> None:
    """Run the examples of every correlation rule.

    Example: sandi links rules test
    """
    from linking.correlation_files import failures

    found = _rules(ctx)
    problems = [problem for rule in found for problem in failures(rule)]
    count = sum(len(rule.examples) for rule in found)
    click.echo("\n".join(map(str, problems)) or f"{len(found)} rules, {count} examples: all as they say.")
    ctx.exit(1 if problems else 0)


@rules.command(epilog=EXIT)
@click.argument("ids", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Only look: raise no leads.")
@json_option
@click.pass_context
def run(ctx: click.Context, ids: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Raise the leads of kept listings that a rule (all, or IDS) names together. Contacts stay masked.

    Crawls do this for what they store, `sandi db nightly` for all. A listing is raised once for each rule and group,
    however often this runs; what a person decided stays, and who asks for help is never raised.

    Example: sandi links rules run contact-in-three-provinces
    """
    from linking.correlating import look, raise_all
    from storage.database import Store

    chosen = [one for one in _rules(ctx) if not ids or one.rule.id in ids]
    if unknown := set(ids) - {one.rule.id for one in chosen}:
        raise click.UsageError(f"no such rule: {', '.join(sorted(unknown))}")
    with Store.open(config_of(ctx), create=False) as store:
        found = look(store, chosen) if dry_run else raise_all(store, chosen)
    if as_json:
        print_json([asdict(one.found) | {"group": one.shown, "raised": one.raised} for one in found])
    elif not found:
        click.echo("No rule fires.")
    else:
        rows = [
            (
                one.found.rule,
                ", ".join(one.shown),
                f"{one.found.count:g}",
                ", ".join(map(str, one.found.listings)),
                f"{one.found.first:%Y-%m-%d} to {one.found.last:%Y-%m-%d}",
                str(len(one.raised)),
            )
            for one in found
        ]
        print_table(("rule", "group", "count", "listings", "time", "raised"), rows)


@rules.command(epilog=EXIT)
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@json_option
@click.pass_context
def gate(ctx: click.Context, paths: tuple[str, ...], as_json: bool) -> None:
    """In how many groups of harmless listings in FILE... (JSON Lines, plain or gzipped) each rule fires; none may.

    `sandi rules gate` does it beside the gate of all other rules.

    Example: sandi links rules gate harmless/*.jsonl.gz
    """
    from linking.correlation_gate import fired
    from rules.engine import Engine
    from rules.loader import load_rules
    from rules.scan import Source, scan
    from sandi.verdict import Verdict

    chosen = _rules(ctx)
    engine = Engine(load_rules(config_of(ctx).packs))
    found = {}
    for path in paths:
        listings = list(Source(path).listings())
        verdicts = [verdict for verdict in scan(engine, [path]) if isinstance(verdict, Verdict)]
        found[path] = {"listings": len(listings)} | fired(chosen, list(zip(listings, verdicts, strict=True)))
    if as_json:
        print_json([{"corpus": path} | counts for path, counts in found.items()])
    else:
        rows = [
            (path.rpartition("/")[2], f"{counts['listings']:,}", one.rule.id, f"{counts[one.rule.id]:,}")
            for path, counts in found.items()
            for one in chosen
        ]
        print_table(("corpus", "listings", "rule", "groups"), rows)
    ctx.exit(1 if any(counts[one.rule.id] for counts in found.values() for one in chosen) else 0)


def _rules(ctx: click.Context) -> list[RuleFile]:
    from linking.correlation_files import files, read

    found, problems = read(files(config_of(ctx).packs))
    if problems:
        raise InputError(problems)
    return found
