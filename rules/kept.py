"""Keeps what was found in patterns from one start of the program to the next, in the user's cache folder.

Looking into a thousand patterns takes a second, and what is found depends on nothing but the pattern and on this
program. A file that is missing, broken or not of this program is as good as none; it never holds anything of a listing.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

_HERE = Path(__file__).resolve().parent
_SOURCES = ("kept.py", "literals.py", "regexes.py", "vocabulary.py")
"""What is found depends on these; the file is named by what they say."""
MOST = 20_000
"""Patterns that are kept; beyond that only those of this run."""


class Kept:
    """Values by name and pattern, as JSON."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._used: dict[str, Any] = {}
        self._new = False

    @cached_property
    def _old(self) -> dict[str, Any]:
        return _read(self.path) if self.path is not None else {}

    def get(self, name: str, pattern: str, work: Callable[[str], Any]) -> Any:
        """What `work` gives for `pattern`, from an earlier run if it is known."""
        key = f"{name} {pattern}"
        value = self._used.get(key)
        if value is None:
            value = self._old.get(key)
            if value is None:
                value = work(pattern)
                self._new = True
            self._used[key] = value
        return value

    def save(self) -> None:
        """Write down what is new; a folder that cannot be written to is no error."""
        if not self._new or self.path is None:
            return
        self._new = False
        values = {**self._old, **self._used} if len(self._old) < 2 * MOST else self._used
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.NamedTemporaryFile(dir=self.path.parent, delete=False) as stream:  # of mode 0600
                stream.write(orjson.dumps(values))
            Path(stream.name).replace(self.path)
            for other in self.path.parent.glob("patterns-*.json"):
                if other != self.path:
                    other.unlink(missing_ok=True)


def _read(path: Path) -> dict[str, Any]:
    try:
        values = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return {}
    return values if isinstance(values, dict) else {}


def folder() -> Path | None:
    """The folder in which sandi keeps what it can make anew; None where there is no home."""
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sandi"
    except RuntimeError:
        return None


def _place() -> Path | None:
    home = folder()
    try:
        digest = hashlib.sha256(b"".join((_HERE / name).read_bytes() for name in _SOURCES)).hexdigest()
    except OSError:  # a program without its sources
        return None
    return home / f"patterns-{digest[:16]}.json" if home is not None else None


KEPT = Kept(_place())
