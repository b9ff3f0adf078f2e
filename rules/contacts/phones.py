"""Telephone numbers in folded text: where one starts, which digits belong to it, and what speaks against it.

RE2 finds the places where a number could start; from there tokens (figures, number words, letters for figures) and the
gaps between them are read one by one, and the longest run that is a number in the plan of the region is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import re2

from rules.contacts import numbering
from rules.contacts.abroad import named_around
from rules.contacts.context import follows_against, introduced, speaks_against
from rules.contacts.groups import MASK, MAX_DIGITS, Group, groups_at
from rules.contacts.numerals import NUMBER_WORD
from rules.contacts.shapes import Taken

_LABELS = (
    "whats?app|whatsaap|whatsaapp|wasap|wassap|wea|wa|hubungi|hub|telepon|telpon|telfon|telp|tlpn|tlp|tel|phone|handphone|"
    "hp|call|sms|cp|kontak|contact|ctc|nomor|nomer|nmr|no|chat|japri|order|info|admin|line|tele|telegram"
)
_ABROAD = (
    "sg|singapore|singapura|spore|my|malaysia|johor|kl|hk|hongkong|hong kong|tw|taiwan|kh|kamboja|cambodia|th|thailand|"
    "ph|filipina|manila|saudi|ksa|uae|dubai|qatar|kuwait|bahrain|oman|myanmar|vietnam|brunei"
)
START = (
    rf"(?:^|[^0-9a-z]|[^0-9a-z](?:wa|wea|whatsapp|hp|tlp|telp|no|call|sms|cp|hub|nomor|ke)|^(?:wa|hp|telp|hub|call|sms))"
    rf"(\(?\+\s?\(?[0-9]"
    rf"|\(?0[^a-z0-9]{{0,4}}(?:[0-9oilszbgq]|[a-z])"
    rf"|o[^a-z0-9]{{0,2}}(?:[8b]|lapan|delapan)"
    rf"|\(?62[^a-z0-9]{{0,3}}[0-9(ob]"
    rf"|(?:plus[^a-z0-9]{{0,3}})?(?:enam|six)[^a-z0-9]{{0,3}}(?:dua|two)"
    rf"|(?:nol|kosong|kosng|ksong|nul|zero|sifar|oh)[^a-z0-9]{{0,6}}(?:[0-9]|{NUMBER_WORD}|dobel|double|triple)"
    rf"|(?:dobel|double)[^a-z0-9]{{0,3}}(?:nol|zero|kosong)"
    rf"|(?:delapan|lapan|eight)(?:[^a-z0-9]{{1,3}}{NUMBER_WORD}){{5}})"
)
LABELLED = (
    rf"(?:^|[^a-z0-9])(?:{_LABELS})[^a-z0-9]{{0,4}}"
    rf"(?:(?:no|nomor|nya|saya|di|ke|ini|hp|wa|only|aja|admin|kami|{_ABROAD})[^a-z0-9]{{0,3}}){{0,2}}"
    rf"([1-9][0-9]|8[ .\-][0-9]|(?:delapan|lapan|eight|wolu)[^a-z0-9]{{0,3}}(?:[0-9]|{NUMBER_WORD}))"
)
EIGHT = r"(?:^|[^0-9a-z.,/+-])([2-9][0-9]{3}[ -]?[0-9]{4})(?:$|[^0-9a-z])"
_START = re2.compile(START.encode())
_LABELLED = re2.compile(LABELLED.encode())
_EIGHT = re2.compile(EIGHT.encode())
_WITHOUT_TRUNK = re2.compile(rb"\b(?:sg|singapore|singapura|hk|hong ?kong)\b")
_REACHED = re.compile(r"[0-9]{4}[ -]?[0-9]{4}[^a-z0-9]{1,4}(?:whats?app|wa|call|sms|text)\b")
"""A number of eight figures, as in Singapore and Hong Kong, that the way to reach it follows."""

_UNIT = re.compile(
    r"\s?(?:th|thn|tahun|taun|jt|juta|rb|ribu|kg|kilo|cm|mm|m2|gr|gram|orang|org|unit|pcs|buah|hari|jam|bulan|bln|minggu|x|%|"
    r"gb|mb|lt|liter|kamar|menit|mnt|persen|lantai|meter|ons|dus|pax|lembar|ekor|malam|wib|wita)(?![a-z0-9])|[:.,][0-9]|\s?%"
)
_LIST_SIGNS = frozenset("/,;|&\n")
MOST_MISSES = 4000
"""A text with more beginnings of numbers that are none is made to cost time; the rest of it is not searched."""


class Phone(NamedTuple):
    """A number: E.164 `value`, folded `[start, end)`, and whether it departs from the ordinary ways of writing."""

    value: str
    start: int
    end: int
    obscured: bool


def starts(data: bytes, region: str) -> list[int]:
    """Folded offsets where a number could start, in order of the text."""
    found = {match.start(1) for match in _START.finditer(data)}
    found.update(match.start(1) for match in _LABELLED.finditer(data))
    plan = numbering.plan_of(region)
    if (plan is not None and not plan.trunk) or _WITHOUT_TRUNK.search(data):
        found.update(match.start(1) for match in _EIGHT.finditer(data))
    return sorted(found)


def read_phones(text: str, data: bytes, region: str, taken: Taken) -> Iterator[Phone]:
    """Every number in `text` (folded; `data` is the same as bytes), outside of what is `taken`."""
    end, misses = 0, 0
    for start in starts(data, region):
        if misses > MOST_MISSES:
            return
        if start < end or taken.has(start):
            continue
        phone = _phone_at(text, data, start, region, end)
        if phone is None:
            misses += 1
            continue
        end = phone.end
        taken.take(phone.start, end)
        yield phone


def number_at(text: str, at: int, region: str, *, tight: bool) -> Phone | None:
    """The number that begins exactly at `at`, as in a link: written with its country code, or as dialled in `region`.

    `tight` reads one run of figures only; otherwise blanks and signs between them are allowed.
    """
    first, _ = _head(text, at)
    groups = groups_at(text, first)[: 1 if tight else None]
    digits, best = "", None
    for group in groups:
        digits += group.token.digits
        if len(digits) > MAX_DIGITS or (best is not None and group.gap in ("line", "join", "odd")):
            break
        value = numbering.national(digits, region) or (numbering.international(digits) if len(digits) > 6 else None)
        if value is not None:
            best = Phone(value, at, group.token.end, False)
    return best


def _phone_at(text: str, data: bytes, start: int, region: str, previous_end: int) -> Phone | None:
    at, plus = _head(text, start)
    groups = groups_at(text, at)
    count = sum(len(group.token.digits) for group in groups)
    if count < 7:
        return None
    if not _may_begin(text, start, groups, previous_end):
        return None
    chosen = _choose(text, groups, plus, False, region)
    plain_mobile = chosen is not None and numbering.is_mobile(chosen[1], region)
    label = (not plain_mobile or len(groups[1:]) > 3) and (
        introduced(data, start) or _recited(groups) or _REACHED.match(text, start) is not None
    )
    if label and not plain_mobile:
        chosen, region = _introduced(text, start, groups, plus, region)
    if chosen is None:
        return None
    size, value = chosen
    used = groups[:size]
    end = used[-1].token.end
    if _runs_on(text, groups, size) or MASK.match(text, end):
        return None
    if not _shaped(text, start, used, value, plus, label, region):
        return None
    if speaks_against(data, start) or follows_against(text, data, start, end, len(value)):
        return None
    if text[start] == "(" and ")" not in text[start:end]:
        start += 1
    elif text[start - 1 : start] == "(" and text[start:end].count(")") > text[start:end].count("("):
        start -= 1
    elif text[start] == "(" and text[start:end].count("(") > text[start:end].count(")") and text[end : end + 1] == ")":
        end += 1
    return Phone(value, start, end, _obscured(text, used))


def _recited(groups: list[Group]) -> bool:
    """Whether figures are said one by one, as nobody says an amount."""
    return len(groups) >= 6 and all(group.token.how == "word" for group in groups[:6])


def _introduced(
    text: str, start: int, groups: list[Group], plus: bool, region: str
) -> tuple[tuple[int, str] | None, str]:
    """The choice for a number that a word introduces, and the region whose plan reads it: home, or one named nearby."""
    named = () if plus else named_around(text, start)
    written = groups[0].token.digits.removeprefix("0")
    for other in named:  # "HK 852-5123-7138": beside the country's name its code is one, though it opens numbers here
        plan = numbering.plan_of(other)
        if plan is not None and written.startswith(plan.code):
            zero = len(groups[0].token.digits) - len(written)
            chosen = _choose(text, _without(groups, zero), True, True, region)
            if chosen is not None:
                return chosen, region
    for here in (region, *named):
        chosen = _choose(text, groups, plus, True, here)
        if chosen is not None and ((here == region and not named) or numbering.is_mobile(chosen[1], here)):
            return chosen, here
    return _choose(text, groups, plus, True, region), region


def _without(groups: list[Group], zero: int) -> list[Group]:
    """The groups without the zero before a country's code (0886-920-003-019)."""
    token = groups[0].token
    return [groups[0]._replace(token=token._replace(digits=token.digits[zero:])), *groups[1:]]


