"""Views undo obscuring, leave ordinary text alone, and lead back to what was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.fold import fold
from rules.views import View, clear_views

OBSCURED = [
    ("leet", "L0ker K4mb0ja hari ini", "loker kamboja hari ini", "kamboja", "K4mb0ja"),
    ("spaced", "kerja k a m b o j a ya", "kerja kamboja ya", "kamboja", "k a m b o j a"),
    ("dotted", "kerja k.a.m.b.o.j.a ya", "kerja kamboja ya", "kamboja", "k.a.m.b.o.j.a"),
    ("spaced words", "l o k e r  k a m b o j a", "loker kamboja", "kamboja", "k a m b o j a"),
    ("dotted words", "l.o.k.e.r k.a.m.b.o.j.a", "loker kamboja", "kamboja", "k.a.m.b.o.j.a"),
    ("signs inside", "kam*bo*ja murah", "kamboja murah", "kamboja", "kam*bo*ja"),
    ("drawn out", "ke kambooojaaa yuk", "ke kamboja yuk", "kamboja", "kambooojaaa"),
    ("spaced leet", "p 0 i p e t", "poipet", "poipet", "p 0 i p e t"),
]


@pytest.mark.parametrize("row", OBSCURED, ids=[row[0] for row in OBSCURED])
def test_obscured_writing_is_read(row: tuple[str, str, str, str, str]) -> None:
    _, written, read, word, marked = row
    folded = fold(written)
    views = [view for view in clear_views(folded.text) if view.words.strip() == read]
    assert views, [view.words for view in clear_views(folded.text)]
    at = views[0].words.index(word)
    start, end = folded.span(*views[0].from_words(at, at + len(word)))
    assert written[start:end] == marked


@pytest.mark.parametrize("text", ["gaji 18 jt per bulan", "500rb nego", "lemari 2 pintu 120x60", "hub 0812-0000-1234"])
def test_ordinary_text_needs_no_view(text: str) -> None:
    assert [view.words for view in clear_views(text)] == []


def test_amounts_survive_beside_leet() -> None:
    (view, *_) = clear_views("k4mb0ja gaji 18jt bonus 500rb")
    assert view.words == " kamboja gaji 18jt bonus 500rb "


def test_words_view_drops_signs_and_doubled_blanks() -> None:
    view = View("tanpa\n\n-  pengalaman!!")
    assert view.words == " tanpa pengalaman "
    start, end = view.from_words(view.words.index("pengalaman"), len(view.words) - 1)
    assert view.text[start:end] == "pengalaman"


@given(st.text(alphabet="abk4mjo0 .*-\n!1@", max_size=40))
def test_every_view_leads_back_inside_the_text(text: str) -> None:
    for view in (View(text), *clear_views(text)):
        words = view.words
        for at, char in enumerate(words):
            if char != " ":
                start, end = view.from_words(at, at + 1)
                assert 0 <= start < end <= len(text)
