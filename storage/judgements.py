"""What the rules said of a version of a listing: verdict, hits, spans, what speaks against, and the rules' texts."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from sandi.verdict import Counter, Hit, RuleText, Span, Verdict
from storage.database import Store
from storage.keys import Keys
from storage.records import StoredListing
from storage.veil import Veil, field_of

RuleIds = Mapping[tuple[str, int], int]
_Row = tuple[Any, ...]
_Hit = tuple[_Row, list[_Row]]
_OWN = ("listing_id", "version", "run", "judged_at", "verdict", "lane", "score", "tactics", "slots")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence of one judgement, every `raw` a slice of the masked text."""

    hits: tuple[Hit, ...]
    counter: tuple[Counter, ...]
    rules: tuple[RuleText, ...]
    judged_at: str


def verdict_hash(keys: Keys, verdict: Verdict) -> str:
    """Tells whether the same content was judged differently, as after a rule changed."""
    value = verdict.to_json() | {"url": ""}
    return keys.content_key(repr(sorted(value.items())).encode("utf-8", "backslashreplace"))


def keep_rules(conn: sqlite3.Connection, rules: Sequence[RuleText]) -> dict[tuple[str, int], int]:
    """Keep the texts of rules; their row ids by rule and revision. A text once kept is never replaced."""
    conn.executemany(
        "INSERT INTO rule_texts (rule, revision, title, tactic, sha256, text) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (rule, revision, sha256) DO NOTHING",
        [(rule.rule, rule.revision, rule.title, rule.tactic, rule.sha256, rule.text) for rule in rules],
    )
    ids = {}
    for rule in rules:
        row = conn.execute(
            "SELECT id FROM rule_texts WHERE rule = ? AND revision = ? AND sha256 = ?",
            (rule.rule, rule.revision, rule.sha256),
        ).fetchone()
        ids[(rule.rule, rule.revision)] = int(row["id"])
    return ids


def keep(
    conn: sqlite3.Connection,
    listing_id: int,
    version: int,
    run: str,
    at: str,
    verdict: Verdict,
    veil: Veil,
    rule_ids: RuleIds,
) -> int:
    """Write one judgement with its hits and counters; its id."""
    about = (listing_id, version, run, at, verdict.verdict, verdict.lane, verdict.score)
    own = (*about, names(verdict.tactics), names(verdict.slots))
    hits = [_hit(conn, hit, veil, rule_ids.get((hit.rule, hit.revision))) for hit in verdict.hits]
    counters = [(item.signal, item.weight, item.field, item.start, item.end) for item in verdict.counter]
    done = conn.execute(
        "INSERT INTO judgements (listing_id, version, run, judged_at, verdict, lane, score, tactics, slots, row_sum)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*own, _sum(own, hits, counters)),
    )
    judgement_id = int(done.lastrowid or 0)
    for values, spans in hits:
        _keep_hit(conn, judgement_id, values, spans)
    conn.executemany(
        'INSERT INTO counters (judgement_id, signal, weight, field, start, "end") VALUES (?, ?, ?, ?, ?, ?)',
        [(judgement_id, *values) for values in counters],
    )
    return judgement_id


def sum_of(conn: sqlite3.Connection, row: sqlite3.Row) -> str:
    """The sum over a judgement, its hits, spans and counters as they are stored now; `row` is that of the judgement."""
    own = tuple(row[name] for name in _OWN)
    hits: list[_Hit] = []
    for hit in conn.execute(
        "SELECT id, rule, revision, tactic, score, rule_text_id FROM hits WHERE judgement_id = ? ORDER BY id",
        (row["id"],),
    ).fetchall():
        spans = conn.execute(
            'SELECT field, start, "end", slot, signal, read_as FROM spans WHERE hit_id = ? ORDER BY id', (hit["id"],)
        )
        hits.append((tuple(hit)[1:], [tuple(span) for span in spans]))
    counters = conn.execute(
        'SELECT signal, weight, field, start, "end" FROM counters WHERE judgement_id = ? ORDER BY id', (row["id"],)
    )
    return _sum(own, hits, [tuple(one) for one in counters])


