"""`sandi rules bench`: sandi's speed beside that of other engines, measured here and now."""

from __future__ import annotations

import click

from sandi.errors import SandiError


@click.command(name="bench")
@click.option("--rules", type=click.IntRange(1, 20_000), default=1_000, show_default=True, help="Rules to make.")
@click.option(
    "--listings", type=click.IntRange(3, 1_000_000), default=12_000, show_default=True, help="Listings to make."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed makes other rules and listings.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.pass_context
def bench(ctx: click.Context, rules: int, listings: int, seed: int, as_json: bool) -> None:
    """Measure sandi beside yara-python, yara-x, spaCy's PhraseMatcher and a loop over `re`.

    All get the same made-up rules and listings, sandi as published and the others already folded; what they find is
    compared. A peer that is not installed is left out. Slow peers read fewer listings. Exit status: 0, 1 when results
    differ.

    Example: sandi rules bench --rules 1000
    """
    from rules.bench import measure, rows
    from rules.cli import _print_table, print_json

    try:
        measured = measure(rules, listings=listings, seed=seed)
    except ImportError as error:
        raise SandiError(f"{error.name} is missing; install sandi with all it needs") from None
    if as_json:
        print_json(measured.to_json())
    else:
        made = measured.made
        click.echo(
            f"{len(made.rules):,} rules ({len(made.phrases):,} phrases, {len(made.patterns):,} patterns), listings of "
            f"{measured.characters:.0f} characters, {measured.hits_per_listing:.2f} hits a listing; CPU time"
        )
        _print_table([dict(row) for row in rows(measured)])
        click.echo(f"results compared in {measured.compared:,} listings, different in {measured.differing:,}")
    for name in measured.missing:
        click.echo(f"{name} is not installed and was left out", err=True)
    for one in measured.differences:
        click.echo(
            f"different: {one.url}: only sandi {', '.join(one.only_sandi) or '-'}; "
            f"only {one.peer} {', '.join(one.only_peer) or '-'}",
            err=True,
        )
    ctx.exit(0 if measured.same_results else 1)
