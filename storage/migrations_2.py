"""The schema, continued: accounts, and what a team at one desk needs. As in `storage.migrations`, no step is edited."""

from __future__ import annotations

from sqlite_utils import Database

from storage.migrations import _append_only, _run, migrations

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


@migrations()
def m019_edits_of_rules(db: Database) -> None:
    """Edits of rules made in the workbench: by whom, why, what a look back said, and who let them through."""
    _run(
        db,
        """
        CREATE TABLE rule_edits (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            rule TEXT NOT NULL,
            revision INTEGER NOT NULL,
            path TEXT NOT NULL,
            text TEXT NOT NULL,
            base_sha256 TEXT NOT NULL,
            base_text TEXT NOT NULL,
            reason TEXT NOT NULL,
            author TEXT NOT NULL,
            at TEXT NOT NULL,
            figures TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'saved', 'refused')),
            decided_by TEXT NOT NULL DEFAULT '',
            decided_at TEXT,
            answer TEXT NOT NULL DEFAULT ''
        )""",
        "CREATE INDEX rule_edits_by_rule ON rule_edits (rule, id)",
        "CREATE INDEX rule_edits_waiting ON rule_edits (id) WHERE state = 'waiting'",
    )


@migrations()
def m020_page_tags(db: Database) -> None:
    """What servers called the state of their pages, and the sealed body of those that no capture holds. A cache."""
    _run(
        db,
        """
        CREATE TABLE page_tags (
            url_key TEXT PRIMARY KEY,
            source TEXT NOT NULL,
            etag TEXT NOT NULL,
            modified TEXT NOT NULL,
            content_type TEXT NOT NULL,
            capture TEXT,
            nonce BLOB NOT NULL,
            body BLOB NOT NULL,
            wrapped_key BLOB NOT NULL,
            read_at TEXT NOT NULL
        )""",
        "CREATE INDEX page_tags_by_source ON page_tags (source, read_at)",
    )


@migrations()
def m021_desk(db: Database) -> None:
    """Decisions made together (`acts`), second looks at decisions, and leads drawn from what raised nothing.

    A decision remembers the lane that the person saw. `origin` of a lead is `rules` or `sample`.
    """
    _run(
        db,
        "ALTER TABLE decisions ADD COLUMN lane TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE leads ADD COLUMN origin TEXT NOT NULL DEFAULT 'rules'",
        "CREATE INDEX leads_by_origin ON leads (origin, state) WHERE origin <> 'rules'",
        """
        CREATE TABLE acts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            about TEXT NOT NULL,
            decision TEXT NOT NULL,
            reason TEXT NOT NULL,
            actor TEXT NOT NULL,
            at TEXT NOT NULL,
            leads INTEGER NOT NULL
        )""",
        "CREATE INDEX acts_by_actor ON acts (actor, id)",
        """
        CREATE TABLE act_decisions (
            decision_id INTEGER PRIMARY KEY REFERENCES decisions (id),
            act_id INTEGER NOT NULL REFERENCES acts (id)
        )""",
        "CREATE INDEX act_decisions_by_act ON act_decisions (act_id)",
        *_append_only("acts", "a decision is never changed; undo it with a new one"),
        """
        CREATE TABLE second_looks (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            lead_id INTEGER NOT NULL REFERENCES leads (id),
            decision_id INTEGER NOT NULL UNIQUE REFERENCES decisions (id),
            first TEXT NOT NULL,
            first_actor TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'agreed', 'disputed', 'settled', 'void')),
            opened_at TEXT NOT NULL,
            second TEXT NOT NULL DEFAULT '',
            reason TEXT NOT NULL DEFAULT '',
            note TEXT NOT NULL DEFAULT '',
            second_actor TEXT NOT NULL DEFAULT '',
            second_at TEXT,
            settled_by TEXT NOT NULL DEFAULT '',
            settled_at TEXT
        )""",
        "CREATE INDEX second_looks_waiting ON second_looks (state, id)",
        "CREATE INDEX second_looks_by_lead ON second_looks (lead_id)",
    )


@migrations()
def m022_cases(db: Database) -> None:
    """Cases: leads that belong together, who works on them, what was noted, where they went and what came of it."""
    _run(
        db,
        """
        CREATE TABLE cases (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            title TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('open', 'referred', 'closed')),
            tlp TEXT NOT NULL,
            opened_by TEXT NOT NULL,
            opened_at TEXT NOT NULL,
            updated_at TEXT NOT NULL
        )""",
        "CREATE INDEX cases_by_state ON cases (state, updated_at)",
        """
        CREATE TABLE case_leads (
            case_id INTEGER NOT NULL REFERENCES cases (id),
            lead_id INTEGER NOT NULL REFERENCES leads (id),
            added_by TEXT NOT NULL,
            added_at TEXT NOT NULL,
            PRIMARY KEY (case_id, lead_id)
        ) WITHOUT ROWID""",
        "CREATE INDEX case_leads_by_lead ON case_leads (lead_id)",
        """
        CREATE TABLE case_people (
            case_id INTEGER NOT NULL REFERENCES cases (id),
            user TEXT NOT NULL,
            PRIMARY KEY (case_id, user)
        ) WITHOUT ROWID""",
        """
        CREATE TABLE case_tags (
            case_id INTEGER NOT NULL REFERENCES cases (id),
            tag TEXT NOT NULL,
            PRIMARY KEY (case_id, tag)
        ) WITHOUT ROWID""",
        """
        CREATE TABLE case_notes (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            case_id INTEGER NOT NULL REFERENCES cases (id),
            text TEXT NOT NULL,
            actor TEXT NOT NULL,
            at TEXT NOT NULL
        )""",
        "CREATE INDEX case_notes_by_case ON case_notes (case_id, id)",
        *_append_only("case_notes", "what was noted is never changed; note what is different now"),
        """
        CREATE TABLE referrals (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            case_id INTEGER NOT NULL REFERENCES cases (id),
            receiver TEXT NOT NULL,
            law TEXT NOT NULL,
            referred_on TEXT NOT NULL,
            actor TEXT NOT NULL,
            at TEXT NOT NULL,
            outcome TEXT NOT NULL DEFAULT '',
            outcome_actor TEXT NOT NULL DEFAULT '',
            outcome_at TEXT
        )""",
        "CREATE INDEX referrals_by_case ON referrals (case_id, id)",
        """
        CREATE TABLE approvals (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            about TEXT NOT NULL,
            reason TEXT NOT NULL,
            asked_by TEXT NOT NULL,
            asked_at TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'granted', 'refused', 'used')),
            decided_by TEXT NOT NULL DEFAULT '',
            decided_at TEXT
        )""",
        "CREATE INDEX approvals_by_state ON approvals (state, about)",
    )


