"""Views: the folded text read in other ways, each with the way back to folded offsets.

`words` is what phrases are searched in: every sign a blank, blanks single, a blank at both ends, so that ` phrase ` is
a whole-word match. The *clear* view undoes obscuring (`rules.clearing`) and is built only where a word of the rules
comes out of it, because most listings need none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rules.clearing import Cleared, cleared
from rules.fold import Folded
from rules.speech import plain, plain_words
from rules.vocabulary import Vocabulary

_BLANKED = bytes(byte if chr(byte).isascii() and chr(byte).isalnum() else 32 for byte in range(256))
_WORD = re.compile(r"\S+")

Way = tuple[Sequence[int], Sequence[int]]


@dataclass(frozen=True)
class View:
    """`text` to search in. `way_back` gives where each character was read: folded starts and ends; None when the text
    is the folded one. It is worked out only for a listing in which something is found.

    `clear` when the view undoes obscuring.
    """

    text: str
    way_back: Callable[[], Way] | None = None
    clear: bool = False

    @cached_property
    def _way(self) -> Way | None:
        return self.way_back() if self.way_back is not None else None

    @cached_property
    def words(self) -> str:
        """The text as single-blank-separated words, with a blank at both ends."""
        blanked = self.text.encode("ascii", "replace").translate(_BLANKED).split()
        return f" {b' '.join(blanked).decode()} "

    @cached_property
    def data(self) -> bytes:
        """The text as patterns read it: ASCII, line ends as blanks."""
        return self.text.replace("\n", " ").encode("ascii", "replace")

    @cached_property
    def _starts(self) -> tuple[list[int], list[int]]:
        """Offsets of each word in `words` and in `text`."""
        blanked = self.text.encode("ascii", "replace").translate(_BLANKED).decode()
        here: list[int] = []
        there: list[int] = []
        at = 1
        for match in _WORD.finditer(blanked):
            here.append(at)
            there.append(match.start())
            at += match.end() - match.start() + 1
        return here, there

    def from_words(self, start: int, end: int) -> tuple[int, int]:
        """Folded `[start, end)` of `[start, end)` in `words` (outer blanks already taken off)."""
        return self.folded(self._in_text(start), self._in_text(end - 1) + 1)

    def _in_text(self, offset: int) -> int:
        here, there = self._starts
        i = bisect_right(here, offset) - 1
        return there[i] + offset - here[i]

    def folded(self, start: int, end: int) -> tuple[int, int]:
        """Folded `[start, end)` of `[start, end)` in `text`."""
        if self._way is None or start >= end:
            return start, end
        starts, ends = self._way
        return starts[start], ends[end - 1]

    def in_plain_speech(self) -> View | None:
        """The words with slang and abbreviations written out; None when there are none."""
        words = self.words.split()
        read = plain_words(words)
        if read == words:
            return None

        def way_back() -> Way:
            starts: list[int] = []
            ends: list[int] = []
            for word, written, start in zip(read, words, self._starts[1], strict=True):
                first, last = self.folded(start, start + len(written))
                starts += [first] * (len(word) + 1)
                ends += [last] * (len(word) + 1)
            return starts, ends

        spoken = View(" ".join(read), way_back, self.clear)
        vars(spoken)["words"] = f" {spoken.text} "  # it is in this form already
        return spoken


def plain_phrase(phrase: str) -> str:
    """A folded phrase with slang and abbreviations written out."""
    return " ".join(map(plain, phrase.split()))


def clear_views(text: str, vocabulary: Vocabulary | None = None) -> Iterator[View]:
    """The view of a folded text that undoes obscuring, where a word of `vocabulary` comes out of it."""
    found = cleared(text, vocabulary) if vocabulary is not None else []
    if found:
        yield View(_read(text, found), lambda: _way_back(text, found), clear=True)


def _read(text: str, found: Sequence[Cleared]) -> str:
    parts, at = [], 0
    for one in found:
        parts += [text[at : one.start], one.text]
        at = one.end
    return "".join([*parts, text[at:]])


def _way_back(text: str, found: Sequence[Cleared]) -> Way:
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for one in found:
        starts += [*range(at, one.start), *one.firsts]
        ends += [*range(at + 1, one.start + 1), *one.lasts]
        at = one.end
    return [*starts, *range(at, len(text))], [*ends, *range(at + 1, len(text) + 1)]


class ClearFolded(Folded):
    """A folded text as its clear view reads it: for readers of folded texts that know nothing of views."""

    __slots__ = ("_folded", "_view")

    def __init__(self, folded: Folded, view: View) -> None:
        self.raw = folded.raw
        self.plain = False
        self.text = view.text
        self._folded = folded
        self._view = view

    def at(self, offset: int) -> int:
        """The published offset of the character that was read at `offset`."""
        if offset >= len(self.text):
            return len(self.raw)
        return self._folded.at(self._view.folded(offset, offset + 1)[0])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Published `[start, end)` of `[start, end)`."""
        if start >= end:
            return self.at(start), self.at(start)
        return self._folded.span(*self._view.folded(start, end))


def clearest(folded: Folded, views: Iterable[View]) -> Folded:
    """The text as its clear view reads it, or as it is folded when there is none."""
    view = next((view for view in views if view.clear), None)
    return folded if view is None else ClearFolded(folded, view)
