"""Listings: kept in batches, each batch in one transaction with its verdicts, hits, contacts, leads and audit row.

The same address is the same listing. What has not changed is only touched; what has changed keeps its past in
`listing_versions`. Reading gives masked values; `original` opens the seal and says so in the audit log.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from sandi.errors import SandiError
from sandi.listing import Listing
from sandi.verdict import RuleText
from storage import audit, contacts, judgements, opening, restrictions, sealed
from storage.database import Store
from storage.judgements import read_names, verdict_hash
from storage.keys import Keys
from storage.records import Counts, Judged, StoredListing, Version
from storage.rows import value_of
from storage.times import now, utc
from storage.veil import Veil, chosen_part, content_hash, content_parts, drifts, pack, unpack, url_key

__all__ = [
    "Counts",
    "Judged",
    "NoListing",
    "StoredListing",
    "Version",
    "get",
    "iter_listings",
    "mark_gone",
    "original",
    "save_batch",
    "unchanged",
    "versions",
]

CHUNK = 500
STEP = 20
"""After so many listings of a batch it is asked whether a person waits to write."""
_CONTENT = """price, currency, language, posted_at, title, category, seller, location, text, extra, images, changed,
    capture, content_hash, sealed_id"""


class NoListing(SandiError):
    """There is no such listing or version, or its original was erased."""


def save_batch(
    store: Store,
    run: str,
    batch: Sequence[Judged],
    *,
    rules: Sequence[RuleText] = (),
    chosen: Sequence[str] = (),
) -> Counts:
    """Keep a batch in one transaction, or in several where people wait to write meanwhile; what belongs to a listing
    is in one. When this returns, a power cut loses nothing of the batch.

    With `chosen` fields (`title`, `price`, `extra.phone` …) what differs elsewhere is no new version, unless the rules
    read the listing differently: what a hit points at must be there.

    Raises StoreBusy, StoreError; nothing of the transaction is kept then.
    """
    parts, total = deque(_rounds(store.keys, batch)), Counts()
    while parts:
        total += _save_some(store, run, parts, rules, frozenset(chosen))
    return total


def _save_some(
    store: Store, run: str, parts: deque[dict[str, Judged]], rules: Sequence[RuleText], chosen: frozenset[str]
) -> Counts:
    """One transaction: one part, and further ones until somebody waits."""
    with store.writer() as conn:
        saving = _Saving(conn, store.keys, run, judgements.keep_rules(conn, rules), chosen)
        total = saving.save(parts.popleft())
        while parts and not store.awaited:
            total += saving.save(parts.popleft())
        if total.new or total.changed or total.alerts:
            told = {"new": total.new, "changed": total.changed, "alerts": total.alerts}
            audit.record(conn, actor=audit.PROGRAM, action="listings.save", object=f"run/{run}", detail=told)
    return total


def mark_gone(store: Store, source: str, run: str) -> int:
    """Mark the listings of `source` that this run, which must have been complete, did not see. Returns how many.

    What another source showed since the run began is there, although `last_run` names the run of that source.
    """
    with store.writer() as conn:
        done = conn.execute(
            "UPDATE listings SET gone_at = ? WHERE source = ? AND gone_at IS NULL AND last_run <> ?"
            " AND last_seen < coalesce((SELECT started_at FROM runs WHERE id = ?), '9')",
            (now(), source, run, run),
        )
        if done.rowcount:
            detail = {"gone": done.rowcount, "source": source}
            audit.record(conn, actor=audit.PROGRAM, action="listings.gone", object=f"run/{run}", detail=detail)
    return done.rowcount


def get(store: Store, listing_id: int) -> StoredListing | None:
    """A listing as it is now, masked; None when there is none."""
    with store.reader() as conn:
        row = conn.execute("SELECT * FROM listings WHERE id = ?", (listing_id,)).fetchone()
    return from_row(row) if row else None


def versions(store: Store, listing_id: int) -> list[Version]:
    """Every published state of a listing, oldest first, masked."""
    with store.reader() as conn:
        return versions_of(conn, listing_id)


def iter_listings(store: Store, *, source: str | None = None, after: int = 0) -> Iterator[StoredListing]:
    """All listings by rising id, masked, read in short steps so that no transaction stays open."""
    where = "id > ? AND source = ?" if source is not None else "id > ?"
    while True:
        values = (after, source, CHUNK) if source is not None else (after, CHUNK)
        with store.reader() as conn:
            rows = conn.execute(f"SELECT * FROM listings WHERE {where} ORDER BY id LIMIT ?", values).fetchall()
        if not rows:
            return
        yield from map(from_row, rows)
        after = rows[-1]["id"]


def original(
    store: Store, listing_id: int, version: int | None = None, *, actor: str, reason: str, lead: int | None = None
) -> Listing:
    """The listing as published, newest version unless one is named; `lead` is the one it is opened for.

    Writes an audit row.

    Raises ReasonMissing, NoListing, Restricted, SealBroken.
    """
    audit.need_reason(reason, "opening an original")
    with store.writer() as conn:
        row = conn.execute(
            "SELECT number, sealed_id FROM all_versions WHERE listing_id = ? AND number = coalesce(?, number)"
            " ORDER BY number DESC LIMIT 1",
            (listing_id, version),
        ).fetchone()
        if row is None:
            raise NoListing(f"there is no listing {listing_id}" + (f" version {version}" if version else ""))
        restrictions.listing_is_free(conn, listing_id)
        plain = sealed.open_row(conn, store.keys, row["sealed_id"])
        if plain is None:
            raise NoListing(f"the original of listing {listing_id} was erased")
        audit.record(
            conn,
            actor=actor,
            action="listing.original",
            object=f"listing/{listing_id}",
            reason=reason,
            detail={"version": row["number"]} | ({"lead": lead} if lead is not None else {}),
        )
    return unpack(plain)


def published(store: Store, listing_id: int) -> dict[int, Listing]:
    """Every version of a listing as published, by number, for an act that the caller writes down.

    Raises NoListing, Restricted, SealBroken.
    """
    found: dict[int, Listing] = {}
    with store.reader() as conn:
        restrictions.listing_is_free(conn, listing_id)
        rows = conn.execute(
            "SELECT number, sealed_id FROM all_versions WHERE listing_id = ? ORDER BY number", (listing_id,)
        ).fetchall()
        for row in rows:
            plain = sealed.open_row(conn, store.keys, row["sealed_id"])
            if plain is None:
                raise NoListing(f"the original of listing {listing_id} was erased")
            found[row["number"]] = unpack(plain)
    return found


def unchanged(store: Store, found: Sequence[Judged], chosen: Sequence[str] = ()) -> frozenset[str]:
    """The addresses of those of which `save_batch` would make no new version; their pages need no further capture."""
    codes = {url_key(store.keys, one.listing.url): one for one in found}
    columns = "url_key, content_hash, verdict_hash, sealed_id"
    with store.reader() as conn:
        kept = {row["url_key"]: row for row in _by_code(conn, list(codes), columns)}
        fields = frozenset(chosen)
        same = [one for code, one in codes.items() if code in kept and _same(conn, store.keys, kept[code], one, fields)]
    return frozenset(one.listing.url for one in same)


def _same(conn: sqlite3.Connection, keys: Keys, row: sqlite3.Row, judged: Judged, chosen: frozenset[str]) -> bool:
    """Whether a listing is as the row has it, in the chosen fields at least."""
    same = row["content_hash"] == content_hash(keys, judged.listing)
    read_alike = row["verdict_hash"] == verdict_hash(keys, judged.verdict)
    if same and (read_alike or not drifts(judged.listing)):
        return True
    if not same and not (chosen and read_alike):
        return False
    plain = sealed.open_row(conn, keys, row["sealed_id"])
    if plain is None:
        return False
    old, new = unpack(plain), judged.listing
    if same:  # hits point into the text, so it must be there as they read it
        return old.text == new.text
    return all(chosen_part(old, name) == chosen_part(new, name) for name in chosen)


def from_row(row: sqlite3.Row) -> StoredListing:
    """A row of `listings` as a value."""
    return value_of(
        StoredListing,
        row,
        images=read_names(row["images"]),
        extra=orjson.loads(row["extra"]),
        run=row["last_run"],
        url_masked="•" in row["url"],
    )


def at_version(conn: sqlite3.Connection, listing_id: int, version: int) -> StoredListing:
    """A listing as it was in one of its versions, with the sightings of now."""
    row = conn.execute(
        """
        SELECT l.id, l.source, l.kind, l.url, l.first_seen, l.last_seen, l.last_run, l.gone_at, v.number AS version,
            v.price, v.currency, v.language, v.posted_at, v.title, v.category, v.seller, v.location, v.text, v.extra,
            v.images, v.capture, v.content_hash
        FROM all_versions AS v JOIN listings AS l ON l.id = v.listing_id
        WHERE v.listing_id = ? AND v.number = ?""",
        (listing_id, version),
    ).fetchone()
    return from_row(row)


def versions_of(conn: sqlite3.Connection, listing_id: int) -> list[Version]:
    """`versions`, inside a reader."""
    rows = conn.execute("SELECT * FROM all_versions WHERE listing_id = ? ORDER BY number", (listing_id,))
    return [value_of(Version, row, changed=read_names(row["changed"]), current=bool(row["current"])) for row in rows]


class _Saving:
    """One transaction of `save_batch`."""

    def __init__(
        self, conn: sqlite3.Connection, keys: Keys, run: str, rule_ids: judgements.RuleIds, chosen: frozenset[str]
    ) -> None:
        self._conn = conn
        self._chosen = chosen
        self._keys = keys
        self._run = run
        self._rule_ids = rule_ids
        self._now = now()

    def save(self, part: dict[str, Judged]) -> Counts:
        """Keep listings whose addresses differ from each other."""
        known_rows = self._known(list(part))
        counts = Counts()
        last = self._conn.execute("SELECT coalesce(max(id), 0) FROM listings").fetchone()[0]
        for code, judged in part.items():
            if code not in known_rows:
                counts += Counts(new=1, alerts=self._add(code, judged))
        # Before any update: the update trigger takes old words out of the index, so they must be in it.
        self._conn.execute(
            "INSERT INTO listings_fts (rowid, title, text) SELECT id, title, text FROM listings WHERE id > ?", (last,)
        )
        for code, row in known_rows.items():
            counts += self._again(row, part[code])
        return counts

    def _known(self, codes: list[str]) -> dict[str, sqlite3.Row]:
        columns = "id, url_key, source, version, gone_at, content_hash, verdict_hash, sealed_id"
        return {row["url_key"]: row for row in _by_code(self._conn, codes, columns)}

    def _add(self, code: str, judged: Judged) -> int:
        veil, seen = Veil(judged), self._seen(judged)
        content = self._content(judged, veil, code, 1, ())
        values = content | {
            "source": judged.listing.source,
            "kind": judged.listing.kind,
            "version": 1,
            "first_seen": seen,
            "last_seen": seen,
            "last_run": self._run,
            "version_seen": seen,
            "version_run": self._run,
            "url_key": code,
            "url": veil.url(),
            **self._judged(judged),
        }
        done = self._conn.execute(
            f"INSERT INTO listings ({', '.join(values)}) VALUES ({', '.join(':' + name for name in values)})", values
        )
        return self._judge(int(done.lastrowid or 0), 1, judged, veil)

    def _again(self, row: sqlite3.Row, judged: Judged) -> Counts:
        """A listing that was seen before: changed, judged anew, come back, or only seen again."""
        changed = not _same(self._conn, self._keys, row, judged, self._chosen)
        judged_anew = row["verdict_hash"] != verdict_hash(self._keys, judged.verdict)
        alerts, version = 0, row["version"]
        if changed:
            version += 1
            self._replace(row, judged)
        if changed or judged_anew:
            veil = Veil(judged)
            # Masked again even when nothing was published anew: changed rules may read contacts they missed before.
            masked = veil.columns() | {"url": veil.url()}
            self._update(row["id"], masked | self._judged(judged))
            alerts = self._judge(row["id"], version, judged, veil)
        self._conn.execute(
            "UPDATE listings SET kind = ?, last_seen = max(last_seen, ?), last_run = ?, gone_at = NULL WHERE id = ?",
            (judged.listing.kind, self._seen(judged), self._run, row["id"]),
        )
        new_state = changed or row["gone_at"] is not None
        return Counts(changed=int(new_state), unchanged=int(not new_state), alerts=alerts)

    def _replace(self, row: sqlite3.Row, judged: Judged) -> None:
        """Put the present state among the versions, and the new one in its place."""
        self._conn.execute(
            f"INSERT INTO listing_versions (listing_id, number, seen_at, run, {_CONTENT})"
            f" SELECT id, version, version_seen, version_run, {_CONTENT} FROM listings WHERE id = ?",
            (row["id"],),
        )
        names = self._changed(row["sealed_id"], judged.listing)
        veil, version = Veil(judged), row["version"] + 1
        content = self._content(judged, veil, row["url_key"], version, names)
        self._update(
            row["id"],
            content
            | {
                "source": judged.listing.source or row["source"],
                "version": version,
                "version_seen": self._seen(judged),
                "version_run": self._run,
                "url": veil.url(),
            },
        )

    def _update(self, listing_id: int, values: dict[str, Any]) -> None:
        sets = ", ".join(f"{name} = :{name}" for name in values)
        self._conn.execute(f"UPDATE listings SET {sets} WHERE id = :id", values | {"id": listing_id})

    def _changed(self, sealed_id: int, listing: Listing) -> tuple[str, ...]:
        """The fields that differ from the sealed original; that of a phone number shows only there."""
        plain = sealed.open_row(self._conn, self._keys, sealed_id)
        if plain is None:
            return ()
        old, new = content_parts(unpack(plain)), content_parts(listing)
        return tuple(name for name in new if old[name] != new[name])

    def _content(self, judged: Judged, veil: Veil, code: str, version: int, names: tuple[str, ...]) -> dict[str, Any]:
        about = f"listing/{code}/{version}"
        return veil.columns() | {
            "changed": judgements.names(names),
            "capture": judged.capture,
            "content_hash": content_hash(self._keys, judged.listing),
            "sealed_id": sealed.put(self._conn, self._keys, "listing", about, pack(judged.listing)),
        }

    def _judged(self, judged: Judged) -> dict[str, Any]:
        verdict = judged.verdict
        hashed = verdict_hash(self._keys, verdict)
        return {"verdict": verdict.verdict, "score": verdict.score, "verdict_hash": hashed}

    def _judge(self, listing_id: int, version: int, judged: Judged, veil: Veil) -> int:
        """Keep verdict and contacts and let the lead follow; 1 when people should look."""
        verdict = judged.verdict
        judgement_id = judgements.keep(
            self._conn, listing_id, version, self._run, self._now, verdict, veil, self._rule_ids
        )
        contacts.keep(self._conn, self._keys, listing_id, version, verdict.contacts, self._now)
        source = judged.listing.source
        return int(opening.follow(self._conn, listing_id, judgement_id, source, verdict, self._now, self._run))

    def _seen(self, judged: Judged) -> str:
        return utc(judged.listing.seen_at) or self._now


def _by_code(conn: sqlite3.Connection, codes: Sequence[str], columns: str) -> Iterator[sqlite3.Row]:
    """These columns of the listings with these `url_key`s."""
    for start in range(0, len(codes), CHUNK):
        some = codes[start : start + CHUNK]
        marks = ",".join("?" * len(some))
        yield from conn.execute(f"SELECT {columns} FROM listings WHERE url_key IN ({marks})", some)


def _rounds(keys: Keys, batch: Sequence[Judged]) -> Iterator[dict[str, Judged]]:
    """The batch in parts of STEP without a repeated address: a listing met twice is first new, then seen again."""
    part: dict[str, Judged] = {}
    for judged in batch:
        code = url_key(keys, judged.listing.url)
        if code in part or len(part) == STEP:
            yield part
            part = {}
        part[code] = judged
    yield from [part] if part else []
