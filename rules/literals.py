"""What a pattern cannot match without: groups of literals of which one each must stand in the words of a text.

A pattern is only run on a text that holds a literal of every group, so that hundreds of patterns cost one pass of the
automaton that finds the phrases anyway. The idea is the prefilter of RE2 and of Russ Cox's code search ("Regular
Expression Matching with a Trigram Index", 2012); ours also reads `\\b` and `\\W+` as the single blank that stands there
in `View.words`, which makes the literals longer and rarer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import product
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

GROUPS = 3
"""Groups kept for one pattern: two or three already rule most texts out."""
OFTEN = 0.7
"""Groups that stand in a larger share of texts than about this are not worth looking for beside a rarer one."""
TYPICAL = 170.0
"""Letters of a typical text, by which shares are reckoned."""
LONG = 4
"""Letters from which on a literal is looked for inside words too."""
MOST = 64
"""Alternatives kept for one group; a longer one would fill the automaton and tell little."""
MOST_PLAIN = 400
"""The same where nothing is multiplied: a blank or one word before a long list."""
LONGEST = 40
_COMMON = frozenset(
    """
    yang dan untuk dengan dari ini itu juga saja ada bisa tidak kerja orang anda kami saya kita mau the and for with
    you are this that from jual beli harga gaji umur tahun bulan hari anak baru rumah makan lagi sudah belum akan
    """.split()  # noqa: SIM905 - a list of words reads better as words
)

_LETTERS = dict(zip("aniektrudsmglpbohyjcwfvzxq ", (
    0.2, 0.093, 0.082, 0.08, 0.05, 0.055, 0.05, 0.05, 0.044, 0.042, 0.042, 0.037, 0.033, 0.027, 0.026, 0.019, 0.027,
    0.015, 0.008, 0.006, 0.005, 0.004, 0.002, 0.001, 0.0005, 0.0002, 0.16,
), strict=True))  # fmt: skip
"""Rough shares of the letters and the blank in Indonesian texts; only their order of size matters."""

Group = frozenset[str]


@lru_cache(maxsize=20_000)
def parsed(pattern: str) -> list[tuple[Any, Any]] | None:
    """The nodes of a pattern as Python's own parser reads it; None when it cannot."""
    try:
        return list(_parser.parse(pattern))
    except (re.error, OverflowError, RecursionError):
        return None


@lru_cache(maxsize=20_000)
def required(pattern: str) -> list[list[Group]]:
    """The ways in which `pattern` can match, each as the groups of literals in `View.words` form that it needs.

    Every text that the pattern matches holds, for one of the ways, a literal of each group. Groups come rarest first; a
    way without groups is one of which nothing is known.
    """
    if "[[:" in pattern or "(?x" in pattern:  # read in another way by RE2 than by the parser used here
        return [[]]
    nodes = parsed(pattern)
    if nodes is None:
        return [[]]
    if nodes and nodes[-1][0] is sre.BRANCH:
        return [_needs([*nodes[:-1], *way]) for way in nodes[-1][1][1]]
    return [_needs(nodes)]


def _needs(nodes: Iterable[tuple[Any, Any]]) -> list[Group]:
    exact, more = _sequence(nodes)
    known = filter(_telling, {_pruned(group) for group in (*more, exact or ())})
    first, *more = sorted(known, key=lambda group: (frequency(group), sorted(group))) or [frozenset()]
    return (
        [first, *(group for group in more[: GROUPS - 1] if frequency(group) < OFTEN or _figures(group))]
        if first
        else []
    )


def share(pattern: str) -> float:
    """How many texts may hold a match of `pattern`, as a rough share from 0 to 1."""
    return min(1.0, sum(math.prod(min(1.0, frequency(group)) for group in way) for way in required(pattern)))


def frequency(group: Iterable[str]) -> float:
    """How often one of `group` stands in a text, as a rough figure to compare groups by."""
    return sum(map(_often, group))


def _often(literal: str) -> float:
    often = TYPICAL
    for char in literal:
        often *= _LETTERS.get(char, 0.01)
    common = sum(word in _COMMON for word in literal.split())
    return min(1.0, often * 2.0 ** len(literal) * 40.0**common)


def _telling(group: Group) -> bool:
    """Whether the group is worth looking for: no literal of one or two letters, which stands in every text."""
    return bool(group) and all(len(literal) > 2 or literal.strip().isdigit() for literal in group)


def _figures(group: Group) -> bool:
    return all(len(literal) == 1 for literal in group)


def _core(literal: str) -> str:
    """A long literal without its outer blanks: hardly less telling, and one for many patterns."""
    return literal.strip() if len(literal.strip()) > LONG else literal


