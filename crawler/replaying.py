"""Replay: reads and judges the pages that a run received once more, from their captures, without a request."""

from __future__ import annotations

import asyncio
import os
import socket

from crawler.capture import Captured, read_record
from crawler.judging import judged
from crawler.ledger import Ledger
from crawler.lock import source_lock
from crawler.parcel import Crawled
from crawler.parsing import Parser, Unreadable
from crawler.reading import Found, PageAsked
from crawler.running import Outcome, background, load_judge, parser_for
from crawler.sink import Judge, RuleTexts, StoreSink
from crawler.sources import Source
from sandi.config import Config
from sandi.errors import SandiError
from storage import captures, runs
from storage.database import Store

TRIGGER = "replay"


def replay_run(config: Config, source: Source, run: str, *, judge: tuple[Judge, RuleTexts] | None = None) -> Outcome:
    """A run of its own, whose pages are those of `run`. Nothing is called gone. Raises SandiError."""
    with (
        source_lock(config, source.id),
        background(config) as scribe,
        parser_for(source, None, lambda: judge or load_judge(config, source)) as parser,
        Store.open(config, create=False) as store,
    ):
        pages = _pages(store, source, run)
        own = runs.plan(store, source.id, TRIGGER)
        runs.start(store, own, owner=socket.gethostname(), pid=os.getpid(), deadline_s=source.deadline_s)
        ledger = Ledger(partial="a replay asks the site for nothing")
        sink = StoreSink(store, own, source, parser.rules, ledger, storing=scribe, assessed=False)
        try:
            parser.wait()
            asyncio.run(_read_all(store, pages, parser, sink, ledger))
        except SandiError as error:
            ledger.failure = str(error)
        ledger.close("failed" if ledger.failure else "finished")
        sink.close()
    return Outcome(source.id, own, ledger)


def _pages(store: Store, source: Source, run: str) -> list[captures.RunCapture]:
    row = runs.get(store, run)
    if row is None or row.source != source.id:
        known = [one.id for one in runs.recent(store, source.id, 10) if captures.of_run(store, one.id)]
        mend = f"runs with captures: {', '.join(known)}" if known else "none of its runs has captures"
        raise SandiError(f"{source.id} has no run {run!r}; {mend}")
    found = captures.of_run(store, run)
    if not found:
        why = f"run {run} kept no page: nothing was new, changed or unreadable in it"
        raise SandiError(f"{why}. Ask the site anew: sandi crawl {source.id}")
    return found


async def _read_all(
    store: Store, pages: list[captures.RunCapture], parser: Parser, sink: StoreSink, ledger: Ledger
) -> None:
    for page in pages:
        try:
            captured = read_record(captures.read(store, page.capture))
        except (captures.NoCapture, ValueError) as error:
            ledger.error("capture", page.capture, str(error))
            continue
        try:
            read = await parser.ask(_asked(captured, page))
        except Unreadable as error:
            ledger.error("poison", captured.url, str(error))
            continue
        ledger.add(read.ledger)
        for step in read.steps:
            if isinstance(step, Found):
                sink.add(_fresh(store, step, captured, page))
                if sink.due:
                    await _store(parser, sink, ledger)
    await _store(parser, sink, ledger)
    await parser.hang_up()


async def _store(parser: Parser, sink: StoreSink, ledger: Ledger) -> None:
    sink.flush(await judged(parser, sink.take(), ledger, lambda page, reason: None))


def _asked(captured: Captured, page: captures.RunCapture) -> PageAsked:
    return PageAsked(
        url=captured.url,
        status=captured.status,
        headers=captured.headers,
        body=captured.body,
        reader=page.reader,
        role=page.role,
        encoding="utf-8" if captured.drawn else "",
        flags=("playwright",) if captured.drawn else (),
        seen_at=captured.at,
    )


def _fresh(store: Store, step: Found, captured: Captured, page: captures.RunCapture) -> Crawled:
    """The listings of which nothing newer is known."""
    old = captures.superseded(store, [one.url for one in step.listings], page.capture, captured.at)
    fresh = tuple(one for one in step.listings if one.url not in old)
    return Crawled(fresh, captured.url, captured.status, payload=captured.body, capture=page.capture)
