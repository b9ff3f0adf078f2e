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
from rules.contacts.context import follows_against, introduced, speaks_against
from rules.contacts.numerals import NUMBER_WORD, Token, token_at
from rules.contacts.shapes import Taken

_LABELS = (
    "whats?app|whatsaap|whatsaapp|wasap|wassap|wea|wa|hubungi|hub|telepon|telpon|telfon|telp|tlpn|tlp|tel|phone|handphone|"
    "hp|call|sms|cp|kontak|contact|ctc|nomor|nomer|nmr|no|chat|japri|order|info|admin|line|tele|telegram"
)
START = (
    rf"(?:^|[^0-9a-z]|[^0-9a-z](?:wa|wea|whatsapp|hp|tlp|telp|no|call|sms|cp|hub|nomor|ke)|^(?:wa|hp|telp|hub|call|sms))"
    rf"(\(?\+\s?\(?[0-9]"
    rf"|\(?0[^a-z0-9]{{0,4}}(?:[0-9oilszbgq|]|[a-z])"
    rf"|o[^a-z0-9]{{0,2}}(?:[8b]|lapan|delapan)"
    rf"|\(?62[^a-z0-9]{{0,3}}[0-9(ob]"
    rf"|(?:plus[^a-z0-9]{{0,3}})?(?:enam|six)[^a-z0-9]{{0,3}}(?:dua|two)"
    rf"|(?:nol|kosong|kosng|ksong|nul|zero|sifar|oh)[^a-z0-9]{{0,6}}(?:[0-9]|{NUMBER_WORD}|dobel|double|triple)"
    rf"|(?:dobel|double)[^a-z0-9]{{0,3}}(?:nol|zero|kosong))"
)
LABELLED = (
    rf"(?:^|[^a-z0-9])(?:{_LABELS})[^a-z0-9]{{0,4}}"
    rf"(?:(?:no|nomor|nya|saya|di|ke|ini|hp|wa|only|aja|admin|kami)[^a-z0-9]{{0,3}}){{0,2}}"
    rf"([1-9][0-9]|8[ .\-][0-9]|(?:delapan|lapan|eight|wolu)[^a-z0-9]{{0,3}}(?:[0-9]|{NUMBER_WORD}))"
)
EIGHT = r"(?:^|[^0-9a-z.,/+-])([2-9][0-9]{3}[ -]?[0-9]{4})(?:$|[^0-9a-z])"
_START = re2.compile(START.encode())
_LABELLED = re2.compile(LABELLED.encode())
_EIGHT = re2.compile(EIGHT.encode())

_GAP = re.compile(r"[^a-z0-9|]{0,8}")
_PLAIN_GAP = re.compile(r"[ \t]{0,3}(?:[-./()]|\) ?[-.]| |\)\(|/ ?)?[ \t]{0,3}\(?[ \t]?")
_JOIN = re.compile(
    r"(?:lanjut(?:an|annya|in|kan)?|terus(?:an|annya)?|trus|trs|lalu|kemudian|sambung(?:an|annya|in)?|strip|setrip|min|"
    r"minus|dash|spasi|space|titik|dot|koma|garis|then|h?abis itu|abis tu|next|jeda|tengah(?:nya)?|"
    r"belakang(?:nya)?|akhir(?:nya)?|ujung(?:nya)?|sisa(?:nya)?)(?![a-z])[^a-z0-9]{0,4}"
)
_GLUE = re.compile(r"[a-z]{1,4}(?=[0-9])")
_MASK = re.compile(r"[-. ]?(?:[x*#?\u2022]{2,}|\x1a{3,}[0-9]{0,4}(?![0-9 .-]))")
_UNIT = re.compile(
    r"\s?(?:th|thn|tahun|taun|jt|juta|rb|ribu|kg|kilo|cm|mm|m2|gr|gram|orang|org|unit|pcs|buah|hari|jam|bulan|bln|minggu|x|%|"
    r"gb|mb|lt|liter|kamar|menit|mnt|persen|lantai|meter|ons|dus|pax|lembar|ekor|malam|wib|wita)(?![a-z0-9])|[:.,][0-9]|\s?%"
)
_LIST_SIGNS = frozenset("/,;|&\n")
_MAX_DIGITS = 17
MOST_MISSES = 4000
"""A text with more beginnings of numbers that are none is made to cost time; the rest of it is not searched."""


class Phone(NamedTuple):
    """A number: E.164 `value`, folded `[start, end)`, and whether it departs from the ordinary ways of writing."""

    value: str
    start: int
    end: int
    obscured: bool


class _Group(NamedTuple):
    token: Token
    gap: str  # none, plain, odd, line, join, glue
    sign: str  # what stands in the gap


def starts(data: bytes, region: str) -> list[int]:
    """Folded offsets where a number could start, in order of the text."""
    found = {match.start(1) for match in _START.finditer(data)}
    found.update(match.start(1) for match in _LABELLED.finditer(data))
    plan = numbering.plan_of(region)
    if plan is not None and not plan.trunk:
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
    groups = _groups(text, first)[: 1 if tight else None]
    digits, best = "", None
    for group in groups:
        digits += group.token.digits
        if len(digits) > _MAX_DIGITS or (best is not None and group.gap in ("line", "join", "odd")):
            break
        value = numbering.national(digits, region) or (numbering.international(digits) if len(digits) > 6 else None)
        if value is not None:
            best = Phone(value, at, group.token.end, False)
    return best


