"""The vocabulary of a rule set: every word that its phrases and patterns can read.

Obscured writing is undone only where such a word comes out of it (`rules.views`), so ordinary text is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from rules.schema import Test


class Vocabulary:
    """Words in folded form."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.words = frozenset(words)

    @cached_property
    def reversed(self) -> frozenset[str]:
        """Words written backwards that are no words themselves."""
        return frozenset(word[::-1] for word in self.words if len(word) > 4) - self.words


def vocabulary_of(tests: Iterable[tuple[Test, bool]]) -> Vocabulary:
    """The words of text tests, each with whether it takes affixes."""
    return Vocabulary()
