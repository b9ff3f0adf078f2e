"""`make demo`: serves market town, crawls its five sites, prints the leads and opens the workbench.

Run again, it crawls again into the same folder (data/demo), and finds nothing new.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from sandi.chromium import HOW, find_chromium

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("demo-pasar", "demo-kerja", "demo-forum", "demo-toot")
RENDERED = "demo-iklan"


@click.command(epilog="Example: python -m demo.run --day 2 --no-serve")
@click.option("--day", type=click.Choice(["1", "2"]), default="1", show_default=True, help="The day the town shows.")
@click.option("--port", type=int, default=8765, show_default=True, help="Where the town listens; seeds/demo name 8765.")
@click.option("--serve/--no-serve", default=True, help="Open the workbench at the end.")
@click.option("--data", type=click.Path(path_type=Path), default=Path("data/demo"), show_default=True)
@click.pass_context
def main(ctx: click.Context, day: str, port: int, serve: bool, data: Path) -> None:
    """Crawl market town and show what was found. Exit status 0, 1 when a crawl failed or no lead was found."""
    sources = [*SOURCES]
    if find_chromium():
        sources.append(RENDERED)
    else:
        click.echo(f"{HOW}; going on without the JavaScript source {RENDERED}")
    with _town(day, port):
        failed = [source for source in sources if _sandi(data, "crawl", source) != 0]
        if failed:
            click.echo(f"these crawls failed: {', '.join(failed)}", err=True)
        click.echo("\nThe leads, by score (indications that need checking, never accusations):\n")
        listed = _sandi(data, "leads", "list", "--limit", "100")
        if serve:
            _sandi(data, "review")
        ctx.exit(1 if failed or listed else 0)


@contextmanager
def _town(day: str, port: int) -> Iterator[None]:
    """Market town in a process of its own, from the moment it listens."""
    command = [sys.executable, "-m", "demo", "--port", str(port), "--day", day]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                raise click.ClickException("market town did not start; the reason stands above")
            click.echo(line.strip())
            yield
        finally:
            process.terminate()


def _sandi(data: Path, *words: str) -> int:
    command = [sys.executable, "-m", "sandi.cli", "--data", str(data), *words]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    main()
