"""Whose processors these were: on a busy machine a second says nothing of the program that is tested."""

from __future__ import annotations

import resource
import time

import psutil


class Strangers:
    """What share of the processors other programs have taken since it was made."""

    def __init__(self) -> None:
        self._began, self._own, self._all = time.monotonic(), own_seconds(), all_seconds()

    def share(self) -> float:
        """From 0 to 1; what was started here and not waited for counts as others'."""
        room = (time.monotonic() - self._began) * (psutil.cpu_count() or 1)
        taken = (all_seconds() - self._all) - (own_seconds() - self._own)
        return min(max(0.0, taken) / room, 1.0) if room else 0.0


def own_seconds() -> float:
    """Seconds of the processors that this process and all that it started and waited for have had."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def all_seconds() -> float:
    """Seconds of the processors that anybody has had since the machine began."""
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system + getattr(times, "steal", 0.0))
