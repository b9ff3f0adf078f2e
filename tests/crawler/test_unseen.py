"""Record detection over invented pages of many builds, written down with what a person sees before anything read them."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module
from urllib.parse import urljoin

import pytest

from crawler.extraction.found import Seen
from crawler.extraction.money import price_of
from crawler.extraction.page import Page
from crawler.newsource import look_source
from tests.crawler.unseen.made import PAGES, Row

for part in (
    "boards",
    "builders",
    "corners",
    "last",
    "later",
    "markets",
    "mixed",
    "offices",
    "portals",
    "single",
    "stalls",
    "talk",
):
    import_module(f"tests.crawler.unseen.{part}")

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_read_as_a_person_reads_it(name: str) -> None:
    made = PAGES[name]
    read = Page(made.url, made.html, look_source(made.url), Seen(NOON, NOON)).automatic
    wanted: list[Row] = [(title, price, urljoin(made.url, url) if url else None) for title, price, url in made.rows]
    addressed = any(url for _, _, url in wanted)
    spare = {urljoin(made.url, url) for url in made.optional} - {url for _, _, url in wanted}
    found: list[Row] = [
        (one.title or None, price_of(one.price), one.url if addressed else None)
        for one in read.found
        if one.url not in spare
    ]
    assert sorted(found, key=str) == sorted(wanted, key=str)
    following = urljoin(made.url, made.following) if made.following else ""
    assert (read.kind, read.next_page if read.kind != "detail" else "") == (made.kind, following)
