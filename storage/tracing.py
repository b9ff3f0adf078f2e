"""Where a contact stands although nothing names it there: read from sealed originals and captures themselves.

For people who ask what is kept of them. A number in a page's address, or in a corner of an index page, is theirs too.
"""

from __future__ import annotations

import html
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import unquote

from sandi.listing import Listing
from sandi.verdict import Contact
from storage import captures
from storage.database import Store
from storage.keys import SealBroken, Sealed
from storage.masking import shape_of
from storage.veil import unpack

CHUNK = 200

Found = Callable[[str], bool]


def listings(store: Store, kind: str, value: str) -> list[int]:
    """Ids of the listings with the contact in any version as it was published, by rising id. Opens every original."""
    stands, after = _finder(kind, value), 0
    found: list[int] = []
    while True:
        with store.reader() as conn:
            rows = _originals(conn, after)
        if not rows:
            return sorted(set(found))
        found += [row["listing_id"] for row in rows if stands(_all_of(_opened(store, row)))]
        after = rows[-1]["listing_id"]


def captures_with(store: Store, names: Iterable[str], kind: str, value: str) -> Iterator[str]:
    """Those of some captures in which the contact stands. What is torn or erased is passed over."""
    stands = _finder(kind, value)
    for name in names:
        try:
            body = captures.read(store, name)
        except (captures.NoCapture, SealBroken):
            continue
        if stands(html.unescape(body.decode("utf-8", "replace"))):
            yield name


def _originals(conn: sqlite3.Connection, after: int) -> list[sqlite3.Row]:
    """All versions of the next CHUNK listings."""
    return conn.execute(
        f"""
        SELECT v.listing_id, s.about, s.nonce, s.wrapped_key, s.body
        FROM (SELECT id FROM listings WHERE id > ? ORDER BY id LIMIT {CHUNK}) AS next
            JOIN all_versions AS v ON v.listing_id = next.id LEFT JOIN sealed AS s ON s.id = v.sealed_id
        ORDER BY v.listing_id""",
        (after,),
    ).fetchall()


def _opened(store: Store, row: sqlite3.Row) -> Listing | None:
    """The listing as published; None when it was erased or its seal is broken, which a verification tells."""
    if row["wrapped_key"] is None:
        return None
    try:
        return unpack(store.keys.unseal(Sealed(row["nonce"], row["body"], row["wrapped_key"]), row["about"]))
    except SealBroken:
        return None


def _all_of(one: Listing | None) -> str:
    if one is None:
        return ""
    price = f"{one.price:.0f}" if one.price is not None and abs(one.price) < 1e18 else ""
    fields = (one.title, one.text, one.url, one.seller, one.location, one.category, price)
    return "\n".join((*fields, *one.images, *(f"{name}\n{said}" for name, said in one.extra.items())))


def _finder(kind: str, value: str) -> Found:
    """Tells whether a text holds the contact in any usual spelling. Of handles only what is written as one counts: a
    plain word like it may be anybody's.
    """
    shape = shape_of(Contact(kind, value.strip(), "", 0, 0, False))
    if shape is None:
        return lambda text: False
    handle = kind not in ("phone", "whatsapp", "email", "url")
    before = r"(?:(?<!\w)@|\.(?:me|ee|com)/@?)" if handle else r"(?<![^\W_])"
    search = re.compile(rf"{before}{shape}(?![0-9])", re.IGNORECASE).search

    def stands(text: str) -> bool:
        plain = unicodedata.normalize("NFKC", unquote(text))
        return bool(search(text) or (plain != text and search(plain)))

    return stands
