"""What servers said of their pages (`ETag`, `Last-Modified`), so that an unchanged one need not be sent again.

A page is asked for conditionally only while its body is kept: in a capture, or sealed here where it has none (a page of
links). So an answer "not modified" is read like a whole one, and says nothing by itself about what changed. It is a
cache: it may be emptied at any time, and a purge does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage import captures
from storage.database import Store
from storage.keys import Keys, SealBroken, Sealed
from storage.times import before, now
from storage.veil import url_key

TRUSTED_S = 7 * 86_400
"""After so long a page is asked for whole again: a server may be wrong about itself."""
KEPT_S = 30 * 86_400
LARGEST = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Tag:
    """What a server called a state of a page; either may be empty."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A page with its tag. `capture` names the capture that holds its body; without one the body is kept here."""

    url: str
    tag: Tag
    content_type: str
    body: bytes
    capture: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was: `record` is the WARC record of its capture, or else `body` what was kept of it."""

    record: bytes = b""
    content_type: str = ""
    body: bytes = b""


class Tags:
    """The tags of one source's pages that may be trusted, by address."""

    def __init__(self, keys: Keys, tags: dict[str, Tag]) -> None:
        self._keys = keys
        self._tags = tags

    def of(self, url: str) -> Tag | None:
        return self._tags.get(url_key(self._keys, url)) if self._tags else None


def tags(store: Store, source: str) -> Tags:
    """The pages of `source` that were read whole within TRUSTED_S."""
    since = before(now(), TRUSTED_S)
    with store.reader() as conn:
        rows = conn.execute(
            "SELECT url_key, etag, modified FROM page_tags WHERE source = ? AND read_at >= ?", (source, since)
        )
        return Tags(store.keys, {row["url_key"]: Tag(row["etag"], row["modified"]) for row in rows})


def remember(store: Store, source: str, pages: Sequence[Tagged]) -> None:
    """Keep tags and, where there is no capture, bodies. One transaction; pages larger than LARGEST are left out."""
    rows = []
    moment = now()
    for page in pages:
        if len(page.body) > LARGEST:
            continue
        code = url_key(store.keys, page.url)
        sealed = Sealed(b"", b"", b"") if page.capture else store.keys.seal(page.body, _about(code))
        told = (page.tag.etag, page.tag.modified, page.content_type, page.capture)
        rows.append((code, source, *told, sealed.nonce, sealed.body, sealed.wrapped_key, moment))
    if not rows:
        return
    with store.writer() as conn:
        conn.execute("DELETE FROM page_tags WHERE source = ? AND read_at < ?", (source, before(moment, KEPT_S)))
        conn.executemany(
            """
            INSERT OR REPLACE INTO page_tags
                (url_key, source, etag, modified, content_type, capture, nonce, body, wrapped_key, read_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            rows,
        )


def kept(store: Store, url: str) -> Kept | None:
    """The page as it was when it was last read whole; None when it is kept no more."""
    code = url_key(store.keys, url)
    with store.reader() as conn:
        row = conn.execute("SELECT * FROM page_tags WHERE url_key = ?", (code,)).fetchone()
    if row is None:
        return None
    try:
        if row["capture"]:
            return Kept(record=captures.read(store, row["capture"]))
        sealed = Sealed(row["nonce"], row["body"], row["wrapped_key"])
        return Kept(content_type=row["content_type"], body=store.keys.unseal(sealed, _about(code)))
    except (captures.NoCapture, SealBroken):
        return None


def _about(code: str) -> str:
    return f"page/{code}"
