"""Words of regional languages are read as the Indonesian words of the rules."""

from __future__ import annotations

import pytest

from rules.regional import REGIONAL
from rules.speech import plain

SENTENCES = [
    ("ora usah ijazah, mangkat sesuk", "tidak usah ijazah berangkat besok"),
    ("teu kedah pangalaman, artos panjar heula", "tidak harus pengalaman uang panjar dulu"),
    ("indak paralu sakola, pai basamo ambo", "tidak perlu sekolah pergi dengan saya"),
    ("sonde bisa mulih", "tidak bisa pulang"),
    ("ktpne dicekel juragan", "ktp dipegang juragan"),
    ("samemeh lunas ulah kaluar", "sebelum lunas jangan keluar"),
]


@pytest.mark.parametrize(("said", "read"), SENTENCES, ids=[row[0] for row in SENTENCES])
def test_a_sentence_is_read_in_indonesian(said: str, read: str) -> None:
    assert " ".join(plain(word) for word in said.replace(",", "").split()) == read


def test_a_form_has_one_reading() -> None:
    forms = [form for readings in REGIONAL.values() for form in readings.split()]
    assert sorted(set(forms)) == sorted(forms)
