"""Figures that speak of a person, and those that speak of goods, pets and time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.fold import fold
from rules.persons import KINDS, PersonFact, read_persons


def facts(text: str) -> list[tuple[str, float, float, str, bool, bool]]:
    return [
        (f.kind, round(f.low, 2), round(f.high, 2), f.text, f.requirement, f.goods) for f in read_persons(fold(text))
    ]


def of_kind(text: str, kind: str) -> list[PersonFact]:
    return [f for f in read_persons(fold(text)) if f.kind == kind]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("umur 22", 22, 22),
        ("Usia : 22 th", 22, 22),
        ("22 tahun", 22, 22),
        ("22thn", 22, 22),
        ("22yo", 22, 22),
        ("kiper 24 th", 24, 24),
        ("pekerja 24 tahun", 24, 24),
        ("21 taon", 21, 21),
        ("masih 12 tahun", 12, 12),
        ("umur dua puluh dua", 22, 22),
        ("usia 20an", 20, 29),
        ("bayi umur 2 bulan", 0.17, 0.17),
        ("cewek 19 th cantik", 19, 19),
        ("Rini, 22 tahun, asal Cianjur", 22, 22),
        ("umurnya baru 16", 16, 16),
        ("aged 21", 21, 21),
        ("ｕｍｕｒ ２２", 22, 22),
    ],
)
def test_an_age(text: str, low: float, high: float) -> None:
    [fact] = of_kind(text, "age")
    assert (round(fact.low, 2), round(fact.high, 2)) == (low, high)
    assert not fact.requirement
    assert not fact.goods


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("usia 17-25 th", 17, 25),
        ("usia maks 35", 17, 35),
        ("umur maksimal 35 tahun", 17, 35),
        ("max 30th", 17, 30),
        ("maks. 15 tahun", 15, 15),
        ("minimal 17 thn", 17, 65),
        ("usia 18 ke atas", 18, 65),
        ("usia 35 tahun ke bawah", 17, 35),
        ("umur 18 s/d 40 tahun", 18, 40),
        ("umur antara 18 sampai 40", 18, 40),
        ("female 20-30 years old", 20, 30),
        ("Butuh ART nginap, wanita 20-35, bisa masak", 20, 35),
        ("anak umur 12-15, tidak sekolah tidak apa-apa", 12, 15),
    ],
)
def test_an_age_asked_of_applicants(text: str, low: float, high: float) -> None:
    [fact] = of_kind(text, "age")
    assert (fact.low, fact.high, fact.requirement, fact.goods) == (low, high, True, False)


@pytest.mark.parametrize(
    "text",
    [
        "Lemari anak umur 3-6, asal Jepara",
        "mainan edukasi usia 3-6 tahun",
        "mulai usia 3 tahun",
        "cocok untuk anak usia 5 tahun",
        "baju anak umur 7 tahun",
        "kucing persia umur 4 bulan",
        "anjing golden usia 2 tahun vaksin lengkap",
        "les privat untuk usia 6-12 tahun",
    ],
)
def test_an_age_of_goods_pets_or_an_audience(text: str) -> None:
    assert [(f.goods, f.requirement) for f in of_kind(text, "age")] == [(True, False)]


@pytest.mark.parametrize(
    "text",
    [
        "garansi 2 tahun",
        "pengalaman 2 tahun",
        "min. 1 tahun pengalaman",
        "kontrak 2 tahun",
        "sejak 20 tahun lalu",
        "toko berdiri 25 tahun",
        "tahun 2019",
        "umur pakai 5 tahun",
        "usia mesin 3 tahun",
        "cicilan 15 tahun",
        "kelas 6 SD",
        "bekerja selama 20 tahun",
        "usia kandungan 8 bulan",
    ],
)
def test_no_age(text: str) -> None:
    assert of_kind(text, "age") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tinggi 158", [("height", 158, 158, False)]),
        ("tinggi badan 158 cm", [("height", 158, 158, False)]),
        ("TB 160 BB 48", [("height", 160, 160, False), ("weight", 48, 48, False)]),
        ("TB/BB 160/48", [("height", 160, 160, False), ("weight", 48, 48, False)]),
        ("158cm/48kg", [("height", 158, 158, False), ("weight", 48, 48, False)]),
        ("158 cm 48 kg", [("height", 158, 158, False), ("weight", 48, 48, False)]),
        ("tb 1,60 m", [("height", 160, 160, False)]),
        ("berat badan 48 kg", [("weight", 48, 48, False)]),
        ("tinggi badan min 155 cm", [("height", 155, 230, False)]),
        ("tinggi 180 cm, lebar 80", [("height", 180, 180, True)]),
        ("Lemari anak umur 3-6, tinggi 158 cm", [("height", 158, 158, True)]),
        ("lemari berat 45 kg", [("weight", 45, 45, True)]),
        ("ukuran 120x60x75 cm", []),
        ("meja tinggi 75 cm", []),
        ("berat 5 kg", []),
        ("berat bersih 40 kg beras", []),
        ("tinggi 200x80", []),
    ],
)
def test_height_and_weight(text: str, expected: list[tuple[str, float, float, bool]]) -> None:
    found = [(f.kind, f.low, f.high, f.goods) for f in read_persons(fold(text)) if f.kind in ("height", "weight")]
    assert found == expected


def test_a_wardrobe_with_an_adult_age_speaks_of_a_person() -> None:
    coded = "Lemari 'Rini', umur 22, tinggi 158, penurut, bisa masak, 25 jt, antar malam ini"
    assert facts(coded) == [("age", 22, 22, "", False, False), ("height", 158, 158, "", False, False)]


@pytest.mark.parametrize(
    ("text", "months", "goods"),
    [
        ("Bumil 8 bln cari adopter", (8, 8), False),
        ("hamil 7 bulan", (7, 7), False),
        ("usia kandungan 8 bulan", (8, 8), False),
        ("hamil 7-8 bulan", (7, 8), False),
        ("8 bulan hamil", (8, 8), False),
        ("hamil 32 minggu", (7.36, 7.36), False),
        ("hamil tua", (7, 9), False),
        ("kucing hamil 1 bulan", (1, 1), True),
    ],
)
def test_pregnancy(text: str, months: tuple[float, float], goods: bool) -> None:
    [fact] = of_kind(text, "pregnancy")
    assert (round(fact.low, 2), round(fact.high, 2), fact.goods) == (*months, goods)


@pytest.mark.parametrize(
    ("text", "said", "requirement", "goods"),
    [
        ("gadis desa penurut", "female", False, False),
        ("janda 30 th", "female", False, False),
        ("dicari laki-laki kuat", "male", True, False),
        ("khusus wanita", "female", True, False),
        ("baju wanita", "female", False, True),
        ("jam tangan pria", "male", False, True),
        ("kost putri", "", False, False),
    ],
)
def test_sex(text: str, said: str, requirement: bool, goods: bool) -> None:
    found = of_kind(text, "sex")
    assert [(f.text, f.requirement, f.goods) for f in found] == ([(said, requirement, goods)] if said else [])


@pytest.mark.parametrize(
    ("text", "heads", "requirement", "goods"),
    [
        ("butuh 20 wanita", 20, True, False),
        ("ada 3 orang siap berangkat", 3, False, False),
        ("sepuluh orang TKI", 10, False, False),
        ("sofa untuk 3 orang", 3, False, True),
        ("dibutuhkan 20 staff admin", 20, True, False),
    ],
)
def test_count(text: str, heads: int, requirement: bool, goods: bool) -> None:
    [fact] = of_kind(text, "count")
    assert (fact.low, fact.requirement, fact.goods) == (heads, requirement, goods)


PIECES = st.sampled_from(
    [
        "umur ",
        "22",
        "-",
        " th",
        "TB ",
        "158",
        "cm",
        "/",
        "48kg",
        "hamil ",
        "8 bln",
        "wanita ",
        "maks ",
        "orang",
        " ",
        "\n",
        "dua puluh ",
    ]
)


@given(st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=30).map("".join)))
def test_never_raises_and_stays_inside(text: str) -> None:
    folded = fold(text)
    found = read_persons(folded)
    assert found == read_persons(fold(text))
    for fact in found:
        assert 0 <= fact.start < fact.end <= len(folded.text)
        assert fact.kind in KINDS
        assert fact.low <= fact.high
