"""`/iklan`: classifieds drawn by JavaScript. The HTML is an empty shell; the script asks the JSON below."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from demo.notices import Notice
from demo.pages import Town, cut, money, page_number

PAGE_SIZE = 8


def routes(town: Town) -> list[BaseRoute]:
    """The site's addresses."""

    async def shell(request: Request) -> Response:
        if "id" in request.path_params:
            town.find("iklan", request.path_params["id"])
        return town.render("iklan/shell.html")

    async def page_of_cards(request: Request) -> Response:
        page = cut(town.shelf("iklan"), page_number(request, "page"), PAGE_SIZE)
        return JSONResponse({"page": page.number, "pages": page.count, "items": [_card(n) for n in page.notices]})

    async def item(request: Request) -> Response:
        notice = town.find("iklan", request.path_params["id"])
        more = {"isi": notice.text, "penjual": notice.seller, "kategori": notice.category}
        return JSONResponse(_card(notice) | more)

    return [
        Route("/iklan/", shell),
        Route("/iklan/d/{id}", shell),
        Route("/iklan/api/list.json", page_of_cards),
        Route("/iklan/api/item/{id}.json", item),
    ]


def _card(notice: Notice) -> dict[str, Any]:
    return {
        "id": notice.id,
        "judul": notice.title,
        "harga": money(notice) or "Harga tanya penjual",
        "lokasi": notice.location,
        "tayang": notice.posted_at.isoformat(),
        "gambar": f"/gambar/{notice.id}-1.png",
    }
