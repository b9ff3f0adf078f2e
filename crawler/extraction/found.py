"""Found: one listing as some reader of a page saw it, still in published words; merged and turned into a Listing."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from crawler.extraction.addresses import canonical
from crawler.extraction.dates import timestamp
from crawler.extraction.money import currency_of, price_of
from crawler.sources import Source
from rules.whereabouts import place_of
from sandi.listing import PLACE_READ_AS, Listing, listing_from_json


@dataclass(frozen=True, slots=True)
class Seen:
    """When a page was fetched by our clock (`at`), and what time it was to the server (`server`).

    "2 jam lalu" counts from the server's time, whose `Date` header says it.
    """

    at: datetime
    server: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """Published values; an empty one means that this reader did not see it. `kind` is empty unless the page says it."""

    url: str = ""
    kind: str = ""
    title: str = ""
    text: str = ""
    price: str = ""
    currency: str = ""
    category: str = ""
    seller: str = ""
    location: str = ""
    posted_at: str = ""
    language: str = ""
    images: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)

    def filled_by(self, other: Found) -> Found:
        """This one, with what it lacks taken from `other`."""
        values = {f.name: getattr(self, f.name) or getattr(other, f.name) for f in dataclasses.fields(self)}
        return Found(**values | {"extra": {**other.extra, **self.extra}})

    @property
    def empty(self) -> bool:
        """Whether there is neither title nor text, so no listing."""
        return not self.title and not self.text


def numbered(url: str, found: Found) -> str:
    """An address for a listing that has none: the page's, and a hash of what it says."""
    content = "\x1f".join((found.title, found.text, found.seller))
    return f"{canonical(url)}#sandi-{hashlib.sha256(content.encode(errors='replace')).hexdigest()[:16]}"


def listings_of(found: Iterable[Found], url: str, source: Source, seen: Seen) -> list[Listing]:
    """The listings of an answer from `url`; one that has no address of its own gets that of the answer and a hash."""
    built: dict[str, Listing] = {}
    for one in found:
        own = canonical(one.url, url) if one.url else numbered(url, one)
        if own and not one.empty and own not in built:
            built[own] = to_listing(one, url=own, source=source, seen=seen)
    return list(built.values())


def to_listing(found: Found, *, url: str, source: Source, seen: Seen) -> Listing:
    """`found` as a Listing at the canonical `url`. What cannot be read as number, date or code is kept in `extra`.

    The place stays as published; what it is in our lists stands beside it in `extra`.

    Raises sandi.listing.ListingError when neither title nor text was found.
    """
    price = price_of(found.price) if found.price else None
    extra = dict(found.extra)
    if found.price and price is None:
        extra["price"] = found.price
    posted = timestamp(found.posted_at, source.zone, seen.server) if found.posted_at else None
    if found.posted_at and posted is None:
        extra["posted_at"] = found.posted_at
    currency = currency_of(found.currency) if found.currency else None
    if currency is None and price is not None:
        currency = currency_of(found.price, source.region)
    place = place_of(found.location) if found.location else ""
    if place and place != found.location:
        extra.setdefault(PLACE_READ_AS, place)
    images = tuple(dict.fromkeys(filter(None, (canonical(image, url) for image in found.images))))
    return listing_from_json(
        {
            "url": url,
            "source": source.id,
            "kind": found.kind or source.kind,
            "title": found.title,
            "text": found.text,
            "price": price,
            "currency": currency,
            "category": found.category,
            "seller": found.seller,
            "location": found.location,
            "posted_at": posted,
            "seen_at": seen.at.isoformat(timespec="seconds"),
            "language": found.language or source.language,
            "images": list(images),
            "extra": extra,
        }
    )
