"""The rules as their files stand now, read again only when a file changed."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rules.loader import PACKS, SIGNALS, RuleSet, fingerprint, read_rules
from sandi.errors import Problem

_lock = threading.Lock()
_kept: dict[tuple[Path, ...], tuple[str, Rulebook]] = {}


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What could be read, and what is wrong with the rest; rules of broken files are missing."""

    rules: RuleSet
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems because of which `sandi scan` and crawls would refuse to start."""
        return tuple(problem for problem in self.problems if problem.grade == "error")


def rulebook(packs: Sequence[Path] = ()) -> Rulebook:
    """The rules that come with sandi and those of `packs`. Reading takes about a second, but only after an edit."""
    key = tuple(packs)
    with _lock:
        print_ = fingerprint(key)
        kept = _kept.get(key)
        if kept is None or kept[0] != print_:
            found, problems = read_rules([PACKS, *key], signals=[SIGNALS, *(pack / "signals" for pack in key)])
            kept = _kept[key] = (print_, Rulebook(found, tuple(problems)))
        return kept[1]
