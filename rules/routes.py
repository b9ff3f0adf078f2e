"""Which places people come from and which they are to go to: "gadis asal Indramayu", "penempatan Taiwan/Hong Kong"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from rules import place_names as names
from rules.places import Place

Role = Literal["origin", "destination", ""]

_ORIGIN = re.compile(
    r"(?:^|[^a-z])(?:asal(?:nya)?(?: daerah| kota| kab| kabupaten| desa| provinsi)?|asli|"
    r"(?<!kiriman )(?<!barang )(?<!produk )(?<!impor )dari|from|kelahiran|domisili|ktp|"
    r"warga|penduduk|wong|urang|putr[ai] daerah|daerah asal|"
    r"(?:gadis|perawan|janda|cewe[k]?|wanita|perempuan|pria|anak|bayi|orang|org|mojang|warga)"
    r"(?: (?:asal|asli|dari|desa|kampung|daerah))?)[\s:=(-]{1,3}$"
)
_DESTINATION = re.compile(
    r"(?:^|[^a-z])(?:ke|menuju|luar negeri|dipekerjakan(?: di)?|disalurkan(?: di)?|bertugas(?: di)?|magang(?: di)?|"
    r"tujuan(?: negara)?|penempatan|ditempatkan(?: di)?|dikirim ke|negara|to|into|"
    r"destination|for work in|"
    r"(?:ker[j]?[a]|bekerja|work(?:ing)?|job|jobs|loker|lowongan|lowker|posisi|lokasi(?: kerja)?|"
    r"location|based|kantor|cs|admin|"
    r"tki|tkw|pmi|abk|visa|proses|terbang|berangkat|kontrak)(?: (?:di|in|at|area|daerah|negara|luar negeri|luar))?)"
    r"[\s:=(-]{1,3}$"
)
_BESIDE = re.compile(r"\s?[,/&+|]\s?|\s?(?:,\s?)?(?:dan|atau|and|or|sampai|-)\s?")
_NEAR = 32


def roles(text: str, places: Sequence[Place]) -> tuple[Role, ...]:
    """For each of `places` (of the folded `text`, in order) whether it is an origin, a destination or neither.

    In a list of places all have the role of the first.
    """
    found: list[Role] = []
    for i, place in enumerate(places):
        role = _role(text[max(0, place.start - _NEAR) : place.start])
        if not role and i and _BESIDE.fullmatch(text, places[i - 1].end, place.start):
            role = found[-1]
        found.append(role)
    return tuple(found)


def _role(before: str) -> Role:
    if _DESTINATION.search(before):
        return "destination"
    return "origin" if _ORIGIN.search(before) else ""


def canonical_place(written: str) -> str | None:
    """What rules name a place by: an ISO 3166 code in capitals, or its name as `rules.places` gives it; else None."""
    code = written.upper()
    return code if code in _CODES else _NAMES.get(written.casefold())


_CODES = frozenset({"ID", *names.COUNTRIES, *(code for code, _ in names.COMPOUNDS.values())})
_NAMES = {
    name.casefold(): name
    for name in (
        *names.PROVINCES,
        *(word.strip().title() for listed in names.REGENCIES.values() for word in listed.split(";") if word.strip()),
        *(name for name, _ in names.COUNTRIES.values()),
        *names.COMPOUNDS,
    )
}
