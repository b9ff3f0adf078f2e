"""Says in the reader's language why the store raised or re-opened a lead; a phrase nobody translated stays as it is."""

from __future__ import annotations

import re
from gettext import NullTranslations

from review import labels
from review.labels import t

OPENER = "re-opened after dismissal: "
BY_RULES = "by today's rules: "
_PHRASES: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"alerts again\Z"), t("it is flagged again"), ""),
    (re.compile(r"its text changed\Z"), t("its text changed"), ""),
    (re.compile(r"its newest version is (?P<new>\w+)\Z"), t("its newest version: %(new)s"), "VERDICTS"),
    (re.compile(r"lane child\Z"), t("it moved to the child lane"), ""),
    (re.compile(r"lane adult\Z"), t("it left the child lane"), ""),
    (re.compile(r"found looking back with rule (?P<new>[\w-]+)\Z"), t("found looking back with the rule %(new)s"), ""),
    (re.compile(r"rule (?P<new>[\w-]+) fires\Z"), t("the rule %(new)s fires"), ""),
    (re.compile(r"rule (?P<old>[\w-]+) no longer fires\Z"), t("the rule %(old)s no longer fires"), ""),
    (
        re.compile(r"rule (?P<rule>[\w-]+) edited \((?P<old>\d+) → (?P<new>\d+)\)\Z"),
        t("the rule %(rule)s was edited (%(old)s → %(new)s)"),
        "",
    ),
    (re.compile(r"score (?P<old>\d+) → (?P<new>\d+)\Z"), t("score %(old)s → %(new)s"), ""),
    (re.compile(r"verdict (?P<old>\w+) → (?P<new>\w+)\Z"), t("verdict %(old)s → %(new)s"), "VERDICTS"),
    (re.compile(r"tactic (?P<new>[\w-]+) added\Z"), t("new tactic: %(new)s"), "TACTICS"),
)


def told(change: str, catalogue: NullTranslations) -> str:
    """`change` of a lead in the language of `catalogue`."""
    prefix = ""
    if change.startswith(OPENER):
        prefix = catalogue.gettext(t("re-opened after it was dismissed")) + ": "
        change = change.removeprefix(OPENER)
    if change.startswith(BY_RULES):
        prefix += catalogue.gettext(t("judged again by today's rules")) + ": "
        change = change.removeprefix(BY_RULES)
    return prefix + "; ".join(_phrase(part, catalogue) for part in change.split("; "))


def _phrase(part: str, catalogue: NullTranslations) -> str:
    for pattern, text, table in _PHRASES:
        found = pattern.match(part)
        if found:
            names = getattr(labels, table) if table else {}
            values = {k: catalogue.gettext(names[v]) if v in names else v for k, v in found.groupdict().items()}
            return catalogue.gettext(text) % values if values else catalogue.gettext(text)
    return part
