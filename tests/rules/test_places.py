"""Places: what each name means, and the words that only look like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import place_names
from rules.fold import fold
from rules.places import KINDS, read_places


def places(text: str) -> list[tuple[str, str, str]]:
    return [(p.kind, p.name, p.country) for p in read_places(fold(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kerja di Kamboja", [("country", "Kamboja", "KH")]),
        ("KERJA DI KAMBOJA", [("country", "Kamboja", "KH")]),
        ("loker K4mb0ja", [("country", "Kamboja", "KH")]),
        ("Ｋａｍｂｏｊａ", [("country", "Kamboja", "KH")]),
        ("ke Phnom Penh", [("country", "Kamboja", "KH")]),
        (
            "Loker Malaysia, Taiwan & Hongkong",
            [("country", "Malaysia", "MY"), ("country", "Taiwan", "TW"), ("country", "Hong Kong", "HK")],
        ),
        ("korea selatan", [("country", "Korea Selatan", "KR")]),
        ("penempatan Arab Saudi", [("country", "Arab Saudi", "SA")]),
        ("kerja dubai", [("country", "Uni Emirat Arab", "AE")]),
        ("pabrik di Polandia", [("country", "Polandia", "PL")]),
        ("via Poipet", [("compound", "Poipet", "KH")]),
        ("Sihanouk Ville", [("compound", "Sihanoukville", "KH")]),
        ("di kkpark", [("compound", "KK Park", "MM")]),
        ("妙瓦底 招聘", [("compound", "Myawaddy", "MM")]),
        ("segitiga emas", [("compound", "Segitiga Emas", "LA")]),
        ("lewat Mae Sot", [("compound", "Mae Sot", "TH")]),
        ("Muse Myanmar", [("compound", "Muse", "MM"), ("country", "Myanmar", "MM")]),
        ("gadis asal Cianjur Jawa Barat", [("regency", "Cianjur", "ID"), ("province", "Jawa Barat", "ID")]),
        ("jakarta selatan", [("regency", "Jakarta Selatan", "ID")]),
        ("domisili jaksel", [("regency", "Jakarta Selatan", "ID")]),
        ("Aceh Barat Daya", [("regency", "Aceh Barat Daya", "ID")]),
        ("asal NTT", [("province", "Nusa Tenggara Timur", "ID")]),
        ("kirim ke Batam atau Nunukan", [("regency", "Batam", "ID"), ("regency", "Nunukan", "ID")]),
        ("kota Malang", [("regency", "Malang", "ID")]),
        ("kantor di Malang", [("regency", "Malang", "ID")]),
        ("Batu, Jawa Timur", [("regency", "Batu", "ID"), ("province", "Jawa Timur", "ID")]),
        ("orang solo", [("regency", "Surakarta", "ID")]),
    ],
)
def test_a_place(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert places(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "nasib malang sekali",
        "duduk di batu",
        "dari batang kayu",
        "solo traveling",
        "bunga kamboja",
        "kopi vietnam",
        "lemari ukir Jepara",
        "Jl. Medan Merdeka",
        "gang Bali",
        "muse headband",
        "bandungan",
        "palu dan obeng",
        "tinggal di puncak gunung",
        "metro mini",
        "di metro",
    ],
)
def test_no_place(text: str) -> None:
    assert places(text) == []


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("Kamboja", True),
        ("Myawaddy", True),
        ("Laos", True),
        ("Vietnam", True),
        ("Manila", True),
        ("Taiwan", False),
        ("Mae Sot", False),
        ("Bandung", False),
    ],
)
def test_countries_closed_to_placement(text: str, closed: bool) -> None:
    assert [p.closed_to_placement for p in read_places(fold(text))] == [closed]


def test_the_lists_are_folded_and_complete() -> None:
    assert len(place_names.PROVINCES) == 38
    assert set(place_names.REGENCIES) == set(place_names.PROVINCES)
    assert sum(len(listed.split(";")) for listed in place_names.REGENCIES.values()) > 480
    listed = [*place_names.REGENCIES.values(), *(aliases for _, aliases in place_names.COUNTRIES.values())]
    for words in [*listed, *(aliases for _, aliases in place_names.COMPOUNDS.values())]:
        assert fold(words).text == words
    assert {code for code, _ in place_names.COMPOUNDS.values()} <= set(place_names.COUNTRIES)


def test_spans_mark_the_published_characters() -> None:
    text = "🔥🔥 kerja Ｋａｍｂｏｊａ 🔥"
    folded = fold(text)
    assert [text[slice(*place.raw_span(folded))] for place in read_places(folded)] == ["Ｋａｍｂｏｊａ"]


PIECES = st.sampled_from(
    ["kamboja", " ", "batu", "di ", "K4mboja", ", ", "Malang", "妙瓦底", "🔥", "\n", "jawa barat", "ﬁ"]
)


@given(st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=30).map("".join)))
def test_never_raises_and_stays_inside(text: str) -> None:
    folded = fold(text)
    found = read_places(folded)
    assert found == read_places(fold(text))
    for place in found:
        assert 0 <= place.start < place.end <= len(folded.text)
        assert place.kind in KINDS
