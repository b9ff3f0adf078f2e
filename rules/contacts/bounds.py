"""Where a number begins and ends among other digits: after prices and dates, before units, within longer codes."""

from __future__ import annotations

import re

from rules.contacts.groups import Group

_UNIT = re.compile(
    r"\s?(?:th|thn|tahun|taun|jt|juta|rb|ribu|kg|kilo|cm|mm|m2|gr|gram|orang|org|unit|pcs|buah|hari|bulan|bln|minggu|x|%|"
    r"jam(?! (?:kantor|kerja|buka|operasional))|gb|mb|lt|liter|kamar|menit|mnt|persen|lantai|meter|ons|dus|pax|lembar|"
    r"ekor|malam|wib|wita)(?![a-z0-9])|[:.,][0-9]|\s?%"
)
_CLOSES = re.compile(r"\s*(?:$|[\n,;.()|/])")
_LIST_SIGNS = frozenset("/,;|&\n")
_DATE = re.compile(r"\d{1,2}([-/.])\d{1,2}\1(?:(?:19|20)\d\d|\d\d)(?![-/.]?\d)")
_TIME = re.compile(
    r"\d{1,2}[.:]\d\d(?!\d)\s*(?:(?:-|s/?d|sampai|\x1a|to|hingga|~)\s*\d{1,2}[.:]\d\d(?!\d)|wib|wita|wit|pm|am|pagi|siang|malam)"
)
_CLOCK = re.compile(r"[0-9]{1,2}:[0-9a-f]{2}:[0-9a-f]{2}(?![0-9])")
_BEFORE = re.compile(r"[0-9][.,:/+*#=-]$|[0-9]\s?x\s?$|[#*=/_]$|(?<![a-z])(?:rp|idr|usd|rm|sgd|\$)[. ]{0,2}$")


_CODE = re.compile(r"(?<!\S)(?=[^\s/]*[a-z0-9])[a-z0-9.-]+/(?:[a-z0-9.-]+/)+$")
"""The beginning of a code that goes on with the number: `inv/2025/mpl/`."""


def may_begin(text: str, start: int, groups: list[Group], previous_end: int) -> bool:
    """Not the tail of a longer number, a price, a date or a span of hours."""
    before = text[max(0, start - 6) : start]
    if _BEFORE.search(before) and not (previous_end and text[previous_end:start].strip(" -/|,;&.+:()\n") == ""):
        if not (before.endswith(("=", "/", "#", "_", "*")) and not before[:-1].rstrip()[-1:].isdigit()):
            return False
        if before.endswith(("#", "_")):
            return False
    if not previous_end and _CODE.search(text[max(0, start - 40) : start]):
        return False
    at = groups[0].token.start
    return not (_CLOCK.match(text, at) or _DATE.match(text, at) or _TIME.match(text, at))


