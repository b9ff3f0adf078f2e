"""`make demo`: serves market town, crawls its five sites, prints the leads and opens the workbench.

Run again, it crawls again into the same folder (data/demo), and finds nothing new.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import click

from sandi.chromium import HOW, find_chromium

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds" / "demo"
PORT = 8765
AT_ONCE = 2
SOURCES = ("demo-pasar", "demo-kerja", "demo-forum", "demo-toot")
RENDERED = "demo-iklan"


@click.command(epilog="Example: python -m demo.run --day 2 --no-serve")
@click.option("--day", type=click.Choice(["1", "2"]), default="1", show_default=True, help="The day the town shows.")
@click.option("--port", type=int, default=PORT, show_default=True, help="Where the town listens.")
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
    if port != PORT:
        os.environ["SANDI_SEEDS"] = str(_moved_seeds(data, port))
    with _town(day, port):
        failed = _crawl(data, sources)
        if failed:
            click.echo(f"these crawls failed: {', '.join(failed)}", err=True)
        click.echo("\nThe leads, by score (indications that need checking, never accusations):\n")
        listed = _sandi(data, "leads", "list", "--limit", "100")
        if serve:
            click.echo("\nThe workbench runs until Ctrl-C; so does the town, whose pages the leads link to.\n")
            _sandi(data, "review")
        else:
            click.echo(f"\nLook through them: {_shown(data)} review. One lead here: {_shown(data)} leads show 1")
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


def _moved_seeds(data: Path, port: int) -> Path:
    """The demo's sources with the town at another port, in a folder of their own."""
    folder = data.resolve() / "seeds"
    folder.mkdir(parents=True, exist_ok=True)
    for path in SEEDS.glob("*.yaml"):
        (folder / path.name).write_text(path.read_text().replace(f":{PORT}/", f":{port}/"))
    return folder


def _crawl(data: Path, sources: Iterable[str]) -> list[str]:
    """Crawl all sources, some at once, and show each one's table when it is done; gives those that failed."""

    def crawl(source: str) -> tuple[str, subprocess.CompletedProcess[str]]:
        return source, subprocess.run(
            _command(data, "crawl", source), cwd=ROOT, capture_output=True, text=True, check=False
        )

    failed = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for source, done in pool.map(crawl, sources):
            click.echo(f"{done.stdout.strip()}\n{done.stderr.strip()}".strip() + "\n")
            if done.returncode:
                failed.append(source)
    return failed


def _sandi(data: Path, *words: str) -> int:
    return subprocess.run(_command(data, *words), cwd=ROOT, check=False).returncode


def _shown(data: Path) -> str:
    """The command as a person types it after `make setup`."""
    return f".venv/bin/sandi --data {data}"


def _command(data: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "sandi.cli", "--data", str(data), *words]


if __name__ == "__main__":
    main()
