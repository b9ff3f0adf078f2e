"""A process beside the crawl stores: what it calls stored is there, what it cannot store is told, and it never stays."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from crawler.capture import answer_of
from crawler.ledger import Ledger
from crawler.parcel import Crawled
from crawler.scribe import NotStored, Scribe
from crawler.sink import BATCH, BATCH_BYTES, StoreSink
from crawler.storing import Batch, Stored
from sandi.config import Config
from sandi.listing import Listing
from sandi.verdict import Verdict
from storage import captures, runs
from storage.database import Store
from storage.records import Counts
from tests.crawler.sample import SOURCE


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(data=tmp_path / "data", keys=tmp_path / "keys", seeds=tmp_path)


@pytest.fixture
def scribe(config: Config) -> Iterator[Scribe]:
    with closing(Scribe(config)) as made:
        yield made


def page(number: int, body: bytes = b"<p>Lemari</p>") -> Crawled:
    url = f"https://toko.example/{number}"
    listing = Listing(url=url, source=SOURCE.id, title=f"Lemari {number}")
    response = HtmlResponse(url, body=body + b"%d" % number)
    return Crawled(
        (listing,), url, 200, verdicts=(Verdict(url, "quiet"),), payload=response.body, record=answer_of(response)
    )


def test_what_it_calls_stored_is_there(config: Config, scribe: Scribe) -> None:
    with Store.open(config) as store:
        run = runs.plan(store, SOURCE.id, "manual")
        stored = scribe.store(Batch(run, SOURCE.id, (page(1), page(2))))
        assert (stored.listings, stored.counts.new) == (2, 2)
        scribe.settle()
        with closing(sqlite3.connect(config.database)) as conn:
            kept = conn.execute("SELECT title, capture FROM listings ORDER BY id").fetchall()
        assert [title for title, _ in kept] == ["Lemari 1", "Lemari 2"]
        assert [b"<p>Lemari</p>%d" % n in captures.read(store, name) for n, (_, name) in enumerate(kept, 1)] == [
            True
        ] * 2


def test_what_cannot_be_stored_is_told_and_the_next_is_stored(config: Config, scribe: Scribe) -> None:
    with Store.open(config) as store:
        run = runs.plan(store, SOURCE.id, "manual")
        broken = Crawled(page(1).listings, "https://toko.example/1", 200, verdicts=())
        with pytest.raises(NotStored, match="ValueError: zip"):
            scribe.store(Batch(run, SOURCE.id, (broken,)))
        assert scribe.store(Batch(run, SOURCE.id, (page(1),))).listings == 1


def test_one_that_is_gone_is_told(scribe: Scribe) -> None:
    os.kill(scribe.pid, signal.SIGKILL)
    with pytest.raises(NotStored, match="is gone"):
        scribe.store(Batch("r", SOURCE.id, (page(1),)))


def test_it_outlives_the_signals_of_its_crawl_and_not_the_crawl(config: Config, scribe: Scribe) -> None:
    with Store.open(config) as store:
        run = runs.plan(store, SOURCE.id, "manual")
    for number in (1, 2):
        assert scribe.store(Batch(run, SOURCE.id, (page(number),))).listings == 1
        for signalled in (signal.SIGTERM, signal.SIGINT):
            os.kill(scribe.pid, signalled)
    scribe.close()
    with pytest.raises(ProcessLookupError):
        os.kill(scribe.pid, 0)


class Counting:
    """Notes how many pages each batch has."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def store(self, batch: Batch) -> Stored:
        self.sizes.append(len(batch.pages))
        return Stored(0, Counts())

    def settle(self) -> None:
        raise AssertionError("nothing was stored")


@pytest.mark.parametrize(
    ("sizes", "batches"),
    [
        pytest.param([0] * 3, [3], id="few"),
        pytest.param([0] * (2 * BATCH + 1), [BATCH, BATCH, 1], id="many"),
        pytest.param([BATCH_BYTES // 2] * 5, [2, 2, 1], id="large"),
        pytest.param([2 * BATCH_BYTES, 0], [1, 1], id="one too large"),
        pytest.param([], [], id="none"),
    ],
)
def test_batches_are_bounded_in_pages_and_bytes(config: Config, sizes: list[int], batches: list[int]) -> None:
    largest = bytes(max(sizes, default=0))
    with Store.open(config) as store:
        counting = Counting()
        sink = StoreSink(store, "r", SOURCE, {}, Ledger(), storing=counting)
        for number, size in enumerate(sizes):
            url = f"https://toko.example/{number}"
            sink.add(Crawled((Listing(url=url, source=SOURCE.id, title="a"),), url, 200, payload=largest[:size]))
        sink.flush([Crawled(one.listings, one.url, 200, verdicts=(None,), payload=one.payload) for one in sink.take()])
    assert counting.sizes == batches


def test_large_pages_fill_a_batch_and_a_crowd_before_many_do(config: Config) -> None:
    with Store.open(config) as store:
        sink = StoreSink(store, "r", SOURCE, {}, Ledger(), storing=Counting())
        body = bytes(BATCH_BYTES)
        told = []
        for number in range(4):
            url = f"https://toko.example/{number}"
            sink.add(Crawled((Listing(url=url, source=SOURCE.id, title="a"),), url, 200, payload=body))
            told.append((sink.due, sink.crowded))
        assert told == [(True, False)] * 3 + [(True, True)]
        sink.take()
        assert (sink.due, sink.crowded) == (False, False)
