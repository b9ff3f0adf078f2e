"""Which of many listings hold obscured writing of which a known word comes out.

Whatever is odd by itself stands between two blanks, so what can be read out of each such token is remembered
(`rules.wordtable`); only single letters with gaps between them are looked for in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from rules.clearing import odd_at_edge, odd_tokens, singles, tells
from rules.vocabulary import Vocabulary
from rules.wordtable import END, MOST, word_table

_TOKENS = bytes(127 if byte == 0x1A else 32 if byte == 127 or byte >= 128 else byte for byte in range(256))
"""A picture is a sign inside a token and no blank."""
_AROUND = b".,?:;\"'()[]<>{}/=*_~+-"
"""Signs that mean nothing at the ends of a token."""
_SIGN = re.compile(rb"[._+\x1a-]")
_TWICE = re.compile(rb"(.)\1+")
_DRAWN_OUT = re.compile(rb"(.)\1\1|(.)\2\Z")
_RUN_TOGETHER = 12
_LONGEST = 40
"""Letters from which on a word is looked at as several run together, and from which on it is read as a text."""

_TELLS, _AT_EDGE, _BESIDE = 1, 2, 3
"""A token of which a known word comes out; one with which its neighbours are read; one that might be read as such a
neighbour, unlike plain words."""


class Obscured:
    """Obscured writing by one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._forget()

    def _forget(self) -> None:
        self._known: dict[bytes, bool] = {}
        self._table = word_table(self._learn)

    def __getstate__(self) -> dict[str, object]:
        """What can be written down: nothing of the texts that were read."""
        return {"_vocabulary": self._vocabulary}

    def __setstate__(self, state: dict[str, object]) -> None:
        vars(self).update(state)
        self._forget()

    def among(self, folded: bytes) -> list[int]:
        """The places of the listings, each behind a \\x1e and a blank but the first, where something may be read."""
        starts, numbers, listings = self._table.read(folded, _TOKENS, ends=True)
        odd = np.flatnonzero((numbers == _TELLS) | (numbers == _AT_EDGE))
        spaced = singles(folded)
        if not len(odd) and not spaced:
            return []
        owners = listings[odd]
        found = set(owners[numbers[odd] == _TELLS].tolist())
        if spaced:
            ends = np.flatnonzero(np.frombuffer(folded, np.uint8) == END)
            found.update(np.searchsorted(ends, np.array(spaced, np.int64)).tolist())
        last_at = len(numbers) - 1
        for at, owner in zip(odd.tolist(), owners.tolist(), strict=True):
            if owner in found:
                continue
            if (at and numbers[at - 1]) or (at < last_at and numbers[at + 1]):
                last = int(starts[at + 2]) if at + 2 < len(starts) else len(folded)
                beside = folded[int(starts[max(0, at - 1)]) : last]
                if any(map(self._tells, odd_tokens(beside))):
                    found.add(owner)
        return sorted(found)

    def _learn(self, tokens: Sequence[bytes]) -> list[int]:
        text = b"\n \n".join(tokens).replace(b"\x7f", b"\x1a")
        odd = {
            token: _TELLS if self._tells(token) else _AT_EDGE if odd_at_edge(token) else 0 for token in odd_tokens(text)
        }
        return [
            odd.get(token.replace(b"\x7f", b"\x1a"))
            or (0 if token.isalpha() and token[-1:] != token[-2:-1] else _BESIDE)
            for token in tokens
        ]

    def _tells(self, token: bytes) -> bool:
        told = self._known.get(token)
        if told is None:
            if len(self._known) >= MOST:
                self._known.clear()
            told = self._known[token] = self._may_tell(token) and tells(token.decode(), self._vocabulary)
        return told

    def _may_tell(self, token: bytes) -> bool:
        """False for words of plain letters, and signs between them, out of which no known word could come."""
        pieces = _SIGN.split(token.strip(_AROUND).rstrip(b"!|"))
        if not all(piece.isalpha() and 1 < len(piece) <= _LONGEST for piece in pieces):
            return True
        if len(pieces) > 2 and 5 * sum(len(piece) == 2 for piece in pieces) >= 3 * len(pieces):
            return True
        together = len(pieces) > 1 and self._known_drawn(b"".join(pieces))
        return together or any(map(self._piece_may_tell, pieces))

    def _piece_may_tell(self, piece: bytes) -> bool:
        word, words = piece.decode(), self._vocabulary.words
        if _DRAWN_OUT.search(piece) and word not in words and self._known_drawn(piece):
            return True
        cuts = range(4, len(word) - 3) if len(word) >= _RUN_TOGETHER else ()
        return any(word[:cut] in words for cut in cuts) and any(word[cut:] in words for cut in cuts)

    def _known_drawn(self, letters: bytes) -> bool:
        return _TWICE.sub(rb"\1", letters) in self._drawn

    @cached_property
    def _drawn(self) -> frozenset[bytes]:
        """The known words with no letter twice in a row."""
        return frozenset(_TWICE.sub(rb"\1", word.encode()) for word in self._vocabulary.words)
