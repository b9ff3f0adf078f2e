"""Undoes obscuring: spaced, dotted and drawn-out letters, figures for letters, run-together and reversed words.

A reading is taken only where a word of the rules comes out of it, so `anak-anak`, `5jt` and `free` stay what they are.
What departs from ordinary writing is found by one pass of RE2; only those places reach Python.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from typing import NamedTuple

import re2

from rules.letters import MOST_UNSURE, Letters, collapsed, last_once, part_of, sliced, with_blanks
from rules.vocabulary import Vocabulary

_L = r"a-z0-9@$!|"
_SIGNS = r".*_~+=^'\x1a-"
_BETWEEN = r"[ \t.*_|~+/,'\x1a=-]{1,4}"

SINGLES, ODD, SIGNED, LONG = range(4)
_GATES = (
    (SINGLES, rf"(?:^|[^a-z0-9])[a-z0-9@$]{_BETWEEN}[a-z@$]{_BETWEEN}[a-z0-9@$](?:$|[^a-z0-9])"),  # k a m
    (ODD, rf"[a-z0-9@$][{_SIGNS}]{{1,2}}[a-z@$][a-z0-9@$]?[{_SIGNS}]{{1,2}}[a-z0-9@$]"),  # k.a.mb
    (ODD, r"[a-z][*|~^]{1,2}[a-z0-9]"),  # kam*boja
    (ODD, r"[a-z][013456789@$!|]+[*_~.-]?[a-z]|[a-z][0-9!]{0,2}[@$]|[@$][0-9!]{0,2}[a-z]"),  # k4mboja, v1$@
    (ODD, r"(?:^|[^a-z0-9])[01345@$]{1,2}[a-z]{3}|[a-z]{2}[01345@$]{1,2}(?:$|[^a-z0-9])"),  # 4nak, bay1
    (ODD, "|".join(char * 3 for char in "abcdefghijklmnopqrstuvxyz")),  # kambojaaa
    (ODD, r"(?:aa|ii|uu|oo|hh|kk|nn|rr|tt)(?:$|[^a-z0-9])"),  # kerjaa
    (ODD, r"#[a-z_][a-z0-9_]{3}"),
    (SIGNED, r"(?:^|[^a-z])[a-z]{2,3}[._+\x1a-][a-z]{2}|[a-z]{2}[._+\x1a-][a-z]{2,3}(?:$|[^a-z])"),  # kam-boja
    (LONG, r"[a-z]{12}"),  # lokerkamboja
)
_CHUNK = re2.compile(rf"[!-~\x1a]*?(?:{'|'.join(gate for kind, gate in _GATES if kind == ODD)})[!-~\x1a]*".encode())
_ODD_TOKEN = re2.compile(
    rf"[!-~\x1a]*?(?:{'|'.join(gate for kind, gate in _GATES if kind == ODD)}"
    r"|[a-z]{2}[._+\x1a-][a-z]{2}|[a-z]{12})[!-~\x1a]*".encode()
)
_EDGE = re2.compile("|".join(gate for kind, gate in _GATES if kind == ODD and "(?:$|" in gate).encode())
_SINGLES = re2.compile(_GATES[0][1].encode())
_SIGNED = re2.compile(rb"[a-z]{2,}(?:[._+\x1a-][a-z]{2,})+")
_LONG = re2.compile(rb"[a-z]{12,40}")
_SPACED = re.compile(rf"(?<![a-z0-9@$])[a-z0-9@$!](?:{_BETWEEN}[a-z0-9@$!]){{2,}}(?![a-z0-9@$])")
_TOKEN = re.compile(rf"#?[{_L}]+(?:[{_SIGNS}]{{1,2}}[{_L}]+)*")
_PIECE = re.compile(rf"[{_L}]+")
_AMOUNT = re.compile(
    r"[0-9.,]+(?:jt|juta|jtan|rb|ribu|k|m|x|cm|mm|kg|gr|g|th|thn|tahun|bln|bulan|hr|hari|jam|usd|rp|gb|mb|st|nd|rd|th|lt|km|"
    r"inch|in|pcs|orang|org|pk|w|v|l|ml|s|d|a|p|menit|mnt|minggu)?\Z"
)
_EDGE_FIGURES = re.compile(r"\A[0-9]+|[0-9]+\Z")
_AT_EDGE = re.compile(r"\A[0-9]|[0-9]\Z")
_UNSIGNED = {ord(sign): None for sign in "._+\x1a-"}
_INSIDE = re.compile(r"[a-z][013457@$!]+[a-z]")
_BLANKED = bytes(byte if chr(byte).isascii() and chr(byte).isalnum() else 32 for byte in range(256))

_LOOKS = {
    "0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "6": "gb", "7": "t", "8": "b", "9": "g",
    "@": "a", "$": "s", "!": "il", "|": "il",
}  # fmt: skip
_MOST_SPLIT = 20_000
"""Letters of one text that are searched for run-together words: more is no advert, and each costs microseconds."""


class Cleared(NamedTuple):
    """Folded `[start, end)` read as `text`, whose characters stand at folded `[firsts[i], lasts[i])`."""

    start: int
    end: int
    text: str
    firsts: Sequence[int]
    lasts: Sequence[int]
    known: bool


def _gate() -> re2.Set:
    options = re2.Options()
    options.max_mem = 64 << 20
    made = re2.Set.SearchSet(options)
    for _, pattern in _GATES:
        made.Add(pattern)
    made.Compile()
    return made


_SET = _gate()


def singles(data: bytes) -> list[int]:
    """Where single letters with gaps between them stand in a folded text."""
    return [match.start() + 1 for match in _SINGLES.finditer(data)]


def odd_tokens(data: bytes) -> list[bytes]:
    """What stands between two blanks of a folded text and is odd by itself; single letters with gaps are left out."""
    return [match.group().strip() for match in _ODD_TOKEN.finditer(data)]


def odd_at_edge(token: bytes) -> bool:
    """Whether a token is odd where it begins or ends, so that its neighbours are read with it."""
    return _EDGE.search(token) is not None


def tells(token: str, vocabulary: Vocabulary) -> bool:
    """Whether a known word comes out of an odd token, in whatever text it stands."""
    reader = _Reader(token, vocabulary)
    data = token.encode()
    for match in _CHUNK.finditer(data):
        reader.chunk(*match.span())
    for match in _SIGNED.finditer(data):
        reader.signed(*match.span())
    for match in _LONG.finditer(data):
        reader.long(*match.span())
    return any(one.known for one in reader.found)


def cleared(text: str, vocabulary: Vocabulary) -> list[Cleared]:
    """What is read otherwise in a folded text, in order and without overlap; empty when no known word comes out."""
    data = text.encode()
    passed = {_GATES[hit][0] for hit in _SET.Match(data) or ()}
    reversed_words = vocabulary.backwards_in(b" %b " % data.translate(_BLANKED))
    if not passed and not reversed_words:
        return []
    reader = _Reader(text, vocabulary)
    if SINGLES in passed:
        reader.spaced()
    if ODD in passed:
        for match in _CHUNK.finditer(data):
            reader.chunk(*match.span())
    if SIGNED in passed:
        for match in _SIGNED.finditer(data):
            reader.signed(*match.span())
    if LONG in passed:
        for match in _LONG.finditer(data):
            reader.long(*match.span())
    for word in reversed_words:
        reader.reversed_word(word)
    return sorted(reader.found) if any(one.known for one in reader.found) else []


class _Reader:
    """Reads the odd places of one text; no character is read twice."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.words = vocabulary.words
        self.left = _MOST_SPLIT
        self.found: list[Cleared] = []
        self._taken = bytearray(len(text))

    def _add(self, start: int, end: int, parts: Sequence[Letters], *, known: bool) -> None:
        if self._free(start, end):
            letters = with_blanks(parts)
            self.found.append(Cleared(start, end, *letters, known))
            self._taken[start:end] = b"\1" * (end - start)

    def _free(self, start: int, end: int) -> bool:
        return self._taken.find(1, start, end) < 0

    # single letters with gaps between them --------------------------------------------------------------------------

    def spaced(self) -> None:
        """Runs of single letters: pulled together, and cut into words where the gaps or the vocabulary say so."""
        for match in _SPACED.finditer(self.text):
            start, end = match.span()
            if sum(char.isalpha() for char in match.group()) > 1:
                pieces = [self._joined(piece) for piece in _by_gaps(self.text, start, end)]
                self._add(start, end, [piece for piece, _ in pieces], known=any(known for _, known in pieces))

    def _joined(self, at: list[int]) -> tuple[Letters, bool]:
        letters = Letters("".join(self.text[i] for i in at), at, [i + 1 for i in at])
        whole = self._word(letters, split=True)
        figures = _EDGE_FIGURES.search(letters.text)
        if figures is None or letters.text.isdigit() or whole[0].text in self.words:
            return whole
        cut = figures.end() if figures.start() == 0 else figures.start()
        sides = [part_of(letters, 0, cut), part_of(letters, cut, len(letters.text))]
        read = [(side, False) if side.text.isdigit() else self._word(side, split=True) for side in sides]
        known = any(known for _, known in read)
        return (with_blanks([side for side, _ in read]), True) if known else whole

    # words with something odd in them -------------------------------------------------------------------------------

    def chunk(self, start: int, end: int) -> None:
        """What can be read otherwise between two blanks."""
        for match in _TOKEN.finditer(self.text, start, end):
            a, b = match.span()
            if not self._free(a, b):
                continue
            if match.group()[0] == "#":
                self._hashtag(a, b)
            else:
                self._token(a, b)

    def _token(self, start: int, end: int) -> None:
        pieces = [match.span() for match in _PIECE.finditer(self.text, start, end)]
        if len(pieces) > 1:
            shattered = len(pieces) > 2 and 5 * sum(b - a <= 2 for a, b in pieces) >= 3 * len(pieces)
            if self._whole(start, end, pieces, shattered=shattered):
                return
        for a, b in pieces:
            self._single(a, b)

    def _whole(self, start: int, end: int, pieces: Sequence[tuple[int, int]], *, shattered: bool) -> bool:
        """Reads pieces with signs between them as one word, or as several where hardly a piece is longer than two."""
        at = [i for a, b in pieces for i in range(a, b)]
        letters = Letters("".join(self.text[i] for i in at), at, [i + 1 for i in at])
        if not any(char.isalpha() for char in letters.text):
            return False
        if (masked := self._masked(start, end)) is not None:
            self._add(start, end, [masked], known=True)
            return True
        read, known = self._word(letters, split=True) if shattered else self._exactly(letters)
        if known:
            self._add(start, end, [read], known=True)
        return known

    def _single(self, start: int, end: int) -> None:
        word = self.text[start:end].rstrip("!|")
        end = start + len(word)
        if word.isalpha():
            self._drawn_out(start, end)
            return
        if not any(char.isalpha() for char in word) or _AMOUNT.match(word):
            return
        letters = sliced(self.text, start, end)
        if _AT_EDGE.search(word):
            if len(core := word.strip("0123456789")) > 3 and core in self.words:
                return
            read, known = self._exactly(letters)
        else:
            read, known = self._word(letters)
        if (known or _INSIDE.search(word)) and read.text != word:
            self._add(start, end, [read], known=known)

    def _drawn_out(self, start: int, end: int) -> None:
        word = self.text[start:end]
        if word in self.words or not word:
            return
        letters = sliced(self.text, start, end)
        variants = list(collapsed(letters))
        if len(word) > 4 and word[-1] == word[-2]:
            variants += [last_once(variant) for variant in variants]
        for variant in variants:
            if variant.text != word and variant.text in self.words:
                self._add(start, end, [variant], known=self.vocabulary.tells(variant.text))
                return

    def _hashtag(self, start: int, end: int) -> None:
        """The words of a hashtag without its sign; one that is a single word reads the same without it."""
        tag = self.text[start + 1 : end]
        if tag[:1].isdigit():
            return
        letters = sliced(self.text, start + 1, end)
        if tag not in self.words:
            for variant in self._variants(letters):
                parts = self._split(variant.text)
                if parts is not None and len(parts) > 1 and self._all_known(parts):
                    self._add(start, end, [self._cut(variant, parts)], known=True)
                    return
        self._add(start, end, [letters], known=False)

    def signed(self, start: int, end: int) -> None:
        """A word with a sign in it: `kam-boja`."""
        letters = self.text[start:end].translate(_UNSIGNED)
        if letters in self.words and self._free(start, end):
            at = [i for i in range(start, end) if self.text[i].isalpha()]
            self._add(start, end, [Letters(letters, at, [i + 1 for i in at])], known=True)

    def long(self, start: int, end: int) -> None:
        """Words run together without any sign: `lokerkamboja`."""
        word = self.text[start:end]
        whole = word in self.words or not self._free(start, end) or not self._run_together(word)
        parts = None if whole else self._split(word)
        if parts is not None and len(parts) > 1 and all(len(part) > 3 and part in self.words for part in parts):
            self._add(start, end, [self._cut(sliced(self.text, start, end), parts)], known=True)

    def _run_together(self, word: str) -> bool:
        """Whether a word begins with one that is known and ends with one."""
        cuts = range(4, len(word) - 3)
        words = self.words
        return any(word[:cut] in words for cut in cuts) and any(word[cut:] in words for cut in cuts)

    def _masked(self, start: int, end: int) -> Letters | None:
        """A word with a star for a vowel: `k*mboja`."""
        written = self.text[start:end]
        if "*" not in written or len(written) < 4 or written.count("*") > 2 or not written.replace("*", "a").isalpha():
            return None
        for vowels in product("aeiou", repeat=written.count("*")):
            given = iter(vowels)
            filled = "".join(next(given) if char == "*" else char for char in written)
            if filled in self.words:
                return sliced(self.text, start, end).read_as(filled)
        return None

    def reversed_word(self, word: str) -> None:
        """Every place where a word stands that is one of the rules' when it is read from right to left."""
        for match in re.finditer(rf"(?<![a-z0-9]){word}(?![a-z0-9])", self.text):
            start, end = match.span()
            size = end - start
            self._add(start, end, [Letters(word[::-1], [start] * size, [end] * size)], known=True)

    # one word ---------------------------------------------------------------------------------------------------------

    def _word(self, letters: Letters, *, split: bool = False) -> tuple[Letters, bool]:
        """The best reading of letters that belong together, and whether the rules know it."""
        variants = list(self._variants(letters))
        for variant in variants:
            if variant.text in self.words:
                return variant, True
        best, share = variants[0], 0.0
        for variant in variants:
            parts = self._split(variant.text)
            if parts is not None and (found := self._known_share(parts)) > share:
                best, share = (self._cut(variant, parts) if split else variant), found
        return best, share >= (0.4 if split else 0.6)

    def _exactly(self, letters: Letters) -> tuple[Letters, bool]:
        """The reading that is a word of the rules as a whole."""
        for variant in self._variants(letters):
            if variant.text in self.words:
                return variant, True
        return letters, False

    def _variants(self, letters: Letters) -> Iterator[Letters]:
        """The readings of figures and signs as letters, and of drawn-out letters as one or two."""
        ways = [_LOOKS.get(char, char) for char in letters.text]
        unsure = [i for i, way in enumerate(ways) if len(way) > 1]
        for i in unsure[MOST_UNSURE:]:
            ways[i] = ways[i][0]
        for chars in product(*ways):
            yield from collapsed(letters.read_as("".join(chars)))

    def _split(self, text: str) -> list[str] | None:
        """`text` cut into known words and what is between them; None when too much was asked already."""
        self.left -= len(text)
        if self.left < 0:
            return None
        return self.vocabulary.split(text)

    def _cut(self, letters: Letters, parts: Sequence[str]) -> Letters:
        """`letters` with blanks between `parts`; what is no known word stays as it was written."""
        cut: list[Letters] = []
        at = 0
        for part in parts:
            piece = part_of(letters, at, at + len(part))
            written = "".join(self.text[i] for i in piece.firsts)
            cut.append(piece if part in self.words else piece.read_as(written))
            at += len(part)
        return with_blanks(cut)

    def _all_known(self, parts: Sequence[str]) -> bool:
        """Whether a tag is made of known words: wholly, or for the most part and with a long one."""
        if all(len(part) > 1 and part in self.words for part in parts):
            return max(map(len, parts)) > 3
        return self._known_share(parts) >= 0.6 and any(len(part) > 4 and part in self.words for part in parts)

    def _known_share(self, parts: Sequence[str]) -> float:
        total = sum(map(len, parts))
        return sum(len(part) for part in parts if len(part) > 2 and part in self.words) / total


def _by_gaps(text: str, start: int, end: int) -> list[list[int]]:
    """Offsets of the letters of a spaced run, cut where the gap is another than usual and holds a blank."""
    at = [i for i in range(start, end) if text[i].isalnum() or text[i] in "@$!"]
    gaps = [text[a + 1 : b] for a, b in pairwise(at)]
    usual = Counter(gaps).most_common(1)[0][0]
    pieces = [[at[0]]]
    for place, gap in zip(at[1:], gaps, strict=True):
        if gap != usual and (" " in gap or "\t" in gap):
            pieces.append([])
        pieces[-1].append(place)
    return pieces
