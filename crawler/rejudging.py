"""Judges open leads again once the rules were edited: at the start of a crawl, and for `sandi rules rejudge`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.loader import RuleSet, fingerprint, load_rules
from sandi.config import Config
from sandi.listing import Listing
from sandi.verdict import Verdict
from storage import audit, rejudging
from storage.database import Store
from storage.rejudging import Judge, Rejudged

if TYPE_CHECKING:
    from rules.engine import Engine

HOME_REGION = "ID"


def rejudge_if_due(config: Config, store: Store) -> Rejudged | None:
    """Judge open leads again if the rules are others than last time. Raises InputError, SealBroken, StoreBusy."""
    rules = fingerprint(config.packs)
    if not rejudging.is_due(store, rules) or rejudging.nothing_open(store, rules):
        return None
    return rejudge(config, store, actor=audit.PROGRAM)


def rejudge(config: Config, store: Store, *, actor: str) -> Rejudged:
    """Judge open leads again by the rules as they are now, each in the region of its source."""
    rules = load_rules(config.packs)
    return rejudging.rejudge(store, judge_by(config, rules), rules.sha256, rules.rule_texts(), actor=actor)


def judge_by(config: Config, rules: RuleSet) -> Judge:
    """What judges by `rules`, each listing in the region of its source."""
    from rules.engine import Engine  # most crawls have nothing to judge again, and start without it

    regions = _regions(config)
    engines: dict[str, Engine] = {}

    def judge(listing: Listing) -> Verdict:
        region = regions.get(listing.source, HOME_REGION)
        if region not in engines:
            engines[region] = Engine(rules, region=region)
        return engines[region].judge(listing)

    return judge


def _regions(config: Config) -> dict[str, str]:
    """Where numbers without a country code are read, by source; a source file that cannot be read counts as at home."""
    from crawler.sources import read_files, source_files

    return {source.id: source.region for source in read_files(source_files(config))[0]}
