"""A crawl is killed again and again: what it kept is whole and there once, and the next crawl finds the rest."""

from __future__ import annotations

import random
import threading
from pathlib import Path

import pytest

from sandi.config import Config
from storage.database import Store
from storage.verifying import verify
from tests.crawler.conftest import Sandi, Site, detail, index, rows, serving, source_text
from tests.gauntlet import scaled

PAGES = 60
KILLS = scaled(50, 3)


def whole(sandi: Sandi) -> int:
    """What must be true after any kill; how many listings there are."""
    with Store.open(Config(data=sandi.data, keys=sandi.folder / "keys"), create=False) as store:
        assert [check for check in verify(store) if not check.ok] == []
    assert rows(sandi, "SELECT url_key FROM listings GROUP BY url_key HAVING count(*) > 1") == []
    assert (
        rows(
            sandi,
            "SELECT l.id FROM listings l JOIN judgements j ON j.listing_id = l.id AND j.version = l.version"
            " LEFT JOIN hits h ON h.judgement_id = j.id GROUP BY l.id HAVING count(h.id) <> (max(l.verdict) = 'alert')",
        )
        == []
    ), "each listing has exactly its hits"
    assert rows(sandi, "SELECT id FROM listings WHERE id NOT IN (SELECT listing_id FROM judgements)") == []
    assert rows(sandi, "SELECT capture FROM listings WHERE capture NOT IN (SELECT sha256 FROM captures)") == []
    return int(rows(sandi, "SELECT count(*) FROM listings")[0][0])


@pytest.mark.gauntlet(33)
def test_crawls_killed_at_any_moment_keep_what_they_had_and_nothing_twice(tmp_path: Path) -> None:
    rng = random.Random(50)
    sandi = Sandi(tmp_path, "tests.crawler.with_judge")
    kept = 0
    with serving(Site()) as site:
        for number in range(PAGES):
            site.put(f"/{number}", detail(f"Barang {number}", f"Dijual cepat {number}."))
        site.put("/", index([f"/{number}" for number in range(PAGES)]))
        sandi.source("toko", source_text(site))
        for turn in range(KILLS):
            # Every other time all texts are new, so that there is much to write.
            for number in range(PAGES):
                site.put(f"/{number}", detail(f"Barang {number}", f"Dijual cepat, edisi {turn // 2}."))
            reached, left = threading.Event(), rng.randrange(1, PAGES)
            asked = sum(site.hits.values())
            site.on_hit = lambda path, at=asked + left, event=reached: (
                event.set() if sum(site.hits.values()) >= at else None
            )
            process = sandi.start("crawl", "toko", "--json")
            reached.wait(60)
            process.kill()
            process.communicate()
            now = whole(sandi)
            assert now >= kept, "what was kept stays"
            kept = now
        site.on_hit = lambda path: None
        run = sandi.json("crawl", "toko")
        assert run["new"] + run["changed"] + run["unchanged"] == PAGES, run
    assert whole(sandi) == PAGES
    states = dict(rows(sandi, "SELECT state, count(*) FROM runs GROUP BY state"))
    assert states.get("leased", 0) == 0, "a killed run is called lost, not left open"
