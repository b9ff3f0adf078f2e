"""What joins listings, as rows: keys (contacts, images) and where each listing is. Read in a transaction.

Nothing of it is evidence: all rows can be made anew from listings and contacts.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import orjson

from storage.judgements import read_names

SETTING = "linked_to"
BUILT = "links_built_with"
BEFORE = 60
"""Characters before a contact that say whose it is."""
_CHUNK = 500
_NUMBERS = ("phone", "whatsapp")
_HASHES = ("image_hash", "image_sha256", "image_phash", "phash")
"""Names in `extra` under which sources publish the hash of an image."""

Beside = tuple[int, int | None]
"""A listing and its cluster, None for a single."""
_Value = TypeVar("_Value", int, str)


@dataclass(frozen=True, slots=True)
class Source:
    """A listing as it is linked: masked texts, and the keys of all its versions.

    `before`: for each contact of the newest version the words before it, wherever it stands in title or text.
    """

    id: int
    source: str
    title: str
    text: str
    seller: str
    keys: frozenset[str]
    before: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Linked:
    """Where a listing was placed; `cluster` None for a single. `services`: keys it names as a courier or help line."""

    listing: int
    seller: str
    text: int | None
    cluster: int | None
    keys: frozenset[str]
    services: frozenset[str] = frozenset()


def waiting(conn: sqlite3.Connection, limit: int) -> tuple[list[int], int]:
    """Listings judged since the last were placed, oldest judgement first, and the judgement up to which they go."""
    row = conn.execute("SELECT value FROM settings WHERE name = ?", (SETTING,)).fetchone()
    after = int(row["value"]) if row else 0
    rows = conn.execute(
        "SELECT id, listing_id FROM judgements WHERE id > ? ORDER BY id LIMIT ?", (after, limit)
    ).fetchall()
    return list(dict.fromkeys(row["listing_id"] for row in rows)), rows[-1]["id"] if rows else after


def last_judgement(conn: sqlite3.Connection) -> int:
    """The newest judgement there is."""
    return int(conn.execute("SELECT coalesce(max(id), 0) FROM judgements").fetchone()[0])


def placed_to(conn: sqlite3.Connection, judgement: int) -> None:
    """Note up to which judgement listings are placed."""
    conn.execute(
        "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (SETTING, str(judgement)),
    )


def built_with(conn: sqlite3.Connection) -> int:
    """How many listings the last rebuilding had; 0 when there was none, or listings were forgotten since."""
    row = conn.execute("SELECT value FROM settings WHERE name = ?", (BUILT,)).fetchone()
    return int(row["value"]) if row else 0


def note_built(conn: sqlite3.Connection, count: int) -> None:
    """Note with how many listings all was built anew; 0: it should be."""
    conn.execute(
        "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (BUILT, str(count)),
    )


def sources(conn: sqlite3.Connection, ids: Sequence[int] | None = None) -> Iterator[Source]:
    """Listings to be linked, all of them by rising id when no `ids` are given."""
    columns = "SELECT id, version, source, title, text, seller, images, extra FROM listings"
    if ids is None:
        rows: Iterable[sqlite3.Row] = conn.execute(f"{columns} ORDER BY id")
    else:
        rows = conn.execute(f"{columns} WHERE id IN ({_marks(ids)})", ids).fetchall()
    for row in rows:
        held, before = _held(conn, row)
        keys = held | _image_keys(row["images"], row["extra"])
        yield Source(row["id"], row["source"], row["title"], row["text"], row["seller"], keys, before)


def placed(conn: sqlite3.Connection) -> list[int]:
    """All listings that are placed, rising."""
    return [row[0] for row in conn.execute("SELECT listing_id FROM link_listings ORDER BY 1")]


def linked(conn: sqlite3.Connection, listing_id: int) -> Linked | None:
    """Where a listing was placed; None when it was not yet."""
    row = conn.execute("SELECT * FROM link_listings WHERE listing_id = ?", (listing_id,)).fetchone()
    if row is None:
        return None
    rows = conn.execute('SELECT "key", service FROM link_keys WHERE listing_id = ?', (listing_id,)).fetchall()
    keys, services = frozenset(one[0] for one in rows), frozenset(one[0] for one in rows if one[1])
    return Linked(listing_id, row["seller"], row["text_id"], row["cluster_id"], keys, services)


def linked_many(conn: sqlite3.Connection, listing_ids: Sequence[int]) -> dict[int, Linked]:
    """`linked` of several; those that were not placed yet are left out."""
    found = {}
    for some in _chunks(listing_ids):
        keys: dict[int, list[tuple[str, bool]]] = {}
        for row in conn.execute(
            f'SELECT listing_id, "key", service FROM link_keys WHERE listing_id IN ({_marks(some)})', some
        ):
            keys.setdefault(row[0], []).append((row[1], bool(row[2])))
        for row in conn.execute(f"SELECT * FROM link_listings WHERE listing_id IN ({_marks(some)})", some):
            own = keys.get(row[0], ())
            services = frozenset(key for key, service in own if service)
            held = frozenset(key for key, _ in own)
            found[row[0]] = Linked(row[0], row[1], row[2], row[3], held, services)
    return found


def keys_of(conn: sqlite3.Connection, listing_id: int) -> frozenset[str]:
    """The keys of a placed listing, those that do not join too."""
    rows = conn.execute('SELECT "key" FROM link_keys WHERE listing_id = ?', (listing_id,))
    return frozenset(row[0] for row in rows)


def put(conn: sqlite3.Connection, one: Linked) -> None:
    """Place a listing, in place of where it was."""
    conn.execute("DELETE FROM link_keys WHERE listing_id = ?", (one.listing,))
    conn.execute(
        "INSERT INTO link_listings (listing_id, seller, text_id, cluster_id) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (listing_id) DO UPDATE SET seller = excluded.seller, text_id = excluded.text_id,"
        " cluster_id = excluded.cluster_id",
        (one.listing, one.seller, one.text, one.cluster),
    )
    conn.executemany(
        'INSERT INTO link_keys ("key", seller, listing_id, service) VALUES (?, ?, ?, ?)',
        [(key, one.seller, one.listing, key in one.services) for key in sorted(one.keys)],
    )


def forget_unheld(conn: sqlite3.Connection) -> int:
    """After listings were deleted: forget every text that no listing has any more. Returns how many."""
    held = "(SELECT text_id FROM link_listings WHERE text_id IS NOT NULL)"
    done = conn.execute(f"DELETE FROM link_texts WHERE id NOT IN {held}")
    if done.rowcount:
        conn.execute(f"DELETE FROM link_bands WHERE text_id NOT IN {held}")
        conn.execute(f"DELETE FROM link_edges WHERE text_id NOT IN {held} OR other_id NOT IN {held}")
        note_built(conn, 0)  # what hung together by them is found out by the next rebuilding
    return done.rowcount


def with_text(conn: sqlite3.Connection, text: int, limit: int = -1) -> list[int]:
    """Listings of a text, rising."""
    rows = conn.execute("SELECT listing_id FROM link_listings WHERE text_id = ? ORDER BY 1 LIMIT ?", (text, limit))
    return [row[0] for row in rows]


def with_key(conn: sqlite3.Connection, key: str, limit: int = -1) -> list[int]:
    """Listings that have a key, `limit` of them if given."""
    rows = conn.execute('SELECT listing_id FROM link_keys WHERE "key" = ? ORDER BY seller, 1 LIMIT ?', (key, limit))
    return [row[0] for row in rows]


def with_any(
    conn: sqlite3.Connection, *, keys: Iterable[str] = (), texts: Iterable[int] = (), clusters: Iterable[int] = ()
) -> set[int]:
    """Listings that have one of some keys or texts, or are in one of some clusters."""
    wanted = (
        ("link_keys", '"key"', keys),
        ("link_listings", "text_id", texts),
        ("link_listings", "cluster_id", clusters),
    )
    found: set[int] = set()
    for table, column, values in wanted:
        for some in _chunks(sorted(values)):  # type: ignore[type-var]
            rows = conn.execute(f"SELECT listing_id FROM {table} WHERE {column} IN ({_marks(some)})", some)
            found.update(row[0] for row in rows)
    return found


def other_with_key(conn: sqlite3.Connection, key: str, listing_id: int) -> Beside | None:
    """Another listing that has a key."""
    statement = (
        "SELECT k.listing_id, l.cluster_id FROM link_keys AS k JOIN link_listings AS l USING (listing_id)"
        ' WHERE k."key" = ? AND k.listing_id <> ? LIMIT 1'
    )
    row = conn.execute(statement, (key, listing_id)).fetchone()
    return (row[0], row[1]) if row else None


def other_with_text(conn: sqlite3.Connection, text: int, listing_id: int) -> Beside | None:
    """Another listing of a text."""
    statement = "SELECT listing_id, cluster_id FROM link_listings WHERE text_id = ? AND listing_id <> ? LIMIT 1"
    row = conn.execute(statement, (text, listing_id)).fetchone()
    return (row[0], row[1]) if row else None


def alike_to(conn: sqlite3.Connection, text: int) -> list[Beside]:
    """Of each text alike to a text a listing, the most alike first."""
    rows = conn.execute(
        "SELECT l.listing_id, l.cluster_id FROM link_edges AS e JOIN link_listings AS l ON l.listing_id ="
        " (SELECT listing_id FROM link_listings WHERE text_id = e.other_id LIMIT 1)"
        " WHERE e.text_id = ? ORDER BY e.similarity DESC, e.other_id",
        (text,),
    )
    return [(row[0], row[1]) for row in rows]


def count_with_key(conn: sqlite3.Connection, key: str) -> int:
    """How many listings have a key."""
    return int(conn.execute('SELECT count(*) FROM link_keys WHERE "key" = ?', (key,)).fetchone()[0])


def silent_keys(conn: sqlite3.Connection, limit: int) -> list[tuple[str, str, str, int]]:
    """The keys that do not join: key, state, reason and how many listings have it, the most frequent first."""
    rows = conn.execute(
        'SELECT s."key", s.state, s.reason, (SELECT count(*) FROM link_keys AS k WHERE k."key" = s."key") AS listings'
        ' FROM link_key_states AS s ORDER BY listings DESC, s."key" LIMIT ?',
        (limit,),
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def of_seller(conn: sqlite3.Connection, seller: str) -> list[int]:
    """Listings of a seller's name as it is compared, rising."""
    return [
        row[0] for row in conn.execute("SELECT listing_id FROM link_listings WHERE seller = ? ORDER BY 1", (seller,))
    ]


