"""The gauntlet has no gap: each of its 52 faults is shown by a test, and every mark is of a fault there is."""

from __future__ import annotations

import ast
import json
from collections import defaultdict
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from tests import gauntlet

HERE = Path(__file__).resolve().parent


def marks(file: Path) -> Iterator[int]:
    """The numbers of every `pytest.mark.gauntlet(…)` in a file."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "gauntlet":
            yield from (value.value for value in node.args if isinstance(value, ast.Constant))


def shown() -> dict[int, set[str]]:
    found = defaultdict(set)
    for file in [*HERE.rglob("test_*.py"), *gauntlet.LONG]:
        for number in marks(file):
            found[number].add(file.name)
    return found


def test_every_fault_has_a_test_and_every_mark_a_fault() -> None:
    found = shown()
    assert sorted(gauntlet.FAULTS) == list(range(1, 53))
    assert set(found) <= set(gauntlet.FAULTS)
    assert set(gauntlet.FAULTS) - set(found) == set()


def test_a_fault_holds_only_when_a_test_passed_and_none_failed() -> None:
    lines = [
        {"numbers": [1, 2], "test": "a", "outcome": "passed", "seconds": 1.5, "mb": 10},
        {"numbers": [2], "test": "b", "outcome": "failed", "seconds": 1, "mb": 10},
        {"numbers": [3], "test": "c", "outcome": "skipped", "seconds": 0, "mb": 0},
        {"numbers": [4], "test": "slow", "outcome": "passed", "seconds": 61, "mb": 10},
        {"numbers": [5], "test": "x/long_a.py::slow", "outcome": "passed", "seconds": 61, "mb": 10},
        {"numbers": [1], "test": "busy", "outcome": "skipped", "seconds": 1, "mb": 10},
        {"numbers": [7], "test": "often", "outcome": "passed", "seconds": 610, "mb": 10, "times": 200},
        {"numbers": [9], "test": "waits", "outcome": "passed", "seconds": 110, "mb": 10, "strangers": 0.5},
        {"numbers": [10], "test": "waits long", "outcome": "passed", "seconds": 130, "mb": 10, "strangers": 0.5},
        {"numbers": [6], "test": "large", "outcome": "passed", "seconds": 1, "mb": 701},
    ]
    seen = gauntlet._gather(json.loads(json.dumps(lines)))
    assert [number for number in range(1, 11) if seen[number].holds] == [1, 5, 7, 9]
    assert seen[1].told == "holds (1 not judged here)"
    assert (seen[2].told, seen[3].told, seen[8].told) == ("FAILS: b", "skipped here", "not run")


def test_the_quick_form_repeats_nothing_of_make_test() -> None:
    assert all(file.name.startswith("long_") for file in gauntlet.LONG)
    assert "python_files=long_*.py" in gauntlet.words(quick=True)


def test_the_full_form_finds_the_long_tests_too() -> None:
    (patterns,) = (word.removeprefix("python_files=") for word in gauntlet.words(quick=False) if "python_files" in word)
    assert all(any(fnmatch(file.name, one) for one in patterns.split()) for file in gauntlet.LONG)
    assert fnmatch(Path(__file__).name, patterns.split()[0])
    places = [Path(word) for word in gauntlet.words(quick=False) if Path(word).is_dir()]
    assert places == [HERE], "a file named beside the folder that holds it is not read"
