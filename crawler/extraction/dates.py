"""Dates as published ("2026-11-20", "Fri, 20 Nov 2026 …", "2 jam lalu", "kemarin") to ISO 8601 with offset."""

from __future__ import annotations

import email.utils
import re
from datetime import datetime
from zoneinfo import ZoneInfo

_MAX_CHARS = 80
_BEFORE = re.compile(
    r"\A\W*(?:di(?:posting|posk?an|terbitkan|tayangkan|buat|perbarui)|tayang|terbit|tanggal|tgl|pada|posted|published|updated"
    r"|on|am|vom|date|sejak)\b\s*:?\s*(?:pada\s+|on\s+)?",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"((?:,|\bpukul|\bjam|\bhari ini|\bkemarin|\b20\d\d)\s*)(\d{1,2})\.(\d{2})\b", re.IGNORECASE)
_ZONE = re.compile(r"\s*\(?\b(WIB|WITA|WIT)\b\)?", re.IGNORECASE)
_ZONES = {"wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura"}
_SAID_AS = (
    (re.compile(r"\bjum['’`]at\b", re.IGNORECASE), "jumat"),
    (re.compile(r"\bse(menit|jam|hari|minggu|bulan|tahun)\b", re.IGNORECASE), r"1 \1"),
    (re.compile(r"\b(senin|selasa|rabu|kamis|jumat|sabtu)\s+(?:yang\s+)?lalu\Z", re.IGNORECASE), r"\1"),
    (re.compile(r"\bbarusan\b", re.IGNORECASE), "baru saja"),
    (re.compile(r"\bk(?:e)?m(?:a)?r(?:i)?n\b", re.IGNORECASE), "kemarin"),
    (re.compile(r"\b(?:lebih dari|sekitar|kira-kira|hampir|over|about|more than)\s+", re.IGNORECASE), ""),
    (re.compile(r"(\d)\+(?=\s*\w)"), r"\1"),
    (re.compile(r"\bsetengah jam\b", re.IGNORECASE), "30 menit"),
    (re.compile(r"\bags\b", re.IGNORECASE), "agt"),
    (re.compile(r"昨[天日]"), "kemarin"),
    (re.compile(r"前天"), "2 hari lalu"),
    (re.compile(r"[今當当][天日]"), "hari ini"),
    (re.compile(r"(\d+)\s*(?:小时|小時|個?鐘頭|時間)前"), r"\1 jam lalu"),
    (re.compile(r"(\d+)\s*(?:分钟|分鐘|分)前"), r"\1 menit lalu"),
    (re.compile(r"(\d+)\s*[天日]前"), r"\1 hari lalu"),
    (re.compile(r"(\d+)\s*(?:周|週|星期)前"), r"\1 minggu lalu"),
    (re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日"), r"\1-\2-\3"),
    (re.compile(r"\b(\d{1,2})月(\d{1,2})日"), r"\2/\1"),
    (re.compile(r"\b(?:wingi|kamari)\b", re.IGNORECASE), "kemarin"),
    (re.compile(r"\bk[ae](?:pungkur|pengker)\b", re.IGNORECASE), "lalu"),
    (re.compile(r"\b(?:dina|dinten)\b(?=.*\blalu\b)", re.IGNORECASE), "hari"),
    (re.compile(r"\b(?:wulan|sasi)\b(?=.*\blalu\b)", re.IGNORECASE), "bulan"),
    (re.compile(r"\btaun\b(?=.*\blalu\b)", re.IGNORECASE), "tahun"),
    (re.compile(r"\brong\b(?=.*\blalu\b)", re.IGNORECASE), "2"),
    (re.compile(r"\btelung\b(?=.*\blalu\b)", re.IGNORECASE), "3"),
)
"""What is said otherwise than dateparser knows it: short and spoken Indonesian, Javanese and Sundanese, Chinese."""
_SPOKEN = {
    "semalam": "kemarin 21:00",
    "tadi malam": "kemarin 21:00",
    "tadi pagi": "hari ini 08:00",
    "tadi siang": "hari ini 12:00",
}


_ELSEWHERE = (
    (re.compile(r"\bvor \d|\bheute\b|\bgestern\b", re.IGNORECASE), "de"),
    (re.compile(r"\bil y a\b|\bhier\b|aujourd", re.IGNORECASE), "fr"),
    (re.compile(r"\bhace \d|\bayer\b|\bhoy\b", re.IGNORECASE), "es"),
    (re.compile(r"\bh[áa] \d|\bontem\b|\bhoje\b", re.IGNORECASE), "pt"),
    (re.compile(r"назад|вчера|сегодня"), "ru"),
    (re.compile(r"trước|hôm"), "vi"),
    (re.compile(r"قبل|أمس|منذ"), "ar"),
    (re.compile(r"ที่แล้ว|เมื่อ"), "th"),
    (re.compile(r"[시분일주]간? ?전|어제"), "ko"),
)
"""Words of other languages that say when, as portals of the countries around print them."""


def timestamp(value: str, zone: str, now: datetime) -> str | None:
    """`value` as ISO 8601 with offset, read in `zone` where it names none and relative to `now`; None if unreadable."""
    text = value.strip()
    if not text or len(text) > _MAX_CHARS:
        return None
    if named := _ZONE.search(text):
        zone = _ZONES[named[1].lower()]
        text = _ZONE.sub("", text)
    moment = _iso(text) or _mail(text) or _words(text, zone, now)
    if moment is None:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    return moment.replace(microsecond=0).isoformat()


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _mail(text: str) -> datetime | None:
    try:
        return email.utils.parsedate_to_datetime(text)
    except (ValueError, IndexError):
        return None


def _words(text: str, zone: str, now: datetime) -> datetime | None:
    import dateparser

    for pattern, said in _SAID_AS:
        text = pattern.sub(said, text)
    text = _DOTTED.sub(r"\1\2:\3", _BEFORE.sub("", text))
    text = _SPOKEN.get(text.casefold(), text)
    settings = {
        "TIMEZONE": zone,
        "RETURN_AS_TIMEZONE_AWARE": True,
        "DATE_ORDER": "DMY",
        "PREFER_DATES_FROM": "past",
        "RELATIVE_BASE": now.astimezone(ZoneInfo(zone)).replace(tzinfo=None),
    }
    foreign = next((language for pattern, language in _ELSEWHERE if pattern.search(text)), "")
    languages = [foreign] if foreign else ["id", "en"]
    found: datetime | None = dateparser.parse(text, languages=languages, settings=settings)
    return found
