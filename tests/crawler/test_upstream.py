"""`proxy:` of a source: every connection goes through it, none past it, and none inside by its help."""

from __future__ import annotations

import asyncio
import dataclasses
import socket
from pathlib import Path

import pytest

from crawler.guard import Guard
from crawler.proxy import GuardProxy
from crawler.sources import Source, read_files
from crawler.upstream import Upstream
from tests.crawler.conftest import Sandi, Site, detail, index, source_text
from tests.crawler.outward import Outward, outward
from tests.crawler.sample import SOURCE
from tests.crawler.test_proxy import through
from tests.loops import run_alone

_lent: list[socket.socket] = []


def nobody() -> int:
    """A port on loopback where nobody listens: it stays bound, so that nobody else gets it."""
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    _lent.append(bound)
    return int(bound.getsockname()[1])


def behind(source: Source, upstream: Outward, *, test_hosts: set[str] = frozenset()) -> GuardProxy:  # type: ignore[assignment]
    source = dataclasses.replace(source, proxy=Upstream.parse(upstream.url))
    return GuardProxy(source, Guard(test_hosts=test_hosts), max_bytes=1_000_000)


@pytest.mark.parametrize(
    ("scheme", "asked"), [("socks5", "127.0.0.1"), ("socks5h", "localhost"), ("http", "127.0.0.1")]
)
def test_a_request_goes_out_by_the_proxy(site: Site, scheme: str, asked: str) -> None:
    site.put("/x", "halo")
    port = nobody()
    own = f"localhost:{port}"
    with outward(scheme, site.port) as upstream:
        proxy = behind(dataclasses.replace(SOURCE, hosts=frozenset({own})), upstream, test_hosts={own})
        head = f"GET http://{own}/x HTTP/1.1\r\nHost: {own}"
        (answer,) = run_alone(through(proxy, head))
    assert answer.endswith(b"halo")
    assert upstream.asked == [f"{asked}:{port}"], "a name is looked up here and checked, except for socks5h"


@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "http"])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "10.0.0.8", "2130706433", "intranet", "printer.local"])
def test_nothing_inside_is_asked_of_a_proxy(scheme: str, host: str) -> None:
    with outward(scheme, 9) as upstream:
        proxy = behind(dataclasses.replace(SOURCE, hosts=frozenset({f"{host}:80"})), upstream)
        (answer,) = run_alone(through(proxy, f"CONNECT {host}:80 HTTP/1.1"))
    assert answer.split(b"\r\n")[0] in (b"HTTP/1.1 403 Not a public address", b"HTTP/1.1 502 Bad Gateway"), answer
    assert upstream.asked == []


@pytest.mark.parametrize(("scheme", "says"), [("socks5", "not allowed by its rules"), ("http", "answered 403")])
def test_a_proxy_that_refuses_is_told(scheme: str, says: str) -> None:
    with outward(scheme, 9, refuses=True) as upstream:
        own = f"127.0.0.1:{nobody()}"
        proxy = behind(dataclasses.replace(SOURCE, hosts=frozenset({own})), upstream, test_hosts={own})
        (answer,) = run_alone(through(proxy, f"GET http://{own}/ HTTP/1.1"))
    assert answer.startswith(b"HTTP/1.1 502")
    assert says in proxy.trouble


