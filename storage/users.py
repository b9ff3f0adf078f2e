"""Accounts: names, roles, passwords. Every change goes into the audit log and ends the sessions of the account."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from sandi.errors import SandiError
from storage import audit, passwords
from storage.database import Store
from storage.judgements import names, read_names
from storage.rows import value_of
from storage.times import now

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}\Z")
STATES = ("active", "closed")


@dataclass(frozen=True, slots=True)
class User:
    """An account without its password. `stamp` goes up with every change: sessions that began before it are over."""

    name: str
    roles: tuple[str, ...]
    state: str
    stamp: int
    added_at: str
    changed_at: str


class UserError(SandiError):
    """An account that cannot be made or changed so; the text says why."""


def add(store: Store, name: str, roles: Sequence[str], password: str, *, actor: str) -> User:
    """Make an account. Raises UserError for a bad or taken name, BadPassword."""
    if not NAME.match(name):
        raise UserError(f"{name!r:.60} is no name: 1 to 40 of a–z, 0–9, dot, dash, underscore; a letter or digit first")
    passwords.check(password, name)
    phc, at = passwords.summed(password), now()
    with store.writer() as conn:
        if _row(conn, name) is not None:
            raise UserError(f"there is an account {name} already; change it with `sandi user role` or `password`")
        conn.execute(
            "INSERT INTO users (name, password, roles, state, added_at, changed_at) VALUES (?, ?, ?, 'active', ?, ?)",
            (name, phc, names(sorted(set(roles))), at, at),
        )
        _note(conn, actor, "user.add", name, {"roles": sorted(set(roles))})
        return _known(conn, name)


def set_roles(store: Store, name: str, roles: Sequence[str], *, actor: str) -> User:
    """Give an account these roles and no other. Raises UserError."""
    with store.writer() as conn:
        before = _known(conn, name).roles
        _change(conn, name, "roles", names(sorted(set(roles))))
        _note(conn, actor, "user.role", name, {"from": list(before), "to": sorted(set(roles))})
        return _known(conn, name)


def set_password(store: Store, name: str, password: str, *, actor: str) -> User:
    """Give an account a new password. Raises UserError, BadPassword."""
    passwords.check(password, name)
    phc = passwords.summed(password)
    with store.writer() as conn:
        _known(conn, name)
        _change(conn, name, "password", phc)
        _note(conn, actor, "user.password", name, {})
        return _known(conn, name)


def set_state(store: Store, name: str, state: str, *, actor: str) -> User:
    """Close an account (its record stays) or open it again. Raises UserError."""
    with store.writer() as conn:
        _known(conn, name)
        _change(conn, name, "state", state)
        _note(conn, actor, f"user.{state}", name, {})
        return _known(conn, name)


def get(store: Store, name: str) -> User | None:
    """An account, closed ones too."""
    with store.reader() as conn:
        row = _row(conn, name)
    return _user(row) if row is not None else None


def everyone(store: Store) -> list[User]:
    """All accounts by name, closed ones too."""
    with store.reader() as conn:
        return [_user(row) for row in conn.execute("SELECT * FROM users ORDER BY name")]


def any_active(store: Store) -> bool:
    """Whether people sign in here; where nobody does, one person holds every role."""
    with store.reader() as conn:
        return conn.execute("SELECT 1 FROM users WHERE state = 'active' LIMIT 1").fetchone() is not None


def password_of(store: Store, name: str) -> str | None:
    """The sum of the password of an active account; None when there is none."""
    with store.reader() as conn:
        row = _row(conn, name)
    return row["password"] if row is not None and row["state"] == "active" else None


def _row(conn: sqlite3.Connection, name: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = conn.execute("SELECT * FROM users WHERE name = ?", (name,)).fetchone()
    return row


def _known(conn: sqlite3.Connection, name: str) -> User:
    row = _row(conn, name)
    if row is None:
        raise UserError(f"there is no account {name!r:.60}; `sandi user list` names them")
    return _user(row)


def _change(conn: sqlite3.Connection, name: str, column: str, value: str) -> None:
    conn.execute(
        f"UPDATE users SET {column} = ?, stamp = stamp + 1, changed_at = ? WHERE name = ?", (value, now(), name)
    )


def _note(conn: sqlite3.Connection, actor: str, action: str, name: str, detail: dict[str, object]) -> None:
    audit.record(conn, actor=actor, action=action, object=f"user/{name}", detail=detail)


def _user(row: sqlite3.Row) -> User:
    return value_of(User, row, roles=read_names(row["roles"]))
