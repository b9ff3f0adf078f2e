"""Languages of the workbench: Indonesian first, English as the language of the source texts."""

from __future__ import annotations

import gettext
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal, format_percent

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
DEFAULT = "id"
LOCALE = Path(__file__).parent / "locale"
WIB = ZoneInfo("Asia/Jakarta")


@cache
def translations(language: str) -> gettext.NullTranslations:
    """The catalogue of a language; English has none, for its texts stand in the source."""
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("review", LOCALE, [language])


def parse_time(value: str) -> datetime | None:
    """An ISO 8601 text as a time in UTC; None when it is none. A time without offset is read as UTC.

    The first and the last year of the calendar are none: a page may say them, but not every zone can.
    """
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    if not MINYEAR < moment.year < MAXYEAR:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def local_time(value: str, language: str) -> str:
    """A stored time in Western Indonesian Time, as people write it; unreadable text comes back unchanged."""
    moment = parse_time(value)
    if moment is None:
        return value
    pattern = "d MMM y HH.mm" if language == "id" else "d MMM y HH:mm"
    return f"{format_datetime(moment, pattern, tzinfo=WIB, locale=_locale(language))} WIB"


def short_time(value: str, language: str, today: date | None = None) -> str:
    """`local_time` for a column that is headed WIB: without the zone, and without the year while it is this one."""
    moment = parse_time(value)
    if moment is None:
        return value
    year = (today or datetime.now(WIB).date()).year
    pattern = "d MMM HH.mm" if moment.astimezone(WIB).year == year else "d MMM y HH.mm"
    pattern = pattern if language == "id" else pattern.replace(".", ":")
    return format_datetime(moment, pattern, tzinfo=WIB, locale=_locale(language))


def utc_time(value: str) -> str:
    """The same time in UTC to the second, for the title attribute."""
    moment = parse_time(value)
    return value if moment is None else f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def day(value: str, language: str) -> str:
    """A date (YYYY-MM-DD) as people write it."""
    return format_date(date.fromisoformat(value), "d MMM y", _locale(language))


def number(value: float, language: str) -> str:
    """A count with the thousands marks of the language."""
    if isinstance(value, int):  # most are, and a table has hundreds
        return f"{value:,}".replace(",", "." if language == "id" else ",")
    return format_decimal(value, locale=_locale(language))


def percent(share: float, language: str) -> str:
    """A share of 1 as whole percent."""
    return format_percent(share, "#,##0 %", _locale(language))


def month(value: str, language: str) -> str:
    """A month (YYYY-MM) as people write it."""
    return format_date(date.fromisoformat(f"{value}-01"), "LLL y", _locale(language))


def money(value: float, currency: str | None, language: str) -> str:
    """A price as the language writes it; a price without currency is a bare number."""
    if not currency:
        return number(value, language)
    digits = value == int(value)
    return format_currency(value, currency, "¤ #,##0" if digits else "¤ #,##0.00", _locale(language),
                           currency_digits=False)  # fmt: skip


def _locale(language: str) -> str:
    return "id_ID" if language == "id" else "en_GB"
