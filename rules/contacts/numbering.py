"""Numbering plans: which digits are a telephone number, and its E.164 form.

The plans are those of `phonenumbers`. Its parser costs 40 µs a number; here the digits are already separated from the
text, so only its patterns are asked. A test holds both against each other.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata, PhoneNumber, is_valid_number

NEIGHBOURS = ("60", "65", "852", "886", "855", "66", "63", "966", "971", "974", "965", "95", "84", "856", "673", "853")
"""Country codes people write without a plus when the number is introduced as one (where Indonesians are placed)."""

_TYPES = ("mobile", "fixed_line", "toll_free", "voip", "shared_cost", "personal_number", "uan", "premium_rate", "pager")


class Plan(NamedTuple):
    """The plan of one region: its country code, trunk prefix ('' when it has none) and the shapes of its numbers."""

    code: str
    trunk: str
    shapes: tuple[tuple[re.Pattern[str], frozenset[int]], ...]
    mobile: tuple[re.Pattern[str], frozenset[int]]

    def holds(self, national: str) -> bool:
        size = len(national)
        return any(size in lengths and shape.fullmatch(national) for shape, lengths in self.shapes)

    def is_mobile(self, national: str) -> bool:
        shape, lengths = self.mobile
        return len(national) in lengths and shape.fullmatch(national) is not None


@cache
def plan_of(region: str) -> Plan | None:
    """The plan of an ISO 3166 region, or None when there is no such region."""
    metadata = PhoneMetadata.metadata_for_region(region.upper(), None)
    if metadata is None:
        return None
    shapes = []
    for name in _TYPES:
        given = getattr(metadata, name)
        if given is not None and given.national_number_pattern:
            lengths = given.possible_length or getattr(metadata.general_desc, "possible_length", ())
            shapes.append((re.compile(given.national_number_pattern), frozenset(lengths)))
    return Plan(str(metadata.country_code), metadata.national_prefix or "", tuple(shapes), shapes[0])


def national(digits: str, region: str) -> str | None:
    """E.164 of digits as dialled inside `region`, trunk prefix included where the region has one; None if no number."""
    plan = plan_of(region)
    if plan is None:
        return None
    if plan.trunk:
        if not digits.startswith(plan.trunk):
            return None
        digits = digits[len(plan.trunk) :]
    return f"+{plan.code}{digits}" if plan.holds(digits) else None


def international(digits: str) -> str | None:
    """E.164 of digits that begin with a country code; a trunk prefix left in (+62 0812…) is dropped."""
    for size in (2, 3, 1):
        regions = COUNTRY_CODE_TO_REGION_CODE.get(int(digits[:size] or 0)) if digits[:1] != "0" else None
        if regions is None:
            continue
        code, rest = digits[:size], digits[size:]
        if len(regions) > 1 or regions[0] == "001":
            return _shared(code, rest)
        plan = plan_of(regions[0])
        if plan is None:
            return None
        if plan.holds(rest):
            return f"+{code}{rest}"
        if plan.trunk and rest.startswith(plan.trunk) and plan.holds(rest[len(plan.trunk) :]):
            return f"+{code}{rest[len(plan.trunk) :]}"
        return None
    return None


def is_possible(digits: str) -> bool:
    """Whether digits are as many as a mobile number of one of the NEIGHBOURS has, behind its code."""
    for code in NEIGHBOURS:
        regions = COUNTRY_CODE_TO_REGION_CODE.get(int(code), ())
        plan = plan_of(regions[0]) if digits.startswith(code) and len(regions) == 1 else None
        if plan is not None:
            return len(digits) - len(code) in plan.mobile[1]
    return False


def _shared(code: str, rest: str) -> str | None:
    """Country codes that several regions share (+1, +7, +44): rare here, so phonenumbers itself decides."""
    if not 4 <= len(rest) <= 14:
        return None
    number = PhoneNumber(country_code=int(code), national_number=int(rest))
    return f"+{code}{int(rest)}" if is_valid_number(number) else None


def is_mobile(value: str, region: str) -> bool:
    """Whether an E.164 number is a mobile number of `region`."""
    plan = plan_of(region)
    return plan is not None and value.startswith("+" + plan.code) and plan.is_mobile(value[len(plan.code) + 1 :])
