"""`sandi sources new` writes a source file from an address; `sandi sources import` brings files in by hand."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sandi.cli import config_of
from sandi.errors import InputError, SandiError
from sandi.text import visible

if TYPE_CHECKING:
    from crawler.newsource import Draft
    from sandi.config import Config

SHOWN = 30


@click.command(
    "new",
    epilog="Example: sandi sources new https://www.example.org/jual. Exit status: 0 written and it brings listings, "
    "1 written but something is missing, 2 nothing written.",
)
@click.argument("url")
@click.option("--id", "source_id", default="", help="Id of the source (default: made from the address).")
@click.option("--purpose", default="", help="Why this source is watched; kept with every run.")
@click.option(
    "--file", "path", type=click.Path(path_type=Path), help="File to write (default: ID.yaml in the seeds folder)."
)
@click.option("--proxy", default="", help="Look through a proxy, and write it down: socks5h://127.0.0.1:9050 is Tor.")
@click.option("--force", is_flag=True, help="Replace the file if there is one.")
@click.option("--json", "as_json", is_flag=True, help="Print the file's path, text and listings as one JSON object.")
@click.pass_context
def new_source(
    ctx: click.Context,
    url: str,
    source_id: str,
    purpose: str,
    path: Path | None,
    proxy: str,
    force: bool,
    as_json: bool,
) -> None:
    """Look at URL (robots.txt first), write a source file for it, and show the listings it would bring.

    Finds structured data, repeated cards, state that scripts read, feeds, sitemaps, WordPress, Mastodon, Bluesky,
    Telegram and JSON answers. The file is commented; edit it and see what changes with `sandi sources preview FILE`.
    """
    config = config_of(ctx)
    found = _looked(config, url, source_id, purpose, proxy)
    target = path or config.seeds / f"{found.id}.yaml"
    if target.exists() and not force:
        raise SandiError(f"{target} is there already; give another --id or --file, or --force to replace it")
    _checked(found, target)
    _show(found, target, as_json=as_json)
    ctx.exit(1 if found.missing else 0)


def _looked(config: Config, url: str, source_id: str, purpose: str, proxy: str) -> Draft:
    """The draft. Raises SandiError, with the reason, when nothing could be seen."""
    from crawler.newsource import draft, findings, look_source, telegram_address
    from crawler.running import preview_source
    from crawler.sources import netloc
    from crawler.upstream import Upstream

    try:
        upstream = Upstream.parse(proxy) if proxy else None
    except ValueError as error:
        raise click.BadParameter(f"{error}; write socks5h://127.0.0.1:9050 (Tor)", param_hint="--proxy") from None
    if not url.startswith(("http://", "https://")) or not netloc(url):
        raise click.BadParameter(f"{url!r} is no address; write a full one: https://example.org/jual", param_hint="URL")
    if telegram_address(url):
        told: list[Any] = [{"what": "telegram", "listings": [], "role": "start", "name": "", "count": 0}]
        return draft(url, told, source_id=source_id, purpose=purpose, proxy=upstream)
    outcome, listings = preview_source(config, look_source(url, upstream), limit=20)
    told = findings(listings)
    message = outcome.ledger.message or outcome.ledger.parked
    if not told:
        raise SandiError(f"nothing could be seen at {url}: {message or 'no page came'}")
    return draft(url, told, source_id=source_id, purpose=purpose, proxy=upstream)


def _checked(found: Draft, target: Path) -> None:
    """Writes the file; takes it back when it is not right, which is a mistake of ours that must not lie around."""
    from crawler.sources import read_files

    target.parent.mkdir(parents=True, exist_ok=True)
    before = target.read_text("utf-8") if target.exists() else None
    target.write_text(found.text, "utf-8")
    problems = read_files([target])[1]
    if problems:
        if before is None:
            target.unlink()
        else:
            target.write_text(before, "utf-8")
        raise InputError(problems)


def _show(found: Draft, target: Path, *, as_json: bool) -> None:
    from crawler.cli import print_json, print_listings

    if as_json:
        listings = [one.to_json() for one in found.listings]
        told = {"id": found.id, "file": str(target), "how": found.how, "missing": found.missing, "text": found.text}
        print_json(told | {"listings": listings})
        return
    click.echo(visible(found.how))
    if found.listings:
        print_listings(list(found.listings))
    click.echo(f"written: {target}")
    if found.missing:
        click.echo(f"missing: {found.missing}", err=True)
    else:
        click.echo(f"next: look it over, then `sandi sources preview {target}` and `sandi crawl {found.id}`")


@click.command(
    "import",
    epilog="Example: sandi sources import grup-contoh chat.txt. Exit status: 0 done, 1 something could not be read, "
    "2 wrong usage.",
)
@click.argument("source")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path, allow_dash=True))
@click.option("--dry-run", is_flag=True, help="Only show the listings; keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the run (with --dry-run the listings) as JSON.")
@click.pass_context
def import_files(ctx: click.Context, source: str, files: tuple[Path, ...], dry_run: bool, as_json: bool) -> None:
    """Bring FILES (or folders of them) into SOURCE: judged and kept like what a crawl brings.

    WARC, WACZ, HAR, MHTML, saved HTML, JSON Lines, CSV, chats exported by WhatsApp or Telegram; `-` reads what is
    pasted (end with Ctrl-D). Pages are read by the source's `card` and `fields`, or by detection. Pasted texts are
    parted by a line of signs (====) or two empty lines.
    """
    with tempfile.TemporaryDirectory() as place:
        paths = tuple(_pasted(Path(place)) if str(path) == "-" else path for path in files)
        _import(ctx, source, paths, dry_run, as_json)


def _pasted(place: Path) -> Path:
    """A file that holds what comes by standard input, up to what one file may hold."""
    from crawler.archive.pages import MAX_FILE
    from crawler.archive.reading import PASTED

    path = place / f"standard-input{PASTED}"
    path.write_bytes(sys.stdin.buffer.read(MAX_FILE + 1))
    return path


def _import(ctx: click.Context, source: str, files: tuple[Path, ...], dry_run: bool, as_json: bool) -> None:
    from crawler.archive.bring import bring
    from crawler.archive.reading import read_files
    from crawler.cli import print_json, print_listings, run_json
    from crawler.sources import load_source

    config = config_of(ctx)
    checked = load_source(source, config)
    if dry_run:
        read = read_files(files, checked)
        if as_json:
            print_json([one.to_json() for one in read.listings])
        else:
            print_listings(read.listings[:SHOWN])
    else:
        outcome, read = bring(config, checked, files)
        if as_json:
            print_json(run_json(outcome))
        else:
            ledger = outcome.ledger
            counts = {name: getattr(ledger, name) for name in ("new", "changed", "unchanged", "alerts")}
            click.echo(", ".join(f"{count:,} {name}" for name, count in counts.items()))
    for problem in read.problems:
        click.echo(visible(str(problem)), err=True)
    ctx.exit(1 if read.problems else 0)
