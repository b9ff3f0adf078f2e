"""Figures over all leads, counted once for many looks: over a large file they take longer than a person should wait.

Over a file of up to LARGE leads everything is counted at each look. Over a larger one a figure is at most FRESH_S old
when it is asked for often; who asks later gets the old one at once, with the time it was counted at, and it is counted
anew behind the page.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sandi.errors import SandiError
from storage import leads
from storage.database import Store
from storage.times import now

LARGE = 5_000
FRESH_S = 60.0
KEPT = 200
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Counted(Generic[Value]):
    """A value and when it was counted (UTC ISO 8601); `at` is empty when that was now."""

    value: Value
    at: str = ""


@dataclass(slots=True)
class _Kept:
    value: Any
    at: str
    until: float


_kept: dict[tuple[str, ...], _Kept] = {}
_running: dict[tuple[str, ...], threading.Thread] = {}
_lock = threading.Lock()


def counted(store: Store, name: tuple[str, ...], count: Callable[[], Value]) -> Counted[Value]:
    """What `count` gives, or gave not long ago. `name` says of what; `count` must be safe in another thread."""
    if leads.last_id(store) <= LARGE:
        return Counted(count())
    key = (str(store.path), *name)
    with _lock:
        found = _kept.get(key)
        if found is not None and found.until < time.monotonic() and key not in _running:
            _running[key] = threading.Thread(target=_again, args=(key, count), daemon=True)
            _running[key].start()
    found = found or _count(key, count)
    return Counted(found.value, found.at)


def settle() -> None:
    """Wait until nothing is being counted behind a page."""
    for thread in list(_running.values()):
        thread.join()


def _count(key: tuple[str, ...], count: Callable[[], Any]) -> _Kept:
    at, value = now(), count()
    with _lock:
        if len(_kept) > KEPT:
            _kept.clear()
        _kept[key] = _Kept(value, at, time.monotonic() + FRESH_S)
        return _kept[key]


def _again(key: tuple[str, ...], count: Callable[[], Any]) -> None:
    """Behind a page nobody waits: what cannot be counted now (the store is busy or gone) is tried at the next look."""
    try:
        _count(key, count)
    except SandiError:
        return
    finally:
        with _lock:
            _running.pop(key, None)
