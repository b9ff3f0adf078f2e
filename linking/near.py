"""Which texts to compare: those that share one of 40 bands of a MinHash signature; comparing decides.

The signature is that of `datasketch`, made by numpy alone: its import brings scipy, which every crawl would pay for.

Four values a band find, of two texts half alike, 92 % of the pairs, and of two a twentieth alike one pair in 4,000. Of
these the sketch, the lowest byte of each value, leaves out who cannot be alike: that costs a hundredth of comparing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linking.texts import Runs, similarity, wanted

BANDS, ROWS = 40, 4
LEAST_AGREEING = 40
"""Bytes of 160 that agree in two texts worth comparing: 84 of two half alike; fewer than this in none of 20 million."""
_HALF = np.uint64(0x7FFF_FFFF_FFFF_FFFF)
_GOLDEN = np.uint64(0x9E37_79B9_7F4A_7C15)
_BAND_SEEDS = np.arange(1, BANDS + 1, dtype=np.uint64) * np.uint64(0xD6E8_FEB8_6659_FD93)

Sketch = NDArray[np.uint8]
"""BANDS * ROWS bytes of a text; of several one row each."""


def _constants(name: str) -> Runs:
    """A value of 32 bits for each row of the signature. They lie in databases, so they are the same for ever."""
    each = (hashlib.blake2b(f"{name} {row}".encode(), digest_size=4).digest() for row in range(BANDS * ROWS))
    return np.frombuffer(b"".join(each), "<u4").astype(np.uint32)


_TIMES, _PLUS = (_constants("times") | np.uint32(1)).reshape(-1, 1), _constants("plus").reshape(-1, 1)

Edge = tuple[int, int, float]
"""Keys of two texts, the smaller first, and how similar they are."""


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """By what a text is found (its BANDS keys) and first looked at."""

    bands: tuple[int, ...]
    sketch: Sketch


def marks_of(runs: Runs) -> Marks:
    """The marks of a text. `runs` must not be empty."""
    signature = signature_of(runs)
    return Marks(tuple(banded(signature).tolist()), sketch_of(signature))


def bands_of(runs: Runs) -> NDArray[np.int64]:
    """The BANDS keys under which a text is found, each below 2**63. `runs` must not be empty."""
    return banded(signature_of(runs))


def signature_of(runs: Runs) -> NDArray[np.uint32]:
    """The BANDS * ROWS smallest values of a text. `runs` must not be empty."""
    spread = _TIMES * _mixed(runs)  # a multiplication is a permutation of 32 bits
    spread += _PLUS
    signature: NDArray[np.uint32] = spread.min(axis=1)
    return signature


def sketch_of(signatures: NDArray[np.uint32]) -> Sketch:
    """The lowest byte of each value."""
    return signatures.astype(np.uint8)


def banded(signatures: NDArray[np.uint32]) -> NDArray[np.int64]:
    """The BANDS keys of a signature, or of each of several."""
    rows = signatures.reshape(*signatures.shape[:-1], BANDS, ROWS)
    with np.errstate(over="ignore"):
        keys: NDArray[np.uint64] = np.broadcast_to(_BAND_SEEDS, rows.shape[:-1])
        for step in range(ROWS):
            keys = (keys ^ rows[..., step]) * _GOLDEN
            keys ^= keys >> np.uint64(29)
    return (keys & _HALF).astype(np.int64)


def may_be_alike(one: Sketch, others: Sketch) -> NDArray[np.bool_]:
    """Which of two rows of sketches, or of one and many, are worth comparing."""
    found: NDArray[np.bool_] = np.count_nonzero(one == others, axis=-1) >= LEAST_AGREEING
    return found


def alike(one: Runs, other: Runs) -> float | None:
    """How similar two texts are when that is enough to be one template; else None."""
    small, large = sorted((len(one), len(other)))
    bound = wanted(small, large)
    if small < bound * large:
        return None
    found = similarity(one, other)
    return found if found >= bound else None


def seems_alike(one: Sketch, count: int, other: Sketch, other_count: int) -> bool:
    """What `alike` would find, by sketches and the number of runs alone: within 4 %, as far as 160 bytes tell."""
    small, large = sorted((count, other_count))
    bound = wanted(small, large)
    by_chance = 1 / 256
    agreeing = float(np.count_nonzero(one == other)) / len(one)
    return small >= bound * large and (agreeing - by_chance) / (1 - by_chance) >= bound


def _mixed(runs: Runs) -> Runs:
    """Neighbouring numbers spread over 32 bits, as a hash does."""
    mixed = runs * np.uint32(0x9E37_79B1)
    mixed ^= mixed >> np.uint32(15)
    mixed *= np.uint32(0x85EB_CA77)
    mixed ^= mixed >> np.uint32(13)
    return mixed
