"""Signing in with name and password, throttled per account and per address.

A name that there is not costs the same time and gets the same answer as a wrong password.
"""

from __future__ import annotations

import sqlite3

from storage import audit, passwords, users
from storage.database import Store
from storage.times import before, now
from storage.users import User

WINDOW_S = 15 * 60
PER_ACCOUNT, PER_ADDRESS = 10, 40
KEPT_S = 24 * 3600


class TooManyTries(users.UserError):
    """Too many wrong passwords for this account or from this address within WINDOW_S."""


def sign_in(store: Store, name: str, password: str, *, address: str) -> User | None:
    """The account, or None when name and password do not fit. Raises TooManyTries; the password is not looked at then.

    What was typed as a name is kept only as a keyed sum: people type passwords there.
    """
    asked = name.strip().casefold()[: passwords.MOST]
    account = store.keys.contact_key(f"login\0{asked}")
    if _tried(store, account, address):
        raise TooManyTries("too many wrong passwords; wait a quarter of an hour")
    phc = users.password_of(store, asked)
    right = passwords.fits(password, phc or passwords.nobodys()) and phc is not None
    found = users.get(store, asked)
    with store.writer() as conn:
        if right and found is not None:
            conn.execute("DELETE FROM login_tries WHERE account = ?", (account,))
            audit.record(conn, actor=found.name, action="login", object=f"user/{found.name}")
            return found
        _note_failure(conn, account, address, found)
    return None


def _tried(store: Store, account: str, address: str) -> bool:
    since = before(now(), WINDOW_S)
    with store.reader() as conn:
        return any(
            conn.execute(f"SELECT count(*) FROM login_tries WHERE {column} = ? AND at > ?", (value, since)).fetchone()[
                0
            ]
            >= most
            for column, value, most in (("account", account, PER_ACCOUNT), ("address", address, PER_ADDRESS))
        )


def _note_failure(conn: sqlite3.Connection, account: str, address: str, found: User | None) -> None:
    at = now()
    conn.execute("DELETE FROM login_tries WHERE at < ?", (before(at, KEPT_S),))
    conn.execute("INSERT INTO login_tries (at, account, address) VALUES (?, ?, ?)", (at, account, address))
    about = f"user/{found.name}" if found is not None else "user/unknown"
    audit.record(conn, actor=audit.PROGRAM, action="login.refused", object=about, detail={"address": address})
