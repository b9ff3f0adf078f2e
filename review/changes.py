"""What changed from one version of a listing to the next, word by word where it is text."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from storage.records import Version

MAX_COMPARED = 4_000
CONTEXT = 6
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that stayed ("same"), came ("ins"), went ("del") or are left out because nothing changed ("gap")."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A version and, for each field that changed, how."""

    version: Version
    fields: tuple[tuple[str, tuple[Stretch, ...]], ...]


def changes(versions: Sequence[Version]) -> tuple[Change, ...]:
    """The versions, newest first, each compared with the one before it."""
    ordered = sorted(versions, key=lambda version: version.number)
    result = [
        Change(later, tuple((name, _compare(earlier, later, name)) for name in later.changed))
        for earlier, later in itertools.pairwise(ordered)
    ]
    first = [Change(ordered[0], ())] if ordered else []
    return tuple(reversed(first + result))


def _compare(earlier: Version, later: Version, name: str) -> tuple[Stretch, ...]:
    before, after = _value(earlier, name), _value(later, name)
    if before is None or after is None:
        return ()
    if name not in ("title", "text"):
        return tuple(Stretch(kind, text) for kind, text in (("del", before), ("ins", after)) if text)
    return difference(before, after)


def _value(version: Version, name: str) -> str | None:
    """A field as text; None for a field that versions do not keep."""
    value = getattr(version, name, None)
    if isinstance(value, float):
        return f"{value:g}" if value != int(value) else f"{value:.0f}"
    if value is None:
        return "" if hasattr(version, name) else None
    return value if isinstance(value, str) else None


def difference(before: str, after: str) -> tuple[Stretch, ...]:
    """The way from `before` to `after` in words; only the first `MAX_COMPARED` characters are compared."""
    old, new = _WORDS.findall(before[:MAX_COMPARED]), _WORDS.findall(after[:MAX_COMPARED])
    found: list[Stretch] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.extend(_shortened(old[a:b], first=a == 0, last=b == len(old)))
            continue
        if b > a:
            found.append(Stretch("del", "".join(old[a:b])))
        if d > c:
            found.append(Stretch("ins", "".join(new[c:d])))
    return tuple(found)


def _shortened(words: Sequence[str], *, first: bool, last: bool) -> list[Stretch]:
    head = () if first else words[:CONTEXT]
    tail = () if last else words[-CONTEXT:]
    if len(words) <= len(head) + len(tail) + CONTEXT:
        return [Stretch("same", "".join(words))]
    parts = (Stretch("same", "".join(head)), Stretch("gap", ""), Stretch("same", "".join(tail)))
    return [part for part in parts if part.text or part.kind == "gap"]
