"""The vocabulary of a rule set: every word that its phrases and patterns can read.

Obscured writing is undone only where such a word comes out of it (`rules.views`), so ordinary text is left alone. A
pattern's words are those that its alternatives spell out: `(?:di)?tanggung` gives tanggung and ditanggung.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain

from ahocorasick_rs import BytesAhoCorasick

from rules.affixes import affixed
from rules.kept import KEPT
from rules.place_names import COMPOUNDS, COUNTRIES, PROVINCES
from rules.regexes import Chars, Choice, Nodes, Text, Times, parsed
from rules.schema import Test
from rules.speech import PLAIN

_LETTERS = re.compile(r"[a-z]+")
_NO_LETTERS = re.compile(r"[^a-z]+")
_MOST_HEADS = 400
"""Beginnings of a word kept while a pattern is read; a pattern with more of them is read from there on anew."""
_COST = {2: 1.6, 3: 1.3}
"""What a short word costs when a text is split; any longer one costs 1."""
_MOST_SPLITS = 20_000
_FACTS = """
gaji upah honor salary income per bulan juta ribu umur usia tahun tinggi berat badan bayi anak wanita pria gadis cewek
laki perempuan orang hamil lahir luar negeri kerja jual harga dan atau di ke dari yang untuk dengan tidak tanpa bukan
"""
"""Words by which amounts, persons and places are understood, and the small ones that stand between."""
_SMALL = frozenset(
    """
    yang dari untuk dengan atau juga saja sudah akan bisa dapat banyak sangat lebih semua sekarang hari sekali banget
    lagi sama kalau karena bukan jangan belum tidak kita kamu saya kalian mereka sangat nanti terus kaya jarang apaan
    begitu selamat kasih tolong mungkin memang cuma makin malah
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
_PLACES = (*COUNTRIES.values(), *((name, more) for name, (_, more) in COMPOUNDS.items()), *PROVINCES.items())
_COMMON = frozenset(
    _LETTERS.findall(
        " ".join([_FACTS, *PLAIN, *PLAIN.values(), *(name for names in _PLACES for name in names)]).lower()
    )
)


