"""Decisions: what a person said of a lead, and why. Rows are only ever added; taking one back is a row too.

What has the shape of a number, an address or a handle is masked in a note too: name a contact by its ref.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from sandi.errors import SandiError
from storage import audit, draws, leases
from storage.database import Store
from storage.judgements import read_names
from storage.masking import scrubbed
from storage.records import Decision
from storage.rows import value_of
from storage.times import now

__all__ = ["REASONS", "Decision", "DecisionError", "StaleLead", "decide", "history", "last", "undo"]

REASONS: dict[str, tuple[str, ...]] = {
    "keep": ("debt-or-documents", "possible-minor", "third-party-control", "movement-or-housing", "other"),
    "dismiss": (
        "adult-independent",
        "legitimate-employer",
        "news-or-advocacy",
        "spam-or-scam",
        "other-sense",
        "duplicate",
        "rule-wrong",
        "other",
    ),
    "unsure": ("second-opinion", "too-little-evidence", "language", "other"),
    "escalate": ("possible-minor", "immediate-danger", "asks-for-help", "other"),
}
NOTE_LIMIT = 4000

_STATE_AFTER = {"keep": "kept", "dismiss": "dismissed", "unsure": "unsure", "escalate": "escalated", "undo": "open"}


class DecisionError(SandiError):
    """A decision that cannot be recorded; the text says what is missing or wrong."""


class StaleLead(DecisionError):
    """The lead moved on since it was read: `who` did it, `when` (UTC ISO 8601), and `what`."""

    def __init__(self, message: str, *, who: str, when: str, what: str) -> None:
        super().__init__(message)
        self.who, self.when, self.what = who, when, what


def decide(
    store: Store,
    lead_id: int,
    *,
    decision: str,
    reason: str,
    note: str = "",
    actor: str,
    via: str,
    seen_version: int,
) -> Decision:
    """Record a decision. `seen_version` is the version of the lead that was read; `via` is web or cli.

    Raises DecisionError for an unknown decision or reason, a missing note, a missing lead; StaleLead when somebody
    decided, or the evidence changed, since `seen_version`; Held when somebody else works on it.
    """
    with store.writer() as conn:
        leases.must_be_free(conn, lead_id, actor)
        made = decide_in(conn, lead_id, decision, reason, note, actor, via, seen_version)
        draws.consider(conn, store.keys, made.id)
        leases.done(conn, lead_id, actor)
        return made


def decide_in(
    conn: sqlite3.Connection, lead_id: int, decision: str, reason: str, note: str, actor: str, via: str, seen: int
) -> Decision:
    """`decide`, inside a writer; `seen` is the version that was read."""
    check(decision, reason, note)
    lead = _lead(conn, lead_id)
    if lead["version"] != seen:
        raise _stale(conn, lead)
    return _add(conn, lead, decision, reason, note, actor, via, undoes=None)


def undo_in(conn: sqlite3.Connection, lead_id: int, decision_id: int, actor: str, via: str) -> int | None:
    """Take back a decision if it is the one that stands, inside a writer: the row that does; None when it was not."""
    lead = _lead(conn, lead_id)
    if lead["decision_id"] != decision_id:
        return None
    return _add(conn, lead, "undo", "", "", actor, via, undoes=decision_id).id


def undo(store: Store, lead_id: int, *, actor: str, via: str, decision_id: int | None = None) -> Decision:
    """Take the standing decision of a lead back: a new row, and the lead is open again.

    `decision_id` is the decision that was read; None takes back whichever stands. Raises DecisionError when none
    stands, StaleLead when it is another one.
    """
    with store.writer() as conn:
        lead = _lead(conn, lead_id)
        if lead["decision_id"] is None:
            raise DecisionError(f"lead {lead_id} has no decision to take back")
        if decision_id not in (None, lead["decision_id"]):
            raise _stale(conn, lead)
        return _add(conn, lead, "undo", "", "", actor, via, undoes=lead["decision_id"])


def history(store: Store, lead_id: int) -> list[Decision]:
    """All decisions of a lead, oldest first, those taken back too."""
    with store.reader() as conn:
        return history_of(conn, lead_id)


def last(store: Store, actor: str, limit: int = 10) -> list[Decision]:
    """What a person decided last, newest first."""
    with store.reader() as conn:
        rows = conn.execute("SELECT * FROM decisions WHERE actor = ? ORDER BY id DESC LIMIT ?", (actor, limit))
        return [_from_row(row) for row in rows]


def history_of(conn: sqlite3.Connection, lead_id: int) -> list[Decision]:
    """`history`, inside a reader."""
    rows = conn.execute("SELECT * FROM decisions WHERE lead_id = ? ORDER BY id", (lead_id,))
    return [_from_row(row) for row in rows]


def by_id(conn: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Decision]:
    """Some decisions by id, inside a reader."""
    marks = ",".join("?" * len(ids))
    rows = conn.execute(f"SELECT * FROM decisions WHERE id IN ({marks})", ids)
    return {row["id"]: _from_row(row) for row in rows}


def check(decision: str, reason: str, note: str) -> None:
    """Raises DecisionError for a decision or reason that is none, and for a missing or too long note."""
    if decision not in REASONS:
        raise DecisionError(f"a decision is {', '.join(REASONS)}; not {decision!r}")
    if reason not in REASONS[decision]:
        found = f"{reason!r} is no reason for it" if reason else "a reason is required"
        raise DecisionError(f"{decision}: {found}; choose one of {', '.join(REASONS[decision])}")
    if reason == "other" and not note.strip():
        raise DecisionError(f"{decision}: the reason `other` needs a note that says which")
    if len(note) > NOTE_LIMIT:
        raise DecisionError(f"a note has at most {NOTE_LIMIT} characters; this one has {len(note)}")


def _lead(conn: sqlite3.Connection, lead_id: int) -> sqlite3.Row:
    row: sqlite3.Row | None = conn.execute("SELECT * FROM leads WHERE id = ?", (lead_id,)).fetchone()
    if row is None:
        raise DecisionError(f"there is no lead {lead_id}")
    return row


def _stale(conn: sqlite3.Connection, lead: sqlite3.Row) -> StaleLead:
    """Who moved the lead on: the person of its last decision, or the program when the evidence changed after it."""
    row = conn.execute("SELECT * FROM decisions WHERE lead_id = ? ORDER BY id DESC LIMIT 1", (lead["id"],)).fetchone()
    if row is not None and row["version"] == lead["version"]:
        who, when, what = row["actor"], row["at"], row["decision"]
        said = f"{who} said {what} at {when}" if what != "undo" else f"{who} took a decision back at {when}"
    else:
        who, when, what = audit.PROGRAM, lead["updated_at"], lead["change"] or "the listing changed"
        said = f"the evidence changed at {when}: {what}"
    return StaleLead(
        f"lead {lead['id']} moved on since you read it: {said}. Read it again, then decide",
        who=who,
        when=when,
        what=what,
    )


def _add(
    conn: sqlite3.Connection,
    lead: sqlite3.Row,
    decision: str,
    reason: str,
    note: str,
    actor: str,
    via: str,
    undoes: int | None,
) -> Decision:
    moment, version = now(), lead["version"] + 1
    done = conn.execute(
        "INSERT INTO decisions (lead_id, decision, reason, note, actor, via, at, version, verdict, lane, score,"
        " tactics, undoes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            lead["id"],
            decision,
            reason,
            scrubbed(note),
            actor,
            via,
            moment,
            version,
            lead["verdict"],
            lead["lane"],
            lead["score"],
            lead["tactics"],
            undoes,
        ),
    )
    number = int(done.lastrowid or 0)
    conn.execute(
        "UPDATE leads SET state = ?, version = ?, change = '', updated_at = ?, decision_id = ? WHERE id = ?",
        (_STATE_AFTER[decision], version, moment, None if undoes else number, lead["id"]),
    )
    audit.record(
        conn,
        actor=actor,
        action=f"lead.{decision}",
        object=f"lead/{lead['id']}",
        reason=reason,
        detail={"via": via, "decision": number},
    )
    return _from_row(conn.execute("SELECT * FROM decisions WHERE id = ?", (number,)).fetchone())


def _from_row(row: sqlite3.Row) -> Decision:
    return value_of(Decision, row, tactics=read_names(row["tactics"]))
