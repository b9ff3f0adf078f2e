"""When somebody is to leave, as the text says it: "berangkat tgl 12 Desember", "terbang lusa", "fly next week".

Days are counted from the day the listing was posted, so that a verdict never depends on the day it is judged. A date
of the calendar has no days where that day is unknown, "besok" has them always.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from rules.fold import Folded

MOST_DEPARTURES = 200
"""A text with more departures than this is no listing; the rest of it is not read."""
_LAST_WEEK = 7
"""A date without a year that went by longer ago than this is meant to come next year."""


@dataclass(frozen=True, slots=True)
class Departure:
    """`low` to `high` days after the posting (None: not known), and the `day` as ISO 8601 where it can be named:
    `2026-12-12`, `2026-12` for a month, `--12-12` without a year, '' for "next week".
    """

    start: int
    end: int
    low: int | None
    high: int | None
    day: str

    def raw_span(self, folded: Folded) -> tuple[int, int]:
        """The published characters."""
        return folded.span(self.start, self.end)


_MONTHS = (
    "januari|january|jan", "februari|february|pebruari|feb|peb", "maret|march|mrt|mar", "april|apr", "mei|may",
    "juni|june|jun", "juli|july|jul", "agustus|august|agust|agt|agu|aug", "september|sept|sep",
    "oktober|october|okt|oct", "november|nopember|nov|nop", "desember|december|des|dec",
)  # fmt: skip
_MONTH = "|".join(_MONTHS)
_NUMBERS = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "sepuluh": 10, "one": 1, "two": 2, "three": 3, "five": 5, "seven": 7, "ten": 10, "se": 1, "a": 1,
}  # fmt: skip
_LEAVES = re.compile(
    r"\b(?:(?:di|mem)?b[e]?rangkat(?:kan|an)?|brangkat|brgkt|brngkt|brgkat|brkt|(?:pem|ke)berangkatan|budal|mangkat|"
    r"terbang(?:kan)?|diterbangkan|penerbangan|fl(?:y|ies|ying|ight)|depart(?:s|ed|ing|ure)?|leav(?:e|es|ing)|"
    r"take ?off|berlayar|pelayaran|sail(?:s|ing)?|nyebe?rang|menyebe?rang)\b"
)
_WHEN = re.compile(
    rf"(?P<iso>\b20[0-9]{{2}}-[01]?[0-9]-[0-3]?[0-9]\b)"
    rf"|\b(?:(?:tgl|tanggal)[\s.:]{{0,2}})?(?P<dd>[0-3]?[0-9])(?:st|nd|rd|th)?[\s./-]{{1,2}}(?P<mon>{_MONTH})\b(?:[\s./,'-]{{1,3}}(?P<yy>20[0-9]{{2}}|[2-9][0-9])\b)?"
    rf"|\b(?P<mon2>{_MONTH})\s(?P<dd2>[0-3]?[0-9])(?:st|nd|rd|th)?\b(?!\s?(?:jt|juta|rb|orang|org))(?:,?\s(?P<yy2>20[0-9]{{2}})\b)?"
    rf"|\b(?P<d>[0-3]?[0-9])[/.-](?P<m>[01]?[0-9])[/.-](?P<y>20[0-9]{{2}}|[2-9][0-9])\b"
    rf"|\b(?:tgl|tanggal)[\s.:]{{0,2}}(?P<dm>[0-3]?[0-9])(?:[/.-](?P<mm>[01]?[0-9])\b)?(?![0-9/.-]*[0-9])"
    r"|\b(?:(?P<part>awal|pertengahan|tengah|akhir|early|mid|late|end of)\s)?"
    rf"(?:bulan\s)?(?P<mon3>{_MONTH})\b(?:\s(?P<yy3>20[0-9]{{2}})\b)?"
    r"|\b(?P<today>hari ini|malam ini|mlm ini|nanti malam|sekarang(?: juga)?|today|tonight)\b"
    r"|\b(?P<tomorrow>besok|bsk|bsok|sesuk|tomorrow)\b|\b(?P<after>lusa|day after tomorrow)\b"
    r"|\b(?P<this>minggu|mggu|pekan|bulan|bln)\sini\b|\bthis (?P<this2>week|month)\b"
    r"|\b(?P<ends>akhir bulan|end of the month)\b"
    r"|\b(?P<next>minggu|mggu|pekan|bulan|bln)\sdepan\b|\bnext (?P<next2>week|month)\b"
    r"|\b(?:(?P<within>dalam|within|kurang dari|maks(?:imal)?|max)\s)?"
    r"(?P<from>[0-9]{1,3}|se|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|"
    r"sepuluh|one|two|three|five|seven|ten|a)\s?(?:(?:-|sampai|to|s/d)\s?(?P<to>[0-9]{1,3})\s?)?(?P<unit>hari|hr|days?|minggu|mgg|weeks?|bulan|bln|months?)\b"
    r"|\b(?P<week>senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
)
_GAP_AFTER = re.compile(r"(?:[^.!?;\n]|\.(?=\s?[0-9])){0,36}|[^.!?;\n]{0,12}[:\s]\s{0,3}")
_GAP_BEFORE = re.compile(r"[^.!?;\n]{0,16}")
_WEEKDAYS = (
    "senin|monday", "selasa|tuesday", "rabu|wednesday", "kamis|thursday", "jumat|jum'at|friday", "sabtu|saturday",
    "minggu|sunday",
)  # fmt: skip
_PARTS = {"awal": (1, 10), "early": (1, 10), "pertengahan": (11, 20), "tengah": (11, 20), "mid": (11, 20)}
_LAST_THIRD = (21, 31)

_Days = tuple[int | None, int | None, str]


def read_departures(folded: Folded, posted: date | None = None) -> tuple[Departure, ...]:
    """All departures in the order of the text. `posted` is the day the listing was posted."""
    text = folded.text
    leaves = [match.span() for match in islice(_LEAVES.finditer(text), MOST_DEPARTURES)]
    if not leaves:
        return ()
    found: dict[int, Departure] = {}
    for start, end in leaves:
        when = _nearest(text, start, end)
        if when is not None and (days := _days(when, posted)) is not None:
            found.setdefault(when.start(), Departure(min(start, when.start()), max(end, when.end()), *days))
    return tuple(sorted(found.values(), key=lambda departure: departure.start))


def _nearest(text: str, start: int, end: int) -> re.Match[str] | None:
    """The first date behind the word of leaving in the same sentence, else the one right before it."""
    after = _WHEN.search(text, end, end + 80)
    if after is not None and _GAP_AFTER.fullmatch(text, end, after.start()):
        return after
    before = list(_WHEN.finditer(text, max(0, start - 40), start))
    if before and _GAP_BEFORE.fullmatch(text, before[-1].end(), start):
        return before[-1]
    return None


def _days(when: re.Match[str], posted: date | None) -> _Days | None:
    for read in _READERS:
        if (days := read(when, posted)) is not None:
            return days
    return None


def _calendar(when: re.Match[str], posted: date | None) -> _Days | None:
    year, month, day = _written(when)
    if not day or not 1 <= month <= 12:
        return None
    if year == 0 and posted is None:
        return (None, None, f"--{month:02}-{day:02}") if day <= monthrange(2024, month)[1] else None
    return _on(year, month, day, day, posted)


def _written(when: re.Match[str]) -> tuple[int, int, int]:
    """Year, month and day as written, 0 for what is not."""
    if when["iso"]:
        year, month, day = map(int, when["iso"].split("-"))
        return year, month, day
    if when["d"]:
        return _year(when["y"]), int(when["m"]), int(when["d"])
    if when["mm"]:
        return 0, int(when["mm"]), int(when["dm"])
    if when["mon"]:
        return _year(when["yy"]), _month(when["mon"]), int(when["dd"])
    if when["mon2"]:
        return _year(when["yy2"]), _month(when["mon2"]), int(when["dd2"])
    return 0, 0, 0


def _year(written: str | None) -> int:
    return 0 if not written else int(written) + (2000 if len(written) == 2 else 0)


def _month(written: str) -> int:
    return next(i for i, names in enumerate(_MONTHS, 1) if written in names.split("|"))


def _on(year: int, month: int, first: int, last: int, posted: date | None) -> _Days | None:
    """Days `first` to `last` of a month; without a year the next such month that is not long gone."""
    known = year or (posted.year if posted else 0)
    while True:
        end = monthrange(known, month)[1]
        if first > end and first == last:
            return None
        low, high = date(known, month, min(first, end)), date(known, month, min(last, end))
        if year or posted is None or (high - posted).days >= -_LAST_WEEK:
            break
        known += 1
    name = low.isoformat() if first == last else f"{low:%Y-%m}"
    return ((low - posted).days, (high - posted).days, name) if posted else (None, None, name)


def _of_month(when: re.Match[str], posted: date | None) -> _Days | None:
    """ "akhir Desember", "Januari 2027", "tgl 15"."""
    if when["mon3"]:
        month, year = _month(when["mon3"]), _year(when["yy3"])
        first, last = _PARTS.get(when["part"], _LAST_THIRD) if when["part"] else (1, 31)
        return (None, None, f"--{month:02}") if not year and posted is None else _on(year, month, first, last, posted)
    if not when["dm"] or not 1 <= int(when["dm"]) <= 31:
        return None
    if posted is None:
        return 0, 31, ""
    month = posted.month if int(when["dm"]) >= posted.day else posted.month % 12 + 1
    return _on(0, month, int(when["dm"]), int(when["dm"]), posted)


def _relative(when: re.Match[str], posted: date | None) -> _Days | None:
    if when["today"] or when["tomorrow"] or when["after"]:
        days = 0 if when["today"] else 1 if when["tomorrow"] else 2
        return days, days, _named(posted, days)
    if this := when["this"] or when["this2"] or when["ends"]:
        return 0, 31 if this.startswith(("b", "m", "akhir", "end")) and not this.startswith(("mi", "mg")) else 7, ""
    if after := when["next"] or when["next2"]:
        return (1, 62, "") if after.startswith("b") or after == "month" else (1, 14, "")
    return None


def _counted(when: re.Match[str], posted: date | None) -> _Days | None:
    """ "3 hari lagi", "dalam 2 minggu", "1-2 bulan"."""
    if not when["unit"]:
        return None
    times = 1 if when["unit"].startswith(("h", "d")) else 7 if when["unit"].startswith(("mi", "mg", "w")) else 30
    first = _NUMBERS.get(when["from"]) or int(when["from"])
    last = int(when["to"]) if when["to"] else first
    low, high = (0 if when["within"] else first * times), last * times
    if low > high:
        return None
    return low, high, _named(posted, low) if low == high and times < 30 else ""


def _weekday(when: re.Match[str], posted: date | None) -> _Days | None:
    if not when["week"]:
        return None
    if posted is None:
        return 0, 7, ""
    wanted = next(i for i, names in enumerate(_WEEKDAYS) if when["week"] in names.split("|"))
    days = (wanted - posted.weekday()) % 7
    return days, days, _named(posted, days)


def _named(posted: date | None, days: int) -> str:
    return (posted + timedelta(days)).isoformat() if posted else ""


_READERS: tuple[Callable[[re.Match[str], date | None], _Days | None], ...] = (
    _calendar,
    _of_month,
    _relative,
    _counted,
    _weekday,
)


def posted_on(posted_at: str | None, seen_at: str | None) -> date | None:
    """The day a listing was posted, or else seen, from ISO 8601 times; None when neither gives one."""
    days = (_as_day(written) for written in (posted_at, seen_at) if written)
    return next((day for day in days if day is not None), None)


def _as_day(written: str) -> date | None:
    try:
        day = date.fromisoformat(written[:10])
    except ValueError:
        return None
    return day if 1990 <= day.year <= 2100 else None  # beyond that a date of departure has no calendar
