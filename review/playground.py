"""Tries an edited rule for the workbench: on one text, on its own obscured examples, and on what is stored.

One trial at a time: judging takes the processor that the reviewers' pages need too.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from review.marks import Piece, Place, pieces, regions
from review.rulebook import Rulebook
from rules.engine import Engine
from rules.examples import Survival, survival
from rules.history import Past, Shift, Tally
from rules.loader import RuleSet
from rules.trial import Held, Trial, Tried, examples_of, on_listing, read_trial
from sandi.listing import Listing
from storage import looking_back
from storage.database import Store
from storage.masking import scrubbed

MOST_LISTINGS = 5_000
BUDGET_S = 20.0
SHOWN = 60
_DECIDED = {"kept": "confirmed", "escalated": "confirmed", "dismissed": "dismissed"}
ENGINES = 3
_one = threading.Lock()
_engines: OrderedDict[str, Engine] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Shown:
    """A selection as the page shows it: `slot` colours it, `words` is what it found, contacts masked."""

    name: str
    wanted: bool
    held: bool
    slot: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OnText:
    """A trial on one text, with its marks."""

    tried: Tried
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    selections: tuple[Shown, ...]


@dataclass
class LookBack:
    """What an edit adds and drops among the stored listings that were read: `read` of `stored`, in `seconds`."""

    read: int = 0
    stored: int = 0
    erased: int = 0
    seconds: float = 0.0
    tally: Tally = field(default_factory=Tally)
    changed: list[Shift] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return self.read + self.erased >= self.stored

    def figures(self) -> dict[str, object]:
        """For the record of an edit."""
        return {
            "read": self.read,
            "stored": self.stored,
            "old_alerts": self.tally.old_alerts,
            "new_alerts": self.tally.new_alerts,
            "added": dict(self.tally.added),
            "dropped": dict(self.tally.dropped),
        }


def read(book: Rulebook, text: str, where: str) -> Trial:
    """The edited rule over the rules of today, with every problem; its examples are not run yet."""
    return read_trial(book.rules, text, where, today=datetime.now(UTC).date())


def on_text(
    book: Rulebook, trial: Trial, judged: Listing, shown: Listing
) -> tuple[Trial, OnText | None, Survival | None]:
    """A trial on `judged`, whose masked form of equal length is `shown`; its examples are run, obscured ones too."""
    rule = trial.rule
    if rule is None or trial.rules is None:
        return trial, None, None
    with _one:
        after = _engine(trial.rules)
        # Tests are known by identity, so a kept engine finds only what the rule that it was built with looks for.
        rule = after.rules.rule(rule.id) or rule
        trial = examples_of(after, replace(trial, rule=rule, rules=after.rules))
        tried = on_listing(_engine(book.rules), after, rule, judged) if judged.title or judged.text else None
        lasting = survival(after, rule)
    return trial, _laid_out(tried, shown) if tried else None, lasting


def look_back(store: Store, book: Rulebook, trial: Trial, *, actor: str) -> LookBack:
    """The edit over stored listings, leads first, as many as the time allows. Noted in the audit log."""
    found = LookBack(stored=looking_back.count(store))
    if trial.rule is None or trial.rules is None:
        return found
    reason = f"playground: look back with rule {trial.rule.id}"
    with _one:
        start = time.monotonic()
        past = _past(store, found, actor=actor, reason=reason, until=start + BUDGET_S)
        before, after = _engine(book.rules), _engine(trial.rules)
        for one, listing in past:
            shift = Shift(one, before.judge(listing), after.judge(listing))
            found.read += 1
            found.tally.add(shift)
            if shift.old.verdict != shift.new.verdict and len(found.changed) < SHOWN:
                found.changed.append(shift)
        found.seconds = time.monotonic() - start
    found.changed.sort(key=lambda shift: (not shift.dropped, not shift.added, shift.past.decided, shift.past.id))
    return found


def _past(store: Store, found: LookBack, *, actor: str, reason: str, until: float) -> Iterator[tuple[Past, Listing]]:
    for one in looking_back.weighty_first(store, actor=actor, reason=reason, most=MOST_LISTINGS):
        if time.monotonic() > until:
            return
        if one.listing is None:
            found.erased += 1
            continue
        decided = "none" if one.lead is None else _DECIDED.get(one.state or "", "undecided")
        yield Past(str(one.listing_id), one.title, one.url, one.source, one.version, one.lead, decided), one.listing


def _engine(rules: RuleSet) -> Engine:
    """The engine of `rules`; building one takes a second, so the last ones are kept. Only under the lock."""
    if rules.sha256 not in _engines:
        _engines[rules.sha256] = Engine(rules)
    _engines.move_to_end(rules.sha256)
    while len(_engines) > ENGINES:
        _engines.popitem(last=False)
    return _engines[rules.sha256]


def _laid_out(tried: Tried, shown: Listing) -> OnText:
    places = [
        Place(f.field, f.start, f.end, f.slot if held.wanted else "counter")
        for held in tried.held
        for f in held.found or ()
    ]
    marked = regions(places)
    return OnText(
        tried,
        tuple(pieces(shown.title, "title", marked)),
        tuple(pieces(shown.text, "text", marked)),
        tuple(_shown(held) for held in tried.held),
    )


def _shown(held: Held) -> Shown:
    found = held.found or ()
    slots = [f.slot for f in found if f.slot]
    words = tuple(dict.fromkeys(scrubbed(f.read_as) for f in found if f.read_as))
    return Shown(held.name, held.wanted, held.found is not None, slots[0] if slots else "", words[:8])


def numbered(text: str, trial: Trial) -> list[tuple[int, str, bool]]:
    """The lines of the rule with their numbers, and whether a problem lies on each."""
    wrong = {problem.line for problem in trial.problems}
    return [(number, line, number in wrong) for number, line in enumerate(text.splitlines(), 1)]


def where_of(path: Path | None, today: date) -> str:
    """How problems name the text that is being edited."""
    return path.name if path else f"new-rule-{today.isoformat()}.yaml"


def slots_of(tried: Tried, needed: Sequence[str]) -> tuple[list[str], list[str]]:
    """The slots that the verdict with the edit fills, and those it leaves empty."""
    filled = set(tried.after.slots) | {f.slot for held in tried.held if held.wanted for f in held.found or ()}
    return [slot for slot in needed if slot in filled], [slot for slot in needed if slot not in filled]
