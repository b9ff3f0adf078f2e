"""Words by number and rows of bits: thousands at once come to the same as one by one."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest

from rules import wordtable
from rules.rows import AllOf, AnyOf, Lists, as_number, as_row, by_listing, marked, numbers_of, somewhere, width
from rules.wordtable import WordTable

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


class Learner:
    """Gives each word the number of the turn in which it was first asked for."""

    def __init__(self) -> None:
        self.known: dict[bytes, int] = {}
        self.asked = 0

    def __call__(self, words: Sequence[bytes]) -> list[int]:
        self.asked += len(words)
        return [self.known.setdefault(word, len(self.known)) for word in words]


def texts(count: int) -> list[bytes]:
    rng = random.Random(3)
    words = ["".join(rng.choices(LETTERS, k=rng.choice((1, 2, 7, 8, 9, 15, 16, 17, 24, 60)))) for _ in range(count)]
    return [" ".join(rng.choices(words, k=50)).encode() for _ in range(count // 10)]


@pytest.mark.parametrize("most", [wordtable.MOST, 300])
def test_every_word_has_its_own_number_however_long_it_is(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(wordtable, "MOST", most)  # more than that are forgotten, and asked for again
    learner = Learner()
    table = WordTable(learner)
    for text in texts(20_000)[:400]:
        twice = text + b"\x1e\x1e" + text
        starts, numbers = table.read(twice)
        words = text.split() * 2
        assert [twice[at : at + len(word)] for at, word in zip(starts.tolist(), words, strict=True)] == words
        assert numbers.tolist() == [learner.known[word] for word in words]


def test_each_word_is_asked_for_once() -> None:
    learner = Learner()
    table = WordTable(learner)
    for _ in range(2):
        table.read(b"ada apa ada siapa ada yang panjangsekalitakterhingga panjangsekalitakterhingga")
    assert learner.asked == 5


def test_letters_that_differ_only_at_the_end_are_told_apart() -> None:
    words = [b"abcdefgh", b"abcdefghi", b"abcdefghj", b"abcdefghijklmnop", b"abcdefghijklmnoq", b"abcdefghijklmnopq"]
    _, numbers = WordTable(Learner()).read(b" ".join(words))
    assert len({*numbers.tolist()}) == len(words)


def test_no_words_at_all() -> None:
    starts, numbers = WordTable(Learner()).read(b" \x1e ")
    assert len(starts) == len(numbers) == 0


def test_rows_come_back_as_they_were_marked() -> None:
    rng = random.Random(5)
    pairs = {(rng.randrange(9), rng.randrange(130)) for _ in range(200)}
    things, listings = (np.array(column) for column in zip(*sorted(pairs), strict=True))
    rows = marked(things, listings, 9, width(130))
    for thing in range(9):
        there = sorted(listing for one, listing in pairs if one == thing)
        assert numbers_of(as_number(rows[thing])) == there
        assert (as_row(as_number(rows[thing]), width(130)) == rows[thing]).all()
    some = np.arange(0, 130, 3)
    for listing, things_there in zip(some.tolist(), by_listing(rows, some), strict=True):
        assert np.flatnonzero(things_there).tolist() == sorted(one for one, at in pairs if at == listing)


def test_any_of_and_all_of() -> None:
    rows = np.array([[0b0011], [0b0110], [0b1000], [0]], np.uint64)
    there = somewhere(rows)
    held = np.zeros((3, 1), np.uint64)
    AnyOf([(0, 0), (0, 1), (2, 3), (2, 2)]).put(rows, there, held)
    assert held[:, 0].tolist() == [0b0111, 0, 0b1000]
    which, found = AllOf([[0, 1], [0, 2], [], [0, 3], [1]]).held(rows, there)
    assert which.tolist() == [0, 2, 4]
    assert found[[0, 2], 0].tolist() == [0b0010, 0b0110]


def test_lists_one_behind_the_other() -> None:
    lists = Lists([(), (4, 5)])
    lists.extend([(7,), (), (8, 9)])
    numbers, at = lists.of(np.array([4, 0, 1, 4]))
    assert numbers.tolist() == [8, 9, 4, 5, 8, 9]
    assert at.tolist() == [0, 0, 2, 2, 3, 3]
