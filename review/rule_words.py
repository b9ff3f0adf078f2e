"""What rules and signals say of themselves, in the language of the page: titles, descriptions, harmless readings.

Rules are written in English; review/locale/<language>/rules.yaml says the same in other words, text by text, so that a
text that was changed is shown as it stands until somebody says it anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from review.i18n import LOCALE
from review.signals import LEARNT
from rules.loader import RuleSet
from sandi.strict_yaml import load_text


@cache
def rule_words(language: str) -> Mapping[str, str]:
    """The texts of `language` by the English ones; empty for a language without a file. Raises InputError."""
    file = LOCALE / language / "rules.yaml"
    if not file.is_file():
        return {}
    return {
        one_line(str(said)): str(meant) for said, meant in load_text(file.read_text("utf-8"), str(file))[0].data.items()
    }


def in_words(text: str, language: str) -> str:
    """`text` of a rule in `language`, or as it is when nobody has said it there."""
    return rule_words(language).get(one_line(text), text)


def told_by(rules: RuleSet) -> Iterator[str]:
    """Every text of the rules and signals that a lead page shows."""
    for rule in rules.rules:
        yield from map(one_line, (rule.title, rule.description, *rule.falsepositives))
    for signal in (*rules.signals.values(), *LEARNT):
        yield from map(one_line, (signal.title, *signal.harmless))


def one_line(text: str) -> str:
    """`text` with its line breaks and runs of blanks as single blanks."""
    return " ".join(text.split())
