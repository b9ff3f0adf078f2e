"""`sandi watch`: contacts, phrases and templates that a unit follows; a listing that fits raises its lead, once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from linking.terminal import EXIT, json_option, print_json, print_table
from sandi.cli import config_of
from sandi.errors import SandiError
from sandi.text import visible

if TYPE_CHECKING:
    from storage.database import Store

DAYS = 90


@click.group()
def watch() -> None:
    """Follow contacts, phrases and templates.

    Example: sandi watch add --contact 0812-0000-7341 --reason 'case 12'
    """


@watch.command(epilog=EXIT)
@click.option("--contact", help="A number in any spelling, @handle, name@host or a link.")
@click.option("--phrase", "words", help="Words in any spelling, obscured too.")
@click.option("--template", "listing", type=click.IntRange(1), help="Id of a listing whose text is the template.")
@click.option("--reason", required=True, help="What it is followed for; people see it on the lead.")
@click.option("--owner", help="The unit or person that follows it; you, if left out.")
@click.option(
    "--days", default=DAYS, show_default=True, type=click.IntRange(0, 3650), help="Until it expires; 0 never."
)
@json_option
@click.pass_context
def add(
    ctx: click.Context,
    contact: str | None,
    words: str | None,
    listing: int | None,
    reason: str,
    owner: str | None,
    days: int,
    as_json: bool,
) -> None:
    """Follow something. Listings that are kept already and fit raise their leads now, new ones when they arrive.

    Example: sandi watch add --phrase 'admin kamboja' --reason 'unit PPA, case 12' --days 30
    """
    from linking.watching import raise_watched
    from storage import linking, watches

    if sum(value is not None for value in (contact, words, listing)) != 1:
        raise click.UsageError("name one of --contact, --phrase and --template")
    expires = (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds") if days else None
    with _store(ctx) as store:
        kind, shown, fits = _what(store, contact, words, listing)
        who = owner or store.config.user
        numbers = watches.add(store, kind, shown, fits, owner=who, reason=reason, expires_at=expires)
        with store.reader() as conn:
            ids = [source.id for source in linking.sources(conn)]
        raised = 0
        for start in range(0, len(ids), 200):
            with store.writer() as conn:
                raised += raise_watched(conn, ids[start : start + 200])
        told_now = [hit for hit in watches.unnotified(store) if hit[0] in numbers]
        watches.notified(store, told_now)  # who adds it reads the count below; later ones go through the scheduler
    if as_json:
        print_json({"watches": numbers, "raised": raised})
    else:
        until = f" until {expires[:10]}" if expires else ""
        click.echo(
            f"Following {visible(shown)}{until} (watch {', '.join(map(str, numbers))}); {raised} leads raised now."
        )


@watch.command("list", epilog=EXIT)
@click.option("--all", "ended", is_flag=True, help="Also those that were removed or have expired.")
@json_option
@click.pass_context
def list_(ctx: click.Context, ended: bool, as_json: bool) -> None:
    """What is followed, by whom, why, until when, and how many listings fitted.

    Example: sandi watch list
    """
    from dataclasses import asdict

    from storage import watches

    with _store(ctx) as store:
        found = watches.all_of(store, ended=ended)
    hidden = ("fits", "sketch", "runs")
    if as_json:
        print_json([{name: value for name, value in asdict(one).items() if name not in hidden} for one in found])
    elif not found:
        click.echo("Nothing is followed. Begin with: sandi watch add --help")
    else:
        rows = [
            (
                str(one.id),
                one.kind,
                one.shown,
                one.owner,
                one.reason,
                _until(one.expires_at, one.removed_at),
                str(one.hits),
            )
            for one in found
        ]
        print_table(("watch", "kind", "what", "owner", "reason", "until", "listings"), rows)


@watch.command(epilog=EXIT)
@click.argument("number", type=click.IntRange(1))
@click.pass_context
def remove(ctx: click.Context, number: int) -> None:
    """Follow something no longer. What it raised stays.

    Example: sandi watch remove 3
    """
    from storage import watches

    with _store(ctx) as store:
        watches.remove(store, number, actor=store.config.user)
    click.echo(f"Watch {number} is removed.")


def _what(store: Store, contact: str | None, words: str | None, listing: int | None) -> tuple[str, str, list[str]]:
    """Kind, how it is shown, and what listings are compared with."""
    from linking.finding import candidates
    from linking.watching import SHORTEST_PHRASE, phrase
    from storage import contacts, linking
    from storage.masking import masked_value

    if contact is not None:
        found = candidates(contact)
        kinds = found[:1] if found[0][0] in ("phone", "email", "url") else found
        return "contact", masked_value(*kinds[0]), [contacts.key(store, kind, value) for kind, value in kinds]
    if words is not None:
        fits = phrase(words)
        if len(fits) < SHORTEST_PHRASE:
            raise SandiError(
                f"a phrase has at least {SHORTEST_PHRASE} letters, figures count as one; {words!r} has fewer"
            )
        return "phrase", f"“{words}”", [fits]
    with store.reader() as conn:
        placed = linking.linked(conn, listing or 0)
    if placed is None or placed.text is None:
        raise SandiError(f"listing {listing} is not there or too short to have a template")
    return "template", f"template of listing {listing}", [str(placed.text)]


def _until(expires_at: str | None, removed_at: str | None) -> str:
    return f"removed {removed_at[:10]}" if removed_at else (expires_at or "")[:10]


def _store(ctx: click.Context) -> Store:
    from storage.database import Store

    return Store.open(config_of(ctx), create=False)
