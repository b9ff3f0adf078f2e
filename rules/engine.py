"""The engine: a listing in, a Verdict out. A pure function of listing and rules.

Folding and views, then one pass that finds every word and pattern, then only the rules that something was found for,
segment by segment; the verdict is decided in `rules.verdict`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from rules import trade
from rules.candidates import SELF_TELLING, Candidates
from rules.evaluate import Reading, SegmentReading
from rules.fold import Folded, fold
from rules.loader import RuleSet
from rules.matchers import FieldText, Found, Glance, Matchers, has_figures, is_text
from rules.quick import Quick
from rules.schema import SIDE_FIELDS, Rule, Selection, Test
from rules.scoring import rule_score, score_of
from rules.segments import segments
from rules.sieve import Glimpse, Passed, Sieve
from rules.verdict import READS_LIKE, Evidence, Fired, Judged, Present
from sandi.listing import READ_CHARS, Listing, read_extra
from sandi.verdict import SLOTS, VERDICTS, Contact, Counter, Hit, Span, Verdict

FIELDS_READ = ("title", "text", *SIDE_FIELDS)
"""Fields of a listing whose words are read."""
_TEXTS_OF = attrgetter(*FIELDS_READ)
TEXTS_READ = ("title", "text")
"""Those of them whose figures are read."""
_CONTACT_FIELDS = ("title", "text", "seller", "location")
_RANK = {verdict: rank for rank, verdict in enumerate(VERDICTS)}
_CLEAN_SLOTS = tuple(slot for slot in SLOTS if slot not in {"counter", "context"})
_WATCH_MOST = 39
SPANS_KEPT = 20
"""Places of one signal that a hit names."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A Verdict with the judgement of every segment behind it."""

    verdict: Verdict
    segments: tuple[Judged, ...]


