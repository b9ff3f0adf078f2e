"""What is fuzzed: functions that read what strangers write. Each takes bytes and says, by raising, what must never be.

An error for the user (`SandiError`) is an answer; anything else is a finding.
"""

# ruff: noqa: S101, PT017  # what must hold is asserted
from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from crawler.extraction.found import Seen
from crawler.extraction.page import Page
from rules.contacts import read_contacts
from rules.fold import fold, folded_bytes
from rules.reader import read_rule, read_signals
from sandi.errors import InputError, Problem
from sandi.strict_yaml import load_text
from storage.masking import MASK, Hider
from storage.scrubbing import safe_text
from tests.crawler.sample import SOURCE

MOST = 20_000
"""Bytes of one input; longer ones only take time."""


def folding(data: bytes) -> None:
    """Folding never fails, reads to ASCII, and every place in it leads back into the text."""
    text = data[:MOST].decode("utf-8", "surrogateescape")
    folded = fold(text)
    assert folded.text.isascii()
    assert folded.text == folded.text.lower()
    assert folded_bytes(text) == folded.text.encode()
    last = 0
    for at in range(0, len(folded.text), max(1, len(folded.text) // 64)):
        start, end = folded.span(at, at + 1)
        assert 0 <= start < end <= len(text), (at, start, end)
        assert start >= last, "places never go back"
        last = start


def contacts(data: bytes) -> None:
    """Contacts lie in the text, have a kind and a value, and are the same when read again."""
    text = data[:MOST].decode("utf-8", "surrogateescape")
    folded = fold(text)
    found = read_contacts("text", folded)
    for one in found:
        assert 0 <= one.start < one.end <= len(text), one
        assert one.value, one
        if one.kind in ("phone", "whatsapp"):
            assert one.value[0] == "+", one
            assert one.value[1:].isdigit(), one
            assert 8 <= len(one.value) <= 16, one
    assert found == read_contacts("text", fold(text))


def structured(data: bytes) -> None:
    """A page gives listings or none; each has an address and a title or a text."""
    html = data[:MOST].decode("utf-8", "replace")
    at = datetime(2026, 1, 1, tzinfo=UTC)
    page = Page("http://127.0.0.1:8765/1", html, SOURCE, Seen(at, at))
    for one in page.detail():
        assert one.url, one
        assert one.title or one.text, one


def structured_json(data: bytes) -> None:
    """The same for the JSON-LD of a page, whatever JSON it is."""
    structured(b'<script type="application/ld+json">' + data[:MOST] + b"</script><h1>x</h1>")


def rule_files(data: bytes) -> None:
    """A rule file is read or refused in words, each with its line."""
    problems: list[Problem] = []
    try:
        documents = load_text(data[:MOST], "fuzz.yaml")
    except InputError as error:
        assert all(str(problem) for problem in error.problems)
        return
    for document in documents:
        read_signals(document, problems)
        read_rule(document, "fuzz", "0" * 64, problems)
    for problem in problems:
        assert problem.found, problem


def masking(data: bytes) -> None:
    """What is masked keeps its length and changes nothing but to the mask, in texts, fields and addresses."""
    text = data[:MOST].decode("utf-8", "replace")
    nobody = Hider(())
    for shown in (nobody.field(text, ()), nobody.loose(text), nobody.url(text)):
        assert len(shown) == len(text)
        assert all(one in (other, MASK) for one, other in zip(shown, text, strict=True))
    line = safe_text(text)
    assert not any(ord(char) < 32 for char in line), line


TARGETS: dict[str, Callable[[bytes], None]] = {
    "contacts": contacts,
    "folding": folding,
    "masking": masking,
    "rule_files": rule_files,
    "structured": structured,
    "structured_json": structured_json,
}
