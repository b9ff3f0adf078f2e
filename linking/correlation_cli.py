"""`sandi links rules`: correlation rules, checked, tested and run over what is kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from linking.terminal import json_option, print_json, print_table
from sandi.cli import config_of
from sandi.errors import InputError

if TYPE_CHECKING:
    from linking.correlation import Found
    from linking.correlation_files import RuleFile
    from storage.database import Store

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

    A listing is raised once for each rule and group, however often this runs; what a person decided stays, and who asks
    for help is never raised.

    Example: sandi links rules run contact-in-three-provinces
    """
    from linking.correlation import correlate
    from linking.correlation_events import events_of
    from storage import linking
    from storage.database import Store

    chosen = [one for one in _rules(ctx) if not ids or one.rule.id in ids]
    if unknown := set(ids) - {one.rule.id for one in chosen}:
        raise click.UsageError(f"no such rule: {', '.join(sorted(unknown))}")
    with Store.open(config_of(ctx), create=False) as store:
        with store.reader() as conn:
            events = list(events_of(conn))
            found = [(one, fit) for one in chosen for fit in correlate(one.rule, events, every=True)]
            values = {value for _, fit in found for value in fit.group}
            names = {value: linking.shown(conn, value) if ":" in value else value for value in values}
        raised = [[] if dry_run else _raised(store, rule, fit) for rule, fit in found]
    if as_json:
        print_json(
            [
                asdict(fit) | {"group": [names[value] for value in fit.group], "raised": some}
                for (_, fit), some in zip(found, raised, strict=True)
            ]
        )
    elif not found:
        click.echo("No rule fires.")
    else:
        rows = [
            (
                fit.rule,
                ", ".join(names[value] for value in fit.group),
                f"{fit.count:g}",
                ", ".join(map(str, fit.listings)),
                f"{fit.first:%Y-%m-%d} to {fit.last:%Y-%m-%d}",
                str(len(some)),
            )
            for (_, fit), some in zip(found, raised, strict=True)
        ]
        print_table(("rule", "group", "count", "listings", "time", "raised"), rows)


@rules.command(epilog=EXIT)
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@json_option
@click.pass_context
def gate(ctx: click.Context, paths: tuple[str, ...], as_json: bool) -> None:
    """In how many groups of harmless listings in FILE... (JSON Lines, plain or gzipped) each rule fires; none may.

    Example: sandi links rules gate harmless/*.jsonl.gz
    """
    from linking.correlation_gate import fired
    from rules.engine import Engine
    from rules.loader import load_rules
    from rules.scan import Source
    from sandi.listing import listing_from_line

    chosen = _rules(ctx)
    engine = Engine(load_rules(config_of(ctx).packs))
    found = {}
    for path in paths:
        listings = [listing_from_line(line) for _, _, line in Source(path).lines()]
        found[path] = {"listings": len(listings)} | fired(chosen, [(one, engine.judge(one)) for one in listings])
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


def _raised(store: Store, rule: RuleFile, fit: Found) -> list[int]:
    from storage import correlation_hits

    with store.writer() as conn:
        return correlation_hits.raise_named(conn, fit.rule, rule.rule.title, " ".join(fit.group), fit.listings)


def _rules(ctx: click.Context) -> list[RuleFile]:
    from linking.correlation_files import files, read

    found, problems = read(files(config_of(ctx).packs))
    if problems:
        raise InputError(problems)
    return found
