"""What a mark was read as, in the language of the page: amounts, ages, sizes and departures with their units.

The engine writes them in English ("18,000,000 IDR a month"); they are kept so, for rules and exports read them too.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from review.i18n import number

FIGURE = r"[0-9][0-9.,]*(?:–[0-9][0-9.,]*)?"
UNITS = {
    " IDR a month": "Rp {} sebulan",
    " IDR": "Rp {}",
    " years": "{} tahun",
    " cm": "{} cm",
    " kg": "{} kg",
    " heads": "{} orang",
    " months pregnant": "hamil {} bulan",
}
WHOLE = {"female": "perempuan", "male": "laki-laki"}
_READ = re.compile(rf"({FIGURE})({'|'.join(UNITS)})")
_LEAVES = re.compile(rf"leaves in ({FIGURE}) days|leaves ([0-9-]+)")
_ONE = re.compile(r"[0-9][0-9.,]*")


def read_in(read_as: str, language: str) -> str:
    """`read_as` of a mark in `language`; what is no reading of a figure comes back as it is."""
    if language != "id":
        return read_as
    found = _READ.fullmatch(read_as)
    if found:
        return UNITS[found[2]].format(_figures(found[1], lambda one: number(one, language)))
    leaves = _LEAVES.fullmatch(read_as)
    if leaves:
        return f"berangkat {leaves[1]} hari lagi" if leaves[1] else f"berangkat {leaves[2]}"
    return WHOLE.get(read_as, read_as)


def _figures(text: str, said: Callable[[float], str]) -> str:
    def one(match: re.Match[str]) -> str:
        plain = match[0].replace(",", "")
        try:
            return said(float(plain) if "." in plain else int(plain))
        except ValueError:
            return match[0]

    return _ONE.sub(one, text)
