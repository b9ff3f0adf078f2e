"""The sieve: a first look at many listings at once, which rules most of them out for the price of a few.

What is known of a batch is one row for each literal, pattern, test and rule, a bit for each listing (`rules.rows`); so
a rule set is gone through once a batch and not once a listing. There are three steps, of which each sees only what the
one before let through:

1. all listings: may the words of a rule's literals stand there, in whatever order?
2. do the literals themselves stand there, in any reading of the text?
3. one by one: do the patterns match that would tell?

The outcome is that of `Candidates.may` for each listing alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from rules.candidates import Candidates, Look
from rules.clearing import odd_tokens, passes, tells
from rules.fold import folded_bytes
from rules.literals import figured, required
from rules.matchers import FIGURES, Glance, Matchers
from rules.pieces import Words
from rules.rows import AllOf, Lists, Numbers, Rows, as_number, as_row, by_listing, numbers_of, somewhere, width
from rules.speech import plain_words
from rules.steps import Steps

MOST = 1024
"""Listings of a batch; at most this many, because a bit for each is kept in every row."""
MOST_CHARS = 4 << 20
"""Characters of a batch, beyond the first listing."""
MOST_TOKENS = 200_000
"""Odd tokens of which is remembered what they can be read as."""
_BETWEEN = "\x1e"
_BLANKED = bytes(byte if (chr(byte).isascii() and chr(byte).isalnum()) or byte == 0x1E else 32 for byte in range(256))


class Glimpse(NamedTuple):
    """What the first look needs of a listing: its texts as published, its kind ('' when not known) and whether it names
    a price of its own."""

    texts: Sequence[str]
    kind: str = ""
    priced: bool = True


class Sieve:
    """The first look of one rule set. Nodes are numbered: the tests first, then the groups of literals."""

    def __init__(self, matchers: Matchers, candidates: Candidates) -> None:
        self._matchers = matchers
        self._candidates = candidates
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
        self._ways = AllOf([needs for needs, _, _ in ways])
        self._way_tests = Lists(numbers_of(bits) for _, bits, _ in ways)
        self._way_finds = [(bits, pattern) for _, bits, pattern in ways]
        self._words = Words(literals, matchers)
        self._steps = Steps(candidates.parts)
        self._obscured = _Obscured(matchers)

    def _read_patterns(self) -> Iterable[tuple[tuple[int, ...], int, int]]:
        for number, pattern, bits in self._candidates.patterns():
            for way in required(pattern):
                yield tuple(self._group(group) for group in way), bits, number

    def _group(self, group: frozenset[str]) -> int:
        return self._groups.setdefault(group, self._tests + len(self._groups))

    def may(self, glimpses: Sequence[Glimpse]) -> list[int]:
        """The places of the listings of which anything but quiet may come."""
        if self._candidates.loose:
            return list(range(len(glimpses)))
        return [first + place for first, some in _batches(glimpses) for place in self._may(some)]

    def _may(self, glimpses: Sequence[Glimpse]) -> list[int]:
        raws = ["\n".join(filter(None, one.texts)) for one in glimpses]
        joined = _BETWEEN.join(raws)
        if joined.count(_BETWEEN) >= len(raws):
            joined = _BETWEEN.join(raw.replace(_BETWEEN, " ") for raw in raws)
        folded = folded_bytes(joined)
        blanked = folded.translate(_BLANKED).split(b"\x1e")
        glances = {i: self._glance(glimpses[i], obscured=True) for i in self._obscured.among(folded.split(b"\x1e"))}
        for i, glance in glances.items():
            blanked[i] = " ".join(view.words for view in glance.views).encode()
        nodes = np.zeros((self._nodes, width(len(raws))), np.uint64)
        backwards, longs = self._words.read(b"\x1e".join(blanked), nodes)
        _Sides(self._candidates, self._matchers, glimpses, raws).put(nodes, self._figure)
        possible = nodes.copy()
        self._words.put(longs, possible)
        held = self._steps.any_of(self._held(possible, (1 << len(raws)) - 1)[0])
        passed = {i for i in numbers_of(backwards) if i not in glances and self._may_be_read(glimpses[i])}
        if held:
            readings = {
                i: [view.words for view in glances[i].views] if i in glances else _readings(blanked[i])
                for i in numbers_of(held)
            }
            self._words.put(self._words.standing(longs, readings), nodes)
            passed |= self._looked_at(nodes, held, glances, glimpses)
        return sorted(passed)

    def _held(self, nodes: Rows, every: int) -> tuple[list[int], tuple[Numbers, Rows]]:
        """For each step the listings for which it may hold by what stands in `nodes`, and the ways of patterns that may
        stand somewhere."""
        ways, rows = self._ways.held(nodes, somewhere(nodes))
        possible = nodes[: self._tests].copy()
        self._way_tests.put(ways, rows, possible)
        return self._steps.held(possible, every), (ways, rows)

    def _looked_at(
        self, nodes: Rows, among: int, glances: Mapping[int, Glance], glimpses: Sequence[Glimpse]
    ) -> set[int]:
        """The listings `among` some where a rule may hold by literals as they stand, and by patterns."""
        held, (ways, rows) = self._held(nodes, among)
        left = self._steps.parts_of(held)
        if not left:
            return set()
        bits = by_listing(nodes[: self._tests])
        waiting = by_listing(rows)
        passed = set()
        for i, parts in left.items():
            finds = dict.fromkeys([self._way_finds[ways[n]] for n in numbers_of(as_number(waiting[i]))])
            glance = glances.get(i) or self._glance(glimpses[i], obscured=False)
            look = Look(as_number(bits[i]), list(finds), _standing(self._matchers, glance))
            if any(part(look) for part in parts):
                passed.add(i)
        return passed

    def _may_be_read(self, one: Glimpse) -> bool:
        return self._candidates.may(self._glance(one, obscured=True))

    def _glance(self, one: Glimpse, *, obscured: bool) -> Glance:
        texts = list(filter(None, one.texts))
        return Glance(texts, self._matchers.vocabulary if obscured else None, kind=one.kind, priced=one.priced)


def _standing(matchers: Matchers, glance: Glance) -> Callable[[int | str], bool]:
    return lambda pattern: matchers.stands(pattern, glance)


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


def _readings(blanked: bytes) -> list[str]:
    """A text as written and in plain speech, as phrases are looked for in it."""
    words = blanked.decode().split()
    spoken = plain_words(words)
    return [f" {' '.join(words)} "] if spoken == words else [f" {' '.join(words)} ", f" {' '.join(spoken)} "]


class _Sides:
    """What listings say outside their words: kind, price, signs without a reading."""

    def __init__(
        self, candidates: Candidates, matchers: Matchers, glimpses: Sequence[Glimpse], raws: Sequence[str]
    ) -> None:
        self._figured = candidates.figured
        kinds: dict[tuple[str, bool], int] = {}
        self._bits = []
        for one, raw in zip(glimpses, raws, strict=True):
            key = one.kind, one.priced
            bits = kinds.get(key)
            if bits is None:
                bits = kinds[key] = candidates.sides(one.kind, figures=False, priced=one.priced)
            self._bits.append(bits if raw.isascii() else bits | candidates.bits(matchers.found_raw(raw)))

    def put(self, nodes: Rows, figure: int) -> None:
        """Note it; figures stand where one of their literals does."""
        wide = nodes.shape[1]
        there: dict[int, int] = {}
        for i, bits in enumerate(self._bits):
            there[bits] = there.get(bits, 0) | 1 << i
        for bits, listings in there.items():
            for node in numbers_of(bits):
                nodes[node] |= as_row(listings, wide)
        for node in numbers_of(self._figured):
            nodes[node] |= nodes[figure]


class _Obscured:
    """The listings in which something is written so that a known word comes out of it otherwise."""

    def __init__(self, matchers: Matchers) -> None:
        self._vocabulary = matchers.vocabulary
        self._tokens: dict[bytes, bool] = {}

    def among(self, texts: Sequence[bytes]) -> list[int]:
        """Their places."""
        found = []
        for i, text in enumerate(texts):
            singly, odd = passes(text)
            if singly or (odd and any(map(self._tells, odd_tokens(text)))):
                found.append(i)
        return found

    def _tells(self, token: bytes) -> bool:
        told = self._tokens.get(token)
        if told is None:
            if len(self._tokens) >= MOST_TOKENS:
                self._tokens.clear()
            told = self._tokens[token] = tells(token.decode(), self._vocabulary)
        return told
