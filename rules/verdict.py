"""Decides what one segment comes to: the alert conditions, enforced here and not left to rule authors.

After the Palermo Protocol, Art. 3 (act, means, purpose; for a child no means is needed) and UU 21/2007; the conditions
are told in docs/rule-language.md, "When a listing alerts".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from rules.evaluate import SegmentReading
from rules.matchers import Found
from rules.schema import Rule, Signal, signal_names

MEANS_NEEDED = 2
PERSON_ATTRIBUTES = 2
TOGETHER = 400
"""Characters within which two attributes count as speaking of one person."""

AGREEING = 3
"""Narrow rules that fire together where signs are so many that the text may read less like an advert."""
AGREED = 12
"""By how much: chosen on the open exam, each batch read by weights that never saw it (41 coded more, no twin)."""
TRAITS = 4
NAMED = 20
"""By how much less where a person with that many traits is offered as goods: such texts are full of words of goods."""

READS_HARMLESS = Signal(
    name="text.reads_harmless",
    title="Words that speak for a harmless listing",
    slot="counter",
    weight=0,
    evidence="reported",
    source=("docs/rule-language.md",),
    match=(),
)
"""What stands beside an alert that the classifier doubts: no signal of a file, since its words are learnt."""
READS_LIKE = Signal(
    name="text.reads_like",
    title="Words by which the text reads like an advert of trafficking",
    slot="means",
    weight=2,
    evidence="validated",
    source=("docs/rule-language.md",),
    match=(),
)
"""What counts where a rule fires that asks how the whole text reads: measured on batches the weights never saw."""
_QUOTED = re.compile('["\u201c\u201d][^"\u201c\u201d]{1,1000}["\u201c\u201d]')
_SOFT_VETOES = frozenset({"news", "warning", "research", "joke"})
_REPORTS = frozenset({"news", "warning", "research"})
_BEARERS = {"pet": {"pet"}, "doll": {"doll"}, "child_goods": {"toy", "clothing", "furniture", "doll"}}
PLEADS = "help.pleads"
_OFFER_KINDS = frozenset({"product", "job", "service", "pet", "profile"})


@dataclass(frozen=True, slots=True)
class Present:
    """A signal that stands in the segment, with its places."""

    signal: Signal
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule whose condition holds, with the places of its positive selections, by selection."""

    rule: Rule
    found: dict[str, tuple[Found, ...]]


