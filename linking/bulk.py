"""All texts at once, as a rebuilding needs them: sets of runs in little memory, and every pair of one template."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from linking.near import BANDS, Edge, bands_of, edges_among
from linking.texts import Body, Runs


class Texts:
    """The different texts among many bodies."""

    def __init__(self) -> None:
        self._runs: dict[int, Runs] = {}

    def add(self, body: Body) -> int | None:
        """The key of a body's text; None when it is too short to have a template."""
        if not body:
            return None
        key = body.key
        if key not in self._runs:
            self._runs[key] = body.runs
        return key

    def add_all(self, bodies: Iterable[Body]) -> list[int | None]:
        """`add` for each."""
        return [self.add(body) for body in bodies]

    def edges(self) -> tuple[list[Edge], dict[int, NDArray[np.int64]]]:
        """All pairs of one template, and the bands of every text."""
        runs = {key: self._runs[key] for key in sorted(self._runs)}
        bands = np.empty((len(runs), BANDS), np.int64)
        for row, one in enumerate(runs.values()):
            bands[row] = bands_of(one)
        return list(edges_among(runs, bands)), dict(zip(runs, bands, strict=True))