def sellers(conn: sqlite3.Connection, key: str, most: int) -> int:
    """How many different sellers are known to have a key, counted up to `most`."""
    statement = """
        WITH RECURSIVE named (seller) AS (
            SELECT min(seller) FROM link_keys WHERE "key" = ?1 AND seller > ''
            UNION ALL
            SELECT (SELECT min(seller) FROM link_keys WHERE "key" = ?1 AND seller > named.seller)
            FROM named WHERE named.seller IS NOT NULL LIMIT ?2
        ) SELECT count(seller) FROM named"""
    return int(conn.execute(statement, (key, most)).fetchone()[0])


def key_states(conn: sqlite3.Connection, keys: Iterable[str]) -> dict[str, tuple[str, str]]:
    """State and reason of those keys that do not join."""
    found = {}
    for some in _chunks(list(keys)):
        for row in conn.execute(f'SELECT * FROM link_key_states WHERE "key" IN ({_marks(some)})', some):
            found[row[0]] = (row[1], row[2])
    return found


def set_key_state(conn: sqlite3.Connection, key: str, state: tuple[str, str] | None) -> None:
    """Note why a key does not join; None when it does."""
    conn.execute('DELETE FROM link_key_states WHERE "key" = ?', (key,))
    if state is not None:
        conn.execute("INSERT INTO link_key_states VALUES (?, ?, ?)", (key, *state))


