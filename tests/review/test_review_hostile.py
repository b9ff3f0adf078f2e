"""Listing text is hostile: on every page it stands as text, and an address that is no web address is no link."""

from __future__ import annotations

import csv
import html
import io
import re

import pytest
from review_house import Bench, job, keep

from review.export import export_lines
from review.marks import legible
from review.render import TEMPLATES, safe_url
from review.tlp import Shared
from sandi.listing import Listing
from sandi.text import from_sheet
from sandi.verdict import Verdict
from storage import leads
from storage.records import Judged

SNIPPETS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "'-alert(1)-'",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    '<a href="javascript:alert(1)">x</a>',
    "<base href=//evil.example/>",
    '<meta http-equiv=refresh content="0;url=//evil.example">',
    "{{ 7*7 }}{% raw %}",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<!--><script>alert(1)</script-->",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
)
PAGES = ("/leads", "/leads?state=all&q=iklan", "/leads/6", "/decisions")


OURS = {tag for path in TEMPLATES.glob("*.html") for tag in re.findall(r"<([A-Za-z!]+)", path.read_text())}


def hostile(snippet: str) -> Judged:
    listing = Listing(
        url=f"https://pasar.example/{snippet}",
        source="demo-pasar",
        title=f"iklan {snippet}",
        text=f"iklan {snippet}",
        seller=snippet,
        location=snippet,
        category=snippet,
        extra={snippet: snippet},
    )
    return Judged(listing, Verdict(listing.url, "alert", "adult", 99, (snippet,), ("act",)))


@pytest.mark.gauntlet(23)
@pytest.mark.parametrize("snippet", SNIPPETS)
def test_markup_in_a_listing_is_shown_not_run(bench: Bench, snippet: str) -> None:
    keep(bench.store, hostile(snippet))
    for path in PAGES:
        page = bench.client.get(path).text
        assert set(re.findall(r"<([A-Za-z!]+)", page)) <= OURS, path
        assert re.findall(r"<script[^>]*>", page) == ['<script src="/static/keys.js">'], path
        assert not any("evil.example" in link for link in re.findall(r'(?:src|content|action)="([^"]*)"', page)), path
        assert "javascript:" not in "".join(re.findall(r'href="([^"]*)"', page)), path
    shown = re.findall(r'<div class="published text" dir="auto">(.*?)</div>', bench.client.get("/leads/6").text, re.S)
    assert html.unescape(shown[0]) == f"iklan {snippet}"


def test_a_note_with_markup_is_shown_as_text(bench: Bench) -> None:
    bench.decide(1, "keep:other", note=SNIPPETS[0])
    for path in ("/decisions", "/leads/1"):
        page = bench.client.get(path).text
        assert SNIPPETS[0] not in page
        assert html.escape(SNIPPETS[0]) in page


@pytest.mark.gauntlet(23)
@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>1</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example/x",
        "https://",
        "http://[::1",
        "https://a.example/\u202egnp.exe",
        "https://a.example/\nx",
        "",
    ],
)
def test_only_plain_web_addresses_become_links(bench: Bench, url: str) -> None:
    assert safe_url(url) == ""
    listing = Listing(url=url or "x", title="iklan", text="iklan")
    keep(bench.store, Judged(listing, Verdict(listing.url, "alert", "adult", 99, ("fake-job",), ("act",))))
    page = bench.client.get("/leads/6").text
    assert all(link.startswith(("/", "#")) for link in re.findall(r'href="([^"]*)"', page))


def test_an_outgoing_link_gives_nothing_away(bench: Bench) -> None:
    page = bench.client.get("/leads/1").text
    assert '<a href="https://pasar.example/iklan/1" rel="external noopener noreferrer nofollow">' in page


@pytest.mark.gauntlet(24)
@pytest.mark.parametrize("char", ["\x1b[31m", "\x9b", "\u202e", "\u200b", "\u2066", "\ufeff", "\x00", "\u2028"])
def test_what_cannot_be_seen_is_written_out(bench: Bench, char: str) -> None:
    keep(bench.store, job(9, title=f"ker{char}ja", score=99))
    for path in ("/leads", "/leads/6"):
        page = bench.client.get(path).text
        assert char not in page
        torn = path == "/leads" and char in "\u200b\ufeff"  # without width: the queue shows the word, the lead the sign
        assert re.search(r">kerja<" if torn else r"ker\\u00[019]|ker\\u[2f]", page), path


def test_line_breaks_stay_and_nothing_else_of_the_kind() -> None:
    assert legible("a\r\nb\tc\x0bd") == "a\nb c\\u000bd"


@pytest.mark.gauntlet(28)
def test_a_giant_text_is_cut_with_a_word_about_it(bench: Bench) -> None:
    keep(bench.store, job(9, score=99, text="kerja di sana " * 100_000))
    page = bench.client.get("/leads/6").text
    assert "hanya 20.000 karakter pertama" in page
    assert len(page) < 100_000


FORMULAS = (
    "=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "'=1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x")',
    "=1;2", "＝1", "=IMPORTXML(1)", "-2+3", "+A1", 'kopi;=1+1', 'kopi; "=cmd()', "kopi;'=1",
)  # fmt: skip


@pytest.mark.gauntlet(25)
@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_the_export_runs_and_none_is_lost(bench: Bench, text: str) -> None:
    keep(bench.store, job(9, title=text, score=99))
    rows = leads.queue(bench.store, state=None).rows
    stored = next(row.title for row in rows if row.id == 6)
    lines = list(csv.DictReader(io.StringIO("".join(export_lines(rows, "csv", Shared())), newline="")))
    found = next(line["title"] for line in lines if line["id"] == "6")
    for part in re.split("[;\t]", found):
        assert not part.lstrip(' "').startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert from_sheet(found) == stored
