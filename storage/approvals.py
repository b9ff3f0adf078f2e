"""A second person's leave for what one person may not do alone, such as handing evidence over. Good for one use."""

from __future__ import annotations

from dataclasses import dataclass

from sandi.errors import SandiError
from storage import audit
from storage.database import Store
from storage.masking import scrubbed
from storage.rows import value_of
from storage.times import now


@dataclass(frozen=True, slots=True)
class Approval:
    """`about` is lead/3 or case/2; `state` is waiting, granted, refused or used."""

    id: int
    about: str
    reason: str
    asked_by: str
    asked_at: str
    state: str
    decided_by: str
    decided_at: str | None


class ApprovalError(SandiError):
    """A request that there is not, that is over, or that is one's own."""


def ask(store: Store, about: str, reason: str, *, actor: str) -> Approval:
    """Ask for leave, or the request that is open or granted already. Raises ReasonMissing."""
    audit.need_reason(reason, "handing over")
    standing = current(store, about, actor)
    if standing is not None:
        return standing
    with store.writer() as conn:
        done = conn.execute(
            "INSERT INTO approvals (about, reason, asked_by, asked_at, state) VALUES (?, ?, ?, ?, 'waiting')",
            (about, scrubbed(reason), actor, now()),
        )
        audit.record(conn, actor=actor, action="approval.ask", object=about, reason=reason)
        return value_of(Approval, conn.execute("SELECT * FROM approvals WHERE id = ?", (done.lastrowid,)).fetchone())


def current(store: Store, about: str, user: str) -> Approval | None:
    """What `user` asked for and may still use or wait for."""
    with store.reader() as conn:
        row = conn.execute(
            "SELECT * FROM approvals WHERE state IN ('waiting', 'granted') AND about = ? AND asked_by = ?"
            " ORDER BY id DESC LIMIT 1",
            (about, user),
        ).fetchone()
    return value_of(Approval, row) if row is not None else None


def waiting(store: Store, user: str, limit: int = 100) -> list[Approval]:
    """What others asked for and `user` may decide, oldest first."""
    with store.reader() as conn:
        rows = conn.execute(
            "SELECT * FROM approvals WHERE state = 'waiting' AND asked_by <> ? ORDER BY id LIMIT ?", (user, limit)
        )
        return [value_of(Approval, row) for row in rows]


def decide(store: Store, approval_id: int, *, grant: bool, actor: str) -> None:
    """Grant or refuse what another asked for. Raises ApprovalError."""
    state = "granted" if grant else "refused"
    with store.writer() as conn:
        row = conn.execute("SELECT * FROM approvals WHERE id = ?", (approval_id,)).fetchone()
        if row is None or row["state"] != "waiting" or row["asked_by"] == actor:
            raise ApprovalError("this request is over, or it is your own: another person must decide it")
        conn.execute(
            "UPDATE approvals SET state = ?, decided_by = ?, decided_at = ? WHERE id = ?",
            (state, actor, now(), approval_id),
        )
        audit.record(conn, actor=actor, action=f"approval.{state}", object=row["about"], reason=row["reason"])


def use(store: Store, approval: Approval) -> None:
    """Spend a granted leave. Raises ApprovalError when it was spent meanwhile."""
    with store.writer() as conn:
        done = conn.execute("UPDATE approvals SET state = 'used' WHERE id = ? AND state = 'granted'", (approval.id,))
        if not done.rowcount:
            raise ApprovalError("this leave was used already; ask again")
