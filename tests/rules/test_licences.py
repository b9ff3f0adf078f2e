"""Licence numbers by shape, beside figures that are none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.fold import fold
from rules.licences import KINDS, plain_number, read_licences


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("SIP3MI 123/2024", "sip3mi", "123/2024"),
        ("SIP3MI No. 560/123/2021", "sip3mi", "560/123/2021"),
        ("SIP3MI resmi nomor 12345", "sip3mi", "12345"),
        ("SIPPTKI No. KEP.412/MEN/IX/2007", "sip3mi", "KEP.412/MEN/IX/2007"),
        ("SIP3MI No 2/167/LT.02.02/IX/2021", "sip3mi", "2/167/LT.02.02/IX/2021"),
        ("ＳＩＰ３ＭＩ １２３/２０２４", "sip3mi", "123/2024"),
        ("SIP2MI B.1234/PK.02.01/V/2023", "sip2mi", "B.1234/PK.02.01/V/2023"),
        ("SIUPPAK No. 25.22 Tahun 2022", "siuppak", "25.22 TAHUN 2022"),
        ("SIUPAK AL.501/12/34/2014", "siuppak", "AL.501/12/34/2014"),
        ("P3MI no izin 91203045678", "p3mi", "91203045678"),
        ("Keputusan Menteri No. 123 Tahun 2019", "decree", "123 TAHUN 2019"),
        ("Kepmenaker no 294/2019", "decree", "294/2019"),
        ("SK Menaker No. 123/MEN/2018", "decree", "123/MEN/2018"),
        ("KEP. 45 / MEN / III / 2019", "decree", "KEP.45/MEN/III/2019"),
        ("LPK no izin 563/123/2020", "lpk", "563/123/2020"),
        ("NIB: 9120001234567", "nib", "9120001234567"),
        ("job order no 12345", "job_order", "12345"),
        ("EA License No: 12C3456", "agency", "12C3456"),
        ("EA Licence 56789", "agency", "56789"),
        ("JTKSM 1234", "agency", "1234"),
        ("POEA-123-LB-010120-R", "poea", "POEA-123-LB-010120-R"),
    ],
)
def test_a_licence_number(text: str, kind: str, number: str) -> None:
    folded = fold(f"Agen resmi, {text}. Hubungi kami")
    [found] = read_licences(folded)
    assert (found.kind, found.number) == (kind, number)
    assert folded.raw[slice(*found.raw_span(folded))] == text


@pytest.mark.parametrize(
    "text",
    [
        "SIP3MI lengkap, izin resmi kemnaker RI",
        "SIP3MI 2024",
        "SIP3MI hub 0812-0000-1234",
        "SIP3MI: 081200001234",
        "P3MI 12/12/2024",
        "toko keep 24/7 buka",
        "license no 2024",
        "lic 3456",
        "kepala 2, ea 18/24",
        "kaos LPK isi 3 pcs 50.000",
    ],
)
def test_no_licence_number(text: str) -> None:
    assert read_licences(fold(text)) == ()


def test_a_number_is_compared_however_it_is_spaced() -> None:
    assert plain_number("kep. 123 / men / 2019") == plain_number("KEP.123/MEN/2019") == "KEP.123/MEN/2019"
    assert plain_number("25.22 thn 2022") == plain_number("25.22 Tahun 2022") == "25.22 TAHUN 2022"


@given(
    st.lists(
        st.sampled_from(["sip3mi", "no", "123/2024", "kep.", "/men/", "9" * 40, "tahun 2020", ":", "ｎｉｂ", "12C3456"])
    )
)
def test_every_text_is_read_and_spans_lie_apart(words: list[str]) -> None:
    folded = fold(" ".join(words))
    found = read_licences(folded)
    spans = [one.raw_span(folded) for one in found]
    assert all(0 <= start < end <= len(folded.raw) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert {one.kind for one in found} <= set(KINDS)
