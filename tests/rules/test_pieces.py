"""Phrases found by the pieces of their words, and what follows of them: compiled and written come to the same."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import pieces as made_of
from rules import wordtable
from rules.kernel import COMPILED
from rules.literals import figured
from rules.pieces import CompiledPieces, Pieces, WrittenPieces
from rules.rows import as_number, as_row, numbers_of, width
from rules.speech import PLAIN, plain
from rules.steps import _compiled, _laid_out, _Step, _written
from rules.vocabulary import Vocabulary

WAYS = [WrittenPieces, CompiledPieces] if COMPILED else [WrittenPieces]
ways = pytest.mark.parametrize("way", WAYS)
compiled_only = pytest.mark.skipif(not COMPILED, reason="no C compiler was there when sandi was installed")

WORDS = [
    "kerja",
    "kerjaan",
    "gaji",
    "utk",
    "untuk",
    "ln",
    "luar",
    "negeri",
    "gaji2",
    "5jt",
    "12",
    "2",
    "ajrek",
    "tidak",
    "a",
]
LITERALS = [
    " kerja ",
    "kerja",
    "gaji ",
    " gaji 0",
    " 0 jt",
    "0jt",
    " luar negeri ",
    "untuk kerja",
    " a ",
    "a",
    "ri a",
    " kerja kerja ",
]


def standing(found: Pieces, texts: Sequence[str], literals: Sequence[str]) -> list[set[str]]:
    """The literals that stand in each text, as the nodes say."""
    rows = np.zeros((len(literals), width(len(texts))), np.uint64)
    found.read([text.encode() for text in texts], rows)
    there: list[set[str]] = [set() for _ in texts]
    for node, literal in enumerate(literals):
        for i in numbers_of(as_number(rows[node])):
            there[i].add(literal)
    return there


def looked_for(text: str, literals: Sequence[str]) -> set[str]:
    """The same by looking for each."""
    fields = [part.split() for part in text.split("\x1d")]
    spoken = [" ".join(map(plain, words)).split() for words in fields]
    readings = [figured(f" {' '.join(words)} ") for read in (fields, spoken) for words in read]
    return {literal for literal in literals if any(literal in reading for reading in readings)}


def numbered(literals: Sequence[str]) -> Mapping[str, Sequence[int]]:
    return {literal: [node] for node, literal in enumerate(literals)}


@ways
@given(
    st.lists(st.lists(st.sampled_from([*WORDS, "\x1d"]), max_size=12).map(" ".join), min_size=1, max_size=70),
    st.lists(st.sampled_from(LITERALS), min_size=1, unique=True),
)
def test_a_phrase_is_found_where_it_stands(way: type[Pieces], texts: list[str], literals: list[str]) -> None:
    found = way(numbered(literals), Vocabulary(["kerja"]))  # type: ignore[call-arg]
    for _ in range(2):  # words that are known already, too
        assert standing(found, texts, literals) == [looked_for(text, literals) for text in texts]


@ways
def test_random_words_and_pieces_of_them(way: type[Pieces]) -> None:
    rng = random.Random(7)
    words = ["".join(rng.choices("abk", k=rng.randrange(1, 4))) for _ in range(30)]
    texts = [" ".join(rng.choices([*words, "\x1d"], k=30)) for _ in range(150)]
    parts = [" ".join(rng.choices(words, k=4)) for _ in range(200)]
    literals = list(dict.fromkeys(part[: rng.randrange(2, 9)] for part in parts if part.strip()))
    found = way(numbered(literals), Vocabulary())  # type: ignore[call-arg]
    assert standing(found, texts, literals) == [looked_for(text, literals) for text in texts]


@ways
def test_signs_of_words(way: type[Pieces]) -> None:
    found = way(numbered([" kerja "]), Vocabulary(["kerja"]))  # type: ignore[call-arg]
    read = found.read([b"ajrek", b"ada kerja", b"tidak kerja", b"ga ada"], np.zeros((1, 1), np.uint64))
    assert read == (0b0001, 0b1100)


@ways
def test_words_are_forgotten_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch, way: type[Pieces]) -> None:
    for module in (made_of, wordtable):
        monkeypatch.setattr(module, "MOST", 20)
    literals = [" kerja ", " untuk kerja "]
    found = way(numbered(literals), Vocabulary())  # type: ignore[call-arg]
    for turn in range(9):
        texts = [f"utk kerjax{turn} {' '.join(f'w{turn}x{i}' for i in range(20))}", f"utk kerja x{turn}"]
        assert standing(found, texts, literals) == [set(), {*literals}]


def test_no_slang_but_the_doubling_is_told_by_its_figures() -> None:
    """Words are learnt with figures as 0."""
    assert not [form for form in PLAIN if any(char in "013456789" for char in form)]


steps = st.lists(
    st.tuples(st.lists(st.integers(0, 9), max_size=4), st.lists(st.integers(0, 99), max_size=4), st.integers(0, 8)),
    min_size=1,
    max_size=12,
)


def made(drawn: Sequence[tuple[list[int], list[int], int]]) -> list[_Step]:
    some = []
    for number, (nodes, before, least) in enumerate(drawn):
        inner = tuple(step % number for step in before) if number else ()
        some.append(_Step(min(least, len(nodes) + len(inner)), tuple(nodes), inner))
    return some


def told(step: _Step, nodes: Sequence[bool], before: Sequence[bool]) -> bool:
    return sum([*(nodes[node] for node in step.nodes), *(before[one] for one in step.steps)]) >= step.least


@given(steps, st.lists(st.integers(0, (1 << 130) - 1), min_size=10, max_size=10), st.integers(1, (1 << 130) - 1))
def test_steps_hold_as_for_each_listing_alone(
    drawn: list[tuple[list[int], list[int], int]], rows: list[int], every: int
) -> None:
    some = made(drawn)
    wide = width(130)
    nodes, all_ = np.array([as_row(row, wide) for row in rows]), as_row(every, wide)
    program = np.array([number for step in some for number in _laid_out(step)], np.int64).tobytes()
    for held in (_written(some, nodes, all_), *([_compiled(program, nodes, all_)] if COMPILED else [])):
        for i in range(130):
            before: list[bool] = []
            for step in some:
                before.append(bool(every >> i & 1) and told(step, [bool(row >> i & 1) for row in rows], before))
            assert [bool(as_number(row) >> i & 1) for row in held] == before


@compiled_only
def test_the_compiled_ones_refuse_what_they_cannot_use() -> None:
    from rules import _kernel

    def rows(*numbers: int) -> bytes:
        return np.array(numbers, np.int64).tobytes()

    for ways_, ends in ((rows(0, 0, 9), b""), (rows(0, 9, 1), b""), (rows(0, 0, 1), rows(2, 0)), (b"", rows(1, -1))):
        with pytest.raises(ValueError, match="not there"):
            _kernel.Phrases(1, 2, 2, ways_, ends)
    with pytest.raises(ValueError, match="not counted"):
        _kernel.Phrases(1, -1, 2, b"", b"")
    phrases = _kernel.Phrases(1, 2, 2, rows(0, 0, 1), rows(1, 3))
    for kind in (rows(), rows(0, 1, 5, 0), rows(0, 9, 0), rows(0, 0, 1), rows(0, 0, 0, 4), rows(0, 1, -1, 0)):
        with pytest.raises(ValueError, match="no kind"):
            phrases.know(kind)
    phrases.know(rows(0, 1, 0, 1, 1, 0))
    nodes, signs = np.zeros((4, 1), np.uint64), np.zeros((1, 1), np.uint64)
    assert phrases.read(b"ada", bytes(range(256))) == [b"ada"]
    with pytest.raises(ValueError, match="as many"):
        phrases.mark([], nodes.data, 1, signs.data)
    for kinds, into, wide in (([7], nodes, 1), ([-1], nodes, 1), ([1], nodes[:3], 1), ([1], nodes, 0)):
        phrases.read(b"ada", bytes(range(256)))
        with pytest.raises(ValueError, match=r"not known|no room"):
            phrases.mark(kinds, into.data, wide, signs.data)
    phrases.read(b"ada", bytes(range(256)))
    phrases.mark([1], nodes.data, 1, signs.data)
    assert nodes[:, 0].tolist() == [0, 0, 0, 1]
    for program in (rows(1), rows(1, 0, 0), rows(0, 1, 4, 0), rows(0, 0, 1, 0), rows(0, -1, 0), rows(0, 0, 5)):
        with pytest.raises(ValueError, match="no steps"):
            _kernel.steps(program, nodes.data, 1, rows(1))
    with pytest.raises(ValueError, match="no steps"):
        _kernel.steps(rows(0, 0, 0), nodes.data, 1, b"")
