"""Rules as what they cannot do without (`rules.candidates`), gone through for many listings at once.

An expression is a row of steps over the nodes of the sieve, each gone through once, because rules share most of their
signals. `rules.kernel` goes through them where it was built.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from rules.candidates import AtLeast, Entry, Part
from rules.kernel import COMPILED
from rules.rows import Rows, as_number, as_row, numbers_of, somewhere

_ALL: Mapping[int, int] = MappingProxyType({})


class Way(NamedTuple):
    """One way in which a pattern may stand: all of `nodes` must hold, and then each of `tests` may."""

    nodes: Sequence[int]
    tests: Sequence[int]


class _Step(NamedTuple):
    """At least `least` of `nodes` and of the `steps` before it."""

    least: int
    nodes: tuple[int, ...]
    steps: tuple[int, ...]


class Steps:
    """Expressions over tests, the first nodes, as steps; the `ways` of patterns come first, each a step."""

    def __init__(self, parts: Iterable[tuple[Entry, Part]], ways: Sequence[Way]) -> None:
        self._steps = [_Step(len(way.nodes), tuple(way.nodes), ()) for way in ways]
        self._ways = len(ways)
        self._by_test: dict[int, list[int]] = {}
        for number, way in enumerate(ways):
            for test in way.tests:
                self._by_test.setdefault(test, []).append(number)
        self._known: dict[_Step, int] = {}
        self._seen: dict[int, int] = {}
        self._parts = list(parts)
        self._wanted = np.array([self._number(part) for _, part in self._parts], np.int64)
        self._program = np.array([number for step in self._steps for number in _laid_out(step)], np.int64).tobytes()

    def _number(self, part: Part) -> int:
        number = self._seen.get(id(part))
        if number is not None:
            return number
        if isinstance(part, AtLeast):
            step = _Step(part.count, (), tuple(self._number(inner) for inner in part.parts))
        else:
            tests = numbers_of(part.bits)
            ways = dict.fromkeys(way for test in tests for way in self._by_test.get(test, ()))
            step = _Step(1, tuple(tests), tuple(ways))
        number = self._known.setdefault(step, len(self._steps))
        if number == len(self._steps):
            self._steps.append(step)
        self._seen[id(part)] = number
        return number

    def held(self, nodes: Rows, every: Rows) -> Held:
        """What holds of the steps for the listings of the row `every`."""
        rows = _compiled(self._program, nodes, every) if COMPILED else _written(self._steps, nodes, every)
        wanted = rows[self._wanted]
        return Held(rows[: self._ways], [(self._parts[i], as_number(wanted[i])) for i in _some(wanted)])


class Held:
    """What holds in some listings: `ways`, a row for each, and of the expressions those that hold anywhere."""

    def __init__(self, ways: Rows, parts: Sequence[tuple[tuple[Entry, Part], int]]) -> None:
        self.ways = ways
        self._parts = parts

    def any_of(self) -> int:
        """The listings for which any of the expressions holds."""
        found = 0
        for _, listings in self._parts:
            found |= listings
        return found

    def parts_of(self, alike: Mapping[int, int] = _ALL) -> dict[int, list[tuple[Entry, Part]]]:
        """For each listing the expressions that hold there; `alike` gives for a likeness those that have it."""
        found: dict[int, list[tuple[Entry, Part]]] = {}
        for part, listings in self._parts:
            for i in numbers_of(listings & alike.get(part[0].likeness, -1)):
                found.setdefault(i, []).append(part)
        return found


def _some(rows: Rows) -> list[int]:
    return [int(i) for i in np.flatnonzero(somewhere(rows))]


def _laid_out(step: _Step) -> Sequence[int]:
    return (step.least, len(step.nodes), *step.nodes, len(step.steps), *step.steps)


def _compiled(program: bytes, nodes: Rows, every: Rows) -> Rows:
    from rules import _kernel

    wide = nodes.shape[1]
    return np.frombuffer(_kernel.steps(program, nodes.data, wide, every.data), np.uint64).reshape(-1, wide)


def _written(steps: Sequence[_Step], nodes: Rows, every: Rows) -> Rows:
    """The same in Python, a number of a bit for each listing at a time."""
    wide = nodes.shape[1]
    there: dict[int, int] = {}
    all_ = as_number(every)
    held: list[int] = []
    some = somewhere(nodes).tolist()
    for step in steps:
        for node in step.nodes:
            if node not in there:
                there[node] = as_number(nodes[node]) if some[node] else 0
        among = [there[node] for node in step.nodes] + [held[before] for before in step.steps]
        held.append(_several(step.least, among, all_))
    return np.array([as_row(one, wide) for one in held], np.uint64).reshape(-1, wide)


def _several(count: int, held: Sequence[int], every: int) -> int:
    """The listings that stand in at least `count` of `held`."""
    if count == len(held):
        for there in held:
            every &= there
            if not every:
                break
        return every
    least = [every, *[0] * count]
    for there in filter(None, held):
        for level in range(count, 0, -1):
            least[level] |= least[level - 1] & there
    return least[count]
