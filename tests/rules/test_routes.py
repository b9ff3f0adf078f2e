"""Which places people come from, and which they are to go to."""

from __future__ import annotations

import pytest

from rules.fold import fold
from rules.places import read_places
from rules.routes import canonical_place, roles


@pytest.mark.parametrize(
    ("text", "origins", "destinations"),
    [
        ("Gadis asal Indramayu siap ke Malaysia, Singapura dan Taiwan", "Indramayu", "Malaysia Singapura Taiwan"),
        ("penempatan Hong Kong/Taiwan", "", "Hong Kong Taiwan"),
        ("Loker Kamboja", "", "Kamboja"),
        ("TKW Jepang", "", "Jepang"),
        ("kerja di Poipet", "", "Poipet"),
        ("negara tujuan: Polandia", "", "Polandia"),
        ("Location: Bavet, from Jakarta", "DKI Jakarta", "Bavet"),
        ("berangkat dari Kupang tujuan Malaysia", "Kupang", "Malaysia"),
        ("kapal ke Taiwan asal Tegal, Brebes", "Tegal Brebes", "Taiwan"),
        ("wanita NTT/NTB", "Nusa Tenggara Timur Nusa Tenggara Barat", ""),
        ("KTP Jawa Barat", "Jawa Barat", ""),
        ("Toko di Bandung", "", ""),
        ("Medan, Sumatera Utara", "", ""),
    ],
)
def test_the_part_a_place_has(text: str, origins: str, destinations: str) -> None:
    folded = fold(text)
    places = read_places(folded)
    named = list(zip(places, roles(folded.text, places), strict=True))
    assert " ".join(place.name for place, role in named if role == "origin") == origins
    assert " ".join(place.name for place, role in named if role == "destination") == destinations


@pytest.mark.parametrize(
    ("written", "name"),
    [("kh", "KH"), ("jawa barat", "Jawa Barat"), ("POIPET", "Poipet"), ("Kamboja", "Kamboja"), ("Atlantis", None)],
)
def test_how_rules_name_a_place(written: str, name: str | None) -> None:
    assert canonical_place(written) == name


def test_every_place_that_is_read_can_be_named_by_a_rule() -> None:
    texts = ["asal Kab. Indramayu", "ke Taiwan", "asal NTB", "kerja di KK Park", "asal Malang", "ke Shwe Kokko Myanmar"]
    for text in texts:
        [place, *_] = read_places(fold(text))
        assert canonical_place(place.name) == place.name
        assert canonical_place(place.country) == place.country
