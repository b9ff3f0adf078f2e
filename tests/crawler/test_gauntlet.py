"""The gauntlet's hostile servers, by number (`pytest -m gauntlet`): what happens is exactly what is promised.

One crawl meets all that cost only a page each; the rest have crawls of their own. Numbers 12 and parts of 8, 15 and 20
stand in test_browser.py and test_faults.py, 43 in test_health.py.
"""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from twisted.internet.address import IPv4Address

from crawler.browser import browser_settings
from crawler.guard import Guard
from crawler.resolver import GuardedResolver
from sandi.errors import ConfigError
from tests.crawler import bombs
from tests.crawler.conftest import Sandi, Site, detail, index, rows, serving, source_text
from tests.crawler.events import told
from tests.crawler.gauntlet_town import DEADLINE_S, SPELLINGS, Met, crawl_measured, furnish
from tests.crawler.sample import SOURCE


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Met]:
    sandi = Sandi(tmp_path_factory.mktemp("gauntlet"), "tests.crawler.with_judge")
    with serving(Site()) as site, serving(Site(host="127.0.0.2")) as inner:
        sent: dict[str, list[int]] = {}
        furnish(site, inner, sent)
        sandi.source("toko", source_text(site))
        run, rss = crawl_measured(sandi, "toko", DEADLINE_S=DEADLINE_S, EVENTS=str(sandi.folder / "events"))
        yield Met(run, site, inner, sandi, rss, told(sandi.folder / "events"), sent)


def test_the_crawl_goes_on(met: Met) -> None:
    assert (met.run["state"], met.run["gone"]) == ("done", 0), met.run
    assert met.titles() == {"Baik", "Set aneh", "Lebar", "Salah label"}


@pytest.mark.gauntlet(1)
@pytest.mark.gauntlet(2)
@pytest.mark.gauntlet(3)
@pytest.mark.gauntlet(6)
def test_what_is_too_large_is_cut(met: Met) -> None:
    assert met.run["error_kinds"]["too_large"] == len(bombs.VARIANTS) + 3, met.run
    assert met.rss_mb < 200
    for name in bombs.VARIANTS:
        assert met.site.hits[f"/bom-{name}"] == 1
    assert max(met.sent["raksasa"]) < 16 * bombs.MIB, "refused before reading the body"
    assert max(met.sent["kepala"]) < 4 * bombs.MIB, "what lay in buffers when the connection was closed"
    assert met.site.hits["/kepala"] == 1


@pytest.mark.gauntlet(7)
def test_a_loop_of_redirects_ends_after_five(met: Met) -> None:
    assert met.run["error_kinds"]["redirect_loop"] == 1
    assert [met.site.hits[f"/putar?n={number}"] for number in range(8)] == [1, 1, 1, 1, 1, 1, 0, 0]


@pytest.mark.gauntlet(8)
@pytest.mark.gauntlet(9)
def test_no_spelling_of_an_inner_address_is_reached(met: Met) -> None:
    assert met.inner.hits == {}
    assert met.run["error_kinds"]["egress_denied"] == len(SPELLINGS), met.run["error_kinds"]
    assert "Rahasia" not in met.titles()


@pytest.mark.gauntlet(11)
def test_no_other_scheme_is_followed(met: Met) -> None:
    kinds = met.run["error_kinds"]
    assert kinds["bad_address"] + kinds["http_302"] == 4, kinds
    kept = [path.read_bytes() for path in met.sandi.data.rglob("*") if path.is_file()]
    assert not any(b"root:x:" in body for body in kept)
    assert "root:" not in json.dumps(met.run)


@pytest.mark.gauntlet(19)
def test_what_is_no_text_is_dropped_and_text_is_read_whatever_its_label(met: Met) -> None:
    assert met.run["error_kinds"]["not_text"] == 4
    magics = (b"\x89PNG", b"PK\3\4", b"\x7fELF")
    kept = [path.read_bytes() for path in met.sandi.data.rglob("*") if path.is_file()]
    assert not any(body.startswith(magics) for body in kept)


