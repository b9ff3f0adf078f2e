"""Notifications through Apprise: sources that need somebody, how many new leads wait, how many listings fitted a watch.
Counts and a link, no more.

Nothing that was published and no contact ever leaves this way. Each topic is told at most once in a while; when that
was stands in the store, so a restart tells nothing twice.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sandi.config import Config
from sandi.errors import ConfigError
from storage import notices, watches
from storage.database import Store

SICK = ("degraded", "broken", "parked")
SOURCE_PAUSE = timedelta(hours=12)
LEADS_PAUSE = timedelta(hours=1)
WATCHES_PAUSE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Notice:
    """What is to be told. `topics` and `hits` (of watches) are marked as told once it is."""

    title: str
    body: str
    topics: tuple[str, ...]
    hits: tuple[watches.Hit, ...] = ()


def due(store: Store, config: Config, now: datetime) -> list[Notice]:
    """What is to be told now: sources that became sick since they were last told of, new leads, and what fitted a watch
    that nobody was told of.
    """
    found = [_sources(store, config, now), _leads(store, config, now), _watches(store, config, now)]
    return [notice for notice in found if notice is not None]


def tell(store: Store, config: Config, notices_due: Sequence[Notice]) -> int:
    """Send them to every address of SANDI_NOTIFY; how many went out. What could not be sent is due again."""
    if not notices_due or not config.notify:
        return 0
    sender = _sender(config)
    sent = 0
    for notice in notices_due:
        if sender.notify(title=notice.title, body=notice.body):
            notices.told(store, notice.topics)
            watches.notified(store, notice.hits)
            sent += 1
    return sent


def _sender(config: Config) -> Any:
    with warnings.catch_warnings():  # its plugins, loaded with the first address, import what newer Pythons drop
        warnings.simplefilter("ignore", DeprecationWarning)
        import apprise

        sender = apprise.Apprise(asset=apprise.AppriseAsset(app_id="sandi", app_desc="sandi", secure_logging=True))
        for address in config.notify:
            if not sender.add(address):
                scheme = address.partition(":")[0]
                raise ConfigError(f"SANDI_NOTIFY: an address that begins with {scheme!r} cannot be read by Apprise")
    return sender


def _sources(store: Store, config: Config, now: datetime) -> Notice | None:
    sick = [(id, health) for id, health in notices.healths(store) if health in SICK]
    topics = {f"source/{id}/{health}": (id, health) for id, health in sick}
    notices.forget(store, "source/", keep=topics.keys())  # who recovered is told of when sick again
    recent = notices.recent(store, now - SOURCE_PAUSE)
    fresh = [topic for topic in topics if topic not in recent]
    if not fresh:
        return None
    counts = {name: sum(topics[topic][1] == name for topic in fresh) for name in SICK}
    words = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    named = ", ".join(sorted(topics[topic][0] for topic in fresh)[:20])
    body = f"{words}: {named}. `sandi schedule status` says why and what to do."
    return Notice("sandi: sources need you", body + _link(config), tuple(fresh))


def _leads(store: Store, config: Config, now: datetime) -> Notice | None:
    """Leads that were opened since the last notice, when there are enough of them."""
    topic = "leads"
    last = notices.when(store, topic)
    if last is not None and now - last < LEADS_PAUSE:
        return None
    count = notices.leads_since(store, last)
    if count < config.notify_leads:
        return None
    return Notice("sandi: new leads", f"{count} new leads wait for review." + _link(config), (topic,))


def _watches(store: Store, config: Config, now: datetime) -> Notice | None:
    """Listings that fitted a watch; each is told once. What is followed is a contact or words, so only its number."""
    topic = "watches"
    last = notices.when(store, topic)
    hits = tuple(watches.unnotified(store))
    if not hits or (last is not None and now - last < WATCHES_PAUSE):
        return None
    counts = Counter(watch for watch, _ in hits)
    named = ", ".join(f"watch {watch} ({count})" for watch, count in sorted(counts.items())[:20])
    count = len({listing for _, listing in hits})
    body = f"{count} listings fit what is followed: {named}. `sandi watch list` names them."
    return Notice("sandi: on a watchlist", body + _link(config), (topic,), hits)


def _link(config: Config) -> str:
    return f"\n{config.review_url}" if config.review_url else ""
