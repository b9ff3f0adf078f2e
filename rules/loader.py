"""Finds signals and packs on disk and loads them as one RuleSet; a broken file is told, never half loaded."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rules.baseline import Baseline, load_baseline
from rules.classifier import FILE as LIKENESS
from rules.classifier import Classifier, load_classifier
from rules.reader import read_rule, read_signals
from rules.schema import Rule, Signal, signal_names
from sandi.errors import ConfigError, InputError, Problem
from sandi.strict_yaml import MAX_BYTES, load_text
from sandi.verdict import RuleText

HOME = Path(__file__).resolve().parent
SIGNALS = HOME / "signals"
PACKS = HOME / "packs"
_SIGNALS_KEY = re.compile(rb"^signals:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All signals by name and all rules in order of id."""

    signals: Mapping[str, Signal]
    rules: tuple[Rule, ...]
    baseline: Baseline = field(default_factory=Baseline)
    classifier: Classifier | None = None
    doubted: frozenset[str] = frozenset()
    """Ids of the rules whose alerts the classifier may doubt: those of its own folder."""
    sha256: str = ""
    """Of all files that were read, so that a verdict can name the rules it was given by; '' when made in code."""

    def rule(self, rule_id: str) -> Rule | None:
        """The rule with this id, if there is one."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    def rule_texts(self) -> list[RuleText]:
        """Every rule as written, to be kept beside its hits."""
        return [
            RuleText(rule.id, rule.revision, rule.title, rule.tactic, rule.sha256, rule.text) for rule in self.rules
        ]


def load_rules(packs: Sequence[Path] = (), *, signals: Path = SIGNALS, home: Path = PACKS) -> RuleSet:
    """The RuleSet of `home` and of further pack folders, with the last `baseline.json` and the last `likeness.json`
    found in them.

    Raises InputError with every error found, ConfigError for a baseline or weights that cannot be read.
    """
    must_exist(packs)
    rules, problems = read_rules([home, *packs], signals=[signals, *(pack / "signals" for pack in packs)])
    errors = [problem for problem in problems if problem.grade == "error"]
    if errors:
        raise InputError(errors)
    prices, weights = _last("baseline.json", home, packs), _last(LIKENESS, home, packs)
    return replace(
        rules,
        baseline=load_baseline(prices),
        classifier=load_classifier(weights) if weights else None,
        doubted=frozenset(one.id for one in rules.rules if weights and _lies_in(one, weights.parent)),
        sha256=_with_pinned(rules.sha256, prices, weights),
    )


def must_exist(packs: Iterable[Path]) -> None:
    """Raises ConfigError for a pack folder that is not there, whose rules would be missed in silence."""
    for pack in packs:
        if not pack.exists():
            raise ConfigError(f"the pack folder {pack} does not exist; correct SANDI_PACKS, or make the folder")


def read_rules(packs: Iterable[Path], *, signals: Iterable[Path] = (SIGNALS,)) -> tuple[RuleSet, list[Problem]]:
    """What can be read of folders or single files, and every problem found on the way."""
    problems: list[Problem] = []
    known, read = _read_signals(_files(signals), problems)
    rules = _read_rules(_files(packs, skip="signals"), problems)
    sha256 = _digest([*read, *(rule.sha256 for rule in rules.values())])
    ruleset = RuleSet(known, tuple(rules[name] for name in sorted(rules)), sha256=sha256)
    problems += unknown_signals(ruleset)
    return ruleset, problems


def fingerprint(packs: Sequence[Path] = (), *, signals: Path = SIGNALS, home: Path = PACKS) -> str:
    """The `sha256` of the RuleSet that `load_rules` would give, without reading what the files say."""
    files = [*_files([signals, *(pack / "signals" for pack in packs)]), *_files([home, *packs], skip="signals")]
    sha256 = _digest(hashlib.sha256(_bytes_of(path)).hexdigest() for path in files)
    return _with_pinned(sha256, _last("baseline.json", home, packs), _last(LIKENESS, home, packs))


def _last(name: str, home: Path, packs: Sequence[Path]) -> Path | None:
    found = [path for folder in (home, *packs) if (path := folder / name).is_file()]
    return found[-1] if found else None


def _lies_in(rule: Rule, folder: Path) -> bool:
    return Path(rule.where).resolve().is_relative_to(folder.resolve())


def _with_pinned(sha256: str, *files: Path | None) -> str:
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files if path is not None]
    return _digest([sha256, *digests]) if digests else sha256


def load_over(base: RuleSet, place: Path) -> tuple[RuleSet, frozenset[str]]:
    """`base` with what a pack folder or a single file holds put in place of what has the same name, and the ids of the
    rules that came from there. Raises InputError.
    """
    files = list(_files([place]))
    if not files:
        mend = "name a file of a rule or of signals, or a folder of them"
        raise InputError([Problem(_shown(place), 0, "", "there is no rule", mend)])
    problems: list[Problem] = []
    signals, read = _read_signals([path for path in files if _holds_signals(path)], problems)
    rules = _read_rules([path for path in files if not _holds_signals(path)], problems)
    every = {rule.id: rule for rule in base.rules} | rules
    sha256 = _digest([base.sha256, *read, *(rule.sha256 for rule in rules.values())])
    merged = replace(
        base, signals={**base.signals, **signals}, rules=tuple(every[n] for n in sorted(every)), sha256=sha256
    )
    problems += unknown_signals(merged)
    errors = [problem for problem in problems if problem.grade == "error"]
    if errors:
        raise InputError(errors)
    return merged, frozenset(rules)


def _holds_signals(path: Path) -> bool:
    """Whether a file is one of signals and not one of a rule."""
    try:
        with path.open("rb") as stream:
            return bool(_SIGNALS_KEY.search(stream.read(MAX_BYTES)))
    except OSError:
        return False  # told when it is read


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("".join(sorted(parts)).encode()).hexdigest()


def _read_signals(files: Iterable[Path], problems: list[Problem]) -> tuple[dict[str, Signal], list[str]]:
    """Signals by name, and the digests of their files."""
    known: dict[str, Signal] = {}
    digests: list[str] = []
    for path in files:
        for signal in _signals_of(path, problems, digests):
            if signal.name in known:
                other = known[signal.name]
                found = f"the signal `{signal.name}` is defined twice (also {other.where}:{other.line})"
                problems.append(Problem(signal.where, signal.line, signal.name, found, "rename one of them"))
            known[signal.name] = signal
    return known, digests


def _read_rules(files: Iterable[Path], problems: list[Problem]) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    for path in files:
        rule = _rule_of(path, problems)
        if rule is None:
            continue
        if rule.id in rules:
            found = f"the id `{rule.id}` is used twice (also {rules[rule.id].where})"
            problems.append(Problem(rule.where, 1, "id", found, "give this rule an id of its own"))
        rules[rule.id] = rule
    return rules


_CORRELATION = "correlation-"
"""How the names of files begin that `sandi links rules` reads: they judge several listings, not one."""


def _files(places: Iterable[Path], skip: str = "") -> Iterator[Path]:
    for place in places:
        if place.is_file():
            yield place
        elif place.is_dir():
            found = (p for p in place.rglob("*.yaml") if not p.name.startswith(_CORRELATION))
            yield from sorted(p for p in found if not skip or skip not in p.relative_to(place).parts)


def _signals_of(path: Path, problems: list[Problem], digests: list[str]) -> list[Signal]:
    try:
        raw = _bytes_of(path)
        documents = load_text(raw, _shown(path))
    except InputError as error:
        problems += error.problems
        return []
    digests.append(hashlib.sha256(raw).hexdigest())
    return [signal for document in documents for signal in read_signals(document, problems)]


def _rule_of(path: Path, problems: list[Problem]) -> Rule | None:
    where = _shown(path)
    try:
        raw = _bytes_of(path)
        documents = load_text(raw, where)
    except InputError as error:
        problems += error.problems
        return None
    if len(documents) != 1:
        problems.append(Problem(where, 1, "", f"{len(documents)} documents in one file", "write one rule a file"))
        return None
    rule = read_rule(documents[0], raw.decode(), hashlib.sha256(raw).hexdigest(), problems)
    if rule is not None and rule.id and rule.id != path.stem:
        mend = f"name the file {rule.id}.yaml"
        problems.append(Problem(where, 1, "id", f"the id is `{rule.id}`, the file {path.name}", mend))
    return rule


def _bytes_of(path: Path) -> bytes:
    """The file, as far as a rule may be long. Raises InputError."""
    try:
        if not path.is_file():
            raise InputError([Problem(_shown(path), 0, "", "is no file", "move it out of the folder of rules")])
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        mend = "let this user read it"
        raise InputError([Problem(_shown(path), 0, "", f"cannot be read: {error.strerror}", mend)]) from None


def _shown(path: Path) -> str:
    """A path as the user knows it: relative to where they stand, if it lies there."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def unknown_signals(ruleset: RuleSet) -> Iterator[Problem]:
    """A problem for every signal that a rule or another signal asks for and that is not there."""
    mend = "use one of `sandi rules list --signals`, or add it under rules/signals/"
    for rule in ruleset.rules:
        for name, selection in rule.selections.items():
            for signal in signal_names(selection):
                if signal not in ruleset.signals:
                    found = f"no signal is named `{signal}`"
                    yield Problem(rule.where, _line_of(rule.text, signal), f"detection.{name}", found, mend)
    for one in ruleset.signals.values():
        for selection in (one.match, one.excepts, one.unless):
            for signal in signal_names(selection):
                if signal == one.name or signal not in ruleset.signals:
                    yield Problem(one.where, one.line, one.name, f"no other signal is named `{signal}`", mend)


def _line_of(text: str, word: str) -> int:
    return next((i for i, line in enumerate(text.splitlines(), 1) if word in line), 1)
