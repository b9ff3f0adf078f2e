"""A site on loopback that each test furnishes, and `sandi` as a process with a data folder of its own."""

from __future__ import annotations

import json
import os
import sqlite3
import ssl
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.starting import GUARD_S, started

ROOT = Path(__file__).resolve().parents[2]

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """Serves what is put into `pages`; counts every request in `hits` (what was posted in `posts`) and calls `on_hit` with its path."""

    host: str = "127.0.0.1"
    pages: dict[str, Answer] = field(default_factory=dict)
    hits: Counter[str] = field(default_factory=Counter)
    agents: set[str] = field(default_factory=set)
    posts: list[str] = field(default_factory=list)
    on_hit: Callable[[str], None] = lambda path: None
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def put(self, path: str, body: str | bytes, *, status: int = 200, **headers: str) -> None:
        """`headers` with underscores for hyphens; HTML unless `Content_Type` says otherwise."""
        raw = body.encode() if isinstance(body, str) else body
        named = {"Content-Type": "text/html; charset=utf-8"} | {k.replace("_", "-"): v for k, v in headers.items()}

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            for name, value in named.items():
                request.send_header(name, value)
            request.send_header("Content-Length", str(len(raw)))
            request.end_headers()
            request.wfile.write(raw)

        self.pages[path] = answer

    def redirect(self, path: str, target: str) -> None:
        self.put(path, "", status=302, Location=target)


@contextmanager
def serving(site: Site, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """`site` on a free port of its host while the block runs, behind `tls` if that is given."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.hits[self.path] += 1
            site.agents.add(self.headers.get("User-Agent", ""))
            site.on_hit(self.path)
            answer = site.pages.get(self.path)
            if answer is None:
                self.send_error(404)
            else:
                answer(self)

        def do_POST(self) -> None:
            site.posts.append(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that hangs up is no failure of the test."""

    server = Server((site.host, 0), Handler)
    site.port = server.server_address[1]
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site()) as running:
        yield running


@dataclass
class Sandi:
    """`sandi` run as a process on its own data, key and seeds folders."""

    folder: Path
    module: str = "sandi.cli"

    @property
    def seeds(self) -> Path:
        return self.folder / "seeds"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def env(self) -> dict[str, str]:
        own = {"SANDI_DATA": self.data, "SANDI_KEYS": self.folder / "keys", "SANDI_SEEDS": self.seeds}
        return (
            os.environ
            | {name: str(path) for name, path in own.items()}
            | {"SANDI_CONTACT_URL": "", "COLUMNS": "200", "PAGE_S": "120"}
        )

    def source(self, name: str, text: str) -> Path:
        self.seeds.mkdir(exist_ok=True)
        path = self.seeds / f"{name}.yaml"
        path.write_text(text)
        return path

    def start(self, *args: str, pass_fds: tuple[int, ...] = (), **env: str) -> subprocess.Popen[str]:
        return started(self.module, *args, env=self.env | env, pass_fds=pass_fds)

    def run(self, *args: str, pass_fds: tuple[int, ...] = (), **env: str) -> subprocess.CompletedProcess[str]:
        """The command, until it has ended."""
        process = self.start(*args, pass_fds=pass_fds, **env)
        out, err = process.communicate(timeout=GUARD_S)
        return subprocess.CompletedProcess(args, process.returncode, out, err)

    def json(self, *args: str, status: int = 0) -> Any:
        """What the command prints with --json; its exit status must be `status`."""
        done = self.run(*args, "--json")
        assert done.returncode == status, done.stderr + done.stdout
        return json.loads(done.stdout)


@pytest.fixture
def sandi(tmp_path: Path) -> Sandi:
    """`sandi` with the judge of with_judge.py, which is quick and always there."""
    return Sandi(tmp_path, "tests.crawler.with_judge")


@pytest.fixture
def real_sandi(tmp_path: Path) -> Sandi:
    """`sandi` as it is installed, with the rules that come with it."""
    return Sandi(tmp_path)


def detail(title: str, text: str = "Dijual cepat.") -> str:
    """A page of one product with JSON-LD."""
    product = {"@context": "https://schema.org", "@type": "Product", "name": title, "description": text}
    return f'<html lang="id"><script type="application/ld+json">{json.dumps(product)}</script><h1>{title}</h1></html>'


def index(paths: list[str], following: str = "") -> str:
    """An index page with cards, and a link to the next one."""
    cards = "".join(f'<a class="card" href="{path}">x</a>' for path in paths)
    return f"<html>{cards}{f'<a rel=next href={following}>next</a>' if following else ''}</html>"


def source_text(site: Site, source_id: str = "toko", more: str = "") -> str:
    """A source file for `site`: an index at `/`."""
    return (
        f"id: {source_id}\ntitle: Toko\npurpose: A test.\nadapter: pages\nstart: {site.url}/\nloopback: true\n"
        f"kind: product\nitems: a.card\nfollow: a[rel=next]\ndelay: 0s\n{more}"
    )


def rows(sandi: Sandi, query: str, *values: object) -> list[tuple[Any, ...]]:
    """What lies in the store, read as any program would."""
    conn = sqlite3.connect(f"file:{sandi.data / 'sandi.db'}?mode=ro", uri=True)
    try:
        return conn.execute(query, values).fetchall()
    finally:
        conn.close()
