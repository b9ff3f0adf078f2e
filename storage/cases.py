"""Cases: leads that belong together, with notes, tags, people, where they were referred and what came of it.

Notes are only ever added. What has the shape of a number, an address or a handle is masked in them, as in decisions.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sandi.errors import SandiError
from storage import audit
from storage.database import Store
from storage.masking import scrubbed
from storage.rows import value_of
from storage.times import now

STATES = ("open", "referred", "closed")
OUTCOMES = ("no-answer", "under-way", "victims-found", "charged", "no-offence")
"""What came of a referral. `victims-found` and `charged` confirm its leads, `no-offence` speaks against them."""
TITLE_MOST, TEXT_MOST, TAGS_MOST = 120, 4_000, 20


class CaseError(SandiError):
    """A case that there is not, or a change that cannot be made; the text says which."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case without what is in it. `tlp` is its level of the Traffic Light Protocol; `leads` counts its leads."""

    id: int
    title: str
    state: str
    tlp: str
    opened_by: str
    opened_at: str
    updated_at: str
    leads: int


@dataclass(frozen=True, slots=True)
class Note:
    """A line of a case's record."""

    text: str
    actor: str
    at: str


@dataclass(frozen=True, slots=True)
class Referral:
    """To whom a case was given, on which day, under what law, and what came of it (`outcome`, '' while unknown)."""

    id: int
    receiver: str
    law: str
    referred_on: str
    actor: str
    at: str
    outcome: str
    outcome_actor: str
    outcome_at: str | None


@dataclass(frozen=True, slots=True)
class Case(CaseRow):
    """A case with everything in it; `lead_ids` in the order in which they were joined."""

    lead_ids: tuple[int, ...]
    people: tuple[str, ...]
    tags: tuple[str, ...]
    notes: tuple[Note, ...]
    referrals: tuple[Referral, ...]


def start(store: Store, title: str, lead_ids: Sequence[int], *, actor: str, tlp: str = "amber") -> int:
    """Open a case with some leads; its number. Raises CaseError."""
    name = _line(title, TITLE_MOST, "a title")
    with store.writer() as conn:
        at = now()
        done = conn.execute(
            "INSERT INTO cases (title, state, tlp, opened_by, opened_at, updated_at) VALUES (?, 'open', ?, ?, ?, ?)",
            (name, tlp, actor, at, at),
        )
        number = int(done.lastrowid or 0)
        conn.execute("INSERT INTO case_people VALUES (?, ?)", (number, actor))
        _audit(conn, actor, "open", number, {"tlp": tlp})
        _join(conn, number, lead_ids, actor)
    return number


def join(store: Store, case_id: int, lead_ids: Sequence[int], *, actor: str) -> None:
    """Add leads to a case. Raises CaseError."""
    with store.writer() as conn:
        _touch(conn, case_id)
        _join(conn, case_id, lead_ids, actor)


def leave(store: Store, case_id: int, lead_id: int, *, actor: str) -> None:
    """Take a lead out of a case. Raises CaseError."""
    with store.writer() as conn:
        _touch(conn, case_id)
        conn.execute("DELETE FROM case_leads WHERE case_id = ? AND lead_id = ?", (case_id, lead_id))
        _audit(conn, actor, "leave", case_id, {"lead": lead_id})


def note(store: Store, case_id: int, text: str, *, actor: str) -> None:
    """Add a note. Raises CaseError."""
    if not text.strip() or len(text) > TEXT_MOST:
        raise CaseError(f"a note has 1 to {TEXT_MOST} characters")
    with store.writer() as conn:
        _touch(conn, case_id)
        conn.execute(
            "INSERT INTO case_notes (case_id, text, actor, at) VALUES (?, ?, ?, ?)",
            (case_id, scrubbed(text.strip()), actor, now()),
        )
        _audit(conn, actor, "note", case_id, {})


def describe(
    store: Store,
    case_id: int,
    *,
    title: str,
    state: str,
    tlp: str,
    tags: Iterable[str],
    people: Iterable[str],
    actor: str,
) -> None:
    """Set what a case is called, its state, level, tags and people. Raises CaseError."""
    if state not in STATES:
        raise CaseError(f"a case is {', '.join(STATES)}; not {state!r}")
    name = _line(title, TITLE_MOST, "a title")
    marks, hands = (sorted({_line(one, 60, "a name") for one in some if one.strip()}) for some in (tags, people))
    if max(len(marks), len(hands)) > TAGS_MOST:
        raise CaseError(f"a case has at most {TAGS_MOST} tags and as many people")
    with store.writer() as conn:
        _touch(conn, case_id)
        conn.execute("UPDATE cases SET title = ?, state = ?, tlp = ? WHERE id = ?", (name, state, tlp, case_id))
        for table, values in (("case_tags", marks), ("case_people", hands)):
            conn.execute(f"DELETE FROM {table} WHERE case_id = ?", (case_id,))
            conn.executemany(f"INSERT INTO {table} VALUES (?, ?)", [(case_id, value) for value in values])
        _audit(conn, actor, "describe", case_id, {"state": state, "tlp": tlp, "people": hands})


