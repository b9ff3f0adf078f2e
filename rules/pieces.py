"""Which literals may stand in many listings at once, told by the words they are made of.

Looking words up is cheap (`rules.wordtable`), so a literal of several words is first only known by its words, in
whatever order they stand; in the few listings that hold all of them it is looked for as it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import BytesAhoCorasick

from rules.literals import figured, frequency
from rules.matchers import NEGATORS, Matchers
from rules.rows import AllOf, AnyOf, Lists, Numbers, Rows, as_number, marked
from rules.speech import plain, spoken_otherwise
from rules.wordtable import word_table

_SHORTEST = 3
"""Letters from which on a piece of a literal that begins or ends inside a word is worth looking for."""
_ZEROS = bytes(48 if 48 <= byte < 58 else byte for byte in range(256))
_ZEROED = bytes(48 if 48 <= byte < 58 and byte != 50 else byte for byte in range(256))
"""Figures as 0, so that hardly a number is new; but for the 2 that doubles a word."""
_NEGATING = frozenset(word.encode() for word in NEGATORS)


class Read(NamedTuple):
    """What the words of some listings tell: which hold a word that is known `backwards` and which one that may take
    meaning away (`negating`), which words of which listings are others in plain speech (by their place there), and the
    `longs`: literals of several words that may stand somewhere, each with where."""

    backwards: int
    negating: int
    spoken_in: Numbers
    spoken_at: Numbers
    longs: tuple[Numbers, Rows]


class Pieces:
    """Which nodes may hold by the words of a listing: first in whatever order they stand, then as they stand.

    A word is known by the pieces of literals that stand in it, as written or in plain speech.
    """

    def __init__(self, literals: Mapping[str, Iterable[int]], matchers: Matchers) -> None:
        pieces: dict[bytes, int] = {}
        alone: list[tuple[int, int]] = []
        needs: list[list[int]] = []
        nodes: list[list[int]] = []
        self._long: list[str] = []
        for literal, its in literals.items():
            own = [pieces.setdefault(piece.encode(), len(pieces)) for piece in _pieces(literal)]
            if len(own) == 1 and literal.encode() in pieces:
                alone += [(node, own[0]) for node in its]
            elif own:
                self._long.append(literal)
                needs.append(own)
                nodes.append(list(its))
        self._backwards, self._negator, self._spoken = (len(pieces) + i for i in range(3))
        """Pieces that stand for a kind of words: known when read from right to left, taking meaning away, and other in
        plain speech."""
        self._count = len(pieces) + 3
        self._vocabulary = matchers.vocabulary
        self._alone = AnyOf(alone)
        self._together = AllOf(needs)
        self._long_nodes = Lists(nodes)
        self._texts = list(pieces) or [b"\0"]
        self._forget()

    def _forget(self) -> None:
        self._numbers: dict[bytes, int] = {b"": 0}
        self._kinds = Lists([()])
        self._table = word_table(self._learn)

    def __getstate__(self) -> dict[str, object]:
        """What can be written down: nothing of the words that were read."""
        made = {"_automaton", "_long_automaton", "_numbers", "_kinds", "_table"}
        return {name: value for name, value in vars(self).items() if name not in made}

    def __setstate__(self, state: dict[str, object]) -> None:
        vars(self).update(state)
        self._forget()

    @cached_property
    def _automaton(self) -> BytesAhoCorasick:
        return BytesAhoCorasick(self._texts)

    @cached_property
    def _long_automaton(self) -> BytesAhoCorasick:
        return BytesAhoCorasick([literal.encode() for literal in self._long] or [b"\0"])

    def read(self, blanked: bytes, into: Rows) -> Read:
        """Set the nodes that hold by single words. Listings are set apart by END."""
        wide = into.shape[1]
        _, numbers, listings = self._table.read(blanked, _ZEROED)
        known = np.flatnonzero(numbers)
        pieces, at = self._kinds.of(numbers[known])
        owners = listings[known][at]
        rows = marked(pieces, owners, self._count, wide)
        there = np.zeros(self._count, np.bool_)
        there[pieces] = True
        self._alone.put(rows, there, into)
        spoken = np.flatnonzero(pieces == self._spoken)
        firsts = np.searchsorted(listings, np.arange(wide * 64))
        return Read(
            as_number(rows[self._backwards]),
            as_number(rows[self._negator]),
            owners[spoken],
            known[at[spoken]] - firsts[owners[spoken]],
            self._together.held(rows, there),
        )

    def put(self, longs: tuple[Numbers, Rows], into: Rows) -> None:
        """Set the nodes that hold by literals of several words."""
        self._long_nodes.put(*longs, into)

    def standing(self, wide: int, readings: Mapping[int, Sequence[str]]) -> tuple[Numbers, Rows]:
        """The literals of several words that stand in one of the readings of a listing, in the form of `longs`; `wide`
        is how wide a row is."""
        texts = figured("\n".join(["\n".join(some) for some in readings.values()])).encode()
        ends = np.cumsum([len(some) for some in readings.values()])
        found = np.array(self._long_automaton.find_matches_as_indexes(texts, overlapping=True), np.int64).reshape(-1, 3)
        lines = np.flatnonzero(np.frombuffer(texts, np.uint8) == 10)
        owners = np.searchsorted(ends, np.searchsorted(lines, found[:, 1]), side="right")
        some, at = np.unique(found[:, 0], return_inverse=True)
        return some, marked(at, np.array([*readings], np.int64)[owners], len(some), wide)

    def _learn(self, words: Sequence[bytes]) -> list[int]:
        """For each word the number of its kind: the pieces that stand in it."""
        spoken = {word: plain(word.decode()).encode() for word in words if spoken_otherwise(word)}
        text = b"".join(
            [b" %b  %b \n" % (word, spoken[word]) if word in spoken else b" %b \n" % word for word in words]
        )
        text = _single_zeros(text)
        matches = np.array(self._automaton.find_matches_as_indexes(text, overlapping=True), np.int64).reshape(-1, 3)
        ends = np.flatnonzero(np.frombuffer(text, np.uint8) == 10)
        owners = np.searchsorted(ends, matches[:, 1])
        kinds = [
            i * self._count + kind
            for kind, known in (
                (self._backwards, self._vocabulary.reversed_words),
                (self._negator, _NEGATING),
                (self._spoken, spoken),
            )
            for i, word in enumerate(words)
            if word in known
        ]
        pairs = np.unique(np.concatenate((owners * self._count + matches[:, 0], np.array(kinds, np.int64))))
        return self._kinds_of(pairs // self._count, pairs % self._count, len(words))

    def _kinds_of(self, owners: Numbers, pieces: Numbers, count: int) -> list[int]:
        numbers = [0] * count
        new: list[list[int]] = []
        firsts = np.flatnonzero(np.diff(owners, prepend=-1)).tolist()
        for first, last in pairwise([*firsts, len(owners)]):
            kind = pieces[first:last]
            key = kind.tobytes()
            number = self._numbers.get(key)
            if number is None:
                number = self._numbers[key] = len(self._numbers)
                new.append(kind.tolist())
            numbers[owners[first]] = number
        self._kinds.extend(new)
        return numbers


def _pieces(literal: str) -> list[str]:
    """The words of a literal, with a blank on each side where one stands, the rarest first; without those that stand
    in most texts."""
    words = literal.split(" ")
    last = len(words) - 1
    pieces = dict.fromkeys(f"{' ' * (i > 0)}{word}{' ' * (i < last)}" for i, word in enumerate(words) if word)
    rare = [piece for piece in pieces if len(piece.strip()) >= _SHORTEST or piece[0] == piece[-1] == " "]
    return sorted(rare if len(rare) > 1 else pieces, key=lambda piece: frequency([piece]))


def _single_zeros(text: bytes) -> bytes:
    """`text` with every number as one 0."""
    text = text.translate(_ZEROS)
    while b"00" in text:
        text = text.replace(b"00", b"0")
    return text