def _head(text: str, start: int) -> tuple[int, bool]:
    """The offset of the first digit and whether a plus stands before it."""
    plus = text.startswith("plus", start)
    at = start + 4 if plus else start
    while at < len(text) and text[at] in "(+ ":
        plus = plus or text[at] == "+"
        at += 1
    return at, plus


_DATE = re.compile(r"\d{1,2}([-/.])\d{1,2}\1(?:(?:19|20)\d\d|\d\d)(?![-/.]?\d)")
_TIME = re.compile(
    r"\d{1,2}[.:]\d\d(?!\d)\s*(?:(?:-|s/?d|sampai|\x1a|to|hingga|~)\s*\d{1,2}[.:]\d\d(?!\d)|wib|wita|wit|pm|am|pagi|siang|malam)"
)
_BEFORE = re.compile(r"[0-9][.,:/+*#=-]$|[0-9]\s?x\s?$|[#*=/_]$|(?<![a-z])(?:rp|idr|usd|rm|sgd|\$)[. ]{0,2}$")


_CODE = re.compile(r"(?<!\S)(?=[^\s/]*[a-z0-9])[a-z0-9.-]+/(?:[a-z0-9.-]+/)+$")
"""The beginning of a code that goes on with the number: `inv/2025/mpl/`."""


