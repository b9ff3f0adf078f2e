"""When a listing becomes a lead, and what a later judgement does to a lead that people may have decided already.

A decision stays beside its lead. After a dismissal, evidence that is graver than what the person saw opens it again.
"""

from __future__ import annotations

import sqlite3

from sandi.verdict import Verdict
from storage import audit
from storage.judgements import names, read_names

LEADING = ("alert", "help")


def follow(
    conn: sqlite3.Connection, listing_id: int, judgement_id: int, source: str, verdict: Verdict, at: str, run: str
) -> bool:
    """Open, raise, re-open or mark the lead of a listing after a new judgement. True when people should look."""
    lead = conn.execute("SELECT * FROM leads WHERE listing_id = ?", (listing_id,)).fetchone()
    if lead is None:
        if verdict.verdict in LEADING:
            _open(conn, listing_id, judgement_id, source, verdict, at)
        return verdict.verdict in LEADING
    if verdict.verdict not in LEADING:
        if lead["origin"] == "sample":
            return False  # it was drawn because it raises nothing
        conn.execute(
            "UPDATE leads SET verdict_now = ?, version = version + 1, change = ?, updated_at = ? WHERE id = ?",
            (verdict.verdict, f"its newest version is {verdict.verdict}", at, lead["id"]),
        )
        return False
    return _renew(conn, lead, judgement_id, verdict, at, run)


def _open(conn: sqlite3.Connection, listing_id: int, judgement_id: int, source: str, verdict: Verdict, at: str) -> None:
    done = conn.execute(
        "INSERT INTO leads (listing_id, judgement_id, source, state, verdict, verdict_now, lane, score, tactics, slots,"
        " version, opened_at, updated_at) VALUES (?, ?, ?, 'open', ?, ?, ?, ?, ?, ?, 1, ?, ?)",
        (
            listing_id,
            judgement_id,
            source,
            verdict.verdict,
            verdict.verdict,
            verdict.lane,
            verdict.score,
            names(verdict.tactics),
            names(verdict.slots),
            at,
            at,
        ),
    )
    set_tactics(conn, int(done.lastrowid or 0), verdict)


def _renew(conn: sqlite3.Connection, lead: sqlite3.Row, judgement_id: int, verdict: Verdict, at: str, run: str) -> bool:
    """The lead takes the new evidence; its state stays unless it was dismissed on less than this."""
    graver = _graver(lead["verdict"], lead["lane"], lead["score"], read_names(lead["tactics"]), verdict)
    if lead["verdict_now"] not in LEADING:
        graver.insert(0, "alerts again")
    state, change = lead["state"], "; ".join(graver)
    if state == "dismissed" and lead["origin"] == "sample":
        state, change = "open", "re-opened after dismissal: alerts again"
    elif state == "dismissed":
        seen = conn.execute("SELECT * FROM decisions WHERE id = ?", (lead["decision_id"],)).fetchone()
        lane = seen["lane"] or lead["lane"]
        graver = _graver(seen["verdict"], lane, seen["score"], read_names(seen["tactics"]), verdict)
        if graver:
            state, change = "open", "re-opened after dismissal: " + "; ".join(graver)
            audit.record(
                conn,
                actor=audit.PROGRAM,
                action="lead.reopen",
                object=f"lead/{lead['id']}",
                reason="; ".join(graver),
                detail={"run": run},
            )
    conn.execute(
        "UPDATE leads SET judgement_id = ?, verdict = ?, verdict_now = ?, lane = ?, score = ?, tactics = ?, slots = ?,"
        " state = ?, change = ?, version = version + 1, updated_at = ?, origin = 'rules' WHERE id = ?",
        (
            judgement_id,
            verdict.verdict,
            verdict.verdict,
            verdict.lane,
            verdict.score,
            names(verdict.tactics),
            names(verdict.slots),
            state,
            change or _milder(lead["score"], verdict),
            at,
            lead["id"],
        ),
    )
    set_tactics(conn, lead["id"], verdict)
    return bool(graver)


def _graver(kind: str, lane: str, score: int, tactics: tuple[str, ...], verdict: Verdict) -> list[str]:
    """In what the new verdict weighs more than what was known."""
    found = []
    if verdict.verdict != kind:
        found.append(f"verdict {kind} → {verdict.verdict}")
    if verdict.lane == "child" and lane != "child":
        found.append("lane child")
    if verdict.score > score:
        found.append(f"score {score} → {verdict.score}")
    added = [tactic for tactic in verdict.tactics if tactic not in tactics]
    return found + [f"tactic {tactic} added" for tactic in added]


def _milder(score: int, verdict: Verdict) -> str:
    return f"score {score} → {verdict.score}" if verdict.score < score else "its text changed"


def set_tactics(conn: sqlite3.Connection, lead_id: int, verdict: Verdict) -> None:
    conn.execute("DELETE FROM lead_tactics WHERE lead_id = ?", (lead_id,))
    conn.executemany(
        "INSERT INTO lead_tactics (lead_id, tactic) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [(lead_id, tactic) for tactic in verdict.tactics],
    )