def ends_before(text: str, groups: list[Group], i: int, count: int) -> bool:
    """Whether a number that is complete with the groups before `i` ends there, although more digits follow."""
    group, last = groups[i], groups[i - 1]
    digits, how = group.token.digits, group.token.how
    if group.gap == "none":
        return False
    if how == "word" and last.token.how == "word":
        return bool(_UNIT.match(text, group.token.end))
    if group.gap == "line" and not (i > 1 and all(g.gap == "line" for g in groups[1:i])):
        return True
    if _LIST_SIGNS & (set(group.sign) - {"\n"}) and not _same_gaps(groups, i):
        return True
    if (digits[0] == "0" and len(digits) >= 3) or (digits.startswith("62") and len(digits) >= 5) or "+" in group.sign:
        return True
    unit = _UNIT.match(text, group.token.end)
    if len(digits) == 1 == len(last.token.digits) and how != "word":
        return unit is not None and text[group.token.end] != group.sign  # 0.8.1.2: a dot as before is no decimal
    if unit:
        return True
    if how == "word":
        more = i + 1 < len(groups) and groups[i + 1].token.how == "word"
        return count >= 12 or not (more or len(digits) > 1 or _mixed(groups[:i]))
    if chained(groups, i):
        return False
    short = all(len(g.token.digits) <= 2 for g in groups[1:i])
    if i == 1 and group.gap in ("plain", "odd"):
        return True
    if count >= 11 and len(digits) <= 2 and not (short and i > 2):
        last_one = count == 11 and len(digits) == 1 and group.sign == last.sign == " " and i > 2
        return not (last_one and _CLOSES.match(text, group.token.end))
    if count <= 10 and i > 1 and len(digits) > 1 and group.sign in ("-", ".") and last.sign in ("-", "."):
        return False  # 0812-0000-22.58: ten figures are seldom all
    last_pairs = len(digits) == len(last.token.digits) == 2 < max(len(g.token.digits) for g in groups[:i])
    if count <= 10 and i > 2 and last_pairs and group.sign in ("-", ".", " "):
        return False
    same = group.gap == last.gap and (group.gap != "plain" or group.sign.strip() == last.sign.strip())
    return not same and not (count <= 10 and group.gap == "plain" and _mixed(groups[:i]))


def chained(groups: list[Group], i: int) -> bool:
    """Whether one and the same sign, which is no blank and makes no lists, stands in all gaps up to group `i`."""
    signs = {group.sign for group in groups[1 : i + 1] if group.gap not in ("none", "glue", "join")}
    if len(signs) != 1 or i < 2:
        return False
    (sign,) = signs
    return bool(sign.strip()) and not _LIST_SIGNS & set(sign)


def _mixed(groups: list[Group]) -> bool:
    """Whether a number is already written in more than one way, so that another change means nothing."""
    return len({(g.token.how, g.gap) for g in groups[1:]} | {(groups[0].token.how, groups[1].gap)}) > 1


def _same_gaps(groups: list[Group], i: int) -> bool:
    return len({group.sign for group in groups[1 : i + 1]}) == 1 and i > 1


def runs_on(text: str, groups: list[Group], size: int) -> bool:
    """Whether the digits go on after the number, so that it is a part of something longer (an account, a code)."""
    if size >= len(groups):
        return False
    following, used = groups[size], groups[:size]
    tight = following.gap == "plain" and following.sign.strip() in ("-", ".", "/") and " " not in following.sign
    chained = tight and all(g.sign == following.sign for g in used[1:])
    left = sum(len(group.token.digits) for group in groups[size:])
    another = following.token.digits.startswith("08") and left >= 10
    year = len(groups) == 4 and _YEAR.fullmatch(following.token.digits) is not None
    if size == 3 and _fours(groups) in (4, 5) and not (year or another):
        return True
    begins_another = following.token.digits[0] == "0" and len(following.token.digits) >= (4 if chained else 3)
    if begins_another and following.gap != "none":
        return False
    if following.gap == "none":
        return following.token.how != "word"
    return tight and not _UNIT.match(text, following.token.end) and any(g.sign == following.sign for g in used[1:])


_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def _fours(groups: list[Group]) -> int:
    """How many groups of four figures stand in one row: four make a card's number, five a token of electricity."""
    count = 0
    for group in groups:
        alike = not count or group.sign == groups[1].sign
        if len(group.token.digits) != 4 or group.token.how != "figures" or not alike:
            break
        count += 1
    return count


_FOURS = re.compile(r"(?<![0-9/.-])(?!(?:19|20)[0-9]{2}[ -]$)(?:[0-9]{4}[ -]){1,3}$")


def in_sixteen(text: str, start: int, used: list[Group]) -> bool:
    """Whether fours of figures before the number make it sixteen: an identity or card number."""
    fours = _FOURS.search(text[max(0, start - 16) : start])
    if fours is None:
        return False
    return sum(map(str.isdigit, fours.group())) + sum(len(group.token.digits) for group in used) == 16
