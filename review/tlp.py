"""What of a rule may leave the house: the Traffic Light Protocol of rules, kept by everything a program may read.

A rule above the level that is shared keeps its name, its title, its text and the places it marked to itself; that a
lead is there, its score and its tactic stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from review.rule_texts import card
from rules.loader import read_rules
from rules.schema import TLP
from sandi.verdict import Hit, RuleText
from storage.database import Store
from storage.judgements import rules_with

NAME = "withheld"
_RULE = re.compile(r"(?<=rule )[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Shared:
    """Rules up to the level `most` are shared; `levels` names the level of every rule that is not clear."""

    most: str = "clear"
    levels: Mapping[str, str] = field(default_factory=dict)

    def withholds(self, rule: str) -> bool:
        """Whether nothing of `rule` may be told."""
        return TLP.index(self.levels.get(rule, "clear")) > TLP.index(self.most)

    def change(self, told: str) -> str:
        """What changed of a lead, without the names of rules that are withheld."""
        return _RULE.sub(lambda match: NAME if self.withholds(match.group()) else match.group(), told)

    def hits(self, hits: Sequence[Hit], texts: Iterable[RuleText]) -> list[Hit]:
        """`hits` with withheld ones made nameless and placeless. What only they look for is marked nowhere:
        the first hit of a lead also bears signals of other rules.
        """
        hidden = {span.signal for hit in hits if self.withholds(hit.rule) for span in hit.spans}
        written = {text.rule: text.text for text in texts}
        return [self._hit(hit, hidden, written.get(hit.rule, "")) for hit in hits]

    def _hit(self, hit: Hit, hidden: set[str], text: str) -> Hit:
        if self.withholds(hit.rule):
            return Hit(NAME, 0, hit.tactic, hit.score, ())
        if not hidden:
            return hit
        kept = tuple(span for span in hit.spans if span.signal not in hidden or span.signal in text)
        return Hit(hit.rule, hit.revision, hit.tactic, hit.score, kept)


def shared(store: Store, most: str) -> Shared:
    """What may be shared of the rules behind the leads of `store`: a rule has the strictest level that any of its kept
    texts, or its file of today, names.
    """
    named = [(text.rule, card(text).tlp) for text in rules_with(store, "tlp:")]
    named += _of_today(store.config.packs)
    levels: dict[str, str] = {}
    for rule, level in named:
        levels[rule] = max(levels.get(rule, "clear"), level, key=TLP.index)
    return Shared(most, levels)


def _of_today(packs: Sequence[Path]) -> list[tuple[str, str]]:
    """Rules of own folders; those that come with sandi are clear."""
    found, _ = read_rules(packs, signals=[])
    return [(rule.id, rule.tlp) for rule in found.rules if rule.tlp]
