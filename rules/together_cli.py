"""Correlation rules in the verbs of rule authors: `sandi rules list|lint|test|gate` know them as they know all others.

A roof like every cli.py: it alone joins `rules` with `linking`, which reads and runs these rules. They are run over
what is kept by crawls and by `sandi links rules run`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rules.scan import Result, Source
from sandi.errors import InputError, Problem
from sandi.listing import listing_from_line
from sandi.verdict import Verdict

TACTIC = "several listings"
"""Where other rules name their tactic."""


def listed(packs: Sequence[Path]) -> list[dict[str, object]]:
    """A row for each, like those of other rules. Raises InputError."""
    from linking.correlation_files import files, read

    found, problems = read(files(packs))
    if problems:
        raise InputError(problems)
    return [
        {
            "rule": one.rule.id,
            "tactic": TACTIC,
            "status": one.status,
            "revision": one.revision,
            "title": one.rule.title,
            "file": one.rule.where,
        }
        for one in found
    ]


def linted(packs: Sequence[Path]) -> list[Problem]:
    """Every mistake, in files or pack folders and in those that come with sandi."""
    from linking.correlation_files import files, read

    return read(files(packs))[1]


def others(paths: Iterable[Path]) -> list[Path]:
    """Those paths that are no file of a correlation rule."""
    from linking.correlation_files import is_correlation

    return [path for path in paths if not is_correlation(path)]


def tested(packs: Sequence[Path], names: Iterable[str]) -> tuple[list[str], int, list[Problem]]:
    """Of all, or of those named: ids, how many examples, and those that do not hold. Raises InputError."""
    from linking.correlation_files import failures, files, read

    found, problems = read(files(packs))
    if problems:
        raise InputError(problems)
    wanted = set(names)
    chosen = [one for one in found if not wanted or one.rule.id in wanted]
    wrong = [problem for one in chosen for problem in failures(one)]
    return [one.rule.id for one in chosen], sum(len(one.examples) for one in chosen), wrong


class Gate:
    """The harmless gate: takes what the gate of other rules judged. `groups`: by corpus and rule, in how many groups of
    its listings the rule fires. Rules with mistakes are left out; lint tells them.
    """

    def __init__(self, packs: Sequence[Path]) -> None:
        from linking.correlation_files import files, read

        self._rules = read(files(packs))[0]
        self.groups: dict[str, dict[str, int]] = {}

    def take(self, path: str, results: Sequence[Result]) -> None:
        """A file of listings, and what its lines came to."""
        from linking.correlation_gate import fired

        if path == "-":  # it is read once only
            return
        pairs = [
            (listing_from_line(line), verdict)
            for (_, _, line), verdict in zip(Source(path).lines(), results, strict=True)
            if isinstance(verdict, Verdict)
        ]
        self.groups[Path(path).name] = fired(self._rules, pairs)

    @property
    def lines(self) -> list[str]:
        """What fired, for people."""
        return [
            f"{rule} fires in {count:,} groups of {corpus}: a correlation rule may fire in none"
            for corpus, counts in self.groups.items()
            for rule, count in counts.items()
            if count
        ]
