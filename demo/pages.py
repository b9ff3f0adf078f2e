"""What the sites share: the state of the town, templates, prices and dates as Indonesian pages write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime as rfc822
from pathlib import Path
from typing import Any

import jinja2
from babel.dates import format_datetime
from babel.numbers import format_currency
from markupsafe import Markup, escape
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from demo.notices import WIB, Notice, Shelf

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Town:
    """One day of the town. `now` is its clock, which stands still; `slow_s` is how long the slow page takes."""

    day: int
    now: datetime
    shelves: dict[str, Shelf]
    slow_s: float
    pages: jinja2.Environment

    def shelf(self, site: str) -> tuple[Notice, ...]:
        """The notices of a site, newest first."""
        return self.shelves[site].notices

    def find(self, site: str, notice_id: str, vanished: int = 404) -> Notice:
        """A notice by id. Raises HTTPException: `vanished` for one that was there the day before, else 404."""
        for notice in self.shelf(site):
            if notice.id == notice_id:
                return notice
        raise HTTPException(vanished if notice_id in self.shelves[site].gone else 404)

    def render(self, name: str, media_type: str = "text/html", status: int = 200, **context: Any) -> Response:
        """A page from a template."""
        body = self.pages.get_template(name).render(town=self, **context)
        return Response(body, status_code=status, media_type=media_type)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an index: its `notices`, its `number` (from 1) and how many pages there are."""

    notices: tuple[Notice, ...]
    number: int
    count: int

    @property
    def numbers(self) -> range:
        """All page numbers."""
        return range(1, self.count + 1)


def page_number(request: Request, parameter: str) -> int:
    """The number after `?parameter=`, 1 when there is none. Raises HTTPException 404 for what is no number."""
    value = request.query_params.get(parameter, "1")
    if not (value.isascii() and value.isdigit() and len(value) < 6):
        raise HTTPException(404)
    return int(value)


def cut(notices: Sequence[Notice], number: int, size: int) -> Page:
    """Page `number` of `notices`. Raises HTTPException 404 past the end; the first page of nothing is empty."""
    count = max(1, -(-len(notices) // size))
    if not 1 <= number <= count:
        raise HTTPException(404)
    return Page(tuple(notices[(number - 1) * size : number * size]), number, count)


def base_url(request: Request) -> str:
    """Scheme, host and port as the client sees them, without a slash at the end."""
    return str(request.base_url).rstrip("/")


def money(notice: Notice) -> str:
    """`Rp2.890.000`, or an empty string when the price is not known."""
    if notice.price is None:
        return ""
    return format_currency(notice.price, notice.currency, format="¤#,##0", locale="id_ID", currency_digits=False)


def amount(value: float) -> str:
    """A price as machines read it: `2890000`, `12.5`."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def long_date(moment: datetime) -> str:
    """`3 November 2026`."""
    return format_datetime(moment.astimezone(WIB), "d MMMM y", locale="id_ID")


def forum_date(moment: datetime, now: datetime) -> str:
    """`Hari ini, 14:02`, `Kemarin, 14:02` or `3 Nov 2026, 14:02`, seen at `now`."""
    local = moment.astimezone(WIB)
    age = (now.astimezone(WIB).date() - local.date()).days
    day = {0: "Hari ini", 1: "Kemarin"}.get(age) or format_datetime(local, "d MMM y", locale="id_ID")
    return f"{day}, {local:%H:%M}"


def line_breaks(text: str) -> Markup:
    """Escaped text with `<br>` where a line ends."""
    return Markup("<br>\n").join(escape(line) for line in text.split("\n"))


def environment() -> jinja2.Environment:
    """The templates with the filters above."""
    pages = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.policies["json.dumps_kwargs"] = {"sort_keys": False, "ensure_ascii": False}
    pages.filters.update(
        amount=amount, br=line_breaks, forum_date=forum_date, long_date=long_date, money=money, rfc822=rfc822
    )
    return pages
