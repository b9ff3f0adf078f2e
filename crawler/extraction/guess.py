"""Guesses where listings stand in a JSON value: the list of objects that have names, and what their keys mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_MAX_DEPTH = 12
_MAX_LISTS = 2000
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_KEYS: dict[str, tuple[str, ...]] = {
    "title": ("title", "name", "subject", "headline", "judul", "nama", "namabarang", "namaproduk", "barang",
        "posisi", "jabatan", "lowongan", "productname", "heading", "label"),
    "url": ("url", "link", "href", "permalink", "canonicalurl", "producturl", "weburl", "path", "slug", "uri",
        "tautan"),
    "price": ("price", "harga", "saleprice", "finalprice", "amount", "pricevalue", "cost", "salary", "gaji", "rate"),
    "currency": ("currency", "pricecurrency", "currencycode"),
    "text": ("description", "body", "content", "text", "deskripsi", "caption", "summary", "excerpt", "message", "isi",
        "keterangan", "uraian", "isiiklan", "pesan"),
    "location": ("location", "city", "kota", "locationname", "region", "place", "lokasi", "address", "area", "wilayah"),
    "posted_at": ("createdat", "created", "date", "publishedat", "postedat", "published", "datetime", "timestamp"),
    "seller": ("seller", "user", "author", "owner", "company", "shop", "store", "username", "penjual", "advertiser"),
    "category": ("category", "categoryname", "kategori", "section"),
}  # fmt: skip
_INSIDE = (
    "value",
    "name",
    "amount",
    "raw",
    "display",
    "title",
    "text",
    "username",
    "rendered",
    "label",
    "city",
    "fullname",
)
_NUMERIC = frozenset({"price"})


@dataclass(frozen=True, slots=True)
class Guess:
    """JMESPaths: `items` to the list, `fields` within one of it; `count` is how many the list holds."""

    items: str
    fields: Mapping[str, str]
    count: int


def guess(value: Any) -> Guess | None:
    """The list that most looks like listings; None when no list of objects has names and something besides."""
    best: tuple[float, Guess] | None = None
    for path, items in _lists(value):
        fields = _fields(items)
        if "title" not in fields and "text" not in fields:
            continue
        worth = len(fields) + 2 * ("url" in fields) + 2 * ("price" in fields)
        if len(fields) < 2 or worth < 3:
            continue
        score = worth * min(len(items), 40) ** 0.5
        if best is None or score > best[0]:
            best = (score, Guess(path or "@", fields, len(items)))
    return best[1] if best else None


def _lists(value: Any) -> Iterator[tuple[str, Sequence[Mapping[str, Any]]]]:
    """Every list of at least two objects, with its path. A map of objects by id counts as a list of its values."""
    stack: list[tuple[str, Any, int]] = [("", value, 0)]
    seen = 0
    while stack and seen < _MAX_LISTS:
        path, one, depth = stack.pop()
        seen += 1
        if isinstance(one, list):
            items = [item for item in one if isinstance(item, Mapping)]
            if len(items) >= 2 and len(items) >= 0.8 * len(one):
                yield path, items
            for number, item in enumerate(one[:20]):
                if depth < _MAX_DEPTH and isinstance(item, (list, Mapping)):
                    stack.append((f"{path}[{number}]", item, depth + 1))
        elif isinstance(one, Mapping) and depth < _MAX_DEPTH:
            values = [item for item in one.values() if isinstance(item, Mapping)]
            if len(values) >= 3 and len(values) == len(one) and all(any(c.isdigit() for c in str(key)) for key in one):
                yield f"{path}.*" if path else "*", values
            for key, item in one.items():
                if isinstance(item, (list, Mapping)):
                    step = str(key) if _PLAIN_KEY.match(str(key)) else '"' + str(key).replace('"', '\\"') + '"'
                    stack.append((f"{path}.{step}" if path else step, item, depth + 1))


def _fields(items: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """For each field the key that at least half of the items fill with something of its kind."""
    sample = items[:20]
    found: dict[str, str] = {}
    for name, keys in _KEYS.items():
        for key in keys:
            path = next((p for item in sample if (p := _path(item, key, name))), "")
            if path and sum(bool(_path(item, key, name)) for item in sample) * 2 >= len(sample):
                found[name] = path
                break
    return found


def _path(item: Mapping[str, Any], key: str, name: str) -> str:
    """The path of `key` in an item, whatever its case and underscores, one step deeper where it holds an object."""
    for own, value in item.items():
        if not _PLAIN_KEY.match(str(own)) or str(own).replace("_", "").lower() != key.replace("_", ""):
            continue
        if _fits(value, name):
            return str(own)
        if isinstance(value, Mapping):
            inner = next((one for one in value if str(one).lower() in _INSIDE and _fits(value[one], name)), None)
            if inner is not None:
                return f"{own}.{inner}"
    return ""


def _fits(value: Any, name: str) -> bool:
    if isinstance(value, bool) or value is None:
        return False
    if name in _NUMERIC:
        return isinstance(value, (int, float)) or (
            isinstance(value, str) and any(char.isdigit() for char in value[:40])
        )
    if name == "posted_at":
        return isinstance(value, (int, str)) and bool(str(value).strip())
    return isinstance(value, str) and bool(value.strip())