def _may_begin(text: str, start: int, groups: list[Group], previous_end: int) -> bool:
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
    return not (_DATE.match(text, at) or _TIME.match(text, at))


def _choose(text: str, groups: list[Group], plus: bool, label: bool, region: str) -> tuple[int, str] | None:
    """The number of groups that make the number, and its value."""
    best: tuple[int, str] | None = None
    digits = ""
    for i, group in enumerate(groups):
        if best is not None and best[0] == i and _ends_before(text, groups, i, len(digits) - digits.startswith("62")):
            break
        digits += group.token.digits
        if len(digits) > MAX_DIGITS:
            break
        value = (label and not plus and _abroad(groups, digits)) or _value(digits, plus, label, region)
        if value is not None:
            best = i + 1, value
    return best


def _abroad(groups: list[Group], digits: str) -> str | None:
    """ "Tel: 886-2-2345-6789": a neighbour's code set apart, with a short group behind as no Indonesian number has."""
    if groups[0].token.digits not in numbering.NEIGHBOURS or len(groups) < 3 or len(groups[1].token.digits) > 2:
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


def _ends_before(text: str, groups: list[Group], i: int, count: int) -> bool:
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
    if len(digits) == 1 == len(last.token.digits) and how == "figures":
        return unit is not None and text[group.token.end] != group.sign  # 0.8.1.2: a dot as before is no decimal
    if unit:
        return True
    if how == "word":
        more = i + 1 < len(groups) and groups[i + 1].token.how == "word"
        return count >= 12 or not (more or _mixed(groups[:i]))
    if _chained(groups, i):
        return False
    short = all(len(g.token.digits) <= 2 for g in groups[1:i])
    if i == 1 and group.gap in ("plain", "odd"):
        return True
    if count >= 11 and len(digits) <= 2 and not (short and i > 2):
        return True
    same = group.gap == last.gap and (group.gap != "plain" or group.sign.strip() == last.sign.strip())
    return not same and not (count <= 10 and group.gap == "plain" and _mixed(groups[:i]))


