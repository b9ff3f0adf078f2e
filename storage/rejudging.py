"""Judges open leads again after the rules were edited, and lets each lead say what changed.

A new judgement is a new row, beside the old one and with the hash of the rules. A lead that a person decided is never
touched. What still leads takes the new evidence; what would no longer lead keeps the evidence that people were shown.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sandi.listing import Listing
from sandi.verdict import RuleText, Verdict
from storage import audit, contacts, judgements, sealed
from storage.database import Store
from storage.judgements import names, read_names, verdict_hash
from storage.keys import Keys
from storage.opening import LEADING, set_tactics
from storage.records import Judged
from storage.times import now
from storage.veil import Veil, unpack

BATCH = 50
SETTING = "judged_by"
BY_RULES = "by today's rules: "

Judge = Callable[[Listing], Verdict]


@dataclass
class Rejudged:
    """How many open leads were judged again, and the lead and change of each that now differs."""

    judged: int = 0
    erased: int = 0
    changed: list[tuple[int, str]] = field(default_factory=list)


def is_due(store: Store, rules: str) -> bool:
    """Whether open leads were last judged by rules of another hash than `rules`."""
    with store.reader() as conn:
        row = conn.execute("SELECT value FROM settings WHERE name = ?", (SETTING,)).fetchone()
    return row is None or row["value"] != rules


def nothing_open(store: Store, rules: str) -> bool:
    """Whether no lead by rules is open; then `rules` count as those that judged all open leads. Raises StoreBusy."""
    with store.reader() as conn:
        if _open_leads(conn, 0):
            return False
    with store.writer() as conn:
        _remember(conn, rules)
    return True


def _remember(conn: sqlite3.Connection, rules: str) -> None:
    conn.execute(
        "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (SETTING, rules)
    )


def rejudge(store: Store, judge: Judge, rules: str, texts: Sequence[RuleText], *, actor: str) -> Rejudged:
    """Judge the version behind every open lead by `judge`; `rules` is the hash of its rules, `texts` are the rules.

    Originals are opened in memory, which one audit row says. Raises SealBroken, StoreBusy.
    """
    done = Rejudged()
    after, last = 0, _last(store)
    while after < last:
        with store.reader() as conn:
            rows = _open_leads(conn, after)
            plain = [sealed.open_row(conn, store.keys, row["sealed_id"]) for row in rows]
        if not rows:
            break
        after = rows[-1]["id"]
        done.erased += plain.count(None)
        read = [(row, unpack(one)) for row, one in zip(rows, plain, strict=True) if one is not None]
        judged = deque((row, Judged(listing, judge(listing), row["capture"])) for row, listing in read)
        while judged:
            with store.writer() as conn:
                taking = _Taking(conn, store, rules, texts, done)
                taking.take(*judged.popleft())
                while judged and not store.awaited:
                    taking.take(*judged.popleft())
    with store.writer() as conn:
        _remember(conn, rules)
        if done.judged:
            figures = {"rules": rules, "judged": done.judged, "changed": len(done.changed)}
            audit.record(
                conn, actor=actor, action="leads.rejudge", object="leads", reason="rules edited", detail=figures
            )
    return done


def _last(store: Store) -> int:
    with store.reader() as conn:
        return int(conn.execute("SELECT coalesce(max(id), 0) FROM leads").fetchone()[0])


def _open_leads(conn: sqlite3.Connection, after: int) -> list[sqlite3.Row]:
    return conn.execute(
        """
        SELECT leads.id, leads.listing_id, leads.judgement_id, j.version, v.sealed_id, v.capture, v.current
        FROM leads JOIN judgements AS j ON j.id = leads.judgement_id
            JOIN all_versions AS v ON v.listing_id = leads.listing_id AND v.number = j.version
        WHERE leads.state = 'open' AND leads.origin = 'rules' AND leads.id > ? ORDER BY leads.id LIMIT ?""",
        (after, BATCH),
    ).fetchall()


class _Taking:
    """One transaction of `rejudge`."""

    def __init__(
        self, conn: sqlite3.Connection, store: Store, rules: str, texts: Sequence[RuleText], done: Rejudged
    ) -> None:
        self._conn = conn
        self._keys = store.keys
        self._run = f"rules/{rules}"
        self._texts = {(text.rule, text.revision): text for text in texts}
        self._done = done
        self._now = now()

    def take(self, row: sqlite3.Row, judged: Judged) -> None:
        """Keep the new judgement if it differs, and tell the lead."""
        lead = self._conn.execute("SELECT * FROM leads WHERE id = ?", (row["id"],)).fetchone()
        if lead["state"] != "open" or lead["judgement_id"] != row["judgement_id"]:
            return  # somebody decided, or a crawl judged it, in the meantime
        self._done.judged += 1
        verdict = judged.verdict
        change = "; ".join(self._differences(lead, verdict))
        taken_back = lead["change"].startswith(BY_RULES) and lead["verdict_now"] not in LEADING
        if not change and taken_back:
            change = f"verdict {lead['verdict_now']} → {verdict.verdict}"
        if not change or lead["change"] == BY_RULES + change:
            return
        fired = [self._texts[key] for hit in verdict.hits if (key := (hit.rule, hit.revision)) in self._texts]
        rule_ids = judgements.keep_rules(self._conn, fired)
        veil, listing_id, version = Veil(judged), lead["listing_id"], row["version"]
        judgement = judgements.keep(self._conn, listing_id, version, self._run, self._now, verdict, veil, rule_ids)
        contacts.keep(self._conn, self._keys, listing_id, version, verdict.contacts, self._now)
        mask_again(self._conn, self._keys, row, judged, veil)
        self._tell(lead, row, judgement, verdict, BY_RULES + change)
        self._done.changed.append((lead["id"], BY_RULES + change))

    def _differences(self, lead: sqlite3.Row, verdict: Verdict) -> list[str]:
        """In what the new verdict differs from what the lead shows, in words that the workbench can translate."""
        found = []
        if verdict.verdict != lead["verdict"]:
            found.append(f"verdict {lead['verdict']} → {verdict.verdict}")
        if verdict.verdict in LEADING and verdict.lane != lead["lane"]:
            found.append(f"lane {verdict.lane}")
        if verdict.verdict in LEADING and verdict.score != lead["score"]:
            found.append(f"score {lead['score']} → {verdict.score}")
        before, after = self._fired(lead["judgement_id"]), {hit.rule: hit.revision for hit in verdict.hits}
        found += [f"rule {rule} no longer fires" for rule in sorted(before.keys() - after.keys())]
        found += [f"rule {rule} fires" for rule in sorted(after.keys() - before.keys())]
        both = sorted(before.keys() & after.keys())
        found += [f"rule {r} edited ({before[r]} → {after[r]})" for r in both if before[r] != after[r]]
        tactics = read_names(lead["tactics"])
        return found + [f"tactic {tactic} added" for tactic in verdict.tactics if tactic not in tactics]

    def _fired(self, judgement_id: int) -> dict[str, int]:
        rows = self._conn.execute("SELECT rule, revision FROM hits WHERE judgement_id = ?", (judgement_id,))
        return {row["rule"]: row["revision"] for row in rows}

    def _tell(self, lead: sqlite3.Row, row: sqlite3.Row, judgement_id: int, verdict: Verdict, change: str) -> None:
        values: dict[str, Any] = {"change": change, "updated_at": self._now}
        if row["current"]:
            values["verdict_now"] = verdict.verdict
        if verdict.verdict in LEADING:
            values |= {
                "judgement_id": judgement_id,
                "verdict": verdict.verdict,
                "lane": verdict.lane,
                "score": verdict.score,
                "tactics": names(verdict.tactics),
                "slots": names(verdict.slots),
            }
            set_tactics(self._conn, lead["id"], verdict)
        sets = ", ".join(f"{name} = :{name}" for name in values)
        self._conn.execute(
            f"UPDATE leads SET {sets}, version = version + 1 WHERE id = :_id", values | {"_id": lead["id"]}
        )


def mask_again(conn: sqlite3.Connection, keys: Keys, row: sqlite3.Row, judged: Judged, veil: Veil) -> None:
    """Mask a version again: edited rules may read contacts that they missed before. `row` says which one
    (`listing_id`, `version`) and whether it is `current`.
    """
    columns = veil.columns()
    if not row["current"]:
        _update(conn, "listing_versions", columns, "listing_id = :_id AND number = :_number", row)
        return
    verdict = judged.verdict
    hashed = verdict_hash(keys, verdict)  # so that the next crawl finds nothing new in the same verdict
    columns |= {"url": veil.url(), "verdict": verdict.verdict, "score": verdict.score, "verdict_hash": hashed}
    _update(conn, "listings", columns, "id = :_id", row)


def _update(conn: sqlite3.Connection, table: str, columns: dict[str, Any], where: str, row: sqlite3.Row) -> None:
    sets = ", ".join(f"{name} = :{name}" for name in columns)
    values = columns | {"_id": row["listing_id"], "_number": row["version"]}
    conn.execute(f"UPDATE {table} SET {sets} WHERE {where}", values)
