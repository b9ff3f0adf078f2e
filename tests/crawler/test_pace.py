"""How long a host asked to be left alone: odd headers, and that the next run still knows it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.guard import leads_inside
from crawler.middlewares.pace import DEFAULT_WAIT_S, LONGEST_S, retry_after_s
from crawler.sniff import is_binary, utf16_of
from crawler.walls import wall
from sandi.config import Config, is_contact
from storage import doctor
from storage.database import Store
from storage.pace import HostPaces
from tests.crawler.conftest import Sandi, Site, detail, index, rows, source_text

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ('"120"', 120),
        ("+5", 5),
        ("1.5", 1.5),
        ("0", 0),
        ("99999999999", LONGEST_S),
        ("9" * 400, DEFAULT_WAIT_S),
        ("-5", DEFAULT_WAIT_S),
        ("1e9", DEFAULT_WAIT_S),
        ("nan", DEFAULT_WAIT_S),
        ("inf", DEFAULT_WAIT_S),
        ("soon", DEFAULT_WAIT_S),
        ("", DEFAULT_WAIT_S),
        ("٣٠", DEFAULT_WAIT_S),
        ("Sun, 01 Mar 2026 12:02:00 GMT", 120),
        ("Sun, 01 Mar 2026 11:00:00 GMT", DEFAULT_WAIT_S),
        ("Sun, 01 Mar 9999 12:02:00 GMT", LONGEST_S),
        ("Sun, 41 Mar 2026 12:02:00 GMT", DEFAULT_WAIT_S),
    ],
)
def test_retry_after(value: str, seconds: float) -> None:
    assert retry_after_s(value, NOON) == seconds


def test_what_a_host_asked_for_is_kept(site: Site, sandi: Sandi) -> None:
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.2\n", Content_Type="text/plain")
    site.put("/", index(["/a"]))
    site.put("/a", "", status=503, Retry_After="4000")
    sandi.source("toko", source_text(site))
    first = sandi.json("crawl", "toko", status=1)
    assert (first["reason"], site.hits["/"], site.hits["/a"]) == ("parked", 1, 1)
    second = sandi.json("crawl", "toko", status=1)
    assert (second["reason"], sum(site.hits.values())) == ("parked", 3), "not even robots.txt is asked"
    assert f"127.0.0.1:{site.port} asked to be left alone until" in second["message"]
    assert rows(sandi, "SELECT host, crawl_delay_s FROM host_pace") == [(f"127.0.0.1:{site.port}", 0.2)]
    config = Config(data=sandi.data, keys=sandi.folder / "keys", seeds=sandi.seeds)
    with Store.open(config) as store:
        HostPaces(store).note_wait(f"127.0.0.1:{site.port}", datetime.now(UTC) - timedelta(seconds=1))
    site.put("/a", detail("A"))
    assert sandi.json("crawl", "toko")["new"] == 1


def test_the_pages_of_a_day_are_bounded_over_all_runs(site: Site, sandi: Sandi) -> None:
    site.put("/", index([f"/p/{number}" for number in range(9)]))
    for number in range(9):
        site.put(f"/p/{number}", detail(f"Barang {number}"))
    sandi.source("toko", source_text(site, more="daily: 12\n"))
    assert sandi.json("crawl", "toko")["pages"] == 10
    second = sandi.json("crawl", "toko")
    assert (second["pages"], second["gone"]) == (2, 0)
    third = sandi.json("crawl", "toko", status=1)
    assert (third["reason"], third["pages"]) == ("parked", 0)
    assert "12 pages of the last 24 hours are used up" in third["message"]


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://example.org/crawler", True),
        ("mailto:crawler@example.org", True),
        ("foo", False),
        ("https://", False),
        ("https://localhost/x", False),
        ("javascript:alert(1)", False),
        ("https://exa mple.org/", False),
        ("", False),
    ],
)
def test_a_contact_is_a_page_or_an_address(url: str, good: bool, sandi: Sandi) -> None:
    assert is_contact(url) is good
    config = Config(data=sandi.data, keys=sandi.folder / "keys", contact_url=url)
    (finding,) = [one for one in doctor.check(config) if one.name == "user agent"]
    assert finding.state == ("ok" if good else "fail" if url else "warn")


def test_a_word_is_no_contact(sandi: Sandi) -> None:
    sandi.source("umum", "id: umum\ntitle: U\npurpose: Test.\nadapter: pages\nstart: https://example.org/\n")
    done = sandi.run("crawl", "umum", SANDI_CONTACT_URL="foo")
    assert done.returncode == 2
    assert "'foo' is none" in done.stderr


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("http://127.0.0.2/", True), ("http://2130706433/", True), ("http://0x7f.1/", True), ("http://[::1]/", True),
        ("http://localhost./", True), ("http://100.64.0.1/", True), ("http://[::ffff:10.0.0.1]/", True),
        ("http://8.8.8.8/", False), ("http://example.org/", False), ("http://[/", False),
    ],
)  # fmt: skip
def test_leads_inside(url: str, inside: bool) -> None:
    assert leads_inside(url) is inside


@pytest.mark.parametrize(
    ("body", "binary"),
    [
        (b"\x89PNG\r\n\x1a\n", True), (b"PK\x03\x04...", True), (b"\x7fELF\2", True), (b"%PDF-1.4", True),
        (b"\0\0\0\x20ftypisom", True), (b"RIFF....WEBP", True), (b"<html>\0\0\0</html>", True),
        (b"<html>", False), ("<html>halo".encode("utf-16-le"), False), ("\ufeffhalo".encode("utf-16"), False),
        ("<p>halo".encode("utf-16-be"), False), (b"", False), (b"+AGE-", False),
    ],
)  # fmt: skip
def test_bytes_are_looked_at(body: bytes, binary: bool) -> None:
    assert is_binary(body) is binary


def test_wide_letters_are_known_by_their_nuls() -> None:
    assert utf16_of("<html>".encode("utf-16-be")) == "utf-16-be"
    assert utf16_of("<html>".encode("utf-16-le")) == "utf-16-le"


@pytest.mark.parametrize(
    ("html", "word"),
    [
        (b"<form><input name=p TYPE='password'></form>", "log in"),
        (b"<div class='g-recaptcha' data-sitekey=x></div>", "captcha"),
        (b"<form action='/consent'><button>OK</button></form>", "consent"),
        (b"<p>Kosong</p>", ""),
    ],
)
def test_walls(html: bytes, word: str) -> None:
    assert word in wall(html)
    assert bool(wall(html)) is bool(word)


def test_a_login_box_beside_goods_is_no_wall(site: Site, sandi: Sandi) -> None:
    box = "<form action=/masuk method=post><input type=password name=p></form>"
    site.put("/", index(["/a"]).replace("<html>", f"<html>{box}"))
    site.put("/a", detail("A").replace("<h1>", f"{box}<h1>"))
    sandi.source("toko", source_text(site))
    assert sandi.json("crawl", "toko")["new"] == 1
