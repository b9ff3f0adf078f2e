"""The Listing: the one parcel that travels from the crawler to the reviewer.

Outside the program it is one JSON object a line; `listing_from_json` reads such a line leniently: only `url` and one
of `title`, `text` are required, an unknown key or an optional value that cannot be read is kept in `extra`.
"""

from __future__ import annotations

import dataclasses
import json
import math
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

KINDS = ("product", "job", "post", "service", "profile", "pet")

READ_CHARS = 100_000
"""Characters of a field that are read. A text this long is no advert; what is beyond is neither judged nor shown."""

_TEXT_FIELDS = ("source", "kind", "title", "text", "category", "seller", "location")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
_CURRENCY = re.compile(r"[A-Z]{3}\Z")


PLACE_READ_AS = "location_read_as"
"""The name in `extra` of what a published place is in our lists. Read and not published, so it makes no new version."""


class ListingError(ValueError):
    """A JSON value that is no listing; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a page, feed or API published, cleaned of markup only.

    `posted_at` and `seen_at` are ISO 8601 with offset or None; `currency` is ISO 4217; `language` is BCP 47; `images`
    holds addresses only and is never fetched. The field table stands in docs/architecture.md.
    """

    url: str
    source: str = ""
    kind: str = "post"
    title: str = ""
    text: str = ""
    price: float | None = None
    currency: str | None = None
    category: str = ""
    seller: str = ""
    location: str = ""
    posted_at: str | None = None
    seen_at: str | None = None
    language: str | None = None
    images: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The same names as a plain dict, ready for JSON."""
        values = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        return values | {"images": list(self.images), "extra": dict(self.extra)}


def scrub(text: str) -> str:
    """Replace lone surrogates, which no encoder accepts, by U+FFFD; everything else stays as published."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def read_extra(listing: Listing) -> dict[str, str]:
    """What is read of `extra`: values in their order, READ_CHARS characters in all."""
    left, read = READ_CHARS, {}
    for name, text in listing.extra.items():
        if left <= 0:
            break
        read[name] = text[:left]
        left -= len(text)
    return read


def is_timestamp(value: str) -> bool:
    """Whether `value` is ISO 8601 with an offset."""
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def listing_from_line(line: bytes | str) -> Listing:
    """One JSON line as a Listing. Raises ListingError when it is not JSON or lacks what is required."""
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        value = _with_surrogates(line, error)
    return listing_from_json(value)


def _with_surrogates(line: bytes | str, error: orjson.JSONDecodeError) -> Any:
    """The line read by the standard library, which takes half an emoji that orjson refuses; else ListingError."""
    if "surrogate" in str(error):
        with suppress(ValueError, RecursionError):
            return json.loads(line)
    raise ListingError(f"not JSON ({error})")


def listing_from_json(value: Any) -> Listing:
    """A decoded JSON object as a Listing. Raises ListingError when it is no object or lacks what is required."""
    if not isinstance(value, dict):
        raise ListingError(f"expected a JSON object, found {type(value).__name__}")
    url = value.get("url")
    if not isinstance(url, str) or not url.strip():
        raise ListingError("`url` is missing or not a text")
    extra = _extra_of(value)
    texts = {name: _text(value, name, extra) for name in _TEXT_FIELDS}
    if not texts["title"] and not texts["text"]:
        raise ListingError("`title` and `text` are both missing or empty; one is required")
    if texts["kind"] not in KINDS:
        if texts["kind"]:
            extra["kind"] = texts["kind"]
        texts["kind"] = "post"
    return Listing(
        url=scrub(url.strip()),
        price=_price(value, extra),
        currency=_matching(value, "currency", _CURRENCY, extra),
        language=_matching(value, "language", _LANGUAGE, extra),
        posted_at=_timestamp(value, "posted_at", extra),
        seen_at=_timestamp(value, "seen_at", extra),
        images=_images(value, extra),
        extra=extra,
        **texts,
    )


_NAMES = frozenset(f.name for f in dataclasses.fields(Listing))


def _extra_of(value: Mapping[str, Any]) -> dict[str, str]:
    given = value.get("extra")
    extra = {str(k): _as_text(v) for k, v in given.items()} if isinstance(given, dict) else {}
    if given is not None and not isinstance(given, dict):
        extra["extra"] = _as_text(given)
    extra.update((str(k), _as_text(v)) for k, v in value.items() if k not in _NAMES)
    return extra


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return scrub(value)
    return orjson.dumps(value, default=str).decode()


def _text(value: Mapping[str, Any], name: str, extra: dict[str, str]) -> str:
    given = value.get(name)
    if given is None:
        return ""
    if isinstance(given, str):
        return scrub(given)
    extra[name] = _as_text(given)
    return ""


def _price(value: Mapping[str, Any], extra: dict[str, str]) -> float | None:
    given = value.get("price")
    if given is None:
        return None
    number = given
    if isinstance(given, str):
        try:
            number = float(given)
        except ValueError:
            number = None
    if isinstance(number, (int, float)) and not isinstance(number, bool) and math.isfinite(number):
        return float(number)
    extra["price"] = _as_text(given)
    return None


def _matching(value: Mapping[str, Any], name: str, shape: re.Pattern[str], extra: dict[str, str]) -> str | None:
    given = value.get(name)
    if given is None or (isinstance(given, str) and not given):
        return None
    if isinstance(given, str) and shape.match(given) and given.lower() != "mixed":
        return given
    extra[name] = _as_text(given)
    return None


def _timestamp(value: Mapping[str, Any], name: str, extra: dict[str, str]) -> str | None:
    given = value.get(name)
    if given is None or given == "":
        return None
    if isinstance(given, str) and is_timestamp(given):
        return given
    extra[name] = _as_text(given)
    return None


def _images(value: Mapping[str, Any], extra: dict[str, str]) -> tuple[str, ...]:
    given = value.get("images")
    if given is None:
        return ()
    if isinstance(given, list) and all(isinstance(item, str) for item in given):
        return tuple(scrub(item) for item in given)
    extra["images"] = _as_text(given)
    return ()