class Engine:
    """Judges listings by one RuleSet. `region` is where numbers without a country code are read (ISO 3166)."""

    def __init__(self, rules: RuleSet, *, region: str = "ID") -> None:
        self.rules = rules
        self.region = region
        self._matchers = Matchers(_all_tests(rules))
        self._candidates = Candidates(rules, self._matchers)
        covers = self._candidates.covers
        self._worded = [(name, cover) for name, cover in sorted(covers.items()) if cover is not None]
        self._wordless = [name for name, cover in covers.items() if cover is None]
        self._self_telling = [s.name for s in rules.signals.values() if s.roles & SELF_TELLING]
        self._by_id = {rule.id: rule for rule in rules.rules}

    def prepare(self) -> None:
        """Make ready what is otherwise made when it is first needed."""
        _ = self._sieve, self._quick

    def judge(self, listing: Listing) -> Verdict:
        """The Verdict on `listing`; never raises on any text."""
        if self.surely_quiet(glimpse(listing)):
            return Verdict(listing.url, "quiet", contacts=self._contacts(listing))
        return self.judge_closely(listing)

    def judge_all(self, listings: Sequence[Listing]) -> list[Verdict]:
        """The Verdict on each of `listings`, the same as one by one, but quicker."""
        close = set(self.worth_a_look(list(map(glimpse, listings))))
        return [
            self.judge_closely(one) if i in close else Verdict(one.url, "quiet", contacts=self._contacts(one))
            for i, one in enumerate(listings)
        ]

    def judge_closely(self, listing: Listing) -> Verdict:
        """The Verdict on a listing that is not `surely_quiet`."""
        reading = self._read(listing)
        tried = self._tried(reading)
        if not tried:
            return Verdict(listing.url, "quiet", contacts=self._all_contacts(reading))
        return self._explained(reading, tried).verdict

    def surely_quiet(self, one: Glimpse) -> bool:
        """Whether a listing holds nothing that any verdict but `quiet` could rest on.

        It looks at the fields together and runs hardly any pattern, so it is quick; what it lets through may still be
        quiet.
        """
        texts = [text for text in one.texts if text]
        return not self._candidates.may(Glance(texts, self._matchers.vocabulary, kind=one.kind, priced=one.priced))

    def worth_a_look(self, glimpses: Sequence[Glimpse]) -> list[int]:
        """The places of the listings that are not quickly told to be quiet, from a look at all of them together."""
        passed = self._sieve.may(glimpses)
        return [i for i, one in sorted(passed.items()) if one.words is None or self._any_may_fire(one)]

    def _any_may_fire(self, one: Passed) -> bool:
        words = one.words
        return words is None or any(self._quick.tells(entry, words) is not False for entry in one.entries)

    @cached_property
    def _quick(self) -> Quick:
        return Quick(self.rules, self._matchers, self._candidates)

    @cached_property
    def _sieve(self) -> Sieve:
        return Sieve(self._matchers, self._candidates, self._quick.exact)

    def explain(self, listing: Listing) -> Explained:
        """The Verdict, and why."""
        reading = self._read(listing)
        return self._explained(reading, self._tried(reading), whole=True)

    def _tried(self, reading: Reading) -> list[str]:
        one = reading.listing
        figures = any(has_figures(view) for name in TEXTS_READ for view in reading.fields[name].views)
        sides = self._candidates.sides(one.kind, figures=figures, priced=one.price is not None)
        return self._candidates.of(reading.found, sides)

    def _explained(self, reading: Reading, tried: Sequence[str], *, whole: bool = False) -> Explained:
        """The judgement of every segment by the rules `tried`; `whole` asks for what is missing where none fires."""
        names = [name for name, cover in self._worded if cover & reading.bits]
        cuts = segments(reading.fields["text"].folded.raw, reading.contacts) if names or whole else []
        rules = [self._by_id[rule] for rule in tried if rule]
        judged = [self._judge(SegmentReading(reading, cut), names, rules, whole=whole) for cut in cuts]
        return Explained(_verdict(reading.listing, self._all_contacts(reading), judged), tuple(judged))

    def fired(self, listing: Listing) -> list[str]:
        """Ids of the rules whose condition holds in a segment of `listing`, in order, whatever it comes to."""
        return [] if self.surely_quiet(glimpse(listing)) else self._fired(listing)

    def fired_all(self, listings: Sequence[Listing]) -> list[list[str]]:
        """`fired` for each of `listings`, but quicker."""
        passed = self._sieve.may(list(map(glimpse, listings)))
        found: list[list[str]] = [[] for _ in listings]
        for i, one in passed.items():
            told = self._told(one)
            found[i] = self._fired(listings[i]) if told is None else told
        return found

    def _told(self, one: Passed) -> list[str] | None:
        """Ids of the rules that fire, as far as words tell; None when the listing must be read."""
        if one.words is None:
            return None if one.fires is None else sorted(one.fires)
        fired = []
        for entry in one.entries:
            if entry.rule:
                told = self._quick.tells(entry, one.words)
                if told is None:
                    return None
                if told:
                    fired.append(entry.rule)
        return sorted(fired)

    def _fired(self, listing: Listing) -> list[str]:
        reading = self._read(listing)
        tried = [rule for rule in self._tried(reading) if rule]
        cuts = segments(reading.fields["text"].folded.raw, reading.contacts) if tried else []
        parts = [SegmentReading(reading, cut) for cut in cuts]
        return [rule for rule in tried if any(_fire(self._by_id[rule], part) is not None for part in parts)]

    def fires(self, rule: Rule, listing: Listing, *, without: str = "") -> Fired | None:
        """`rule` in the first segment where its condition holds, as if the selection `without` never did."""
        for reading in self.segments(listing):
            if (fired := _fire(rule, reading, without)) is not None:
                return fired
        return None

    def segments(self, listing: Listing) -> list[SegmentReading]:
        """`listing` as read, cut into its segments."""
        reading = self._read(listing)
        cuts = segments(reading.fields["text"].folded.raw, reading.contacts)
        return [SegmentReading(reading, cut) for cut in cuts]

    def _read(self, listing: Listing) -> Reading:
        known = self._matchers.vocabulary
        fields = {name: FieldText(name, getattr(listing, name)[:READ_CHARS], known) for name in FIELDS_READ}
        contacts = self._contacts_in((name, fields[name].folded) for name in _CONTACT_FIELDS)
        found = self._matchers.scan(fields.values())
        return Reading(
            listing,
            fields,
            self._matchers,
            self.rules.signals,
            contacts,
            self.rules.baseline,
            found,
            self._candidates.bits(found),
            self._candidates.covers,
            self.rules.classifier,
            self.rules.doubted,
        )

    def _contacts_in(self, fields: Iterable[tuple[str, Folded]]) -> tuple[Contact, ...]:
        from rules.contacts import read_contacts  # with all numbering plans, which a scan of quiet listings never needs

        return tuple(c for name, folded in fields if folded.raw for c in read_contacts(name, folded, self.region))

    def _contacts(self, listing: Listing) -> tuple[Contact, ...]:
        """All contacts of a listing that is not read further."""
        fields = [(name, fold(getattr(listing, name)[:READ_CHARS])) for name in (*_CONTACT_FIELDS, "category")]
        fields += [(f"extra.{name}", fold(text)) for name, text in read_extra(listing).items()]
        return self._contacts_in(fields)

    def _all_contacts(self, reading: Reading) -> tuple[Contact, ...]:
        """The contacts that were judged, and those in fields that no rule reads: they too are joined and masked."""
        one = reading.listing
        beside = [("category", reading.fields["category"].folded)]
        beside += [(f"extra.{name}", fold(text)) for name, text in read_extra(one).items()]
        return (*reading.contacts, *self._contacts_in(beside))

    def _judge(self, reading: SegmentReading, names: Iterable[str], rules: Iterable[Rule], *, whole: bool) -> Judged:
        fired = [f for rule in rules if (f := _fire(rule, reading)) is not None]
        if not fired and not whole and not any(reading.signal(name) is not None for name in self._self_telling):
            return Judged("quiet", "adult", Evidence(reading, (), ()))
        asked = [*names, *self._wordless] if fired else names
        present = [
            Present(self.rules.signals[name], found) for name in asked if (found := reading.signal(name)) is not None
        ]
        return trade.judge(reading, present, fired)


