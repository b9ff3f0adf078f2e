"""Which decisions get a second look: every `unsure`, and of the rest a sample that nobody can foresee.

Where fewer than two people have accounts there is nobody to look, and none is drawn.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from storage.keys import Keys
from storage.times import now

SHARES: Mapping[str, int] = {"unsure": 100, "keep": 10, "dismiss": 5, "escalate": 10}
"""Of a hundred decisions so many get a second look."""


def consider(conn: sqlite3.Connection, keys: Keys, decision_id: int) -> bool:
    """Open a second look at a fresh decision if it is its turn, inside the writer that made it; whether one was."""
    row = conn.execute("SELECT * FROM decisions WHERE id = ?", (decision_id,)).fetchone()
    share = SHARES.get(row["decision"], 0)
    drawn = int(keys.contact_key(f"second look\0{decision_id}")[:8], 16) % 100 < share
    people = conn.execute("SELECT count(*) FROM users WHERE state = 'active'").fetchone()[0]
    if not drawn or people < 2:
        return False
    conn.execute(
        "INSERT INTO second_looks (lead_id, decision_id, first, first_actor, state, opened_at)"
        " VALUES (?, ?, ?, ?, 'waiting', ?)",
        (row["lead_id"], decision_id, row["decision"], row["actor"], now()),
    )
    return True
