"""The schema, as small named steps. A step that has been released is never edited; a new one is added below it.

What the tables hold is masked (see `storage.masking`); published originals lie in `sealed`. Times are UTC ISO 8601.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("sandi")


def _run(db: Database, *statements: str) -> None:
    for statement in statements:
        db.execute(statement)


@migrations()
def m001_settings_and_sealed(db: Database) -> None:
    _run(
        db,
        "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
        """
        CREATE TABLE sealed (
            id INTEGER PRIMARY KEY,
            record_kind TEXT NOT NULL,
            about TEXT NOT NULL,
            nonce BLOB NOT NULL,
            wrapped_key BLOB,
            body BLOB NOT NULL
        )""",
    )


@migrations()
def m002_sources_and_runs(db: Database) -> None:
    _run(
        db,
        """
        CREATE TABLE sources (
            id TEXT PRIMARY KEY,
            title TEXT NOT NULL DEFAULT '',
            adapter TEXT NOT NULL DEFAULT '',
            url TEXT NOT NULL DEFAULT '',
            paused INTEGER NOT NULL DEFAULT 0,
            reason TEXT NOT NULL DEFAULT '',
            paused_by TEXT NOT NULL DEFAULT '',
            paused_at TEXT,
            registered_at TEXT,
            updated_at TEXT,
            definition TEXT NOT NULL DEFAULT ''
        )""",
        """
        CREATE TABLE runs (
            id TEXT PRIMARY KEY,
            source TEXT NOT NULL,
            trigger TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('planned', 'leased', 'done', 'failed', 'lost')),
            planned_at TEXT NOT NULL,
            started_at TEXT,
            heartbeat_at TEXT,
            deadline_at TEXT,
            ended_at TEXT,
            owner TEXT NOT NULL DEFAULT '',
            pid INTEGER,
            pages INTEGER NOT NULL DEFAULT 0,
            new INTEGER NOT NULL DEFAULT 0,
            changed INTEGER NOT NULL DEFAULT 0,
            unchanged INTEGER NOT NULL DEFAULT 0,
            gone INTEGER NOT NULL DEFAULT 0,
            alerts INTEGER NOT NULL DEFAULT 0,
            errors INTEGER NOT NULL DEFAULT 0,
            reason TEXT NOT NULL DEFAULT '',
            message TEXT NOT NULL DEFAULT ''
        )""",
        "CREATE INDEX runs_by_source ON runs (source, planned_at)",
        "CREATE INDEX runs_by_state ON runs (state, heartbeat_at)",
        "CREATE INDEX runs_by_time ON runs (planned_at)",
    )


@migrations()
def m003_captures(db: Database) -> None:
    _run(
        db,
        """
        CREATE TABLE captures (
            sha256 TEXT PRIMARY KEY,
            site TEXT NOT NULL,
            url_key TEXT NOT NULL,
            run TEXT NOT NULL,
            content_type TEXT NOT NULL,
            status INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            stored_at TEXT NOT NULL,
            nonce BLOB NOT NULL,
            wrapped_key BLOB
        )""",
        "CREATE INDEX captures_by_run ON captures (run)",
    )


# `listings` holds what is published now, `listing_versions` what it replaced, `all_versions` both. The short columns
# come first: touching `last_seen` of an unchanged listing then leaves the pages of its text alone.
@migrations()
def m004_listings(db: Database) -> None:
    content = """
            price REAL,
            currency TEXT,
            language TEXT,
            posted_at TEXT,
            title TEXT NOT NULL,
            category TEXT NOT NULL,
            seller TEXT NOT NULL,
            location TEXT NOT NULL,
            text TEXT NOT NULL,
            extra TEXT NOT NULL DEFAULT '{}',
            images TEXT NOT NULL DEFAULT '[]',
            changed TEXT NOT NULL DEFAULT '[]',
            capture TEXT,
            content_hash TEXT NOT NULL,
            sealed_id INTEGER REFERENCES sealed (id)"""
    columns = """price, currency, language, posted_at, title, category, seller, location, text, extra, images,
            changed, capture, content_hash, sealed_id"""
    _run(
        db,
        f"""
        CREATE TABLE listings (
            id INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            kind TEXT NOT NULL,
            version INTEGER NOT NULL,
            first_seen TEXT NOT NULL,
            last_seen TEXT NOT NULL,
            last_run TEXT NOT NULL,
            gone_at TEXT,
            version_seen TEXT NOT NULL,
            version_run TEXT NOT NULL,
            verdict TEXT NOT NULL,
            score INTEGER NOT NULL,
            verdict_hash TEXT NOT NULL,
            url_key TEXT NOT NULL UNIQUE,
            url TEXT NOT NULL,
            {content}
        )""",
        "CREATE INDEX listings_by_sighting ON listings (source, gone_at, last_run)",
        "CREATE INDEX listings_by_source ON listings (source, id)",
        "CREATE INDEX listings_by_verdict ON listings (verdict, source)",
        f"""
        CREATE TABLE listing_versions (
            id INTEGER PRIMARY KEY,
            listing_id INTEGER NOT NULL REFERENCES listings (id),
            number INTEGER NOT NULL,
            seen_at TEXT NOT NULL,
            run TEXT NOT NULL,
            {content},
            UNIQUE (listing_id, number)
        )""",
        f"""
        CREATE VIEW all_versions AS
        SELECT id AS listing_id, version AS number, version_seen AS seen_at, version_run AS run, 1 AS current,
            {columns} FROM listings
        UNION ALL
        SELECT listing_id, number, seen_at, run, 0 AS current, {columns} FROM listing_versions""",
    )


# External content, no row triggers for new rows: a batch adds its rows in one statement. A changed title or text is
# taken out and put in again by a trigger that names these columns, so that touching last_seen costs nothing.
@migrations()
def m005_search(db: Database) -> None:
    _run(
        db,
        """
        CREATE VIRTUAL TABLE listings_fts USING fts5 (
            title, text, content="listings", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
        )""",
        """
        CREATE TRIGGER listings_fts_update AFTER UPDATE OF title, text ON listings
        WHEN old.title IS NOT new.title OR old.text IS NOT new.text BEGIN
            INSERT INTO listings_fts (listings_fts, rowid, title, text)
            VALUES ('delete', old.id, old.title, old.text);
            INSERT INTO listings_fts (rowid, title, text) VALUES (new.id, new.title, new.text);
        END""",
        """
        CREATE TRIGGER listings_fts_delete AFTER DELETE ON listings BEGIN
            INSERT INTO listings_fts (listings_fts, rowid, title, text)
            VALUES ('delete', old.id, old.title, old.text);
        END""",
    )


@migrations()
def m006_judgements(db: Database) -> None:
    _run(
        db,
        """
        CREATE TABLE rule_texts (
            id INTEGER PRIMARY KEY,
            rule TEXT NOT NULL,
            revision INTEGER NOT NULL,
            title TEXT NOT NULL,
            tactic TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            text TEXT NOT NULL,
            UNIQUE (rule, revision, sha256)
        )""",
        """
        CREATE TABLE judgements (
            id INTEGER PRIMARY KEY,
            listing_id INTEGER NOT NULL REFERENCES listings (id),
            version INTEGER NOT NULL,
            run TEXT NOT NULL,
            judged_at TEXT NOT NULL,
            verdict TEXT NOT NULL CHECK (verdict IN ('alert', 'watch', 'help', 'quiet')),
            lane TEXT NOT NULL,
            score INTEGER NOT NULL,
            tactics TEXT NOT NULL,
            slots TEXT NOT NULL
        )""",
        "CREATE INDEX judgements_by_listing ON judgements (listing_id)",
        """
        CREATE TABLE hits (
            id INTEGER PRIMARY KEY,
            judgement_id INTEGER NOT NULL REFERENCES judgements (id),
            rule TEXT NOT NULL,
            revision INTEGER NOT NULL,
            tactic TEXT NOT NULL,
            score INTEGER NOT NULL,
            rule_text_id INTEGER REFERENCES rule_texts (id)
        )""",
        "CREATE INDEX hits_by_judgement ON hits (judgement_id)",
        "CREATE INDEX hits_by_rule ON hits (rule, revision)",
        """
        CREATE TABLE spans (
            id INTEGER PRIMARY KEY,
            hit_id INTEGER NOT NULL REFERENCES hits (id),
            field TEXT NOT NULL,
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            slot TEXT NOT NULL,
            signal TEXT NOT NULL,
            read_as TEXT NOT NULL
        )""",
        "CREATE INDEX spans_by_hit ON spans (hit_id)",
        """
        CREATE TABLE counters (
            id INTEGER PRIMARY KEY,
            judgement_id INTEGER NOT NULL REFERENCES judgements (id),
            signal TEXT NOT NULL,
            weight INTEGER NOT NULL,
            field TEXT NOT NULL,
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL
        )""",
        "CREATE INDEX counters_by_judgement ON counters (judgement_id)",
    )


@migrations()
def m007_contacts(db: Database) -> None:
    _run(
        db,
        """
        CREATE TABLE contacts (
            id INTEGER PRIMARY KEY,
            ref TEXT NOT NULL,
            kind TEXT NOT NULL,
            masked TEXT NOT NULL,
            first_seen TEXT NOT NULL,
            key TEXT NOT NULL UNIQUE,
            sealed_id INTEGER NOT NULL REFERENCES sealed (id)
        )""",
        """
        CREATE TABLE listing_contacts (
            id INTEGER PRIMARY KEY,
            listing_id INTEGER NOT NULL REFERENCES listings (id),
            version INTEGER NOT NULL,
            contact_id INTEGER NOT NULL REFERENCES contacts (id),
            kind TEXT NOT NULL,
            field TEXT NOT NULL,
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            obscured INTEGER NOT NULL
        )""",
        "CREATE INDEX listing_contacts_by_contact ON listing_contacts (contact_id, listing_id)",
        "CREATE INDEX listing_contacts_by_listing ON listing_contacts (listing_id, version, contact_id)",
    )


@migrations()
def m008_leads_and_decisions(db: Database) -> None:
    _run(
        db,
        """
        CREATE TABLE leads (
            id INTEGER PRIMARY KEY,
            listing_id INTEGER NOT NULL UNIQUE REFERENCES listings (id),
            judgement_id INTEGER NOT NULL REFERENCES judgements (id),
            source TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('open', 'kept', 'dismissed', 'unsure', 'escalated')),
            verdict TEXT NOT NULL CHECK (verdict IN ('alert', 'help')),
            verdict_now TEXT NOT NULL,
            lane TEXT NOT NULL,
            score INTEGER NOT NULL,
            tactics TEXT NOT NULL,
            slots TEXT NOT NULL,
            version INTEGER NOT NULL,
            change TEXT NOT NULL DEFAULT '',
            opened_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            decision_id INTEGER REFERENCES decisions (id)
        )""",
        "CREATE INDEX leads_queue ON leads (state, score DESC, id)",
        "CREATE INDEX leads_facets ON leads (state, source, lane, verdict, id)",
        """
        CREATE TABLE lead_tactics (
            lead_id INTEGER NOT NULL REFERENCES leads (id),
            tactic TEXT NOT NULL,
            PRIMARY KEY (lead_id, tactic)
        ) WITHOUT ROWID""",
        """
        CREATE TABLE decisions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            lead_id INTEGER NOT NULL REFERENCES leads (id),
            decision TEXT NOT NULL CHECK (decision IN ('keep', 'dismiss', 'unsure', 'escalate', 'undo')),
            reason TEXT NOT NULL,
            note TEXT NOT NULL,
            actor TEXT NOT NULL,
            via TEXT NOT NULL,
            at TEXT NOT NULL,
            version INTEGER NOT NULL,
            verdict TEXT NOT NULL,
            score INTEGER NOT NULL,
            tactics TEXT NOT NULL,
            undoes INTEGER REFERENCES decisions (id)
        )""",
        "CREATE INDEX decisions_by_lead ON decisions (lead_id)",
        "CREATE INDEX decisions_by_actor ON decisions (actor, id)",
        *_append_only("decisions", "a decision is never changed; undo it with a new one"),
    )


@migrations()
def m009_audit(db: Database) -> None:
    _run(
        db,
        """
        CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            object TEXT NOT NULL,
            reason TEXT NOT NULL,
            detail TEXT NOT NULL,
            prev_hash TEXT NOT NULL,
            hash TEXT NOT NULL
        )""",
        "CREATE INDEX audit_by_object ON audit (object)",
        *_append_only("audit", "the audit log is only ever added to"),
    )


@migrations()
def m010_views_for_readers(db: Database) -> None:
    _run(
        db,
        """
        CREATE VIEW lead_list AS
        SELECT leads.id, leads.state, leads.score, leads.verdict, leads.verdict_now, leads.lane, leads.tactics,
            listings.title, substr(listings.text, 1, 200) AS excerpt, listings.url, leads.source, leads.opened_at,
            listings.gone_at, decisions.decision, decisions.reason, decisions.actor, decisions.at AS decided_at,
            leads.listing_id
        FROM leads JOIN listings ON listings.id = leads.listing_id
        LEFT JOIN decisions ON decisions.id = leads.decision_id""",
        """
        CREATE VIEW shared_contacts AS
        SELECT contacts.id, contacts.ref, contacts.kind, contacts.masked,
            count(DISTINCT listing_contacts.listing_id) AS listings
        FROM contacts JOIN listing_contacts ON listing_contacts.contact_id = contacts.id
        GROUP BY contacts.id HAVING listings > 1""",
        """
        CREATE VIEW rule_precision AS
        SELECT hits.rule, hits.revision, count(DISTINCT leads.id) AS leads,
            count(DISTINCT leads.id) FILTER (WHERE leads.state IN ('kept', 'escalated')) AS kept,
            count(DISTINCT leads.id) FILTER (WHERE leads.state = 'dismissed') AS dismissed
        FROM hits JOIN leads ON leads.judgement_id = hits.judgement_id
        GROUP BY hits.rule, hits.revision""",
    )


@migrations()
def m011_collection(db: Database) -> None:
    """What collecting for months must remember: pages that kill readers, what a run received, how sources fare."""
    _run(
        db,
        """
        CREATE TABLE quarantine (
            url_key TEXT PRIMARY KEY,
            source TEXT NOT NULL,
            site TEXT NOT NULL,
            kills INTEGER NOT NULL,
            first_at TEXT NOT NULL,
            last_at TEXT NOT NULL,
            run TEXT NOT NULL,
            reason TEXT NOT NULL,
            capture TEXT
        ) WITHOUT ROWID""",
        "ALTER TABLE captures ADD COLUMN payload_key TEXT",
        "CREATE INDEX captures_by_payload ON captures (payload_key)",
        """
        CREATE TABLE run_captures (
            run TEXT NOT NULL,
            capture TEXT NOT NULL,
            reader TEXT NOT NULL,
            role TEXT NOT NULL,
            seen_at TEXT NOT NULL,
            PRIMARY KEY (run, capture)
        ) WITHOUT ROWID""",
        "CREATE INDEX run_captures_by_capture ON run_captures (capture)",
        """
        CREATE TABLE host_pace (
            host TEXT PRIMARY KEY,
            crawl_delay_s REAL NOT NULL DEFAULT 0,
            wait_until TEXT,
            noted_at TEXT NOT NULL
        ) WITHOUT ROWID""",
        """
        CREATE TABLE run_health (
            run TEXT PRIMARY KEY,
            source TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('healthy', 'degraded', 'broken', 'parked')),
            reason TEXT NOT NULL,
            mend TEXT NOT NULL,
            figures TEXT NOT NULL,
            at TEXT NOT NULL
        ) WITHOUT ROWID""",
        "CREATE INDEX run_health_by_source ON run_health (source, at)",
        "ALTER TABLE sources ADD COLUMN health TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE sources ADD COLUMN health_reason TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE sources ADD COLUMN health_mend TEXT NOT NULL DEFAULT ''",
        "CREATE TABLE notices (topic TEXT PRIMARY KEY, sent_at TEXT NOT NULL) WITHOUT ROWID",
    )


# Texts are compared masked and without figures (`linking.texts`), under a number of 63 bits that is their hash; a band
# is such a number too. What the rows of `link_*` say can be made anew at any time by `sandi links rebuild`.
@migrations()
def m012_linking(db: Database) -> None:
    _run(
        db,
        "CREATE TABLE link_texts (id INTEGER PRIMARY KEY, body TEXT NOT NULL)",
        """
        CREATE TABLE link_bands (
            band INTEGER NOT NULL,
            text_id INTEGER NOT NULL,
            PRIMARY KEY (band, text_id)
        ) WITHOUT ROWID""",
        """
        CREATE TABLE link_edges (
            text_id INTEGER NOT NULL,
            other_id INTEGER NOT NULL,
            similarity REAL NOT NULL,
            PRIMARY KEY (text_id, other_id)
        ) WITHOUT ROWID""",
        """
        CREATE TABLE link_keys (
            "key" TEXT NOT NULL,
            seller TEXT NOT NULL,
            listing_id INTEGER NOT NULL REFERENCES listings (id) ON DELETE CASCADE,
            PRIMARY KEY ("key", seller, listing_id)
        ) WITHOUT ROWID""",
        "CREATE INDEX link_keys_by_listing ON link_keys (listing_id)",
        """
        CREATE TABLE link_key_states (
            "key" TEXT PRIMARY KEY,
            state TEXT NOT NULL CHECK (state IN ('common', 'aside')),
            reason TEXT NOT NULL
        ) WITHOUT ROWID""",
        """
        CREATE TABLE link_site_lines (
            source TEXT NOT NULL,
            line INTEGER NOT NULL,
            PRIMARY KEY (source, line)
        ) WITHOUT ROWID""",
        'CREATE TABLE link_site_keys ("key" TEXT PRIMARY KEY, source TEXT NOT NULL) WITHOUT ROWID',
        """
        CREATE TABLE clusters (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            component INTEGER NOT NULL,
            units INTEGER NOT NULL,
            version INTEGER NOT NULL DEFAULT 1,
            opened_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            ended_at TEXT,
            merged_into INTEGER REFERENCES clusters (id),
            came_from INTEGER REFERENCES clusters (id)
        )""",
        "CREATE INDEX clusters_by_component ON clusters (component)",
        """
        CREATE TABLE link_listings (
            listing_id INTEGER PRIMARY KEY REFERENCES listings (id) ON DELETE CASCADE,
            seller TEXT NOT NULL,
            text_id INTEGER,
            cluster_id INTEGER REFERENCES clusters (id)
        )""",
        "CREATE INDEX link_listings_by_text ON link_listings (text_id)",
        "CREATE INDEX link_listings_by_cluster ON link_listings (cluster_id)",
    )


@migrations()
def m013_cluster_decisions_and_watches(db: Database) -> None:
    _run(
        db,
        """
        CREATE TABLE cluster_decisions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            cluster_id INTEGER NOT NULL REFERENCES clusters (id),
            decision TEXT NOT NULL,
            reason TEXT NOT NULL,
            actor TEXT NOT NULL,
            at TEXT NOT NULL,
            leads TEXT NOT NULL,
            exceptions TEXT NOT NULL
        )""",
        "CREATE INDEX cluster_decisions_by_cluster ON cluster_decisions (cluster_id)",
        *_append_only("cluster_decisions", "a decision is never changed; decide the leads anew"),
        """
        CREATE TABLE watches (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL CHECK (kind IN ('contact', 'phrase', 'template')),
            shown TEXT NOT NULL,
            fits TEXT NOT NULL,
            owner TEXT NOT NULL,
            reason TEXT NOT NULL,
            added_at TEXT NOT NULL,
            expires_at TEXT,
            removed_at TEXT
        )""",
        "CREATE INDEX watches_by_what_fits ON watches (kind, fits)",
        """
        CREATE TABLE watch_hits (
            watch_id INTEGER NOT NULL REFERENCES watches (id),
            listing_id INTEGER NOT NULL REFERENCES listings (id) ON DELETE CASCADE,
            at TEXT NOT NULL,
            notified_at TEXT,
            PRIMARY KEY (watch_id, listing_id)
        ) WITHOUT ROWID""",
    )


@migrations()
def m014_holds(db: Database) -> None:
    """Listings that stay past their time, because somebody asked for it in a case."""
    _run(
        db,
        """
        CREATE TABLE holds (
            listing_id INTEGER PRIMARY KEY REFERENCES listings (id),
            reason TEXT NOT NULL,
            actor TEXT NOT NULL,
            at TEXT NOT NULL
        )""",
    )


@migrations()
def m015_contacts_named_as_services(db: Database) -> None:
    _run(db, "ALTER TABLE link_keys ADD COLUMN service INTEGER NOT NULL DEFAULT 0")


def _append_only(table: str, message: str) -> tuple[str, str]:
    return (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END",
    )