def glimpse(listing: Listing) -> Glimpse:
    """What the first look needs of a listing."""
    texts = list(_TEXTS_OF(listing))
    if max(map(len, texts)) > READ_CHARS:
        texts = [text[:READ_CHARS] for text in texts]
    return Glimpse(texts, listing.kind, listing.price is not None)


def _fire(rule: Rule, reading: SegmentReading, without: str = "") -> Fired | None:
    """The rule with its places if its condition holds, as if the selection `without` never did."""
    if not rule.condition.check(lambda name: name != without and reading.named(rule, name) is not None):
        return None
    if rule.likeness and reading.reading.likeness < rule.likeness:
        return None
    silencing = rule.condition.names - rule.condition.positive
    names = sorted((rule.condition.names | (rule.add.keys() & rule.selections.keys())) - silencing - {without})
    return Fired(rule, {name: found for name in names if (found := reading.named(rule, name)) is not None})


def _all_tests(rules: RuleSet) -> Iterator[tuple[Test, bool]]:
    for signal in rules.signals.values():
        for selection in (signal.match, signal.excepts, signal.unless):
            yield from ((test, signal.affixes) for test in _text_tests(selection))
    for rule in rules.rules:
        for selection in rule.selections.values():
            yield from ((test, False) for test in _text_tests(selection))


def _text_tests(selection: Selection) -> Iterator[Test]:
    return (test for clause in selection for test in clause.tests if is_text(test))


# From judgements to the Verdict --------------------------------------------------------------------------------


def _verdict(listing: Listing, contacts: tuple[Contact, ...], judged: list[Judged]) -> Verdict:
    if not judged:
        return Verdict(listing.url, "quiet", contacts=contacts)
    best = min(_RANK[one.verdict] for one in judged)
    deciding = [one for one in judged if _RANK[one.verdict] == best]
    verdict = VERDICTS[best]
    raws = {name: text.folded.raw for name, text in deciding[0].evidence.reading.reading.fields.items()}
    if verdict == "quiet":
        return Verdict(listing.url, "quiet", contacts=contacts)
    if verdict == "help":
        return Verdict(listing.url, "help", contacts=contacts, counter=_told(deciding, raws))
    score = max(score_of(one, len(_slots([one]))) for one in deciding)
    hits = _merged([hit for one in deciding for hit in _hits(one, raws)])
    lane = "child" if any(one.lane == "child" for one in deciding) else "adult"
    tactics = tuple(dict.fromkeys(hit.tactic for hit in hits))
    return Verdict(
        url=listing.url,
        verdict=verdict,
        lane=lane,
        score=score if verdict == "alert" else min(score, _WATCH_MOST),
        tactics=tactics,
        slots=_slots(deciding),
        hits=hits,
        contacts=contacts,
        counter=_counters(deciding, raws),
    )


