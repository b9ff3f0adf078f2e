"""What a mark was read as, said in the language of the page."""

from __future__ import annotations

import pytest

from review.readings import UNITS, read_in
from rules import facts


@pytest.mark.parametrize(
    ("read_as", "said"),
    [
        ("18,000,000 IDR a month", "Rp 18.000.000 sebulan"),
        ("14,000,000–20,000,000 IDR a month", "Rp 14.000.000–20.000.000 sebulan"),
        ("7,000,000 IDR", "Rp 7.000.000"),
        ("17–25 years", "17–25 tahun"),
        ("155 cm", "155 cm"),
        ("46.5 kg", "46,5 kg"),
        ("3 heads", "3 orang"),
        ("8 months pregnant", "hamil 8 bulan"),
        ("leaves in 3–5 days", "berangkat 3–5 hari lagi"),
        ("leaves 2026-12-12", "berangkat 2026-12-12"),
        ("female", "perempuan"),
        ("kamboja", "kamboja"),
        ("umur 22 years", "umur 22 years"),
    ],
)
def test_figures_are_said_in_indonesian_and_kept_in_english(read_as: str, said: str) -> None:
    assert read_in(read_as, "id") == said
    assert read_in(read_as, "en") == read_as


def test_units_are_those_that_the_rules_write() -> None:
    assert {unit for _, unit in facts._PERSON_FIELDS.values() if unit} <= {unit.strip() for unit in UNITS}