def refer(store: Store, case_id: int, receiver: str, law: str, referred_on: str, *, actor: str) -> None:
    """Record to whom the case was given, under what law, on which day (YYYY-MM-DD). Raises CaseError."""
    whom, under = _line(receiver, TITLE_MOST, "who received it"), _line(law, TITLE_MOST, "the law")
    with store.writer() as conn:
        _touch(conn, case_id)
        conn.execute(
            "INSERT INTO referrals (case_id, receiver, law, referred_on, actor, at) VALUES (?, ?, ?, ?, ?, ?)",
            (case_id, whom, under, referred_on, actor, now()),
        )
        conn.execute("UPDATE cases SET state = 'referred' WHERE id = ?", (case_id,))
        _audit(conn, actor, "refer", case_id, {"receiver": whom, "law": under, "on": referred_on})


def came_of_it(store: Store, case_id: int, referral_id: int, outcome: str, *, actor: str) -> None:
    """Record the outcome of a referral. Raises CaseError."""
    if outcome not in OUTCOMES:
        raise CaseError(f"an outcome is {', '.join(OUTCOMES)}; not {outcome!r}")
    with store.writer() as conn:
        _touch(conn, case_id)
        done = conn.execute(
            "UPDATE referrals SET outcome = ?, outcome_actor = ?, outcome_at = ? WHERE id = ? AND case_id = ?",
            (outcome, actor, now(), referral_id, case_id),
        )
        if not done.rowcount:
            raise CaseError(f"case {case_id} has no referral {referral_id}")
        _audit(conn, actor, "outcome", case_id, {"referral": referral_id, "outcome": outcome})


def view(store: Store, case_id: int, *, actor: str) -> Case | None:
    """A case, with a row in the audit log that `actor` looked at it; None when there is none."""
    found = get(store, case_id)
    if found is not None:
        with store.writer() as conn:
            _audit(conn, actor, "view", case_id, {})
    return found


def get(store: Store, case_id: int) -> Case | None:
    """A case with everything in it; None when there is none."""
    with store.reader() as conn:
        row = conn.execute(f"{_ROWS} WHERE cases.id = ?", (case_id,)).fetchone()
        if row is None:
            return None

        def column(statement: str) -> tuple[str, ...]:
            return tuple(one[0] for one in conn.execute(statement, (case_id,)))

        notes = conn.execute("SELECT text, actor, at FROM case_notes WHERE case_id = ? ORDER BY id", (case_id,))
        referrals = conn.execute("SELECT * FROM referrals WHERE case_id = ? ORDER BY id", (case_id,))
        ids = conn.execute("SELECT lead_id FROM case_leads WHERE case_id = ? ORDER BY added_at, lead_id", (case_id,))
        return value_of(
            Case,
            row,
            lead_ids=tuple(one["lead_id"] for one in ids),
            people=column("SELECT user FROM case_people WHERE case_id = ? ORDER BY 1"),
            tags=column("SELECT tag FROM case_tags WHERE case_id = ? ORDER BY 1"),
            notes=tuple(value_of(Note, one) for one in notes),
            referrals=tuple(value_of(Referral, one) for one in referrals),
        )


def listed(store: Store, *, state: str | None = None, user: str | None = None, limit: int = 200) -> list[CaseRow]:
    """Cases, those touched last first; with `user` only those this person works on."""
    with store.reader() as conn:
        rows = conn.execute(
            f"{_ROWS} WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR EXISTS (SELECT 1 FROM case_people"
            " WHERE case_id = cases.id AND user = ?2)) ORDER BY updated_at DESC, id DESC LIMIT ?3",
            (state, user, limit),
        )
        return [value_of(CaseRow, row) for row in rows]


def of_lead(store: Store, lead_id: int) -> list[CaseRow]:
    """The cases that a lead belongs to."""
    with store.reader() as conn:
        rows = conn.execute(f"{_ROWS} WHERE id IN (SELECT case_id FROM case_leads WHERE lead_id = ?)", (lead_id,))
        return [value_of(CaseRow, row) for row in rows]


_ROWS = "SELECT cases.*, (SELECT count(*) FROM case_leads WHERE case_id = cases.id) AS leads FROM cases"


def _join(conn: sqlite3.Connection, case_id: int, lead_ids: Sequence[int], actor: str) -> None:
    for lead in lead_ids:
        if conn.execute("SELECT 1 FROM leads WHERE id = ?", (lead,)).fetchone() is None:
            raise CaseError(f"there is no lead {lead}")
        conn.execute("INSERT OR IGNORE INTO case_leads VALUES (?, ?, ?, ?)", (case_id, lead, actor, now()))
    if lead_ids:
        _audit(conn, actor, "join", case_id, {"leads": list(lead_ids)})


def _touch(conn: sqlite3.Connection, case_id: int) -> None:
    if not conn.execute("UPDATE cases SET updated_at = ? WHERE id = ?", (now(), case_id)).rowcount:
        raise CaseError(f"there is no case {case_id}")


def _line(text: str, most: int, what: str) -> str:
    line = scrubbed(" ".join(text.split()))
    if not line or len(line) > most:
        raise CaseError(f"{what} has 1 to {most} characters")
    return line


def _audit(conn: sqlite3.Connection, actor: str, act: str, case_id: int, detail: dict[str, object]) -> None:
    audit.record(conn, actor=actor, action=f"case.{act}", object=f"case/{case_id}", detail=detail)
