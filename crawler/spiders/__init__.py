"""The spiders: one module for each adapter that a source may name."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.spiders.base import SourceSpider

SPIDERS = {
    "pages": "crawler.spiders.pages:PagesSpider",
    "feed": "crawler.spiders.feed:FeedSpider",
    "json": "crawler.spiders.answers:JsonSpider",
    "wordpress": "crawler.spiders.answers:WordpressSpider",
    "mastodon": "crawler.spiders.mastodon:MastodonSpider",
    "bluesky": "crawler.spiders.answers:BlueskySpider",
    "telegram": "crawler.spiders.telegram:TelegramSpider",
    "archive": "crawler.spiders.archive:ArchiveSpider",
    "look": "crawler.spiders.look:LookSpider",
}


def spider_class(adapter: str) -> type[SourceSpider]:
    """The spider of an adapter."""
    module, name = SPIDERS[adapter].split(":")
    found: type[SourceSpider] = getattr(importlib.import_module(module), name)
    return found
