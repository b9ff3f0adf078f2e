"""Finds signals and packs on disk and loads them as one RuleSet; a broken file is told, never half loaded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rules.baseline import Baseline, load_baseline
from rules.reader import read_rule, read_signals
from rules.schema import Rule, Signal, signal_names
from sandi.errors import ConfigError, InputError, Problem
from sandi.strict_yaml import MAX_BYTES, load_text
from sandi.verdict import RuleText

HOME = Path(__file__).resolve().parent
SIGNALS = HOME / "signals"
PACKS = HOME / "packs"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All signals by name and all rules in order of id."""

    signals: Mapping[str, Signal]
    rules: tuple[Rule, ...]
    baseline: Baseline = field(default_factory=Baseline)

    def rule(self, rule_id: str) -> Rule | None:
        """The rule with this id, if there is one."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    def rule_texts(self) -> list[RuleText]:
        """Every rule as written, to be kept beside its hits."""
        return [
            RuleText(rule.id, rule.revision, rule.title, rule.tactic, rule.sha256, rule.text) for rule in self.rules
        ]


def load_rules(packs: Sequence[Path] = (), *, signals: Path = SIGNALS, home: Path = PACKS) -> RuleSet:
    """The RuleSet of `home` and of further pack folders, with the last `baseline.json` found in them.

    Raises InputError with every error found, ConfigError for a baseline that cannot be read.
    """
    for pack in packs:
        if not pack.exists():
            raise ConfigError(f"the pack folder {pack} does not exist; correct SANDI_PACKS, or make the folder")
    rules, problems = read_rules([home, *packs], signals=[signals, *(pack / "signals" for pack in packs)])
    errors = [problem for problem in problems if problem.grade == "error"]
    if errors:
        raise InputError(errors)
    pinned = [path for folder in (home, *packs) if (path := folder / "baseline.json").is_file()]
    return replace(rules, baseline=load_baseline(pinned[-1] if pinned else None))


def read_rules(packs: Iterable[Path], *, signals: Iterable[Path] = (SIGNALS,)) -> tuple[RuleSet, list[Problem]]:
    """What can be read of folders or single files, and every problem found on the way."""
    problems: list[Problem] = []
    known: dict[str, Signal] = {}
    for path in _files(signals):
        for signal in _signals_of(path, problems):
            if signal.name in known:
                other = known[signal.name]
                found = f"the signal `{signal.name}` is defined twice (also {other.where}:{other.line})"
                problems.append(Problem(signal.where, signal.line, signal.name, found, "rename one of them"))
            known[signal.name] = signal
    rules: dict[str, Rule] = {}
    for path in _files(packs, skip="signals"):
        rule = _rule_of(path, problems)
        if rule is None:
            continue
        if rule.id in rules:
            found = f"the id `{rule.id}` is used twice (also {rules[rule.id].where})"
            problems.append(Problem(rule.where, 1, "id", found, "give this rule an id of its own"))
        rules[rule.id] = rule
    ruleset = RuleSet(known, tuple(rules[name] for name in sorted(rules)))
    problems += _unknown_signals(ruleset)
    return ruleset, problems


def _files(places: Iterable[Path], skip: str = "") -> Iterator[Path]:
    for place in places:
        if place.is_file():
            yield place
        elif place.is_dir():
            yield from sorted(p for p in place.rglob("*.yaml") if not skip or skip not in p.relative_to(place).parts)


def _signals_of(path: Path, problems: list[Problem]) -> list[Signal]:
    try:
        documents = load_text(_bytes_of(path), _shown(path))
    except InputError as error:
        problems += error.problems
        return []
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


def _unknown_signals(ruleset: RuleSet) -> Iterator[Problem]:
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
