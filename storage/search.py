"""Search over the masked titles and texts, newest first. Any text a person types is safe; none is read as syntax."""

from __future__ import annotations

from sandi.listing import scrub
from storage.database import Store
from storage.listings import from_row
from storage.paging import Page, read_cursor, write_cursor
from storage.records import StoredListing

MAX_CHARACTERS = 1000
MAX_WORDS = 24
MANY = 150_000
SLICES, WIDTH = 10, 1_000
"""Numbers of listings that are looked at to tell about how many hold some words."""


def search(store: Store, words: str, *, cursor: str | None = None, limit: int = 50) -> Page[StoredListing]:
    """Listings that hold all the words (a word ending in `*` is a beginning), the last kept first.

    Letters are compared as unicode61 does: without case, without diacritics. Raises CursorError.
    """
    query = match_query(words)
    below = read_cursor(cursor, 1)[0] if cursor else None
    if query is None:
        return Page(())
    with store.reader() as conn:
        rows = conn.execute(
            """
            SELECT listings.* FROM listings_fts JOIN listings ON listings.id = listings_fts.rowid
            WHERE listings_fts MATCH ? AND listings_fts.rowid < ? ORDER BY listings_fts.rowid DESC LIMIT ?""",
            (query, below if below is not None else 2**62, limit + 1),
        ).fetchall()
    more = len(rows) > limit
    found = tuple(from_row(row) for row in rows[:limit])
    return Page(found, write_cursor(found[-1].id) if more else None)


def common(store: Store, words: str) -> bool:
    """Whether about MANY listings or more hold all the words, by a look at some slices: counting all takes too long."""
    query = match_query(words)
    if query is None:
        return False
    held = "SELECT count(*) FROM listings_fts WHERE listings_fts MATCH ? AND rowid BETWEEN ? AND ?"
    with store.reader() as conn:
        last = conn.execute("SELECT coalesce(max(id), 0) FROM listings").fetchone()[0]
        if last < MANY:
            return False
        starts = range(1, last, last // SLICES)
        found = sum(conn.execute(held, (query, at, at + WIDTH - 1)).fetchone()[0] for at in starts)
    return bool(found * last >= MANY * len(starts) * WIDTH)


def match_query(words: str) -> str | None:
    """What a person typed as an FTS5 query of quoted words; None when there is no word in it."""
    clean = scrub(words[:MAX_CHARACTERS]).replace("\0", " ")
    kept = [word for word in clean.split() if any(char.isalnum() for char in word)][:MAX_WORDS]
    return " AND ".join(map(_quoted, kept)) or None


def _quoted(word: str) -> str:
    beginning = word.endswith("*")
    text = word.rstrip("*").replace('"', '""')
    return f'"{text}"' + ("*" if beginning else "")
