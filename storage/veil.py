"""A listing as it may lie on disk: all contacts masked, in every field, with every length kept.

Of a field so long that the rules did not read it to its end, only what they read lies there: nobody knows what
contacts stand in the rest. The sealed original is whole.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import orjson

from sandi.listing import PLACE_READ_AS, READ_CHARS, Listing, read_extra, scrub
from sandi.verdict import Span
from storage.keys import Keys
from storage.masking import MASK, Hider, mask_text
from storage.records import Judged

CUT = " …"
_EDGE = 100  # a contact that the cut goes through was not read as one

Place = tuple[int, int]
_AGO = r"(?:yang\s+)?(?:lalu|ago|k[ae]pungkur|k[ae]pengker)\b"
_SPANS = (
    r"(?:detik|dtk|menit|mnt|jam|hari|minggu|bulan|tahun|dina|dinten|wulan|taun|seconds?|secs?|minutes?|mins?|hours?|hrs?"
    r"|days?|weeks?|months?|years?)"
)
_DRIFT = re.compile(
    rf"\b(?:(?:\d{{1,4}}|an?|one|satu|beberapa)\s*{_SPANS}|se(?:jam|hari|minggu|bulan|tahun))\s+{_AGO}"
    rf"|^[ \t]*(?:baru saja|barusan|just now|\d{{1,3}}[ \t]?(?:s|m|h|d|w|j|mo|y|{_SPANS}))[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""How long ago something was, as cards say it ("2 jam lalu", "5h" in a line of its own): other words at every visit."""
_CONTENT = ("title", "text", "price", "currency", "category", "seller", "location")


def field_of(listing: Listing, name: str) -> str:
    """The published text of a field (`title`, `seller`, `extra.phone` …), empty when it has none."""
    if name.startswith("extra."):
        return listing.extra.get(name.removeprefix("extra."), "")
    value = getattr(listing, name, "")
    return value if isinstance(value, str) else ""


def content_hash(keys: Keys, listing: Listing, *, drifting: bool = False) -> str:
    """Tells whether a listing changed: keyed, over what was published, without times that drift ("2 jam lalu") unless
    `drifting`, as rows have it that were stored before those were left out."""
    text = listing.text if drifting else _DRIFT.sub("", listing.text)
    values = [text if name == "text" else getattr(listing, name) for name in _CONTENT]
    parts = [*values, list(listing.images), sorted(_published(listing).items())]
    return keys.content_key(_json(parts))


def drifts(listing: Listing) -> bool:
    """Whether the text says how long ago something was, so that two texts with one content hash may differ."""
    return _DRIFT.search(listing.text) is not None


def content_parts(listing: Listing) -> dict[str, Any]:
    """The compared fields by name, to say which of them changed."""
    return {name: getattr(listing, name) for name in _CONTENT} | {
        "images": list(listing.images),
        "extra": _published(listing),
    }


def _published(listing: Listing) -> dict[str, str]:
    return {name: text for name, text in listing.extra.items() if name != PLACE_READ_AS}


def chosen_part(listing: Listing, name: str) -> Any:
    """One field that is compared, by the name that an operator writes: `extra` whole or `extra.phone`; a price with
    its currency.
    """
    if name.startswith("extra."):
        return listing.extra.get(name.removeprefix("extra."), "")
    return (listing.price, listing.currency) if name == "price" else content_parts(listing)[name]


COMPARED = (*_CONTENT, "images", "extra")
"""The fields in which two states of a listing can differ."""


def url_key(keys: Keys, url: str) -> str:
    """What makes two sightings one listing: the keyed HMAC of the address."""
    return keys.content_key(scrub(url).encode())


class Veil:
    """Masks one judged listing: its columns, and the readings of its hits."""

    def __init__(self, judged: Judged) -> None:
        self._listing = judged.listing
        self._spans: dict[str, list[Place]] = defaultdict(list)
        raws = []
        for contact in judged.verdict.contacts:
            self._spans[contact.field].append((contact.start, contact.end))
            raws.append(field_of(self._listing, contact.field)[contact.start : contact.end])
        self._hider = Hider(judged.verdict.contacts, raws)

    def columns(self) -> dict[str, Any]:
        """The content columns of a listing or a version, without capture, hash and seal."""
        one = self._listing
        extra = {
            self._hider.loose(name): self._shown(f"extra.{name}", one.extra[name], read, self._loosely)
            for name, read in read_extra(one).items()
        }
        return {
            "price": self._hider.price(one.price),
            "currency": one.currency,
            "language": one.language,
            "posted_at": one.posted_at,
            "title": self._shown("title", one.title, one.title[:READ_CHARS], self._hider.field),
            "category": self._other("category", one.category),
            "seller": self._other("seller", one.seller),
            "location": self._other("location", one.location),
            "text": self._shown("text", one.text, one.text[:READ_CHARS], self._hider.field),
            "extra": _json(extra).decode(),
            "images": _json([self._hider.url(scrub(image)) for image in one.images]).decode(),
        }

    def url(self) -> str:
        """The address, masked where a contact stands in it."""
        return mask_text(self._hider.url(scrub(self._listing.url)), self._spans["url"])

    def read_as(self, span: Span) -> str:
        """What a span was read as; masked whole where it overlaps a contact."""
        for start, end in self._spans[span.field]:
            if span.start < end and start < span.end:
                return MASK * len(span.read_as)
        return self._hider.loose(scrub(span.read_as))

    def _other(self, name: str, text: str) -> str:
        return self._shown(name, text, text[:READ_CHARS], self._loosely)

    def _shown(self, name: str, text: str, read: str, hide: Callable[[str, list[Place]], str]) -> str:
        """What was `read` of the text, masked by `hide`, with a mark where more was published."""
        spans = self._spans[name]
        if len(read) == len(text):
            return hide(scrub(text), spans)
        return hide(scrub(read), [*spans, (len(read) - _EDGE, len(read))]) + CUT

    def _loosely(self, read: str, spans: list[Place]) -> str:
        return mask_text(self._hider.loose(read), spans)


def pack(listing: Listing) -> bytes:
    """The published original, for sealing."""
    return _json(listing.to_json())


def unpack(plain: bytes) -> Listing:
    """The inverse of `pack`."""
    value = orjson.loads(plain)
    return Listing(**{**value, "images": tuple(value["images"])})


def _json(value: Any) -> bytes:
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # a lone surrogate; orjson takes none
        return orjson.dumps(_clean(value), option=orjson.OPT_SORT_KEYS)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, (list, tuple)):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {scrub(key): _clean(item) for key, item in value.items()}
    return value
