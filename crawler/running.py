"""Runs one crawl in this process: settings of the source, guard, store, Scrapy, and the run's row at the end."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from crawler.guard import guard_for, in_scope
from crawler.ledger import Ledger
from crawler.lock import source_lock
from crawler.paces import NoPaces, Paces, first_hosts
from crawler.scribe import Scribe
from crawler.sink import Judge, PreviewSink, RuleTexts, StoreSink
from crawler.sources import Source
from sandi import __version__, priority
from sandi.config import Config, is_contact
from sandi.errors import ConfigError, SandiError
from sandi.listing import Listing

if TYPE_CHECKING:
    from scrapy.settings import Settings

    from crawler.parsing import Parser
    from crawler.spiders.base import Job
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
    from crawler.spiders.base import Job
    from storage import captures, controller, runs
    from storage import sources as known
    from storage.database import Store
    from storage.pace import HostPaces
    from storage.times import stamp

    with (
        source_lock(config, source.id),
        background(config) as scribe,
        parser_for(source, url, lambda: judge or load_judge(config, source)) as parser,
        Store.open(config) as store,
    ):
        known.register(store, source.id, source.title, source.adapter, source.url, source.definition)
        run = run or runs.plan(store, source.id, "manual")
        runs.start(store, run, owner=socket.gethostname(), pid=os.getpid(), deadline_s=source.deadline_s)
        ledger = Ledger(partial="only one page was asked for" if url else "", override=source.robots_override or "")
        try:
            settings = settings_for(config, source)
            if source.hosts and not source.loopback:
                controller.note(store, actor=config.user)
            _check_start(source, url)
            ledger.parked, source = _allowed_now(store, source)
            parser.wait()
            sink = StoreSink(store, run, source, parser.rules, ledger, storing=scribe)
            _judge_again(config, store)
            job = Job(source, guard_for(source), ledger, sink, parser, HostPaces(store), url)
            if not ledger.parked:
                _run(settings, job, watch)
        except SandiError as error:
            runs.finish(store, run, state="failed", reason="not_started", message=str(error))
            raise
        if source.retention_s is not None:
            before = stamp(datetime.now(UTC) - timedelta(seconds=source.retention_s))
            captures.expire(store, source.id, before=before)
        if not sink.finished:
            if not ledger.parked:
                ledger.failure = ledger.failure or "the crawl ended before it could say how"
            ledger.close("crashed")
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
    from crawler.spiders.base import Job

    small = replace(source, budget=min(source.budget, limit + 3))
    ledger = Ledger()
    sink = PreviewSink(limit, ledger)
    settings = settings_for(config, small)
    with parser_for(small, None, None) as parser:
        job = Job(small, guard_for(small), ledger, sink, parser, _known_paces(config))
        _run(settings, job, watch)
    return Outcome(source.id, "", ledger), list(sink.listings.values())


def load_judge(config: Config, source: Source) -> tuple[Judge, RuleTexts]:
    """The rules as one function for many listings, and their texts by id and revision. Raises InputError."""
    from rules.started import started

    engine = started(config.packs)
    engine.region = source.region
    texts = {(text.rule, text.revision): text for text in engine.rules.rule_texts()}
    return engine.judge_all, texts


def settings_for(config: Config, source: Source) -> Settings:
    """Scrapy's settings for this source. Raises ConfigError when it may not be crawled from here."""
    from scrapy.settings import Settings

    from crawler.middlewares.pace import slot_delay

    if not source.loopback and not is_contact(config.contact_url):
        found = f"; {config.contact_url!r} is none" if config.contact_url else ""
        raise ConfigError(
            "sites must be able to reach whoever crawls them; set SANDI_CONTACT_URL to a page that says who you are"
            f" (https://…){found}"
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
def background(config: Config) -> Iterator[Scribe]:
    """This process and all that it starts from now on give way to people; the process that stores, which is given, does
    not while it stores.
    """
    with closing(Scribe(config)) as scribe:
        priority.give_way()
        yield scribe


@contextmanager
def parser_for(source: Source, url: str | None, load: Callable[[], tuple[Judge, RuleTexts]] | None) -> Iterator[Parser]:
    """The parser of a crawl. Its processes are forked here, before this one has a reactor, a store or threads."""
    from crawler.parsing import Parser
    from crawler.reading import worker_of

    parser = Parser(lambda: worker_of(source, url, load))
    try:
        yield parser
    finally:
        parser.close()


def _allowed_now(store: Store, source: Source) -> tuple[str, Source]:
    """Why the source must be left alone now (empty if not), and the source with what is left of its pages a day."""
    from storage import runs
    from storage.pace import waits

    waiting = waits(store)
    for host in sorted(first_hosts(source) & waiting.keys()):
        return f"{host} asked to be left alone until {waiting[host]:%Y-%m-%d %H:%M} UTC", source
    if source.daily is None:
        return "", source
    left = source.daily - runs.pages_since(store, source.id, datetime.now(UTC) - timedelta(days=1))
    if left <= 0:
        return f"its {source.daily} pages of the last 24 hours are used up (`daily`)", source
    return "", replace(source, budget=min(source.budget, left))


def _known_paces(config: Config) -> Paces:
    """What hosts asked for in earlier runs, where there is a store already."""
    from storage.database import Store
    from storage.pace import HostPaces

    return HostPaces(Store.open(config, create=False)) if config.database.exists() else NoPaces()


def _run(settings: Settings, job: Job, watch: Watch | None) -> None:
    """One Scrapy process; returns when the reactor has stopped. Twisted allows this once in a Python process."""
    from crawler.process import GuardedProcess
    from crawler.spiders import spider_class

    process = GuardedProcess(settings, job.guard)
    _quiet_log()
    process.crawl(spider_class(job.source.adapter), job=job)
    process.watch(job.ledger, watch)
    process.start()


def _quiet_log() -> None:
    """Warnings go to standard error, one line each, scrubbed; pages and listings never do."""
    from storage import logs

    logs.to_stderr()
    for name, level in (("scrapy", logging.WARNING), ("twisted", logging.ERROR), ("scrapy-playwright", logging.ERROR)):
        logging.getLogger(name).setLevel(level)
