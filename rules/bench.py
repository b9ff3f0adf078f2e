"""Measures how many listings a second sandi reads, beside other engines with the same rules, in one run and process.

sandi starts from the published text; the others are handed it folded. Times are process CPU time. Every pass reads new
listings; the rate is that of the best of the passes, chunk by chunk, so that a busy machine disturbs little. What each
engine found is compared listing by listing.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rules.bench_made import Made, make, ruleset
from rules.bench_peers import PEERS, Peer
from rules.engine import Engine
from rules.fold import fold
from rules.views import View
from sandi.listing import Listing

PASSES = 3
CHUNK = 1_000
SECONDS = 6.0
"""CPU time that an engine may take for the passes; a slow one reads only the first listings of each chunk."""

_TRIED = 200
_TRIED_SECONDS = 0.5
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Text:
    """A listing as published, and as the other engines are handed it."""

    listing: Listing
    folded: str


@dataclass
class Runner:
    """One engine at work: what it read, how long it took and what it found."""

    name: str
    fired: Callable[[Sequence[Text]], Sequence[Collection[str]]]
    start_s: float
    memory_mb: float
    step: int = 1
    share: float = 1.0
    cold_per_s: float = 0.0
    times: list[list[float]] = field(default_factory=list)
    listings: int = 0

    def run(self, texts: list[Text]) -> list[Collection[str]]:
        """What it finds in its share of a chunk; the time for one listing is kept."""
        mine = texts[: max(1, round(len(texts) * self.share))]
        begin = time.process_time()
        found = list(self.fired(mine))
        self.times[-1].append((time.process_time() - begin) / len(mine))
        self.listings += len(mine)
        return found

    def try_out(self, texts: list[Text], seconds: float, listings: int) -> None:
        """Warm up, and choose the share of each chunk that `seconds` for `listings` allow once it is warm."""
        self.cold_per_s = self._tried(texts)
        self.share = min(1.0, seconds * max(self.cold_per_s, self._tried(texts)) / listings)

    def _tried(self, texts: list[Text]) -> float:
        """Listings a second, for as many of `texts` as _TRIED_SECONDS allow."""
        begin = time.process_time()
        read = spent = 0.0
        for start in range(0, len(texts), self.step):
            read += len(self.fired(texts[start : start + self.step]))
            spent = time.process_time() - begin
            if spent > _TRIED_SECONDS:
                break
        return read / spent if spent else 0.0

    @property
    def per_s(self) -> float:
        """Listings a second of the best passes."""
        best = [min(times) for times in zip(*self.times, strict=True)]
        return len(best) / sum(best) if sum(best) else 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """A listing in which another engine found other rules than sandi."""

    peer: str
    url: str
    only_sandi: tuple[str, ...]
    only_peer: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run has shown. `runners[0]` is sandi."""

    made: Made
    runners: tuple[Runner, ...]
    missing: tuple[str, ...]
    hits_per_listing: float
    characters: float
    compared: int
    differing: int
    differences: tuple[Difference, ...]

    @property
    def same_results(self) -> bool:
        """Whether every engine found the same rules in every listing that it read."""
        return self.compared > 0 and not self.differing

    def to_json(self) -> dict[str, Any]:
        """Rates are listings a second; memory is what the process grew by while an engine was made."""
        sandi, *peers = self.runners
        return {
            "rules": len(self.made.rules),
            "listings_per_s": round(sandi.per_s),
            "hits_per_listing": round(self.hits_per_listing, 3),
            "same_results": self.same_results,
            "peers": {
                peer.name: {**_figures(peer), "sandi_is_faster_by": round(sandi.per_s / peer.per_s, 2)}
                for peer in peers
            },
            "sandi": _figures(sandi),
            "phrases": len(self.made.phrases),
            "patterns": len(self.made.patterns),
            "characters_per_listing": round(self.characters),
            "seed": self.made.seed,
            "missing_peers": list(self.missing),
            "compared": self.compared,
            "differing": self.differing,
        }


def _figures(runner: Runner) -> dict[str, Any]:
    return {
        "listings_per_s": round(runner.per_s, 1 if runner.per_s < 1000 else None),
        "cold_listings_per_s": round(runner.cold_per_s, 1 if runner.cold_per_s < 1000 else None),
        "start_s": round(runner.start_s, 3),
        "memory_mb": round(runner.memory_mb, 1),
        "listings": runner.listings,
    }