def _phone_at(text: str, data: bytes, start: int, region: str, previous_end: int) -> Phone | None:
    at, plus = _head(text, start)
    groups = _groups(text, at)
    count = sum(len(group.token.digits) for group in groups)
    if count < 7:
        return None
    if not _may_begin(text, start, groups, previous_end):
        return None
    chosen = _choose(text, groups, plus, False, region)
    plain_mobile = chosen is not None and numbering.is_mobile(chosen[1], region)
    label = (not plain_mobile or len(groups[1:]) > 3) and introduced(data, start)
    if label and not plain_mobile:
        chosen = _choose(text, groups, plus, True, region)
    if chosen is None:
        return None
    size, value = chosen
    used = groups[:size]
    end = used[-1].token.end
    if _runs_on(text, groups, size) or _MASK.match(text, end):
        return None
    if not _shaped(text, start, used, value, plus, label, region):
        return None
    if speaks_against(data, start) or follows_against(text, data, start, end, len(value)):
        return None
    if text[start] == "(" and ")" not in text[start:end]:
        start += 1
    return Phone(value, start, end, _obscured(text, used))


def _head(text: str, start: int) -> tuple[int, bool]:
    """The offset of the first digit and whether a plus stands before it."""
    plus = text.startswith("plus", start)
    at = start + 4 if plus else start
    while at < len(text) and text[at] in "(+ ":
        plus = plus or text[at] == "+"
        at += 1
    return at, plus


def _groups(text: str, at: int) -> list[_Group]:
    """Tokens from offset `at` on, with the gaps before them, until something stands there that is no digit."""
    first = token_at(text, at)
    if first is None:
        if not (text.startswith("o", at)):
            return []
        end = at + (2 if text.startswith("oh", at) else 1)
        first = Token("0", at, end, "word")
    groups = [_Group(first, "none", "")]
    count, at = len(first.digits), first.end
    while count <= _MAX_DIGITS + 8:
        group = _next_group(text, at)
        if group is None:
            break
        groups.append(group)
        count += len(group.token.digits)
        at = group.token.end
    while len(groups) > 1 and groups[-1].token.how == "letters" and not _has_figure(text, groups[-1].token):
        groups.pop()
    return groups


def _has_figure(text: str, token: Token) -> bool:
    return any(char.isdigit() for char in text[token.start : token.end])


def _next_group(text: str, at: int) -> _Group | None:
    match = _GAP.match(text, at)
    sign = match.group() if match else ""
    after = at + len(sign)
    token = token_at(text, after)
    if token is not None and not (token.how == "letters" and not _usable(text, token)):
        return _Group(token, _kind(sign), sign)
    if _MASK.match(text, at):
        return None
    joined = _JOIN.match(text, after)
    if joined is not None:
        token = token_at(text, joined.end())
        return _Group(token, "join", text[at : token.start]) if token else None
    glued = _GLUE.match(text, at) if not sign else None
    if glued is not None and set(glued.group()) != {"x"}:
        token = token_at(text, glued.end())
        return _Group(token, "glue", glued.group()) if token else None
    if glued is not None and len(glued.group()) == 1:
        token = token_at(text, glued.end())
        return _Group(token, "glue", "x") if token else None
    return None


def _usable(text: str, token: Token) -> bool:
    """Whether letters stand for figures: they hold one, or stand between figures and are mostly o."""
    if _has_figure(text, token):
        return True
    written = text[token.start : token.end]
    following = _GAP.match(text, token.end)
    after = token_at(text, following.end()) if following else None
    return (
        after is not None and after.how != "word" and _has_figure(text, after) and (len(written) > 1 or written == "o")
    )


def _kind(sign: str) -> str:
    if sign in (" ", "-", "."):
        return "plain"
    if not sign:
        return "none"
    if "\n" in sign:
        return "line"
    return "plain" if _PLAIN_GAP.fullmatch(sign) else "odd"


_DATE = re.compile(r"\d{1,2}([-/.])\d{1,2}\1(?:(?:19|20)\d\d|\d\d)(?![-/.]?\d)")
_TIME = re.compile(
    r"\d{1,2}[.:]\d\d(?!\d)\s*(?:(?:-|s/?d|sampai|\x1a|to|hingga|~)\s*\d{1,2}[.:]\d\d(?!\d)|wib|wita|wit|pm|am|pagi|siang|malam)"
)
_BEFORE = re.compile(r"[0-9][.,:/+*#=-]$|[0-9]\s?x\s?$|[#*=/_]$|(?<![a-z])(?:rp|idr|usd|rm|sgd|\$)[. ]{0,2}$")


