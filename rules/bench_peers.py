"""The engines that `sandi rules bench` measures sandi against, each handed the same rules and text already folded.

Each is written as one who knows it would write it: context that many rules share is told once, conditions run inside
the engine where it has conditions, and a rule that nothing was found for is not tried. Only the `re` loop is naive.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Protocol

from rules.bench_made import CONTEXT, Made, MadeRule, Part
from rules.condition import Condition, parse_condition


class Peer(Protocol):
    """An engine with the rules compiled in."""

    def fired(self, text: str) -> Collection[str]:
        """Ids of the rules whose condition holds in a folded text."""


class YaraPython:
    """yara-python: one YARA rule a rule, private rules for shared context."""

    def __init__(self, made: Made) -> None:
        import yara

        self._rules = yara.compile(source=yara_source(made))
        self._ids = {yara_name(rule): rule.id for rule in made.rules}

    def fired(self, text: str) -> Collection[str]:
        return {self._ids[match.rule] for match in self._rules.match(data=text, fast=True)}


class YaraX:
    """yara-x in fast mode, with the same source."""

    def __init__(self, made: Made) -> None:
        import yara_x

        self._scanner = yara_x.Scanner(yara_x.compile(yara_source(made)))
        self._scanner.fast_scan(True)
        self._ids = {yara_name(rule): rule.id for rule in made.rules}

    def fired(self, text: str) -> Collection[str]:
        return {self._ids[match.identifier] for match in self._scanner.scan(text.encode()).matching_rules}


class SpacyPhraseMatcher:
    """spaCy's PhraseMatcher for all phrases, `re` for the patterns, conditions on what either found."""

    def __init__(self, made: Made) -> None:
        import spacy
        from spacy.matcher import PhraseMatcher

        self._spacy = spacy.blank("id")
        self._matcher = PhraseMatcher(self._spacy.vocab)
        phrases = {*made.phrases, *(word for group in CONTEXT.values() for word in group)}
        for phrase in sorted(phrases):
            self._matcher.add(phrase, [self._spacy.make_doc(phrase)])
        self._names = self._spacy.vocab.strings
        self._patterns = [(pattern, re.compile(pattern)) for pattern in sorted(made.patterns)]
        self._decider = _Decider(made)

    def fired(self, text: str) -> Collection[str]:
        found = {self._names[key] for key, _, _ in self._matcher(self._spacy.make_doc(text))}
        found |= {pattern for pattern, regex in self._patterns if regex.search(text)}
        return self._decider.fired(found)


class _Decider:
    """Conditions of the rules that something was found for."""

    def __init__(self, made: Made) -> None:
        self._rules: list[tuple[str, Condition, Mapping[str, frozenset[str]]]] = []
        self._of: dict[str, list[int]] = {}
        for number, rule in enumerate(made.rules):
            sought = {name: frozenset(_sought(part)) for name, part in rule.parts.items()}
            condition = parse_condition(rule.condition, [*rule.parts])
            self._rules.append((rule.id, condition, sought))
            for text in {text for name in condition.positive if not rule.parts[name].group for text in sought[name]}:
                self._of.setdefault(text, []).append(number)

    def fired(self, found: set[str]) -> Collection[str]:
        fired = set()
        for number in {number for text in found for number in self._of.get(text, ())}:
            rule, condition, sought = self._rules[number]
            if condition.check(lambda name, sought=sought: not found.isdisjoint(sought[name])):  # type: ignore[misc]
                fired.add(rule)
        return fired


def _sought(part: Part) -> Iterator[str]:
    yield from part.phrases
    yield from part.patterns
    yield from CONTEXT.get(part.group, ())


class ReLoop:
    """Every rule in turn, one compiled alternation a selection: what one writes first."""

    def __init__(self, made: Made) -> None:
        self._groups = {name: _alternation(words) for name, words in CONTEXT.items()}
        self._rules = [
            (
                rule.id,
                parse_condition(rule.condition, [*rule.parts]),
                {name: self._regex(part) for name, part in rule.parts.items()},
            )
            for rule in made.rules
        ]

    def _regex(self, part: Part) -> re.Pattern[str]:
        return self._groups[part.group] if part.group else _alternation(part.phrases, part.patterns)

    def fired(self, text: str) -> Collection[str]:
        return [rule for rule, condition, regexes in self._rules if condition.check(_searching(regexes, text))]


def _alternation(phrases: Iterable[str], patterns: Iterable[str] = ()) -> re.Pattern[str]:
    return re.compile("|".join([*(rf"\b{re.escape(phrase)}\b" for phrase in phrases), *patterns]))


def _searching(regexes: Mapping[str, re.Pattern[str]], text: str) -> Callable[[str], bool]:
    return lambda name: regexes[name].search(text) is not None


PEERS: Mapping[str, Callable[[Made], Peer]] = {
    "yara-python": YaraPython,
    "yara-x": YaraX,
    "spacy-phrasematcher": SpacyPhraseMatcher,
    "re-loop": ReLoop,
}


# YARA -----------------------------------------------------------------------------------------------------------


def yara_name(rule: MadeRule) -> str:
    """The rule's id as YARA allows it."""
    return rule.id.replace("-", "_")


def yara_source(made: Made) -> str:
    """All rules in YARA's language, as yara-python and yara-x both read it."""
    context = [
        _yara("private rule", f"context_{name}", [rf"$any = /\b({'|'.join(words)})\b/"], "$any")
        for name, words in CONTEXT.items()
    ]
    rules = []
    for rule in made.rules:
        strings = [line for name, part in rule.parts.items() for line in _strings(name, part)]
        rules.append(_yara("rule", yara_name(rule), strings, _yara_condition(rule)))
    return "\n".join([*context, *rules])


def _yara(kind: str, name: str, strings: Iterable[str], condition: str) -> str:
    return f"{kind} {name} {{ strings: {' '.join(strings)} condition: {condition} }}"


def _strings(name: str, part: Part) -> list[str]:
    phrases = [f'${name}_p{i} = "{phrase}" fullword' for i, phrase in enumerate(part.phrases)]
    patterns = [f"${name}_r{i} = /{pattern.replace('(?:', '(')}/" for i, pattern in enumerate(part.patterns)]
    return phrases + patterns


def _yara_condition(rule: MadeRule) -> str:
    if " of " in rule.condition:
        return rule.condition.replace("s_*", "($s_*)")  # every `s_…` is a single phrase

    def named(match: re.Match[str]) -> str:
        part = rule.parts.get(match.group())
        if part is None:
            return match.group()
        return f"context_{part.group}" if part.group else f"any of (${match.group()}_*)"

    return re.sub(r"\w+", named, rule.condition)
