"""Amounts as listings write them, the numbers that are none, and pay by the month."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.amounts import RATES, Amount, read_amounts, salary_month_idr
from rules.fold import fold


def only(text: str) -> Amount:
    found = read_amounts(fold(text))
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("Rp 8.000.000", 8e6, 8e6, "IDR"),
        ("Rp8000000", 8e6, 8e6, "IDR"),
        ("rp. 2.500.000,-", 2.5e6, 2.5e6, "IDR"),
        ("IDR 15,000,000", 15e6, 15e6, "IDR"),
        ("8jt", 8e6, 8e6, "IDR"),
        ("8 juta", 8e6, 8e6, "IDR"),
        ("7,5 jt", 7.5e6, 7.5e6, "IDR"),
        ("7.5jt", 7.5e6, 7.5e6, "IDR"),
        ("8-12jt", 8e6, 12e6, "IDR"),
        ("8 s/d 12 juta", 8e6, 12e6, "IDR"),
        ("8jt - 12jt", 8e6, 12e6, "IDR"),
        ("8 sampai 12 juta", 8e6, 12e6, "IDR"),
        ("500-1jt", 5e5, 1e6, "IDR"),
        ("500rb-1jt", 5e5, 1e6, "IDR"),
        ("Rp. 4.500.000,- s/d Rp. 6.000.000,-", 4.5e6, 6e6, "IDR"),
        ("500rb", 5e5, 5e5, "IDR"),
        ("500k", 5e5, 5e5, "IDR"),
        ("250 ribu", 2.5e5, 2.5e5, "IDR"),
        ("25 jt", 25e6, 25e6, "IDR"),
        ("USD 1,200", 1200, 1200, "USD"),
        ("$1000", 1000, 1000, "USD"),
        ("US$350–450", 350, 450, "USD"),
        ("$1,000-1,500", 1000, 1500, "USD"),
        ("800 dolar", 800, 800, "USD"),
        ("1000 dolar Singapura", 1000, 1000, "SGD"),
        ("RM 1.500", 1500, 1500, "MYR"),
        ("1800 ringgit", 1800, 1800, "MYR"),
        ("NT$ 20.000", 20000, 20000, "TWD"),
        ("30.000 NTD", 30000, 30000, "TWD"),
        ("SGD 650", 650, 650, "SGD"),
        ("HKD 5100", 5100, 5100, "HKD"),
        ("1500 riyal", 1500, 1500, "SAR"),
        ("€1.200", 1200, 1200, "EUR"),
        ("belasan juta", 10e6, 19e6, "IDR"),
        ("puluhan juta", 20e6, 99e6, "IDR"),
        ("ratusan ribu", 1e5, 999e3, "IDR"),
        ("dua puluh juta", 20e6, 20e6, "IDR"),
        ("dua puluh lima juta", 25e6, 25e6, "IDR"),
        ("lima belas juta", 15e6, 15e6, "IDR"),
        ("seratus dua puluh juta", 120e6, 120e6, "IDR"),
        ("dua juta lima ratus ribu", 2.5e6, 2.5e6, "IDR"),
        ("sejuta", 1e6, 1e6, "IDR"),
        ("gaji sejuta setengah", 1.5e6, 1.5e6, "IDR"),
        ("dijual 1 M nego", 1e9, 1e9, "IDR"),
        ("gaji 5000000", 5e6, 5e6, "IDR"),
        ("harga rp 20 . 000 .", 2e4, 2e4, "IDR"),
        ("Ｒｐ ８.０００.０００", 8e6, 8e6, "IDR"),
    ],
)
def test_every_way_of_writing(text: str, low: float, high: float, currency: str) -> None:
    amount = only(text)
    assert (amount.low, amount.high, amount.currency) == (low, high, currency)
    assert amount.idr_low == low * RATES[currency]


@pytest.mark.parametrize(
    "text",
    [
        "WA 0812-0000-1234",
        "hub 081200001234",
        "+62 812 0000 1234",
        "tahun 2019-2024",
        "kode pos 40123",
        "ukuran 120x60x75 cm",
        "TV 4K 3500-7000K",
        "10rb followers",
        "10 juta orang",
        "seribu sayang",
        "sejuta alasan",
        "270 juta populasi",
        "dipilih 185.379.878 kali",
        "umur 22, tinggi 158, 3 m",
        "jam 08.00-17.00",
        "NIK 3201234567890123",
        "potong gaji 6 bulan",
        "emas 24k gold",
        "koordinat -6.200.000",
        "2 unit, 3 kamar",
    ],
)
def test_not_an_amount(text: str) -> None:
    assert read_amounts(fold(text)) == ()


@pytest.mark.parametrize(
    ("text", "period", "kind"),
    [
        ("gaji Rp 8.000.000 per bulan", "month", "salary"),
        ("gaji 8 juta/bln", "month", "salary"),
        ("8 juta sebulan", "month", "salary"),
        ("upah harian 150rb", "day", "salary"),
        ("150rb/hari", "day", "salary"),
        ("700rb per minggu", "week", "salary"),
        ("$10 per hour", "hour", "salary"),
        ("salary USD 12,000 a year", "year", "salary"),
        ("penghasilan 20 jt", None, "salary"),
        ("8 juta bersih", None, "salary"),
        ("komisi Rp 50.000 per tugas", "once", "salary"),
        ("mahar 25 jt", "once", "price"),
        ("harga 25 jt", "once", "price"),
        ("25 jt nego", "once", "price"),
        ("ganti biaya persalinan 15 jt", "once", "price"),
        ("sewa kos 800rb/bulan", "month", "price"),
        ("25 jt per kepala", "once", "price"),
        ("antar malam ini 25 jt", None, ""),
        ("denda 25 juta", None, ""),
        ("bonus 2 jt", None, ""),
        ("Gaji besar. Biaya 3 jt", "once", "price"),
    ],
)
def test_period_and_meaning(text: str, period: str | None, kind: str) -> None:
    amount = only(text)
    assert (amount.period, amount.is_salary, amount.is_price) == (period, kind == "salary", kind == "price")


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("gaji 8-12jt", (8e6, 12e6)),
        ("gaji $1000", (16.5e6, 16.5e6)),
        ("upah harian 150rb", (3.9e6, 3.9e6)),
        ("gaji 100rb", (2.6e6, 2.6e6)),
        ("gaji 15 jt + bonus 2 jt", (15e6, 15e6)),
        ("gaji 60 juta per tahun", (5e6, 5e6)),
        ("gaji pokok 3jt, penghasilan 7-16 juta", (3e6, 16e6)),
        ("biaya pendaftaran Rp 250.000", None),
        ("komisi Rp 50.000 per tugas", None),
    ],
)
def test_pay_by_the_month(text: str, month: tuple[float, float] | None) -> None:
    assert salary_month_idr(read_amounts(fold(text))) == month


def test_the_listings_currency_settles_a_bare_dollar() -> None:
    assert read_amounts(fold("salary $650"), "SGD")[0].currency == "SGD"
    assert read_amounts(fold("salary $650"), "IDR")[0].currency == "USD"


def test_spans_mark_the_published_characters() -> None:
    text = "🔥 gaji Ｒｐ ８ jt 🔥"
    folded = fold(text)
    assert text[slice(*read_amounts(folded)[0].raw_span(folded))] == "Ｒｐ ８ jt"


PIECES = st.sampled_from(
    [
        "Rp",
        " ",
        "8",
        ".",
        "000",
        "jt",
        "juta",
        "-",
        "dua ",
        "puluh ",
        "belasan ",
        "$",
        "/bln",
        "gaji ",
        "€",
        ",",
        "se",
        "\n",
    ]
)


@given(st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=30).map("".join)))
def test_never_raises_and_stays_inside(text: str) -> None:
    folded = fold(text)
    found = read_amounts(folded)
    assert found == read_amounts(fold(text))
    end = 0
    for amount in found:
        assert end <= amount.start < amount.end <= len(folded.text)
        assert 0 < amount.low <= amount.high
        end = amount.end
