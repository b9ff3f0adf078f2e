"""Texts as they are compared, as rows: bodies, bands, alike pairs, families. Everything here is read in a transaction.

A family is what hangs together by alike texts; its number means nothing outside. Bands are kept by family, so that a
flood of one text, which is one family, is passed over by one look.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

_CHUNK = 500


def is_kept(conn: sqlite3.Connection, text: int) -> bool:
    return conn.execute("SELECT 1 FROM link_texts WHERE id = ?", (text,)).fetchone() is not None


def put(conn: sqlite3.Connection, text: int, body: str, sketch: bytes, family: int, bands: Iterable[int]) -> None:
    """Keep a text."""
    conn.execute("INSERT INTO link_texts (id, body, family, sketch) VALUES (?, ?, ?, ?)", (text, body, family, sketch))
    conn.executemany("INSERT OR IGNORE INTO link_bands VALUES (?, ?, ?)", [(band, family, text) for band in bands])


def put_edges(conn: sqlite3.Connection, edges: Iterable[tuple[int, int, float]]) -> None:
    """Keep pairs of alike texts."""
    both = [pair for one, other, similarity in edges for pair in ((one, other, similarity), (other, one, similarity))]
    conn.executemany("INSERT OR IGNORE INTO link_edges VALUES (?, ?, ?)", both)


def put_all(
    conn: sqlite3.Connection,
    bodies: Mapping[int, str],
    texts: Iterable[tuple[int, int, bytes]],
    bands: Iterable[tuple[int, int, int]],
    edges: Iterable[tuple[int, int, float]],
) -> None:
    """Everything, into empty tables. `texts`: number, family, sketch; `bands` must come rising, or a large table takes
    hours.
    """
    rows = ((text, bodies[text], family, sketch) for text, family, sketch in texts)
    conn.executemany("INSERT INTO link_texts (id, body, family, sketch) VALUES (?, ?, ?, ?)", rows)
    conn.executemany("INSERT OR IGNORE INTO link_bands VALUES (?, ?, ?)", bands)
    both = (pair for a, b, similarity in edges for pair in ((a, b, similarity), (b, a, similarity)))
    conn.executemany("INSERT INTO link_edges VALUES (?, ?, ?)", sorted(both))


def drop(conn: sqlite3.Connection, text: int, bands: Iterable[int]) -> None:
    """Forget a text that no listing has any more."""
    family = family_of(conn, text)
    conn.executemany(
        "DELETE FROM link_bands WHERE band = ? AND family = ? AND text_id = ?", [(band, family, text) for band in bands]
    )
    conn.execute(
        "DELETE FROM link_edges WHERE other_id = ?1 AND text_id IN "
        "(SELECT other_id FROM link_edges WHERE text_id = ?1)",
        (text,),
    )
    conn.execute("DELETE FROM link_edges WHERE text_id = ?", (text,))
    conn.execute("DELETE FROM link_texts WHERE id = ?", (text,))


def bodies(conn: sqlite3.Connection, texts: Sequence[int]) -> dict[int, str]:
    """Kept texts by number."""
    return dict(_some(conn, "body", texts))


def sketches(conn: sqlite3.Connection, texts: Sequence[int]) -> dict[int, bytes]:
    """Their sketches by number."""
    return dict(_some(conn, "sketch", texts))


def in_bands(conn: sqlite3.Connection, bands: Sequence[int], most: int) -> dict[int, list[int]]:
    """The texts found under each of some bands, of each `most`; bands without a text are left out."""
    each = "SELECT band, text_id FROM (SELECT band, text_id FROM link_bands WHERE band = ? LIMIT ?)"
    found: dict[int, list[int]] = {}
    statement = " UNION ALL ".join([each] * len(bands))
    for row in conn.execute(statement, [value for band in bands for value in (band, most)]):
        found.setdefault(row[0], []).append(row[1])
    return found


def of_others(conn: sqlite3.Connection, band: int, family: int) -> Iterator[tuple[int, int]]:
    """The texts under a band that are of another family, each after its family. No rows may change meanwhile."""
    for sign in "<", ">":
        statement = f"SELECT family, text_id FROM link_bands WHERE band = ? AND family {sign} ? ORDER BY 1, 2"
        for row in conn.execute(statement, (band, family)):
            yield row[0], row[1]


def family_of(conn: sqlite3.Connection, text: int) -> int:
    """The family of a kept text."""
    return int(conn.execute("SELECT family FROM link_texts WHERE id = ?", (text,)).fetchone()[0])


def of_family(conn: sqlite3.Connection, family: int) -> list[int]:
    """The texts of a family, rising."""
    return [row[0] for row in conn.execute("SELECT id FROM link_texts WHERE family = ? ORDER BY 1", (family,))]


def size(conn: sqlite3.Connection, family: int) -> int:
    """How many texts a family has."""
    return int(conn.execute("SELECT count(*) FROM link_texts WHERE family = ?", (family,)).fetchone()[0])


def new_family(conn: sqlite3.Connection) -> int:
    """A number that no family has."""
    return int(conn.execute("SELECT coalesce(max(family), 0) + 1 FROM link_texts").fetchone()[0])


def move(conn: sqlite3.Connection, text: int, bands: Iterable[int], family: int) -> None:
    """A text is of another family from now on."""
    old = family_of(conn, text)
    conn.execute("UPDATE link_texts SET family = ? WHERE id = ?", (family, text))
    conn.executemany(
        "UPDATE link_bands SET family = ? WHERE band = ? AND family = ? AND text_id = ?",
        [(family, band, old, text) for band in bands],
    )


def alike(conn: sqlite3.Connection, text: int) -> list[tuple[int, float]]:
    """The texts alike to a text, the most alike first; of a flood not all."""
    rows = conn.execute(
        "SELECT other_id, similarity FROM link_edges WHERE text_id = ? ORDER BY similarity DESC, other_id", (text,)
    )
    return [(row[0], row[1]) for row in rows]


def alike_among(conn: sqlite3.Connection, texts: Sequence[int]) -> list[tuple[int, int, float]]:
    """All pairs of alike texts that one of some texts is in, each perhaps twice."""
    found = []
    for start in range(0, len(texts), _CHUNK):
        some = texts[start : start + _CHUNK]
        marks = ",".join("?" * len(some))
        found += [
            (min(row[0], row[1]), max(row[0], row[1]), row[2])
            for row in conn.execute(f"SELECT * FROM link_edges WHERE text_id IN ({marks})", some)
        ]
    return found


def _some(conn: sqlite3.Connection, column: str, texts: Sequence[int]) -> Iterator[tuple[int, Any]]:
    for start in range(0, len(texts), _CHUNK):
        some = texts[start : start + _CHUNK]
        marks = ",".join("?" * len(some))
        for row in conn.execute(f"SELECT id, {column} FROM link_texts WHERE id IN ({marks})", some):
            yield row[0], row[1]
