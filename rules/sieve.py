"""The sieve: a first look at many listings at once, which rules most of them out for the price of a few.

What is known of a batch is one row for each literal, pattern, test and rule, a bit for each listing (`rules.rows`); so
a rule set is gone through once a batch and not once a listing. There are two steps:

1. all listings: which literals stand there, in any reading of the text, and which rules may hold by them?
2. one by one, where any may: do the patterns match that would tell?

The outcome is that of `Candidates.may` for each listing alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np

from rules.candidates import Candidates, Entry, Look, Part
from rules.fold import folded_bytes
from rules.kernel import COMPILED
from rules.likeness import FIELDS, Likenesses, at_least
from rules.literals import figured, required
from rules.matchers import FIGURES, FieldText, Glance, Matchers
from rules.obscured import Obscured
from rules.pieces import FIELD, pieces
from rules.quick import FieldWords, Words
from rules.rows import Flags, Rows, as_row, by_listing, numbers_of, width
from rules.segments import several
from rules.speech import plain_words
from rules.steps import Held, Steps, Way
from rules.vocabulary import Vocabulary

MOST = 1024
"""Listings of a batch; at most this many, because a bit for each is kept in every row."""
MOST_CHARS = 4 << 20
"""Characters of a batch, beyond the first listing."""
_LISTING = "\x1e "
"""What stands between listings while they are looked at together."""
_UNSEPARATED = {0x1D: " ", 0x1E: " "}
_BLANKED = bytes(
    byte if (chr(byte).isascii() and chr(byte).isalnum()) or byte in b"\x1d\x1e" else 32 for byte in range(256)
)


_BLANKS = bytes(max(byte, 32) for byte in range(256))


class Glimpse(NamedTuple):
    """What the first look needs of a listing: its texts as published in the order of FIELDS_READ, its kind ('' when it
    is not known) and whether it names a price of its own."""

    texts: Sequence[str]
    kind: str = ""
    priced: bool = True


class Passed(NamedTuple):
    """A listing that the sieve lets through: the rules that may fire there, and its words to tell it quickly; None when
    nothing is known but that it must be read. `fires` are the ids of the rules that do, where that is known already."""

    entries: Sequence[Entry]
    words: Words | None
    fires: Sequence[str] | None = None


class Sieve:
    """The first look of one rule set. Nodes are numbered: the tests first, then the groups of literals."""

    def __init__(self, matchers: Matchers, candidates: Candidates, exact: Collection[str] = ()) -> None:
        """`exact` are the rules that fire just where what they cannot do without stands as it is written."""
        self._matchers = matchers
        self._classifier = candidates.classifier
        self._candidates = candidates
        self._exact = exact
        self._tests = candidates.tests
        self._groups: dict[frozenset[str], int] = {}
        self._figure = self._group(FIGURES)
        literals: dict[str, dict[int, None]] = {}
        for text, bits in candidates.phrases():
            literals.setdefault(figured(text), {}).update(dict.fromkeys(numbers_of(bits)))
        ways = list(self._read_patterns())
        for group, node in self._groups.items():
            for literal in sorted(group):
                literals.setdefault(literal, {})[node] = None
        self._nodes = self._tests + len(self._groups)
        finds: dict[tuple[int, int | str], int] = {}
        self._way_finds = [finds.setdefault((bits, pattern), len(finds)) for _, bits, pattern in ways]
        self._finds = [*finds]
        self._pieces = pieces(literals, matchers.vocabulary)
        self._steps = Steps(candidates.parts, [Way(needs, numbers_of(bits)) for needs, bits, _ in ways])
        self._bounds = sorted({entry.likeness for entry, _ in candidates.parts if entry.likeness})
        learnt = candidates.classifier
        self._likenesses = Likenesses(learnt) if COMPILED and self._bounds and learnt is not None else None
        self._obscured = Obscured(matchers.vocabulary)

    def _read_patterns(self) -> Iterable[tuple[tuple[int, ...], int, int]]:
        for number, pattern, bits in self._candidates.patterns():
            for way in required(pattern):
                yield tuple(self._group(group) for group in way), bits, number

    def _group(self, group: frozenset[str]) -> int:
        return self._groups.setdefault(group, self._tests + len(self._groups))

    def may(self, glimpses: Sequence[Glimpse]) -> dict[int, Passed]:
        """The listings of which anything but quiet may come, by their place."""
        if self._candidates.loose:
            return dict.fromkeys(range(len(glimpses)), _UNKNOWN)
        return {first + i: one for first, some in _batches(glimpses) for i, one in self._may(some).items()}

    def _may(self, glimpses: Sequence[Glimpse]) -> dict[int, Passed]:
        texts = _Texts(glimpses)
        known = self._matchers.vocabulary
        cleared = {i: _fields(glimpses[i], known) for i in self._obscured.among(texts.folded)}
        for i, fields in cleared.items():
            texts.blanked[i] = FIELD.join([words for one in fields for words in one.words]).encode()
        nodes = np.zeros((self._nodes, width(len(glimpses))), np.uint64)
        read = self._pieces.read(texts.blanked, nodes)
        self._put_sides(glimpses, texts.raws, nodes)
        held = self._steps.held(nodes, as_row((1 << len(glimpses)) - 1, nodes.shape[1]))
        passed: dict[int, Passed] = {}
        for i in numbers_of(read.backwards):
            if i not in cleared and self._reads_backwards(texts.blanked[i], glimpses[i]):
                passed[i] = _UNKNOWN
        alike = self._alike_among(numbers_of(held.any_of()), texts.blanked, cleared)
        left = held.parts_of(alike)
        for i, parts in [*left.items()]:
            if i not in cleared and self._told(parts, glimpses[i]) and not read.negating >> i & 1:
                entries = [entry for entry, _ in left.pop(i)]
                passed[i] = Passed(entries, None, [entry.rule for entry in entries])
        return passed | self._looked_at(_Batch(glimpses, texts, cleared, read.negating), nodes, held, left, alike)

    def _told(self, parts: Sequence[tuple[Entry, Part]], one: Glimpse) -> bool:
        """Whether the literals alone tell that what may fire does, where none of them is negated."""
        exact = all(entry.rule in self._exact for entry, _ in parts)
        return exact and not any(one.texts[FIELDS:]) and not several(one.texts[1])

    def _alike_among(self, listings: Sequence[int], blanked: Sequence[bytes], but: Collection[int]) -> dict[int, int]:
        """For each likeness that a rule asks for, those of `listings` that are as like an advert, a bit for each; those
        of `but` are told later. Empty where all are."""
        if self._likenesses is None:
            return {}
        some = [i for i in listings if i not in but]
        likenesses = dict(zip(some, self._likenesses.of([blanked[i] for i in some]), strict=True))
        return at_least(likenesses, self._bounds, sum(1 << i for i in but))

    def _looked_at(
        self,
        batch: _Batch,
        nodes: Rows,
        held: Held,
        left: Mapping[int, list[tuple[Entry, Part]]],
        alike: Mapping[int, int],
    ) -> dict[int, Passed]:
        """The listings of `left` where one of the rules may hold by patterns, too."""
        if not left:
            return {}
        there = np.array([*left], np.int64)
        bits = by_listing(nodes[: self._tests], there)
        waiting = by_listing(held.ways, there)
        passed = {}
        for at, (i, parts) in enumerate(left.items()):
            one = batch.words(i)
            parts = self._alike(parts, one) if not alike or i in batch.cleared else parts
            if not parts:
                continue
            finds = {self._way_finds[way] for way in np.flatnonzero(waiting[at]).tolist()}
            one.literal = _number(bits[at])
            look = Look(one.literal, [self._finds[find] for find in sorted(finds)], _standing(self._matchers, one))
            one.possible = look.possible
            entries = [entry for entry, part in parts if part(look)]
            if entries:
                passed[i] = Passed(entries, one)
        return passed

    def _alike(self, parts: list[tuple[Entry, Part]], words: Words) -> list[tuple[Entry, Part]]:
        """Those that hold where the whole reads so much like an advert: that is told without any pattern."""
        if self._classifier is None or not any(entry.likeness for entry, _ in parts):
            return parts
        likeness = self._classifier.likeness([word for one in words.fields[:2] for word in one.clearest])
        return [(entry, part) for entry, part in parts if entry.likeness <= likeness]

    def _reads_backwards(self, blanked: bytes, one: Glimpse) -> bool:
        """Whether anything may come of words that are read from right to left."""
        words = b" ".join(blanked.translate(_BLANKS).split())
        return bool(self._matchers.vocabulary.backwards_in(b" %b " % words)) and self._candidates.may(self._glance(one))

    def _glance(self, one: Glimpse) -> Glance:
        return Glance(list(filter(None, one.texts)), self._matchers.vocabulary, kind=one.kind, priced=one.priced)

    def _put_sides(self, glimpses: Sequence[Glimpse], raws: Sequence[str], nodes: Rows) -> None:
        """Note what listings say outside their words: kind, price, signs without a reading; and where figures stand."""
        kinds: dict[tuple[str, bool], int] = {}
        there: dict[int, int] = {}
        for i, (one, raw) in enumerate(zip(glimpses, raws, strict=True)):
            key = one.kind, one.priced
            bits = kinds.get(key)
            if bits is None:
                bits = kinds[key] = self._candidates.sides(one.kind, figures=False, priced=one.priced)
            if not raw.isascii():
                bits |= self._candidates.bits(self._matchers.found_raw(raw))
            there[bits] = there.get(bits, 0) | 1 << i
        for bits, listings in there.items():
            for node in numbers_of(bits):
                nodes[node] |= as_row(listings, nodes.shape[1])
        for node in numbers_of(self._candidates.figured):
            nodes[node] |= nodes[self._figure]


_NO_FIELD = FieldWords((), ())
_UNKNOWN = Passed((), None)


def _standing(matchers: Matchers, words: Words) -> Callable[[int | str], bool]:
    """Whether a pattern matches in some reading, of all fields together where it does not ask where one ends."""
    apart: list[Sequence[bytes]] = []
    together: list[bytes] = []

    def stands(pattern: int | str) -> bool:
        if not together:
            apart.extend(one.data for one in words.fields if one.data)
            most = max(map(len, apart), default=0)
            together.extend(b"  ".join([data[min(at, len(data) - 1)] for data in apart]) for at in range(most))
        among = chain(*apart) if matchers.anchored(int(pattern)) else together
        return any(matchers.matches(int(pattern), data) for data in among)

    return stands


def _number(bits: Flags) -> int:
    return int.from_bytes(np.packbits(bits, bitorder="little").tobytes(), "little")


def _batches(glimpses: Sequence[Glimpse]) -> Iterator[tuple[int, Sequence[Glimpse]]]:
    """Pieces of `glimpses` that are not too much at once, each with the place of its first."""
    first = size = 0
    for i, one in enumerate(glimpses):
        size += sum(map(len, one.texts))
        if i - first == MOST or (size > MOST_CHARS and i > first):
            yield first, glimpses[first:i]
            first, size = i, sum(map(len, one.texts))
    if first < len(glimpses):
        yield first, glimpses[first:]


class _Texts:
    """The texts of a batch: published (`raws`), all of them `folded` at once, and `blanked` one by one."""

    def __init__(self, glimpses: Sequence[Glimpse]) -> None:
        self.raws = [FIELD.join(one.texts) for one in glimpses]
        joined = _LISTING.join(self.raws)
        if joined.count("\x1e") >= len(glimpses) or joined.count(FIELD) > sum(len(one.texts) - 1 for one in glimpses):
            self.raws = [FIELD.join([text.translate(_UNSEPARATED) for text in one.texts]) for one in glimpses]
            joined = _LISTING.join(self.raws)
        self.folded = folded_bytes(joined)
        self.blanked = self.folded.translate(_BLANKED).split(b"\x1e")

    @cached_property
    def _apart(self) -> list[bytes]:
        return self.folded.split(b"\x1e ")

    def fields(self, i: int) -> list[FieldWords]:
        """A listing's words field by field, as written and in plain speech."""
        made = []
        single = self._apart[i].replace(b"\n", b" ").split(FIELD.encode())
        for part, data in zip(self.blanked[i].decode().split(FIELD), single, strict=True):
            words = part.split()
            if not words and not data:
                made.append(_NO_FIELD)
                continue
            written, read = " ".join(words), " ".join(plain_words(words))
            if read == written:
                made.append(FieldWords((f" {written} ",), (data,)))
            else:
                made.append(FieldWords((f" {written} ", f" {read} "), (data, read.encode())))
        return made


class _Batch(NamedTuple):
    """Listings that are looked at together: the fields of those that are `cleared` of obscured writing; `negating` has
    a bit for each that holds a word which may take meaning away."""

    glimpses: Sequence[Glimpse]
    texts: _Texts
    cleared: Mapping[int, Sequence[FieldWords]]
    negating: int

    def words(self, i: int) -> Words:
        """The words of one of them."""
        one = self.glimpses[i]
        sure = not (self.negating >> i & 1 or several(one.texts[1]))
        if i in self.cleared:
            return Words(one.kind, lambda: self.cleared[i], sure)
        return Words(one.kind, lambda: self.texts.fields(i), sure, not any(one.texts[FIELDS:]))


def _fields(one: Glimpse, vocabulary: Vocabulary) -> list[FieldWords]:
    """A listing field by field in all its readings, cleared of obscuring too."""
    views = [FieldText("", text, vocabulary).views for text in one.texts]
    return [FieldWords([view.words for view in some], [view.data for view in some]) for some in views]
