"""`sandi crawl` and `sandi sources`: crawl one source now; list, check and preview sources."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.sources_cli import import_files, new_source
from sandi.cli import config_of
from sandi.errors import InputError, Problem, SandiError
from sandi.text import visible

if TYPE_CHECKING:
    from crawler.ledger import Ledger
    from crawler.running import Outcome
    from crawler.sources import Source
    from sandi.listing import Listing

PIPE_WIDTH = 140
FIGURES = ("pages", "new", "changed", "unchanged", "gone", "alerts", "errors")


@click.command(
    epilog="Example: sandi crawl demo-pasar. Exit status: 0 done, 1 the run failed or was stopped, 2 wrong usage."
)
@click.argument("source")
@click.option("--run", help="Id of a run that the scheduler has planned.")
@click.option("--url", help="Crawl this page of the source only.")
@click.option("--replay", metavar="RUN", help="Read the pages of an earlier run again, from captures.")
@click.option("--json", "as_json", is_flag=True, help="Print the run as one JSON object.")
@click.pass_context
def crawl(ctx: click.Context, source: str, run: str | None, url: str | None, replay: str | None, as_json: bool) -> None:
    """Crawl SOURCE now: collect its listings, judge them, keep what is new or changed.

    With --replay nothing is asked of the site: what RUN received is read by the source file and the rules of today.
    """
    from crawler.running import crawl_source
    from crawler.sources import load_source

    config = config_of(ctx)
    checked = load_source(source, config)
    if replay is not None:
        if run or url:
            raise click.UsageError("--replay goes alone: it plans its own run and reads every page of the old one")
        from crawler.replaying import replay_run

        outcome = replay_run(config, checked, replay)
    else:
        with _progress(checked, quiet=as_json) as watch:
            outcome = crawl_source(config, checked, run=run, url=url, watch=watch)
    if as_json:
        print_json(run_json(outcome))
    else:
        _print_outcome(checked, outcome.ledger)
    ledger = outcome.ledger
    ctx.exit(0 if ledger.state == "done" and ledger.reason == "finished" else 1)


@click.group()
def sources() -> None:
    """Make, list, check and preview sources.

    Example: sandi sources new https://www.example.org/jual
    """


sources.add_command(new_source)
sources.add_command(import_files)


@sources.command("list", epilog="Example: sandi sources list --json")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
@click.pass_context
def list_sources(ctx: click.Context, as_json: bool) -> None:
    """All sources under the seeds folder. Exit status 1 when a file cannot be read; the others are listed."""
    from crawler.sources import read_files, source_files

    found, problems = read_files(source_files(config_of(ctx)))
    if as_json:
        print_json([source_json(source) for source in found])
    elif found:
        _print_sources(found)
    elif not problems:
        click.echo(f"no source file lies under {config_of(ctx).seeds}", err=True)
    _tell(problems)
    ctx.exit(1 if problems else 0)


@sources.command("check", epilog="Example: sandi sources check seeds/demo/pasar.yaml")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the problems as a JSON array.")
@click.pass_context
def check_sources(ctx: click.Context, files: tuple[Path, ...], as_json: bool) -> None:
    """Check source FILES (default: the seeds folder) and tell every mistake. Exit status 1 when there is one."""
    from crawler.sources import check

    problems = check(files or (config_of(ctx).seeds,))
    if as_json:
        print_json([problem.to_json() for problem in problems])
    elif problems:
        _tell(problems)
    else:
        click.echo("every source file is right")
    ctx.exit(1 if problems else 0)


@sources.command("preview", epilog="Example: sandi sources preview demo-pasar --limit 5")
@click.argument("source")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100), help="Listings to show.")
@click.option("--json", "as_json", is_flag=True, help="Print the listings as a JSON array.")
@click.pass_context
def preview(ctx: click.Context, source: str, limit: int, as_json: bool) -> None:
    """Crawl a few pages of SOURCE (an id, or a file that is being written) and show its listings; nothing is kept."""
    from crawler.running import preview_source
    from crawler.sources import load_source

    config = config_of(ctx)
    checked = _from_file(Path(source)) if source.endswith((".yaml", ".yml")) else load_source(source, config)
    with _progress(checked, quiet=as_json) as watch:
        outcome, listings = preview_source(config, checked, limit=limit, watch=watch)
    if as_json:
        print_json([listing.to_json() for listing in listings])
    elif listings:
        print_listings(listings)
    else:
        hint = "" if outcome.ledger.message else "; look at `items`, `card` and `fields` of the source"
        click.echo(f"no listing was found{hint}", err=True)
    if outcome.ledger.message:
        click.echo(outcome.ledger.message, err=True)
    ctx.exit(0 if listings else 1)


def run_json(outcome: Outcome) -> dict[str, Any]:
    """A run as `sandi crawl --json` prints it."""
    ledger = outcome.ledger
    figures = {name: getattr(ledger, name) for name in FIGURES if name != "errors"} | {"errors": ledger.error_count}
    return {
        "source": outcome.source,
        "run": outcome.run,
        "state": ledger.state,
        "reason": ledger.reason,
        **figures,
        "listings": ledger.listings,
        "forbidden": ledger.forbidden,
        "unmodified": ledger.unmodified,
        "clock_suspect": ledger.clock_suspect,
        "error_kinds": dict(sorted(ledger.errors.items())),
        "message": _shown(ledger.message),
    }


def source_json(source: Source) -> dict[str, Any]:
    """A source as `sandi sources list --json` prints it."""
    rhythm = source.schedule
    return {
        "id": source.id,
        "title": source.title,
        "purpose": source.purpose,
        "adapter": source.adapter,
        "url": source.url,
        "kind": source.kind,
        "region": source.region,
        "timezone": source.zone,
        "schedule": {"cron": rhythm.cron, "every_s": rhythm.every_s, "jitter_s": rhythm.jitter_s} if rhythm else None,
        "javascript": source.javascript is not None,
        "loopback": source.loopback,
        "file": source.file,
    }


def rhythm_text(source: Source) -> str:
    """A source's schedule in words, such as `every 6h, up to 20m later`."""
    rhythm = source.schedule
    if rhythm is None:
        return "by hand"
    words = f"every {_short(rhythm.every_s)}" if rhythm.every_s else f"cron {rhythm.cron} ({rhythm.timezone})"
    return f"{words}, up to {_short(rhythm.jitter_s)} later" if rhythm.jitter_s else words


