"""The first look at a listing: one automaton says which phrases stand in it and which patterns may match.

Phrases and the literals of patterns (`rules.literals`) share one Aho-Corasick automaton, so a listing costs one pass
however many rules there are, and hardly any pattern is ever run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import ahocorasick_rs

from rules.literals import Group, figured, required


class Prefilter:
    """`phrases` and `patterns` by their index in the sequences given; texts are in `View.words` form.

    Figures are looked for as any figure, so a phrase such as `24 jam` is found in `12 jam` too: what is found here is
    only possible.
    """

    def __init__(self, phrases: Sequence[str], patterns: Sequence[str]) -> None:
        index: dict[str, int] = {}
        phrases_at: list[list[int]] = []
        for i, phrase in enumerate(phrases):
            at = index.setdefault(figured(phrase), len(index))
            if at == len(phrases_at):
                phrases_at.append([])
            phrases_at[at].append(i)
        ways = [(i, way) for i, pattern in enumerate(patterns) for way in required(pattern)]
        self.always = tuple(dict.fromkeys(i for i, way in ways if not way))
        for _, way in ways:
            for group in way:
                for literal in sorted(group):
                    index.setdefault(literal, len(index))
        phrases_at += [[] for _ in range(len(index) - len(phrases_at))]
        bits = _numbered(group for _, way in ways for group in way)
        groups: list[list[int]] = [[] for _ in index]
        for group, bit in bits.items():
            for literal in group:
                groups[index[literal]].append(bit)
        triggers: list[list[int]] = [[] for _ in index]
        self._ways = [(sum(1 << bits[group] for group in way), i) for i, way in ways]
        for number, (_, way) in enumerate(ways):
            for literal in way[0] if way else ():
                triggers[index[literal]].append(number)
        self._entries = list(zip(groups, phrases_at, triggers, strict=True))
        self._literals = list(index)

    def __getstate__(self) -> dict[str, object]:
        """What can be written down; the automaton is made anew."""
        return {name: value for name, value in vars(self).items() if name != "_automaton"}

    @cached_property
    def _automaton(self) -> ahocorasick_rs.AhoCorasick | None:
        return ahocorasick_rs.AhoCorasick(self._literals) if self._literals else None

    def possible(self, texts: Iterable[str]) -> tuple[list[int], list[int]]:
        """The phrases that may stand in one of `texts`, and the patterns that may match there, in order."""
        if self._automaton is None:
            return [], list(self.always)
        seen: set[int] = set()
        for words in texts:
            seen.update(
                [index for index, _, _ in self._automaton.find_matches_as_indexes(figured(words), overlapping=True)]
            )
        groups = 0
        phrases: list[int] = []
        waiting: list[int] = []
        for i in seen:
            bits, phrase, triggers = self._entries[i]
            for bit in bits:
                groups |= 1 << bit
            if phrase:
                phrases += phrase
            if triggers:
                waiting += triggers
        ways = map(self._ways.__getitem__, waiting)
        patterns = {pattern for need, pattern in ways if groups & need == need}
        patterns.update(self.always)
        return phrases, sorted(patterns)


def _numbered(groups: Iterable[Group]) -> dict[Group, int]:
    return {group: bit for bit, group in enumerate(dict.fromkeys(groups))}
