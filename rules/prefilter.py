"""The first look at a listing: one automaton says which phrases stand in it and which patterns may match.

Phrases and the literals of patterns (`rules.literals`) share one Aho-Corasick automaton, so a listing costs one pass
however many rules there are, and hardly any pattern is ever run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import ahocorasick_rs

from rules.literals import Group, required

Hit = tuple[int, int, int]


class Prefilter:
    """`phrases` and `patterns` by their index in the sequences given; texts are in `View.words` form."""

    def __init__(self, phrases: Sequence[str], patterns: Sequence[str]) -> None:
        index = {phrase: i for i, phrase in enumerate(phrases)}
        self.phrases = len(index)
        ways = [(i, way) for i, pattern in enumerate(patterns) for way in required(pattern)]
        self.always = tuple(dict.fromkeys(i for i, way in ways if not way))
        for _, way in ways:
            for group in way:
                for literal in sorted(group):
                    index.setdefault(literal, len(index))
        bits = _numbered(group for _, way in ways for group in way)
        self._groups = [0] * len(index)
        for group, bit in bits.items():
            for literal in group:
                self._groups[index[literal]] |= 1 << bit
        self._triggers: list[list[tuple[int, int]]] = [[] for _ in index]
        for i, way in ways:
            if way:
                need = sum(1 << bits[group] for group in way)
                for literal in way[0]:
                    self._triggers[index[literal]].append((need, i))
        self._automaton = ahocorasick_rs.AhoCorasick(list(index)) if index else None

    def hits(self, words: str) -> list[Hit]:
        """Every phrase and literal in `words` as (index, start, end); indexes from `phrases` on are only literals."""
        return self._automaton.find_matches_as_indexes(words, overlapping=True) if self._automaton is not None else []

    def patterns(self, seen: Iterable[int]) -> list[int]:
        """The patterns that may match a text in which the indexes `seen` were hit, in order."""
        groups = 0
        waiting: list[tuple[int, int]] = []
        for i in seen:
            groups |= self._groups[i]
            if self._triggers[i]:
                waiting += self._triggers[i]
        if not waiting:
            return list(self.always)
        return sorted({*self.always, *[pattern for need, pattern in waiting if groups & need == need]})


def _numbered(groups: Iterable[Group]) -> dict[Group, int]:
    return {group: bit for bit, group in enumerate(dict.fromkeys(groups))}
