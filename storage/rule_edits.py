"""Edits of rules made in the workbench: kept with their reason, let through at once or by a second person, audited.

The rule files are the truth; a row here says who wrote which text of a file and why. The file is written inside the
transaction, so that a row without its file is not possible; a file without its row only where the machine died between.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson

from sandi.errors import SandiError
from storage import audit
from storage.database import Store
from storage.masking import scrubbed
from storage.rows import value_of
from storage.times import now

Write = Callable[["RuleEdit"], None]


class EditError(SandiError):
    """An edit that cannot be let through or refused; the text says why."""


@dataclass(frozen=True, slots=True)
class RuleEdit:
    """One edit: `text` is the whole file at `path`, made from `base_text` with `base_sha256` (both empty: a new file).

    `figures` is what a look back said. `state` is waiting, saved or refused; times are UTC ISO 8601.
    """

    id: int
    rule: str
    revision: int
    path: str
    text: str
    base_sha256: str
    base_text: str
    reason: str
    author: str
    at: str
    figures: Mapping[str, Any]
    state: str
    decided_by: str = ""
    decided_at: str | None = None
    answer: str = ""


def propose(
    store: Store,
    *,
    rule: str,
    revision: int,
    path: str,
    text: str,
    base_sha256: str,
    base_text: str,
    reason: str,
    author: str,
    figures: Mapping[str, Any],
    write: Write | None,
    alone: bool = False,
) -> RuleEdit:
    """Keep an edit. With `write` it is saved at once, else it waits for a second person. Raises ReasonMissing, and what
    `write` raises; nothing is kept then. `alone`: a second person is wanted, and there is none.
    """
    audit.need_reason(reason, "changing a rule")
    values = {
        "rule": rule,
        "revision": revision,
        "path": path,
        "text": text,
        "base_sha256": base_sha256,
        "base_text": base_text,
        "reason": scrubbed(reason),
        "author": author,
        "at": now(),
        "figures": orjson.dumps(figures).decode(),
        "state": "saved" if write else "waiting",
        "decided_by": author if write else "",
        "decided_at": now() if write else None,
    }
    names = ", ".join(values)
    with store.writer() as conn:
        done = conn.execute(
            f"INSERT INTO rule_edits ({names}) VALUES ({', '.join(f':{name}' for name in values)})", values
        )
        edit = _need(conn, done.lastrowid or 0)
        if write:
            write(edit)
        _note(conn, edit, author, "rule.save" if write else "rule.propose", edit.reason, alone=alone)
    return edit


def let_through(store: Store, number: int, *, actor: str, write: Write, alone: bool = False) -> RuleEdit:
    """Save an edit that waits. Raises EditError when it waits no more, or when `actor` wrote it and is not `alone`."""
    with store.writer() as conn:
        edit = _waiting(conn, number)
        if edit.author == actor and not alone:
            raise EditError("a second person lets an edit through; its author cannot")
        write(edit)
        _decide(conn, edit, "saved", actor, "")
        _note(conn, edit, actor, "rule.save", edit.reason, alone=alone)
        return _need(conn, number)


def refuse(store: Store, number: int, *, actor: str, answer: str) -> RuleEdit:
    """Do not save an edit that waits; its author may take it back so. Raises EditError, ReasonMissing."""
    audit.need_reason(answer, "refusing an edit")
    with store.writer() as conn:
        edit = _waiting(conn, number)
        _decide(conn, edit, "refused", actor, scrubbed(answer))
        _note(conn, edit, actor, "rule.refuse", answer)
        return _need(conn, number)


def get(store: Store, number: int) -> RuleEdit | None:
    """An edit, or None."""
    with store.reader() as conn:
        row = conn.execute("SELECT * FROM rule_edits WHERE id = ?", (number,)).fetchone()
    return _from_row(row) if row else None


def waiting(store: Store) -> list[RuleEdit]:
    """Edits that wait for a second person, the oldest first."""
    with store.reader() as conn:
        return [_from_row(row) for row in conn.execute("SELECT * FROM rule_edits WHERE state = 'waiting' ORDER BY id")]


def of_rule(store: Store, rule: str, limit: int = 10) -> list[RuleEdit]:
    """The last edits of a rule, newest first."""
    with store.reader() as conn:
        rows = conn.execute("SELECT * FROM rule_edits WHERE rule = ? ORDER BY id DESC LIMIT ?", (rule, limit))
        return [_from_row(row) for row in rows]


def _waiting(conn: sqlite3.Connection, number: int) -> RuleEdit:
    edit = _need(conn, number)
    if edit.state != "waiting":
        raise EditError(f"this edit was {edit.state} by {edit.decided_by} already")
    return edit


def _need(conn: sqlite3.Connection, number: int) -> RuleEdit:
    row = conn.execute("SELECT * FROM rule_edits WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise EditError(f"there is no edit {number}")
    return _from_row(row)


def _decide(conn: sqlite3.Connection, edit: RuleEdit, state: str, actor: str, answer: str) -> None:
    conn.execute(
        "UPDATE rule_edits SET state = ?, decided_by = ?, decided_at = ?, answer = ? WHERE id = ?",
        (state, actor, now(), answer, edit.id),
    )


def _note(
    conn: sqlite3.Connection, edit: RuleEdit, actor: str, action: str, reason: str, *, alone: bool = False
) -> None:
    detail: dict[str, Any] = {
        "edit": edit.id,
        "revision": edit.revision,
        "path": edit.path,
        "sha256": sha256(edit.text.encode()).hexdigest(),
        "base_sha256": edit.base_sha256,
        "author": edit.author,
    }
    if alone:
        detail["second_person"] = "none: one person holds every role"
    audit.record(conn, actor=actor, action=action, object=f"rule/{edit.rule}", reason=reason, detail=detail)


def _from_row(row: sqlite3.Row) -> RuleEdit:
    return value_of(RuleEdit, row, figures=orjson.loads(row["figures"]))