async def babble(kind: str) -> str:
    """What is said of a proxy that answers nonsense."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"\x04\x01 nonsense \r\n\r\n")
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    upstream = Upstream.parse(f"{kind}://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    try:
        await upstream.open("192.0.2.1", 80)
    except OSError as error:
        return str(error)
    finally:
        server.close()
    return ""


@pytest.mark.parametrize("kind", ["socks5", "http"])
def test_a_proxy_that_talks_nonsense_is_told(kind: str) -> None:
    assert f"speaks no {'SOCKS5' if kind == 'socks5' else 'HTTP'}" in run_alone(babble(kind))


def away(sandi: Sandi, proxy: Outward, more: str = "") -> int:
    """A source at a port where nobody listens, which only the proxy leads to a site."""
    port = nobody()
    sandi.source("toko", source_text(Site(port=port), more=f"proxy: {proxy.url}\n{more}"))
    return port


def test_a_crawl_goes_out_by_the_proxy_alone(site: Site, sandi: Sandi) -> None:
    site.put("/", index(["/a", "/b"]))
    site.put("/a", detail("Lemari jati"))
    site.put("/b", detail("Meja makan"))
    with outward("socks5", site.port) as proxy:
        port = away(sandi, proxy)
        run = sandi.json("crawl", "toko")
    assert (run["new"], run["errors"]) == (2, 0), run
    assert set(proxy.asked) == {f"127.0.0.1:{port}"}
    assert len(proxy.asked) == sum(site.hits.values()) == 4, "robots.txt too"


def test_a_proxy_that_is_not_there_parks_the_source(site: Site, sandi: Sandi) -> None:
    site.put("/", index(["/a"]))
    port = nobody()
    sandi.source("toko", source_text(site, more=f"proxy: socks5://127.0.0.1:{port}\n"))
    run = sandi.json("crawl", "toko", status=1)
    assert f"the proxy socks5://127.0.0.1:{port} cannot be reached" in run["message"], run
    assert site.hits == {}, "nothing goes past the proxy"


@pytest.mark.browser
def test_a_browser_goes_out_by_the_proxy_alone(site: Site, sandi: Sandi) -> None:
    site.put("/", "<h1 class=t>Judul</h1><script>fetch('/data').then(a => document.body.dataset.ready = 1)</script>")
    site.put("/data", "x", Content_Type="text/plain")
    with outward("http", site.port) as proxy:
        drawn = "javascript: {reason: A test., wait_for: 'body[data-ready]'}\nfields: {title: .t}\n"
        port = away(sandi, proxy, drawn)
        path = sandi.seeds / "toko.yaml"
        path.write_text(path.read_text().replace("items: a.card\nfollow: a[rel=next]\n", ""))
        shown = sandi.json("sources", "preview", "toko")
    assert [one["title"] for one in shown] == ["Judul"]
    assert set(proxy.asked) == {f"127.0.0.1:{port}"}
    assert site.hits.keys() == {"/robots.txt", "/", "/data"}


PUBLIC = "id: toko\ntitle: T\npurpose: P.\nadapter: pages\nstart: https://www.example.org/\nproxy: {}\n"
LOCAL = "id: toko\ntitle: T\npurpose: P.\nadapter: pages\nstart: http://127.0.0.1:8/\nloopback: true\nproxy: {}\n"


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9050", "socks5h://127.0.0.1:9050", "http://proxy.example:3128"])
def test_proxies_that_may_be_named(tmp_path: Path, proxy: str) -> None:
    path = tmp_path / "toko.yaml"
    path.write_text(PUBLIC.format(proxy))
    (source,), problems = read_files([path])
    assert (problems, str(source.proxy)) == ([], proxy)


@pytest.mark.parametrize(
    ("text", "found", "mend"),
    [
        (PUBLIC.format("socks4://127.0.0.1:9050"), "no proxy", "socks5://"),
        (PUBLIC.format("https://proxy.example:443"), "no proxy", "http://"),
        (PUBLIC.format("socks5://127.0.0.1"), "no port", "9050"),
        (PUBLIC.format("socks5://me:secret@127.0.0.1:9050"), "name or password", "one on this machine"),
        (PUBLIC.format("socks5://127.0.0.1:99999"), "no proxy", "socks5://"),
        (PUBLIC.replace("www.example.org", "abcdef.onion").format("socks5://127.0.0.1:9050"), "onion", "socks5h"),
        (PUBLIC.replace("www.example.org", "abcdef.onion").replace("proxy: {}\n", ""), "onion", "socks5h"),
        (LOCAL.format("socks5://proxy.example:1080"), "this machine", "loopback"),
    ],
)
def test_proxies_that_may_not(tmp_path: Path, text: str, found: str, mend: str) -> None:
    path = tmp_path / "toko.yaml"
    path.write_text(text)
    (problem,) = read_files([path])[1]
    assert found in problem.found
    assert mend in problem.mend
    assert "secret" not in str(problem)


def test_a_new_source_is_looked_at_through_the_proxy(site: Site, sandi: Sandi) -> None:
    site.put("/", "<ul>" + "".join(f"<li><a href=/i/{n}>Lemari jati nomor {n}</a> Rp {n}00.000" for n in range(6)))
    with outward("socks5h", site.port) as proxy:
        url = f"http://localhost:{nobody()}/"
        told = sandi.json("sources", "new", url, "--proxy", proxy.url, "--purpose", "A test.")
    assert f"proxy: {proxy.url}" in told["text"]
    assert len(told["listings"]) == 6