@migrations()
def m023_restrictions(db: Database) -> None:
    """Contacts that nobody may open for now, because the person they belong to asked for it."""
    _run(
        db,
        """
        CREATE TABLE restrictions (
            contact_id INTEGER PRIMARY KEY REFERENCES contacts (id) ON DELETE CASCADE,
            reason TEXT NOT NULL,
            actor TEXT NOT NULL,
            at TEXT NOT NULL
        )""",
    )


@migrations()
def m024_correlation_hits(db: Database) -> None:
    """Listings that a correlation rule named, once for each rule and group, so that a lead is raised once by it."""
    _run(
        db,
        """
        CREATE TABLE correlation_hits (
            rule TEXT NOT NULL,
            "group" TEXT NOT NULL,
            listing_id INTEGER NOT NULL REFERENCES listings (id) ON DELETE CASCADE,
            at TEXT NOT NULL,
            PRIMARY KEY (rule, "group", listing_id)
        ) WITHOUT ROWID""",
    )


@migrations()
def m025_leads_by_their_last_change(db: Database) -> None:
    """What exports go along: every lead that changed since the last one."""
    _run(db, "CREATE INDEX leads_by_update ON leads (updated_at, id)")


@migrations()
def m026_runs_whose_clock_jumped(db: Database) -> None:
    """Times that a run wrote down cannot be relied on when its machine's clock was set meanwhile."""
    _run(db, "ALTER TABLE runs ADD COLUMN clock_suspect INTEGER NOT NULL DEFAULT 0")


@migrations()
def m027_sums_of_judgements(db: Database) -> None:
    """What a verification compares a judgement and its evidence with; empty for those of before."""
    _run(db, "ALTER TABLE judgements ADD COLUMN row_sum TEXT NOT NULL DEFAULT ''")


@migrations()
def m026_counts_over_time(db: Database) -> None:
    """What the overview counts is read from the index alone, not from the rows of leads."""
    _run(
        db,
        "CREATE INDEX leads_counted ON leads (opened_at, verdict, state, source, lane, listing_id)",
        "DROP INDEX leads_by_opening",
        "CREATE INDEX decisions_by_time ON decisions (at, decision, reason, actor)",
        "CREATE INDEX leads_of_judgement ON leads (judgement_id, state, opened_at, listing_id)",
        "DROP INDEX leads_by_judgement",
    )


@migrations()
def m029_families_of_texts(db: Database) -> None:
    """Texts know what they hang together with. All are read anew, by `sandi links rebuild` or by the next crawl."""
    _run(
        db,
        "DELETE FROM link_edges",
        "DROP TABLE link_texts",
        "DROP TABLE link_bands",
        """
        CREATE TABLE link_texts (
            id INTEGER PRIMARY KEY,
            family INTEGER NOT NULL,
            sketch BLOB NOT NULL,
            body TEXT NOT NULL
        )""",
        "CREATE INDEX link_texts_by_family ON link_texts (family)",
        """
        CREATE TABLE link_bands (
            band INTEGER NOT NULL,
            family INTEGER NOT NULL,
            text_id INTEGER NOT NULL,
            PRIMARY KEY (band, family, text_id)
        ) WITHOUT ROWID""",
        "UPDATE settings SET value = '0' WHERE name = 'linked_to'",
    )


@migrations()
def m030_listings_of_a_seller(db: Database) -> None:
    """What correlation rules ask when a listing of a seller comes."""
    _run(db, "CREATE INDEX link_listings_by_seller ON link_listings (seller) WHERE seller <> ''")


@migrations()
def m031_heads_of_the_queue(db: Database) -> None:
    """The facets are counted along one index without a look at the rows; all states in one order by score."""
    _run(
        db,
        "DROP INDEX leads_facets",
        "CREATE INDEX leads_facets ON leads (state, source, lane, verdict, tactics)",
        "CREATE INDEX leads_by_score ON leads (score DESC, id)",
    )


@migrations()
def m032_giants_that_wait(db: Database) -> None:
    """Listings of giants that are to be split again; of a watched template by what it is known without its listing."""
    _run(
        db,
        """
        CREATE TABLE link_unsettled (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            listing_id INTEGER NOT NULL UNIQUE REFERENCES listings (id) ON DELETE CASCADE
        )""",
        "ALTER TABLE watches ADD COLUMN sketch BLOB",
        "ALTER TABLE watches ADD COLUMN runs INTEGER",
    )
