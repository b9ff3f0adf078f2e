"""Bytes of pages to text: by the mark at their beginning, the header, what the page declares, else by trying."""

from __future__ import annotations

import pytest

from crawler.extraction.decoding import decoded


@pytest.mark.parametrize(
    ("raw", "content_type"),
    [
        ("<h1>Kursi café</h1>".encode("utf-8-sig"), ""),
        ("<h1>Kursi café</h1>".encode("utf-8-sig"), "text/html; charset=iso-8859-1"),
        ("<h1>Kursi café</h1>".encode("utf-16"), ""),
        ("<h1>Kursi café</h1>".encode(), ""),
        ("<h1>Kursi café</h1>".encode("cp1252"), ""),
        ("<h1>Kursi café</h1>".encode("cp1252"), "text/html; charset=windows-1252"),
    ],
)
def test_a_page_is_whole_whatever_it_begins_with(raw: bytes, content_type: str) -> None:
    assert decoded(raw, content_type) == "<h1>Kursi café</h1>"
