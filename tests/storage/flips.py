"""Single flipped bits in a database file: which of them alter what is stored, and which a verification finds.

python tests/storage/flips.py --flips 400        # figures as one JSON object
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import sys
import tempfile
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[2])]

from store_house import RULE, judged, plain  # noqa: E402

from sandi.config import Config  # noqa: E402
from sandi.errors import SandiError  # noqa: E402
from storage import contacts, decisions, leads, listings, readonly  # noqa: E402
from storage.database import Store  # noqa: E402
from storage.verifying import verify  # noqa: E402


def fill(config: Config) -> None:
    """Leads with decisions, listings with a past, and quiet ones."""
    with Store.open(config) as store:
        listings.save_batch(store, "r1", [judged(number) for number in range(1, 31)], rules=[RULE])
        listings.save_batch(store, "r1", [plain(number, f"Kaos nomor {number}") for number in range(31, 61)])
        changed = [judged(number, listing_more={"seller": f"Bu {number}"}) for number in range(1, 6)]
        listings.save_batch(store, "r2", changed, rules=[RULE])
        for lead in range(6, 16):
            version = leads.get(store, lead).version
            words = {"reason": "other", "note": f"noted {lead}", "actor": "ani", "via": "cli"}
            decisions.decide(store, lead, decision="keep", seen_version=version, **words)
        contacts.unmask(store, 1, actor="ani", reason="to call")


def stored(path: Path) -> dict[str, list[tuple[object, ...]]] | None:
    """All rows of all tables, None when they cannot be read; the search index and statistics are made from them."""
    found = {}
    with (
        suppress(sqlite3.Error, UnicodeDecodeError),
        closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn,
    ):
        conn.text_factory = bytes
        names = [row[0].decode() for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            if not name.startswith(("listings_fts", "sqlite_stat")):
                found[name] = conn.execute(f"SELECT * FROM '{name}'").fetchall()
        return found
    return None


def flip(flips: int, seed: int) -> dict[str, object]:
    """Flip one bit, look, put it back; what came of it."""
    rng = random.Random(seed)
    missed: Counter[str] = Counter()
    altered = told = 0
    with tempfile.TemporaryDirectory() as folder:
        config = Config(data=Path(folder) / "data", keys=Path(folder) / "keys")
        fill(config)
        whole = config.database.read_bytes()
        before = stored(config.database)
        while altered < flips:
            place, bit = rng.randrange(100, len(whole)), 1 << rng.randrange(8)
            config.database.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
            after = stored(config.database)
            if after != before:
                altered += 1
                found = flagged(config)
                told += found
                if not found and before and after:
                    missed.update(differing(before, after))
            for late in config.data.glob("sandi.db-*"):
                late.unlink()
            readonly.end(config)
    return {"altered": altered, "found": told, "share": round(told / altered, 4), "missed": dict(missed.most_common())}


def differing(before: dict[str, list[tuple[object, ...]]], after: dict[str, list[tuple[object, ...]]]) -> set[str]:
    """Tables, and places of the column, that a missed flip altered."""
    found = set()
    for name, rows in before.items():
        for old, new in zip(rows, after.get(name, []), strict=False):
            found |= {f"{name}.{at}" for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other}
    return found


def flagged(config: Config) -> bool:
    """Whether a verification, or the very opening, finds it."""
    try:
        with Store.open(config, create=False) as store:
            return not all(check.ok for check in verify(store))
    except (SandiError, sqlite3.Error, UnicodeDecodeError, ValueError, IndexError):
        return True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flips", type=int, default=400)
    parser.add_argument("--seed", type=int, default=36)
    words = parser.parse_args()
    print(json.dumps(flip(words.flips, words.seed)))


if __name__ == "__main__":
    main()
