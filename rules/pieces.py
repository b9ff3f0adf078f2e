"""Which phrases stand in many listings at once, told by the words they are made of.

Looking words up is cheap (`rules.wordtable`), so each word is known by its kind: the pieces of phrases that stand in
it, as written and in plain speech. `rules.kernel` follows the phrases from word to word; where it was not built, a
phrase of several words is first only known by its words, in whatever order they stand, and looked for as it is written
in the few listings that hold all of them.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
from ahocorasick_rs import BytesAhoCorasick

from rules.kernel import COMPILED
from rules.literals import figured, frequency
from rules.matchers import NEGATORS
from rules.rows import AllOf, AnyOf, Lists, Numbers, Rows, as_number, marked, numbers_of
from rules.speech import plain, spoken_otherwise
from rules.vocabulary import Vocabulary
from rules.wordtable import MOST, word_table

if TYPE_CHECKING:
    from rules._kernel import Phrases

FIELD = "\x1d"
"""Stands between the fields of a listing."""
_BETWEEN = f" {FIELD} "
_SHORTEST = 3
"""Letters from which on a piece of a literal that begins or ends inside a word is worth looking for."""
_ZEROS = bytes(48 if 48 <= byte < 58 else byte for byte in range(256))
_ZEROED = bytes(48 if 48 <= byte < 58 and byte != 50 else byte for byte in range(256))
"""Figures as 0, so that hardly a number is new; but for the 2 that doubles a word."""
_NEGATING = frozenset(word.encode() for word in NEGATORS)
_BACKWARDS, _NEGATOR = range(2)
_SIGNS = 2


class Read(NamedTuple):
    """Which of some listings hold a word that is known `backwards` and which one that may take meaning away
    (`negating`), a bit for each."""

    backwards: int
    negating: int


class Pieces(Protocol):
    """Phrases and literals of patterns, in `View.words` form and with figures as one 0, and the nodes of each."""

    def read(self, blanked: Sequence[bytes], into: Rows) -> Read:
        """Set in `into` the nodes of the literals that stand in a listing as written or in plain speech. Listings are
        cut into words, and their fields set apart by FIELD."""


def pieces(literals: Mapping[str, Iterable[int]], vocabulary: Vocabulary) -> Pieces:
    """Finds `literals`, with the nodes of each."""
    return CompiledPieces(literals, vocabulary) if COMPILED else WrittenPieces(literals, vocabulary)


class CompiledPieces:
    """With `rules.kernel`: literals are ways from piece to piece (a trie), gone along as words come."""

    def __init__(self, literals: Mapping[str, Iterable[int]], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        known: dict[bytes, int] = {}
        ways: dict[tuple[int, int], int] = {}
        ends: list[tuple[int, int]] = []
        for literal, nodes in literals.items():
            place = 0
            for text in pieces_of(literal):
                piece = known.setdefault(text.encode(), len(known))
                place = ways.setdefault((place, piece), len(ways) + 1)
            if place:
                ends += [(place, node) for node in nodes]
        self._texts = list(known) or [b"\0"]
        self._places = len(ways) + 1
        self._ways = np.array([(*start, place) for start, place in ways.items()], np.int64).tobytes()
        self._ends = np.array(sorted(ends), np.int64).tobytes()
        self._forget()

    def _forget(self) -> None:
        self._kinds: dict[bytes, int] = {}
        self._phrases: Phrases | None = None

    def __getstate__(self) -> dict[str, object]:
        """What can be written down: nothing of the words that were read."""
        made = {"_automaton", "_kinds", "_phrases"}
        return {name: value for name, value in vars(self).items() if name not in made}

    def __setstate__(self, state: dict[str, object]) -> None:
        vars(self).update(state)
        self._forget()

    @cached_property
    def _automaton(self) -> BytesAhoCorasick:
        return BytesAhoCorasick(self._texts)

    def _made(self) -> Phrases:
        from rules import _kernel

        self._kinds.clear()
        seed = secrets.randbits(64)
        self._phrases = _kernel.Phrases(seed, len(self._texts), self._places, self._ways, self._ends)
        return self._phrases

    def read(self, blanked: Sequence[bytes], into: Rows) -> Read:
        """As `Pieces` says."""
        phrases = self._phrases
        if phrases is None or len(phrases) > MOST:
            phrases = self._made()
        unknown = phrases.read(b"\x1e".join(blanked), _ZEROED)
        kinds = self._learn(unknown, phrases) if unknown else []
        phrases.put(unknown, kinds)
        signs = np.zeros((_SIGNS, into.shape[1]), np.uint64)
        phrases.mark(kinds, into.data, into.shape[1], signs.data)
        return Read(as_number(signs[_BACKWARDS]), as_number(signs[_NEGATOR]))

    def _learn(self, words: Sequence[bytes], phrases: Phrases) -> list[int]:
        """For each word the number of its kind."""
        spoken = {i: plain(word.decode()).encode().split() for i, word in enumerate(words) if spoken_otherwise(word)}
        spoken = {i: read for i, read in spoken.items() if read != [words[i]]}
        lines = [*words, *(word for read in spoken.values() for word in read)]
        standing = _standing_in(lines, self._automaton)
        kinds = [0] * len(words)
        behind = len(words)
        backwards = self._vocabulary.reversed_words
        for i in sorted(
            {*standing, *spoken, *(i for i, word in enumerate(words) if word in backwards or word in _NEGATING)}
        ):
            if i >= len(words):
                break
            read = spoken.get(i, ())
            signs = (words[i] in backwards) << _BACKWARDS | (words[i] in _NEGATING) << _NEGATOR
            row = [signs, *_counted(standing.get(i, _NONE)), len(read)]
            for _ in read:
                row += _counted(standing.get(behind, _NONE))
                behind += 1
            kinds[i] = self._kind(np.array(row, np.int64).tobytes(), phrases)
        return kinds

    def _kind(self, row: bytes, phrases: Phrases) -> int:
        number = self._kinds.get(row)
        if number is None:
            phrases.know(row)
            number = self._kinds[row] = len(self._kinds) + 1
        return number


_NONE: list[int] = []


def _counted(found: list[int]) -> list[int]:
    return [len(found), *found]


def _standing_in(lines: Sequence[bytes], automaton: BytesAhoCorasick) -> dict[int, list[int]]:
    """The pieces that stand in each of `lines`, a word each, where any does."""
    text = _single_zeros(b"".join([b" %b \n" % line for line in lines]))
    matches = np.array(automaton.find_matches_as_indexes(text, overlapping=True), np.int64).reshape(-1, 3)
    ends = np.flatnonzero(np.frombuffer(text, np.uint8) == 10)
    owners = np.searchsorted(ends, matches[:, 1])
    order = np.lexsort((matches[:, 0], owners))
    owners, found = owners[order].tolist(), matches[order, 0].tolist()
    standing: dict[int, list[int]] = {}
    for owner, piece in zip(owners, found, strict=True):
        own = standing.setdefault(owner, [])
        if not own or own[-1] != piece:
            own.append(piece)
    return standing


class WrittenPieces:
    """The same in Python."""

    def __init__(self, literals: Mapping[str, Iterable[int]], vocabulary: Vocabulary) -> None:
        pieces: dict[bytes, int] = {}
        alone: list[tuple[int, int]] = []
        needs: list[list[int]] = []
        nodes: list[list[int]] = []
        self._long: list[str] = []
        for literal, its in literals.items():
            own = [pieces.setdefault(piece.encode(), len(pieces)) for piece in _telling(pieces_of(literal))]
            if len(own) == 1 and literal.encode() in pieces:
                alone += [(node, own[0]) for node in its]
            elif own:
                self._long.append(literal)
                needs.append(own)
                nodes.append(list(its))
        self._backwards, self._negator = (len(pieces) + i for i in range(_SIGNS))
        """Pieces that stand for a kind of words."""
        self._count = len(pieces) + _SIGNS
        self._vocabulary = vocabulary
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

    def read(self, blanked: Sequence[bytes], into: Rows) -> Read:
        """As `Pieces` says."""
        wide = into.shape[1]
        _, numbers, listings = self._table.read(b"\x1e".join(blanked), _ZEROED)
        known = np.flatnonzero(numbers)
        found, at = self._kinds.of(numbers[known])
        rows = marked(found, listings[known][at], self._count, wide)
        there = np.zeros(self._count, np.bool_)
        there[found] = True
        self._alone.put(rows, there, into)
        _, possible = self._together.held(rows, there)
        some = numbers_of(as_number(np.bitwise_or.reduce(possible, axis=0))) if len(possible) else []
        if some:
            self._long_nodes.put(*self._standing(wide, {i: _readings(blanked[i]) for i in some}), into)
        return Read(as_number(rows[self._backwards]), as_number(rows[self._negator]))

    def _standing(self, wide: int, readings: Mapping[int, Sequence[str]]) -> tuple[Numbers, Rows]:
        """The literals of several words that stand in one of the readings of a listing; `wide` is how wide a row is."""
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
            for kind, known in ((self._backwards, self._vocabulary.reversed_words), (self._negator, _NEGATING))
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


def _readings(blanked: bytes) -> list[str]:
    """A listing's words as written and in plain speech, as phrases are looked for in them: with single blanks, and
    fields set apart so that no phrase stands in two of them."""
    written = [part.split() for part in blanked.decode().split(FIELD)]
    spoken = [list(map(plain, words)) for words in written]
    texts = [f" {_BETWEEN.join(map(' '.join, fields))} " for fields in (written, spoken)]
    return texts if texts[0] != texts[1] else texts[:1]


def pieces_of(literal: str) -> list[str]:
    """The words of a literal, with a blank on each side where one stands."""
    words = literal.split(" ")
    last = len(words) - 1
    return [f"{' ' * (i > 0)}{word}{' ' * (i < last)}" for i, word in enumerate(words) if word]


def _telling(pieces: Sequence[str]) -> list[str]:
    """The different ones, the rarest first; without those that stand in most texts."""
    some = list(dict.fromkeys(pieces))
    rare = [piece for piece in some if len(piece.strip()) >= _SHORTEST or piece[0] == piece[-1] == " "]
    return sorted(rare if len(rare) > 1 else some, key=lambda piece: frequency([piece]))


def _single_zeros(text: bytes) -> bytes:
    """`text` with every number as one 0."""
    text = text.translate(_ZEROS)
    while b"00" in text:
        text = text.replace(b"00", b"0")
    return text