def site_lines(conn: sqlite3.Connection) -> dict[str, frozenset[int]]:
    """The lines that sources write themselves, as they were learned."""
    found: dict[str, set[int]] = {}
    for row in conn.execute("SELECT source, line FROM link_site_lines"):
        found.setdefault(row[0], set()).add(row[1])
    return {source: frozenset(lines) for source, lines in found.items()}


def site_keys(conn: sqlite3.Connection) -> dict[str, str]:
    """The contacts and images that are a site's own, with the source."""
    return dict(conn.execute('SELECT "key", source FROM link_site_keys').fetchall())


def clear(conn: sqlite3.Connection) -> dict[int, int]:
    """Forget all links, clusters excepted; the cluster of each listing that had one."""
    old = dict(conn.execute("SELECT listing_id, cluster_id FROM link_listings WHERE cluster_id IS NOT NULL").fetchall())
    tables = ("texts", "bands", "edges", "keys", "key_states", "site_lines", "site_keys", "listings", "unsettled")
    for table in tables:
        conn.execute(f"DELETE FROM link_{table}")
    return old


def put_all(
    conn: sqlite3.Connection,
    *,
    listings: Iterable[Linked],
    states: Mapping[str, tuple[str, str]],
    lines: Mapping[str, frozenset[int]],
    keys: Mapping[str, str],
) -> None:
    """Write what a rebuilding found beside its texts, after `clear`."""
    rows = list(listings)
    conn.executemany(
        "INSERT INTO link_listings VALUES (?, ?, ?, ?)",
        [(one.listing, one.seller, one.text, one.cluster) for one in rows],
    )
    conn.executemany(
        "INSERT INTO link_keys VALUES (?, ?, ?, ?)",
        sorted((key, one.seller, one.listing, key in one.services) for one in rows for key in one.keys),
    )
    conn.executemany("INSERT INTO link_key_states VALUES (?, ?, ?)", [(key, *state) for key, state in states.items()])
    conn.executemany(
        "INSERT INTO link_site_lines VALUES (?, ?)", [(source, line) for source, some in lines.items() for line in some]
    )
    conn.executemany("INSERT INTO link_site_keys VALUES (?, ?)", sorted(keys.items()))


