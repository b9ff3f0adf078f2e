"""Letters taken out of a text, each with its place: cut, joined with blanks, and drawn-out ones shortened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, product
from typing import NamedTuple

MOST_UNSURE = 4
"""Signs with two readings, and drawn-out letters, of one word that are tried in both ways."""


class Letters(NamedTuple):
    """Letters taken out of a text, with where each stands."""

    text: str
    firsts: list[int]
    lasts: list[int]

    def read_as(self, text: str) -> Letters:
        """The same letters, each read as another."""
        return Letters(text, self.firsts, self.lasts)


def sliced(text: str, start: int, end: int) -> Letters:
    return Letters(text[start:end], list(range(start, end)), list(range(start + 1, end + 1)))


def part_of(letters: Letters, start: int, end: int) -> Letters:
    return Letters(letters.text[start:end], letters.firsts[start:end], letters.lasts[start:end])


def with_blanks(parts: Sequence[Letters]) -> Letters:
    """Parts with a blank between each two; it stands where the part before it ends."""
    text, firsts, lasts = list[str](), list[int](), list[int]()
    for part in parts:
        if text and part.text:
            firsts.append(lasts[-1] - 1)
            lasts.append(lasts[-1])
        text.append(part.text)
        firsts += part.firsts
        lasts += part.lasts
    return Letters(" ".join(text), firsts, lasts)


def last_once(letters: Letters) -> Letters:
    """A word whose last letter stands twice, with that letter once."""
    if letters.text[-1:] != letters.text[-2:-1]:
        return letters
    return Letters(letters.text[:-1], letters.firsts[:-1], [*letters.lasts[:-2], letters.lasts[-1]])


def collapsed(letters: Letters) -> Iterator[Letters]:
    """Letters drawn out three times or more as one, and as two."""
    runs = [(char, len(list(run))) for char, run in groupby(letters.text)]
    drawn = [i for i, (_, size) in enumerate(runs) if size > 2]
    if not drawn:
        yield letters
        return
    for keep in product((1, 2), repeat=min(len(drawn), MOST_UNSURE)):
        kept = dict.fromkeys(drawn, 1) | dict(zip(drawn, keep, strict=False))
        yield _shortened(letters, runs, kept)


def _shortened(letters: Letters, runs: Sequence[tuple[str, int]], kept: Mapping[int, int]) -> Letters:
    """The runs of letters, each as long as `kept` says; the last letter kept stands for the rest of its run."""
    text, firsts, lasts = list[str](), list[int](), list[int]()
    at = 0
    for i, (char, size) in enumerate(runs):
        keep = kept.get(i, size)
        text.append(char * keep)
        firsts += letters.firsts[at : at + keep]
        lasts += [*letters.lasts[at : at + keep - 1], letters.lasts[at + size - 1]]
        at += size
    return Letters("".join(text), firsts, lasts)
