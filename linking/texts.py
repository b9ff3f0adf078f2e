"""Texts as they are compared: folded, obscuring undone, figures and contacts taken out, cut into runs of five letters.

Runs of letters within a line survive changed words, lines in another order, blanks and dots between letters, and
words run together; words compared as words survive none of the last three.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rules.fold import fold

RUN = 5
SHORTEST = 40
"""Letters of the shortest text that has a template; what is shorter, many people write alike."""
LONGEST = 6_000
"""Letters of a text that are compared; the rest of a longer one is not."""

_ALIKE, _ALIKE_SHORT, _LONG = 0.525, 0.70, 140
"""How alike long and short texts must be, and from how many runs on a text is long: measured, see docs/linking.md."""

Runs = NDArray[np.uint32]

_MASK = "•"
_PIECE = re.compile(r"[\n\r]+|(?<=[.!?])\s+")
_SPACED = re.compile(r"(?<![a-z0-9@$])[a-z0-9@$](?:[ \t.*_~+=^-]{1,3}[a-z0-9@$](?![a-z0-9@$])){2,}")
_SIGNED = re.compile(r"(?<=[a-z0-9@$])[.*_~+=^'-](?=[a-z0-9@$])")
_TOKEN = re.compile(r"[a-z0-9@$!|]+")
_UNIT = re.compile(
    r"[0-9]+(?:jt|juta|rb|ribu|k|th|thn|tahun|bln|bulan|hr|hari|jam|cm|mm|m|kg|gr|g|usd|org|orang|x|pcs)?\Z"
)
_FIGURES = re.compile(r"[0-9]+")
_LOOKS = str.maketrans("013456789@$!|", "oieasgtbgasil")
_DRAWN = re.compile(r"(.)\1+")
_DROP = {code: None for code in range(128) if not (chr(code).isdigit() or "a" <= chr(code) <= "z")}
_HALF = 0x7FFF_FFFF_FFFF_FFFF


@dataclass(frozen=True)
class Body:
    """What is compared of a listing: its lines, each letters with `0` for every figure. `key` is 63 bits of a hash."""

    lines: tuple[str, ...]

    @cached_property
    def key(self) -> int:
        return key_of("\n".join(self.lines))

    @cached_property
    def runs(self) -> Runs:
        """The distinct runs of RUN letters, each a number below 2**25, rising."""
        return runs_of(self.lines)

    @property
    def text(self) -> str:
        """The lines as they are kept; `body_from` reads them."""
        return "\n".join(self.lines)

    def __bool__(self) -> bool:
        return sum(map(len, self.lines)) >= SHORTEST


def body_of(title: str, text: str, boilerplate: Collection[int] = ()) -> Body:
    """What is compared of a listing, without the lines whose keys are `boilerplate`. Empty when too little is left."""
    lines, left = [], LONGEST
    for line in lines_of(title, text):
        if left <= 0:
            break
        if not (boilerplate and key_of(line) in boilerplate):
            lines.append(line[:left])
            left -= len(line)
    return Body(tuple(lines))


def body_from(text: str) -> Body:
    """The inverse of `Body.text`."""
    return Body(tuple(text.split("\n")))


def lines_of(title: str, text: str) -> list[str]:
    """Title and sentences or lines of a text as they are compared, empty ones left out; a title said again but once."""
    written = [title, *_PIECE.split(text[: 4 * LONGEST])]
    return list(dict.fromkeys(line for line in map(plain, written) if line))


def plain(text: str) -> str:
    """One line as it is compared: only `a` to `z`, and `0` for every figure."""
    read = fold(text.replace(_MASK, "")).text
    if not (read.isascii() and read.replace(" ", "").isalpha()):
        read = _SPACED.sub(lambda match: "".join(_TOKEN.findall(match.group())), read)
        read = _TOKEN.sub(_letters, _SIGNED.sub("", read))
    return _DRAWN.sub(r"\1", read.translate(_DROP))


def key_of(text: str) -> int:
    """A number below 2**63 that stands for a text."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") & _HALF


def runs_of(lines: Collection[str]) -> Runs:
    """The distinct runs of RUN letters in lines, each as a number, rising. Lines shorter than a run give none."""
    parts = [_coded(line) for line in lines if len(line) >= RUN]
    if not parts:
        return np.empty(0, np.uint32)
    runs: Runs = np.concatenate(parts)
    runs.sort()  # a fifth of what np.unique takes
    return runs[np.concatenate(([True], runs[1:] != runs[:-1]))]


def similarity(one: Runs, other: Runs) -> float:
    """Jaccard's measure of two sets of runs: 0 nothing in common, 1 the same."""
    if not len(one) or not len(other):
        return 0.0
    both = np.concatenate((one, other))
    both.sort()
    common = int(np.count_nonzero(both[1:] == both[:-1]))
    return common / (len(one) + len(other) - common)


def wanted(one: int, other: int) -> float:
    """How similar two texts of so many runs must be: the shorter, the more, since short ones are alike by chance."""
    shorter = min(one, other)
    return _ALIKE if shorter >= _LONG else _ALIKE + (_ALIKE_SHORT - _ALIKE) * (_LONG - shorter) / 100


def _letters(match: re.Match[str]) -> str:
    """A token with its letters read; a figure becomes `0`, a figure within a word the letter it looks like."""
    token = match.group()
    if _UNIT.match(token):
        return _FIGURES.sub("0", token)
    return token.translate(_LOOKS)


def _coded(line: str) -> Runs:
    letters = line.replace("0", "`").encode("ascii")  # the sign before `a`, so that five bits hold every letter
    codes: Runs = (np.frombuffer(letters, np.uint8) & np.uint8(31)).astype(np.uint32)
    size = len(codes) - RUN + 1
    runs: Runs = codes[:size].copy()
    for step in range(1, RUN):
        runs = np.bitwise_or(np.left_shift(runs, np.uint32(5)), codes[step : step + size])
    return runs