def contact_key(conn: sqlite3.Connection, contact_id: int) -> str | None:
    """The key of a contact in the graph; None when there is no such contact."""
    row = conn.execute("SELECT kind FROM contacts WHERE id = ?", (contact_id,)).fetchone()
    return _contact_key(row["kind"], contact_id) if row else None


def shown(conn: sqlite3.Connection, key: str) -> str:
    """A key as people may see it: `phone +62 ••••-••-01 (a1b2c3d4)`, `image 9f…`."""
    kind, _, value = key.partition(":")
    if kind.startswith("image"):
        return f"{kind} {value[:8]}"
    row = conn.execute("SELECT kind, masked, ref FROM contacts WHERE id = ?", (int(value),)).fetchone()
    return f"{row['kind']} {row['masked']} ({row['ref']})" if row else key


def figures(conn: sqlite3.Connection) -> dict[str, int]:
    """How much of what is linked."""
    wanted = {
        "listings": "SELECT count(*) FROM link_listings",
        "texts": "SELECT count(*) FROM link_texts",
        "alike": "SELECT count(*) / 2 FROM link_edges",
        "keys": 'SELECT count(DISTINCT "key") FROM link_keys',
        "keys_common": "SELECT count(*) FROM link_key_states WHERE state = 'common'",
        "keys_aside": "SELECT count(*) FROM link_key_states WHERE state = 'aside'",
        "clusters": "SELECT count(*) FROM clusters WHERE ended_at IS NULL",
        "clustered": "SELECT count(*) FROM link_listings WHERE cluster_id IS NOT NULL",
        "site_lines": "SELECT count(*) FROM link_site_lines",
        "unsettled": "SELECT count(*) FROM link_unsettled",
        "waiting": "SELECT count(*) FROM judgements WHERE id > coalesce("
        f"(SELECT CAST(value AS INTEGER) FROM settings WHERE name = '{SETTING}'), 0)",
    }
    return {name: int(conn.execute(statement).fetchone()[0]) for name, statement in wanted.items()}


def _held(conn: sqlite3.Connection, row: sqlite3.Row) -> tuple[frozenset[str], tuple[tuple[str, str], ...]]:
    """The contacts of all versions of a listing, and the words before those of the newest one."""
    rows = conn.execute(
        "SELECT contacts.id, contacts.kind, s.version, s.field, s.start FROM listing_contacts AS s"
        " JOIN contacts ON contacts.id = s.contact_id WHERE s.listing_id = ?",
        (row["id"],),
    ).fetchall()
    before = tuple(
        (_contact_key(one["kind"], one["id"]), row[one["field"]][max(0, one["start"] - BEFORE) : one["start"]])
        for one in rows
        if one["version"] == row["version"] and one["field"] in ("title", "text")
    )
    return frozenset(_contact_key(one["kind"], one["id"]) for one in rows), before


def _contact_key(kind: str, contact_id: int) -> str:
    return f"{'number' if kind in _NUMBERS else kind}:{contact_id}"


def _image_keys(images: str, extra: str) -> frozenset[str]:
    found = {f"image:{_digest(address)}" for address in read_names(images)}
    if any(name in extra for name in _HASHES):
        values = orjson.loads(extra)
        found |= {f"image-hash:{_digest(values[name])}" for name in _HASHES if values.get(name)}
    return frozenset(found)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.strip().encode(), digest_size=10).hexdigest()


def _chunks(values: Sequence[_Value]) -> Iterator[Sequence[_Value]]:
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
