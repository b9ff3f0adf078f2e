"""Runs one crawl in this process: settings of the source, guard, store, Scrapy, and the run's row at the end."""

from __future__ import annotations

import logging
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from crawler.guard import guard_for, in_scope
from crawler.ledger import Ledger
from crawler.lock import source_lock
from crawler.sink import Judge, PreviewSink, RuleTexts, Sink, StoreSink
from crawler.sources import Source
from sandi import __version__
from sandi.config import Config
from sandi.errors import ConfigError, SandiError
from sandi.listing import Listing

if TYPE_CHECKING:
    from scrapy.settings import Settings

    from crawler.parsing import Parser
    from storage.database import Store

Watch = Callable[[Ledger], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a crawl ended; `run` is empty for a preview."""

    source: str
    run: str
    ledger: Ledger


def crawl_source(
    config: Config,
    source: Source,
    *,
    run: str | None = None,
    url: str | None = None,
    watch: Watch | None = None,
    judge: tuple[Judge, RuleTexts] | None = None,
) -> Outcome:
    """Crawls, judges and stores; `run` is a run that the scheduler has planned, `url` one page instead of the source.

    `judge` replaces the rules. Raises AlreadyRunning, ConfigError, and InputError when the rules cannot be loaded;
    a planned run is then closed as failed.
    """
    from storage import runs
    from storage import sources as known
    from storage.database import Store

    with (
        source_lock(config, source.id),
        _parser(source, url, lambda: judge or load_judge(config, source)) as parser,
        Store.open(config) as store,
    ):
        known.register(store, source.id, source.title, source.adapter, source.url, source.definition)
        run = run or runs.plan(store, source.id, "manual")
        runs.start(store, run, owner=socket.gethostname(), pid=os.getpid(), deadline_s=source.deadline_s)
        ledger = Ledger(exhausted=url is None, override=source.robots_override or "")
        try:
            settings = settings_for(config, source)
            _check_start(source, url)
            parser.wait()
            sink = StoreSink(store, run, source.id, parser.rules, ledger)
            _judge_again(config, store)
            _run(settings, parser, source, sink, ledger, url, watch)
        except SandiError as error:
            runs.finish(store, run, state="failed", reason="not_started", message=str(error))
            raise
        if not sink.finished:
            ledger.reason = ledger.reason or "crashed"
            ledger.failure = ledger.failure or "the crawl ended before it could say how"
            sink.close()
    return Outcome(source.id, run, ledger)


def _judge_again(config: Config, store: Store) -> None:
    """Open leads by today's rules, when those were edited since. No reason not to crawl when it cannot be done."""
    from crawler.rejudging import rejudge_if_due

    try:
        rejudge_if_due(config, store)
    except SandiError as error:
        logging.getLogger("crawler").warning("open leads were not judged again: %s", error)


def preview_source(
    config: Config, source: Source, *, limit: int, watch: Watch | None = None
) -> tuple[Outcome, list[Listing]]:
    """Crawls a few pages and keeps nothing. Raises ConfigError."""
    small = replace(source, budget=min(source.budget, limit + 3))
    ledger = Ledger()
    sink = PreviewSink(limit, ledger)
    settings = settings_for(config, small)
    with _parser(small, None, None) as parser:
        _run(settings, parser, small, sink, ledger, None, watch)
    return Outcome(source.id, "", ledger), list(sink.listings.values())


def load_judge(config: Config, source: Source) -> tuple[Judge, RuleTexts]:
    """The rules as one function, and their texts by id and revision. Raises InputError."""
    from rules.engine import Engine
    from rules.loader import load_rules

    ruleset = load_rules(config.packs)
    texts = {(text.rule, text.revision): text for text in ruleset.rule_texts()}
    return Engine(ruleset, region=source.region).judge, texts


def settings_for(config: Config, source: Source) -> Settings:
    """Scrapy's settings for this source. Raises ConfigError when it may not be crawled from here."""
    from scrapy.settings import Settings

    from crawler.middlewares.pace import slot_delay

    if not config.contact_url and not source.loopback:
        raise ConfigError(
            "sites must be able to reach whoever crawls them; set SANDI_CONTACT_URL to a page that says who you are"
        )
    agent = f"sandi/{__version__} (+{config.contact_url or 'test site on this machine'})"
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    own: dict[str, Any] = {
        "CLOSESPIDER_TIMEOUT": source.deadline_s,
        "DOWNLOAD_DELAY": slot_delay(source.delay_s),
        "USER_AGENT": agent,
    }
    if source.javascript:
        from crawler.browser import browser_settings

        own |= browser_settings(source, agent)
    settings.setdict(own, priority="cmdline")
    return settings


def _check_start(source: Source, url: str | None) -> None:
    if url is not None and not in_scope(source, url):
        raise ConfigError(f"{url} is not on a host of {source.id} ({', '.join(sorted(source.hosts))})")


@contextmanager
def _parser(source: Source, url: str | None, load: Callable[[], tuple[Judge, RuleTexts]] | None) -> Iterator[Parser]:
    """The parser of a crawl. Its processes are forked here, before this one has a reactor, a store or threads."""
    from crawler.parsing import Parser
    from crawler.reading import worker_of

    parser = Parser(lambda: worker_of(source, url, load))
    try:
        yield parser
    finally:
        parser.close()


def _run(
    settings: Settings,
    parser: Parser,
    source: Source,
    sink: Sink,
    ledger: Ledger,
    url: str | None,
    watch: Watch | None,
) -> None:
    """One Scrapy process; returns when the reactor has stopped. Twisted allows this once in a Python process."""
    from crawler.process import GuardedProcess
    from crawler.spiders import spider_class
    from crawler.spiders.base import Job

    guard = guard_for(source)
    process = GuardedProcess(settings, guard)
    _quiet_log()
    process.crawl(spider_class(source.adapter), job=Job(source, guard, ledger, sink, parser, url))
    process.watch(ledger, watch)
    process.start()


def _quiet_log() -> None:
    """Warnings go to standard error, one line each and escaped; pages and listings never do."""
    from crawler.extension import VisibleFormatter

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(VisibleFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name, level in (("scrapy", logging.WARNING), ("twisted", logging.ERROR), ("scrapy-playwright", logging.ERROR)):
        logging.getLogger(name).setLevel(level)
