"""No site is told where a crawl came from, whatever policy it asks for."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response
from scrapy.spidermiddlewares.referer import RefererMiddleware


class NoRefererMiddleware(RefererMiddleware):
    """Stands where Scrapy's redirects look for one, and adds nothing; so no page and no item passes through it."""

    process_spider_output = None  # type: ignore[assignment]
    process_spider_output_async = None  # type: ignore[assignment]

    def get_processed_request(self, request: Request, response: Response | None) -> Request:
        return request
