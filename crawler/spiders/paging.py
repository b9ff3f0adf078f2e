"""Pages that are asked for by number or by what the last answer named, until one brings nothing new."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from scrapy.http import Response

from crawler.extraction.addresses import canonical
from crawler.spiders.base import SourceSpider


def ask_more(
    spider: SourceSpider,
    response: Response,
    callback: Callable[..., Any],
    brought: Sequence[str],
    *,
    following: str = "",
    role: str = "index",
) -> Iterator[Any]:
    """The next page by the source's `more`, if this one brought listings, and others than the page before it.

    Many sites show their last page again for every number behind it.
    """
    more = spider.source.more
    if more is None or not brought or spider.job.url is not None:
        return
    shown = hashlib.sha256("\n".join(brought).encode(errors="replace")).hexdigest()[:16]
    memo = response.meta.get("memo") or {}
    if memo.get("shown") == shown:
        return
    if "{next}" in more.url:
        if following:
            address = canonical(following, response.url) if more.url == "{next}" else ""
            url = address or more.url.replace("{next}", quote(following, safe=""))
            yield from spider.ask(url, callback, role, memo={"shown": shown})
        return
    number = int(memo.get("n", more.first))
    if number <= more.last:
        url = more.url.replace("{n}", str(number))
        yield from spider.ask(url, callback, role, memo={"n": number + more.step, "shown": shown})
