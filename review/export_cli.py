"""`sandi leads export`: all leads as a file for other people's programs, masked, with a cursor to go on from."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rules.schema import TLP
from sandi import priority
from sandi.cli import config_of
from sandi.errors import SandiError
from sandi.text import visible

if TYPE_CHECKING:
    from storage.database import Store
    from storage.records import Lead, LeadRow

ROWS = ("jsonl", "csv", "json")
BUNDLES = ("stix", "misp")
F = TypeVar("F", bound=Callable[..., Any])
R = TypeVar("R", bound="LeadRow")


def tlp_option(command: F) -> F:
    told = "Rules up to this level of the Traffic Light Protocol are named; of others only score and tactic are told."
    return click.option("--tlp", type=click.Choice(TLP), default="clear", show_default=True, help=told)(command)


@click.command(
    epilog="Exit status: 0 done, 2 wrong usage, or refused. In CSV a leading apostrophe guards cells that a spreadsheet"
    " would run; remove one."
)
@click.option("--format", "form", type=click.Choice([*ROWS, *BUNDLES]), default="jsonl", show_default=True)
@click.option(
    "--updated-since",
    "since",
    default="",
    metavar="TIME",
    help="Only leads touched at or after this ISO 8601 time, or behind the cursor that an export before this one told.",
)
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="A new file; standard output if left out."
)
@tlp_option
@click.pass_context
def export(ctx: click.Context, form: str, since: str, tlp: str, output: Path | None) -> None:
    """Write all leads, whatever their state: contacts masked, sellers left out, rules as far as --tlp
    allows. STIX 2.1 and MISP hold neither titles nor texts and are marked with --tlp. The audit log notes the export.

    Example: sandi leads export --format csv --updated-since 2026-11-01T00:00:00+07:00 --output leads.csv
    """
    priority.give_way()  # before all that has to be imported
    from review.export import export_lines
    from review.tlp import shared
    from storage.database import Store
    from storage.exporting import SinceError, place

    try:
        after = place(since)
    except SinceError as error:
        raise click.BadParameter(str(error), param_hint="--updated-since") from None
    told = _Told(after)
    with Store.open(config_of(ctx), create=False) as store:
        written = False
        try:
            if form in ROWS:
                lines = export_lines(told.rows(_rows(store, after)), form, shared(store, tlp))
            else:
                lines = _bundle(told, _leads(store, since), form, tlp)
            _write(lines, output)
            written = True
        finally:
            # What left the house is noted even when the export broke off in the middle.
            if written or told.count:
                _note(store, form, since, tlp, output, told.count)
    click.echo(f"{told.count} leads exported.", err=True)
    if told.count:
        click.echo(f"What changes from now on: --updated-since {told.cursor}", err=True)


class _Told:
    """Counts the leads that go out, and remembers the one that changed last."""

    def __init__(self, after: tuple[str, int]) -> None:
        self.count = 0
        self._last = after

    @property
    def cursor(self) -> str:
        return f"{self._last[0]}_{self._last[1]}"

    def rows(self, found: Iterator[R]) -> Iterator[R]:
        for row in found:
            self.count += 1
            self._last = max(self._last, (row.updated_at, row.id))
            yield row


def _rows(store: Store, after: tuple[str, int]) -> Iterator[LeadRow]:
    """Every lead that changed, page by page, so that no transaction stays open while a slow reader takes them."""
    from storage import leads

    cursor: str | None = None
    while True:
        page = leads.queue(store, state=None, cursor=cursor, limit=500)
        yield from (row for row in page.rows if (row.updated_at, row.id) > after)
        cursor = page.cursor
        if cursor is None:
            return


def _leads(store: Store, since: str) -> Iterator[Lead]:
    """The same with everything that is known of each, the longest unchanged first."""
    from storage import leads
    from storage.exporting import changed_since

    more = True
    while more:
        found = changed_since(store, since, limit=500)
        yield from (lead for number in found.ids if (lead := leads.get(store, number)) is not None)
        since, more = found.cursor, found.more


def _bundle(told: _Told, found: Iterator[Lead], form: str, tlp: str) -> Iterator[str]:
    from datetime import UTC, datetime

    import orjson

    from review.intel import AUTHOR, misp, stix
    from storage.times import stamp

    chosen = list(told.rows(found))
    made = stamp(datetime.now(UTC))
    whole = (stix if form == "stix" else misp)(chosen, {}, tlp=tlp, made=made, author=AUTHOR)
    yield orjson.dumps(whole, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def _write(lines: Iterator[str], output: Path | None) -> None:
    if output is None:
        terminal = sys.stdout.isatty()
        for line in lines:
            click.echo(visible(line.rstrip("\r\n")) + "\n" if terminal else line, nl=False)
        return
    try:
        with output.open("x", encoding="utf-8", newline="") as stream:
            stream.writelines(lines)
    except FileExistsError:
        raise SandiError(f"{output} exists already; name a new file") from None
    except OSError as error:
        raise SandiError(f"{output} cannot be written: {error.strerror}") from None


def _note(store: Store, form: str, since: str, tlp: str, output: Path | None, count: int) -> None:
    from storage import audit

    detail = {"format": form, "updated_since": since or None, "count": count, "contacts": "masked", "tlp": tlp}
    with store.writer() as conn:
        audit.record(
            conn,
            actor=store.config.user,
            action="leads.export",
            object=output.name if output else "standard output",
            detail=detail,
        )
