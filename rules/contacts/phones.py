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
from rules.contacts.bounds import chained, in_sixteen, may_begin, runs_on
from rules.contacts.choosing import (
    SHORT,
    choose,
    choose_abroad,
    choose_introduced,
    choose_possible,
    coded,
    rather_abroad,
)
from rules.contacts.context import follows_against, introduced, speaks_against
from rules.contacts.groups import MASK, MAX_DIGITS, Group, groups_at
from rules.contacts.numerals import LEET_WORD, NUMBER_WORD
from rules.contacts.parted import parted_at
from rules.contacts.shapes import Taken

_LABELS = (
    "whats?app|whatsaap|whatsaapp|wasapp?|wassap|wsapp?|watsapp?|whatsap|wapp|wea|wa|hubungi|hub|telepon|telpon|telfon|telp|tlpn|tlp|tel|phone|handphone|"
    "hp|call|sms|cp|kontak|contact|ctc|nomor|nomer|nombor|nmr|no|chat|japri|order|info|admin|line|tele|telegram"
)
_ABROAD = (
    "sg|singapore|singapura|spore|my|malaysia|johor|kl|hk|hongkong|hong kong|tw|taiwan|kh|kamboja|cambodia|th|thailand|"
    "ph|filipina|manila|saudi|ksa|uae|dubai|qatar|kuwait|bahrain|oman|myanmar|vietnam|brunei"
)
START = (
    rf"(?:^|[^0-9a-z])(?:wa|wea|whatsapp|hp|tlp|telp|no|call|sms|cp|hub|nomor|ke)?"
    rf"(\(?\+\s?\(?[0-9]"
    rf"|\(?0[^a-z0-9]{{0,4}}(?:[0-9oilszbgq]|[a-z])"
    rf"|o[^a-z0-9]{{0,2}}(?:[8b]|lapan|delapan|eight)"
    rf"|\(?62[^a-z0-9]{{0,3}}[0-9(ob]"
    rf"|\((?:{'|'.join(numbering.NEIGHBOURS)})\)[ .-]?[0-9]"
    rf"|plus[^a-z0-9]{{0,3}}(?:[0-9]|{NUMBER_WORD})|(?:enam|six)[^a-z0-9]{{0,3}}(?:dua|two)"
    rf"|(?:e?nol|kosong|kosng|ksong|nul|zero|sifar|oh)[^a-z0-9]{{0,6}}(?:[0-9]|{NUMBER_WORD}|dobel|double|triple|{LEET_WORD})"
    rf"|(?:n[0o]l|k[0o]s[0o]ng|z[3e]r[0o])[^a-z0-9]{{0,3}}(?:[0-9]|{NUMBER_WORD}|{LEET_WORD})"
    rf"|(?:dobel|double)[^a-z0-9]{{0,3}}(?:nol|zero|kosong)"
    rf"|(?:d[ea]lapan|lapan|eight|wolu)(?:[^a-z0-9]{{1,3}}{NUMBER_WORD}){{5}})"
)
LABELLED = (
    rf"(?:^|[^a-z0-9])(?:{_LABELS})[^a-z0-9]{{0,4}}"
    rf"(?:(?:no|nomor|nya|saya|di|ke|ini|hp|wa|only|aja|admin|kami|{_ABROAD})[^a-z0-9]{{0,3}}){{0,2}}"
    r"([1-9][0-9]|8[ .\-][0-9]"
    rf"|(?:delapan|lapan|eight|wolu|enam|six|sembilan|nine)[^a-z0-9]{{0,3}}(?:[0-9]|{NUMBER_WORD}))"
)
EIGHT = r"(?:^|[^0-9a-z.,/+-])([2-9][0-9]{3}[ -]?[0-9]{4})(?:$|[^0-9a-z])"
NAMED = rf"(?:^|[^a-z0-9])(?:{_ABROAD})[^a-z0-9]{{1,4}}((?:{'|'.join(numbering.NEIGHBOURS)})[^a-z0-9]?[0-9])"
_START = re2.compile(START.encode())
_LABELLED = re2.compile(LABELLED.encode())
_NAMED = re2.compile(NAMED.encode())
_EIGHT = re2.compile(EIGHT.encode())
_WITHOUT_TRUNK = re2.compile(
    rb"\b(?:sg|singapore|singapura|spore|hk|hong ?kong|kowloon|kuwait|qatar|doha|oman|muscat|bahrain|brunei|macau)\b"
)
_REACHED = re.compile(r"[0-9]{4}[ -]?[0-9]{4}[^a-z0-9]{1,4}(?:whats?app|wa|call|sms|text)\b")
"""A number of eight figures, as in Singapore and Hong Kong, that the way to reach it follows."""

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
    found.update(match.start(1) for match in _NAMED.finditer(data))
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
        phone = _phone_at(text, data, start, region, end) or _parted(text, data, start, region)
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
    plus = plus or _bracketed_code(text, start, groups)
    if not may_begin(text, start, groups, previous_end):
        return None
    chosen = choose(text, groups, plus, False, region)
    if chosen is not None and not plus and len(chosen[1]) == SHORT:
        chosen, region = rather_abroad(text, start, groups, chosen, region)
    plain_mobile = chosen is not None and numbering.is_mobile(chosen[1], region)
    label = (not plain_mobile or len(groups[1:]) > 3) and (
        introduced(data, start)
        or _recited(groups)
        or _REACHED.match(text, start) is not None
        or (previous_end > 0 and _LISTED_ON.fullmatch(text, previous_end, start) is not None)
    )
    if (label and not plain_mobile) or (chosen is not None and coded(groups, chosen[0]) and introduced(data, start)):
        chosen, region = choose_introduced(text, start, groups, plus, region)
    elif not plain_mobile and not plus:
        abroad, there = choose_abroad(text, start, groups, region)
        if abroad is not None:
            chosen, region, label = abroad, there, True
    if chosen is None and plus and introduced(data, start):
        chosen = choose_possible(groups)
    if chosen is None:
        return None
    size, value = chosen
    used = groups[:size]
    end = used[-1].token.end
    if runs_on(text, groups, size) or MASK.match(text, end) or _lettered(text, used):
        return None
    if not _shaped(text, start, used, value, plus, label, region):
        return None
    told = sum(group.gap == "join" for group in used) > 1
    if (not told and speaks_against(data, start)) or follows_against(text, data, start, end, len(value)):
        return None
    start, end = _bracketed(text, start, end)
    return Phone(value, start, end, _obscured(text, used))


