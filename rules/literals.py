"""What a pattern cannot match without: groups of literals of which one each must stand in the words of a text.

A pattern is only run on a text that holds a literal of every group, so that hundreds of patterns cost one pass of the
automaton that finds the phrases anyway. The idea is the prefilter of RE2 and of Russ Cox's code search ("Regular
Expression Matching with a Trigram Index", 2012); ours also reads `\\b` and `\\W+` as the single blank that stands there
in `View.words`, which makes the literals longer and rarer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import product
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

GROUPS = 4
"""Groups kept for one pattern: two or three already rule most texts out."""
OFTEN = 2.0
"""Groups that stand in more texts than about this share are not worth looking for beside a rarer one."""
MOST = 96
"""Alternatives kept for one group; a longer one would fill the automaton and tell little."""
LONGEST = 40
_BLANKS = re.compile(r" +")
_COMMON = frozenset(
    """
    yang dan untuk dengan dari ini itu juga saja ada bisa tidak kerja orang anda kami saya kita mau the and for with
    you are this that from jual beli harga gaji umur tahun bulan hari anak baru rumah makan lagi sudah belum akan
    """.split()  # noqa: SIM905 - a list of words reads better as words
)

Group = frozenset[str]


def required(pattern: str) -> list[list[Group]]:
    """The ways in which `pattern` can match, each as the groups of literals in `View.words` form that it needs.

    Every text that the pattern matches holds, for one of the ways, a literal of each group. Groups come rarest first; a
    way without groups is one of which nothing is known.
    """
    if "[[:" in pattern or "(?x" in pattern:  # read in another way by RE2 than by the parser used here
        return [[]]
    try:
        nodes = list(_parser.parse(pattern))
    except (re.error, OverflowError, RecursionError):
        return [[]]
    if nodes and nodes[-1][0] is sre.BRANCH:
        return [_needs([*nodes[:-1], *way]) for way in nodes[-1][1][1]]
    return [_needs(nodes)]


def _needs(nodes: Iterable[tuple[Any, Any]]) -> list[Group]:
    exact, groups = _sequence(nodes)
    known = filter(_telling, {_pruned(group) for group in (*groups, exact or ())})
    first, *more = sorted(known, key=lambda group: (frequency(group), sorted(group))) or [frozenset()]
    return (
        [first, *(group for group in more[: GROUPS - 1] if frequency(group) < OFTEN or _figures(group))]
        if first
        else []
    )


def frequency(group: Iterable[str]) -> float:
    """How often one of `group` stands in a text, as a rough figure to compare groups by."""
    return sum(map(_often, group))


def _often(literal: str) -> float:
    words = literal.split()
    common = sum(word in _COMMON for word in words)
    return 3.0 ** -len(literal) * 40.0**common


def _telling(group: Group) -> bool:
    """Whether the group is worth looking for: no single letter, which stands in every text."""
    return bool(group) and all(len(literal) > 1 or literal.isdigit() for literal in group) and " " not in group


def _figures(group: Group) -> bool:
    return all(len(literal) == 1 for literal in group)


def _pruned(group: Iterable[str]) -> Group:
    """`group` without what a shorter literal of it already holds."""
    kept: list[str] = []
    for literal in sorted(set(group), key=len):
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
    if len(left) * len(right) > MOST:
        return None
    made = frozenset(_BLANKS.sub(" ", a + b) for a, b in product(left, right))
    return made if all(len(text) <= LONGEST for text in made) else None


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
        if len(together) <= MOST:
            return together, []
    group: set[str] = set()
    for exact, groups in infos:
        own = [*groups, exact] if exact is not None and "" not in exact else groups
        best = min(filter(_telling, map(_pruned, own)), key=frequency, default=None)
        if best is None:
            return None, []
        group |= best
    return None, [frozenset(group)] if len(group) <= 2 * MOST else []


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
