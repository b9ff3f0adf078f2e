"""Times as they are stored: UTC, ISO 8601, milliseconds, ending in Z, so that texts sort as times do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def now() -> str:
    """The present moment."""
    return stamp(datetime.now(UTC))


def stamp(moment: datetime) -> str:
    """An aware datetime as stored text."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def utc(text: str | None) -> str | None:
    """An ISO 8601 text with offset as stored text; None when it is empty or cannot be read."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return stamp(moment) if moment.tzinfo else None


def before(moment: str | datetime, seconds: float) -> str:
    """The time `seconds` before `moment`."""
    base = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return stamp(base - timedelta(seconds=seconds))
