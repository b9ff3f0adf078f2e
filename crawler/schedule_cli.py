"""`sandi schedule`: run the scheduler, see how the sources do, pause and resume them."""

from __future__ import annotations

import asyncio
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
import orjson
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from crawler import sources
from crawler.forking import AVAILABLE, ForkServer
from crawler.herald import Herald
from crawler.schedule import Options, Scheduler
from crawler.schedule_plan import zone_of
from crawler.schedule_run import Loop, SchedulerRuns, crawl_command, only_one
from crawler.schedule_seeds import Seeds
from crawler.schedule_status import Row, status
from sandi.cli import config_of
from sandi.config import Config
from sandi.text import visible
from storage import logs, notices, quarantine
from storage import sources as known
from storage.database import Store

STYLES = {"ok": "green", "running": "cyan", "failed": "red", "lost": "red", "paused": "yellow"}
STYLES |= {"healthy": "green", "degraded": "yellow", "broken": "red", "parked": "yellow"}
BARS = "▁▂▃▄▅▆▇█"
PIPE_WIDTH = 240


@click.group()
def schedule() -> None:
    """Run, watch and pause scheduled crawls.

    Example: sandi schedule run
    """


@schedule.command("run")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Crawls at once.")
@click.option("--once", is_flag=True, help="Start what is due now, wait for it, and end.")
@click.option("--tick", type=click.FloatRange(0.1, 60), default=2.0, show_default=True, help="Seconds between looks.")
@click.option(
    "--grace",
    type=click.FloatRange(0, 600),
    default=30.0,
    show_default=True,
    help="Seconds a crawl has to end when asked, before it is killed.",
)
@click.option("--metrics", type=click.Path(path_type=Path), help="Keep a text file for Prometheus there.")
@click.pass_context
def run_command(ctx: click.Context, workers: int, once: bool, tick: float, grace: float, metrics: Path | None) -> None:
    """Start each source's crawl when its schedule says so, until SIGTERM or Ctrl-C.

    One crawl per source; missed slots are caught up by one run; a run past its deadline is ended; a crawl that died is
    tried again once. On a stop the crawls may finish what they have in hand; a second Ctrl-C kills them. When this
    process itself is killed its crawls go on, and the next scheduler takes them over.

    The seeds are read again when a file changes. What happens is written to standard error, what a crawl says to
    logs/SOURCE.log in the data folder.

    Exit status: 0 after a stop, 1 when a scheduler already runs on this data folder, 2 for wrong usage or files.

    Example: sandi schedule run --workers 4
    """
    config: Config = config_of(ctx)
    logs.to_stderr()
    forks = ForkServer() if AVAILABLE and not once else None
    options = Options(
        command=lambda source, run: crawl_command(config, source, run),
        workers=workers,
        tick_s=tick,
        grace_s=grace,
        once=once,
        forks=forks,
    )
    try:
        with only_one(config.data), Store.open(config) as store:
            asyncio.run(Loop(Scheduler(store, Seeds(config), options), Herald(store, metrics)).run())
    except SchedulerRuns as error:
        click.echo(f"sandi: {error}", err=True)
        ctx.exit(1)
    except KeyboardInterrupt:
        click.echo("sandi: stopped before any crawl began", err=True)
    finally:
        if forks is not None:
            forks.close()


@schedule.command("status")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@click.option("--watch", is_flag=True, help="Show it anew every few seconds, until Ctrl-C.")
@click.option(
    "--every", type=click.FloatRange(0.1, 3600), default=2.0, show_default=True, help="Seconds, with --watch."
)
@click.pass_context
def status_command(ctx: click.Context, as_json: bool, watch: bool, every: float) -> None:
    """Show for each source its state and health, its last run and the next one, in the source's own time zone.

    State: new (never ran), waiting, running, ok, failed, lost, paused. Health, against the source's own history:
    healthy, degraded (something is missing), broken (no listing comes), parked (it asked for rest, or shows a wall).
    Trend: how many listings the last runs saw. Nothing is written, not even an empty database.

    Exit status: 0, or 1 when a source file cannot be read (its mistakes are on standard error; the other sources are
    shown).

    Example: sandi schedule status --json
    """
    config: Config = config_of(ctx)
    if watch and as_json:
        raise click.UsageError("--watch shows a table; use --json without it")
    rows, broken = _look(config, tell=True)
    if as_json:
        click.echo(orjson.dumps([row.to_json() for row in rows], option=orjson.OPT_INDENT_2).decode())
    elif watch:
        _watch(config, every)
    else:
        console = _console()
        console.print(table_of(rows))
        for line in mends_of(rows):
            console.print(line)
    ctx.exit(1 if broken else 0)


@schedule.command("metrics")
@click.pass_context
def metrics_command(ctx: click.Context) -> None:
    """Print the state of all sources for Prometheus; `schedule run --metrics FILE` keeps a file with it.

    Example: sandi schedule metrics
    """
    from crawler.metrics import text_of

    config: Config = config_of(ctx)
    rows, _ = _look(config, tell=True)
    click.echo(text_of(rows, _open_leads(config)), nl=False)


def _look(config: Config, *, tell: bool) -> tuple[list[Row], bool]:
    """The rows of all sources that can be read, and whether some cannot; mistakes go to standard error."""
    found, problems = sources.read_files(sources.source_files(config))
    for problem in problems if tell else ():
        click.echo(visible(str(problem)), err=True)
    found = sorted(found, key=lambda source: source.id)
    if not config.database.exists():
        return status(None, found, datetime.now(UTC)), bool(problems)
    with Store.open(config, create=False) as store:
        return status(store, found, datetime.now(UTC)), bool(problems)