@pytest.mark.gauntlet(20)
def test_broken_replies_are_tried_once_more_and_leave_no_half_listing(met: Met) -> None:
    assert met.run["error_kinds"]["fetch_error"] == 3, met.run
    assert [met.site.hits[path] for path in ("/potong", "/putus", "/potongan")] == [2, 2, 2]


@pytest.mark.gauntlet(18)
def test_pages_that_kill_their_reader_are_quarantined_after_the_second_time(met: Met) -> None:
    assert met.run["error_kinds"]["poison"] in (2, 3), "a quick machine reads the mere tags in time"
    assert met.asked_meanwhile("/atribut", until="kill"), "the next page does not wait"
    bad = ["/atribut", "/sarang"]
    met.site.put("/", index([*bad, "/baik"]))
    second, _ = crawl_measured(met.sandi, "toko", DEADLINE_S=DEADLINE_S)
    assert second["error_kinds"] == {"poison": 2}
    kept = "SELECT count(*), min(capture IS NOT NULL), min(reason) FROM quarantine WHERE kills = 2"
    assert rows(met.sandi, kept) == [(2, 1, f"reading it took longer than {DEADLINE_S} s")]
    asked = [met.site.hits[path] for path in bad]
    third, _ = crawl_measured(met.sandi, "toko")
    assert [met.site.hits[path] for path in bad] == asked
    assert (third["errors"], third["unchanged"], third["gone"]) == (0, 1, 0)
    assert "2 pages are in quarantine" in third["message"]


