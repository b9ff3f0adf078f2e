"""Published places read by our lists; what names no place, or two, is left as it is."""

from __future__ import annotations

import pytest

from rules.whereabouts import place_of, province_of


@pytest.mark.parametrize(
    ("published", "read"),
    [
        ("Malang", "Malang, Jawa Timur"),
        ("KOTA BANDUNG", "Bandung, Jawa Barat"),
        ("Kec. Coblong, Kota Bandung, Jawa Barat", "Bandung, Jawa Barat"),
        ("Yogyakarta D.I. » Sleman", "Sleman, DI Yogyakarta"),
        ("jaksel", "Jakarta Selatan, DKI Jakarta"),
        ("Sidoarjo, Jatim", "Sidoarjo, Jawa Timur"),
        ("Solo", "Surakarta, Jawa Tengah"),
        ("Jawa Tengah", "Jawa Tengah"),
        ("Sidoarjo / Gresik", "Jawa Timur"),
        ("Phnom Penh, Kamboja", "Kamboja"),
        ("Medan / Makassar", ""),
        ("Batam, Kepri; Medan", ""),
        ("Batam atau Malaysia", ""),
        ("Seluruh Indonesia", ""),
        ("COD sepakat", ""),
        ("", ""),
    ],
)
def test_a_published_place(published: str, read: str) -> None:
    assert place_of(published) == read


def test_what_is_no_place_of_ours_has_no_province() -> None:
    assert (province_of("Kudus"), province_of("Kamboja")) == ("Jawa Tengah", "")
