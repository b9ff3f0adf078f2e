"""The sieve: a first look at many listings at once, which rules most of them out for the price of a few.

What is known of a batch is one number for each literal, pattern, test and rule, a bit for each listing; so a rule set
is gone through once a batch and not once a listing. Which literals a word can be part of is looked
up once for all listings. Only what may fulfil a rule by that is looked at singly, and patterns are run. The outcome is
that of `Candidates.may` for each listing alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import ahocorasick_rs

from rules.candidates import AtLeast, Candidates, Look, Part
from rules.clearing import odd_tokens, passes, tells
from rules.fold import fold
from rules.literals import frequency, required
from rules.matchers import FIGURES, Glance, Matchers
from rules.speech import plain

MOST_WORDS = 200_000
"""Words and tokens of which is remembered what they can be part of; a stream has words without end."""
_BETWEEN = "\x1e"
_BLANKED = bytes(byte if (chr(byte).isascii() and chr(byte).isalnum()) or byte == 0x1E else 32 for byte in range(256))
_ZEROS = bytes(48 if 48 <= byte < 58 else byte for byte in range(256))


class Glimpse(NamedTuple):
    """What the first look needs of a listing: its texts as published, its kind ('' when not known) and whether it names
    a price of its own."""

    texts: Sequence[str]
    kind: str = ""
    priced: bool = True


class _Words(dict[bytes, int]):
    """For each word the number of what it can be part of, worked out when it is first seen; 0 for nothing."""

    def __init__(self, parts: Sequence[str]) -> None:
        super().__init__()
        self.parts: list[tuple[int, ...]] = [()]
        """By these numbers, the parts of literals that stand in a word."""
        self._numbers: dict[tuple[int, ...], int] = {(): 0}
        self._automaton = ahocorasick_rs.AhoCorasick(parts) if parts else None

    def learn(self, words: Iterable[bytes]) -> None:
        """Work out what is not known yet of `words`."""
        new = set(words).difference(self)
        if len(self) + len(new) > MOST_WORDS:
            self.clear()  # what words can be part of is kept: there are far fewer of these
            new = set(words)
        for word in new:
            self[word] = self._looked_up(word.decode())

    def _looked_up(self, word: str) -> int:
        if self._automaton is None:
            return 0
        read = plain(word)
        text = _figured(f" {word} " if read == word else f" {word}  {read} ")
        found = {i for i, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True)}
        parts = tuple(sorted(found))
        number = self._numbers.setdefault(parts, len(self.parts))
        if number == len(self.parts):
            self.parts.append(parts)
        return number


class _Long(NamedTuple):
    """A literal of several words: the nodes that may be true where all `parts` stand, and the tests among them."""

    literal: str
    parts: tuple[int, ...]
    nodes: tuple[int, ...]
    tests: int


class _Batch:
    """What is known of some listings, a bit for each: what was `found`, what is `possible`, and what is `waiting`.

    These are patterns and phrases by which more may be found: each with where, for which tests, and what to look for.
    """

    def __init__(self, every: int) -> None:
        self.every = every
        self.found: dict[int, int] = {}
        self.possible: dict[int, int] = {}
        self.waiting: list[tuple[int, int, int | str]] = []

    def find(self, tests: int, there: int) -> None:
        """Note that `tests` are found `there`."""
        for node in _numbers(tests):
            self.found[node] = self.found.get(node, 0) | there
            self.possible[node] = self.possible.get(node, 0) | there

    def singly(self, among: int, tests: int) -> dict[int, tuple[int, list[tuple[int, int | str]]]]:
        """For each listing `among` some which of the first `tests` nodes are found, and what may find more there."""
        bits = dict.fromkeys(_numbers(among), 0)
        for node, there in self.found.items():
            if node < tests and there & among:
                bit = 1 << node
                for i in _numbers(there & among):
                    bits[i] |= bit
        waiting: dict[int, list[tuple[int, int | str]]] = {i: [] for i in bits}
        for there, found, what in self.waiting:
            for i in _numbers(there & among):
                waiting[i].append((found, what))
        return {i: (some, waiting[i]) for i, some in bits.items()}


class Sieve:
    """The first look of one rule set. Nodes are numbered: the tests first, then the groups of literals."""

    def __init__(self, matchers: Matchers, candidates: Candidates) -> None:
        self._matchers = matchers
        self._candidates = candidates
        self._tokens: dict[bytes, bool] = {}
        self._groups: dict[frozenset[str], int] = {}
        self._first_group = candidates.tests
        self._figure = self._group(FIGURES)
        literals: dict[str, dict[int, None]] = {}
        for text, bits in candidates.phrases():
            for node in _numbers(bits):
                literals.setdefault(_figured(text), {})[node] = None
        self._ways = list(self._read_patterns())
        for group, node in self._groups.items():
            for literal in sorted(group):
                literals.setdefault(literal, {})[node] = None
        self._read_literals(literals)
        self._steps = _Steps(candidates.parts)

    def _read_patterns(self) -> Iterable[tuple[tuple[int, ...], int, int]]:
        for number, pattern, bits in self._candidates.patterns():
            for way in required(pattern):
                yield tuple(self._group(group) for group in way), bits, number

    def _group(self, group: frozenset[str]) -> int:
        return self._groups.setdefault(group, self._first_group + len(self._groups))

    def _read_literals(self, literals: Mapping[str, Mapping[int, None]]) -> None:
        parts: dict[str, int] = {}
        alone: list[dict[int, None]] = []
        longs: dict[int, list[_Long]] = {}
        for literal, nodes in literals.items():
            numbers = []
            for part in _parts(literal):
                number = parts.setdefault(part, len(parts))
                if number == len(alone):
                    alone.append({})
                numbers.append((frequency([part]), number))
            if not numbers:
                continue  # signs alone, which are no words
            numbers.sort()
            if len(numbers) == 1:
                alone[numbers[0][1]].update(nodes)
            else:
                others = tuple(dict.fromkeys(number for _, number in numbers[1:]))
                tests = sum(1 << node for node in nodes if node < self._first_group)
                longs.setdefault(numbers[0][1], []).append(_Long(literal, others, tuple(nodes), tests))
        self._alone = [tuple(nodes) for nodes in alone]
        self._longs = longs
        self._words = _Words(list(parts))

    def may(self, glimpses: Sequence[Glimpse]) -> list[int]:
        """The places of the listings of which anything but quiet may come."""
        raws = ["\n".join(filter(None, one.texts)) for one in glimpses]
        joined = _BETWEEN.join(raws)
        if joined.count(_BETWEEN) >= len(raws):
            raws = [raw.replace(_BETWEEN, " ") for raw in raws]
            joined = _BETWEEN.join(raws)
        folded = fold(joined).text.encode()
        words = [part.split() for part in folded.translate(_BLANKED).split(b"\x1e")]
        batch = _Batch((1 << len(raws)) - 1)
        self._find_words(batch, words)
        self._find_sides(batch, glimpses)
        self._find_signs(batch, raws)
        self._find_patterns(batch)
        held = self._steps.held(batch.possible, batch.every)
        obscured = self._obscured(folded.split(b"\x1e"), words)
        passed = {i for i in _numbers(obscured) if self._may_be_read(glimpses[i])}
        parts = self._steps.parts_of(held, batch.every & ~obscured)
        for i, (bits, waiting) in batch.singly(sum(1 << i for i in parts), self._first_group).items():
            if self._may_hold(bits, waiting, parts[i], glimpses[i]):
                passed.add(i)
        return sorted(passed)

    def _may_be_read(self, one: Glimpse) -> bool:
        vocabulary = self._matchers.vocabulary
        return self._candidates.may(Glance(list(filter(None, one.texts)), vocabulary, kind=one.kind, priced=one.priced))

    def _may_hold(
        self, bits: int, waiting: Sequence[tuple[int, int | str]], parts: Iterable[Part], one: Glimpse
    ) -> bool:
        """Whether one of `parts` holds in a listing, running the patterns that tell."""
        glance: list[Glance] = []

        def stands(pattern: int | str) -> bool:
            if not glance:
                glance.append(Glance(list(filter(None, one.texts))))
            return self._matchers.stands(pattern, glance[0])

        look = Look(bits, waiting, stands)
        return any(part(look) for part in parts)

    def _find_words(self, batch: _Batch, words: Sequence[Sequence[bytes]]) -> None:
        known = self._words
        known.learn(chain.from_iterable(words))
        where: dict[int, int] = {}
        bit = 1
        for some in words:
            for number in filter(None, map(known.get, some)):
                where[number] = where.get(number, 0) | bit
            bit <<= 1
        nodes = batch.found
        parts: dict[int, int] = {}
        for number, there in where.items():
            for part in known.parts[number]:
                parts[part] = parts.get(part, 0) | there
        for part, there in parts.items():
            for node in self._alone[part]:
                nodes[node] = nodes.get(node, 0) | there
        batch.possible = dict(nodes)
        for part, first in parts.items():
            for long in self._longs.get(part, ()):
                there = first
                for other in long.parts:
                    there &= parts.get(other, 0)
                    if not there:
                        break
                else:
                    self._maybe(batch, there, long)

    def _maybe(self, batch: _Batch, there: int, long: _Long) -> None:
        possible = batch.possible
        for node in long.nodes:
            possible[node] = possible.get(node, 0) | there
        if long.tests:
            batch.waiting.append((there, long.tests, long.literal))

    def _find_sides(self, batch: _Batch, glimpses: Sequence[Glimpse]) -> None:
        """What the listings say outside their texts, and where figures stand."""
        kinds: dict[tuple[str, bool], int] = {}
        for i, one in enumerate(glimpses):
            key = one.kind, one.priced
            kinds[key] = kinds.get(key, 0) | 1 << i
        for (kind, priced), there in kinds.items():
            batch.find(self._candidates.sides(kind, figures=False, priced=priced), there)
        batch.find(self._candidates.figured, batch.found.get(self._figure, 0))

    def _find_signs(self, batch: _Batch, raws: Sequence[str]) -> None:
        for i, raw in enumerate(raws):
            if not raw.isascii():
                for test in self._matchers.found_raw(raw):
                    batch.find(1 << self._candidates.number(test), 1 << i)

    def _find_patterns(self, batch: _Batch) -> None:
        possible = batch.possible
        for needs, tests, pattern in self._ways:
            there = batch.every
            for need in needs:
                there &= possible.get(need, 0)
                if not there:
                    break
            else:
                for node in _numbers(tests):
                    possible[node] = possible.get(node, 0) | there
                batch.waiting.append((there, tests, pattern))

    def _obscured(self, texts: Sequence[bytes], words: Sequence[Sequence[bytes]]) -> int:
        """The listings in which something is written so that a known word comes out of it otherwise."""
        vocabulary = self._matchers.vocabulary
        backwards = vocabulary.reversed_words
        found = 0
        for i, text in enumerate(texts):
            singly, odd = passes(text)
            if singly or (odd and any(map(self._tells, odd_tokens(text)))) or not backwards.isdisjoint(words[i]):
                found |= 1 << i
        return found

    def _tells(self, token: bytes) -> bool:
        told = self._tokens.get(token)
        if told is None:
            if len(self._tokens) >= MOST_WORDS:
                self._tokens.clear()
            told = self._tokens[token] = tells(token.decode(), self._matchers.vocabulary)
        return told


# Rules as what they cannot do without, for all listings at once ------------------------------------------------------


class _Step(NamedTuple):
    """At least `least` of `tests` and of the `steps` before it."""

    least: int
    tests: tuple[int, ...]
    steps: tuple[int, ...]


class _Steps:
    """Expressions over tests as steps that are each gone through once, because rules share most of their signals."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self._steps: list[_Step] = []
        self._known: dict[_Step, int] = {}
        self._wanted = {self._number(part): part for part in parts}

    def _number(self, part: Part) -> int:
        if isinstance(part, AtLeast):
            step = _Step(part.count, (), tuple(self._number(inner) for inner in part.parts))
        else:
            step = _Step(1, tuple(_numbers(part.bits)), ())
        number = self._known.setdefault(step, len(self._steps))
        if number == len(self._steps):
            self._steps.append(step)
        return number

    def held(self, nodes: Mapping[int, int], every: int) -> list[int]:
        """For each step the listings for which it holds."""
        held: list[int] = []
        for least, tests, steps in self._steps:
            there = 0
            if least == 1:
                for node in tests:
                    if node in nodes:
                        there |= nodes[node]
                for step in steps:
                    there |= held[step]
            elif least == len(steps):
                there = every
                for step in steps:
                    there &= held[step]
            else:
                there = _several(least, [held[step] for step in steps if held[step]], every)
            held.append(there)
        return held

    def parts_of(self, held: Sequence[int], among: int) -> dict[int, list[Part]]:
        """For each listing `among` some the expressions that hold there."""
        found: dict[int, list[Part]] = {}
        for step, part in self._wanted.items():
            for i in _numbers(held[step] & among):
                found.setdefault(i, []).append(part)
        return found


def _several(count: int, held: Sequence[int], every: int) -> int:
    """The listings that stand in at least `count` of `held`."""
    least = [every, *[0] * count]
    for there in held:
        for level in range(count, 0, -1):
            least[level] |= least[level - 1] & there
    return least[count]


def _numbers(bits: int) -> list[int]:
    """The places of the bits that are set."""
    found = []
    while bits:
        low = bits & -bits
        found.append(low.bit_length() - 1)
        bits ^= low
    return found


def _parts(literal: str) -> list[str]:
    """The words of a literal, with a blank on each side where one stands."""
    pieces = literal.split(" ")
    last = len(pieces) - 1
    return [f"{' ' * (i > 0)}{piece}{' ' * (i < last)}" for i, piece in enumerate(pieces) if piece]


def _figured(text: str) -> str:
    data = text.encode().translate(_ZEROS)
    while b"00" in data:
        data = data.replace(b"00", b"0")
    return data.decode()
