"""What a site writes into its listings itself, learned by how many of them it stands in, not from lists.

A line, a contact or an image in a fifth of a source's different texts, and in twenty of them, is the site's own. It
is learned when clusters are built anew and holds until then, so that a listing is placed as a rebuilding would.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

LEAST = 20
SHARE = 0.2
SHORTEST_LINE = 8
"""Letters of the shortest line that is learned; what is shorter weighs little."""


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """By source the keys of its own lines; its own contacts and images with their source; from how many `texts`."""

    lines: Mapping[str, frozenset[int]] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    texts: int = 0

    def of(self, source: str) -> frozenset[int]:
        """The keys of a source's own lines."""
        return self.lines.get(source, frozenset())


class Learner:
    """Counts in how many different texts of a source each line and key stands."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, int]] = set()
        self._texts: Counter[str] = Counter()
        self._lines: dict[str, Counter[int]] = defaultdict(Counter)
        self._keys: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, source: str, text: int, lines: Iterable[int], keys: Iterable[str]) -> None:
        """A listing: the key of its whole text, those of its lines, its contacts and images. The same text of a
        source counts once, or whoever floods a site would become its boilerplate. A key that stands alone is somebody's
        own; a help line stands beside others.
        """
        if (source, text) in self._seen:
            return
        self._seen.add((source, text))
        self._texts[source] += 1
        self._lines[source].update(set(lines))
        beside = set(keys)
        if len(beside) > 1:
            self._keys[source].update(beside)

    def learned(self) -> Boilerplate:
        """What is common enough."""
        lines: dict[str, frozenset[int]] = {}
        keys: dict[str, str] = {}
        for source, count in sorted(self._texts.items()):
            least = max(LEAST, SHARE * count)
            if found := frozenset(line for line, seen in self._lines[source].items() if seen >= least):
                lines[source] = found
            keys |= {key: source for key, seen in self._keys[source].items() if seen >= least and key not in keys}
        return Boilerplate(lines, keys, self._texts.total())
