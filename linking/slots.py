"""What stays in the texts of a cluster is the template, what changes are its slots: shown as such, word beside word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol

from rules.amounts import read_amounts
from rules.fold import Folded, fold
from rules.persons import read_persons
from rules.places import read_places

MOST_TEXTS, MOST_WORDS = 30, 400
KINDS = ("contact", "price", "age", "place", "name", "words")
STAYS = 0.75
"""Of the texts that must have a word at its place for it to belong to the template."""

_WORD = re.compile(r"\S+|\n")
_TITLES = r"(?:pak|bu|ibu|bapak|mbak|mba|mas|kak|om|bang|bunda|cik|teh|tante|mr|mrs|ms|miss|sis|nona|koh|ci)"
_TITLE = re.compile(rf"\b{_TITLES}[\s.]+$", re.IGNORECASE)
_TITLED = re.compile(rf"{_TITLES}\b", re.IGNORECASE)


class _Place(Protocol):
    """Whatever a reader found at folded `[start, end)`."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


_Test = Callable[[str, str, str], bool]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the template: its `words`, or a slot of one of KINDS with what stands there, most frequent first."""

    words: str
    kind: str = ""
    variants: tuple[str, ...] = ()


def template_of(texts: Sequence[str]) -> tuple[Piece, ...]:
    """The template of some alike texts (masked, as published), from the first MOST_TEXTS of them."""
    rows = [_WORD.findall(text)[:MOST_WORDS] for text in texts[:MOST_TEXTS]]
    if len(rows) < 2:
        return (Piece(texts[0]),) if texts else ()
    model = max(rows, key=lambda row: (sum(_close(row, other) for other in rows[:8]), len(row)))
    places = [_beside(model, row) for row in rows if row is not model]
    often = [sum(at in found for found in places) >= STAYS * len(places) for at in range(len(model))]
    stays = ["contact" if "•" in word else "" if often[at] else "slot" for at, word in enumerate(model)]
    pieces: list[Piece] = []
    start = 0
    while start < len(model):
        end = start + 1
        while end < len(model) and stays[end] == stays[start]:
            end += 1
        pieces += _piece(model, start, end, stays[start], places)
        start = end
    return tuple(pieces)


def _close(one: Sequence[str], other: Sequence[str]) -> float:
    shared = Counter(map(_read, one)) & Counter(map(_read, other))
    return shared.total() / max(len(one), len(other), 1)


def _beside(model: Sequence[str], row: Sequence[str]) -> dict[int, str]:
    """The word of a text at each place of the model where the same word stands, by the place."""
    matcher = SequenceMatcher(None, [*map(_read, model)], [*map(_read, row)], autojunk=False)
    found = {
        block.a + step: row[block.b + step] for block in matcher.get_matching_blocks() for step in range(block.size)
    }
    gaps = (op for op in matcher.get_opcodes() if op[0] == "replace")
    for _, first, last, there, end in gaps:
        found |= {-1 - at: " ".join(row[there:end]) for at in range(first, last)}
    return found


def _piece(model: Sequence[str], start: int, end: int, kind: str, places: Sequence[dict[int, str]]) -> list[Piece]:
    own = " ".join(model[start:end])
    if not kind:
        return [Piece(own)]
    counted = Counter([own])
    for found in places:
        here = dict.fromkeys(found[key] for at in range(start, end) for key in (-1 - at, at) if key in found)
        if here:
            counted[" ".join(here)] += 1
    variants = tuple(text for text, _ in counted.most_common(12) if text.strip())
    if not variants:
        return []
    beside = " ".join(model[max(0, start - 3) : start]), " ".join(model[end : end + 2])
    return [Piece(own, kind if kind == "contact" else kind_of(variants, *beside), variants)]


def kind_of(variants: Sequence[str], before: str = "", after: str = "") -> str:
    """What kind of slot these words are, from what they are read as between the words around them."""
    for kind, test in _TESTS:
        if sum(test(before, text, after) for text in variants) * 2 >= len(variants):
            return kind
    return "words"


def _within(read: Callable[[Folded], Iterable[_Place]]) -> _Test:
    """A test whether a reader finds something that touches the words in question."""

    def test(before: str, text: str, after: str) -> bool:
        start = len(fold(before).text) + 1
        end = start + len(fold(text).text)
        return any(one.start < end and one.end > start for one in read(fold(f"{before} {text} {after}")))

    return test


def _named(before: str, text: str, after: str) -> bool:
    return _TITLE.search(before + " ") is not None or _TITLED.match(text) is not None


_TESTS: tuple[tuple[str, _Test], ...] = (
    ("contact", lambda before, text, after: "•" in text),
    ("age", _within(lambda folded: [fact for fact in read_persons(folded) if fact.kind == "age"])),
    ("price", _within(read_amounts)),
    ("place", _within(read_places)),
    ("name", _named),
)


def _read(word: str) -> str:
    return "".join(char for char in fold(word).text if char.isalnum()) or word
