"""Telephone numbers told in another order, with the word that says so: "0122 0000 2180 (dibalik)", "akhiran 4455
depannya 0812 0000".

Only a mobile number of the region that the word leads to is read; nothing is guessed without the word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import re2

from rules.contacts import numbering
from rules.contacts.shapes import Taken

_BACK = r"(?:(?:di|ke|ter)?balik(?:kan|in|an|nya)?|dari (?:belakang|kanan)|revers(?:e|ed|ing)|backwards?)"
_RUN = r"[0-9](?:[ .,_/-]{0,3}[0-9]){8,13}"
_BACK_FIRST = re2.compile(rf"\b{_BACK}\b[^0-9\n]{{0,30}}\n?({_RUN})(?:$|[^0-9])".encode())
_BACK_LAST = re2.compile(rf"(?:^|[^0-9])({_RUN})[^0-9\n]{{0,20}}\b{_BACK}\b".encode())
_FRONT = r"\b(?:(?:di)?depan|awal(?:an)?|prefix|mulai|start(?:s|ing)?|pertama|kepala|didahului)(?:nya|ny)?"
_TAIL = r"\b(?:akhir(?:an)?|belakang|buntut|ujung|ekor|(?:ber|ter)akhir(?:an)?|ending|ends?|last)(?:nya|ny)?"
_TAIL_FIRST = re2.compile(
    rf"{_TAIL}(?:[^a-z0-9]{{1,3}}(?:with|in|angka|digit|adalah|[2-6] (?:angka|digits?))){{0,2}}[^a-z0-9]{{1,3}}"
    rf"([0-9](?:[ .-]{{0,2}}[0-9]){{1,8}})[^0-9]{{1,14}}{_FRONT}[^0-9]{{0,14}}"
    r"(\+?[0-9](?:[ .-]{0,2}[0-9]){2,9})(?:$|[^0-9])".encode()
)
_HEAD_LAST = re2.compile(
    rf"(?:^|[^0-9])([0-9](?:[ .-]{{0,2}}[0-9]){{2,9}})[^0-9]{{1,14}}{_FRONT}[^0-9]{{0,12}}"
    r"(\+?[0-9](?:[ .-]?[0-9]){0,7})(?:$|[^0-9])".encode()
)
GATES = (rf"\b{_BACK}\b", rf"{_FRONT}[^0-9]{{0,12}}(?:[0-9]{{3}}|0|\+6)")
"""What a text holds in which there may be such a number."""


class Rearranged(NamedTuple):
    """A number: E.164 `value`, folded `[start, end)` of all that was told of it."""

    value: str
    start: int
    end: int


def read_rearranged(data: bytes, region: str, taken: Taken) -> Iterator[Rearranged]:
    """Numbers told backwards or with the end before the beginning; each is marked in `taken`."""
    for match in chain(_BACK_FIRST.finditer(data), _BACK_LAST.finditer(data)):
        told = _digits(match.group(1))
        if _mobile(told, region) is None and (value := _mobile(told[::-1], region)) is not None:
            yield from _kept(value, match.start(1), match.end(1), taken)
    for match in chain(_TAIL_FIRST.finditer(data), _HEAD_LAST.finditer(data)):
        tail, head = _digits(match.group(1)), _digits(match.group(2))
        if _mobile(tail, region) is None and (value := _mobile(head + tail, region)) is not None:
            yield from _kept(value, match.start(1), match.end(2), taken)


def _kept(value: str, start: int, end: int, taken: Taken) -> Iterator[Rearranged]:
    if not taken.has(start, end):
        taken.take(start, end)
        yield Rearranged(value, start, end)


def _digits(written: bytes) -> str:
    return re.sub(rb"[^0-9]", b"", written).decode()


def _mobile(digits: str, region: str) -> str | None:
    """E.164 of a mobile number of at least ten figures, dialled at home or with the country's code."""
    plan = numbering.plan_of(region)
    if plan is None or len(digits) < 10:
        return None
    value = numbering.national(digits, region)
    if value is None and digits.startswith(plan.code):
        value = numbering.international(digits)
    return value if value is not None and numbering.is_mobile(value, region) else None