def _chained(groups: list[Group], i: int) -> bool:
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


def _runs_on(text: str, groups: list[Group], size: int) -> bool:
    """Whether the digits go on after the number, so that it is a part of something longer (an account, a code)."""
    if size >= len(groups):
        return False
    following, used = groups[size], groups[:size]
    tight = following.gap == "plain" and following.sign.strip() in ("-", ".") and " " not in following.sign
    chained = tight and all(g.sign == following.sign for g in used[1:])
    begins_another = following.token.digits[0] == "0" and len(following.token.digits) >= (4 if chained else 3)
    if begins_another and following.gap != "none":
        return False
    if following.gap == "none":
        return following.token.how != "word"
    alike = {len(g.token.digits) for g in groups[1:]} == {4} and len({g.sign for g in groups[1:]}) == 1
    if alike and len(groups) >= size + 2:
        return True
    return tight and not _UNIT.match(text, following.token.end) and any(g.sign == following.sign for g in used[1:])


def _shaped(text: str, start: int, used: list[Group], value: str, plus: bool, label: bool, region: str) -> bool:
    """A landline that nothing introduces needs its area code set apart; a mobile number speaks for itself."""
    pairs = len(used) > 3 and all(len(g.token.digits) == 2 and g.token.how == "figures" for g in used)
    if _in_sixteen(text, start, used):
        return False
    if pairs and not label:
        plain = all(group.gap == "plain" for group in used[1:])
        return len(value) >= 13 and (plain or _chained(used, len(used) - 1))
    if plus or numbering.is_mobile(value, region):
        if len(used) > 1 and used[0].token.digits == "0" and used[1].sign == "." and used[0].token.how == "figures":
            return len(used) > 3
        return True
    if any(group.gap not in ("none", "plain") for group in used):
        return label
    first = used[0].token.digits
    if label and first in numbering.NEIGHBOURS and value.startswith("+" + first):
        return True
    if text[start] == "(" or (label and (len(used) == 1 or len(used[0].token.digits) > 2)):
        return True
    plan = numbering.plan_of(region)
    if plan is not None and not plan.trunk:
        return len(used) == 2
    if first.startswith("00"):
        return len(value) >= 10
    return 3 <= len(first) <= 5 and 2 <= len(used) <= 4 and all(len(g.token.digits) >= 3 for g in used[1:])


_FOURS = re.compile(r"(?<![0-9/.-])(?!(?:19|20)[0-9]{2}[ -]$)(?:[0-9]{4}[ -]){1,3}$")


def _in_sixteen(text: str, start: int, used: list[Group]) -> bool:
    """Whether fours of figures before the number make it sixteen: an identity or card number."""
    fours = _FOURS.search(text[max(0, start - 16) : start])
    if fours is None:
        return False
    return sum(map(str.isdigit, fours.group())) + sum(len(group.token.digits) for group in used) == 16


def _obscured(text: str, used: list[Group]) -> bool:
    if any(group.token.how != "figures" for group in used):
        return True
    if any(group.gap in ("odd", "line", "join", "glue") for group in used):
        return True
    if any(group.gap == "none" for group in used[1:]):
        return True
    return len(used) >= 6 and sum(len(group.token.digits) == 1 for group in used) >= 6