def _open_leads(config: Config) -> int:
    if not config.database.exists():
        return 0
    with Store.open(config, create=False) as store:
        return notices.open_leads(store)


def _watch(config: Config, every_s: float) -> None:
    console = _console()
    with Live(console=console, auto_refresh=False, screen=console.is_terminal) as live:
        try:
            while True:
                rows, _ = _look(config, tell=False)
                live.update(Group(table_of(rows), *mends_of(rows)), refresh=True)
                time.sleep(every_s)
        except KeyboardInterrupt:
            return


def _console() -> Console:
    console = Console()
    return console if console.is_terminal else Console(width=PIPE_WIDTH)


@schedule.command("quarantine")
@click.option("--release", metavar="ID", help="Let this page be asked for again.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@click.pass_context
def quarantine_command(ctx: click.Context, release: str | None, as_json: bool) -> None:
    """Show the pages that killed the process reading them; after the second time a page is asked for no more.

    Pages are named by an id, because an address may hold a contact. Exit status: 0, or 1 when there is no such id.

    Example: sandi schedule quarantine --release 0123456789abcdef
    """
    config: Config = config_of(ctx)
    if not config.database.exists():
        click.echo("[]" if as_json else "no page is in quarantine")
        return
    with Store.open(config, create=False) as store:
        if release is not None:
            if not quarantine.release(store, release, actor=config.user):
                click.echo(f"there is no page {release} in quarantine", err=True)
                ctx.exit(1)
            click.echo(f"{release} may be asked for again")
            return
        pages = quarantine.everything(store)
    if as_json:
        shown = [asdict(page) | {"held": page.held} for page in pages]
        click.echo(orjson.dumps(shown, option=orjson.OPT_INDENT_2).decode())
        return
    for page in pages:
        state = "held" if page.held else "seen once"
        click.echo(visible(f"{page.id}  {state}  {page.source}  {page.site}  {page.last_at[:16]}  {page.reason}"))
    if not pages:
        click.echo("no page is in quarantine")


@schedule.command("pause")
@click.argument("source")
@click.option("--reason", required=True, help="Why; shown in the status and kept in the audit log.")
@click.pass_context
def pause_command(ctx: click.Context, source: str, reason: str) -> None:
    """Start no more crawls of SOURCE until it is resumed; one that runs goes on to its end.

    Example: sandi schedule pause toko-contoh --reason "the site asked us to wait"
    """
    config: Config = config_of(ctx)
    with Store.open(config) as store:
        _know(store, config, source)
        known.pause(store, source, reason, config.user)
    click.echo(f"{source} is paused")


@schedule.command("resume")
@click.argument("source")
@click.option("--reason", default="", help="Why; kept in the audit log.")
@click.pass_context
def resume_command(ctx: click.Context, source: str, reason: str) -> None:
    """Let SOURCE be crawled again by its schedule; slots missed meanwhile give one run.

    Example: sandi schedule resume toko-contoh
    """
    config: Config = config_of(ctx)
    with Store.open(config) as store:
        _know(store, config, source)
        known.resume(store, source, reason, config.user)
    click.echo(f"{source} is scheduled again")


def table_of(rows: list[Row]) -> Table:
    """The status as a table; published or written text is made visible, never interpreted."""
    table = Table()
    for name in ("Source", "State", "Health", "Last run", "Took"):
        table.add_column(name, no_wrap=True)
    for name in ("Pages", "New", "Changed", "Gone", "Alerts", "Errors"):
        table.add_column(name, justify="right")
    table.add_column("Trend", no_wrap=True)
    table.add_column("Reason", overflow="fold")
    table.add_column("Next run", no_wrap=True)
    for row in rows:
        figures = (row.pages, row.new, row.changed, row.gone, row.alerts, row.errors)
        table.add_row(
            Text(row.source),
            Text(row.state, style=STYLES.get(row.state, "")),
            Text(row.health, style=STYLES.get(row.health, "")),
            Text(_moment(row.last_at, row.timezone)),
            Text("" if row.took_s is None else _duration(row.took_s)),
            *(Text(str(figure) if row.last_at else "") for figure in figures),
            Text(spark(row.trend)),
            Text(visible(row.paused_because or row.reason, limit=120)),
            Text(_moment(row.next_at, row.timezone)),
        )
    return table


def mends_of(rows: list[Row]) -> list[Text]:
    """A line for each source that is not well: what was seen, and what to do."""
    sick = [row for row in rows if row.health not in ("", "healthy")]
    lines = [(row, visible(f"{row.health_reason}. {row.health_mend}", limit=300)) for row in sick]
    return [Text(f"{row.source}: {said}", style=STYLES.get(row.health, "")) for row, said in lines]


def spark(numbers: tuple[int, ...]) -> str:
    """A line of small bars, the tallest for the most; a run that saw nothing is a dot."""
    most = max(numbers, default=0)
    return "".join("·" if not number else BARS[(number * len(BARS) - 1) // most] for number in numbers)


def _moment(text: str | None, zone: str) -> str:
    """`2026-03-01 05:00 WIB`."""
    return "—" if text is None else f"{datetime.fromisoformat(text).astimezone(zone_of(zone)):%Y-%m-%d %H:%M %Z}"


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"


def _know(store: Store, config: Config, source: str) -> None:
    """Make sure that the store knows a source. Raises UnknownSource, or InputError for a file with mistakes."""
    if any(state.id == source for state in known.all_states(store)):
        return
    found = sources.load_source(source, config)
    known.register(store, found.id, found.title, found.adapter, found.url, found.definition)
