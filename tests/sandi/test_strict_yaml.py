"""YAML that people write: strict, bounded, and every value knows its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandi.errors import InputError
from sandi.strict_yaml import load_text

TYPES = [
    ("NO", "NO"),
    ("yes", "yes"), ("on", "on"), ("true", True), ("False", False), ("null", None), ("~", None), ("12", 12),
    ("-3", -3), ("1_000", "1_000"), ("0x1F", "0x1F"), ("12:30", "12:30"), ("1.5", 1.5), ("1e3", 1000.0), (".5", 0.5),
    ("2026-11-23", "2026-11-23"), ("'12'", "12"), ('"true"', "true"), ("=", "="), ("<<", "<<"), ("0812", "0812"), ("0", 0),
    ("1" * 30, "1" * 30), (".inf", ".inf"), (".nan", ".nan"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "read"), TYPES)
def test_core_types(written: str, read: object) -> None:
    (document,) = load_text(f"key: {written}\n", "x.yaml")
    value = document.data["key"]
    assert value == read
    assert type(value) is type(read)


def test_every_value_knows_its_line() -> None:
    (document,) = load_text("a:\n  b: 1\n  c:\n    - x\n    - y: 2\n", "x.yaml")
    assert document.line(("a", "b")) == 2
    assert document.line(("a", "c", 1, "y")) == 5
    assert document.line(("a", "missing")) == 1
    assert str(document.problem(("a", "c", 0), "odd", "mend it")) == "x.yaml:4: error: a.c[0]: odd. mend it"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "twice (first on line 1)"),
        ("a: &x 1\n", 1, "anchor"),
        ("a: 1\nb: *x\n", 2, "alias"),
        ("a: !!python/object/apply:os.system [x]\n", 1, "tag"),
        ("a: 1\n? [b]\n: c\n", 2, "not a text"),
        ("a: 1\nb: \x07\n", 2, "not allowed"),
        (b"a: \xff\n", 1, "not UTF-8"),
        ("a:\n\tb: 1\n", 2, "use spaces"),
        ("a: [1, 2\n", 2, "not valid YAML"),
        ("title: Chat: crypto\n", 1, "in quotes"),
        ("a:\n  b: 1\n c: 2\n", 3, "not as far in"),
        ("a: 1\nb: 'x\n", 3, "not closed"),
        ("[" * 20_000, 1, "nested deeper"),
        ("a: " + "x" * 1_100_000, 0, "larger than"),
    ],
)
def test_what_is_refused_is_told_with_its_line(text: str | bytes, line: int, told: str) -> None:
    with pytest.raises(InputError) as caught:
        load_text(text, "x.yaml")
    (problem,) = caught.value.problems
    assert told in f"{problem.found} {problem.mend}"
    assert problem.line == line


def test_an_alias_bomb_is_refused_at_once() -> None:
    bomb = "a: &a [x]\n" + "".join(f"{c}: &{c} [*a,*a,*a,*a]\n" for c in "bcdefgh")
    with pytest.raises(InputError, match="anchor"):
        load_text(bomb, "x.yaml")


@given(st.text(alphabet="ab:- []{}#&*!|>'\"%@`\n\t,?", max_size=60))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        load_text(text, "x.yaml")
    except InputError as error:
        told = str(error)
    else:
        told = "x.yaml"
    assert told.startswith("x.yaml")
