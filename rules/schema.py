"""What a signal and a rule are, as values; `rules.reader` makes them from files and `rules.engine` runs them.

The keys are explained in docs/rule-language.md, which a test holds against these definitions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rules.condition import Condition

STATUSES = ("experimental", "test", "stable", "deprecated")
LEVELS = ("low", "medium", "high")
TLP = ("clear", "green", "amber", "amber+strict", "red")
"""Traffic Light Protocol 2.0 (FIRST): to whom a rule may be shown."""
RELATIONS = ("derived", "obsolete", "merged", "renamed", "similar")
"""How a rule is related to another, as in Sigma: made from it, takes its place, several in one, new name, alike."""
EVIDENCE = ("validated", "official", "reported", "vendor", "folklore", "refuted")
DECIDING = frozenset({"validated", "official", "reported", "vendor"})
GOODS = ("furniture", "clothing", "toy", "doll", "pet", "vehicle", "appliance", "property", "other")
VETOES = ("news", "warning", "research", "joke", "pet", "doll", "child_goods")
ROLES = frozenset(
    {
        "job",
        "person",
        "hiring",
        "offer",
        "call",
        "minor",
        "payment",
        "per_head",
        "distress",
        "recounts",
        "watch",
        "closed_destination",
    }
    | {f"goods:{kind}" for kind in GOODS}
    | {f"veto:{register}" for register in VETOES}
)

TEXT_FIELDS = ("text", "title", "body")
SIDE_FIELDS = ("category", "seller", "location")
EQUAL_FIELDS = ("kind", "source", "language")
NUMBER_FIELDS = (
    "person.age",
    "person.height",
    "person.weight",
    "person.count",
    "person.pregnant_months",
    "departure.days",
    "salary.month_idr",
    "price.idr",
    "price",
)
FLAG_FIELDS = ("contact.obscured", "person.requirement")
WORD_FIELDS = (
    "contact.kind",
    "person.sex",
    "place.country",
    "place.kind",
    "place.origin",
    "place.destination",
    "departure.date",
    "licence.kind",
    "licence.number",
)
FACT_FIELDS = (*WORD_FIELDS, *FLAG_FIELDS)
FIELDS = (*TEXT_FIELDS, *SIDE_FIELDS, *EQUAL_FIELDS, *NUMBER_FIELDS, *FACT_FIELDS, "signal")
TEXT_MODIFIERS = ("word", "contains", "re", "near", "fuzzy", "tokens")
NUMBER_MODIFIERS = ("above", "below", "from", "to", "outlier")


@dataclass(frozen=True, slots=True, eq=False)
class Test:
    """One `field|modifier: value`. `value` is a tuple of texts, a number, a bool, or a near/fuzzy/tokens value.

    Compared by identity: it is the key under which matches are kept, and a word list is slow to hash.
    """

    field: str
    modifier: str
    value: Any


@dataclass(frozen=True, slots=True)
class Near:
    """All of `words` (phrases) within `max_tokens` words."""

    words: tuple[str, ...]
    max_tokens: int


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Any of `words` with up to `distance` letters different."""

    words: tuple[str, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class Outlier:
    """Beyond `quantile` (`p99`) of the category's prices; `side` is above or below, `otherwise` (IDR) the bound where
    fewer than `min_n` prices are known, None when it then never holds.
    """

    side: str
    quantile: str
    min_n: int
    otherwise: float | None


@dataclass(frozen=True, slots=True)
class Clause:
    """Tests that must all hold, and the slot they speak for, if the author named one."""

    tests: tuple[Test, ...]
    slot: str | None = None


Selection = tuple[Clause, ...]
"""Clauses of which one must hold."""


def signal_names(selection: Selection) -> Iterator[str]:
    """Names of all signals that a selection refers to."""
    for clause in selection:
        for test in clause.tests:
            if test.field == "signal":
                yield from test.value


@dataclass(frozen=True, slots=True)
class Signal:
    """A vetted group of words or patterns with one slot; `name` is `group.name`."""

    name: str
    title: str
    slot: str
    weight: int
    evidence: str
    source: tuple[str, ...]
    match: Selection
    excepts: Selection = ()
    unless: Selection = ()
    harmless: tuple[str, ...] = ()
    generic: bool = False
    negatable: bool = True
    affixes: bool = False
    roles: frozenset[str] = frozenset()
    borne_by: frozenset[str] = frozenset()
    where: str = ""
    line: int = 0

    @property
    def decides(self) -> bool:
        """Whether its evidence may count towards an alert."""
        return self.evidence in DECIDING

    @property
    def vetoes(self) -> frozenset[str]:
        """The registers whose veto it casts."""
        return frozenset(role.removeprefix("veto:") for role in self.roles if role.startswith("veto:"))

    @property
    def goods(self) -> frozenset[str]:
        """The kinds of goods it names."""
        return frozenset(role.removeprefix("goods:") for role in self.roles if role.startswith("goods:"))


@dataclass(frozen=True, slots=True)
class Example:
    """A listing (fields as in JSON) that a rule must or must not match."""

    listing: Mapping[str, Any]
    matches: bool
    spans: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    because: str = ""
    verdict: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a pack."""

    id: str
    title: str
    status: str
    revision: int
    tactic: str
    description: str
    level: str
    references: tuple[str, ...]
    falsepositives: tuple[str, ...]
    selections: Mapping[str, Selection]
    condition: Condition
    base: int
    add: Mapping[str, int]
    examples: tuple[Example, ...]
    lane: str = "adult"
    likeness: int = 0
    """The likeness (`rules.classifier`) below which it does not fire; 0 when it does not ask."""
    review_by: str | None = None
    related: Mapping[str, str] = field(default_factory=dict)
    tlp: str = ""
    text: str = ""
    sha256: str = ""
    where: str = ""
    line: int = 0

    @property
    def runs(self) -> bool:
        """Whether the engine looks for it."""
        return self.status != "deprecated"

    @property
    def may_alert(self) -> bool:
        """Whether what it finds may go to the review queue."""
        return self.status in {"test", "stable"}