class Vocabulary:
    """Words in folded form, of two letters and more."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.words = frozenset(word for word in words if len(word) > 1)
        self.longest = max(map(len, self.words), default=0)

        self._splits: dict[str, list[str]] = {}

    def __getstate__(self) -> dict[str, object]:
        """What can be written down; the rest is made anew."""
        return {name: value for name, value in vars(self).items() if name not in {"_backwards", "_splits"}} | {
            "_splits": {}
        }

    def tells(self, word: str) -> bool:
        """Whether a word says something by itself, so that it is worth reading a text again for it."""
        return len(word) > 3 and word not in _SMALL

    @cached_property
    def _backwards(self) -> tuple[list[str], BytesAhoCorasick]:
        """Words of five letters and more, written backwards, that are no words themselves."""
        words = [word[::-1] for word in sorted(self.words) if len(word) > 4 and word[::-1] not in self.words]
        return words, BytesAhoCorasick([f" {word} ".encode() for word in words] or [b"\0"])

    @cached_property
    def reversed_words(self) -> frozenset[bytes]:
        """The words that may be known when they are read from right to left."""
        return frozenset(word.encode() for word in self._backwards[0])

    def backwards_in(self, words: bytes) -> list[str]:
        """The words among `words`, set apart by blanks, that are known when they are read from right to left.

        One of six letters or more, or two shorter ones: `kitab` alone is no batik.
        """
        spelled, automaton = self._backwards
        hits = automaton.find_matches_as_indexes(words, overlapping=True)
        if not hits:
            return []
        found = sorted({spelled[index] for index, _, _ in hits})
        return found if len(found) > 1 or len(found[0]) > 5 else []

    @cached_property
    def _simple(self) -> frozenset[str]:
        """The words without those that are two others run together, so that a split goes to the bottom."""
        words = self.words
        return frozenset(w for w in words if not any(w[:i] in words and w[i:] in words for i in range(4, len(w) - 3)))

    def split(self, text: str) -> list[str]:
        """`text` cut into the fewest known words, with what is unknown between them in pieces of its own."""
        parts = self._splits.get(text)
        if parts is None:
            parts = self._split(text)
            if len(text) < 40 and len(self._splits) < _MOST_SPLITS:
                self._splits[text] = parts
        return parts

    def _split(self, text: str) -> list[str]:
        """Dynamic programming over the cost of the text so far; a letter outside of words costs more than a word."""
        words = self._simple
        costs = [0.0]
        befores = [0]
        for end in range(1, len(text) + 1):
            outside = end > 1 and befores[end - 1] == -1
            cost, before = costs[end - 1] + (1.0 if outside else 1.5), -1
            for start in range(max(0, end - self.longest), end - 1):
                if costs[start] + 1.0 < cost and text[start:end] in words:
                    this = costs[start] + _COST.get(end - start, 1.0)
                    if this < cost:
                        cost, before = this, start
            costs.append(cost)
            befores.append(before)
        return _parts(text, befores)


def _parts(text: str, befores: Sequence[int]) -> list[str]:
    parts: list[str] = []
    end, outside = len(text), len(text)
    while end:
        before = befores[end]
        if before == -1:
            end -= 1
            continue
        if outside > end:
            parts.append(text[end:outside])
        parts.append(text[before:end])
        end = outside = before
    if outside:
        parts.append(text[:outside])
    return parts[::-1]


def vocabulary_of(tests: Iterable[tuple[Test, bool]]) -> Vocabulary:
    """The words of text tests, each with whether it takes affixes."""
    return Vocabulary(chain(_COMMON, (word for test, affixes in tests for word in _words(test, affixes))))


def _words(test: Test, affixes: bool) -> Iterator[str]:
    if test.modifier in {"word", "contains"}:
        for phrase in test.value:
            words = _LETTERS.findall(phrase.lower())
            yield from affixed(words[0]) if affixes and len(words) == 1 and len(words[0]) > 3 else words
    elif test.modifier in {"near", "fuzzy"}:
        yield from (word for phrase in test.value.words for word in _LETTERS.findall(phrase.lower()))
    elif test.modifier == "re":
        yield from (word for pattern in test.value for word in words_of(pattern))
    elif test.modifier == "tokens":
        yield from (word for pattern in test.value for word in _LETTERS.findall(str(pattern).lower()))


@lru_cache(maxsize=8_192)
def words_of(pattern: str) -> frozenset[str]:
    """Every word that a regular expression spells out; the stretches of letters in it when it cannot be parsed."""
    return frozenset(KEPT.get("words", pattern, _words_of))


def _words_of(pattern: str) -> list[str]:
    tree = parsed(pattern)
    if tree is None:
        return sorted(set(_LETTERS.findall(pattern.lower())))
    words: set[str] = set()
    words |= _walk(tree, {""}, words)
    return sorted(words)


def _walk(nodes: Nodes, heads: set[str], words: set[str]) -> set[str]:
    """The beginnings of words after `nodes`, when they are `heads` before; whole words go to `words`."""
    for node in nodes:
        if len(heads) > _MOST_HEADS:
            words |= heads
            heads = {""}
        if isinstance(node, Text):
            heads = _spelled(node.text, heads, words)
        elif isinstance(node, Choice):
            heads = set().union(*(_walk(way, heads, words) for way in node.ways))
        elif isinstance(node, Times):
            heads = _repeated(node, heads, words)
        elif isinstance(node, Chars) and node.chars:
            heads = _grown(heads, node.chars, words)
        else:
            words |= heads
            heads = {""}
    return heads


def _spelled(text: str, heads: set[str], words: set[str]) -> set[str]:
    """Letters put on, and words ended where something else stands between them."""
    if text.isascii() and text.isalpha():
        return {head + text for head in heads}
    first, *others = _NO_LETTERS.split(text)
    words |= {head + first for head in heads}
    words.update(others[:-1])
    return {others[-1]}


def _repeated(node: Times, heads: set[str], words: set[str]) -> set[str]:
    """What may be left out is read both ways, except for blanks and signs: there a word ends."""
    if not _has_letters(node.part):
        words |= heads
        return {""}
    return _walk(node.part, heads, words) | (heads if node.least == 0 else set())


def _has_letters(nodes: Nodes) -> bool:
    """Whether single letters stand among `nodes`, at any depth."""
    for node in nodes:
        if isinstance(node, Text) and _LETTERS.search(node.text):
            return True
        if isinstance(node, Chars) and any(map(_LETTERS.match, node.chars or ())):
            return True
        if isinstance(node, Choice) and any(map(_has_letters, node.ways)):
            return True
        if isinstance(node, Times) and _has_letters(node.part):
            return True
    return False


def _grown(heads: set[str], chars: frozenset[str], words: set[str]) -> set[str]:
    letters = [char for char in chars if _LETTERS.match(char)]
    grown = {head + char for head in heads for char in letters}
    if len(letters) < len(chars):
        words |= heads
        grown.add("")
    return grown
