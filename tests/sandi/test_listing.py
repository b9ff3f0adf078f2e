"""A JSON line becomes a Listing leniently: what cannot be read is kept in `extra` and never rejects it."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandi.listing import Listing, ListingError, listing_from_json, listing_from_line

LENIENT: list[tuple[str, dict[str, Any], str, Any, dict[str, str]]] = [
    ("an unknown key", {"label": "HIGH"}, "kind", "post", {"label": "HIGH"}),
    ("a language that is none", {"language": "mixed"}, "language", None, {"language": "mixed"}),
    ("a language", {"language": "id-ID"}, "language", "id-ID", {}),
    ("a price as text", {"price": "12500.5"}, "price", 12500.5, {}),
    ("a price in words", {"price": "nego"}, "price", None, {"price": "nego"}),
    ("a price that is no number", {"price": True}, "price", None, {"price": "true"}),
    ("an endless price", {"price": "1e999"}, "price", None, {"price": "1e999"}),
    ("a currency that is none", {"currency": "Rp"}, "currency", None, {"currency": "Rp"}),
    ("an unknown kind", {"kind": "auction"}, "kind", "post", {"kind": "auction"}),
    ("a time without offset", {"posted_at": "2026-11-01T10:00:00"}, "posted_at", None, {"posted_at": "2026-11-01T10:00:00"}),
    ("a time", {"posted_at": "2026-11-01T10:00:00+07:00"}, "posted_at", "2026-11-01T10:00:00+07:00", {}),
    ("images that are none", {"images": [1]}, "images", (), {"images": "[1]"}),
    ("a seller that is no text", {"seller": {"name": "A"}}, "seller", "", {"seller": '{"name":"A"}'}),
    ("extra that is no map", {"extra": [1]}, "extra", {"extra": "[1]"}, {"extra": "[1]"}),
    ("null for a text", {"category": None}, "category", "", {}),
]  # fmt: skip


@pytest.mark.parametrize("row", LENIENT, ids=[row[0] for row in LENIENT])
def test_what_cannot_be_read_is_kept(row: tuple[str, dict[str, Any], str, Any, dict[str, str]]) -> None:
    _, fields, name, expected, extra = row
    listing = listing_from_json({"url": "u", "text": "t", **fields})
    assert getattr(listing, name) == expected
    assert dict(listing.extra) == extra


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"{", "not JSON"),
        (b"[]", "expected a JSON object"),
        (b'{"text": "t"}', "`url` is missing"),
        (b'{"url": 3, "text": "t"}', "`url` is missing"),
        (b'{"url": "u"}', "one is required"),
        (b'{"url": "u", "title": "", "text": ""}', "one is required"),
    ],
)
def test_what_is_required_is_told(line: bytes, told: str) -> None:
    with pytest.raises(ListingError, match=told):
        listing_from_line(line)


def test_a_lone_surrogate_is_replaced() -> None:
    assert listing_from_json({"url": "u", "text": "a\ud800b"}).text == "a\ufffdb"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from([*Listing.__dataclass_fields__, "odd"]), _JSON, max_size=8))
def test_any_object_is_a_listing_or_is_refused_in_words(value: dict[str, Any]) -> None:
    try:
        listing = listing_from_json(value)
    except ListingError:
        return
    again = listing_from_json(orjson.loads(orjson.dumps(listing.to_json())))
    assert again == listing