def _may_begin(text: str, start: int, groups: list[_Group], previous_end: int) -> bool:
    """Not the tail of a longer number, a price, a date or a span of hours."""
    before = text[max(0, start - 6) : start]
    if _BEFORE.search(before) and not (previous_end and text[previous_end:start].strip(" -/|,;&.+:()\n") == ""):
        if not (before.endswith(("=", "/", "#", "_")) and not before[:-1].rstrip()[-1:].isdigit()):
            return False
        if before.endswith(("#", "_")):
            return False
    at = groups[0].token.start
    return not (_DATE.match(text, at) or _TIME.match(text, at))


def _choose(text: str, groups: list[_Group], plus: bool, label: bool, region: str) -> tuple[int, str] | None:
    """The number of groups that make the number, and its value."""
    best: tuple[int, str] | None = None
    digits = ""
    for i, group in enumerate(groups):
        if best is not None and best[0] == i and _ends_before(text, groups, i, len(digits)):
            break
        digits += group.token.digits
        if len(digits) > _MAX_DIGITS:
            break
        value = (label and not plus and _abroad(groups, digits)) or _value(digits, plus, label, region)
        if value is not None:
            best = i + 1, value
    return best


def _abroad(groups: list[_Group], digits: str) -> str | None:
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


def _ends_before(text: str, groups: list[_Group], i: int, count: int) -> bool:
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
    if _UNIT.match(text, group.token.end):
        return True
    if len(digits) == 1 == len(last.token.digits) and how == "figures":
        return False
    if how == "word":
        more = i + 1 < len(groups) and groups[i + 1].token.how == "word"
        return count >= 12 or not more
    short = all(len(g.token.digits) <= 2 for g in groups[1:i])
    if i == 1 and group.gap in ("plain", "odd"):
        return True
    if count >= 11 and len(digits) <= 2 and not (short and i > 2):
        return True
    same = group.gap == last.gap and (group.gap != "plain" or group.sign.strip() == last.sign.strip())
    return not same and not (count <= 10 and group.gap == "plain" and _mixed(groups[:i]))


def _mixed(groups: list[_Group]) -> bool:
    """Whether a number is already written in more than one way, so that another change means nothing."""
    return len({(g.token.how, g.gap) for g in groups[1:]} | {(groups[0].token.how, groups[1].gap)}) > 1


def _same_gaps(groups: list[_Group], i: int) -> bool:
    return len({group.sign for group in groups[1 : i + 1]}) == 1 and i > 1


def _runs_on(text: str, groups: list[_Group], size: int) -> bool:
    """Whether the digits go on after the number, so that it is a part of something longer (an account, a code)."""
    if size >= len(groups):
        return False
    following, used = groups[size], groups[:size]
    if following.token.digits[0] == "0" and len(following.token.digits) >= 3 and following.gap != "none":
        return False
    if following.gap == "none":
        return following.token.how != "word"
    alike = {len(g.token.digits) for g in groups[1:]} == {4} and len({g.sign for g in groups[1:]}) == 1
    if alike and len(groups) >= size + 2:
        return True
    tight = following.gap == "plain" and following.sign.strip() in ("-", ".") and " " not in following.sign
    return tight and not _UNIT.match(text, following.token.end) and any(g.sign == following.sign for g in used[1:])


def _shaped(text: str, start: int, used: list[_Group], value: str, plus: bool, label: bool, region: str) -> bool:
    """A landline that nothing introduces needs its area code set apart; a mobile number speaks for itself."""
    pairs = len(used) > 3 and all(len(g.token.digits) == 2 and g.token.how == "figures" for g in used)
    if _in_sixteen(text, start, used):
        return False
    if pairs and not label:
        return len(value) >= 13 and all(group.gap == "plain" for group in used[1:])
    if plus or numbering.is_mobile(value, region):
        if len(used) > 1 and used[0].token.digits == "0" and used[1].sign == "." and used[0].token.how == "figures":
            return len(used) > 3
        return True
    if any(group.gap not in ("none", "plain") for group in used):
        return label
    if text[start] == "(" or (label and (len(used) == 1 or len(used[0].token.digits) > 2)):
        return True
    first = used[0].token.digits
    plan = numbering.plan_of(region)
    if plan is not None and not plan.trunk:
        return len(used) == 2
    if first.startswith("00"):
        return len(value) >= 10
    return 3 <= len(first) <= 5 and 2 <= len(used) <= 4 and all(len(g.token.digits) >= 3 for g in used[1:])


_FOURS = re.compile(r"(?<![0-9/.-])(?!(?:19|20)[0-9]{2}[ -]$)(?:[0-9]{4}[ -]){1,3}$")


def _in_sixteen(text: str, start: int, used: list[_Group]) -> bool:
    """Whether fours of figures before the number make it sixteen: an identity or card number."""
    fours = _FOURS.search(text[max(0, start - 16) : start])
    if fours is None:
        return False
    return sum(map(str.isdigit, fours.group())) + sum(len(group.token.digits) for group in used) == 16


def _obscured(text: str, used: list[_Group]) -> bool:
    if any(group.token.how != "figures" for group in used):
        return True
    if any(group.gap in ("odd", "line", "join", "glue") for group in used):
        return True
    if any(group.gap == "none" for group in used[1:]):
        return True
    return len(used) >= 6 and sum(len(group.token.digits) == 1 for group in used) >= 6
