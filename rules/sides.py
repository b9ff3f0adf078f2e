"""The two sides of a comparison, `OLD..NEW`: folders, files or git revisions of rules, each loaded as a RuleSet.

A git revision is read with `git archive` into a temporary folder; the checkout itself is never touched.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from rules.loader import PACKS, SIGNALS, RuleSet, load_over, load_rules
from sandi.errors import InputError, Problem, SandiError

GIT_S = 60


@contextmanager
def two_sides(text: str, packs: Sequence[Path], *, home: Path = PACKS, signals: Path = SIGNALS) -> Iterator[Sides]:
    """Both sides of `OLD..NEW`; an empty side is the rules as they are now. Raises SandiError, InputError."""
    with TemporaryDirectory(prefix="sandi-rules-") as folder:
        yield Sides(text, packs, home, signals, Path(folder))


class Sides:
    """`old` and `new` as rule sets, and their names."""

    def __init__(self, text: str, packs: Sequence[Path], home: Path, signals: Path, folder: Path) -> None:
        self._home, self._signals, self._folder = home, signals, folder
        self.names = _split(text, home)
        named = {Path(name).resolve() for name in self.names if name and Path(name).exists()}
        self._packs = [pack for pack in packs if pack.resolve() not in named]
        self._all_packs = list(packs)
        self.old, self.new = (self._load(name, str(i)) for i, name in enumerate(self.names))

    def _load(self, name: str, label: str) -> RuleSet:
        if not name:
            return load_rules(self._all_packs, home=self._home, signals=self._signals)
        place = Path(name)
        if not place.exists():
            return self._revision(name, self._folder / label)
        if (place / "packs").is_dir():
            return load_rules(self._packs, home=place / "packs", signals=place / "signals")
        base = load_rules(self._packs, home=self._home, signals=self._signals)
        return load_over(base, place)[0]

    def _revision(self, name: str, target: Path) -> RuleSet:
        """The rules at a git revision; a folder of rules that lies in no repository with it is taken as it is."""
        folders = [self._home, self._signals, *self._all_packs]
        places, found = [], False
        for i, folder in enumerate(folders):
            commit = _commit(folder, name)
            found = found or bool(commit)
            places.append(_export(folder, commit, target / str(i)) if commit else folder)
        if not found:
            raise SandiError(_unknown(name, self._home))
        try:
            return load_rules(places[2:], home=places[0], signals=places[1])
        except InputError as error:
            raise InputError([_at(problem, name, target) for problem in error.problems]) from None


def _split(text: str, home: Path) -> tuple[str, str]:
    """The two names of `OLD..NEW`, cut where both can be found, because a path may hold dots too."""
    cuts = [i for i in range(len(text)) if text.startswith("..", i)]
    if not cuts:
        raise SandiError(f"{text!r} has no `..`; write OLD..NEW, such as HEAD.. or old-packs..new-packs")
    pairs = [(text[:i], text[i + 2 :]) for i in cuts]
    return next((pair for pair in pairs if all(_known(name, home) for name in pair)), pairs[0])


def _known(name: str, home: Path) -> bool:
    return not name or Path(name).exists() or bool(_commit(home, name))


def _unknown(name: str, home: Path) -> str:
    if not _git(home, "rev-parse", "--show-toplevel"):
        return f"{name!r} is no folder or file, and the rules lie in no git checkout; name a folder of rules"
    return f"{name!r} is no folder, no file and no git revision; `git log --oneline` shows revisions"


def _commit(folder: Path, name: str) -> str:
    """The commit that `name` stands for in the repository of `folder`, '' when there is none."""
    if name.startswith("-") or not folder.is_dir():
        return ""
    return _git(folder, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").decode().strip()


def _export(folder: Path, commit: str, target: Path) -> Path:
    """`folder` as it was at `commit`, under `target`; an empty folder when it was not there yet."""
    target.mkdir(parents=True)
    if not _git(folder, "ls-tree", "--name-only", commit, "./"):
        return target
    packed = _git(folder, "archive", "--format=tar", commit, ".")
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(target, filter="data")
    return target


def _git(folder: Path, *words: str) -> bytes:
    """What git says, empty when it refuses or is not installed."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=False, timeout=GIT_S)
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""


def _at(problem: Problem, name: str, target: Path) -> Problem:
    """A problem in an exported file, told by revision instead of by temporary folder."""
    where = problem.where
    if str(target) in where:
        where = f"{name}:{Path(where).resolve().relative_to(target.resolve()).as_posix().partition('/')[2]}"
    mend = f"this file of {name} cannot be read by today's reader; {problem.mend}"
    return Problem(where, problem.line, problem.field, problem.found, mend, problem.grade)
