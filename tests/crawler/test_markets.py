"""Record detection over invented pages in the builds of real markets, job boards and forums (market_pages.py)."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.extraction.automatic import read_page
from crawler.extraction.money import price_of
from tests.crawler.market_pages import PAGES, whole

URL = "http://t.example/list?p=1"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_read_as_a_person_reads_it(name: str) -> None:
    read = read_page(LexborHTMLParser(whole(PAGES[name])), URL)
    found = [(one.title, price_of(one.price), one.url.removeprefix("http://t.example")) for one in read.found]
    assert sorted(found, key=lambda row: row[2]) == sorted(PAGES[name].rows, key=lambda row: row[2])
    assert (read.kind, read.next_page) == ("index", "http://t.example/list?p=2")


def test_the_columns_of_a_table_are_named_by_their_headings() -> None:
    read = read_page(LexborHTMLParser(whole(PAGES["table without currency"])), URL)
    first = read.found[0]
    assert (first.price, first.location, first.posted_at) == ("Rp 150.000", "Kudus", "01/11/2026")


def test_a_date_beside_a_place_is_read_apart() -> None:
    cards = "".join(
        f'<div class="k"><h3><a href="/i/{n}">Lemari nomor {n}</a></h3><p>Kudus · {n + 1} November 2026</p></div>'
        for n in range(6)
    )
    assert read_page(LexborHTMLParser(f"<body>{cards}"), URL).found[3].posted_at == "4 November 2026"
