"""The Verdict: what the rules say of one listing, with the evidence beside the claim.

Made by `rules`, kept by `storage`, shown by `review`. Offsets are code points into the published field, so a page can
mark the very characters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

VERDICTS = ("alert", "watch", "help", "quiet")
LANES = ("adult", "child")
SLOTS = ("act", "means", "purpose", "person", "deal", "counter", "context")
TACTICS = (
    "fake-job",
    "crew-plantation-debt",
    "mail-order-bride",
    "baby-adoption",
    "organ-trade",
    "third-party-exploitation",
    "people-as-goods",
    "disguised-goods",
    "child-labour",
    "unlicensed-placement",
)
CONTACT_KINDS = ("phone", "whatsapp", "telegram", "line", "instagram", "michat", "email", "url")


@dataclass(frozen=True, slots=True)
class Span:
    """Published characters `[start, end)` of `field` that fill `slot`: `raw` as written, `read_as` as understood."""

    field: str
    start: int
    end: int
    slot: str
    signal: str
    raw: str
    read_as: str

    def to_json(self) -> dict[str, Any]:
        return {
            "field": self.field,
            "start": self.start,
            "end": self.end,
            "slot": self.slot,
            "signal": self.signal,
            "raw": self.raw,
            "read_as": self.read_as,
        }


@dataclass(frozen=True, slots=True)
class Hit:
    """One rule that fired, at a revision, with the spans that made it fire. `score` is 0–100."""

    rule: str
    revision: int
    tactic: str
    score: int
    spans: tuple[Span, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "revision": self.revision,
            "tactic": self.tactic,
            "score": self.score,
            "spans": [span.to_json() for span in self.spans],
        }


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach somebody: `kind` of CONTACT_KINDS, `value` normalised (E.164 for phones, handle without @)."""

    kind: str
    value: str
    field: str
    start: int
    end: int
    obscured: bool

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "value": self.value,
            "field": self.field,
            "start": self.start,
            "end": self.end,
            "obscured": self.obscured,
        }


@dataclass(frozen=True, slots=True)
class Counter:
    """What speaks against: a signal and its weight (0 or less), with the span where it was read, if any."""

    signal: str
    weight: int
    field: str = ""
    start: int = 0
    end: int = 0
    raw: str = ""

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {"signal": self.signal, "weight": self.weight}
        if self.field:
            value |= {"field": self.field, "start": self.start, "end": self.end, "raw": self.raw}
        return value


@dataclass(frozen=True, slots=True)
class Verdict:
    """`verdict` of VERDICTS, `lane` of LANES, `score` 0–100; tactics by falling score; slots in SLOTS order."""

    url: str
    verdict: str
    lane: str = "adult"
    score: int = 0
    tactics: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    hits: tuple[Hit, ...] = ()
    contacts: tuple[Contact, ...] = ()
    counter: tuple[Counter, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "url": self.url,
            "verdict": self.verdict,
            "lane": self.lane,
            "score": self.score,
            "tactics": list(self.tactics),
            "slots": list(self.slots),
            "hits": [hit.to_json() for hit in self.hits],
            "contacts": [contact.to_json() for contact in self.contacts],
            "counter": [item.to_json() for item in self.counter],
        }


@dataclass(frozen=True, slots=True)
class RuleText:
    """The YAML text of a rule at a revision, kept beside the hits it made."""

    rule: str
    revision: int
    title: str
    tactic: str
    sha256: str
    text: str


def verdict_from_json(value: Mapping[str, Any]) -> Verdict:
    """The inverse of `Verdict.to_json`. Raises KeyError or TypeError when a field is missing or unknown."""
    hits = tuple(Hit(**{**hit, "spans": tuple(Span(**span) for span in hit["spans"])}) for hit in value["hits"])
    return Verdict(
        url=value["url"],
        verdict=value["verdict"],
        lane=value["lane"],
        score=value["score"],
        tactics=tuple(value["tactics"]),
        slots=tuple(value["slots"]),
        hits=hits,
        contacts=tuple(Contact(**contact) for contact in value["contacts"]),
        counter=tuple(Counter(**item) for item in value["counter"]),
    )
