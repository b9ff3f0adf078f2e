"""Words by number, thousands at a time: where words stand in a text and what is known of each.

Where `rules.kernel` was built it does this. Otherwise a word of up to sixteen letters is two numbers of 64 bits, read
off the text where it stands, and is looked up in an open table by both; so nothing is copied, and no word reaches
Python but one that was never seen before.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from rules.kernel import COMPILED
from rules.rows import Numbers

if TYPE_CHECKING:
    from rules._kernel import Words

_Keys = npt.NDArray[np.uint64]

LONGEST = 16
"""Letters of a word that the table holds; a longer one is known by itself."""
MOST = 400_000
"""Words that are remembered; a stream has words without end."""
_FIRST_BITS = 14
_FULL = 0.4
_PADDING = b" " * (LONGEST + 8)
_MASKS = np.array([(1 << (8 * size)) - 1 for size in range(9)], np.uint64)
_NO_WORD = np.uint64(0)


END = 0x1E
"""Stands behind each listing but the last."""
AS_IT_IS = bytes(range(256))
_SENTENCE_ENDS = ((b", ", b"  "), (b". ", b"  "), (b".\n", b" \n"), (b"! ", b"  "))


class ReadWords(NamedTuple):
    """Where words begin, the number of each, and in which listing it stands."""

    starts: Numbers
    numbers: Numbers
    owners: Numbers


class WordTable(Protocol):
    """What is said of words, each asked once. Numbers are never negative."""

    def read(self, text: bytes, translation: bytes = AS_IT_IS, *, ends: bool = False) -> ReadWords:
        """The words of `text`: what `translation` gives bytes above 32, with anything up to a blank between them; when
        `ends`, without the signs that end a sentence. Listings are set apart by END."""


def word_table(learn: Callable[[Sequence[bytes]], Sequence[int]]) -> WordTable:
    """A table of what `learn` says of words; it keeps END and all blanks as they are."""
    return CompiledTable(learn) if COMPILED else WrittenTable(learn)


class CompiledTable:
    """The table of `rules.kernel`."""

    def __init__(self, learn: Callable[[Sequence[bytes]], Sequence[int]]) -> None:
        self._learn = learn
        self._words = _compiled_words()

    def read(self, text: bytes, translation: bytes = AS_IT_IS, *, ends: bool = False) -> ReadWords:
        """As `WordTable` says."""
        if len(self._words) > MOST:
            self._words = _compiled_words()
        *rows, unknown = self._words.read(text, translation, ends)
        starts, numbers, owners = (np.frombuffer(row, np.int64) for row in rows)
        if unknown:
            learnt = list(self._learn(unknown))
            self._words.put(unknown, learnt)
            new = numbers < 0
            numbers = numbers.copy()
            numbers[new] = np.array(learnt, np.int64)[-1 - numbers[new]]
        return ReadWords(starts, numbers, owners)


def _compiled_words() -> Words:
    from rules import _kernel

    return _kernel.Words(secrets.randbits(64))


class WrittenTable:
    """The same in Python."""

    def __init__(self, learn: Callable[[Sequence[bytes]], Sequence[int]]) -> None:
        self._learn = learn
        self._odd = [np.uint64(secrets.randbits(64) | 1) for _ in range(2)]
        self._long: dict[bytes, int] = {}
        self._empty(_FIRST_BITS)

    def _empty(self, bits: int) -> None:
        self._shift = np.uint64(64 - bits)
        self._mask = (1 << bits) - 1
        self._firsts: _Keys = np.zeros(1 << bits, np.uint64)
        self._seconds: _Keys = np.zeros(1 << bits, np.uint64)
        self._values = np.zeros(1 << bits, np.int64)
        self._count = 0

    def read(self, text: bytes, translation: bytes = AS_IT_IS, *, ends: bool = False) -> ReadWords:
        """As `WordTable` says."""
        blanked = text.translate(translation)
        for sign, blanks in _SENTENCE_ENDS if ends else ():
            blanked = blanked.replace(sign, blanks)
        data = b" %b%b" % (blanked, _PADDING)
        blank = np.frombuffer(data, np.uint8) <= 32
        edges = np.flatnonzero(blank[1:] != blank[:-1]) + 1
        starts, stops = edges[0::2], edges[1::2]
        sizes = stops - starts
        firsts, seconds = _keys(data, starts, sizes)
        slots, new = self._slots(firsts, seconds)
        long = sizes > LONGEST
        if long.any():
            new = new[~long[new]]
        if len(new):
            self._add(data, starts, stops, firsts, seconds, new)
            slots, _ = self._slots(firsts, seconds)
        numbers = self._values[slots]
        if long.any():
            self._read_long(data, starts, stops, numbers, np.flatnonzero(long))
        starts -= 1
        between = np.flatnonzero(np.frombuffer(text, np.uint8) == END)
        return ReadWords(starts, numbers, np.searchsorted(between, starts))

    def _slots(self, firsts: _Keys, seconds: _Keys) -> tuple[Numbers, Numbers]:
        """The slot of each word, and the places of those that are not in the table."""
        slots = ((firsts * self._odd[0] ^ seconds * self._odd[1]) >> self._shift).astype(np.int64)
        left = np.flatnonzero((self._firsts[slots] != firsts) | (self._seconds[slots] != seconds))
        unknown = []
        while len(left):
            open_ = self._firsts[slots[left]] == _NO_WORD
            unknown.append(left[open_])
            left = left[~open_]
            slots[left] = (slots[left] + 1) & self._mask
            at = slots[left]
            left = left[(self._firsts[at] != firsts[left]) | (self._seconds[at] != seconds[left])]
        return slots, np.concatenate(unknown) if unknown else left

    def _add(self, data: bytes, starts: Numbers, ends: Numbers, firsts: _Keys, seconds: _Keys, new: Numbers) -> None:
        if self._count > MOST:
            self._empty(_FIRST_BITS)
            new = np.flatnonzero(ends - starts <= LONGEST)
        while (self._count + len(new)) > _FULL * len(self._firsts):
            self._grow()
        slots = self._claimed(firsts[new], seconds[new])
        own, places = np.unique(slots, return_index=True)
        self._count += len(own)
        at = new[places]
        words = [data[start:end] for start, end in zip(starts[at].tolist(), ends[at].tolist(), strict=True)]
        self._values[own] = self._learn(words)

    def _grow(self) -> None:
        old, more, values = self._firsts, self._seconds, self._values
        held = np.flatnonzero(old != _NO_WORD)
        self._empty(65 - int(self._shift))
        self._values[self._claimed(old[held], more[held])] = values[held]
        self._count = len(held)

    def _claimed(self, firsts: _Keys, seconds: _Keys) -> Numbers:
        """The slots of words that are put in here; the same word may come twice."""
        slots, left = self._slots(firsts, seconds)
        while len(left):
            at = slots[left]
            free = left[self._firsts[at] == _NO_WORD]
            self._firsts[slots[free]] = firsts[free]
            self._seconds[slots[free]] = seconds[free]
            at = slots[left]
            left = left[(self._firsts[at] != firsts[left]) | (self._seconds[at] != seconds[left])]
            slots[left] = (slots[left] + 1) & self._mask
        return slots

    def _read_long(self, data: bytes, starts: Numbers, ends: Numbers, numbers: Numbers, long: Numbers) -> None:
        words = [data[start:end] for start, end in zip(starts[long].tolist(), ends[long].tolist(), strict=True)]
        if len(self._long) + len(words) > MOST:
            self._long.clear()
        new = list(dict.fromkeys(word for word in words if word not in self._long))
        if new:
            self._long.update(zip(new, self._learn(new), strict=True))
        numbers[long] = [self._long[word] for word in words]


def _keys(data: bytes, starts: Numbers, sizes: Numbers) -> tuple[_Keys, _Keys]:
    """The first and the second eight letters of each word, as numbers."""
    eights = np.ndarray((len(data) - 7,), "<u8", data, 0, (1,))
    firsts = eights[starts] & _MASKS[np.minimum(sizes, 8)]
    seconds = np.zeros(len(starts), np.uint64)
    more = np.flatnonzero(sizes > 8)
    seconds[more] = eights[starts[more] + 8] & _MASKS[np.minimum(sizes[more] - 8, 8)]
    return firsts, seconds
