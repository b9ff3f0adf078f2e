"""What lies in the store, as values: listings, versions, leads, runs, decisions. All texts here are masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandi.listing import Listing
from sandi.verdict import Counter, Hit, RuleText, Verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """A listing with its verdict, ready to be kept; `capture` is the sha256 that `captures.seal` returned."""

    listing: Listing
    verdict: Verdict
    capture: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What one batch did. `alerts` counts leads newly opened, raised or re-opened."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    alerts: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.alerts + other.alerts,
        )


@dataclass(frozen=True, slots=True)
class StoredListing:
    """A listing as kept: every contact masked character by character, so offsets of spans still fit.

    `url` is masked too when it held a contact; `url_masked` says so. Times are UTC ISO 8601.
    """

    id: int
    url: str
    source: str
    kind: str
    title: str
    text: str
    price: float | None
    currency: str | None
    category: str
    seller: str
    location: str
    posted_at: str | None
    language: str | None
    images: tuple[str, ...]
    extra: Mapping[str, str]
    version: int
    content_hash: str
    first_seen: str
    last_seen: str
    gone_at: str | None
    capture: str | None
    run: str
    url_masked: bool = False

    @property
    def listing(self) -> Listing:
        """The same as a Listing, masked, for whatever takes listings."""
        return Listing(
            url=self.url,
            source=self.source,
            kind=self.kind,
            title=self.title,
            text=self.text,
            price=self.price,
            currency=self.currency,
            category=self.category,
            seller=self.seller,
            location=self.location,
            posted_at=self.posted_at,
            seen_at=self.last_seen,
            language=self.language,
            images=self.images,
            extra=self.extra,
        )

    def to_json(self) -> dict[str, Any]:
        return self.listing.to_json() | {
            "id": self.id,
            "version": self.version,
            "first_seen": self.first_seen,
            "last_seen": self.last_seen,
            "gone_at": self.gone_at,
            "capture": self.capture,
            "run": self.run,
        }


@dataclass(frozen=True, slots=True)
class Version:
    """One published state of a listing. `changed` names the fields that differ from the version before."""

    number: int
    seen_at: str
    run: str
    title: str
    text: str
    price: float | None
    currency: str | None
    category: str
    seller: str
    location: str
    changed: tuple[str, ...]
    capture: str | None
    current: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run did so far."""

    pages: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    alerts: int = 0
    errors: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl of one source: planned -> leased -> done | failed | lost. Times are UTC ISO 8601 or None.

    `clock_suspect`: the machine's clock was set (or it slept) meanwhile, so these times cannot be relied on.
    """

    id: str
    source: str
    trigger: str
    state: str
    planned_at: str
    started_at: str | None
    heartbeat_at: str | None
    deadline_at: str | None
    ended_at: str | None
    owner: str
    pid: int | None
    pages: int
    new: int
    changed: int
    unchanged: int
    gone: int
    alerts: int
    errors: int
    reason: str
    message: str
    clock_suspect: bool = False


@dataclass(frozen=True, slots=True)
class SourceState:
    """A registered source and whether it is paused, by whom and why.

    `health` is healthy, degraded, broken, parked, or empty before its first run; leads of a source that is not healthy
    carry it as a badge, because what its pages say may be misread. `health_mend` says what to do.
    """

    id: str
    title: str = ""
    adapter: str = ""
    url: str = ""
    definition: str = ""
    paused: bool = False
    reason: str = ""
    paused_by: str = ""
    paused_at: str | None = None
    registered_at: str | None = None
    updated_at: str | None = None
    health: str = ""
    health_reason: str = ""
    health_mend: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of the append-only record. `decision` is keep, dismiss, unsure, escalate or undo.

    `version` is the version of the lead after it; `score` and `tactics` are what the person saw.
    """

    id: int
    lead_id: int
    decision: str
    reason: str
    note: str
    actor: str
    via: str
    at: str
    version: int
    score: int
    tactics: tuple[str, ...]
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class LeadContact:
    """A contact of a lead, masked. `ref` is a short name for it; `shared` counts the other listings that have it."""

    id: int
    kind: str
    value: str
    ref: str
    obscured: bool
    field: str
    start: int
    end: int
    shared: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadRow:
    """A line of the queue. `verdict` is alert or help; `verdict_now` is that of the newest version of the listing.

    `version` goes up whenever somebody decides or the evidence changes: `decide` wants the one that was read.
    `change` names what re-opened or raised it. `contacts_shared` counts other leads that share a contact
    (of a contact in hundreds of listings only the first are counted). `cluster` is the number of its cluster, None for
    a single; `beside` names the highest other leads of that cluster in the same state and lane.
    """

    id: int
    listing_id: int
    title: str
    excerpt: str
    url: str
    source: str
    lane: str
    verdict: str
    verdict_now: str
    score: int
    tactics: tuple[str, ...]
    slots: tuple[str, ...]
    state: str
    version: int
    change: str
    opened_at: str
    updated_at: str
    decision: Decision | None
    gone_at: str | None
    contacts_shared: int
    cluster: int | None = None
    beside: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead(LeadRow):
    """A lead with all its evidence. `listing` is the version that made it a lead, so every span fits its text."""

    listing: StoredListing
    hits: tuple[Hit, ...]
    counter: tuple[Counter, ...]
    contacts: tuple[LeadContact, ...]
    versions: tuple[Version, ...]
    decisions: tuple[Decision, ...]
    rules: tuple[RuleText, ...] = ()
    run: Run | None = None
    source_state: SourceState | None = None
    judged_at: str = ""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One link of the audit chain."""

    id: int
    at: str
    actor: str
    action: str
    object: str
    reason: str
    detail: Mapping[str, Any] = field(default_factory=dict)
    prev_hash: str = ""
    hash: str = ""
