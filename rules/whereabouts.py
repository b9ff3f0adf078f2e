"""Where a listing says that it is: its published place as regency and province of Indonesia, or as a country."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rules.fold import fold
from rules.place_names import PROVINCES, REGENCIES
from rules.places import read_places

_LONGEST = 200
_APART = re.compile(r"\s*[;/|]\s*")
HOME = "ID"


@lru_cache(maxsize=4096)
def place_of(published: str) -> str:
    """A published place by the names of our lists: "Malang, Jawa Timur", "Jawa Timur", "Malaysia".

    Empty when it names none that is known, or several that do not lie in each other. The whole field is a place, so
    names that are words as well ("Batu") need nothing beside them, as they do in a text.

    >>> place_of("Kec. Lowokwaru, Kota Malang"), place_of("jatim"), place_of("Jakarta / Medan")
    ('Malang, Jawa Timur', 'Jawa Timur', '')
    """
    found = read_places(fold(_APART.sub(" di ", f"di {published[:_LONGEST]}")))
    abroad = {place.name for place in found if place.kind == "country" and place.country != HOME}
    at_home = [place for place in found if place.country == HOME and place.kind in ("province", "regency")]
    if abroad or not at_home:
        return min(abroad) if len(abroad) == 1 and not at_home else ""
    provinces = {province_of(place.name) for place in at_home}
    if len(provinces) != 1:
        return ""
    regencies = {place.name for place in at_home if place.kind == "regency"}
    return ", ".join([*regencies, *provinces] if len(regencies) == 1 else provinces)


def province_of(name: str) -> str:
    """The province of a province or regency, by its name in our lists; empty for what is neither."""
    return _provinces().get(name, "")


@cache
def _provinces() -> dict[str, str]:
    towns = {town.strip().title(): province for province, some in REGENCIES.items() for town in some.split(";")}
    return towns | {province: province for province in PROVINCES}
