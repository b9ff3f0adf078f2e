"""Reads the town's listings: only what a site publishes leaves this module.

The files also say which listings are coded and why. Those fields are not even read here, so no page can show them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import orjson
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from sandi.errors import InputError, Problem

SITES = ("pasar", "kerja", "forum", "toot", "iklan")
WIB = timezone(timedelta(hours=7))
CLOCK = {1: datetime(2026, 11, 17, 23, 50, tzinfo=WIB), 2: datetime(2026, 11, 19, 9, 0, tzinfo=WIB)}
"""The town's clock stands still within a day, so that the same day always gives the same bytes."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One listing as its site publishes it on one day.

    `changed` when it reads otherwise than the day before; `stays` when it is there on every day of the town.
    """

    id: str
    site: str
    kind: str
    title: str
    text: str
    price: float | None
    currency: str
    category: str
    seller: str
    location: str
    posted_at: datetime
    language: str
    shop: str
    changed: bool
    stays: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """One site on one day: its `notices`, newest first, and the ids that are `gone` since the day before."""

    notices: tuple[Notice, ...]
    gone: frozenset[str]


class _Public(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    site: str
    kind: str
    title: str
    text: str
    price: float | None = None
    currency: str | None = None
    category: str = ""
    seller: str
    location: str = ""
    posted_at: AwareDatetime
    language: str = "id"
    shop: str | None = None


class _Calendar(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    days: tuple[int, ...] = Field(min_length=1)
    day2: dict[str, Any] | None = None


def load_day(folder: Path, day: int) -> dict[str, Shelf]:
    """The shelves of all sites on `day` (1 or 2), read from `folder/<site>.jsonl`; a site without a file is empty.

    Raises InputError with every line that cannot be read.
    """
    if not any((folder / f"{site}.jsonl").exists() for site in SITES):
        raise InputError([Problem(str(folder), 0, "", "no listings here", "Expected pasar.jsonl, kerja.jsonl, ….")])
    problems: list[Problem] = []
    shelves = {site: _load_shelf(folder / f"{site}.jsonl", site, day, problems) for site in SITES}
    if problems:
        raise InputError(problems)
    return shelves


def _load_shelf(path: Path, site: str, day: int, problems: list[Problem]) -> Shelf:
    notices: dict[str, Notice] = {}
    gone: set[str] = set()
    for number, line in _lines(path):
        try:
            notice, days = _read(line, site, day)
        except ValueError as error:
            problems.append(_problem(path, number, error))
            continue
        if notice.id in notices or notice.id in gone:
            problems.append(Problem(str(path), number, "id", f"{notice.id} is there twice", "Give each its own id."))
        elif day in days:
            notices[notice.id] = notice
        elif min(days) < day:
            gone.add(notice.id)
    newest_first = sorted(notices.values(), key=lambda notice: (notice.posted_at, notice.id), reverse=True)
    return Shelf(tuple(newest_first), frozenset(gone))


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    if path.exists():
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            if line.strip():
                yield number, line


def _read(line: str, site: str, day: int) -> tuple[Notice, tuple[int, ...]]:
    row = orjson.loads(line)
    if not isinstance(row, dict):
        raise ValueError("expected one JSON object a line")
    calendar = _Calendar.model_validate(row)
    changes = calendar.day2 or {}
    unknown = changes.keys() - _Public.model_fields.keys()
    if unknown:
        raise ValueError(f"day2 changes {', '.join(sorted(unknown))}, which no site publishes")
    changes = changes if day >= 2 else {}
    public = _Public.model_validate(row | changes)
    if public.site != site:
        raise ValueError(f"site is {public.site!r}, but this is the file of {site!r}")
    notice = Notice(**_plain(public), changed=bool(changes), stays=CLOCK.keys() <= set(calendar.days))
    return notice, calendar.days


def _plain(public: _Public) -> dict[str, Any]:
    return dict(public) | {"currency": public.currency or "IDR", "shop": public.shop or ""}


def _problem(path: Path, number: int, error: ValueError) -> Problem:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return Problem(str(path), number, ".".join(str(part) for part in first["loc"]), first["msg"], "")
    return Problem(str(path), number, "", str(error), "")
