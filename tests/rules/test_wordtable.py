"""Words by number and rows of bits: thousands at once come to the same as one by one."""

from __future__ import annotations

import random
import shutil
import sysconfig
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import wordtable
from rules.kernel import COMPILED
from rules.rows import AllOf, AnyOf, Lists, as_number, as_row, by_listing, marked, numbers_of, somewhere, width
from rules.wordtable import AS_IT_IS, CompiledTable, WordTable, WrittenTable

Made = Callable[[Callable[[Sequence[bytes]], Sequence[int]]], WordTable]
TABLES: list[Made] = [WrittenTable, CompiledTable] if COMPILED else [WrittenTable]
tables = pytest.mark.parametrize("made", TABLES)

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


@tables
@pytest.mark.parametrize("most", [wordtable.MOST, 300])
def test_every_word_has_its_own_number_however_long_it_is(
    monkeypatch: pytest.MonkeyPatch, made: Made, most: int
) -> None:
    monkeypatch.setattr(wordtable, "MOST", most)  # more than that are forgotten, and asked for again
    learner = Learner()
    table = made(learner)
    for text in texts(20_000)[:400]:
        twice = text + b"\x1e\x1e" + text
        starts, numbers, owners = table.read(twice)
        words = text.split() * 2
        assert [twice[at : at + len(word)] for at, word in zip(starts.tolist(), words, strict=True)] == words
        assert numbers.tolist() == [learner.known[word] for word in words]
        assert owners.tolist() == [0] * (len(words) // 2) + [2] * (len(words) // 2)


@tables
def test_each_word_is_asked_for_once(made: Made) -> None:
    learner = Learner()
    table = made(learner)
    for _ in range(2):
        table.read(b"ada apa ada siapa ada yang panjangsekalitakterhingga panjangsekalitakterhingga")
    assert learner.asked == 5


@tables
def test_letters_that_differ_only_at_the_end_are_told_apart(made: Made) -> None:
    words = [b"abcdefgh", b"abcdefghi", b"abcdefghj", b"abcdefghijklmnop", b"abcdefghijklmnoq", b"abcdefghijklmnopq"]
    _, numbers, _ = made(Learner()).read(b" ".join(words))
    assert len({*numbers.tolist()}) == len(words)


@tables
def test_no_words_at_all(made: Made) -> None:
    assert [len(row) for row in made(Learner()).read(b" \x1e ")] == [0, 0, 0]


SIGNS = st.sampled_from([*b"aabbkz019 \n\x1e\x1d,.!-@#", 127, 200])
TRANSLATED = bytes(127 if byte == 0x1A else 32 if byte >= 127 else byte for byte in range(256))


def said(words: Sequence[bytes]) -> list[int]:
    """As what is obscured: plain words are 0."""
    return [0 if word.isalpha() and word[-1:] != word[-2:-1] else sum(word) for word in words]


@pytest.mark.skipif(not COMPILED, reason="no C compiler was there when sandi was installed")
@given(st.lists(st.lists(SIGNS, max_size=120).map(bytes), min_size=1, max_size=4), st.booleans(), st.booleans())
def test_the_compiled_table_reads_what_the_written_one_reads(some: list[bytes], translated: bool, ends: bool) -> None:
    compiled, written = CompiledTable(said), WrittenTable(said)
    for text in some:
        ways = TRANSLATED if translated else AS_IT_IS
        for ours, theirs in zip(compiled.read(text, ways, ends=ends), written.read(text, ways, ends=ends), strict=True):
            assert ours.tolist() == theirs.tolist()


@pytest.mark.skipif(not COMPILED, reason="no C compiler was there when sandi was installed")
def test_what_was_asked_for_in_vain_is_asked_for_again() -> None:
    def fails(words: Sequence[bytes]) -> list[int]:
        raise LookupError

    table = CompiledTable(fails)
    for _ in range(2):
        with pytest.raises(LookupError):
            table.read(b"ada apa ada")
    learner = Learner()
    table._learn = learner
    assert table.read(b"ada apa ada").numbers.tolist() == [0, 1, 0]
    assert learner.asked == 2


@pytest.mark.skipif(not COMPILED, reason="no C compiler was there when sandi was installed")
def test_the_compiled_table_refuses_what_it_cannot_use() -> None:
    from rules import _kernel

    words = _kernel.Words(1)
    with pytest.raises(ValueError, match="256"):
        words.read(b"ada", b"", False)
    for values in ([-1], [1 << 31], [1, 2]):
        with pytest.raises(ValueError, match="words"):
            words.put([b"ada"], values)
    rows = np.array([-1, 0], np.int64)
    for single, pairs, figures in (([-1, 5], [], 0), ([-1, 0], [1, 2, 0], 0), ([-1, 0], [1, 1, 7], 0), ([-1], [], 4)):
        with pytest.raises(ValueError, match="not there"):
            _kernel.Likeness(1, figures, np.array(single), np.array(pairs, np.int64), rows)
    likeness = _kernel.Likeness(1, 0, np.array([-1, 0]), np.zeros(0, np.int64), rows)
    with pytest.raises(ValueError, match="not there"):
        likeness.put([b"ada"], [(2,)])
    with pytest.raises(ValueError, match="not empty"):
        likeness.odds(b"ada", AS_IT_IS, 2, 0, 0, 9)


def test_it_is_compiled_where_that_is_possible() -> None:
    headers = Path(sysconfig.get_path("include"), "Python.h")
    assert COMPILED or shutil.which("cc") is None or not headers.exists()


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
