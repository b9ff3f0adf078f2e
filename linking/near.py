"""Which texts to compare: those that share one of 40 bands of a MinHash signature; comparing decides.

The signature is that of `datasketch`, made by numpy alone: its import brings scipy, which every crawl would pay for.

Four values a band find, of two texts half alike, 92 % of the pairs, and of two a twentieth alike one pair in 4,000.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from linking.texts import Runs, similarity, wanted

BANDS, ROWS = 40, 4
MOST_IN_BAND = 48
"""Texts of one band that are compared with all others of it: a flood of one text must not cost its square. Placing
compares with those that are there, so the edges of a crowded band depend on the order; see docs/linking.md."""
_HALF = np.uint64(0x7FFF_FFFF_FFFF_FFFF)
_GOLDEN = np.uint64(0x9E37_79B9_7F4A_7C15)
_BAND_SEEDS = np.arange(1, BANDS + 1, dtype=np.uint64) * np.uint64(0xD6E8_FEB8_6659_FD93)


def _constants(name: str) -> Runs:
    """A value of 32 bits for each row of the signature. They lie in databases, so they are the same for ever."""
    each = (hashlib.blake2b(f"{name} {row}".encode(), digest_size=4).digest() for row in range(BANDS * ROWS))
    return np.frombuffer(b"".join(each), "<u4").astype(np.uint32)


_TIMES, _PLUS = (_constants("times") | np.uint32(1)).reshape(-1, 1), _constants("plus").reshape(-1, 1)

Edge = tuple[int, int, float]
"""Keys of two texts, the smaller first, and how similar they are."""


def bands_of(runs: Runs) -> NDArray[np.int64]:
    """The BANDS keys under which a text is found, each below 2**63. `runs` must not be empty."""
    return banded(signature_of(runs))


def signature_of(runs: Runs) -> NDArray[np.uint32]:
    """The BANDS * ROWS smallest values of a text. `runs` must not be empty."""
    spread = _TIMES * _mixed(runs)  # a multiplication is a permutation of 32 bits
    spread += _PLUS
    signature: NDArray[np.uint32] = spread.min(axis=1)
    return signature


def banded(signatures: NDArray[np.uint32]) -> NDArray[np.int64]:
    """The BANDS keys of a signature, or of each of several."""
    rows = signatures.reshape(*signatures.shape[:-1], BANDS, ROWS)
    with np.errstate(over="ignore"):
        keys: NDArray[np.uint64] = np.broadcast_to(_BAND_SEEDS, rows.shape[:-1])
        for step in range(ROWS):
            keys = (keys ^ rows[..., step]) * _GOLDEN
            keys ^= keys >> np.uint64(29)
    return (keys & _HALF).astype(np.int64)


def alike(one: Runs, other: Runs) -> float | None:
    """How similar two texts are when that is enough to be one template; else None."""
    small, large = sorted((len(one), len(other)))
    bound = wanted(small, large)
    if small < bound * large:
        return None
    found = similarity(one, other)
    return found if found >= bound else None


def edges_among(keys: Sequence[int], bands: NDArray[np.int64], runs_of_key: Callable[[int], Runs]) -> Iterator[Edge]:
    """All pairs of one template. `keys`: those of the texts, rising; `bands`: their rows in that order, BANDS wide.

    In a band of more than MOST_IN_BAND texts those of the smallest keys are compared with all, the others not with
    each other. Each pair is compared once.
    """
    read = lru_cache(4_096)(runs_of_key)  # pairs come by their first text
    for codes in _pair_codes(bands):
        for code in codes:
            first, second = divmod(int(code), len(keys))
            found = alike(read(keys[first]), read(keys[second]))
            if found is not None:
                yield keys[first], keys[second], found


def _pair_codes(bands: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Pairs of rows that share a band, each once, as `first * rows + second`."""
    count = len(bands)
    parts = [_pairs_of_band(bands[:, band], count) for band in range(bands.shape[1])]
    filled = [part for part in parts if len(part)]
    if filled:
        yield np.unique(np.concatenate(filled))


def _pairs_of_band(column: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    order = np.argsort(column, kind="stable")
    ordered = column[order]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    sizes = np.diff(np.append(starts, count))
    found = [
        _pairs(np.sort(order[start : start + size]), count)
        for start, size in zip(starts[sizes > 1], sizes[sizes > 1], strict=True)
    ]
    return np.concatenate(found) if found else np.empty(0, np.int64)


def _pairs(members: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    first, second = np.triu_indices(len(members), 1)
    if len(members) > MOST_IN_BAND:
        kept = first < MOST_IN_BAND
        first, second = first[kept], second[kept]
    codes: NDArray[np.int64] = members[first] * np.int64(count) + members[second]
    return codes


def _mixed(runs: Runs) -> Runs:
    """Neighbouring numbers spread over 32 bits, as a hash does."""
    mixed = runs * np.uint32(0x9E37_79B1)
    mixed ^= mixed >> np.uint32(15)
    mixed *= np.uint32(0x85EB_CA77)
    mixed ^= mixed >> np.uint32(13)
    return mixed
