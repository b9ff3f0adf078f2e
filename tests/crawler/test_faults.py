"""Servers that fail or mean harm: what happens is exactly this, and nothing inside the network is asked."""

from __future__ import annotations

import gzip
import json
import socket
import struct
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.crawler.conftest import Sandi, Site, detail, index, rows, serving, source_text
from tests.starting import GUARD_S

SETTLED = {
    "SANDI_CONTACT_URL": "https://sandi.example.org/about",
    "SANDI_CONTROLLER": "Yayasan Contoh, Ibu Ani",
    "SANDI_PURPOSE": "Finding signs of trafficking in public adverts.",
}


def reset(request: BaseHTTPRequestHandler) -> None:
    """Resets the connection instead of answering."""
    request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.rfile.close()
    request.wfile.close()
    request.connection.close()
    request.close_connection = True


def cut_short(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.send_header("Content-Length", "5000")
    request.end_headers()
    request.wfile.write(detail("Separuh").encode())
    request.close_connection = True


def endless(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.end_headers()
    try:
        while True:
            request.wfile.write(b"<p>x</p>" * 8192)
    except OSError:
        request.close_connection = True


def test_one_crawl_meets_them_all(site: Site, sandi: Sandi) -> None:
    with serving(Site(host="127.0.0.2")) as inner:
        inner.put("/rahasia", detail("Rahasia"))
        site.put("/robots.txt", "User-agent: *\nDisallow: /tertutup\n", Content_Type="text/plain")
        bad = [
            "dalam",
            "besar",
            "bom",
            "tanpa-akhir",
            "putar/0",
            "gambar",
            "rusak",
            "hilang",
            "berkas",
            "potong",
            "tertutup",
        ]
        site.put("/", index(["/baik", *(f"/{name}" for name in bad), f"{inner.url}/rahasia", "javascript:alert(1)"]))
        site.put("/baik", detail("Baik"))
        site.redirect("/dalam", f"{inner.url}/rahasia")
        site.put("/besar", detail("Besar", "x" * 5_000_000))
        site.put("/bom", gzip.compress(b"x" * 50_000_000), Content_Encoding="gzip")
        site.pages["/tanpa-akhir"] = endless
        for number in range(9):
            site.redirect(f"/putar/{number}", f"/putar/{number + 1}")
        site.put("/gambar", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 200)
        site.put("/rusak", "x", status=500)
        site.redirect("/berkas", "file:///etc/passwd")
        site.pages["/potong"] = cut_short
        site.put("/tertutup", detail("Tertutup"))
        sandi.source("toko", source_text(site))
        run = sandi.json("crawl", "toko")
        assert inner.hits == {}, "the inner server was asked"
    assert run["error_kinds"] == {
        "fetch_error": 1,
        "http_302": 1,
        "http_500": 1,
        "not_text": 1,
        "egress_denied": 1,
        "redirect_loop": 1,
        "too_large": 3,
    }
    assert (run["state"], run["new"], run["gone"], run["forbidden"]) == ("done", 1, 0, 1)
    assert site.hits["/tertutup"] == 0
    assert site.hits["/rusak"] == 2, "tried again once"
    assert site.hits["/putar/5"] == 1, "the sixth address of a chain of redirects is the last"
    assert site.hits["/putar/6"] == 0
    assert rows(sandi, "SELECT count(*) FROM listings") == [(1,)]
    assert b"root:" not in (sandi.data / "sandi.db").read_bytes()


def test_robots_fails_closed(sandi: Sandi) -> None:
    """Eight sites, one for each way robots.txt can be answered."""
    allowed = "User-agent: *\nAllow: /\n"
    answers = {
        "ok": lambda s: s.put("/robots.txt", allowed, Content_Type="text/plain"),
        "tiada": lambda s: None,
        "galat": lambda s: s.put("/robots.txt", allowed, status=500),
        "larang": lambda s: s.put("/robots.txt", allowed, status=403),
        "sibuk": lambda s: s.put("/robots.txt", allowed, status=429),
        "putus": lambda s: s.pages.update({"/robots.txt": reset}),
        "pindah": lambda s: s.redirect("/robots.txt", "http://127.0.0.2:9/robots.txt"),
        "semua": lambda s: s.put("/robots.txt", "User-agent: *\nDisallow: /\n", Content_Type="text/plain"),
    }
    ended = {}
    with ExitStack() as open_sites:
        sites = {name: open_sites.enter_context(serving(Site())) for name in answers}
        for name, furnish in answers.items():
            furnish(sites[name])
            sites[name].put("/", index(["/a"]))
            sites[name].put("/a", detail("A"))
            sandi.source(name, source_text(sites[name], name))
        for batch in (list(answers)[:4], list(answers)[4:]):
            processes = {name: sandi.start("crawl", name, "--json") for name in batch}
            for name, process in processes.items():
                out, err = process.communicate(timeout=GUARD_S)
                assert out, err
                ended[name] = (process.returncode, json.loads(out))
    crawled = {name for name, (status, run) in ended.items() if status == 0 and run["new"] == 1}
    assert crawled == {"ok", "tiada"}
    for name in answers.keys() - crawled:
        status, run = ended[name]
        assert (status, run["state"], sites[name].hits["/"]) == (1, "failed", 0), (name, run)
        assert sites[name].hits["/a"] == 0
        assert run["reason"] == ("finished" if name == "semua" else "parked"), (name, run)
        assert "robots.txt" in run["message"]


def test_an_odd_spelling_of_an_inner_address_is_refused_by_the_resolver(site: Site, sandi: Sandi) -> None:
    site.put("/", index(["/a"]))
    text = source_text(site).replace("127.0.0.1", "127.1").replace("loopback: true\n", "").replace("0s", "0.5s")
    sandi.source("toko", text)
    done = sandi.run("crawl", "toko", "--json", **SETTLED)
    run = json.loads(done.stdout)
    assert (done.returncode, run["reason"], sum(site.hits.values())) == (1, "parked", 0)
    assert "inside this network" in run["message"]


def test_a_public_source_needs_a_contact(sandi: Sandi) -> None:
    text = "id: umum\ntitle: U\npurpose: Test.\nadapter: pages\nstart: https://example.org/\n"
    sandi.source("umum", text)
    done = sandi.run("crawl", "umum")
    assert done.returncode == 2
    assert "SANDI_CONTACT_URL" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("missing", ["SANDI_CONTROLLER", "SANDI_PURPOSE"])
def test_a_public_source_needs_somebody_who_answers_for_it(sandi: Sandi, missing: str) -> None:
    text = "id: umum\ntitle: U\npurpose: Test.\nadapter: pages\nstart: https://example.org/\n"
    sandi.source("umum", text)
    done = sandi.run("crawl", "umum", **SETTLED | {missing: ""})
    assert (done.returncode, missing in done.stderr) == (2, True)
    assert rows(sandi, "SELECT state, reason FROM runs") == [("failed", "not_started")]


def test_a_data_folder_that_cannot_be_made_is_told(site: Site, sandi: Sandi, tmp_path: Path) -> None:
    sandi.source("toko", source_text(site))
    (tmp_path / "file").write_text("")
    done = sandi.run("crawl", "toko", SANDI_DATA=str(tmp_path / "file" / "data"))
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "--data" in done.stderr


@pytest.mark.parametrize(
    ("selector", "told"),
    [
        ("items: a.kard", "`items: a.kard` finds no link there"),
        ("card: div.kartu", "`card: div.kartu` finds 0 elements"),
    ],
)
def test_a_preview_without_listings_names_the_selector(site: Site, sandi: Sandi, selector: str, told: str) -> None:
    site.put("/", index(["/a"]))
    sandi.source("toko", source_text(site).replace("items: a.card", selector))
    done = sandi.run("sources", "preview", "toko")
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert "look at" not in done.stderr, "what is known need not be guessed"


def test_a_server_that_is_busy_is_asked_later_or_parked(site: Site, sandi: Sandi) -> None:
    site.put("/", index(["/a"]))
    site.put("/a", "", status=429, Retry_After="3600")
    sandi.source("toko", source_text(site))
    run = sandi.json("crawl", "toko", status=1)
    assert (run["reason"], site.hits["/a"]) == ("parked", 1)
    assert "3600 s" in run["message"]


def test_a_broken_source_file_is_told_by_file_line_and_mend(site: Site, sandi: Sandi) -> None:
    path = sandi.source("toko", source_text(site).replace("adapter: pages", "adapter: halaman"))
    done = sandi.run("sources", "check")
    assert done.returncode == 1
    assert f"{path}:4: error: adapter: 'halaman'" in done.stderr
    assert "write `pages`, `feed`, `json`" in done.stderr
    crawl = sandi.run("crawl", "toko")
    assert (crawl.returncode, "toko.yaml:4" in crawl.stderr, "Traceback" in crawl.stderr) == (2, True, False)
    problems = json.loads(sandi.run("sources", "check", "--json").stdout)
    assert [(p["line"], p["field"]) for p in problems] == [(4, "adapter")]


def test_a_crawl_delay_beyond_reason_parks_the_source(site: Site, sandi: Sandi) -> None:
    site.put("/", index(["/a"]))
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 86400\n", Content_Type="text/plain")
    sandi.source("toko", source_text(site))
    run = sandi.json("crawl", "toko", status=1)
    assert (run["reason"], site.hits["/"]) == ("parked", 0)
    assert "86400 s between two pages" in run["message"]
