"""Leads by Indonesian province, and where each lies on a map of tiles: every province is one square, so that small and
crowded ones are seen as well as large and empty ones. The layout is ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from linking.facts import provinces_in
from storage.overview import Group, together

TILES: dict[str, tuple[int, int, str]] = {
    "Aceh": (0, 0, "Aceh"),
    "Sumatera Utara": (1, 1, "Sumut"),
    "Sumatera Barat": (1, 2, "Sumbar"),
    "Riau": (2, 2, "Riau"),
    "Kepulauan Riau": (3, 1, "Kepri"),
    "Jambi": (2, 3, "Jambi"),
    "Bengkulu": (1, 3, "Bengkl"),
    "Bangka Belitung": (3, 3, "Babel"),
    "Sumatera Selatan": (2, 4, "Sumsel"),
    "Lampung": (2, 5, "Lampg"),
    "Banten": (3, 6, "Banten"),
    "DKI Jakarta": (4, 5, "DKI"),
    "Jawa Barat": (4, 6, "Jabar"),
    "Jawa Tengah": (5, 6, "Jateng"),
    "DI Yogyakarta": (5, 7, "DIY"),
    "Jawa Timur": (6, 6, "Jatim"),
    "Bali": (7, 7, "Bali"),
    "Nusa Tenggara Barat": (8, 7, "NTB"),
    "Nusa Tenggara Timur": (9, 7, "NTT"),
    "Kalimantan Barat": (5, 2, "Kalbar"),
    "Kalimantan Tengah": (6, 3, "Kalteng"),
    "Kalimantan Selatan": (6, 4, "Kalsel"),
    "Kalimantan Timur": (7, 2, "Kaltim"),
    "Kalimantan Utara": (7, 1, "Kaltara"),
    "Sulawesi Utara": (10, 1, "Sulut"),
    "Gorontalo": (9, 2, "Gtlo"),
    "Sulawesi Tengah": (9, 3, "Sulteng"),
    "Sulawesi Barat": (8, 3, "Sulbar"),
    "Sulawesi Selatan": (8, 4, "Sulsel"),
    "Sulawesi Tenggara": (9, 5, "Sultra"),
    "Maluku Utara": (11, 2, "Malut"),
    "Maluku": (11, 4, "Maluku"),
    "Papua Barat Daya": (12, 2, "PBD"),
    "Papua Barat": (12, 3, "Papbar"),
    "Papua Tengah": (13, 3, "Papteng"),
    "Papua": (14, 2, "Papua"),
    "Papua Pegunungan": (14, 3, "Pappeg"),
    "Papua Selatan": (14, 4, "Papsel"),
}
"""Province → column, row, short name."""
STEPS = 4


@dataclass(frozen=True, slots=True)
class Tile:
    """A province on the map; `step` 0 (no lead) to 4 colours it, the number is written on it."""

    name: str
    short: str
    column: int
    row: int
    leads: int
    step: int


@dataclass(frozen=True, slots=True)
class Provinces:
    """Tiles of all provinces, groups of those with leads (most first), and leads whose place names no province."""

    tiles: tuple[Tile, ...]
    groups: tuple[Group, ...]
    elsewhere: int


def provinces(places: Iterable[Group]) -> Provinces:
    """Places as published, put together by province."""
    parts: dict[str, list[Group]] = {}
    elsewhere = 0
    for place in places:
        name = province_of(place.name)
        if name not in TILES:
            elsewhere += place.leads
            continue
        parts.setdefault(name, []).append(place)
    groups = sorted((together(name, some) for name, some in parts.items()), key=lambda one: (-one.leads, one.name))
    most = max((group.leads for group in groups), default=1)
    counted = {group.name: group.leads for group in groups}
    tiles = tuple(
        Tile(name, short, column, row, counted.get(name, 0), _step(counted.get(name, 0), most))
        for name, (column, row, short) in TILES.items()
    )
    return Provinces(tiles, tuple(groups), elsewhere)


@lru_cache(maxsize=20_000)
def province_of(place: str) -> str:
    """The province that a place names (of several the first by name), empty for none."""
    return min(provinces_in(place), default="")


def _step(leads: int, most: int) -> int:
    return 0 if not leads else 1 + min(STEPS - 1, (leads * STEPS - 1) // most)