def evidence(conn: sqlite3.Connection, judgement_id: int, listing: StoredListing) -> Evidence:
    """The evidence of a judgement, with raw texts cut from the masked `listing`, which must be the version judged."""
    shown = listing.listing
    rows = conn.execute("SELECT * FROM hits WHERE judgement_id = ? ORDER BY score DESC, id", (judgement_id,)).fetchall()
    hits = tuple(
        Hit(
            row["rule"],
            row["revision"],
            row["tactic"],
            row["score"],
            tuple(
                Span(
                    s["field"],
                    s["start"],
                    s["end"],
                    s["slot"],
                    s["signal"],
                    field_of(shown, s["field"])[s["start"] : s["end"]],
                    s["read_as"],
                )
                for s in conn.execute("SELECT * FROM spans WHERE hit_id = ? ORDER BY id", (row["id"],))
            ),
        )
        for row in rows
    )
    counter = tuple(
        Counter(
            row["signal"],
            row["weight"],
            row["field"],
            row["start"],
            row["end"],
            field_of(shown, row["field"])[row["start"] : row["end"]] if row["field"] else "",
        )
        for row in conn.execute("SELECT * FROM counters WHERE judgement_id = ? ORDER BY id", (judgement_id,))
    )
    at = conn.execute("SELECT judged_at FROM judgements WHERE id = ?", (judgement_id,)).fetchone()
    return Evidence(hits, counter, _rules(conn, judgement_id), at["judged_at"])


def names(values: Sequence[str]) -> str:
    """A list of names as stored: a JSON array, which Datasette and sqlite-utils read as such."""
    return orjson.dumps(list(values)).decode()


def read_names(text: str) -> tuple[str, ...]:
    """The inverse of `names`."""
    return tuple(orjson.loads(text))


def _hit(conn: sqlite3.Connection, hit: Hit, veil: Veil, rule_text_id: int | None) -> _Hit:
    """The columns of a hit, and those of its spans."""
    if rule_text_id is None:
        row = conn.execute(
            "SELECT max(id) FROM rule_texts WHERE rule = ? AND revision = ?", (hit.rule, hit.revision)
        ).fetchone()
        rule_text_id = row[0]
    spans = [(s.field, s.start, s.end, s.slot, s.signal, veil.read_as(s)) for s in hit.spans]
    return (hit.rule, hit.revision, hit.tactic, hit.score, rule_text_id), spans


def _keep_hit(conn: sqlite3.Connection, judgement_id: int, values: _Row, spans: Sequence[_Row]) -> None:
    done = conn.execute(
        "INSERT INTO hits (judgement_id, rule, revision, tactic, score, rule_text_id) VALUES (?, ?, ?, ?, ?, ?)",
        (judgement_id, *values),
    )
    conn.executemany(
        'INSERT INTO spans (hit_id, field, start, "end", slot, signal, read_as) VALUES (?, ?, ?, ?, ?, ?, ?)',
        [(done.lastrowid, *span) for span in spans],
    )


def _sum(own: _Row, hits: Sequence[_Hit], counters: Sequence[_Row]) -> str:
    """Short, for it guards against broken disks and not against people; those the audit log and the seals are for."""
    body = orjson.dumps([own, hits, counters])
    return hashlib.blake2b(body, digest_size=8).hexdigest()


def rules_with(store: Store, word: str) -> tuple[RuleText, ...]:
    """Every kept text of a rule in which `word` stands."""
    with store.reader() as conn:
        rows = conn.execute("SELECT * FROM rule_texts WHERE instr(text, ?) ORDER BY id", (word,)).fetchall()
    return tuple(map(_rule_text, rows))


def _rules(conn: sqlite3.Connection, judgement_id: int) -> tuple[RuleText, ...]:
    rows = conn.execute(
        "SELECT DISTINCT rule_texts.* FROM hits JOIN rule_texts ON rule_texts.id = hits.rule_text_id"
        " WHERE hits.judgement_id = ? ORDER BY rule_texts.rule",
        (judgement_id,),
    )
    return tuple(map(_rule_text, rows))


def _rule_text(row: sqlite3.Row) -> RuleText:
    return RuleText(row["rule"], row["revision"], row["title"], row["tactic"], row["sha256"], row["text"])
