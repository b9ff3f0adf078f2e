"""Saved pages of ../shared/pages, one reported test a page and field: what detection reads is what a person sees.

The truth of some pages lies beside them (`expected/`), that of others in saved_pages.yaml, as hashes.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser

from crawler.extraction.automatic import Read, read_page
from crawler.extraction.decoding import decoded
from crawler.extraction.money import price_of

PAGES = Path(__file__).resolve().parents[3] / "shared" / "pages"
FIELDS = ("title", "price", "url", "kind", "next page")
LEAST = 0.9
_ARTICLE = "an article whose only cards are offers of a shop: they are taken for its listings"
KNOWN = {
    **{
        ("forum/trafilatura_werkzeugforum.de-heizjacke.html", one): _ARTICLE
        for one in ("title", "price", "url", "kind")
    },
}
"""Fields that are not read yet, and why."""


@dataclass(frozen=True)
class Truth:
    """What a person sees: rows of (title, price, url), each value a hash or None."""

    page: str
    url: str
    kind: str
    following: frozenset[str | None]
    rows: list[tuple[str | None, ...]]
    optional: frozenset[str]


def short(value: Any) -> str | None:
    if value is None or value == "":
        return None
    text = f"{value:g}" if isinstance(value, float) else " ".join(str(value).split()).rstrip("/")
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def written_down() -> list[Truth]:
    found = []
    for page, told in yaml.safe_load((Path(__file__).parent / "saved_pages.yaml").read_text()).items():
        rows = [tuple(row) for row in told["listings"]]
        following = frozenset({told["next_page"]})
        found.append(Truth(page, told["page_url"], told["kind"], following, rows, frozenset(told["optional"])))
    return found


def beside_the_pages() -> list[Truth]:
    found = []
    for path in sorted((PAGES / "expected").glob("*.json")):
        told = json.loads(path.read_bytes())
        rows = [
            (short(one["title"]), short(None if one["price"] is None else float(one["price"])), short(one["url"]))
            for one in told["listings"]
        ]
        following = frozenset(map(short, [told["next_page"], *told.get("next_page_alternatives", [])]))
        optional = frozenset(str(short(one["url"])) for one in told.get("optional_listings", []))
        found.append(Truth(told["page"], told["page_url"], told["kind"], following, rows, optional))
    return found


TRUTHS = {truth.page: truth for truth in [*beside_the_pages(), *written_down()]}


@functools.cache
def read(page: str) -> Read:
    return read_page(LexborHTMLParser(decoded((PAGES / page).read_bytes())), TRUTHS[page].url)


def agreement(truth: Truth, field: str) -> float:
    """F1 of a field over the listings, found by their addresses; for a title or price that is nowhere shown, 1."""
    place = ("title", "price", "url").index(field)
    wanted = {(row[2], row[place]) for row in truth.rows if row[place] is not None}
    got = set()
    for one in read(truth.page).found:
        values = (short(one.title), short(price_of(one.price)), short(one.url))
        if values[place] is not None and (values[2] not in truth.optional or (values[2], values[place]) in wanted):
            got.add((values[2], values[place]))
    return 2 * len(wanted & got) / (len(wanted) + len(got)) if wanted or got else 1.0


@pytest.mark.skipif(not PAGES.is_dir(), reason="no ../shared/pages beside this checkout")
@pytest.mark.parametrize(("page", "field"), [(page, field) for page in TRUTHS for field in FIELDS])
def test_a_field_is_what_a_person_sees(request: pytest.FixtureRequest, page: str, field: str) -> None:
    if why := KNOWN.get((page, field)):
        request.applymarker(pytest.mark.xfail(reason=why, strict=True))
    truth = TRUTHS[page]
    if field == "kind":
        assert read(page).kind == truth.kind
    elif field == "next page":
        assert truth.kind == "detail" or short(read(page).next_page or None) in truth.following
    else:
        assert agreement(truth, field) >= LEAST


def test_each_page_is_written_down_once() -> None:
    assert max(Counter(truth.page for truth in [*beside_the_pages(), *written_down()]).values()) == 1
