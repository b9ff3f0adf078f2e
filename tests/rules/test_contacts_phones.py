"""Telephone numbers as Indonesians and their neighbours write them, and the digits that are none."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import accumulate, product

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.contacts import numbering, read_contacts
from rules.contacts.numerals import token_at
from rules.fold import fold

P = "+6281200001234"


def phones(text: str, region: str = "ID") -> list[tuple[str, str, bool]]:
    found = [c for c in read_contacts("text", fold(text), region) if c.kind == "phone"]
    return [(c.value, text[c.start : c.end], c.obscured) for c in found]


ORDINARY = [
    "0812-0000-1234",
    "0812 0000 1234",
    "0812.0000.1234",
    "081200001234",
    "+62 812-0000-1234",
    "+6281200001234",
    "62812 0000 1234",
    "6281200001234",
    "0062 812 0000 1234",
    "(0812) 0000.1234",
    "(0812)00001234",
    "0812 - 0000 - 1234",
    "0812/0000/1234",
    "(+62) 812 0000 1234",
    "+62(0)812-0000-1234",
    "+62 0812 0000 1234",
    "0812–0000–1234",
    "0812 0000 1234",
]


@pytest.mark.parametrize("written", ORDINARY)
def test_ordinary_writing(written: str) -> None:
    assert phones(f"Minat hubungi {written} segera") == [(P, written, False)]


OBSCURED = [
    "0812-REMOVE-0000-1234",
    "0812 hapus ini 0000 1234",
    "0812 apel 0000 jeruk manis 1234",
    "0812 [hapus kurung] 0000 [ini juga] 1234",
    "0812, nol sebanyak empat, 1234",
    "0812, bagian dua: 0000, bagian tiga: 1234",
    "kosong dalapan hiji dua kosong kosong kosong kosong hiji dua tilu opat",
    "n0l d3lapan s4tu dua quadruple zero 1234",
    "1234 depannya 0812 0000",
    "o8l2 oooo l234",
    "O812-OOOO-l234",
    "0 8 1 2 0 0 0 0 1 2 3 4",
    "0812_0000_1234",
    "0812~0000~1234",
    "0812*0000*1234",
    "0812 lanjut 0000 terus 1234",
    "0812 strip 0000 strip 1234",
    "0812🔥0000🔥1234",
    "0🍎8🍎1🍎2🍎0🍎0🍎0🍎0🍎1🍎2🍎3🍎4",
    "0812x0000x1234",
    "0812abc0000def1234",
    "nol delapan satu dua nol nol nol nol satu dua tiga empat",
    "kosong lapan satu dua kosong kosong kosong kosong satu dua tiga pat",
    "nol lapan satu dua dobel nol double nol satu dua tiga empat",
    "nol8satu2 kosong000 satu2tiga4",
    "kosonglapansatuduakosongkosongkosongkosongsatuduatigaempat",
    "kosong delapan 12 00 00 12 34",
    "0812 kosong kosong kosong kosong 1234",
    "zero eight one two zero zero zero zero one two three four",
    "oh eight one two zero zero zero zero one two three four",
    "plus enam dua delapan satu dua nol nol nol nol satu dua tiga empat",
    "nol, delapan, satu, dua, nol, nol, nol, nol, satu, dua, tiga, empat",
    "０８１２００００１２３４",
    "𝟎𝟖𝟏𝟐𝟎𝟎𝟎𝟎𝟏𝟐𝟑𝟒",
    "٠٨١٢٠٠٠٠١٢٣٤",
    "⓪⑧①② 0000 1234",
    "0️⃣8️⃣1️⃣2️⃣ 0000 1234",
    "08\u200b12\u200b0000\u200b1234",
    "0812\n0000\n1234",
    "О812-0000-1234",
]


@pytest.mark.parametrize("written", OBSCURED)
def test_obscured_writing(written: str) -> None:
    assert phones(f"Minat hub {written}") == [(P, written, True)]


@pytest.mark.parametrize("text", ["nomor 4321 0000 2180 (dibalik)", "bacanya dari belakang: 4321-0000-2180"])
def test_a_number_told_backwards(text: str) -> None:
    assert [(value, obscured) for value, _, obscured in phones(text)] == [(P, True)]


def test_triple_and_counted_words() -> None:
    assert phones("wa nol delapan satu dua triple lima tujuh tujuh dobel sembilan")[0][0] == "+6281255577 99".replace(
        " ", ""
    )
    assert phones("nol delapan dua belas, tiga empat lima enam, tujuh delapan")[0][0] == "+628123456" + "78"
    assert phones("nol delapan lima tujuh nol nol dua puluh lima dua belas sebelas")[0][0] == "+62857002512" + "11"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0812-0000-1234 / 0857-0000-5678", ["+6281200001234", "+6285700005678"]),
        ("0812-0000-1234/0857-0000-5678", ["+6281200001234", "+6285700005678"]),
        ("0812 0000 1234 0857 0000 5678", ["+6281200001234", "+6285700005678"]),
        ("081200001234, 085700005678", ["+6281200001234", "+6285700005678"]),
        ("081200001234\n085700005678", ["+6281200001234", "+6285700005678"]),
        ("WA 0812-0000-1234 atau +60 12-345 6789", ["+6281200001234", "+60123456789"]),
        ("Hub: 081200001234(wa)/085700005678. LEGAL", ["+6281200001234", "+6285700005678"]),
        ("umur 22 th 0812 0000 1234 tinggi 158", ["+6281200001234"]),
        ("0812 0000 1234 22 th", ["+6281200001234"]),
        ("0812-0000-1234 dua orang", ["+6281200001234"]),
        ("buka 08.00-17.00 hub 0812 0000 1234", ["+6281200001234"]),
        ("tgl 12/08/2026 0812 0000 1234", ["+6281200001234"]),
        ("www.contoh.co.id 081200001234", ["+6281200001234"]),
        ("jasa contoh corp 081200001234 39jam", ["+6281200001234"]),
        ("Info 081200001234berlaku hari ini", ["+6281200001234"]),
        ("DANA 0812-0000-1234 a.n. Contoh", ["+6281200001234"]),
        ("kirim foto KTP ke WA 081200001234", ["+6281200001234"]),
        ("gaji 8-12 jt, wa081200001234", ["+6281200001234"]),
        ("Rp 250.000 untuk seragam. Hubungi WA 081200000001. Kuota 10 orang", ["+6281200000001"]),
    ],
)
def test_several_numbers_and_neighbours(text: str, values: list[str]) -> None:
    assert [value for value, _, _ in phones(text)] == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("WA 812-0000-1234", P),
        ("produk herbal, Sari-0812-0000-1234", P),
        ("agen (65) 8234 5678", "+6582345678"),
        ("Taiwan 886-912-345-678", "+886912345678"),
        ("Majikan Penang, call 04-226 3319", "+6042263319"),
        ("hub kak Contoh 011-2345 6789", "+601123456789"),
        ("Bangkok 081 234 0022", "+66812340022"),
        ("hub: 81200001234", P),
        ("hub saya delapan satu dua nol nol nol nol satu dua tiga empat", P),
        ("wa 60123456789", "+60123456789"),
        ("WA 855 1234 5678", "+6285512345678"),
        ("hub 886912345678", "+886912345678"),
        ("(021) 555-0123", "+62215550123"),
        ("021-5551234", "+62215551234"),
        ("telp 0215551234", "+62215551234"),
        ("kantor 0361 1595565", "+623611595565"),
    ],
)
def test_what_a_label_or_an_area_code_makes_a_number(text: str, value: str) -> None:
    assert [found[0] for found in phones(text)] == [value]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("+60 12-345 6789", "+60123456789"),
        ("+65 9123 4567", "+6591234567"),
        ("+852 6123 4567", "+85261234567"),
        ("+886 912 345 678", "+886912345678"),
        ("+855 12 345 678", "+85512345678"),
        ("+66 81 234 5678", "+66812345678"),
        ("+63 917 123 4567", "+639171234567"),
        ("+966 50 123 4567", "+966501234567"),
        ("+971 50 123 4567", "+971501234567"),
        ("+974 3312 3456", "+97433123456"),
        ("+965 5001 2345", "+96550012345"),
        ("+95 9 421 123 456", "+959421123456"),
        ("+84 91 234 56 78", "+84912345678"),
        ("+856 20 2312 3456", "+8562023123456"),
        ("0060123456789", "+60123456789"),
    ],
)
def test_neighbours(written: str, value: str) -> None:
    assert [found[0] for found in phones(f"call {written} now")] == [value]


@pytest.mark.parametrize(
    ("text", "region", "value"),
    [
        ("call 012-345 6789", "MY", "+60123456789"),
        ("whatsapp 9123 4567", "SG", "+6591234567"),
        ("tel 61234567 please", "HK", "+85261234567"),
        ("line 0912-345-678", "TW", "+886912345678"),
        ("tel 012 345 678", "KH", "+85512345678"),
    ],
)
def test_local_forms_of_the_sources_region(text: str, region: str, value: str) -> None:
    assert [found[0] for found in phones(text, region)] == [value]


NO_PHONE = [
    "WA 0812 atau 0000 atau 1234",
    "tournament 08-12 00-00 09-17",
    "paket 08120000 terkirim 1234 kali",
    "Stok: 0812 (merah), 0813 (biru), 0857 (hijau)",
    "seri mesin cuci WD-0812-0000-1234",
    "NIS 0812000012 34",
    "hub: kode 0812 resi 0000 nomor 1234",
    "balik nama 1234 0000 2180 9",
    "Rp 1.250.000.000",
    "harga Rp 081.000",
    "harga 08.500.000 nego",
    "NIK 3201234567890123",
    "No. KTP: 0812345678901234",
    "IMEI 081234567890123",
    "BCA 0812345678 a.n. Contoh",
    "rek BRI 0812-0000-1234",
    "transfer ke rekening mandiri no 0812345678901",
    "norek: 081200001234",
    "0812345678 a/n Contoh",
    "resi JX1234567890",
    "no resi 081200001234",
    "JNE 081200001234",
    "kode pesanan 081200001234",
    "no order: 081200001234",
    "invoice #081200001234",
    "SKU-081200001234",
    "08-12-2026 09.00",
    "tgl 05/06/2026 08.00-17.00",
    "ukuran 120x60x75",
    "dimensi 62 x 81 x 200 x 3001",
    "koordinat -6.200000, 106.816666",
    "-0.0812345678, 109.3456",
    "313.6485.7495.944",
    "152-00-1359624-4",
    "0812-3456-7890-1234",
    "NPWP 02.345.678.9-012.000",
    "ISBN 0-8123-4567-8",
    "UPC: 081234567890",
    "sejak 2019-2024, 2 tahun",
    "gaji 8.000.000 - 12.000.000",
    "0812.xxxx.7890",
    "0812-3456-78xx",
    "081234****90",
    "①②③ no. meja 12",
    "B 1234 ABC",
    "kode pos 40123",
    "SIP3MI 0812/2024",
    "nol koma lima persen dua tiga orang",
    "satu dua tiga empat lima enam tujuh delapan",
    "+2000 coin",
    "lot 62 81200",
    "NIK: 3374 0812 0000 1234",
    "kartu 5371-7600-0812-3456",
    "stok: 08 12 16 20 24 (ukuran)",
    "token listrik 0812 3456 7890 1234 5678",
]


@pytest.mark.parametrize("text", NO_PHONE)
def test_not_a_phone(text: str) -> None:
    assert phones(text) == []


def test_a_number_introduced_by_wa_is_a_phone_and_no_link() -> None:
    assert [(c.kind, c.value) for c in read_contacts("text", fold("WA 0812-0000-1234"))] == [("phone", P)]


def test_plans_agree_with_phonenumbers() -> None:
    draw = random.Random(7)
    for _ in range(3000):
        code = draw.choice(["62", *numbering.NEIGHBOURS])
        rest = str(draw.choice([8, 9, 5, 2, 6])) + "".join(draw.choices("0123456789", k=draw.randint(5, 11)))
        number = phonenumbers.PhoneNumber(country_code=int(code), national_number=int(rest))
        assert (numbering.international(code + rest) == f"+{code}{rest}") == phonenumbers.is_valid_number(number)


@given(st.text(alphabet="0123456789 -.()+/olisbx nlokg\n\x1a", max_size=120))
def test_spans_slice_to_what_was_read(text: str) -> None:
    for contact in read_contacts("text", fold(text)):
        assert 0 <= contact.start < contact.end <= len(text)
        assert phonenumbers.is_valid_number(phonenumbers.parse(contact.value)) or contact.kind != "phone"


@given(st.text(max_size=60), st.integers(0, 60))
def test_tokens_never_raise(text: str, at: int) -> None:
    token = token_at(fold(text).text, at)
    assert token is None or (token.digits.isdigit() and token.end > token.start)


# Every way of writing, crossed with every other -------------------------------------------------------------------


def _shifted(zero: int) -> Callable[[str], str]:
    return lambda digits: "".join(chr(zero + int(digit)) for digit in digits)


FIGURES: dict[str, Callable[[str], str]] = {
    "plain": str,
    "fullwidth": _shifted(0xFF10),
    "bold": _shifted(0x1D7CE),
    "arabic": _shifted(0x660),
    "persian": _shifted(0x6F0),
    "keycaps": lambda digits: "".join(f"{digit}\ufe0f\u20e3" for digit in digits),
    "circled": lambda digits: "".join("⓪①②③④⑤⑥⑦⑧⑨"[int(digit)] for digit in digits),
    "letter o": lambda digits: digits.replace("0", "o"),
    "letters": lambda digits: digits.translate(str.maketrans("015", "OlS")),
}
GROUPINGS = [(4, 4, 4), (4, 3, 5), (3, 3, 3, 3), (2,) * 6, (4, 8), (12,), (5, 4, 3), (4, 4, 2, 2), (3, 4, 5)]
GAPS = [" ", "-", ".", " - ", "/", "_", "*", "•", "~", "|", " . ", "🔥", "\n", "–", "="]
READ_SHARE = 0.98


@pytest.mark.parametrize("figures", FIGURES)
def test_numbers_are_read_in_all_figures_groupings_and_gaps(figures: str) -> None:
    number, wanted = "085700001934", "+6285700001934"
    tried, missed = 0, []
    for grouping, gap in product(GROUPINGS, GAPS):
        ends = list(accumulate(grouping))
        written = gap.join(FIGURES[figures](number[end - size : end]) for size, end in zip(grouping, ends, strict=True))
        for text in (f"WA {written} ya", f"hub: {written}"):
            tried += 1
            found = {contact.value for contact in read_contacts("text", fold(text)) if contact.kind == "phone"}
            if found != {wanted}:
                missed.append((text, found))
    assert len(missed) <= (1 - READ_SHARE) * tried, missed
