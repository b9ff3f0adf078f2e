"""All texts at once, as a rebuilding needs them: in little memory, and every pair of one template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from linking.near import BANDS, ROWS, Edge, banded, edges_among, signature_of
from linking.texts import Body, body_from

_ROUND = 4_096
_SLICES = 6
"""Bits of a band's key by which bands are sorted in slices: one slice in memory as Python's numbers, not all."""


class Texts:
    """The different texts among many bodies. Their runs are made again for a pair; kept, they fill the memory."""

    def __init__(self) -> None:
        self._bodies: dict[int, str] = {}
        self._bands: list[NDArray[np.int64]] = []
        self._fresh: list[NDArray[np.uint32]] = []

    @property
    def bodies(self) -> Mapping[int, str]:
        """By key, as they are kept."""
        return self._bodies

    def add(self, body: Body) -> int | None:
        """The key of a body's text; None when it is too short to have a template."""
        if not body:
            return None
        key = body.key
        if key not in self._bodies:
            self._bodies[key] = body.text
            self._fresh.append(signature_of(body.runs))
            if len(self._fresh) == _ROUND:
                self._band()
        return key

    def add_all(self, bodies: Iterable[Body]) -> list[int | None]:
        """`add` for each."""
        return [self.add(body) for body in bodies]

    def edges(self) -> tuple[list[Edge], Banded]:
        """All pairs of one template, and the bands of every text."""
        self._band()
        came = np.fromiter(self._bodies, np.int64, len(self._bodies))
        order = np.argsort(came)
        bands = np.concatenate(self._bands)[order] if self._bands else np.empty((0, BANDS), np.int64)
        keys = came[order]
        found = edges_among(keys.tolist(), bands, lambda key: body_from(self._bodies[key]).runs)
        return list(found), Banded(keys, bands)

    def _band(self) -> None:
        if self._fresh:
            self._bands.append(banded(np.array(self._fresh).reshape(-1, BANDS * ROWS)))
            self._fresh.clear()


class Banded:
    """Texts by band. `keys` rising, `bands` their rows in that order."""

    def __init__(self, keys: NDArray[np.int64], bands: NDArray[np.int64]) -> None:
        self._keys = keys
        self._bands = bands

    def rows(self) -> Iterator[tuple[int, int]]:
        """Each band with a text of it, both rising: written in another order, a table costs many times more."""
        slices = (self._bands >> (63 - _SLICES)).astype(np.uint8)
        for one in range(1 << _SLICES):
            here, column = np.nonzero(slices == one)
            bands = self._bands[here, column]
            order = np.argsort(bands, kind="stable")
            yield from zip(bands[order].tolist(), self._keys[here[order]].tolist(), strict=True)