def _pruned(group: Iterable[str]) -> Group:
    """`group` without what a shorter literal of it already holds."""
    kept: list[str] = []
    for literal in sorted(set(map(_core, group)), key=len):
        if not any(other in literal for other in kept):
            kept.append(literal)
    return frozenset(kept)


# A node gives its exact readings (None when they cannot be listed) and the groups that are required beside them ------

_Info = tuple[frozenset[str] | None, list[Group]]
_EMPTY = frozenset([""])
_BLANK = frozenset([" "])


def _sequence(nodes: Iterable[tuple[Any, Any]]) -> _Info:
    groups: list[Group] = []
    run: frozenset[str] = _EMPTY
    whole = True
    for node in nodes:
        exact, more = _node(*node)
        groups += more
        joined = _joined(run, exact) if exact is not None else None
        if joined is not None:
            run = joined
            continue
        whole = False
        groups.append(run)
        run = exact if exact is not None else _EMPTY
    if whole:
        return run, groups
    groups.append(run)
    return None, [group for group in groups if "" not in group and group != _BLANK]


def _joined(left: frozenset[str], right: frozenset[str]) -> frozenset[str] | None:
    if len(left) * len(right) > (MOST if min(len(left), len(right)) > 1 else MOST_PLAIN):
        return None
    if left is _EMPTY:
        return right
    made = frozenset([a + b[1:] if b[:1] == " " == a[-1:] else a + b for a in left for b in right])
    return made if max(map(len, made), default=0) <= LONGEST else None


def _node(kind: Any, value: Any) -> _Info:
    if kind is sre.LITERAL:
        return frozenset([_written(value)]), []
    if kind is sre.AT:
        return (_BLANK if value in {sre.AT_BOUNDARY} else _EMPTY), []
    if kind is sre.IN:
        return _class(value), []
    if kind is sre.SUBPATTERN:
        return _sequence(value[-1])
    if kind is sre.BRANCH:
        return _branch(value[1])
    if kind in {sre.MAX_REPEAT, sre.MIN_REPEAT}:
        return _repeat(*value)
    return None, []


def _written(code: int) -> str:
    char = chr(code).lower()
    return char if char.isascii() and char.isalnum() else " "


def _class(items: Sequence[tuple[Any, Any]]) -> frozenset[str] | None:
    """The characters of a class, when they are few; those that are no letters or figures stand as a blank."""
    if items == [(sre.CATEGORY, sre.CATEGORY_NOT_WORD)] or items == [(sre.CATEGORY, sre.CATEGORY_SPACE)]:
        return _BLANK
    chars: set[str] = set()
    for kind, value in items:
        if kind is sre.LITERAL:
            chars.add(_written(value))
        elif kind is sre.RANGE and value[1] - value[0] < 12:
            chars.update(map(_written, range(value[0], value[1] + 1)))
        elif (kind, value) == (sre.CATEGORY, sre.CATEGORY_DIGIT):
            chars.update("0123456789")
        elif (kind, value) in {(sre.CATEGORY, sre.CATEGORY_SPACE), (sre.CATEGORY, sre.CATEGORY_NOT_WORD)}:
            chars.add(" ")
        else:
            return None
    return frozenset(chars) if chars else None


def _branch(parts: Sequence[Any]) -> _Info:
    infos = [_sequence(part) for part in parts]
    exacts = [exact for exact, _ in infos]
    if all(exact is not None for exact in exacts) and not any(groups for _, groups in infos):
        together = frozenset(text for exact in exacts if exact is not None for text in exact)
        if len(together) <= MOST_PLAIN:
            return together, []
    group: set[str] = set()
    for exact, groups in infos:
        own = [*groups, exact] if exact is not None and "" not in exact else groups
        best = min(filter(_telling, map(_pruned, own)), key=frequency, default=None)
        if best is None:
            return None, []
        group |= best
    return None, [frozenset(group)] if len(group) <= MOST_PLAIN else []


def _repeat(least: int, most: Any, part: Any) -> _Info:
    exact, groups = _sequence(part)
    if exact == _BLANK:  # blanks are single in `View.words`
        return (_BLANK if least else frozenset(["", " "])), []
    if least == 0:
        return (exact | _EMPTY if exact is not None and not groups and most == 1 else None), []
    if least == most == 1:
        return exact, groups
    if exact is not None and least == most and least <= 3 and len(exact) ** least <= MOST:
        return frozenset(map("".join, product(exact, repeat=least))), groups
    own = [*groups, exact] if exact is not None and "" not in exact else groups
    return None, own