@dataclass
class Evidence:
    """All that speaks in one segment."""

    reading: SegmentReading
    present: Sequence[Present]
    fired: Sequence[Fired]
    missing: list[str] = field(default_factory=list)

    def having(self, role: str) -> list[Present]:
        """Signals with a role."""
        return [p for p in self.present if role in p.signal.roles]

    def filling(self, slot: str) -> list[Present]:
        """Signals of a slot that a fired rule asked for and whose evidence may decide."""
        return [p for p in self.asked if p.signal.slot == slot and p.signal.decides and p.signal.weight > 0]

    @cached_property
    def asked(self) -> list[Present]:
        """Signals that the selections of a fired rule asked for, so that words of another trade do not count."""
        names = {
            name
            for fired in self.fired
            for selection in fired.found
            for name in signal_names(fired.rule.selections[selection])
        }
        return [p for p in self.present if p.signal.name in names]

    @cached_property
    def kind(self) -> str:
        return self.reading.reading.listing.kind

    @cached_property
    def hiring(self) -> bool:
        """Whether the segment looks for employees, so that what it says of persons are requirements."""
        return self.kind == "job" or bool(self.having("hiring"))

    @cached_property
    def reads_so(self) -> bool:
        """Whether a rule fired that fires only in texts that read as a whole like adverts of persons."""
        return any(fired.rule.likeness for fired in self.fired)

    @cached_property
    def learnt(self) -> list[Present]:
        """The reading of the whole text as a sign of its own, where a rule that may alert fired because of it."""
        if not any(fired.rule.likeness and fired.rule.may_alert for fired in self.fired):
            return []
        words = self.reading.reading.telling
        return [Present(READS_LIKE, tuple(replace(f, signal=READS_LIKE.name, slot=READS_LIKE.slot) for f in words))]

    @cached_property
    def offers(self) -> bool:
        """Whether the segment is a transaction."""
        roles = self.having("offer") or self.having("hiring") or self.having("call")
        return bool(roles or self.deals or self.kind in _OFFER_KINDS) or self.reads_so

    @cached_property
    def deals(self) -> list[Present]:
        """Signs of a transaction, asked for or not."""
        return [p for p in self.present if p.signal.slot == "deal" and p.signal.decides]

    @cached_property
    def asks_for_help(self) -> bool:
        """Whether somebody speaks of distress and the segment offers nothing."""
        if self.kind in _OFFER_KINDS and not any(p.signal.name == PLEADS for p in self.present):
            return False  # on a page of adverts somebody must ask for help in so many words
        if self.having("recounts") and not self._calls_unquoted:
            return self.veto not in _BEARERS
        if self.having("hiring") or self.having("call"):
            return False
        if self.having("offer") and self.fired and self.veto != "warning":  # under a warning others offered it
            return False
        return bool(self.having("distress")) and self.veto not in _BEARERS

    @cached_property
    def _calls_unquoted(self) -> bool:
        """Whether somebody is invited to a contact that stands outside quotation marks."""
        reading = self.reading.reading
        quoted = [match.span() for match in _QUOTED.finditer(reading.listing.text)]
        return bool(self.having("call")) and any(
            c.kind != "url" and not (c.field == "text" and any(a <= c.start < b for a, b in quoted))
            for c in reading.contacts
        )

    @cached_property
    def about_people(self) -> bool:
        """Whether it is about a person or a job."""
        named = self.having("person") or self.having("job")
        return self.hiring or bool(named) or self.kind == "profile" or self.reads_so

    @cached_property
    def goods(self) -> frozenset[str]:
        """Kinds of goods that the segment names."""
        return frozenset(kind for p in self.present for kind in p.signal.goods)

    @cached_property
    def attributes(self) -> list[Present]:
        """Different attributes of one person: no two of the same words, close together."""
        single = _different(p for p in self.present if p.signal.slot == "person" and p.signal.decides)
        return [p for p in single if any(q is not p and _close(p, q) for q in single)]

    def attributes_unlike(self, goods: Iterable[str]) -> list[Present]:
        """Attributes that none of `goods` can have; with no goods named, those that no goods at all can have."""
        kinds = set(goods)
        return [p for p in self.attributes if not (p.signal.borne_by & kinds if kinds else p.signal.borne_by)]

    @cached_property
    def person_as_goods(self) -> list[Present]:
        """The signs of a person offered as goods; empty when it is not so."""
        heads = [p for p in self.having("per_head") if p.signal.decides]
        if heads:
            return heads + self.attributes
        if self.hiring or len(self.attributes) < PERSON_ATTRIBUTES or not self.attributes_unlike(self.goods):
            return []
        return self.attributes

    @cached_property
    def means(self) -> int:
        """Weight of the different means, a claimed licence taken off where placement is open."""
        weight = sum(p.signal.weight for p in _different(self.filling("means")))
        weight += len(self._inline_means()) + sum(p.signal.weight for p in self.learnt)
        return weight + sum(weight for _, weight in self.counters)

    def _inline_means(self) -> list[Found]:
        """Means that fired rules name inline: weak, and only where no signal counts the same words."""
        counted = [f for p in self.filling("means") for f in p.found]
        inline: list[Found] = []
        for fired in self.fired:
            for found in fired.found.values():
                own = [f for f in found if f.slot == "means" and "." not in f.signal]
                if own and not any(_overlap(f, other) for f in own for other in (*counted, *inline)):
                    inline.append(own[0])
        return inline

    @cached_property
    def counters(self) -> list[tuple[Present, int]]:
        """Counter-signals and what each weighs here."""
        closed = bool(self.having("closed_destination"))
        return [(p, 0 if closed else p.signal.weight) for p in self.present if p.signal.slot == "counter"]

    @cached_property
    def veto(self) -> str:
        """The register that silences the segment, after the second look; '' when none does."""
        for register in sorted({v for p in self.present for v in p.signal.vetoes}):
            if not self._lifted(register):
                return register
        return ""

    @cached_property
    def doubt(self) -> str:
        """Why an alert of the fired rules is not believed, from how the whole text reads; '' when it is."""
        one = self.reading.reading
        trusted = any(fired.rule.may_alert and fired.rule.id not in one.doubted for fired in self.fired)
        if one.classifier is None or trusted or one.likeness >= self.likeness_needed:
            return ""
        return f"reads as harmless: likeness {one.likeness} of 100, an alert needs {self.likeness_needed}"

    @cached_property
    def likeness_needed(self) -> int:
        """The likeness, 0-100, that an alert of the fired rules needs: less where several narrow rules agree, or where
        a person with several traits is offered as goods.
        """
        classifier = self.reading.reading.classifier
        narrow = sum(fired.rule.may_alert and not fired.rule.likeness for fired in self.fired)
        less = AGREED if narrow >= AGREEING else 0
        if len(self.person_as_goods) >= TRAITS:
            less = NAMED
        return 0 if classifier is None else max(0, classifier.doubt - less)

    @cached_property
    def against(self) -> list[tuple[Present, int]]:
        """What speaks against, with its weight: counter-signals, and the words that make the text read as harmless."""
        read = self.reading.reading.harmless if self.doubt else ()
        return [*self.counters, *((Present(READS_HARMLESS, (place,)), 0) for place in read)]

    def _lifted(self, register: str) -> bool:
        if self.learnt and register not in _REPORTS:
            return True  # a text that reads so is no joke, and no pet or doll either
        if register in _SOFT_VETOES:
            return bool(self.having("call")) and any(c.kind != "url" for c in self.reading.contacts)
        return len(self.attributes_unlike(_BEARERS[register])) >= PERSON_ATTRIBUTES


