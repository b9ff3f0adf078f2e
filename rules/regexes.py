"""Reads a regular expression into a small tree, for those who ask what words and literals it holds.

RE2 matches the patterns; this only looks into them, and quickly, because a thousand patterns are looked into whenever
the program starts. What it does not know makes it give up (None), never guess.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class Text(NamedTuple):
    """Characters in a row, in lower case."""

    text: str


class Chars(NamedTuple):
    """One of `chars`; any character when they are not known. A `\\W` or `\\s` is a blank, a `\\d` the figure 0."""

    chars: frozenset[str] | None


class Edge(NamedTuple):
    """A place between characters: the edge of a word, or something else that takes no room."""

    word: bool


class Choice(NamedTuple):
    """One of several sequences."""

    ways: tuple[Nodes, ...]


class Times(NamedTuple):
    """`part`, `least` to `most` times; None for no bound."""

    least: int
    most: int | None
    part: Nodes


Node = Text | Chars | Edge | Choice | Times
Nodes = tuple[Node, ...]

_TOKEN = re.compile(
    r"""
    (?P<text>[^\\.\[\](){}*+?|^$]+) | (?P<times>[*+?]\??|\{\d{1,4}(?:,\d{0,4})?\}\??) | (?P<way>\|)
    | (?P<flags>\(\?[ims]+\)) | (?P<open>\((?:\?(?::|P?<\w+>|[ims]+:)|(?!\?))) | (?P<close>\))
    | \\(?P<kind>[dswDSWbBAz]) | \\(?P<sign>[^a-zA-Z0-9]|[nt]|x[0-9a-fA-F]{2}) | (?P<edge>[\^$]) | (?P<any>\.)
    | \[(?P<not>\^?)(?P<chars>\]?(?:\\[^\n]|[^\]\\\[]|\[(?!:))*)\] | (?P<brace>[{}])
    """,
    re.VERBOSE | re.DOTALL,
)
_IN_CLASS = re.compile(r"\\(x[0-9a-fA-F]{2}|.)|([^\\])-([^\]\\])|(.)", re.DOTALL)
_KINDS = {"d": Chars(frozenset("0")), "s": Chars(frozenset(" ")), "W": Chars(frozenset(" "))}
_MOST_RANGE = 12
_ANY = Chars(None)


class _Unknown(Exception):
    """Something in the pattern is not known here, so it is left unread."""


@lru_cache(maxsize=20_000)
def parsed(pattern: str) -> Nodes | None:
    """The tree of a pattern; None when something in it is not known here."""
    try:
        return _read(pattern)
    except _Unknown:
        return None


def _read(pattern: str) -> Nodes:
    stack: list[tuple[list[Nodes], list[Node]]] = []
    ways: list[Nodes] = []
    nodes: list[Node] = []
    at = 0
    while at < len(pattern):
        token = _TOKEN.match(pattern, at)
        if token is None:
            raise _Unknown
        at = token.end()
        kind, text = token.lastgroup, token.group()
        if kind == "text":
            nodes.append(Text(text.lower()))
        elif kind == "times":
            _repeat(nodes, text)
        elif kind == "way":
            ways.append(tuple(nodes))
            nodes = []
        elif kind == "open":
            stack.append((ways, nodes))
            ways, nodes = [], []
        elif kind == "close":
            if not stack:
                raise _Unknown
            group: list[Node] = [Choice((*ways, tuple(nodes)))]
            ways, nodes = stack.pop()
            nodes += group
        else:
            nodes.append(_single(token))
    if stack:
        raise _Unknown
    return (Choice((*ways, tuple(nodes))),) if ways else tuple(nodes)


def _single(token: re.Match[str]) -> Node:
    """The node of a token that stands for itself."""
    kind, text = token.lastgroup, token.group()
    if kind == "kind":
        name = token["kind"]
        return Edge(word=name == "b") if name in "bBAz" else _KINDS.get(name, _ANY)
    if kind == "sign":
        return Text(_written(token["sign"]))
    if kind in {"edge", "flags"}:
        return Edge(word=False)
    if kind == "any":
        return _ANY
    if kind == "brace":
        return Text(text)
    return _ANY if token["not"] else Chars(_class(token["chars"]))


def _written(escaped: str) -> str:
    """The character behind a backslash."""
    if escaped[0] == "x" and len(escaped) > 1:
        return chr(int(escaped[1:], 16)).lower()
    return " " if escaped in {"n", "t"} else escaped


def _class(inside: str) -> frozenset[str] | None:
    """The characters of a class, when they are few."""
    chars: set[str] = set()
    for escaped, first, last, char in _IN_CLASS.findall(inside):
        if escaped in _KINDS:
            chars |= _KINDS[escaped].chars or set()
        elif escaped[:1] in {"n", "t", "x"} or (escaped and not escaped.isalnum()):
            chars.add(_written(escaped))
        elif escaped:
            return None
        elif first:
            if not first.isdigit() and ord(last) - ord(first) > _MOST_RANGE:
                return None
            chars.update(map(chr, range(ord(first.lower()), ord(last.lower()) + 1)))
        else:
            chars.add(char.lower())
    return frozenset(chars)


def _repeat(nodes: list[Node], sign: str) -> None:
    """Put the last of `nodes` under a repeat; of characters in a row it is the last that is meant."""
    if not nodes:
        raise _Unknown
    last = nodes.pop()
    if isinstance(last, Text) and len(last.text) > 1:
        nodes.append(Text(last.text[:-1]))
        last = Text(last.text[-1])
    sign = sign[:-1] if len(sign) > 1 and sign[-1] == "?" else sign
    least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(sign) or _bounds(sign)
    nodes.append(Times(least, most, (last,)))


def _bounds(sign: str) -> tuple[int, int | None]:
    low, comma, high = sign.strip("{}").partition(",")
    return int(low), int(high) if high else None if comma else int(low)
