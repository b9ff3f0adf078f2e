"""Odd tokens are ruled out quickly only where the full reading knows no word in them."""

from __future__ import annotations

import random

import pytest

from rules.clearing import tells
from rules.obscured import Obscured
from rules.vocabulary import Vocabulary

WORDS = Vocabulary(["kamboja", "loker", "ijazah", "paspor", "three", "tanpa", "gaji", "bayi", "di", "tiket", "saat"])


def written(rng: random.Random) -> str:
    """A word or two with letters drawn out, doubled, or signs between them, as a token of a text."""
    words = rng.choices([*sorted(WORDS.words), "kursi", "meja", "aa", "x"], k=rng.choice((1, 1, 2, 3)))
    text = rng.choice(("", "-", ".", "_", "--")).join(words)
    at = rng.randrange(len(text))
    text = rng.choice(
        (text, text[:at] + text[at] * rng.choice((2, 3, 5)) + text[at + 1 :], text[:at] + "-" + text[at:])
    )
    return rng.choice(("", "(", "#", "'")) + text + rng.choice(("", ".", "!!", ",", ")", text[-1]))


def test_a_token_in_which_a_word_is_read_is_never_ruled_out() -> None:
    obscured = Obscured(WORDS)
    tokens = sorted({written(random.Random(seed)) for seed in range(3_000)})
    told = [token for token in tokens if tells(token, WORDS)]
    assert len(told) > 300
    assert [token for token in told if not obscured._may_tell(token.encode())] == []


@pytest.mark.parametrize("token", ["kursi-meja", "bagussss", "menyenangkan", "three-legged", "meja.", "(kursiii)"])
def test_ordinary_odd_tokens_are_ruled_out_quickly(token: str) -> None:
    assert not tells(token, WORDS)
    assert not Obscured(WORDS)._may_tell(token.encode())
