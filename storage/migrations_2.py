"""The schema, continued: accounts, and what a team at one desk needs. As in `storage.migrations`, no step is edited."""

from __future__ import annotations

from sqlite_utils import Database

from storage.migrations import _run, migrations

__all__ = ["migrations"]


@migrations()
def m016_people(db: Database) -> None:
    """Accounts (passwords as argon2id in PHC form), what each prefers, and tries to sign in, with names as keyed sums.

    `stamp` goes up when password, roles or state change: a session bears the stamp it began with.
    """
    _run(
        db,
        """
        CREATE TABLE users (
            name TEXT PRIMARY KEY,
            password TEXT NOT NULL,
            roles TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('active', 'closed')),
            stamp INTEGER NOT NULL DEFAULT 1,
            added_at TEXT NOT NULL,
            changed_at TEXT NOT NULL
        ) WITHOUT ROWID""",
        "CREATE TABLE preferences (user TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        """
        CREATE TABLE login_tries (
            id INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            account TEXT NOT NULL,
            address TEXT NOT NULL
        )""",
        "CREATE INDEX login_tries_by_account ON login_tries (account, at)",
        "CREATE INDEX login_tries_by_address ON login_tries (address, at)",
    )


@migrations()
def m017_leases(db: Database) -> None:
    """Who works on what, and who passed over what. A `unit` is `cluster/3`, or `lead/7` of a lead in no cluster."""
    _run(
        db,
        """
        CREATE TABLE leases (
            unit TEXT PRIMARY KEY,
            holder TEXT NOT NULL,
            taken_at TEXT NOT NULL,
            ends_at TEXT NOT NULL
        ) WITHOUT ROWID""",
        """
        CREATE TABLE skips (
            user TEXT NOT NULL,
            unit TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (user, unit)
        ) WITHOUT ROWID""",
    )


@migrations()
def m018_rules_and_their_leads(db: Database) -> None:
    """From a rule to the leads it raised and back, without reading the rows of hits."""
    _run(
        db,
        "CREATE INDEX leads_by_judgement ON leads (judgement_id, state, opened_at)",
        "CREATE INDEX hits_of_judgement ON hits (judgement_id, rule, revision)",
        "DROP INDEX hits_by_judgement",
        "CREATE INDEX hits_of_rule ON hits (rule, judgement_id, revision)",
        "CREATE INDEX leads_by_opening ON leads (opened_at, state, source)",
    )
