"""How many real pages `sandi sources new` turns into a source that works unedited.

Each saved page of ../shared/pages is served on loopback at its own path, a source is written from its address by the
command, and previewed.

A source works when what it brings is what a person sees: F1 of the titles (for posts of a thread: the number of posts)
at least 0.9, and for priced pages of the prices too. `--towns` adds the demo town's five sites.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

PAGES = ROOT.parent / "shared" / "pages"
ENOUGH = 0.9
TOWN = ("/pasar/", "/kerja/", "/forum/viewforum.php?f=7", "/toot/api/v1/timelines/public", "/iklan/")


def truths(folders: Iterable[str] = ("market", "forum")) -> Iterator[dict[str, Any]]:
    """The expected listings of saved pages of these kinds."""
    for path in sorted((PAGES / "expected").glob("*.json")):
        truth = json.loads(path.read_bytes())
        if truth["page"].partition("/")[0] in folders:
            yield truth


@contextmanager
def served(path: str, body: bytes) -> Iterator[str]:
    """The address of a page on loopback; everything else there is 404."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == path
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body if found else b"")

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}{path}"
        server.shutdown()


def sandi(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    own = {"SANDI_DATA": folder / "data", "SANDI_KEYS": folder / "keys", "SANDI_SEEDS": folder / "seeds"}
    environment = os.environ | {name: str(path) for name, path in own.items()}
    command = [sys.executable, "-m", "sandi.cli", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def brought(url: str) -> tuple[list[dict[str, Any]], str, str]:
    """What the source written for `url` brings, how the page was read, and what is missing."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        new = sandi(folder, "sources", "new", url, "--id", "halaman", "--purpose", "A measurement.", "--json")
        if not new.stdout:
            return [], "", new.stderr.strip()
        told = json.loads(new.stdout)
        shown = sandi(folder, "sources", "preview", told["file"], "--limit", "100", "--json")
        return (json.loads(shown.stdout) if shown.stdout else []), told["how"], told["missing"]


def agreement(found: Iterable[Any], expected: Iterable[Any]) -> float:
    """F1 of two bags of values."""
    a, b = Counter(found), Counter(expected)
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 1.0


def verdict(truth: dict[str, Any], listings: list[dict[str, Any]]) -> tuple[float, float]:
    """How well listings agree with the truth by title (or by number), and by price."""
    spare = {_words(one["title"]) for one in truth.get("optional_listings", [])}
    wanted = truth["listings"]
    own = {_words(one["title"]) for one in wanted}
    got = [one for one in listings if _words(one["title"]) in own or _words(one["title"]) not in spare]
    if any(one["title"] for one in wanted):
        titles = agreement([_words(one["title"]) for one in got], [_words(one["title"]) for one in wanted])
    else:
        titles = 2 * min(len(got), len(wanted)) / ((len(got) + len(wanted)) or 1)
    prices = agreement([p for one in got if (p := one["price"])], [p for one in wanted if (p := one["price"])])
    return titles, prices


def _words(text: str | None) -> str:
    return " ".join((text or "").split())


def main() -> int:
    """Print a line a page, and how many of them work."""
    if not PAGES.is_dir():
        print("no ../shared/pages beside this checkout; nothing was measured")
        return 0
    works = total = 0
    for truth in truths():
        parts = urlsplit(truth["page_url"])
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        with served(path, (PAGES / truth["page"]).read_bytes()) as url:
            listings, how, missing = brought(url)
        titles, prices = verdict(truth, listings)
        fine = titles >= ENOUGH and prices >= ENOUGH
        works += fine
        total += 1
        print(
            f"{'works' if fine else 'NOT':6}{truth['page']:46}{titles:6.2f}{prices:6.2f}  {missing or how}", flush=True
        )
    print(f"{works} of {total} written sources work unedited")
    if "--towns" in sys.argv:
        _town()
    return 0 if works * 3 >= total * 2 else 1


def _town() -> None:
    from demo.serving import serve
    from demo.town import town

    with serve(town(), 0) as base:
        for path in TOWN:
            listings, how, missing = brought(base + path)
            print(f"{path:36}{len(listings):5} listings  {missing or how}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
