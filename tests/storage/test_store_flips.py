"""One bit of the database file turns over: a verification finds nearly all that alter what is stored."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from store_house import judged, plain

from storage import listings
from storage.database import Store
from storage.verifying import verify
from tests.gauntlet import FULL, scaled

SCRIPT = Path(__file__).with_name("flips.py")


@pytest.mark.gauntlet(36, times=scaled(600, 40))
def test_flipped_bits_are_found() -> None:
    words = [sys.executable, str(SCRIPT), "--flips", str(scaled(600, 40))]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    figures = json.loads(done.stdout)
    assert figures["share"] >= (0.95 if FULL else 0.85), figures  # few flips come to a wide share


@pytest.mark.parametrize(
    ("statement", "part"),
    [
        ("UPDATE listings SET seller = 'Bu Aninda' WHERE id = 1", "listings"),
        ("UPDATE listings SET text = replace(text, 'Kamboja', 'kamboja') WHERE id = 1", "listings"),
        ("UPDATE listings SET price = 12 WHERE id = 2", "listings"),
        ("UPDATE listings SET images = '[\"x\"]' WHERE id = 1", "listings"),
        ('UPDATE listings SET extra = \'{"a":"b"}\' WHERE id = 1', "listings"),
        ("UPDATE listing_versions SET title = 'x' WHERE id = 1", "listings"),
        ("UPDATE contacts SET masked = '+62 ...' WHERE id = 1", "contacts"),
        ("UPDATE spans SET start = start + 1 WHERE id = 2", "judgements"),
        ("UPDATE hits SET score = 71 WHERE id = 1", "judgements"),
        ("UPDATE counters SET weight = -2 WHERE id = 1", "judgements"),
        ("UPDATE judgements SET slots = '[]' WHERE id = 1", "judgements"),
        ("UPDATE leads SET slots = '[]' WHERE id = 1", "leads"),
        ("UPDATE listings SET first_seen = '2026-13-01T00:00:00.000Z' WHERE id = 1", "shapes"),
        ("UPDATE listing_contacts SET kind = 'phond' WHERE id = 1", "shapes"),
        ("UPDATE listing_contacts SET field = 'tdxt' WHERE id = 1", "shapes"),
        ("UPDATE listings SET kind = 'joc' WHERE id = 1", "shapes"),
        ("UPDATE _sqlite_migrations SET applied_at = '2026-11-53' WHERE id = 1", "shapes"),
        ("UPDATE sealed SET record_kind = 'listinG' WHERE id = 1", "sealed records"),
    ],
)
def test_a_changed_value_is_found_in_its_part(store: Store, statement: str, part: str) -> None:
    listings.save_batch(store, "r1", [judged(1, listing_more={"images": ("https://x.example/1.jpg",)}), plain(2)])
    listings.save_batch(store, "r2", [judged(1, listing_more={"seller": "Bu Anindo", "extra": {"a": "c"}})])
    assert [check for check in verify(store) if not check.ok] == []
    with store.writer() as conn:
        conn.execute("DROP TRIGGER listings_fts_update")
        conn.execute(statement)
    assert part in [check.name for check in verify(store) if not check.ok]


def test_what_drifts_from_sighting_to_sighting_is_no_damage(store: Store) -> None:
    more = {"posted_at": "2026-01-01T00:00:00Z", "language": "id"}
    listings.save_batch(store, "r1", [judged(1, listing_more=more)])
    drifted = {"posted_at": "2026-01-01T00:05:00Z", "language": "ms", "kind": "post"}
    listings.save_batch(store, "r2", [judged(1, listing_more=drifted, score=75)])
    assert [check for check in verify(store) if not check.ok] == []
