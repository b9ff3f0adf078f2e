"""Which of the digits at a place make a telephone number, and in whose plan: at home, or in a country named nearby."""

from __future__ import annotations

from rules.contacts import numbering
from rules.contacts.abroad import named_around, named_beside
from rules.contacts.bounds import ends_before
from rules.contacts.groups import MAX_DIGITS, Group

Choice = tuple[int, str]
"""How many groups make the number, and its E.164 value."""
SHORT = len("+62812345678")
"""Ten figures as dialled in Indonesia: mobile numbers of long ago."""


def choose(text: str, groups: list[Group], plus: bool, label: bool, region: str) -> Choice | None:
    """The number of groups that make the number, and its value."""
    best: Choice | None = None
    digits = ""
    for i, group in enumerate(groups):
        if (
            best is None
            and len(digits) >= 7
            and "/" in group.sign
            and group.gap != "join"
            and group.sign not in [before.sign for before in groups[1:i]]
        ):
            break
        if best is not None and best[0] == i and ends_before(text, groups, i, len(digits) - digits.startswith("62")):
            break
        digits += group.token.digits
        if len(digits) > MAX_DIGITS:
            break
        value = (label and not plus and _abroad(text, groups, digits)) or _value(digits, plus, label, region)
        if value is not None:
            best = i + 1, value
    return best


def _abroad(text: str, groups: list[Group], digits: str) -> str | None:
    """ "Tel: 886-2-2345-6789", "(852) 5100 8123": a neighbour's code set apart by brackets or a short group behind."""
    if groups[0].token.digits not in numbering.NEIGHBOURS or len(groups) < 3:
        return None
    bracketed = text[max(0, groups[0].token.start - 1)] == "(" and groups[1].sign.startswith(")")
    if len(groups[1].token.digits) > 2 and not bracketed:
        return None
    return numbering.international(digits)


def _value(digits: str, plus: bool, label: bool, region: str) -> str | None:
    if len(digits) < 7:
        return None
    if plus:
        return numbering.international(digits)
    if digits.startswith("00"):
        return numbering.international(digits[2:])
    value = numbering.national(digits, region)
    if value is not None:
        return value
    if digits[0] == "0":
        return None
    plan = numbering.plan_of(region)
    if plan is not None and digits.startswith(plan.code):
        value = numbering.international(digits)
        if value is not None and (label or numbering.is_mobile(value, region)):
            return value
    if not label or plan is None:
        return None
    if plan.trunk and plan.is_mobile(digits) and not (digits.startswith("8869") and len(digits) == 12):
        # 855 and 852 open Indonesian numbers as well as Cambodian and Hong Kong ones: without a plus they stay.
        return f"+{plan.code}{digits}"
    return numbering.international(digits) if digits.startswith(numbering.NEIGHBOURS) and len(digits) >= 10 else None


def choose_introduced(text: str, start: int, groups: list[Group], plus: bool, region: str) -> tuple[Choice | None, str]:
    """The choice for a number that a word introduces, and the region whose plan reads it: home, or one named nearby."""
    named = () if plus else named_around(text, start)
    if groups[0].token.digits.startswith("01") and "MY" not in named and not plus:
        named = (*named, "MY")  # no number of Indonesia begins so, and the mobile ones of Malaysia do
    spoken = len(groups) > 8 and all(len(group.token.digits) == 1 for group in groups[:8])
    written = "".join(g.token.digits for g in groups) if spoken else groups[0].token.digits.removeprefix("0")
    for other in named:  # "HK 852-5123-7138": beside the country's name its code is one, though it opens numbers here
        plan = numbering.plan_of(other)
        if plan is not None and written.startswith(plan.code):
            zero = 0 if spoken else len(groups[0].token.digits) - len(written)
            chosen = choose(text, _without(groups, zero), True, True, region)
            if chosen is not None:
                return chosen, region
    for here in (region, *named):
        chosen = choose(text, groups, plus, True, here)
        if chosen is None:
            continue
        plan = numbering.plan_of(here)
        without_trunk = plan is not None and not plan.trunk
        if (here == region and not named) or without_trunk or numbering.is_mobile(chosen[1], here):
            return chosen, here
        if here != region and _landline_there(text, start, groups, chosen[0], here):
            return chosen, here
    return choose(text, groups, plus, True, region), region


def choose_possible(groups: list[Group]) -> Choice | None:
    """The choice for a neighbour's number that is written with plus and code and introduced, in a range that its plan
    does not know yet: ranges are given out faster than plans are published."""
    digits = "".join(group.token.digits for group in groups)
    if len(groups) > 5 or any(group.gap not in ("none", "plain") for group in groups[1:]):
        return None
    return (len(groups), f"+{digits}") if numbering.is_possible(digits) else None


def choose_abroad(text: str, start: int, groups: list[Group], region: str) -> tuple[Choice | None, str]:
    """The choice for digits that are no number at home but a mobile number of a country named nearby."""
    if sum(len(group.token.digits) for group in groups) > MAX_DIGITS or len(groups) > 5:
        return None, region
    for other in named_around(text, start):
        plan = numbering.plan_of(other)
        if plan is None or other == region:
            continue
        chosen = choose(text, groups, False, True, other)
        if chosen is None:
            continue
        beside = named_beside(text, start, groups[chosen[0] - 1].token.end, other)
        mobile = numbering.is_mobile(chosen[1], other)
        dialled = bool(plan.trunk) and groups[0].token.digits.startswith(plan.trunk)
        if (mobile and (beside or dialled)) or (beside and dialled and len(groups) > 1):
            return chosen, other
    return None, region


def rather_abroad(text: str, start: int, groups: list[Group], chosen: Choice, region: str) -> tuple[Choice, str]:
    """ "Bangkok 081 234 5678": ten figures, few at home, are the mobile number of the country that is named beside."""
    for other in named_around(text, start):
        plan = numbering.plan_of(other)
        if other == region or plan is None or not groups[0].token.digits.startswith(plan.trunk or "+"):
            continue
        there = choose(text, groups, False, True, other)
        if there is None or there[0] != chosen[0] or not numbering.is_mobile(there[1], other):
            continue
        if named_beside(text, start, groups[there[0] - 1].token.end, other):
            return there, other
    return chosen, region


def _landline_there(text: str, start: int, groups: list[Group], size: int, region: str) -> bool:
    """Whether a neighbour's area code is set apart: of two figures, as none has at home, or beside its name."""
    plan, first = numbering.plan_of(region), groups[0].token.digits
    if plan is None or not plan.trunk or not first.startswith(plan.trunk) or not 1 < size <= 4:
        return False
    return len(first) == 2 or (len(first) == 3 and named_beside(text, start, groups[size - 1].token.end, region))


def coded(groups: list[Group], size: int) -> bool:
    """Whether a neighbour's code stands in front (0886-920-003-019) and the reading at home leaves figures over."""
    first = groups[0].token.digits
    over = size < len(groups) and groups[size].sign == groups[size - 1].sign
    return over and first[0] == "0" and first[1:] in numbering.NEIGHBOURS


def _without(groups: list[Group], zero: int) -> list[Group]:
    """The groups without the zero before a country's code (0886-920-003-019)."""
    token = groups[0].token
    return [groups[0]._replace(token=token._replace(digits=token.digits[zero:])), *groups[1:]]
