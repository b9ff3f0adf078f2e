"""Figures over a large file: counted once for many looks, never waited for again, and said from when they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from review_house import Bench

from review import counted
from sandi.errors import SandiError
from storage import decisions
from storage.database import Store


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(counted, "LARGE", 0)
    monkeypatch.setattr(counted, "_kept", {})
    yield
    counted.settle()


def test_a_small_file_is_counted_at_each_look(store: Store) -> None:
    numbers = iter(range(9))
    assert [counted.counted(store, ("x",), lambda: next(numbers)) for _ in range(3)] == [
        counted.Counted(number) for number in range(3)
    ]


def test_a_large_file_is_counted_once_while_it_is_fresh(store: Store, large: None) -> None:
    numbers = iter(range(9))
    first = counted.counted(store, ("x",), lambda: next(numbers))
    assert first.value == 0
    assert first.at.endswith("Z")
    assert counted.counted(store, ("x",), lambda: next(numbers)) == first
    assert counted.counted(store, ("y",), lambda: next(numbers)).value == 1


def test_an_old_figure_is_shown_at_once_and_counted_anew_behind(
    store: Store, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counted, "FRESH_S", -1.0)
    numbers = iter(range(9))
    assert [counted.counted(store, ("x",), lambda: next(numbers)).value for _ in range(2)] == [0, 0]
    counted.settle()
    assert counted.counted(store, ("x",), lambda: next(numbers)).value == 1


def test_what_cannot_be_counted_behind_a_page_is_tried_again(
    store: Store, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counted, "FRESH_S", -1.0)
    answers: list[object] = ["first", SandiError("busy"), "third"]

    def count() -> object:
        answer = answers.pop(0)
        if isinstance(answer, SandiError):
            raise answer
        return answer

    for _ in range(3):
        found = counted.counted(store, ("x",), count)
        counted.settle()
    assert found.value == "first"
    assert counted.counted(store, ("x",), lambda: "fourth").value == "third"


def test_the_pages_of_a_large_file_say_from_when_their_figures_are(store: Store, bench: Bench, large: None) -> None:
    paths = ("/rules", "/rules/job-bait", "/overview")
    assert all("Dihitung pada" in bench.client.get(path).text for path in paths)
    decisions.decide(store, 1, decision="dismiss", reason="duplicate", actor="ayu", via="cli", seen_version=1)
    for path in paths:
        assert bench.client.get(path).status_code == 200


def test_the_pages_of_a_small_file_do_not(bench: Bench) -> None:
    assert "Dihitung pada" not in bench.client.get("/overview").text