def _slots(judged: list[Judged]) -> tuple[str, ...]:
    filled = {
        p.signal.slot for one in judged for p in one.evidence.present if p.signal.decides and not p.signal.generic
    }
    filled |= {f.slot for one in judged for fired in one.evidence.fired for fs in fired.found.values() for f in fs}
    if any(one.counted and one.evidence.learnt for one in judged):
        filled.add(READS_LIKE.slot)
    if any(one.counted and one.evidence.person_as_goods for one in judged):
        filled |= {"act", "means"}
    return tuple(slot for slot in _CLEAN_SLOTS if slot in filled)


def _hits(judged: Judged, raws: Mapping[str, str]) -> list[Hit]:
    """The fired rules by falling score; the first also bears the signals that decided the alert."""
    order = sorted(judged.evidence.fired, key=lambda fired: (-rule_score(fired), fired.rule.id))
    hits = []
    for i, fired in enumerate(order):
        places = [f for found in fired.found.values() for f in found if f.field]
        if i == 0:
            shown = {(f.field, f.start, f.end) for f in places}
            more = [f for p in judged.counted for f in p.found if f.field]
            places += [f for f in more if (f.field, f.start, f.end) not in shown]
        spans = _enough(_span(f, raws) for f in sorted(places, key=_place))
        rule = fired.rule
        hits.append(Hit(rule.id, rule.revision, rule.tactic, rule_score(fired), spans))
    return hits


def _enough(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The first SPANS_KEPT places of each signal: whoever reads a lead needs no more, and a bait has thousands."""
    kept: dict[str, dict[Span, None]] = {}
    for span in spans:
        of_signal = kept.setdefault(span.signal, {})
        if len(of_signal) < SPANS_KEPT:
            of_signal[span] = None
    return tuple(sorted((span for of_signal in kept.values() for span in of_signal), key=_order))


def _order(span: Span) -> tuple[int, int, int, str, str, str]:
    return FIELDS_READ.index(span.field), span.start, span.end, span.slot, span.signal, span.read_as


def _merged(hits: list[Hit]) -> tuple[Hit, ...]:
    """One hit a rule, with the spans of all its segments, by falling score."""
    by_rule: dict[str, Hit] = {}
    for hit in hits:
        other = by_rule.get(hit.rule)
        if other is not None:
            spans = _enough((*other.spans, *hit.spans))
            hit = Hit(hit.rule, hit.revision, hit.tactic, max(hit.score, other.score), spans)
        by_rule[hit.rule] = hit
    return tuple(sorted(by_rule.values(), key=lambda hit: (-hit.score, hit.rule)))


def _place(found: Found) -> tuple[int, int, int, str, str, str]:
    return FIELDS_READ.index(found.field), found.start, found.end, found.slot, found.signal, found.read_as


def _span(found: Found, raws: Mapping[str, str]) -> Span:
    raw = raws.get(found.field, "")[found.start : found.end]
    return Span(found.field, found.start, found.end, found.slot, found.signal, raw, found.read_as)


def _counters(judged: list[Judged], raws: Mapping[str, str]) -> tuple[Counter, ...]:
    return tuple(
        dict.fromkeys(_counter(present, weight, raws) for one in judged for present, weight in one.evidence.against)
    )


def _told(judged: list[Judged], raws: Mapping[str, str]) -> tuple[Counter, ...]:
    """What made a text one that asks for help, as counters of weight 0: they speak against suspicion."""
    return tuple(dict.fromkeys(_counter(present, 0, raws) for one in judged for present in one.counted))


def _counter(present: Present, weight: int, raws: Mapping[str, str]) -> Counter:
    if not present.found:
        return Counter(present.signal.name, weight)
    first = present.found[0]
    raw = raws.get(first.field, "")[first.start : first.end]
    return Counter(present.signal.name, weight, first.field, first.start, first.end, raw)
