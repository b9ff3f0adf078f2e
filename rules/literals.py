"""What a pattern cannot match without: groups of literals of which one each must stand in the words of a text.

Figures are written as one 0 in literals and in the words they are looked for in (`figured`), so that `\\d{2} jt` needs
one literal and not a hundred.

A pattern is only run on a text that holds a literal of every group, so that hundreds of patterns cost one pass of the
automaton that finds the phrases anyway. The idea is the prefilter of RE2 and of Russ Cox's code search ("Regular
Expression Matching with a Trigram Index", 2012); ours also reads `\\b` and `\\W+` as the single blank that stands there
in `View.words`, which makes the literals longer and rarer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache, reduce

from rules.kept import KEPT
from rules.regexes import Chars, Choice, Edge, Node, Nodes, Text, Times, parsed

GROUPS = 4
"""Groups kept for one pattern: two or three already rule most texts out."""
OFTEN = 8.0
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
MOST_WAYS = 8
"""Alternatives by which a pattern is taken apart, so that each is known by literals of its own."""
RARE = 0.005
"""A pattern that this share of texts may hold need not be known better."""
_COMMON = frozenset(
    """
    yang dan untuk dengan dari ini itu juga saja ada bisa tidak kerja orang anda kami saya kita mau the and for with
    you are this that from jual beli harga gaji umur tahun bulan hari anak baru rumah makan lagi sudah belum akan
    """.split()  # noqa: SIM905 - a list of words reads better as words
)

_SHARES = dict(zip("aniektrudsmglpbohyjcwfvzxq ", (
    0.4, 0.19, 0.16, 0.16, 0.1, 0.11, 0.1, 0.1, 0.09, 0.08, 0.08, 0.07, 0.07, 0.05, 0.05, 0.04, 0.05, 0.03, 0.016,
    0.012, 0.01, 0.008, 0.004, 0.002, 0.001, 0.0005, 0.16,
), strict=True))  # fmt: skip
"""Shares of the letters and the blank in Indonesian texts, letters doubled, because they stand in words; only the order
of size matters."""

Group = frozenset[str]
_PLAIN = bytes(48 if 48 <= byte < 58 else byte if byte < 128 and chr(byte).isalnum() else 32 for byte in range(256))
_ZEROS = bytes(48 if 48 <= byte < 58 else byte for byte in range(256))


def figured(words: str) -> str:
    """`View.words` with every number as one 0."""
    data = words.encode("ascii", "replace").translate(_ZEROS)
    while b"00" in data:
        data = data.replace(b"00", b"0")
    return data.decode()


@lru_cache(maxsize=20_000)
def required(pattern: str) -> list[list[Group]]:
    """The ways in which `pattern` can match, each as the groups of literals in `View.words` form that it needs.

    Every text that the pattern matches holds, for one of the ways, a literal of each group. Groups come rarest first; a
    way without groups is one of which nothing is known.
    """
    return [list(map(frozenset, way)) for way in KEPT.get("required", pattern, _required)]


def _required(pattern: str) -> list[list[list[str]]]:
    return [[sorted(group) for group in way] for way in _looked_into(pattern)]


def _looked_into(pattern: str) -> list[list[Group]]:
    nodes = parsed(pattern)
    if nodes is None:
        return [[]]
    return [_needs(way) for way in _ways(nodes)]


def _ways(nodes: Nodes) -> list[Nodes]:
    """`nodes` taken apart at a choice: at the last node, or where that makes what is needed rarer."""
    if nodes and isinstance(nodes[-1], Choice):
        return [(*nodes[:-1], *way) for way in nodes[-1].ways]
    whole = [nodes]
    least = _share(whole)
    best, rarest = whole, least
    for i, node in enumerate(nodes):
        if isinstance(node, Choice) and len(node.ways) <= MOST_WAYS and least > RARE:
            ways = [(*nodes[:i], *way, *nodes[i + 1 :]) for way in node.ways]
            share = _share(ways)
            if share < rarest / 2:
                best, rarest = ways, share
    return best


def _share(ways: Iterable[Nodes]) -> float:
    """The share of texts that may hold what one of `ways` needs."""
    return sum(math.prod(min(1.0, frequency(group)) for group in _needs(way)) for way in ways)


def _needs(nodes: Nodes) -> list[Group]:
    exact, more, _ = _sequence(nodes)
    known = filter(_telling, {_pruned(group) for group in (*more, exact or ())})
    first, *more = sorted(known, key=lambda group: (frequency(group), sorted(group))) or [frozenset()]
    return (
        [first, *(group for group in more[: GROUPS - 1] if frequency(group) < OFTEN or _figures(group))]
        if first
        else []
    )


def share(pattern: str) -> float:
    """How many texts may hold a match of `pattern`, as a rough share from 0 to 1."""
    return float(KEPT.get("share", pattern, _shared))


def _shared(pattern: str) -> float:
    return min(1.0, sum(math.prod(min(1.0, frequency(group)) for group in way) for way in required(pattern)))


def frequency(group: Iterable[str]) -> float:
    """How often one of `group` stands in a text, as a rough figure to compare groups by."""
    return sum(map(_often, group))


@lru_cache(maxsize=200_000)
def _often(literal: str) -> float:
    often = TYPICAL
    for char in literal:
        often *= _SHARES.get(char, 0.06)
    common = sum(word in _COMMON for word in literal.split())
    return min(1.0, often * 40.0**common)


def _telling(group: Group) -> bool:
    """Whether the group is worth looking for: no literal of one or two letters, which stands in every text."""
    return bool(group) and all(len(literal) > 2 or "0" in literal for literal in group)


def _figures(group: Group) -> bool:
    return group == {"0"}


def _core(literal: str) -> str:
    """A long literal without its outer blanks: hardly less telling, and one for many patterns."""
    return literal.strip() if len(literal.strip()) > LONG else literal


def _pruned(group: Iterable[str]) -> Group:
    """`group` without what a shorter literal of it already holds."""
    cores = set(map(_core, group))
    if len(cores) > MOST:
        return frozenset(cores)
    kept: list[str] = []
    for literal in sorted(cores, key=len):
        if not any(other in literal for other in kept):
            kept.append(literal)
    return frozenset(kept)


# A node gives its exact readings, None when they cannot be listed; the groups that are required beside them; and what
# may stand at its very end: '' when it may stand for nothing, None when it cannot be told. --------------------------

_Texts = frozenset[str]
_Info = tuple[_Texts | None, list[Group], _Texts | None]
_EMPTY = frozenset([""])
_BLANK = frozenset([" "])
_FIGURES = frozenset(["0"])
_SINGLE = _BLANK | _FIGURES
"""Blanks and figures are single in what is searched, however many there are."""


def _sequence(nodes: Nodes) -> _Info:
    groups: list[Group] = []
    run: _Texts = _EMPTY
    whole = True
    for exact, more, tail in map(_node, _set_apart(nodes)):
        groups += more
        joined = _joined(run, exact) if exact is not None else None
        if joined is not None:
            run = joined
            continue
        whole = False
        groups.append(run)
        run = _continued(run, exact if exact is not None else tail)
    if whole:
        return run, groups, run
    groups.append(run)
    return None, [group for group in groups if "" not in group and group != _BLANK], None


def _set_apart(nodes: Nodes) -> Nodes:
    """`nodes` with the blank before and behind a choice, where one stands, inside its alternatives too.

    So a short word among them is known with its blanks.
    """
    made = list(nodes)
    for i, node in enumerate(nodes):
        if isinstance(node, Choice) and len(node.ways) > 1:
            before = (_WORD_EDGE,) if i and _blank(nodes[i - 1]) else ()
            after = (_WORD_EDGE,) if i + 1 < len(nodes) and _blank(nodes[i + 1]) else ()
            if before or after:
                made[i] = Choice(tuple((*before, *way, *after) for way in node.ways))
    return tuple(made)


def _blank(node: Node) -> bool:
    """Whether a blank stands at this place in `View.words`, whatever the text."""
    if isinstance(node, Edge):
        return node.word
    if isinstance(node, Chars):
        return node.chars == _BLANK
    return isinstance(node, Times) and node.least > 0 and len(node.part) == 1 and _blank(node.part[0])


_WORD_EDGE = Edge(word=True)


def _single(text: str) -> str:
    """`text` with blanks and figures single."""
    while "  " in text or "00" in text:
        text = text.replace("  ", " ").replace("00", "0")
    return text


def _continued(before: _Texts, tail: _Texts | None) -> _Texts:
    """What a literal may begin with after a part that ends in `tail`."""
    if tail is None:
        return _EMPTY
    return tail - _EMPTY | {text[-1:] for text in before} if "" in tail else tail


def _joined(left: _Texts, right: _Texts) -> _Texts | None:
    if len(left) * len(right) > (MOST if min(len(left), len(right)) > 1 else MOST_PLAIN):
        return None
    if left is _EMPTY:
        return right
    made = frozenset([a + b[1:] if a and a[-1] == b[:1] and a[-1] in _SINGLE else a + b for a in left for b in right])
    return made if max(map(len, made), default=0) <= LONGEST else None


def _node(node: Node) -> _Info:
    if isinstance(node, Text):
        return _known(frozenset([_single(_written(node.text))]))
    if isinstance(node, Edge):
        return _known(_BLANK if node.word else _EMPTY)
    if isinstance(node, Chars):
        return _known(frozenset(map(_written, node.chars))) if node.chars else (None, [], None)
    if isinstance(node, Choice):
        return _branch(node.ways)
    return _repeat(node.least, node.most, node.part)


def _known(exact: _Texts) -> _Info:
    return exact, [], exact


def _written(text: str) -> str:
    """Characters as they stand in `View.words`, with figures as 0."""
    return (
        text.translate(_PLAIN)
        if text.isascii()
        else "".join(" " if char > "\x7f" else char for char in text).translate(_PLAIN)
    )


def _branch(parts: Sequence[Nodes]) -> _Info:
    infos = [_sequence(part) for part in parts]
    exacts = [exact for exact, _, _ in infos]
    if all(exact is not None for exact in exacts) and not any(groups for _, groups, _ in infos):
        together = frozenset(text for exact in exacts if exact is not None for text in exact)
        if len(together) <= MOST_PLAIN:
            return _known(together)
    group: set[str] = set()
    for exact, groups, _ in infos:
        best = min(filter(_telling, map(_pruned, _own(exact, groups))), key=frequency, default=None)
        if best is None:
            return None, [], None
        group |= best
    return None, [frozenset(group)] if len(group) <= MOST_PLAIN else [], None


def _own(exact: _Texts | None, groups: list[Group]) -> list[Group]:
    return [*groups, exact] if exact is not None and "" not in exact else groups


def _repeat(least: int, most: int | None, part: Nodes) -> _Info:
    exact, groups, _ = _sequence(part)
    if exact in {_BLANK, _FIGURES} and exact is not None:
        return _known(exact if least else exact | _EMPTY)
    if exact is not None and not groups and most == 1:
        return _known(exact if least else exact | _EMPTY)
    if exact is not None and 1 < least <= 3 and len(exact) ** least <= MOST:
        several = reduce(lambda made, _: _joined(made, exact) or made, range(least - 1), exact)
        if least == most:
            return _known(several)
        return None, _own(several, groups), exact
    if exact is None:
        return None, groups if least else [], None
    return None, _own(exact, groups) if least else [], exact if least else exact | _EMPTY
