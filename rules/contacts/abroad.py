"""Countries that a text names beside a number: whose plan reads a number that is none at home."""

from __future__ import annotations

import re

from rules.fold import OTHER

_NAMES = {
    "MY": "malaysia kl kuala\\slumpur johor penang selangor melaka sabah sarawak miri kuching tawau puan encik cik",
    "SG": "singapore singapura spore sg",
    "HK": "hongkong hong\\skong hk kowloon hkg",
    "TW": "taiwan taipei taichung kaohsiung tw",
    "KH": "kamboja cambodia sihanoukville phnom\\spenh bavet poipet kh",
    "TH": "thailand bangkok mae\\ssot",
    "PH": "philippines filipina manila",
    "SA": "saudi riyadh jeddah ksa",
    "AE": "uae dubai abu\\sdhabi sharjah",
    "QA": "qatar doha",
    "KW": "kuwait",
    "OM": "oman muscat",
    "BH": "bahrain",
    "BN": "brunei",
    "JP": "jepang japan tokyo osaka nagoya",
    "KR": "korea seoul busan",
    "VN": "vietnam saigon hanoi zalo vn",
    "LA": "laos vientiane",
    "MM": "myanmar yangon myawaddy",
    "MO": "macau macao",
}
_NAMED = re.compile(
    r"(?<![a-z0-9])(?:"
    + "|".join(f"(?P<{region}>{'|'.join(names.split())})" for region, names in _NAMES.items())
    + r")(?![a-z0-9])"
)
_BEFORE, _AFTER = 240, 140


def named_around(text: str, start: int) -> tuple[str, ...]:
    """ISO 3166 regions of the neighbours named near `start` in folded text, the nearest before it first."""
    around = text[max(0, start - _BEFORE) : start + _AFTER]
    found = [match.lastgroup for match in _NAMED.finditer(around)]
    return tuple(dict.fromkeys(region for region in reversed(found) if region))


def named_beside(text: str, start: int, end: int, region: str) -> bool:
    """Whether `region` is named right before or right after folded `[start, end)`: "(Hong Kong) 5100-5113"."""
    for match in _NAMED.finditer(text, max(0, start - 24), end + 24):
        if match.lastgroup != region:
            continue
        between = text[match.end() : start] if match.end() <= start else text[end : match.start()]
        if (match.end() <= start or match.start() >= end) and not between.strip(" :()-,[]/" + OTHER):
            return True
    return False
