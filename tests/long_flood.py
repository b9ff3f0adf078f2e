"""The same advert thousands of times: one cluster, one line of the queue, and a word about it in the audit log."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_house import RULE, config, judged

from linking.placing import place_waiting
from linking.rebuilding import rebuild
from storage import audit, clusters, floods, leads, listings
from storage.database import Store
from tests.gauntlet import scaled

MANY = scaled(2_000, 120)
"""So many come one batch after the other, as in a crawl."""
REST = scaled(48_000, 80)
"""And so many more before all is worked out anew, as `sandi links rebuild` does."""
BATCH = 500
ADVERT = "Loker Kamboja tanpa pengalaman, gaji 18 juta, tiket ditanggung. Minat WA 0812-0000-7341, kode {}."
OTHERS = (
    "Butuh perawat di rumah sakit Surabaya, shift malam, ijazah D3",
    "Dijual kapal nelayan 5 GT lengkap dengan mesin",
)


@pytest.mark.gauntlet(29)
def test_a_flood_is_one_line_of_the_queue_and_stands_in_the_audit_log(tmp_path: Path) -> None:
    with Store.open(config(tmp_path)) as store:
        for number, text in enumerate(OTHERS):
            listings.save_batch(store, "r", [judged(9_000_000 + number, listing_more={"text": text})], rules=[RULE])
        for start in range(0, MANY, BATCH):
            save(store, range(start, min(start + BATCH, MANY)))
            place_waiting(store)
        assert_one_line(store, MANY)
        noted = [row.detail for row in audit.entries(store, limit=100_000) if row.action == floods.ACTION]
        assert [one["leads"] for one in noted] == [50 * 10**step for step in range(len(noted))]
        assert len(noted) == len(str(MANY // 50))
        for start in range(MANY, MANY + REST, BATCH):
            save(store, range(start, min(start + BATCH, MANY + REST)))
        rebuild(store)
        assert_one_line(store, MANY + REST)


def save(store: Store, numbers: range) -> None:
    batch = [
        judged(number, listing_more={"text": ADVERT.format(chr(97 + number % 26) + str(number % 997))})
        for number in numbers
    ]
    listings.save_batch(store, "r", batch, rules=[RULE])


def assert_one_line(store: Store, many: int) -> None:
    """The flood is one line of the queue, beside those of others, and all of it is in one cluster."""
    rows = leads.queue(store, by_cluster=True).rows
    (flood,) = (row.cluster for row in rows if row.cluster is not None)
    assert len(rows) == 1 + len(OTHERS)
    with store.reader() as conn:
        assert clusters.size(conn, flood) == many
