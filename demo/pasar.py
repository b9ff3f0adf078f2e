"""`/pasar`: a marketplace with JSON-LD on its pages, one shop with microdata only, and the town's oddities."""

from __future__ import annotations

import zlib
from asyncio import sleep
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from demo.notices import Notice
from demo.pages import Town, amount, base_url, cut, page_number

PAGE_SIZE = 12
MICRODATA_SHOP = "kerajinan-microdata"


@dataclass(frozen=True, slots=True)
class Oddities:
    """Ids of the listings whose page is `moved` (an old address redirects), `flaky` (500 once) or `slow`."""

    moved: str
    flaky: str
    slow: str


class Pasar:
    """The marketplace; remembers only whether its flaky page has failed yet."""

    def __init__(self, town: Town) -> None:
        self.town = town
        names = sorted(notice.id for notice in town.shelf("pasar") if notice.stays and not notice.shop)
        self.oddities = Oddities(*[*names, "", "", ""][:3])
        self._failed = False

    def routes(self) -> list[BaseRoute]:
        """The site's addresses."""
        return [
            Route("/pasar/", self.index),
            Route("/pasar/p/{id}", self.detail),
            Route("/pasar/lama/{id}", self.moved),
            Route("/pasar/admin/{rest:path}", self.admin),
        ]

    async def index(self, request: Request) -> Response:
        """Cards, twelve a page. `?kategori=` narrows."""
        wanted = request.query_params.get("kategori", "")
        notices = [notice for notice in self.town.shelf("pasar") if wanted in ("", notice.category)]
        page = cut(notices, page_number(request, "halaman"), PAGE_SIZE)
        return self.town.render(
            "pasar/index.html", page=page, wanted=wanted, categories=self._categories(), moved=self.oddities.moved
        )

    async def detail(self, request: Request) -> Response:
        """One listing."""
        notice = self.town.find("pasar", request.path_params["id"])
        if notice.id == self.oddities.flaky and not self._failed:
            self._failed = True
            return self.town.render("town/error.html", status=500, code=500)
        if notice.id == self.oddities.slow:
            await sleep(self.town.slow_s)
        microdata = notice.shop == MICRODATA_SHOP
        return self.town.render(
            "pasar/microdata.html" if microdata else "pasar/detail.html",
            notice=notice,
            related=self._related(notice),
            categories=self._categories(),
            blocks=_json_ld(notice, base_url(request)),
        )

    async def moved(self, request: Request) -> Response:
        """An address of long ago."""
        notice = self.town.find("pasar", request.path_params["id"])
        return RedirectResponse(f"/pasar/p/{notice.id}", 301)

    async def admin(self, request: Request) -> Response:
        """What robots.txt asks to leave alone."""
        return self.town.render("pasar/admin.html", categories=self._categories())

    def _categories(self) -> list[str]:
        return sorted({notice.category for notice in self.town.shelf("pasar")})

    def _related(self, notice: Notice) -> list[Notice]:
        others = [other for other in self.town.shelf("pasar") if other.id != notice.id]
        return sorted(others, key=lambda other: other.category != notice.category)[:4]


def _json_ld(notice: Notice, base: str) -> list[dict[str, Any]]:
    """The page's JSON-LD blocks: two of them, or both in one `@graph`, as sites differ."""
    crumbs, product = _breadcrumb(notice, base), _product(notice, base)
    if zlib.crc32(notice.id.encode()) % 2:
        return [{"@context": "https://schema.org", "@graph": [crumbs, product]}]
    return [{"@context": "https://schema.org/"} | crumbs, {"@context": "https://schema.org/"} | product]


def _breadcrumb(notice: Notice, base: str) -> dict[str, Any]:
    names = [("Pasar Kenari", f"{base}/pasar/"), (notice.category, f"{base}/pasar/?kategori={notice.category}")]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": item}
            for position, (name, item) in enumerate(names, 1)
        ],
    }


def _product(notice: Notice, base: str) -> dict[str, Any]:
    offer: dict[str, Any] = {
        "@type": "Offer",
        "url": f"{base}/pasar/p/{notice.id}",
        "availability": "https://schema.org/InStock",
        "validFrom": notice.posted_at.isoformat(),
        "seller": {"@type": "Organization", "name": notice.seller},
        "availableAtOrFrom": {
            "@type": "Place",
            "address": {"@type": "PostalAddress", "addressLocality": notice.location, "addressCountry": "ID"},
        },
    }
    if notice.price is not None:
        offer |= {"price": amount(notice.price), "priceCurrency": notice.currency}
    return {
        "@type": "Product",
        "sku": notice.id,
        "name": notice.title,
        "description": notice.text,
        "category": notice.category,
        "image": [f"{base}/gambar/{notice.id}-{number}.png" for number in (1, 2)],
        "offers": offer,
    }
