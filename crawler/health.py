"""How a source fares: a run's figures against those of the runs before it, told with the reason and the mend.

`healthy`, `degraded` (it brings listings, but something is missing), `broken` (it brings none), `parked` (it asked for
rest, or shows a wall). Pure functions; the figures are kept by `storage.health`.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from crawler.ledger import OUR_STOP, Ledger
from crawler.parcel import Crawled

HISTORY = 14
FIELDS = ("title", "text", "price", "category", "seller", "location", "posted_at")
ENOUGH = 5
"""So many listings or pages make a share that says something."""


@dataclass(frozen=True, slots=True)
class Health:
    """The state of a source after a run: `reason` says what was seen, `mend` what to do; both empty when healthy."""

    state: str
    reason: str = ""
    mend: str = ""


@dataclass
class Vitals:
    """What a run shows of its source; filled page by page."""

    listing_pages: int = 0
    listings: int = 0
    barren: int = 0
    identical: int = 0
    filled: Counter[str] = field(default_factory=Counter)
    _bodies: set[bytes] = field(default_factory=set)

    def page(self, page: Crawled) -> None:
        """A page that gave listings."""
        self._body(page.payload)
        self.listing_pages += 1
        self.listings += len(page.listings)
        for name in FIELDS:
            self.filled[name] += sum(getattr(one, name) not in (None, "") for one in page.listings)

    def nothing(self, payload: bytes) -> None:
        """A page that gave neither listings nor links."""
        self._body(payload)
        self.barren += 1

    def _body(self, payload: bytes) -> None:
        digest = hashlib.blake2b(payload, digest_size=8).digest()
        self.identical += digest in self._bodies
        self._bodies.add(digest)

    def figures(self, ledger: Ledger) -> dict[str, Any]:
        """The run as it is kept and compared: counts, and for each field the share of listings that have it."""
        return {
            "pages": ledger.pages,
            "listings": self.listings,
            "listing_pages": self.listing_pages,
            "barren": self.barren,
            "identical": self.identical,
            "new": ledger.new,
            "errors": ledger.error_count,
            "fill": {name: round(self.filled[name] / self.listings, 3) for name in FIELDS} if self.listings else {},
        }


def judge(ledger: Ledger, figures: Mapping[str, Any], before: Sequence[Mapping[str, Any]]) -> Health | None:
    """The health after a run; `before` holds the figures of earlier runs, newest first. None when a run says nothing,
    because we stopped it.
    """
    if ledger.parked:
        return Health("parked", ledger.parked, _park_mend(ledger.parked))
    if ledger.reason == OUR_STOP:
        return None
    gave = [one for one in before if one.get("listings")][:HISTORY]
    return _broken(ledger, figures, gave) or _degraded(ledger, figures, gave) or Health("healthy")


def _park_mend(reason: str) -> str:
    if "log in" in reason or "captcha" in reason or "consent" in reason:
        return "open the page yourself; if only people may see it, save its pages and bring them in as files"
    if "24 hours" in reason or "left alone" in reason:
        return "nothing; it goes on by itself"
    if "certificate" in reason or "ssl" in reason.lower():
        return "look at the site in a browser; a broken certificate is for its owner to mend"
    return "look whether the site's robots.txt opens in a browser; it is tried again by itself"


def _broken(ledger: Ledger, figures: Mapping[str, Any], gave: Sequence[Mapping[str, Any]]) -> Health | None:
    if ledger.failure:
        return Health("broken", ledger.failure, "mend that, then: sandi crawl SOURCE")
    if figures["listings"]:
        return None
    if not figures["pages"] or ledger.error_count >= figures["pages"]:
        found = ledger.first_error or "no page could be had"
        return Health("broken", found, "see whether the address still opens in a browser; edit `start` if it moved")
    usual = f", where {median(one['listings'] for one in gave):.0f} came before" if gave else ""
    seen = f"{figures['pages']} pages gave no listing{usual}"
    kept = ", then replay this run" if figures["barren"] else ", then: sandi crawl SOURCE"
    again = kept if gave else ""
    return Health("broken", seen, f"the layout has changed or does not fit: sandi sources preview SOURCE{again}")


def _degraded(ledger: Ledger, figures: Mapping[str, Any], gave: Sequence[Mapping[str, Any]]) -> Health | None:
    mend = "look at its pages: sandi sources preview SOURCE; then replay this run with the mended file"
    usually_barren = bool(gave) and median(_barren_share(one) for one in gave) >= 0.25
    if figures["barren"] >= 3 and _barren_share(figures) > 0.5 and not usually_barren:
        return Health("degraded", f"{figures['barren']} pages gave no listing", mend)
    for name, share in figures["fill"].items():
        usual = [one["fill"].get(name, 0.0) for one in gave if one["listings"] >= ENOUGH]
        if usual and figures["listings"] >= ENOUGH and median(usual) >= 0.2 and share < 0.5 * median(usual):
            return Health("degraded", f"{share:.0%} of listings have a {name}, where {median(usual):.0%} had one", mend)
    if gave and figures["listing_pages"]:
        usual_items = median(one["listings"] / max(one["listing_pages"], 1) for one in gave)
        items = figures["listings"] / figures["listing_pages"]
        if usual_items >= 4 and items < 0.5 * usual_items:
            return Health("degraded", f"{items:.1f} listings on a page, where there were {usual_items:.1f}", mend)
    if figures["pages"] >= ENOUGH and figures["identical"] > 0.5 * figures["pages"]:
        found = f"{figures['identical']} of {figures['pages']} pages were the same"
        return Health("degraded", found, "the site may serve everybody one page; open two of its listings in a browser")
    if ledger.reason != "finished":
        return Health("degraded", f"the run ended early ({ledger.reason})", "raise `deadline`, or lower `budget`")
    if figures["errors"] >= 3 and figures["errors"] > 0.3 * figures["pages"]:
        found = f"{figures['errors']} of {figures['pages']} pages failed ({ledger.first_error})"
        return Health("degraded", found, "a longer `delay` often helps")
    return _nothing_new(figures, gave)


def _barren_share(one: Mapping[str, Any]) -> float:
    seen = one.get("barren", 0) + one.get("listing_pages", 0)
    return one.get("barren", 0) / seen if seen else 0.0


def _nothing_new(figures: Mapping[str, Any], gave: Sequence[Mapping[str, Any]]) -> Health | None:
    """Nothing new for seven runs, in a source where there was something new in most runs."""
    recent, older = gave[:6], gave[6:]
    quiet = not figures["new"] and not any(one.get("new") for one in recent)
    if not quiet or len(older) < ENOUGH or sum(bool(one.get("new")) for one in older) < 0.6 * len(older):
        return None
    mend = "see whether the index still shows the newest first; edit `start` if they moved"
    return Health("degraded", f"nothing new in {len(recent) + 1} runs, where there was something in most", mend)