@pytest.mark.gauntlet(4)
@pytest.mark.gauntlet(5)
def test_drips_end_at_the_time_out(site: Site, tmp_path: Path) -> None:
    fast = 10
    sandi = Sandi(tmp_path, "tests.crawler.fast_clock")
    pause = 0.5 / fast
    site.pages["/isi"] = bombs.dripping(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", pause)
    site.pages["/kepala"] = bombs.dripping(b"HTTP/1.1 200 OK\r\nX-Lambat: ", pause)
    site.put("/", index(["/isi", "/kepala", "/baik"]))
    site.put("/baik", detail("Baik"))
    sandi.source("toko", source_text(site))
    events = tmp_path / "events"
    run, _ = crawl_measured(sandi, "toko", FAST=str(fast), TIMEOUT="20", EVENTS=str(events))
    assert run["error_kinds"] == {"timeout": 2}, run
    assert run["new"] == 1
    assert site.hits["/isi"] <= 2
    assert site.hits["/kepala"] <= 2
    ended = {path: at for what, at, path in told(events) if what == "end"}
    held = {path: ended[path] - at for what, at, path in told(events) if what == "ask" and path in ("/isi", "/kepala")}
    assert min(held.values()) >= 20, "not before its time"


class _Scripted:
    """A resolver that answers each time with the next address."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = list(addresses)

    def resolveHostName(self, receiver: Any, hostName: str, portNumber: int = 0, *rest: Any) -> None:  # noqa: N802, N803
        receiver.resolutionBegan(None)
        receiver.addressResolved(IPv4Address("TCP", self.addresses.pop(0), portNumber))
        receiver.resolutionComplete()


class _Heard:
    def __init__(self) -> None:
        self.addresses: list[str] = []

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802
        """Nothing to note."""

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        """Nothing to note."""


@pytest.mark.gauntlet(10)
def test_a_name_that_answers_differently_the_second_time_gains_nothing() -> None:
    """robots.txt is asked at the public address, the page is not asked at the inner one: each connection is checked."""

    class Reactor:
        nameResolver = _Scripted("93.184.216.34", "127.0.0.2", "169.254.169.254")  # noqa: N815

    guard = Guard()
    resolver = GuardedResolver(Reactor(), guard)
    heard = _Heard()
    for _ in range(3):
        resolver.resolveHostName(heard, "toko.example", 80)
    assert heard.addresses == ["93.184.216.34"]
    assert guard.refused == ["toko.example:80"] * 2


@pytest.mark.gauntlet(13)
@pytest.mark.browser
def test_a_browser_that_is_held_or_swollen_is_freed(site: Site, sandi: Sandi) -> None:
    shout = "<script>for (let i = 0; i < 200; i++) alert(i)</script>"
    site.put("/putar", "<h1 class=t>Putar</h1><script>while (true) {}</script>")
    site.put("/besar", "<script>document.body.innerHTML = '<p>x</p>'.repeat(2e6).repeat(15)</script>")
    site.put("/alert", f"<h1 class=t>Alert</h1>{shout}")
    site.pages["/unduh"] = bombs.answering(
        "HTTP/1.1 200 OK\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=x.bin",
        *([b"x" * bombs.MIB] * 200),
    )
    site.put("/baik", "<h1 class=t>Baik</h1>")
    site.put("/", index(["/putar", "/besar", "/unduh", "/alert", "/baik"]))
    sandi.source("toko", source_text(site) + "javascript: {reason: A test of it.}\nfields: {title: .t}\n")
    process = sandi.start("crawl", "toko", "--json", PAGE_S="8")
    out, err = process.communicate(timeout=240)
    assert out, err
    run = json.loads(out)
    assert ("Baik",) in rows(sandi, "SELECT title FROM listings"), run
    assert run["errors"] >= 2, run
    left = subprocess.run(["pgrep", "-s", str(os.getsid(0)), "-f", str(sandi.folder)], capture_output=True, text=True)
    assert left.stdout == ""


@pytest.mark.gauntlet(14)
def test_a_browser_as_root_or_without_its_sandbox_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from crawler.sources import JavaScript

    public = replace(SOURCE, loopback=False, javascript=JavaScript("drawn", None))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(ConfigError, match="as root without its sandbox"):
        browser_settings(public, "sandi")
    assert browser_settings(replace(public, loopback=True), "sandi")["PLAYWRIGHT_LAUNCH_OPTIONS"]["headless"]
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert browser_settings(public, "sandi")["PLAYWRIGHT_LAUNCH_OPTIONS"]["chromium_sandbox"] is True


@pytest.mark.gauntlet(14)
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can show it")
def test_the_command_refuses_with_a_message(sandi: Sandi) -> None:
    text = "id: umum\ntitle: U\npurpose: Test.\nadapter: pages\nstart: https://example.org/\n"
    sandi.source("umum", text + "javascript: {reason: A test of it.}\n")
    done = sandi.run("crawl", "umum", SANDI_CONTACT_URL="https://sandi.example.org/about")
    assert done.returncode == 2
    assert "as root without its sandbox" in done.stderr


@pytest.mark.gauntlet(15)
@pytest.mark.parametrize("kilobytes", [600, 5000])
def test_a_rule_within_the_first_500_kib_of_robots_is_obeyed(site: Site, sandi: Sandi, kilobytes: int) -> None:
    rule = "User-agent: *\nDisallow: /tertutup\n"
    padding = "# padding\n" * (400 * 102)
    body = padding + rule + "# more\n" * ((kilobytes * 1024 - len(padding)) // 7)
    site.put("/robots.txt", body, Content_Type="text/plain")
    site.put("/", index(["/tertutup", "/a"]))
    site.put("/a", detail("A"))
    sandi.source("toko", source_text(site))
    run = sandi.json("crawl", "toko")
    assert (run["new"], run["forbidden"], site.hits["/tertutup"]) == (1, 1, 0)


@pytest.mark.gauntlet(16)
def test_crawl_delay_and_retry_after_are_waited_out(site: Site, tmp_path: Path) -> None:
    sandi = Sandi(tmp_path, "tests.crawler.fast_clock")
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 7\n", Content_Type="text/plain")
    site.put("/", index(["/a", "/b", "/c"]))
    busy = bombs.answering("HTTP/1.1 429 Busy\nRetry-After: 120\nContent-Length: 0")
    for name in "abc":
        site.put(f"/{name}", detail(name.upper()))
    well = site.pages["/b"]

    def busy_after_the_delay(request: BaseHTTPRequestHandler) -> None:
        threading.Event().wait(0.5)  # 20 s of the crawl: the next request is due when this answer comes
        busy(request)

    site.pages["/b"] = busy_after_the_delay

    def on_hit(path: str) -> None:
        if site.hits["/b"] == 2:
            site.pages["/b"] = well

    site.on_hit = on_hit
    sandi.source("toko", source_text(site))
    run, _ = crawl_measured(sandi, "toko", FAST="40", EVENTS=str(tmp_path / "events"))
    assert (run["new"], run["errors"]) == (3, 0), run
    asked = [(at, path) for what, at, path in told(tmp_path / "events") if what == "ask"]
    gaps = [later - sooner for (sooner, _), (later, _) in pairwise(asked)]
    assert min(gaps) >= 6.99, gaps
    after_busy = next(number for number, (_, path) in enumerate(asked) if path == "/b")
    assert gaps[after_busy] >= 119.9, gaps


@pytest.mark.gauntlet(17)
def test_sitemaps_that_swell_cost_no_more_than_the_budget(site: Site, sandi: Sandi) -> None:
    site.put("/laughs.xml", bombs.billion_laughs(), Content_Type="application/xml")
    site.put("/xxe.xml", bombs.xxe(site.url), Content_Type="application/xml")
    many = [f"{site.url}/sub{number}.xml" for number in range(100)]
    for path in ["/self.xml", *(f"/sub{number}.xml" for number in range(100))]:
        site.put(path, bombs.sitemap(many, "sitemapindex", "sitemap"), Content_Type="application/xml")
    site.put("/million.xml.gz", bombs.a_million_addresses(site.url), Content_Type="application/gzip")
    names = ["laughs.xml", "xxe.xml", "self.xml", "million.xml.gz"]
    listed = ", ".join(f"'{site.url}/{name}'" for name in names)
    text = source_text(site, more="budget: 30\n").replace(f"start: {site.url}/\n", f"sitemap: [{listed}]\n")
    sandi.source("toko", text.replace("items: a.card\nfollow: a[rel=next]\n", ""))
    run, rss = crawl_measured(sandi, "toko", DEADLINE_S=DEADLINE_S)
    assert sum(site.hits.values()) <= 31, "the budget, and robots.txt"
    assert rss < 300
    assert not any("root" in path for path in site.hits)
    assert run["new"] == 0


@pytest.mark.gauntlet(21)
def test_walls_park_the_source(site: Site, sandi: Sandi) -> None:
    site.put("/", index(["/a"]))
    site.put("/a", detail("A"))
    sandi.source("toko", source_text(site))
    assert sandi.json("crawl", "toko")["new"] == 1
    walls = {
        "log in": "<form action=/masuk method=post><input name=u><input type=password name=p></form>",
        "captcha": "<div class='h-captcha' data-sitekey=x></div><form method=post></form>",
        "consent": "<form method=post action='/consent?next=/'><button>Setuju</button></form>",
    }
    for word, html in walls.items():
        site.put("/", f"<html>{html}</html>")
        run = sandi.json("crawl", "toko", status=1)
        assert (run["reason"], run["gone"]) == ("parked", 0)
        assert word in run["message"]
        assert rows(sandi, "SELECT health FROM sources") == [("parked",)]
    assert site.posts == []


def certificate(folder: Path, *, days: int) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"cert{days}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.gauntlet(22)
@pytest.mark.parametrize("days", [30, -1])
def test_a_certificate_that_is_wrong_is_told_and_nothing_fetched(
    site: Site, sandi: Sandi, tmp_path: Path, days: int
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path, days=days))
    with serving(Site(host="localhost"), tls=context) as secure:
        secure.put("/", index(["/a"]))
        secure.put("/a", detail("A"))
        sandi.source("toko", source_text(secure).replace("http://", "https://"))
        run = sandi.json("crawl", "toko", status=1)
        assert secure.hits == {}
    assert (run["reason"], run["new"]) == ("parked", 0)
    assert "certificate" in run["message"].lower() or "ssl" in run["message"].lower(), run
    assert rows(sandi, "SELECT health FROM sources") == [("parked",)]
