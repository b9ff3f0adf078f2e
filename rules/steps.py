"""Rules as what they cannot do without (`rules.candidates`), gone through for many listings at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from rules.candidates import AtLeast, Entry, Part
from rules.rows import AnyOf, Rows, numbers_of, somewhere

_ALL: Mapping[int, int] = MappingProxyType({})


class _Step(NamedTuple):
    """At least `least` of `tests` and of the `steps` before it."""

    least: int
    tests: tuple[int, ...]
    steps: tuple[int, ...]


class Steps:
    """Expressions over tests as steps that are each gone through once, because rules share most of their signals."""

    def __init__(self, parts: Iterable[tuple[Entry, Part]]) -> None:
        self._steps: list[_Step] = []
        self._known: dict[_Step, int] = {}
        self._seen: dict[int, int] = {}
        self._wanted = [(self._number(part), (entry, part)) for entry, part in parts]
        self._tests = AnyOf((number, test) for number, step in enumerate(self._steps) for test in step.tests)

    def _number(self, part: Part) -> int:
        number = self._seen.get(id(part))
        if number is not None:
            return number
        if isinstance(part, AtLeast):
            step = _Step(part.count, (), tuple(self._number(inner) for inner in part.parts))
        else:
            step = _Step(1, tuple(numbers_of(part.bits)), ())
        number = self._known.setdefault(step, len(self._steps))
        if number == len(self._steps):
            self._steps.append(step)
        self._seen[id(part)] = number
        return number

    def held(self, tests: Rows, every: int) -> list[int]:
        """For each step the listings for which it holds."""
        rows = np.zeros((len(self._steps), tests.shape[1]), np.uint64)
        self._tests.put(tests, somewhere(tests), rows)
        there = somewhere(rows).tolist()
        data, wide = rows.astype("<u8", copy=False).tobytes(), rows.shape[1] * 8
        held: list[int] = []
        for number, (least, _, steps) in enumerate(self._steps):
            if not steps:
                row = data[number * wide : (number + 1) * wide] if there[number] else b""
                held.append(int.from_bytes(row, "little") & every)
            elif least == 1:
                any_ = 0
                for step in steps:
                    any_ |= held[step]
                held.append(any_)
            elif least == len(steps):
                all_ = every
                for step in steps:
                    all_ &= held[step]
                    if not all_:
                        break
                held.append(all_)
            else:
                held.append(_several(least, [held[step] for step in steps if held[step]], every))
        return held

    def any_of(self, held: Sequence[int], alike: Mapping[int, int] = _ALL) -> int:
        """The listings for which any of the expressions holds; `alike` gives for a likeness those that have it."""
        found = 0
        for step, (entry, _) in self._wanted:
            found |= held[step] & alike.get(entry.likeness, -1)
        return found

    def parts_of(self, held: Sequence[int], alike: Mapping[int, int] = _ALL) -> dict[int, list[tuple[Entry, Part]]]:
        """For each listing the expressions that hold there."""
        found: dict[int, list[tuple[Entry, Part]]] = {}
        for step, part in self._wanted:
            for i in numbers_of(held[step] & alike.get(part[0].likeness, -1)):
                found.setdefault(i, []).append(part)
        return found


def _several(count: int, held: Sequence[int], every: int) -> int:
    """The listings that stand in at least `count` of `held`."""
    least = [every, *[0] * count]
    for there in held:
        for level in range(count, 0, -1):
            least[level] |= least[level - 1] & there
    return least[count]