def folded_text(listing: Listing) -> str:
    """What the other engines read: title and text as sandi reads them, one a line."""
    return f"{_read(listing.title)}\n{_read(listing.text)}"


def _read(raw: str) -> str:
    view = View(fold(raw).text)
    return (view.in_plain_speech() or view).words.strip()


def measure(rules: int, *, listings: int = 12_000, seed: int = 1, seconds: float = SECONDS) -> Measured:
    """Make `rules` rules and `listings` listings of `seed` and let every engine that is installed read them."""
    made = make(rules, seed)
    runners, missing = _runners(made)
    tried = list(_texts(made, "tried", min(_TRIED, listings)))
    for runner in runners:
        runner.try_out(tried, seconds, listings)
    chunks = max(1, listings // PASSES // CHUNK)
    size = min(CHUNK, max(1, listings // PASSES))
    hits = characters = read = compared = differing = 0
    differences: list[Difference] = []
    gc.collect()
    gc.freeze()
    for turn in range(PASSES):
        for runner in runners:
            runner.times.append([])
        for number in range(chunks):
            texts = list(_texts(made, f"{turn}.{number}", size))
            ours = [frozenset(found) for found in runners[0].run(texts)]
            hits += sum(map(len, ours))
            read += len(ours)
            characters += sum(len(one.listing.title) + len(one.listing.text) for one in texts)
            for runner in runners[1:]:
                theirs = runner.run(texts)
                compared += min(len(ours), len(theirs))
                for text, mine, other in zip(texts, ours, map(frozenset, theirs), strict=False):
                    if mine != other:
                        differing += 1
                        differences.append(_difference(runner.name, text, mine, other))
    gc.unfreeze()
    whole = size * chunks * PASSES
    return Measured(
        made,
        tuple(runners),
        tuple(missing),
        hits / read,
        characters / whole,
        compared,
        differing,
        tuple(differences[:_SHOWN]),
    )


def _texts(made: Made, name: str, count: int) -> Iterator[Text]:
    return (Text(listing, folded_text(listing)) for listing in made.listings(name, count))


def _difference(peer: str, text: Text, mine: frozenset[str], other: frozenset[str]) -> Difference:
    return Difference(peer, text.listing.url, tuple(sorted(mine - other)), tuple(sorted(other - mine)))


def _runners(made: Made) -> tuple[list[Runner], list[str]]:
    """sandi and every peer that is installed, and the names of those that are not."""
    runners = [_started("sandi", lambda: _sandi(made), CHUNK)]
    missing = []
    for name, make_peer in PEERS.items():
        try:
            runners.append(_started(name, lambda make_peer=make_peer: _peer(make_peer(made))))  # type: ignore[misc]
        except ImportError:
            missing.append(name)
    return runners, missing


_Fired = Callable[[Sequence[Text]], Sequence[Collection[str]]]


def _started(name: str, start: Callable[[], _Fired], step: int = 1) -> Runner:
    gc.collect()
    before, begin = _resident_mb(), time.process_time()
    fired = start()
    return Runner(name, fired, time.process_time() - begin, _resident_mb() - before, step)


def _sandi(made: Made) -> _Fired:
    """sandi takes a chunk of listings at once, as in a scan; the others have no such way."""
    engine = Engine(ruleset(made))
    return lambda texts: engine.fired_all([text.listing for text in texts])


def _peer(peer: Peer) -> _Fired:
    return lambda texts: [peer.fired(text.folded) for text in texts]


def _resident_mb() -> float:
    """Memory of this process in MB; 0 where the system does not tell it this way."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def rows(measured: Measured) -> list[Mapping[str, str]]:
    """One row an engine, for a table."""
    ours = measured.runners[0].per_s
    return [
        {
            "engine": runner.name,
            "listings/s": f"{runner.per_s:,.0f}",
            "sandi is": "" if runner is measured.runners[0] else f"{ours / runner.per_s:,.1f} x",
            "cold": f"{runner.cold_per_s:,.0f}",
            "start s": f"{runner.start_s:.2f}",
            "MB": f"{runner.memory_mb:.0f}",
            "read": f"{runner.listings:,}",
        }
        for runner in measured.runners
    ]
