"""Views undo obscuring, leave ordinary text alone, and lead back to what was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules_house import steps

from rules.fold import fold
from rules.views import View, clear_views, clearest
from rules.vocabulary import Vocabulary, words_of

WORDS = Vocabulary(
    """
    loker kamboja kerja di tanpa ijazah pengalaman gaji hari ini ya yuk murah tiket ditanggung umur poipet bayi anak
    dubai loker perusahaan tanggung jual laki nak bulan visa
    """.split()  # noqa: SIM905 - a list of words reads better as words
)

OBSCURED = [
    ("leet", "L0ker K4mb0ja hari ini", "loker kamboja hari ini", "kamboja", "K4mb0ja"),
    ("leet at the edges", "4nak bay1 Dub41", "anak bayi dubai", "dubai", "Dub41"),
    ("leet with i and l", "1ok3r t1ket", "loker tiket", "loker", "1ok3r"),
    ("signs for letters", "k@mb0j@ t@np@ ij@z@h", "kamboja tanpa ijazah", "ijazah", "ij@z@h"),
    ("spaced", "kerja k a m b o j a ya", "kerja kamboja ya", "kamboja", "k a m b o j a"),
    ("dotted", "kerja k.a.m.b.o.j.a ya", "kerja kamboja ya", "kamboja", "k.a.m.b.o.j.a"),
    ("spaced words", "l o k e r  k a m b o j a", "loker kamboja", "kamboja", "k a m b o j a"),
    ("spaced words, single blanks", "l o k e r k a m b o j a", "loker kamboja", "kamboja", "k a m b o j a"),
    ("spaced beside a figure", "u m u r 2 2 t a n p a", "umur 22 tanpa", "umur", "u m u r"),
    ("dotted words", "l.o.k.e.r k.a.m.b.o.j.a", "loker kamboja", "kamboja", "k.a.m.b.o.j.a"),
    ("other signs", "l-o-k-e-r k_a_m_b_o_j_a", "loker kamboja", "kamboja", "k_a_m_b_o_j_a"),
    ("emoji between letters", "l🔥o🔥k🔥e🔥r", "loker", "loker", "l🔥o🔥k🔥e🔥r"),
    ("signs inside", "kam*bo*ja murah", "kamboja murah", "kamboja", "kam*bo*ja"),
    ("one sign inside", "kam-boja murah", "kamboja murah", "kamboja", "kam-boja"),
    ("stars for vowels", "k*mb*ja", "kamboja", "kamboja", "k*mb*ja"),
    ("drawn out", "ke kambooojaaa yuk", "ke kamboja yuk", "kamboja", "kambooojaaa"),
    ("drawn out beside a double", "ditangggguuung", "ditanggung", "ditanggung", "ditangggguuung"),
    ("last letter twice", "loker kambojaa", "loker kamboja", "kamboja", "kambojaa"),
    ("spaced leet", "p 0 i p e t", "poipet", "poipet", "p 0 i p e t"),
    ("dotted leet", "k.4.m.b.0.j.4", "kamboja", "kamboja", "k.4.m.b.0.j.4"),
    ("hashtag in capitals", "#KerjaDiKamboja", "kerja di kamboja", "kamboja", "Kamboja"),
    ("hashtag in small letters", "#lokerkamboja #tanpaijazah", "loker kamboja tanpa ijazah", "kamboja", "kamboja"),
    ("hashtag with an unknown word", "#lokerkambojaterbaik", "loker kamboja terbaik", "loker", "loker"),
    ("hashtag in leet", "#l0kerk4mboja", "loker kamboja", "kamboja", "k4mboja"),
    ("run together", "info lokerkamboja", "info loker kamboja", "kamboja", "kamboja"),
    ("reversed", "rekol ajobmak", "loker kamboja", "kamboja", "ajobmak"),
    ("regional indicators", "kerja 🇰🇦🇲🇧🇴🇯🇦 ya", "", "kamboja", "🇰🇦🇲🇧🇴🇯🇦"),
    ("strike-through and leet", "k̶4̶m̶b̶0̶j̶a̶", "kamboja", "kamboja", "k̶4̶m̶b̶0̶j̶a̶"),
]


@pytest.mark.parametrize("row", OBSCURED, ids=[row[0] for row in OBSCURED])
def test_obscured_writing_is_read_and_marked_as_it_was_published(row: tuple[str, str, str, str, str]) -> None:
    _, written, read, word, marked = row
    folded = fold(written)
    views = [View(folded.text), *clear_views(folded.text, WORDS)]
    assert read in {"", *(view.words.strip() for view in views)}, [view.words for view in views]
    view = views[-1]
    at = view.words.index(f" {word} ") + 1
    start, end = folded.span(*view.from_words(at, at + len(word)))
    assert written[start:end] == marked


@pytest.mark.parametrize(
    "text",
    [
        "gaji 18 jt per bulan, 500rb nego",
        "lemari 2 pintu 120x60, m2, 3bulan, 5juta, set8",
        "hub 0812-0000-1234 atau t.me/contoh_01",
        "anak-anak laki-laki, ulang-alik, rp.35juta",
        "don't, we'll, e-mail, t-shirt, free coffee, wallet",
        "kitab",  # batik, read from right to left
        "www.contoh.com",
        "a b c, 1 2 3, x y z",
        "mempertanggungjawabkan",
        "ya ampuuun",
        "",
    ],
)
def test_ordinary_text_needs_no_view(text: str) -> None:
    assert [view.words for view in clear_views(fold(text).text, WORDS)] == []


def test_without_a_vocabulary_nothing_is_read_otherwise() -> None:
    assert [*clear_views("l0ker k4mboja")] == []


def test_amounts_survive_beside_leet() -> None:
    (view,) = clear_views("k4mb0ja gaji 18jt bonus 500rb", WORDS)
    assert view.words == " kamboja gaji 18jt bonus 500rb "


def test_words_view_drops_signs_and_doubled_blanks() -> None:
    view = View("tanpa\n\n-  pengalaman!!")
    assert view.words == " tanpa pengalaman "
    start, end = view.from_words(view.words.index("pengalaman"), len(view.words) - 1)
    assert view.text[start:end] == "pengalaman"


def test_readers_of_folded_text_can_read_the_clear_view() -> None:
    folded = fold("🔥 g.4.j.i 18 jt")
    clear = clearest(folded, [View(folded.text), *clear_views(folded.text, WORDS)])
    assert clear.text.endswith("gaji 18 jt")
    at = clear.text.index("gaji")
    start, end = clear.span(at, at + 4)
    assert folded.raw[start:end] == "g.4.j.i"
    assert clearest(folded, [View(folded.text)]) is folded


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"(?:di)?tanggung", {"tanggung", "ditanggung"}),
        (r"\b(paspor|visa)\s+gratis\b", {"paspor", "visa", "gratis"}),
        (r"kerja(?:an)?[ -]?luar\W+negeri", {"kerja", "kerjaan", "luar", "negeri"}),
        (r"baj[ou]", {"bajo", "baju"}),
        (r"anak\w*", {"anak"}),
        (r"(unclosed", {"unclosed"}),
    ],
)
def test_the_words_of_a_pattern_are_those_it_spells_out(pattern: str, words: set[str]) -> None:
    assert {word for word in words_of(pattern) if len(word) > 1} == words


PIECES = st.sampled_from(
    [
        "k",
        "a",
        "4",
        "@",
        "kamboja",
        "loker",
        "ajobmak",
        "rekol",
        " ",
        "  ",
        ".",
        "*",
        "-",
        "#",
        "🔥",
        "\u200b",
        "１",
        "aaa",
    ]
)
ANY_TEXT = st.one_of(st.text(st.characters(codec=None), max_size=60), st.lists(PIECES, max_size=30).map("".join))


@given(ANY_TEXT)
def test_every_view_leads_back_to_the_characters_that_were_read(text: str) -> None:
    folded = fold(text)
    views = [View(folded.text), *clear_views(folded.text, WORDS)]
    views += [spoken for view in views if (spoken := view.in_plain_speech()) is not None]
    for view in views:
        words = view.words
        for at, char in enumerate(words):
            if char != " ":
                start, end = folded.span(*view.from_words(at, at + 1))
                assert 0 <= start < end <= len(text)


@given(ANY_TEXT)
def test_reading_is_the_same_each_time(text: str) -> None:
    folded = fold(text).text
    fresh = Vocabulary(WORDS.words)
    assert [view.text for view in clear_views(folded, WORDS)] == [view.text for view in clear_views(folded, fresh)]


@pytest.mark.parametrize(
    "piece",
    ["k ", "k.", "#a", "#lokerkamboja", "4a", "aaa", "a*", "lokerkamboja", "ajobmak ", "a-b-", "1a1", "l0", "🇰"],
)
def test_a_hostile_text_of_four_times_the_length_takes_four_times_the_steps(piece: str) -> None:
    def read(size: int) -> None:
        for view in clear_views(fold(piece * (size // len(piece))).text, WORDS):
            _ = view.words, view.folded(0, 1)

    read(5_000)  # what is made once is not counted
    assert steps(lambda: read(20_000)) < 5 * steps(lambda: read(5_000)) + 1_000
    read(100_000)
