"""Pages of one listing each, read without selectors: every field as a person reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.extraction.found import Seen
from crawler.extraction.page import Page
from crawler.newsource import look_source
from crawler.sources import AUTO
from sandi.listing import Listing
from tests.crawler.unseen.adverts import ADVERTS
from tests.crawler.unseen.further_adverts import FURTHER

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
URL = "http://t.example/item/991"
ALL = ADVERTS | FURTHER
FIELDS = ("title", "price", "posted", "place", "seller", "contact", "says", "silent")


def shown(name: str) -> Listing:
    source = replace(look_source(URL), adapter="pages", items=AUTO)
    (listing,) = Page(URL, ALL[name].html, source, Seen(NOON, NOON)).detail()
    return listing


def told(listing: Listing, name: str) -> dict[str, object]:
    """What was read, field by field; for `says` and `silent` the wanted words when they stand in the text."""
    advert = ALL[name]
    return {
        "title": listing.title,
        "price": listing.price,
        "posted": (listing.posted_at or "")[:10] or None,
        "place": listing.location,
        "seller": listing.seller,
        "contact": listing.extra.get("contact", ""),
        "says": advert.says if advert.says in listing.text else listing.text,
        "silent": advert.silent if not advert.silent or advert.silent not in listing.text else listing.text,
    }


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("name", ALL)
def test_a_listing_is_read_as_a_person_reads_it(name: str, field: str) -> None:
    assert told(shown(name), name)[field] == getattr(ALL[name], field)
