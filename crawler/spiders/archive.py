"""`archive`: a source of files, which a crawl has nothing to ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from crawler.spiders.base import SourceSpider


class ArchiveSpider(SourceSpider):
    """Says how such a source gets its listings."""

    name = "archive"

    async def start(self) -> AsyncIterator[Any]:
        self.ledger.exhausted = False
        self.ledger.failure = f"this source is brought in as files: `sandi sources import {self.source.id} FILE…`"
        requests: tuple[Any, ...] = ()
        for request in requests:
            yield request
