"""`sandi links`: what hangs together, through which edges, and the clusters that come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from linking.correlation_cli import rules
from linking.terminal import EXIT, json_option, print_json, print_table
from sandi.cli import config_of
from sandi.text import visible

if TYPE_CHECKING:
    from linking.facts import Facts
    from linking.finding import Named
    from linking.network import Network
    from linking.slots import Piece
    from storage.database import Store


@click.group()
def links() -> None:
    """Show what hangs together: contacts, templates, clusters.

    Example: sandi links stats
    """


links.add_command(rules)


@links.command(epilog=EXIT)
@click.option("--no-learn", is_flag=True, help="Keep what is known of the lines that sites write themselves.")
@json_option
@click.pass_context
def rebuild(ctx: click.Context, no_learn: bool, as_json: bool) -> None:
    """Build all links anew from what is stored. Clusters keep their numbers. Crawls wait until it is written.

    Needed once for listings stored before sandi linked them, and now and then, to learn what sites write themselves.

    Example: sandi links rebuild
    """
    from dataclasses import asdict

    from linking.rebuilding import rebuild as make

    with _store(ctx) as store:
        made = make(store, learn=not no_learn)
    if as_json:
        print_json(asdict(made))
    else:
        click.echo(f"{made.listings:,} listings with {made.texts:,} texts, {made.alike:,} pairs alike.")
        click.echo(f"{made.clusters:,} clusters; {made.silent:,} contacts and images are too common to join.")


@links.command(epilog=EXIT)
@click.option(
    "--limit", default=20, show_default=True, type=click.IntRange(0, 1000), help="Clusters and contacts named."
)
@json_option
@click.pass_context
def stats(ctx: click.Context, limit: int, as_json: bool) -> None:
    """How much is linked, the largest clusters, and the contacts and images that do not join, with the reason.

    Example: sandi links stats --limit 5
    """
    from linking.facts import facts_of
    from storage import clusters, linking

    with _store(ctx) as store, store.reader() as conn:
        figures = linking.figures(conn)
        largest = [
            (number, facts_of(conn, clusters.members(conn, number))) for number, _ in clusters.largest(conn, limit)
        ]
        silent = [
            (linking.shown(conn, key), state, reason, count)
            for key, state, reason, count in linking.silent_keys(conn, limit)
        ]
    if as_json:
        names = ("name", "state", "reason", "listings")
        print_json(
            figures
            | {"largest": [{"cluster": number} | facts.to_json() for number, facts in largest]}
            | {"silent": [dict(zip(names, one, strict=True)) for one in silent]}
        )
        return
    click.echo("  ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in figures.items()))
    if figures["waiting"]:
        click.echo("Some listings are not placed yet: sandi links rebuild")
    if figures["unsettled"]:
        click.echo("Unsettled listings stand in giants that are split when the next crawl ends, or at night.")
    rows = [
        (str(number), f"{facts.listings:,}", str(len(facts.sources)), str(facts.sellers), _days(facts), _leads(facts))
        for number, facts in largest
    ]
    if rows:
        print_table(("cluster", "listings", "sources", "sellers", "seen", "leads"), rows)
    if silent:
        told = [(name, state, f"{count:,}", reason) for name, state, reason, count in silent]
        print_table(("does not join", "state", "listings", "why"), told)


@links.command(epilog=EXIT + " In CSV a leading apostrophe guards cells that a spreadsheet would run.")
@click.argument("what")
@click.option("--hops", type=click.IntRange(0, 6), help="Joins to follow; of a cluster 0, else 1 if left out.")
@json_option
@click.option("--graphml", "as_graphml", is_flag=True, help="Print GraphML (Gephi, yEd).")
@click.option("--csv", "as_csv", is_flag=True, help="Print one edge a line.")
@click.option("--text", "opened", is_flag=True, help="Print what was published in the child lane too.")
@click.pass_context
def show(
    ctx: click.Context, what: str, hops: int | None, as_json: bool, as_graphml: bool, as_csv: bool, opened: bool
) -> None:
    """What hangs together with WHAT: cluster/12 (or 12), listing/34 (or its address), or a contact.

    A contact is a number in any spelling, @handle, name@host, a link, or the short name that lists show beside it. What
    leaves the house as JSON, GraphML or CSV is noted in the audit log; contacts stay masked.

    Example: sandi links show 0812-0000-7341 --hops 2
    """
    from linking.facts import facts_of
    from linking.finding import named
    from linking.network import around, csv_edges, graphml

    if as_json + as_graphml + as_csv > 1:
        raise click.UsageError("choose one of --json, --graphml and --csv")
    with _store(ctx) as store:
        with store.reader() as conn:
            found = named(store, conn, what)
            steps = hops if hops is not None else int(found.kind != "cluster")
            network = around(conn, found.listings, steps, opened=opened, every=True)
            listings = [int(node.id.partition("/")[2]) for node in network.nodes if node.kind == "listing"]
            facts = facts_of(conn, found.listings if found.kind == "cluster" else listings, opened=opened)
        if as_json or as_graphml or as_csv:
            _note_export(store, found, len(network.nodes), opened)
    if as_json:
        print_json({"shown": found.shown, "cluster": found.cluster, "facts": facts.to_json()} | network.to_json())
    elif as_graphml or as_csv:
        click.echo(graphml(network) if as_graphml else csv_edges(network), nl=False)
    else:
        print_network(found, facts, network)


def print_network(found: Named, facts: Facts, network: Network) -> None:
    """The facts, the template and the edges, for people."""
    from linking.network import CLOSED

    inside = f", in cluster {found.cluster}" if found.cluster and found.kind != "cluster" else ""
    click.echo(visible(found.shown) + inside)
    for line in fact_lines(facts):
        click.echo(visible(line, limit=600))
    listings = [node for node in network.nodes if node.kind == "listing"]
    rows = [
        (one.id, one.source, one.label, one.verdict, str(one.lead or ""), one.first_seen[:10], one.last_seen[:10])
        for one in listings
    ]
    print_table(("listing", "source", "title", "verdict", "lead", "first", "last"), rows)
    keys = [
        (
            one.label,
            f"{one.listings:,}",
            f"{one.sellers:,}",
            one.source,
            one.places,
            one.first_seen[:10],
            one.last_seen[:10],
        )
        for one in network.nodes
        if one.kind != "listing"
    ]
    if keys:
        print_table(("contact or image", "listings", "sellers", "sources", "provinces", "first", "last"), keys)
    edges = [(edge.one, edge.other, f"{edge.weight:.2f}", edge.reason) for edge in network.edges]
    if edges:
        print_table(("edge", "with", "weight", "reason"), edges)
    if any(one.label == CLOSED for one in listings):
        click.echo("What was published in the child lane is closed. --text shows it.")
    if network.cut:
        click.echo(f"Only the first {len(listings)} listings are shown.")


def fact_lines(facts: Facts) -> list[str]:
    """The facts of a cluster, a line for each kind."""
    lines = [
        f"{facts.listings:,} listings of {facts.sellers} sellers on {_counts(facts.sources)}; seen {_days(facts)}"
        + (f"; {facts.gone} gone" if facts.gone else "")
        + (f"; one every {facts.rhythm_days:g} days" if facts.rhythm_days is not None else "")
    ]
    if facts.provinces:
        lines.append(f"provinces: {_counts(facts.provinces)}")
    for name, figures, unit in (("ages", facts.ages, ""), ("prices", facts.price_idr, " IDR")):
        if figures:
            lines.append(f"{name}: {figures[0]:,.0f}–{figures[1]:,.0f}{unit}")
    if facts.roles:
        lines.append(f"roles the wording suggests: {_counts(facts.roles)}")
    if facts.slots:
        lines.append(f"slots filled by all together: {', '.join(facts.slots)}")
    if facts.together:
        lines.append("No listing alerts alone; together they fill act and means: look at them as one.")
    if len(facts.template) > 1:
        lines.append("template: " + " ".join(map(_shown, facts.template)))
    return lines


def _shown(piece: Piece) -> str:
    return f"[{piece.kind}: {' / '.join(piece.variants[:4])}]" if piece.kind else piece.words


def _store(ctx: click.Context) -> Store:
    from storage.database import Store

    return Store.open(config_of(ctx), create=False)


def _note_export(store: Store, found: Named, count: int, opened: bool) -> None:
    from storage import audit

    detail = {"nodes": count, "contacts": "masked", "child_lane": "open" if opened else "closed"}
    about = f"{found.kind}/{found.cluster or (found.listings[0] if found.listings else 0)}"
    with store.writer() as conn:
        audit.record(conn, actor=store.config.user, action="links.export", object=about, detail=detail)


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _days(facts: Facts) -> str:
    first, last = (facts.first_seen or "")[:10], (facts.last_seen or "")[:10]
    return first if first == last else f"{first} to {last}"


def _leads(facts: Facts) -> str:
    return _counts(facts.leads)
