"""`sandi leads`: the queue and its decisions on the command line, for scripts and for people without a browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from review.export_cli import export, tlp_option
from review.pack_cli import pack
from sandi.cli import config_of
from sandi.errors import SandiError
from sandi.verdict import LANES, TACTICS

if TYPE_CHECKING:
    from storage.database import Store
    from storage.records import Lead

STATES = ("open", "kept", "dismissed", "unsure", "escalated", "all")
DECISIONS = ("keep", "dismiss", "unsure", "escalate")
EXIT = "Exit status: 0 done, 2 wrong usage, unknown lead, or refused."
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster, named where a lead may be."""

    number: int


class _LeadOrCluster(click.ParamType[int | Cluster]):
    """`12`, a lead, as 12; `cluster/3` as `Cluster(3)`."""

    name = "lead"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | Cluster:
        text = str(value)
        number = text.removeprefix("cluster/")
        if not (number.isascii() and number.isdecimal() and int(number)):
            self.fail(f"{text!r} is not a valid integer, nor a cluster such as cluster/3", param, ctx)
        return int(number) if number == text else Cluster(int(number))


LEAD = _LeadOrCluster()


@click.group()
def leads() -> None:
    """List, show, decide and export leads. A lead is an indication to be verified, never an accusation.

    Example: sandi leads list --tactic fake-job
    """


leads.add_command(export)
leads.add_command(pack)


def json_option(command: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")(command)


@leads.command("list", epilog=EXIT)
@click.option("--state", type=click.Choice(STATES), default="open", show_default=True)
@click.option("--tactic", type=click.Choice(TACTICS))
@click.option("--lane", type=click.Choice([*LANES, "help"]), help="Who asks for help is in no other lane.")
@click.option("--source", help="Id of a source.")
@click.option("--search", "text", metavar="WORDS", help="Words in title or text.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@click.option("--cursor", help="Where the page before ended (it is printed there).")
@click.option(
    "--by",
    type=click.Choice(["cluster", "listing"]),
    default="cluster",
    show_default=True,
    help="One line for a cluster, or for every listing.",
)
@tlp_option
@json_option
@click.pass_context
def list_(
    ctx: click.Context,
    state: str,
    tactic: str | None,
    lane: str | None,
    source: str | None,
    text: str | None,
    limit: int,
    cursor: str | None,
    by: str,
    tlp: str,
    as_json: bool,
) -> None:
    """Leads, highest score first; those of one cluster stand in one line, that of the highest.

    --json prints one array, in which rules above --tlp are not named.

    Example: sandi leads list --tactic fake-job --limit 10
    """
    from review.export import row_json
    from review.terminal import print_queue
    from review.tlp import shared
    from storage import leads as stored

    with _store(ctx) as store:
        page = stored.queue(
            store,
            state=None if state == "all" else state,
            tactic=tactic,
            lane=lane,
            source=source,
            text=text,
            cursor=cursor,
            limit=limit,
            by_cluster=by == "cluster",
        )
        told = shared(store, tlp) if as_json else None
    if told is not None:
        _print_json([row_json(row, told) for row in page.rows])
    else:
        print_queue(page.rows)
    if page.cursor:
        click.echo(f"More leads: --cursor {page.cursor}", err=True)


@leads.command(epilog=EXIT)
@click.argument("lead", type=LEAD)
@click.option("--text", "opened", is_flag=True, help="Print what was published in the child lane too.")
@tlp_option
@json_option
@click.pass_context
def show(ctx: click.Context, lead: int | Cluster, opened: bool, tlp: str, as_json: bool) -> None:
    """One lead with its evidence: marked places, rules, what speaks against. Contacts stay masked; with --json rules
    above --tlp too. Of a cluster (`cluster/3`): its facts, template, listings, what joins them, and decisions.

    Example: sandi leads show 12
    """
    if isinstance(lead, Cluster):
        from review.cluster_terminal import show_cluster

        with _store(ctx) as store:
            show_cluster(store, lead.number, opened=opened, as_json=as_json)
        return
    from review.export import lead_json
    from review.signals import read_signals
    from review.terminal import print_lead
    from review.tlp import shared

    with _store(ctx) as store:
        found = _get(store, lead)
        packs = store.config.packs
        told = shared(store, tlp) if as_json else None
    if told is not None:
        _print_json(lead_json(found, told))
    else:
        print_lead(found, read_signals(packs), opened=opened)


@leads.command(epilog=EXIT)
@click.argument("lead", type=LEAD)
@click.argument("decision", type=click.Choice(DECISIONS))
@click.option("--reason", required=True, metavar="CODE", help="A reason of the closed list; a wrong one prints it.")
@click.option("--note", default="", help="Your own words; needed for the reason `other`.")
@click.option(
    "--except", "exceptions", multiple=True, type=click.IntRange(1), help="A lead of the cluster to leave out."
)
@json_option
@click.pass_context
def decide(
    ctx: click.Context,
    lead: int | Cluster,
    decision: str,
    reason: str,
    note: str,
    exceptions: tuple[int, ...],
    as_json: bool,
) -> None:
    """Record a decision on a lead, or on all open leads of a cluster, with its reason.

    Example: sandi leads decide cluster/3 keep --reason third-party-control --except 12
    """
    if isinstance(lead, Cluster):
        from review.cluster_terminal import decide_cluster

        with _store(ctx) as store:
            decide_cluster(store, lead.number, decision, reason, note, exceptions, as_json=as_json)
        return
    if exceptions:
        raise click.UsageError("--except belongs to a cluster: sandi leads decide cluster/3 …")
    from review.export import decision_json
    from storage import decisions

    with _store(ctx) as store:
        found = _get(store, lead)
        made = decisions.decide(
            store,
            lead,
            decision=decision,
            reason=reason,
            note=note,
            actor=store.config.user,
            via="cli",
            seen_version=found.version,
        )
    if as_json:
        _print_json(decision_json(made))
    else:
        click.echo(f"Lead {lead}: {made.decision}, {made.reason}. Undo with: sandi leads undo {lead}")


@leads.command(epilog=EXIT)
@click.argument("lead", type=LEAD)
@json_option
@click.pass_context
def undo(ctx: click.Context, lead: int | Cluster, as_json: bool) -> None:
    """Open a decided lead, or what was last decided on a cluster, again. The decision stays in its history.

    Example: sandi leads undo 12
    """
    if isinstance(lead, Cluster):
        from review.cluster_terminal import undo_cluster

        with _store(ctx) as store:
            undo_cluster(store, lead.number, as_json=as_json)
        return
    from review.export import decision_json
    from storage import decisions

    with _store(ctx) as store:
        _get(store, lead)
        made = decisions.undo(store, lead, actor=store.config.user, via="cli")
    if as_json:
        _print_json(decision_json(made))
    else:
        click.echo(f"Lead {lead} is open again.")


def _store(ctx: click.Context) -> Store:
    from storage.database import Store

    return Store.open(config_of(ctx), create=False)


def _get(store: Store, lead: int) -> Lead:
    from storage import leads as stored

    found = stored.get(store, lead) if lead < 2**63 else None
    if found is None:
        raise SandiError(f"there is no lead {lead}; `sandi leads list --state all` shows those there are")
    return found


def _print_json(value: Any) -> None:
    import orjson

    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())
