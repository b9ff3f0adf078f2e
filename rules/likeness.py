"""How much many texts read like adverts, at once: the compiled equal of `rules.classifier`, for the first look."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rules.classifier import FIGURES, MOST_WORDS, STEP, WINDOW, Classifier, number_word
from rules.speech import plain
from rules.wordtable import AS_IT_IS, MOST

if TYPE_CHECKING:
    from rules._kernel import Likeness

FIELDS = 2
"""Title and text are read, which stand first."""


class Likenesses:
    """Likeness of listings that are cut into words, fields set apart by \\x1d. Only where `rules.kernel` was built."""

    def __init__(self, classifier: Classifier) -> None:
        self._classifier = classifier
        self._numbers: dict[str, int] = {}
        self._compiled: Likeness | None = None
        self._arrays = self._laid_out(classifier)

    def __getstate__(self) -> dict[str, object]:
        """What can be written down: nothing of the words that were read."""
        return vars(self) | {"_compiled": None}

    def _laid_out(self, classifier: Classifier) -> tuple[bytes, bytes, bytes]:
        """For each word its feature, pairs of words with theirs, and rarity and weight of each feature."""
        names = [name.split(" ") for name in classifier.thousandths]
        for word in (word for name in names for word in name):
            self._numbers.setdefault(word, len(self._numbers) + 1)
        single = np.full(len(self._numbers) + 1, -1, np.int64)
        pairs: list[tuple[int, int, int]] = []
        for at, words in enumerate(names):
            if len(words) == 1:
                single[self._numbers[words[0]]] = at
            elif len(words) == 2:
                pairs.append((self._numbers[words[0]], self._numbers[words[1]], at))
        weights = np.array([*classifier.thousandths.values()], np.int64)
        return single.tobytes(), np.array(pairs, np.int64).tobytes(), weights.tobytes()

    def of(self, blanked: Sequence[bytes]) -> list[int]:
        """The likeness of each text in plain speech, 0-100."""
        if not blanked:
            return []
        if self._compiled is None or len(self._compiled) > MOST:
            self._compiled = self._made()
        odds, unknown = self._odds(blanked, self._compiled)
        if unknown:
            self._compiled.put(unknown, [self._read(word.decode()) for word in unknown])
            left = np.flatnonzero(np.isnan(odds))
            odds[left], _ = self._odds([blanked[i] for i in left.tolist()], self._compiled)
        return list(map(self._classifier.likeness_of, odds.tolist()))

    def _made(self) -> Likeness:
        from rules import _kernel

        return _kernel.Likeness(secrets.randbits(64), self._numbers.get(FIGURES, 0), *self._arrays)

    def _odds(self, blanked: Sequence[bytes], compiled: Likeness) -> tuple[npt.NDArray[np.float64], list[bytes]]:
        odds, unknown = compiled.odds(b"\x1e".join(blanked), AS_IT_IS, FIELDS, WINDOW, STEP, MOST_WORDS)
        return np.frombuffer(odds, np.float64).copy(), unknown

    def _read(self, word: str) -> tuple[int, ...]:
        return tuple(self._numbers.get(number_word(one), 0) for one in plain(word).split())


def at_least(likenesses: Mapping[int, int], bounds: Iterable[int], always: int) -> dict[int, int]:
    """For each of `bounds` the listings that are as like or more, a bit for each, and those of `always`."""
    found = dict.fromkeys(bounds, always)
    for i, likeness in likenesses.items():
        for bound in found:
            if likeness >= bound:
                found[bound] |= 1 << i
    return found
