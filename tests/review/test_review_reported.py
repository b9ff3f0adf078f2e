"""Reports of crawls and checks in Indonesian: each with its figures, and what nobody translated as it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from review_house import Bench

import storage
from review.i18n import LOCALE
from review.reported import GAP, _messages, reported
from sandi.strict_yaml import load_text
from storage import doctor
from storage.database import Store


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        ("the site asks to log in", "situs itu meminta masuk"),
        ("12 pages gave no listing, where 40 came before", "12 halaman tidak memberi iklan, padahal sebelumnya 40"),
        (
            "first error: https://pasar.example/a?b=1: poison (reading it took longer than 5 s)",
            "kesalahan pertama: https://pasar.example/a?b=1: merusak pembacanya (membacanya lebih dari 5 detik)",
        ),
        (
            "the site asks to log in; robots.txt was not obeyed: izin tertulis",
            "situs itu meminta masuk; robots.txt tidak diikuti: izin tertulis",
        ),
        ("rules/packs/x.yaml:19: the key is here twice", "rules/packs/x.yaml:19: the key is here twice"),
        ("x" * 2_000, "x" * 2_000),
    ],
)
def test_a_report_is_said_in_indonesian(text: str, said: str) -> None:
    assert reported(text, "id") == said
    assert reported(text, "en") == text


def test_every_message_keeps_its_parts() -> None:
    for pattern, said in _messages("id"):
        assert pattern.groups == said.count(GAP), pattern.pattern


NEUTRAL = ("sqlite", "chromium", "WAL, synchronous FULL", "{}, mode {}", "chown ", "chmod ")
"""What is the same in every language: names, states of SQLite, and commands."""


def told_by_the_doctor() -> Iterator[str]:
    """Every text that the checks of the machine write out in full, with {} for what is filled in."""
    for file in sorted(Path(storage.__file__).parent.glob("doctor*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding"):
                continue
            for given in (argument for place, argument in enumerate(node.args) if place != 1):
                for one in (given.body, given.orelse) if isinstance(given, ast.IfExp) else (given,):
                    if isinstance(one, ast.Constant):
                        yield str(one.value)
                    elif isinstance(one, ast.JoinedStr):
                        yield "".join(str(v.value) if isinstance(v, ast.Constant) else GAP for v in one.values)


def test_every_check_is_said_in_indonesian() -> None:
    known = load_text((LOCALE / "id" / "messages.yaml").read_text("utf-8"), "messages.yaml")[0].data
    told = {text for text in told_by_the_doctor() if any(char.isalpha() for char in text.replace("MB", ""))}
    assert len(told) > 40
    assert [text for text in sorted(told) if text not in known and not text.startswith(NEUTRAL)] == []


def test_checks_of_a_whole_installation_are_in_the_language_of_the_page(bench: Bench, store: Store) -> None:
    page = bench.client.get("/sources/machine").text
    names = {finding.name for finding in doctor.check(store.config)}
    assert {"database", "free space"} <= names
    assert "ruang kosong" in page
    assert "only this user may read and write" not in page
    assert "belum pernah dibuat" in page
