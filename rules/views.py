"""Views: the folded text read in other ways, each with the way back to folded offsets.

`words` is what phrases are searched in: every sign a blank, blanks single, a blank at both ends, so that ` phrase ` is
a whole-word match. The *clear* views undo obscuring (spaced and dotted letters, leet figures inside words, drawn-out
letters) and are built only behind a gate, because most listings need none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rules.speech import plain
from rules.vocabulary import Vocabulary

_BLANKED = bytes(byte if chr(byte).isascii() and chr(byte).isalnum() else 32 for byte in range(256))
_WORD = re.compile(r"\S+")

_SPACED = re.compile(
    r"(?<![a-z0-9])[a-z0-9@$!](?:[ \t]?[.*_|~\-+/,'\x1a]{1,2}[ \t]?[a-z0-9@$!]|[ \t][a-z0-9@$!]){2,}(?![a-z0-9])"
)
_INSIDE = re.compile(r"(?<=[a-z])[.*_|~'+\x1a\-](?=[a-z])")
_INSIDE_GATE = re.compile(r"[a-z0-9][*_|~'+\x1a][a-z0-9]|[a-z0-9]\.[a-z0-9]|[a-z0-9]-[a-z0-9]")
_LEET_GATE = re.compile(
    r"[a-z][0134578@$!|]+[a-z]|(?<![a-z0-9])[0134578@$]{1,2}[a-z]{2}|[a-z]{2}[0134578@$](?![a-z0-9])"
)
_MIXED = re.compile(r"[a-z0-9@$!|]*[a-z][a-z0-9@$!|]*")
_AMOUNT = re.compile(
    r"[0-9]+(?:jt|juta|rb|ribu|k|m|x|cm|mm|kg|gr|g|th|thn|bln|hr|jam|usd|rp|gb|mb|st|nd|rd|lt|km|inch|in)?\Z"
)
_LONG = re.compile(r"([a-z])\1{2,}")

_LEET = str.maketrans("0134578@$!|", "oieastbasii")
_LEET_L = str.maketrans("0134578@$!|", "oleastbasll")


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
        read = [plain(word) for word in words]
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

        return View(" ".join(read), way_back, self.clear)


def plain_phrase(phrase: str) -> str:
    """A folded phrase with slang and abbreviations written out."""
    return " ".join(map(plain, phrase.split()))


def clear_views(text: str, vocabulary: Vocabulary | None = None) -> Iterator[View]:
    """The views that undo obscuring, if the gates see any, where a word of `vocabulary` comes out of it."""
    if not (_SPACED_GATE.search(text) or _INSIDE_GATE.search(text) or _LEET_GATE.search(text) or _LONG.search(text)):
        return
    squashed = _squash(text)
    seen = {text}
    for table in (_LEET, _LEET_L):
        view = _collapsed(*_deleeted(*squashed, table))
        if view.text not in seen:
            seen.add(view.text)
            yield view


def _squash(text: str) -> tuple[str, Sequence[int]]:
    """Spaced letters pulled together, and signs inside words dropped."""
    spans = [match.span() for match in _SPACED.finditer(text)] if _SPACED_GATE.search(text) else []
    inside = _INSIDE_GATE.search(text) is not None
    if not spans and not inside:
        return text, range(len(text))
    places: list[int] = []
    at = 0
    for start, end in spans:
        places += range(at, start)
        places += _letters(text, start, end)
        at = end
    places += range(at, len(text))
    if inside:
        drop = {match.start() for match in _INSIDE.finditer(text)}
        places = [place for place in places if place not in drop]
    return "".join([text[place] for place in places]), places


def _letters(text: str, start: int, end: int) -> Iterator[int]:
    """The letters of a spaced run; a blank stays where the gap is wider than the run's usual gap."""
    letters = [i for i in range(start, end) if text[i].isalnum() or text[i] in "@$!"]
    gaps = [text[a + 1 : b] for a, b in pairwise(letters)]
    usual = Counter(gaps).most_common(1)[0][0]
    for here, gap in zip(letters, [*gaps, usual], strict=True):
        yield here
        if gap != usual and " " in gap:
            yield here + 1 + gap.index(" ")


_SPACED_GATE = re.compile(
    r"(?<![a-z0-9])[a-z0-9@$][ .*_|~\-+/,'\x1a]{1,3}[a-z0-9@$][ .*_|~\-+/,'\x1a]{1,3}[a-z0-9@$](?![a-z0-9])"
)


def _deleeted(text: str, places: Sequence[int], table: dict[int, int]) -> tuple[str, Sequence[int]]:
    """Figures and signs inside mixed words as the letters they stand for; amounts stay."""
    if not _LEET_GATE.search(text):
        return text, places

    def read(match: re.Match[str]) -> str:
        word = match.group()
        if word.isalpha() or _AMOUNT.match(word):
            return word
        tail = len(word) - len(word.rstrip("!|"))  # "segera!" ends a sentence
        return word[: len(word) - tail].translate(table) + word[len(word) - tail :]

    return _MIXED.sub(read, text), places


def _collapsed(text: str, places: Sequence[int]) -> View:
    """Letters drawn out three times or more, once."""
    if not _LONG.search(text):
        return View(text, lambda: (places, [place + 1 for place in places]), clear=True)
    first: list[int] = []
    last: list[int] = []
    at = 0
    for match in _LONG.finditer(text):
        first += range(at, match.start() + 1)
        last += [*range(at, match.start()), match.end() - 1]
        at = match.end()
    first += range(at, len(text))
    last += range(at, len(text))
    read = "".join([text[i] for i in first])
    return View(read, lambda: ([places[i] for i in first], [places[i] + 1 for i in last]), clear=True)