@dataclass(frozen=True, slots=True)
class Judged:
    """What a segment comes to; `missing` says in words why it is no alert."""

    verdict: str
    lane: str
    evidence: Evidence
    counted: tuple[Present, ...] = ()
    missing: tuple[str, ...] = ()


def decide(evidence: Evidence) -> Judged:
    """The verdict of one segment."""
    lane, counted, missing = _alert(evidence)
    if not missing and evidence.asks_for_help:
        missing = ["somebody asks for help here"]
    if not missing and not evidence.doubt:
        return Judged("alert", lane, evidence, tuple(counted))
    missing = missing or [evidence.doubt]
    if evidence.asks_for_help:
        return Judged("help", "adult", evidence, tuple(evidence.having("distress")), tuple(missing))
    if not evidence.veto and (evidence.fired or evidence.having("watch")):
        return Judged("watch", _lane(evidence), evidence, (), tuple(missing))
    return Judged("quiet", "adult", evidence, (), tuple(missing))


def _lane(evidence: Evidence) -> str:
    return "child" if any(fired.rule.lane == "child" for fired in evidence.fired) else "adult"


def _alert(evidence: Evidence) -> tuple[str, list[Present], list[str]]:
    """Lane, the signals that make it an alert, and what is missing for one."""
    missing: list[str] = []
    if not any(fired.rule.may_alert for fired in evidence.fired):
        missing.append("no rule that may alert fires")
    if evidence.veto:
        missing.append(f"silenced: the segment reads as {evidence.veto.replace('_', ' ')}")
    child_missing, child = _child(evidence)
    if not missing and not child_missing:
        return "child", child, []
    adult_missing, adult = _adult(evidence)
    if not missing and not adult_missing:
        return _lane(evidence) if evidence.having("minor") else "adult", adult, []
    if missing and not (child_missing and adult_missing):
        return "adult", [], missing
    return "adult", [], [*missing, *(child_missing if evidence.having("minor") else adult_missing)]


def _child(evidence: Evidence) -> tuple[list[str], list[Present]]:
    minor = [p for p in evidence.having("minor") if p.signal.decides]
    if any(fired.rule.likeness and fired.rule.lane == "child" for fired in evidence.fired):
        minor += evidence.learnt
    act = _telling(evidence.filling("act")) + evidence.learnt
    purpose = _telling(evidence.filling("purpose")) + evidence.learnt
    payment = [p for p in evidence.having("payment") if p.signal.decides]
    missing = []
    if not minor:
        missing.append("nobody under 18 is offered or sought")
    if not act:
        missing.append("act is empty")
    if not purpose and not payment:
        missing.append("neither a purpose nor a payment is named")
    return missing, [*minor, *act, *purpose, *payment, *evidence.deals]


def _adult(evidence: Evidence) -> tuple[list[str], list[Present]]:
    goods = evidence.person_as_goods
    telling = _telling(evidence.filling("act")) + _telling(evidence.filling("purpose")) + evidence.learnt
    missing = []
    if not goods and evidence.means < MEANS_NEEDED:
        missing.append(f"means weighs {evidence.means} of {MEANS_NEEDED}")
    if not goods and not telling:
        missing.append("neither act nor purpose is filled by more than generic words")
    if not evidence.about_people:
        missing.append("it is not about a person or a job")
    if not evidence.offers:
        missing.append("it is neither an offer nor a search")
    return missing, [
        *goods,
        *evidence.filling("means"),
        *telling,
        *evidence.filling("deal"),
        *evidence.filling("person"),
    ]


def _telling(present: Iterable[Present]) -> list[Present]:
    return [p for p in present if not p.signal.generic]


def _different(present: Iterable[Present]) -> list[Present]:
    """Signals that stand on words of their own, the weightier first."""
    kept: list[Present] = []
    for one in sorted(present, key=lambda p: -p.signal.weight):
        own = [f for f in one.found if not any(_overlap(f, g) for p in kept for g in p.found)]
        if own or not one.found:
            kept.append(one)
    return kept


def _overlap(one: Found, other: Found) -> bool:
    return one.field == other.field and one.start < other.end and other.start < one.end


def _close(one: Present, other: Present) -> bool:
    return any(f.field != g.field or abs(f.start - g.start) <= TOGETHER for f in one.found for g in other.found)
