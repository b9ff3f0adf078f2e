"""All texts at once, as a rebuilding needs them: in little memory, and every pair of one template."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from linking.near import BANDS, ROWS, Edge, Sketch, banded, signature_of, sketch_of
from linking.pairs import Pairs
from linking.texts import Body, Runs, body_from

_ROUND = 4_096
_SLICES = 6
"""Bits of a band's key by which bands are sorted in slices: one slice in memory as Python's numbers, not all."""


class Texts:
    """The different texts among many bodies. Their runs are made again for a pair; kept, they fill the memory."""

    def __init__(self) -> None:
        self._bodies: dict[int, str] = {}
        self._bands: list[NDArray[np.int64]] = []
        self._sketches: list[Sketch] = []
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
        """The pairs of one template that tie all such texts together, and by what every text is found."""
        pairs, keys, bands, sketches = self._pairs()
        found, families = pairs.edges()
        return found, Banded(keys, bands, sketches, families.labels)

    def within(self) -> list[Edge]:
        """The pairs by which these texts are split when they are a giant."""
        return self._pairs()[0].all_within()

    def _pairs(self) -> tuple[Pairs, NDArray[np.int64], NDArray[np.int64], Sketch]:
        """Everything by rising key; it is kept in that order from then on, since a copy would fill the memory."""
        self._band()
        came = np.fromiter(self._bodies, np.int64, len(self._bodies))
        order = np.argsort(came)
        keys = came[order]
        if self._bands:
            self._bands = [np.concatenate(self._bands)[order]]
            self._sketches = [np.concatenate(self._sketches)[order]]
            self._bodies = {key: self._bodies[key] for key in keys.tolist()}
        bands = self._bands[0] if self._bands else np.empty((0, BANDS), np.int64)
        sketches = self._sketches[0] if self._sketches else np.empty((0, BANDS * ROWS), np.uint8)
        return Pairs(keys.tolist(), bands, sketches, self._runs), keys, bands, sketches

    def _runs(self, key: int) -> Runs:
        return body_from(self._bodies[key]).runs

    def _band(self) -> None:
        if self._fresh:
            signatures = np.array(self._fresh).reshape(-1, BANDS * ROWS)
            self._bands.append(banded(signatures))
            self._sketches.append(sketch_of(signatures))
            self._fresh.clear()


def edges_within(bodies: Mapping[int, str], keys: Collection[int]) -> list[Edge]:
    """The pairs by which a giant of these texts is split; `bodies` as they are kept."""
    texts = Texts()
    texts.add_all(body_from(bodies[key]) for key in sorted(keys))
    return texts.within()


class Banded:
    """Texts by what they are found. `keys` rising; `bands`, `sketches` and `families` are theirs in that order."""

    def __init__(
        self, keys: NDArray[np.int64], bands: NDArray[np.int64], sketches: Sketch, families: NDArray[np.int64]
    ) -> None:
        self._keys = keys
        self._bands = bands
        self._sketches = sketches
        self._families = families + 1

    def rows(self) -> Iterator[tuple[int, int, int]]:
        """Each band with a family and a text of it, all rising: written in another order, a table costs many times
        more.
        """
        slices = (self._bands >> (63 - _SLICES)).astype(np.uint8)
        for one in range(1 << _SLICES):
            here, column = np.nonzero(slices == one)
            bands, families = self._bands[here, column], self._families[here]
            order = np.lexsort((here, families, bands))
            found = (bands[order], families[order], self._keys[here[order]])
            yield from zip(*(column.tolist() for column in found), strict=True)

    def texts(self) -> Iterator[tuple[int, int, bytes]]:
        """Each text with its family and sketch, rising."""
        for at, (key, family) in enumerate(zip(self._keys.tolist(), self._families.tolist(), strict=True)):
            yield key, family, self._sketches[at].tobytes()
