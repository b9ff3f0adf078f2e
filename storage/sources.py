"""Sources as the store knows them: what they were when last crawled, and whether they are paused."""

from __future__ import annotations

import sqlite3

from storage import audit
from storage.database import Store
from storage.masking import scrubbed
from storage.records import SourceState
from storage.rows import value_of
from storage.times import now

__all__ = ["SourceState", "all_states", "pause", "register", "resume", "state"]


def register(store: Store, id: str, title: str, adapter: str, url: str, definition: str) -> None:
    """Note what a source is now; `definition` is its YAML text. Nothing is written when nothing differs."""
    values = {"title": title, "adapter": adapter, "url": url, "definition": definition}
    current = state(store, id)
    if current.registered_at and all(getattr(current, name) == value for name, value in values.items()):
        return
    with store.writer() as conn:
        conn.execute(
            """
            INSERT INTO sources (id, title, adapter, url, definition, registered_at, updated_at)
            VALUES (:id, :title, :adapter, :url, :definition, :now, :now)
            ON CONFLICT (id) DO UPDATE SET title = excluded.title, adapter = excluded.adapter, url = excluded.url,
                definition = excluded.definition, registered_at = coalesce(registered_at, excluded.registered_at),
                updated_at = excluded.updated_at""",
            values | {"id": id, "now": now()},
        )
        audit.record(conn, actor=audit.PROGRAM, action="source.register", object=f"source/{id}")


def pause(store: Store, id: str, reason: str, actor: str) -> None:
    """Let no further run of the source start. Raises ReasonMissing."""
    audit.need_reason(reason, "pausing a source")
    _switch(store, id, paused=True, reason=reason, actor=actor)


def resume(store: Store, id: str, reason: str, actor: str) -> None:
    """Let the source run again."""
    _switch(store, id, paused=False, reason=reason, actor=actor)


def state(store: Store, id: str) -> SourceState:
    """The source; one that was never registered is not paused and has no title."""
    with store.reader() as conn:
        return state_of(conn, id)


def all_states(store: Store) -> list[SourceState]:
    """Every source ever registered, by id."""
    with store.reader() as conn:
        return [_from_row(row) for row in conn.execute("SELECT * FROM sources ORDER BY id")]


def state_of(conn: sqlite3.Connection, id: str) -> SourceState:
    """`state`, inside a reader."""
    row = conn.execute("SELECT * FROM sources WHERE id = ?", (id,)).fetchone()
    return _from_row(row) if row else SourceState(id)


def _switch(store: Store, id: str, *, paused: bool, reason: str, actor: str) -> None:
    clean = scrubbed(reason)
    with store.writer() as conn:
        conn.execute("INSERT INTO sources (id) VALUES (?) ON CONFLICT (id) DO NOTHING", (id,))
        conn.execute(
            "UPDATE sources SET paused = ?, reason = ?, paused_by = ?, paused_at = ? WHERE id = ?",
            (paused, clean if paused else "", actor if paused else "", now() if paused else None, id),
        )
        action = "source.pause" if paused else "source.resume"
        audit.record(conn, actor=actor, action=action, object=f"source/{id}", reason=clean)


def _from_row(row: sqlite3.Row) -> SourceState:
    return value_of(SourceState, row, paused=bool(row["paused"]))
