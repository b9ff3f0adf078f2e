"""Whether the wall clock can be believed: it is compared with the clock that nobody can set."""

from __future__ import annotations

import time
from collections.abc import Callable

SUSPECT_S = 30.0
"""A wall clock that went so much further, or less far, than the seconds that passed was set, or the machine slept."""


class Watch:
    """Notices steps of the wall clock; ask it now and then, for steps there and back cancel each other in between."""

    def __init__(self, wall: Callable[[], float] = time.time, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._wall, self._monotonic = wall, monotonic
        self._apart = wall() - monotonic()
        self.largest_s = 0.0

    def look(self) -> None:
        """Notes the step since the last look."""
        apart = self._wall() - self._monotonic()
        step, self._apart = apart - self._apart, apart
        if abs(step) > abs(self.largest_s):
            self.largest_s = step
