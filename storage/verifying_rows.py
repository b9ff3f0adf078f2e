"""Whether rows still say what was stored: texts against their sealed originals, contacts against their sealed values,
judgements against the sum that was written with them. What a flipped bit changes without breaking a page shows here.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import orjson

from sandi.listing import KINDS, Listing, read_extra, scrub
from sandi.verdict import CONTACT_KINDS, VERDICTS
from storage import sealed
from storage.contacts import key_of
from storage.database import Store
from storage.judgements import sum_of
from storage.keys import SealBroken
from storage.masking import MASK, masked_value
from storage.veil import CUT, content_hash, unpack, url_key

CHUNK = 500
_DAY = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?"
_TIME = rf"{_DAY}T{_CLOCK}Z"
_HEX = r"(?:[0-9a-f]{40})?"
_WORDS = r'\[(?:"[^"\x00-\x1f]*"(?:,"[^"\x00-\x1f]*")*)?\]'
_SHAPES = {
    ("listings", "first_seen, last_seen, version_seen, gone_at"): _TIME,
    ("listings", "verdict_hash"): _HEX,
    ("listings", "kind"): "|".join(KINDS),
    ("listings", "verdict"): "|".join(VERDICTS),
    ("listing_contacts", "kind"): "|".join(CONTACT_KINDS),
    ("listing_contacts", "field"): r"title|text|seller|location|category|url|extra\..*",
    ("listings", "changed"): _WORDS,
    ("listing_versions", "seen_at"): _TIME,
    ("leads", "opened_at, updated_at"): _TIME,
    ("leads", "tactics, slots"): _WORDS,
    ("leads", "verdict, verdict_now"): "|".join(VERDICTS),
    ("leads", "lane"): "adult|child",
    ("decisions", "at"): _TIME,
    ("decisions", "tactics"): _WORDS,
    ("contacts", "first_seen"): _TIME,
    ("contacts", "kind"): "|".join(CONTACT_KINDS),
    ("rule_texts", "sha256"): "[0-9a-f]{64}",
    ("_sqlite_migrations", "applied_at"): rf"{_DAY} {_CLOCK}\+00:00",
}
_TEXTS = ("title", "text", "category", "seller", "location")
_SAME = ("currency",)  # language and posted_at drift from sighting to sighting

Found = tuple[int, list[str]]


def listings(store: Store) -> Found:
    """Listings and their versions against the originals; what was erased or does not open is told elsewhere."""
    columns = """content_hash, price, currency, language, posted_at, title, text, category, seller, location, extra,
        images, sealed_id"""
    current = f"""
        SELECT id, id AS listing, url_key, url, version AS number, 1 AS current, {columns}
        FROM listings WHERE id > ? ORDER BY id LIMIT ?"""
    earlier = f"""
        SELECT id, listing_id AS listing, number, 0 AS current, {columns}
        FROM listing_versions WHERE id > ? ORDER BY id LIMIT ?"""
    count, problems = _each(store, current, _listing)
    more, others = _each(store, earlier, _listing)
    return count + more, problems + others


def contacts(store: Store) -> Found:
    """Contacts against their sealed values."""
    return _each(
        store,
        "SELECT id, kind, key, ref, masked, sealed_id FROM contacts WHERE id > ? ORDER BY id LIMIT ?",
        _contact,
    )


def judgements(store: Store) -> Found:
    """Judgements, hits, spans and counters against the sum of when they were written. Emptied listings have none."""
    return _each(
        store,
        """
        SELECT j.* FROM judgements AS j JOIN listings AS l ON l.id = j.listing_id JOIN sealed ON sealed.id = l.sealed_id
        WHERE j.id > ? AND j.row_sum <> '' AND sealed.wrapped_key IS NOT NULL ORDER BY j.id LIMIT ?""",
        _judgement,
    )


def leads(store: Store) -> Found:
    """Leads against the judgement they were raised by, where verdict and score say that it was this one; and places."""
    count, problems = _each(
        store,
        """
        SELECT leads.id, leads.tactics, leads.slots, leads.lane, j.tactics AS wanted, j.slots AS wanted_slots,
            j.lane AS wanted_lane
        FROM leads JOIN judgements AS j ON j.id = leads.judgement_id AND j.listing_id = leads.listing_id
            AND j.verdict = leads.verdict AND j.score = leads.score
        WHERE leads.id > ? AND j.row_sum <> '' ORDER BY leads.id LIMIT ?""",
        _lead,
    )
    _, others = _each(
        store,
        """
        SELECT leads.id, leads.place, listings.location FROM leads JOIN listings ON listings.id = leads.listing_id
        WHERE leads.id > ? ORDER BY leads.id LIMIT ?""",
        _place,
    )
    return count, problems + others


def shapes(store: Store) -> Found:
    """Values of which nothing else is known, by the shape that the program gives them."""
    problems: list[str] = []
    count = 0
    for (table, columns), pattern in _SHAPES.items():
        fits = re.compile(pattern, re.DOTALL).fullmatch
        with store.reader() as conn:
            for row in conn.execute(f"SELECT rowid AS number, {columns} FROM {table}"):
                count += 1
                wrong = [name for name in row.keys()[1:] if row[name] is not None and not fits(str(row[name]))]
                problems += [f"{table} row {row['number']}: {name} has no shape that it could have" for name in wrong]
    return count, problems


def _each(store: Store, statement: str, look: Callable[[sqlite3.Connection, Store, sqlite3.Row], str]) -> Found:
    problems: list[str] = []
    count = last = 0
    while True:
        with store.reader() as conn:
            rows = conn.execute(statement, (last, CHUNK)).fetchall()
            problems += [problem for row in rows if (problem := look(conn, store, row))]
        if not rows:
            return count, problems
        count, last = count + len(rows), rows[-1]["id"]


def _listing(conn: sqlite3.Connection, store: Store, row: sqlite3.Row) -> str:
    try:
        plain = sealed.open_row(conn, store.keys, row["sealed_id"])
    except SealBroken:
        return ""
    if plain is None:
        return ""
    one = unpack(plain)
    wrong = list(_differing(one, row))
    if row["content_hash"] not in {content_hash(store.keys, one, drifting=drifting) for drifting in (False, True)}:
        wrong.append("content_hash")
    if row["current"] and row["url_key"] != url_key(store.keys, one.url):
        wrong.append("url_key")
    if not wrong:
        return ""
    return f"listing {row['listing']} version {row['number']} differs from its sealed original in {', '.join(wrong)}"


def _differing(one: Listing, row: sqlite3.Row) -> Iterator[str]:
    """The columns of a row that its listing cannot have given."""
    for name in _TEXTS:
        if not _veils(row[name], getattr(one, name)):
            yield name
    for name in _SAME:
        if row[name] != getattr(one, name):
            yield name
    if row["price"] is not None and row["price"] != one.price:
        yield "price"
    if row["current"] and not _veils(row["url"], one.url):
        yield "url"
    if not _lists(row["images"], list(one.images)):
        yield "images"
    if not _pairs(row["extra"], one):
        yield "extra"


def _veils(shown: Any, published: str) -> bool:
    """Whether `shown` is `published` with some of its characters masked, or the beginning of it."""
    whole = scrub(published)
    if not isinstance(shown, str):
        return False
    if len(shown) != len(whole):
        if not shown.endswith(CUT):
            return False
        shown = shown.removesuffix(CUT)
    return all(mine in (theirs, MASK) for mine, theirs in zip(shown, whole, strict=False))


def _lists(text: str, published: list[str]) -> bool:
    try:
        shown = orjson.loads(text)
    except (orjson.JSONDecodeError, TypeError):
        return False
    return len(shown) == len(published) and all(map(_veils, shown, published))


def _pairs(text: str, one: Listing) -> bool:
    """Keys that are alike when masked are one, so each pair must only be one of those published."""
    try:
        shown = orjson.loads(text)
    except (orjson.JSONDecodeError, TypeError):
        return False
    published = [(name, one.extra[name]) for name in read_extra(one)]
    return isinstance(shown, dict) and all(
        any(_veils(name, key) and _veils(value, said) for key, said in published) for name, value in shown.items()
    )


def _contact(conn: sqlite3.Connection, store: Store, row: sqlite3.Row) -> str:
    try:
        plain = sealed.open_row(conn, store.keys, row["sealed_id"])
    except SealBroken:
        return ""
    if plain is None:
        return ""
    value = plain.decode()
    code = key_of(store.keys, row["kind"], value)
    if (row["key"], row["ref"], row["masked"]) == (code, code[:8], masked_value(row["kind"], value)):
        return ""
    return f"contact {row['id']} differs from its sealed value"


def _lead(_conn: sqlite3.Connection, _store: Store, row: sqlite3.Row) -> str:
    if (row["tactics"], row["slots"], row["lane"]) == (row["wanted"], row["wanted_slots"], row["wanted_lane"]):
        return ""
    return f"lead {row['id']} is not what its judgement says"


def _place(_conn: sqlite3.Connection, _store: Store, row: sqlite3.Row) -> str:
    return "" if row["place"] == row["location"] else f"lead {row['id']} has another place than its listing"


def _judgement(conn: sqlite3.Connection, _store: Store, row: sqlite3.Row) -> str:
    if sum_of(conn, row) == row["row_sum"]:
        return ""
    return f"judgement {row['id']} of listing {row['listing_id']} is not what was written"
