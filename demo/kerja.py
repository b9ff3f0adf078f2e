"""`/kerja`: a job board with JSON-LD JobPosting, a sitemap with lastmod and an RSS feed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from demo.notices import Notice
from demo.pages import Town, amount, base_url, cut, line_breaks, page_number

PAGE_SIZE = 10
FEED_SIZE = 20


def routes(town: Town) -> list[BaseRoute]:
    """The site's addresses."""

    async def index(request: Request) -> Response:
        page = cut(town.shelf("kerja"), page_number(request, "page"), PAGE_SIZE)
        return town.render("kerja/index.html", page=page)

    async def detail(request: Request) -> Response:
        notice = town.find("kerja", request.path_params["id"], vanished=410)
        others = [other for other in town.shelf("kerja") if other.id != notice.id][:3]
        return town.render("kerja/detail.html", notice=notice, posting=_job_posting(notice), others=others)

    async def sitemap(request: Request) -> Response:
        changed = {notice.id: town.now if notice.changed else notice.posted_at for notice in town.shelf("kerja")}
        return town.render("kerja/sitemap.xml", "application/xml", base=base_url(request), changed=changed)

    async def rss(request: Request) -> Response:
        newest = town.shelf("kerja")[:FEED_SIZE]
        return town.render("kerja/rss.xml", "application/rss+xml", base=base_url(request), notices=newest)

    return [
        Route("/kerja/", index),
        Route("/kerja/lowongan/{id}", detail),
        Route("/kerja/sitemap.xml", sitemap),
        Route("/kerja/rss.xml", rss),
    ]


def _job_posting(notice: Notice) -> dict[str, Any]:
    """Schema.org's JobPosting; its description is HTML, as search engines ask for it."""
    posting: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "identifier": {"@type": "PropertyValue", "name": "Bursa Kerja Kenari", "value": notice.id},
        "title": notice.title,
        "description": f"<p>{line_breaks(notice.text)}</p>",
        "datePosted": notice.posted_at.isoformat(),
        "validThrough": (notice.posted_at + timedelta(days=30)).isoformat(),
        "industry": notice.category,
        "hiringOrganization": {"@type": "Organization", "name": notice.seller},
        "jobLocation": {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": notice.location}},
    }
    if notice.price is not None:
        value = {"@type": "QuantitativeValue", "value": amount(notice.price), "unitText": "MONTH"}
        posting["baseSalary"] = {"@type": "MonetaryAmount", "currency": notice.currency, "value": value}
    return posting