def _parted(text: str, data: bytes, start: int, region: str) -> Phone | None:
    found = parted_at(text, data, start) if region == "ID" else None
    return Phone(found[0], start, found[1], True) if found is not None else None


_LISTED_ON = re.compile(r"\s*(?:[/,;|&+]|atau|or|dan|and|/?\n)\s*")
"""What joins a number to the one before it: it is introduced as that one was."""


def _bracketed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with a bracket that opens or closes inside of the number."""
    if text[start] == "(" and ")" not in text[start:end]:
        return start + 1, end
    if text[start - 1 : start] == "(" and text[start:end].count(")") > text[start:end].count("("):
        return start - 1, end
    if text[start] == "(" and text[start:end].count("(") > text[start:end].count(")") and text[end : end + 1] == ")":
        return start, end + 1
    return start, end


def _lettered(text: str, used: list[Group]) -> bool:
    """Whether the only letter stands at the very end, as in codes of goods: 08120-00004-31b."""
    end = used[-1].token.end
    written = text[used[0].token.start : end]
    return used[-1].token.how == "letters" and written[-1] in "bszgq" and sum(map(str.isalpha, written)) == 1


def _recited(groups: list[Group]) -> bool:
    """Whether figures are said one by one, as nobody says an amount."""
    return len(groups) >= 6 and all(group.token.how == "word" for group in groups[:6])


def _bracketed_code(text: str, start: int, groups: list[Group]) -> bool:
    """ "(65) 8234 5678": a neighbour's code in brackets stands for the plus."""
    return text[start] == "(" and groups[0].token.digits in numbering.NEIGHBOURS and groups[1].sign.startswith(")")


def _head(text: str, start: int) -> tuple[int, bool]:
    """The offset of the first digit and whether a plus stands before it."""
    plus = text.startswith("plus", start)
    at = start + 4 if plus else start
    while at < len(text) and (text[at] in "(+ " or (at == start + 4 and plus and text[at] in "-:.,/)")):
        plus = plus or text[at] == "+"
        at += 1
    return at, plus


def _shaped(text: str, start: int, used: list[Group], value: str, plus: bool, label: bool, region: str) -> bool:
    """A landline that nothing introduces needs its area code set apart; a mobile number speaks for itself."""
    pairs = len(used) > 3 and all(len(g.token.digits) == 2 and g.token.how == "figures" for g in used)
    if in_sixteen(text, start, used):
        return False
    if pairs and not label:
        plain = all(group.gap == "plain" for group in used[1:])
        return len(value) >= 13 and (plain or chained(used, len(used) - 1))
    if plus or numbering.is_mobile(value, region):
        if len(used) > 1 and used[0].token.digits == "0" and used[1].sign == "." and used[0].token.how == "figures":
            return len(used) > 3 and all(len(group.sign) <= 1 for group in used)
        return True
    if any(group.gap not in ("none", "plain") for group in used):
        return label
    first = used[0].token.digits
    if label and first in numbering.NEIGHBOURS and value.startswith("+" + first):
        return True
    if label and _recited(used) and not value.startswith("+62"):
        return True
    plan = numbering.plan_of(region)
    coded = plan is not None and (first == plan.code or (first.startswith("0") and plan.code != "62"))
    if text[start] == "(" or (label and (len(used) == 1 or len(first) > 2 or coded)):
        return True
    if plan is not None and not plan.trunk:
        return len(used) == 2
    if first.startswith("00"):
        return len(value) >= 10
    return 3 <= len(first) <= 5 and 2 <= len(used) <= 4 and all(len(g.token.digits) >= 3 for g in used[1:])


def _obscured(text: str, used: list[Group]) -> bool:
    if any(group.token.how != "figures" for group in used):
        return True
    if any(group.gap in ("odd", "line", "join", "glue") for group in used):
        return True
    if any(group.gap == "none" for group in used[1:]):
        return True
    return len(used) >= 6 and sum(len(group.token.digits) == 1 for group in used) >= 6