def _short(seconds: float) -> str:
    for unit, size in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds % size == 0 and seconds >= size:
            return f"{seconds / size:g}{unit}"
    return f"{seconds:g}s"


def _from_file(path: Path) -> Source:
    from crawler.sources import read_files

    found, problems = read_files([path])
    if problems:
        raise InputError(problems)
    if not found:
        raise SandiError(f"{path} holds no source")
    return found[0]


@contextmanager
def _progress(source: Source, *, quiet: bool) -> Iterator[Callable[[Ledger], None] | None]:
    """A line that shows how far the crawl is, on a terminal only."""
    from rich.console import Console

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield None
        return
    with console.status(visible(f"{source.id}: starting")) as status:
        yield lambda ledger: status.update(
            visible(f"{source.id}: {ledger.pages} pages, {ledger.listings} listings, {ledger.error_count} errors")
        )


def _print_outcome(source: Source, ledger: Ledger) -> None:
    from rich.table import Table

    table = Table(title=visible(source.title), title_justify="left")
    for name in FIGURES:
        table.add_column(name, justify="right")
    values = {name: getattr(ledger, name) for name in FIGURES if name != "errors"} | {"errors": ledger.error_count}
    table.add_row(*(f"{values[name]:,}" for name in FIGURES))
    _console().print(table)
    if ledger.state != "done" or ledger.reason != "finished":
        click.echo(f"the run {ledger.state if ledger.state == 'failed' else 'ended'}: {ledger.reason}", err=True)
    if ledger.message:
        click.echo(_shown(ledger.message), err=True)


def _shown(message: str) -> str:
    """What a run says of itself, without what may be a contact: it names addresses of pages, and the scheduler keeps
    what a crawl prints in a file.
    """
    from storage.masking import scrubbed

    return visible(scrubbed(message))


def _print_sources(found: list[Source]) -> None:
    from rich.table import Table

    table = Table()
    for name in ("id", "title", "adapter", "schedule", "address"):
        table.add_column(name, overflow="fold")
    for source in found:
        table.add_row(source.id, visible(source.title), source.adapter, rhythm_text(source), visible(source.url))
    _console().print(table)


def print_listings(listings: list[Listing]) -> None:
    """Listings as a table, hostile text escaped."""
    from rich.table import Table

    table = Table()
    for name in ("kind", "title", "price", "location", "posted", "text"):
        table.add_column(name, overflow="fold")
    for listing in listings:
        amount = "" if listing.price is None else f"{listing.price:,.2f}".removesuffix(".00")
        price = f"{listing.currency or ''} {amount}".strip() if amount else ""
        posted = (listing.posted_at or "")[:16]
        title, place = visible(listing.title, limit=60), visible(listing.location, limit=40)
        table.add_row(listing.kind, title, price, place, posted, visible(listing.text, limit=80))
    _console().print(table)


def _console() -> Any:
    from rich.console import Console

    console = Console(markup=False, highlight=False, emoji=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = PIPE_WIDTH
    return console


def _tell(problems: list[Problem]) -> None:
    for problem in problems:
        click.echo(visible(str(problem)), err=True)


def print_json(value: Any) -> None:
    """One JSON value on standard output."""
    import orjson

    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())
