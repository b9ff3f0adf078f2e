"""Lays the evidence of a lead out for the eye: numbered marks, what each says, the rules behind them, what is empty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from review.marks import Piece, Place, Region, number_of, pieces, regions
from review.rule_texts import RuleCard, cards
from review.signals import SignalCard
from sandi.verdict import Counter, Hit
from storage.records import Lead, LeadContact

NEEDED = ("act", "means", "purpose", "person", "deal")
CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class RuleRef:
    """A rule at a revision, with the title it had."""

    rule: str
    revision: int
    title: str


@dataclass(frozen=True, slots=True)
class Sign:
    """One signal in one place: what was written, what it was read as, the slot it fills, the rules that used it."""

    number: int
    field: str
    slot: str
    signal: str
    raw: str
    read_as: str
    rules: tuple[RuleRef, ...]
    card: SignalCard | None = None

    @property
    def differs(self) -> bool:
        """Whether it was read as something else than what stands there, beyond upper and lower case."""
        return bool(self.read_as) and self.read_as.casefold() != self.raw.casefold()


@dataclass(frozen=True, slots=True)
class SignGroup:
    """All places of one signal. `anchors` are the marks whose number leads here, the first time each is shown."""

    slot: str
    signal: str
    card: SignalCard | None
    rules: tuple[RuleRef, ...]
    signs: tuple[Sign, ...]
    anchors: frozenset[int]


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A rule that fired, its score on this listing, and its card when the text was kept."""

    hit: Hit
    card: RuleCard | None
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NumberedContact:
    """A contact and the number of its mark (0: in no shown field); with `anchor` the mark's number leads here."""

    number: int
    anchor: bool
    contact: LeadContact


@dataclass(frozen=True, slots=True)
class NumberedCounter:
    """What speaks against, and the number of its mark (0: in no shown field); `anchor` as in NumberedContact."""

    number: int
    anchor: bool
    signal: str
    weight: int
    raw: str
    card: SignalCard | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything a lead page shows of the judgement. `filled` and `empty` are slots in their order; `groups` holds
    `signs` by signal, `context` those of them that never count towards an alert.
    """

    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    signs: tuple[Sign, ...]
    groups: tuple[SignGroup, ...]
    context: tuple[SignGroup, ...]
    rules: tuple[FiredRule, ...]
    filled: tuple[str, ...]
    empty: tuple[str, ...]
    counter: tuple[NumberedCounter, ...]
    contacts: tuple[NumberedContact, ...]
    cut: bool


def evidence_of(lead: Lead, signals: Mapping[str, SignalCard]) -> Evidence:
    """The evidence of `lead`, numbered in reading order over title and text; `signals` says what signals rest on."""
    found = regions(_places(lead))
    title = pieces(lead.listing.title, "title", found)
    text = pieces(lead.listing.text, "text", found)
    known = cards(lead.rules)
    signs = _signs(lead.hits, found, known, signals)
    taken = {0}
    groups = _groups((sign for sign in signs if sign.slot != CONTEXT), taken)
    context = _groups((sign for sign in signs if sign.slot == CONTEXT), taken)
    counter = tuple(_counter(item, found, taken, signals) for item in lead.counter)
    return Evidence(
        title=tuple(title),
        text=tuple(text),
        signs=signs,
        groups=groups,
        context=context,
        rules=tuple(_fired(hit, found, known) for hit in sorted(lead.hits, key=lambda hit: -hit.score)),
        filled=tuple(slot for slot in NEEDED if slot in lead.slots),
        empty=tuple(slot for slot in NEEDED if slot not in lead.slots),
        counter=counter,
        contacts=tuple(_contact(item, found, taken) for item in lead.contacts),
        cut=sum(len(piece.text) for piece in text) < len(lead.listing.text),
    )


def _places(lead: Lead) -> Iterable[Place]:
    for hit in lead.hits:
        for span in hit.spans:
            yield Place(span.field, span.start, span.end, span.slot)
    for counter in lead.counter:
        if counter.field:
            yield Place(counter.field, counter.start, counter.end, "counter")
    for contact in lead.contacts:
        yield Place(contact.field, contact.start, contact.end, "contact")


def _signs(
    hits: Sequence[Hit],
    found: Sequence[Region],
    known: Mapping[tuple[str, int], RuleCard],
    signals: Mapping[str, SignalCard],
) -> tuple[Sign, ...]:
    """Spans of all rules, each place and signal once, with every rule that used it."""
    users: dict[tuple[str, int, int, str, str, str, str], list[RuleRef]] = {}
    for hit in hits:
        rule_card = known.get((hit.rule, hit.revision))
        ref = RuleRef(hit.rule, hit.revision, rule_card.title if rule_card else hit.rule)
        for s in hit.spans:
            refs = users.setdefault((s.field, s.start, s.end, s.slot, s.signal, s.raw, s.read_as), [])
            if ref not in refs:
                refs.append(ref)
    signs = [
        Sign(number_of(found, field, start, end), field, slot, signal, raw, read_as, tuple(refs), signals.get(signal))
        for (field, start, end, slot, signal, raw, read_as), refs in users.items()
    ]
    return tuple(sorted(signs, key=lambda sign: (sign.number == 0, sign.number)))


def _groups(signs: Iterable[Sign], taken: set[int]) -> tuple[SignGroup, ...]:
    """Signs of one signal together, in order of their first mark; what rules wrote themselves is grouped by rules."""
    grouped: dict[tuple[object, ...], list[Sign]] = {}
    for sign in signs:
        key = (sign.slot, sign.signal) if sign.signal else (sign.slot, sign.rules)
        grouped.setdefault(key, []).append(sign)
    return tuple(_group(members, taken) for members in grouped.values())


def _group(signs: Sequence[Sign], taken: set[int]) -> SignGroup:
    rules = tuple(dict.fromkeys(ref for sign in signs for ref in sign.rules))
    shown = _once(signs)
    anchors = frozenset(sign.number for sign in shown if _first(sign.number, taken))
    return SignGroup(signs[0].slot, signs[0].signal, signs[0].card, rules, shown, anchors)


def _once(signs: Sequence[Sign]) -> tuple[Sign, ...]:
    """What was written in a place once, in its plainest reading: further readings say nothing new to the eye."""
    plainest: dict[tuple[int, str, str], Sign] = {}
    for sign in signs:
        key = (sign.number, sign.field, sign.raw)
        known = plainest.get(key)
        if known is None or (known.differs and (not sign.differs or len(sign.read_as) < len(known.read_as))):
            plainest[key] = sign
    return tuple(plainest.values())


def _counter(
    counter: Counter, found: Sequence[Region], taken: set[int], signals: Mapping[str, SignalCard]
) -> NumberedCounter:
    number = number_of(found, counter.field, counter.start, counter.end)
    return NumberedCounter(
        number, _first(number, taken), counter.signal, counter.weight, counter.raw, signals.get(counter.signal)
    )


def _contact(contact: LeadContact, found: Sequence[Region], taken: set[int]) -> NumberedContact:
    number = number_of(found, contact.field, contact.start, contact.end)
    return NumberedContact(number, _first(number, taken), contact)


def _first(number: int, taken: set[int]) -> bool:
    """Whether nothing has answered to the mark `number` yet; from now on something does."""
    free = number not in taken
    taken.add(number)
    return free


def _fired(hit: Hit, found: Sequence[Region], known: Mapping[tuple[str, int], RuleCard]) -> FiredRule:
    numbers = {number_of(found, span.field, span.start, span.end) for span in hit.spans} - {0}
    return FiredRule(hit, known.get((hit.rule, hit.revision)), tuple(sorted(numbers)))
