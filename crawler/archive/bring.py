"""Brings listings of files into the store as one run of their source: judged, kept and linked as those of a crawl."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import orjson
from warcio.warcwriter import WARCWriter

from crawler.archive.reading import Read, read_files
from crawler.ledger import Ledger
from crawler.lock import source_lock
from crawler.parcel import Crawled
from crawler.running import Outcome, load_judge
from crawler.sink import StoreSink
from crawler.sources import Source
from sandi.config import Config
from sandi.listing import Listing

_TOGETHER = 50
"""Listings that are captured together: a long chat must not become a file for every message."""


def bring(config: Config, source: Source, paths: Sequence[Path]) -> tuple[Outcome, Read]:
    """Reads, judges and stores. A file never says that a listing is gone. Raises AlreadyRunning and InputError."""
    from storage import runs
    from storage import sources as known
    from storage.database import Store

    read = read_files(paths, source)
    judge, texts = load_judge(config, source)
    with source_lock(config, source.id), Store.open(config) as store:
        known.register(store, source.id, source.title, source.adapter, source.url, source.definition)
        run = runs.plan(store, source.id, "manual")
        runs.start(store, run, owner=socket.gethostname(), pid=os.getpid(), deadline_s=source.deadline_s)
        ledger = Ledger(partial="files do not show all of a source")
        ledger.pages = read.pages
        sink = StoreSink(store, run, source, texts, ledger, assessed=False)
        for start in range(0, len(read.listings), _TOGETHER):
            part = tuple(read.listings[start : start + _TOGETHER])
            sink.add(_parcel(part))
        sink.flush([replace(page, verdicts=tuple(judge(page.listings))) for page in sink.take()])
        ledger.close("finished")
        sink.close()
    return Outcome(source.id, run, ledger), read


def _parcel(part: tuple[Listing, ...]) -> Crawled:
    """Listings with the record that is kept of them: as they were read, one JSON object a line."""
    body = b"\n".join(orjson.dumps(listing.to_json()) for listing in part)
    url = part[0].url

    def record() -> bytes:
        out = BytesIO()
        writer = WARCWriter(out, gzip=False)
        kind = "application/x-ndjson"
        writer.write_record(writer.create_warc_record(url, "resource", payload=BytesIO(body), warc_content_type=kind))
        return out.getvalue()

    return Crawled(part, url, 200, "application/x-ndjson", payload=body, record=record)
